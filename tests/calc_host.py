"""LibreOffice Calc as the host of our VBA: the shipped modules run in it, called from cells.

Only xlwings' own module is replaced, by a double that hands each call to the real Python function.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from pyopenvba import ExcelFile, VBAModuleKind, synthesize_class_header

from xlcost.addin import vba

ROOT = Path(__file__).resolve().parents[1]
CALC = Path(__file__).parent / "calc"
_SECONDS = 300
_SYSTEM_PYTHON = "/usr/bin/python3"


@dataclass(frozen=True)
class Answer:
    """What Calc showed.

    Attributes:
        sheets: The cells of each sheet asked for, rows of values; an error value is its text.
        names: What the cells with defined names of ours showed.
        macros: What went wrong in each macro, empty when nothing did.
        changed: Whether opening alone marked the workbook as changed.
        documents: The addresses of what is open in the end.
    """

    sheets: dict[str, list[list[Any]]]
    names: dict[str, str]
    macros: dict[str, str]
    changed: bool
    documents: list[str]


def double() -> dict[str, str]:
    """Return the double of xlwings' own module, and the classes that it needs, by name."""
    classes = ("PythonDouble", "ShellDouble")
    made = {name: synthesize_class_header(name) + _source(f"{name}.cls") for name in classes}
    return {"xlwings": _source("xlwings.bas"), **made}


def _source(file: str) -> str:
    return (CALC / file).read_text("utf-8").replace("\n", "\r\n")


def with_vba(workbook: Workbook, path: Path, opening: str = "") -> Path:
    """Save a workbook with the shipped modules and the double of xlwings' own (.xlsm).

    Args:
        workbook: What openpyxl made, without VBA.
        path: The file.
        opening: VBA to run on opening after the workbook's own.
    """
    workbook.code_name = vba.WORKBOOK
    workbook.save(path)
    code = vba.workbook_module().replace("End Sub", f"{opening}\r\nEnd Sub", 1)
    with ExcelFile(path) as host:
        project = host.add_vba_project()
        project.add_module(vba.FUNCTIONS, vba.function_module())
        project.add_module(vba.RUNTIME, vba.runtime_module())
        project.add_module(vba.MEMORY, vba.memory_module())
        project.add_module(vba.OUTSIDE, vba.outside_module())
        project.add_module(vba.RUN, vba.run_module())
        project.add_module(vba.BUTTONS, vba.buttons_module())
        for name, source in double().items():
            kind = VBAModuleKind.other if "VB_Exposed" in source else VBAModuleKind.standard
            project.add_module(name, source, kind=kind)
        project.get_module(vba.WORKBOOK).body = code
        host.save()
    return path


def _systems_own() -> dict[str, str]:
    """Return the environment without a virtual one, whose Python LibreOffice would load."""
    kept = {name: text for name, text in os.environ.items() if name != "VIRTUAL_ENV"}
    places = kept.get("PATH", "").split(os.pathsep)
    own = [place for place in places if Path(place) != Path(sys.prefix) / "bin"]
    return {**kept, "PATH": os.pathsep.join(own)}


def ask(
    path: Path,
    *,
    sheets: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    macros: Sequence[str] = (),
    code: str = "",
) -> Answer:
    """Open a workbook in Calc, calculate, fill in cells, run macros, and read it back.

    Args:
        path: The workbook, with our VBA and the double; LibreOffice's profile goes beside it.
        sheets: The names of the sheets to read back.
        names: Texts to write into cells with defined names, before the macros run.
        macros: Macros to run, as `module.name`, each when the run of the one before has ended.
        code: Where a run's Python looks for xlcost; the checkout when omitted.
    """
    for program in ("soffice", _SYSTEM_PYTHON):
        if shutil.which(program) is None:
            message = f"{program} is needed; install libreoffice-calc, python3-uno and "
            raise RuntimeError(message + "libreoffice-script-provider-python.")
    profile = path.parent / "profile"
    scripts = profile / "user" / "Scripts" / "python"
    scripts.mkdir(parents=True)
    shutil.copy(CALC / "double.py", scripts)
    request = {
        "workbook": str(path),
        "profile": str(profile),
        "sheets": list(sheets),
        "names": dict(names or {}),
        "macros": list(macros),
        "waits": True,
    }
    done = subprocess.run(
        [_SYSTEM_PYTHON, str(CALC / "driver.py")],
        check=False,
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        env={
            **_systems_own(),
            "XLCOST_CHECKOUT": str(ROOT),
            "XLCOST_PYTHON": sys.executable,
            "TEMP": str(path.parent),
            "XLCOST_CODE": code or str(ROOT),
        },
    )
    if done.returncode:
        message = f"LibreOffice could not be driven:\n{done.stderr}"
        raise RuntimeError(message)
    return Answer(**json.loads(done.stdout))
