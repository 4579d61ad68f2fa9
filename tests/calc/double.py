"""xlwings' Python side inside LibreOffice: a macro that hands calls to the real functions.

Copied into the profile of the LibreOffice that a test starts, and run by its own Python. It does
with a call what `xlwings.com_server.CallUDF` does, and nothing more.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import subprocess
import sys
import tempfile
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

# What COM hands over where an optional argument was left out.
_MISSING = -2147352572


def _xlwings() -> types.ModuleType:
    """Return a stand-in for xlwings, whose decorators leave a function as it is."""
    stub = types.ModuleType("xlwings")

    def decorate(*_arguments: Any, **_options: Any) -> Callable[[Any], Any]:
        return lambda function: function

    vars(stub).update(arg=decorate, ret=decorate, func=decorate, __version__="double")
    return stub


def _module(name: str) -> types.ModuleType:
    if os.environ["XLCOST_CHECKOUT"] not in sys.path:
        sys.path.insert(0, os.environ["XLCOST_CHECKOUT"])
    sys.modules.setdefault("xlwings", _xlwings())
    return importlib.import_module(name)


def call_udf(module: str, name: str, arguments: tuple[Any, ...]) -> Any:
    """Call a function with raw values, and return one value, a row or rows, as xlwings does."""
    function = getattr(_module(module), name)
    parameters = list(inspect.signature(function).parameters.values())
    given = [
        parameters[place].default if isinstance(value, int) and value == _MISSING else value
        for place, value in enumerate(arguments)
    ]
    rows = function(*given)
    if len(rows) == 1:
        return rows[0][0] if len(rows[0]) == 1 else rows[0]
    return rows


def run_python(command: str) -> int:
    """Run a command in the Python of the test, as `RunPython` does in one of its own.

    Its stand-in for xlwings gets the named cells of the workbook; what it writes goes into them.
    """
    document = _workbook()
    cells = _named(document)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cells.json"
        texts = {name: area.getCellByPosition(0, 0).String for name, area in cells.items()}
        path.write_text(json.dumps({"cells": texts}), encoding="utf-8")
        clean = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
        calc = str(Path(os.environ["XLCOST_CHECKOUT"]) / "tests" / "calc")
        prelude = f"import sys; sys.path.insert(0, {calc!r}); import caller; caller.install(); "
        done = subprocess.run(
            [os.environ["XLCOST_PYTHON"], "-c", prelude + command],
            check=False,
            cwd=os.environ["XLCOST_CHECKOUT"],
            env={**clean, "XLCOST_CELLS": str(path)},
        )
        told = json.loads(path.read_text(encoding="utf-8"))
    for name, down, text in told.get("written", ()):
        area = cells[name].RangeAddress
        sheet = document.Sheets.getByIndex(area.Sheet)
        sheet.getCellByPosition(area.StartColumn, area.StartRow + down).String = text or ""
    return -1 if done.returncode else 0


def _workbook() -> Any:
    """Return the one workbook that is open."""
    found = XSCRIPTCONTEXT.getDesktop().getComponents().createEnumeration()  # type: ignore[name-defined]  # noqa: F821 - LibreOffice's
    while found.hasMoreElements():
        document = found.nextElement()
        if hasattr(document, "NamedRanges"):
            return document
    message = "No workbook is open."
    raise LookupError(message)


def _named(document: Any) -> dict[str, Any]:
    """Return the range that each defined name of ours stands for."""
    names = document.NamedRanges
    found = {name: names.getByName(name).getReferredCells() for name in names.ElementNames}
    return {name: area for name, area in found.items() if name.startswith("xlcost_") and area}


g_exportedScripts = (call_udf, run_python)  # noqa: N816 - LibreOffice looks for this name
