"""Recalculates workbooks hard in a headless LibreOffice; run by a Python that has `uno`.

`python3 uno_recalculation.py SOFFICE PROFILE FILE…` prints JSON: by file, sheet and address, what
each formula cell shows after `calculateAll()`: a number, a text, or {"error": code}.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_SECONDS = 120
_FORMULA = 16  # com.sun.star.sheet.CellFlags.FORMULA
_ERROR = 4  # com.sun.star.sheet.FormulaResult.ERROR
_CODES = {"Err:502": "#VALUE!", "Err:503": "#NUM!", "Err:504": "#VALUE!", "Err:508": "#VALUE!"}


def main(soffice: str, profile: str, paths: list[str]) -> None:
    """Start an office of its own, read every file, and print what the formulas came to."""
    answer(soffice, profile, lambda desktop: {path: _read(desktop, path) for path in paths})


def answer(soffice: str, profile: str, ask: Callable[[Any], object]) -> None:
    """Start an office of its own, ask its desktop something, print the answer, and end it."""
    pipe = f"xlcost{os.getpid()}"
    office = subprocess.Popen(
        [
            soffice,
            "--headless",
            "--invisible",
            "--norestore",
            "--nologo",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        desktop = _connect(pipe, office)
        json.dump(ask(desktop), sys.stdout)
        sys.stdout.flush()
        _stop(desktop)
        office.wait(20)
    finally:
        if office.poll() is None:
            office.kill()


def _connect(pipe: str, office: subprocess.Popen[bytes]) -> Any:
    import uno

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    end = time.monotonic() + _SECONDS
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
        except Exception:
            if office.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.2)


def _stop(desktop: Any) -> None:
    try:
        desktop.terminate()
    except Exception as fault:  # noqa: BLE001 - the office is gone before it can answer
        sys.stderr.write(f"{fault}\n")


def _read(desktop: Any, path: str) -> dict[str, dict[str, Any]]:
    import uno

    hidden = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, (hidden,))
    try:
        document.calculateAll()
        sheets = document.Sheets
        return {
            sheets.getByIndex(number).Name: _formulas(sheets.getByIndex(number))
            for number in range(sheets.Count)
        }
    finally:
        document.close(True)


def _formulas(sheet: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for area in sheet.queryContentCells(_FORMULA):
        where = area.RangeAddress
        for down, row in enumerate(area.DataArray):
            for right, value in enumerate(row):
                found[_address(where.StartRow + down, where.StartColumn + right)] = value
    for area in sheet.queryFormulaCells(_ERROR):
        where = area.RangeAddress
        for row in range(where.StartRow, where.EndRow + 1):
            for column in range(where.StartColumn, where.EndColumn + 1):
                shown = sheet.getCellByPosition(column, row).String
                found[_address(row, column)] = {"error": _CODES.get(shown, shown)}
    return found


def _address(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
