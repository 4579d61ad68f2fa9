"""LibreOffice as the second opinion: it recalculates what a test wrote."""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl

# A cold start on a busy machine takes a while; a hang must still end the test.
_SECONDS = 300
_PACKAGES = ("libreoffice-calc", "python3-uno")


_TOLERANCE = 1e-9


@lru_cache(maxsize=1)
def installed() -> tuple[str, str]:
    """Return the paths of LibreOffice and of a Python with `uno`, installing both where missing.

    Raises:
        RuntimeError: They are missing and cannot be installed here: no test passes without them.
    """
    found = _program(), _uno_python()
    if not all(found) and shutil.which("apt-get") and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update"],
            ["apt-get", "install", "-y", "--no-install-recommends", *_PACKAGES],
        ):
            subprocess.run(command, check=False, env=environment, capture_output=True, timeout=1200)
        found = _program(), _uno_python()
    if not all(found):
        message = f"LibreOffice with Python-UNO is needed; install {' and '.join(_PACKAGES)}."
        raise RuntimeError(message)
    return found


def _program() -> str:
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def _uno_python() -> str:
    """Return a Python that can import `uno`: the system's, or the one inside LibreOffice."""
    beside = Path(_program()).resolve().parent / "python"
    for candidate in ("/usr/bin/python3", str(beside), shutil.which("python3") or ""):
        if candidate and Path(candidate).exists():
            tried = subprocess.run(
                [candidate, "-c", "import uno"],
                check=False,
                capture_output=True,
                env=_plain_environment(),
                timeout=_SECONDS,
            )
            if tried.returncode == 0:
                return candidate
    return ""


def _plain_environment() -> dict[str, str]:
    """Return the environment without what leads a Python to another one's packages."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}


def recalculate(path: Path) -> Path:
    """Return a copy of a workbook whose formulas Calc has calculated.

    Formulas that openpyxl wrote have no cached value, so loading calculates them. A workbook that
    has cached values needs a hard recalculation instead: a plain load trusts the cache.

    Args:
        path: The workbook, an .xlsx file.

    Returns:
        The path of the calculated copy, in a folder beside the original.
    """
    target = path.parent / f"{path.stem}-calculated"
    return converted(path, "xlsx", target, "xlsx:Calc MS Excel 2007 XML")


def converted(path: Path, ending: str, target: Path, form: str = "") -> Path:
    """Return a workbook in another form, its formulas calculated.

    Args:
        path: The workbook.
        ending: What its name ends with then.
        target: Folder for it; made if it is not there.
        form: What LibreOffice calls the form, where the ending does not say it.
    """
    program, _ = installed()
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        # A profile of its own, so that tests never meet an open LibreOffice or each other.
        command = [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--convert-to",
            form or ending,
            "--outdir",
            str(target),
            str(path),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    result = target / f"{path.stem}.{ending}"
    if not result.is_file():
        message = f"LibreOffice wrote no {result.name}."
        raise RuntimeError(message)
    return result


def hard_recalculate(paths: Sequence[Path]) -> dict[Path, dict[str, dict[str, Any]]]:
    """Return what every formula cell shows after a hard recalculation, whatever was cached.

    Args:
        paths: Workbooks; one office opens them all.

    Returns:
        By path, sheet and address: a number, a text, or {"error": "#DIV/0!"}.
    """
    program, python = installed()
    script = Path(__file__).with_name("uno_recalculation.py")
    with tempfile.TemporaryDirectory() as profile:
        done = subprocess.run(
            [python, str(script), program, profile, *(str(path.resolve()) for path in paths)],
            check=False,
            capture_output=True,
            text=True,
            timeout=_SECONDS + 20 * len(paths),
            env=_plain_environment(),
        )
    if done.returncode != 0:
        message = f"LibreOffice could not recalculate: {done.stderr[-2000:]}"
        raise RuntimeError(message)
    read = json.loads(done.stdout)
    return {path: read[str(path.resolve())] for path in paths}


def differences(path: Path) -> list[str]:
    """Return each formula cell whose cached value is not what LibreOffice calculates.

    Args:
        path: A workbook with cached values.

    Returns:
        One sentence a cell; empty when all agree within 1e-9 · max(1, |value|).
    """
    return all_differences([path])[path]


def all_differences(paths: Sequence[Path]) -> dict[Path, list[str]]:
    """Return the differences of several workbooks, which one office opens."""
    answers = hard_recalculate(paths)
    return {path: _compared(path, answers[path]) for path in paths}


def _compared(path: Path, calculated: dict[str, dict[str, Any]]) -> list[str]:
    formulas = openpyxl.load_workbook(path)
    cached = openpyxl.load_workbook(path, data_only=True)
    found: list[str] = []
    for sheet in formulas.worksheets:
        answers = calculated[sheet.title]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        for cell in cells:
            before = cached[sheet.title][cell.coordinate]
            answer = answers.get(cell.coordinate, "nothing")
            if not _same(before.value, before.data_type, answer):
                found.append(
                    f"{sheet.title}!{cell.coordinate} {cell.value}: cached {before.value!r}, "
                    f"recalculated {answer!r}"
                )
    return found


def _same(cached: Any, kind: str, answer: Any) -> bool:
    if isinstance(answer, dict):
        return kind == "e" and cached == answer["error"]
    if kind == "e":
        return False
    if isinstance(answer, int | float):
        if cached is None or not isinstance(cached, int | float):
            return False
        return math.isclose(
            float(cached), answer, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE
        ) and not math.isnan(answer)
    return (cached or "") == answer
