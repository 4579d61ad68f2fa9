"""xlwings' Python side inside LibreOffice: a macro that hands calls to the real functions.

Copied into the profile of the LibreOffice that a test starts, and run by its own Python. It does
with a call what `xlwings.com_server.CallUDF` does, and nothing more.
"""

from __future__ import annotations

import importlib
import inspect
import os
import re
import subprocess
import sys
import types
from collections.abc import Callable
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


def start_program(command: str) -> int:
    """Start a program as Windows' shell does, without waiting; there is only the test's Python."""
    words = [
        quoted.replace("\\\\", "\\") if quoted or not plain else plain
        for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', command)
    ]
    if words[0] != "python":
        return -1
    clean = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.Popen(
        [os.environ["XLCOST_PYTHON"], *words[1:]],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=clean,
    )
    return 0


g_exportedScripts = (call_udf, start_program)  # noqa: N816 - LibreOffice looks for this name
