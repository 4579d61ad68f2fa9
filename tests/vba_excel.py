"""xlcost's VBA in pyOpenVBA's interpreter, with a double of xlwings' module and of Python.

The double hands calls to the real functions as COM would.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter._objects import VBAObject, method
from pyopenvba.interpreter._values import (
    EMPTY,
    MISSING,
    VBAArray,
    VBADate,
    VBAErrorValue,
    VBAInt,
    error,
)

from xlcost.addin import udfs
from xlcost.addin.broadcast import ERROR_BASE

DOUBLE = """
Public handle As Object
Public Sub UsePython(ByVal given As Object)
    Set handle = given
End Sub
Public Function XLPy() As Object
    Set XLPy = handle.Start()
End Function
Public Sub KillPy()
    handle.Kill
End Sub
"""


def as_raw(value: Any) -> Any:
    """Return a VBA value as COM hands it to Python."""
    if value is EMPTY or value is MISSING:
        return None if value is EMPTY else -2147352572
    if isinstance(value, VBAErrorValue):
        return ERROR_BASE + value.number
    if isinstance(value, VBAArray):
        return _raw_array(value)
    if isinstance(value, VBADate):
        return value.to_datetime()
    return int(value) if isinstance(value, VBAInt) else value


def _raw_array(array: VBAArray) -> tuple[Any, ...]:
    if array.dimensions == 1:
        return tuple(map(as_raw, array.elements()))
    (first, last), (left, right) = array.bounds
    return tuple(
        tuple(as_raw(array.get([row, column])) for column in range(left, right + 1))
        for row in range(first, last + 1)
    )


def as_vba(rows: tuple[tuple[Any, ...], ...]) -> Any:
    """Return an answer as xlwings' COM server hands it to VBA: a value, a row or a table."""
    if len(rows) == 1:
        cells = rows[0]
        return cells[0] if len(cells) == 1 else VBAArray([(0, len(cells) - 1)], items=[*cells])
    table = VBAArray([(0, len(rows) - 1), (0, len(rows[0]) - 1)])
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            table.set([row, column], cell)
    return table


class Python(VBAObject):
    """Stands in for xlwings' DLL and COM server; `faults` are raised before it answers.

    Attributes:
        starts: How often it was asked to start.
        calls: Every call of a function, with raw arguments.
        kills: How often it was ended.
        starting: What else happens while it starts.
    """

    vba_type_name = "Python"

    def __init__(self) -> None:
        self.starts = 0
        self.start_faults: list[tuple[int, str]] = []
        self.call_faults: list[tuple[int, str]] = []
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.kills = 0
        self.starting: Callable[[], None] = lambda: None

    @method
    def Start(self) -> Any:  # noqa: N802 - a name of VBA
        """Start, or say why not."""
        self.starts += 1
        self.starting()
        if self.start_faults:
            raise error(*self.start_faults.pop(0))
        return self

    @method
    def CallUDF(self, Module: Any, Function: Any, Arguments: Any) -> Any:  # noqa: N802, N803
        """Call the real function."""
        assert Module == "xlcost.addin.udfs"
        if Function != "xlcost_versions" and self.call_faults:
            raise error(*self.call_faults.pop(0))
        given = as_raw(Arguments)
        self.calls.append((Function, given))
        return as_vba(getattr(udfs, Function)(*given))

    @method
    def Kill(self) -> None:  # noqa: N802 - a name of VBA
        """Count it; where there is no DLL, fail as xlwings does."""
        self.kills += 1
        if self.start_faults:
            raise error(*self.start_faults[0])


def without_descriptions(source: str) -> str:
    """Leave out the lines that the VBA editor hides, which the interpreter does not read."""
    return re.sub(r"(?m)^Attribute \w+\.VB_Description.*\r\n", "", source)


def run_on(system: str, app: ExcelApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `Application.OperatingSystem`, which the interpreter does not know, be a system."""
    original = type(app.application).vba_get

    def known(self: Any, name: str, *rest: Any, **named: Any) -> Any:
        if name == "Caller":
            return VBAErrorValue(2023)  # as in Excel where no cell calls
        return system if name == "OperatingSystem" else original(self, name, *rest, **named)

    monkeypatch.setattr(type(app.application), "vba_get", known)
