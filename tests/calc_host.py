"""LibreOffice Calc as the host of our VBA: the shipped modules run in it, called from cells.

Only xlwings' own module is replaced, by a double that hands each call to the real Python function.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from pyopenvba import ExcelFile, VBAModuleKind

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
        macros: What went wrong in each macro, empty when nothing did.
        changed: Whether opening alone marked the workbook as changed.
    """

    sheets: dict[str, list[list[Any]]]
    macros: dict[str, str]
    changed: bool


def add_vba(path: Path, opening: str = "") -> None:
    """Put the shipped modules and the double of xlwings' own into a workbook (.xlsm).

    Args:
        path: The workbook.
        opening: VBA to run on opening after the workbook's own.
    """
    workbook = vba.workbook_module().replace("End Sub", f"{opening}\r\nEnd Sub")
    with ExcelFile(path) as host:
        project = host.add_vba_project()
        project.add_module(vba.FUNCTIONS, vba.function_module())
        project.add_module(vba.RUNTIME, vba.runtime_module())
        project.add_module(vba.BUTTONS, vba.buttons_module())
        project.add_module("xlwings", _double("xlwings.bas"))
        project.get_module(vba.WORKBOOK).body = workbook
        project.add_module("PythonDouble", _double("PythonDouble.cls"), kind=VBAModuleKind.other)
        host.save()


def _double(file: str) -> str:
    return (CALC / file).read_text("utf-8").replace("\n", "\r\n")


def ask(
    workbook: Workbook,
    folder: Path,
    *,
    sheets: Sequence[str],
    macros: Sequence[str] = (),
    prelude: str = "",
    opening: str = "",
) -> Answer:
    """Open a workbook with our VBA in Calc, calculate, run macros, and read sheets back.

    Args:
        workbook: What openpyxl made, without VBA.
        folder: Where the file and LibreOffice's profile go.
        sheets: The names of the sheets to read back.
        macros: Macros to run after the calculation, as `module.name`.
        prelude: Python to run before the command of `RunPython`.
        opening: VBA to run on opening after the workbook's own.
    """
    for program in ("soffice", _SYSTEM_PYTHON):
        if shutil.which(program) is None:
            message = f"{program} is needed; install libreoffice-calc, python3-uno and "
            raise RuntimeError(message + "libreoffice-script-provider-python.")
    path = folder / "calls.xlsm"
    workbook.code_name = vba.WORKBOOK
    workbook.save(path)
    add_vba(path, opening)
    profile = folder / "profile"
    scripts = profile / "user" / "Scripts" / "python"
    scripts.mkdir(parents=True)
    shutil.copy(CALC / "double.py", scripts)
    request = {
        "workbook": str(path),
        "profile": str(profile),
        "sheets": list(sheets),
        "macros": list(macros),
    }
    done = subprocess.run(
        [_SYSTEM_PYTHON, str(CALC / "driver.py")],
        check=False,
        input=json.dumps(request),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        env={
            **os.environ,
            "XLCOST_CHECKOUT": str(ROOT),
            "XLCOST_PYTHON": sys.executable,
            "XLCOST_PRELUDE": prelude,
        },
    )
    if done.returncode:
        message = f"LibreOffice could not be driven:\n{done.stderr}"
        raise RuntimeError(message)
    return Answer(**json.loads(done.stdout))
