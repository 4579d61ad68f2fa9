"""What the functions remember: the same answers as the plain way, from far fewer calls.

`Application.Caller`, which the interpreter does not know, is the cell that a test names.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import pytest
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter._values import VBAErrorValue, VBAInt
from vba_excel import Python

from xlcost.addin import vba

_CELLS = """
Public Sub PutFormula(ByVal place As String, ByVal text As String)
    Range(place).Formula = text
End Sub
Public Sub Clear(ByVal place As String)
    Range(place).ClearContents
End Sub
Public Function Plainly(ByVal name As String, ByVal first As Variant, _
                        ByVal second As Variant) As Variant
    Dim python As Object
    Dim read As Variant
    Set python = XLPy()
    read = XlcostArguments(Array(first, second))
    Plainly = XlcostValue(python.CallUDF("xlcost.addin.udfs", name, (read)))
End Function
Public Function KeyOf(ByVal value As Variant) As String
    KeyOf = XlcostKey("f", Array(value))
End Function
"""
Calling = Callable[[str], None]


@pytest.fixture
def calling(excel: ExcelApplication, monkeypatch: pytest.MonkeyPatch) -> Calling:
    """Say which cell calls."""
    excel.add_module(_CELLS, name="cells")
    chosen: list[str] = []
    original = type(excel.application).vba_get

    def known(self: Any, name: str, *rest: Any, **named: Any) -> Any:
        if name == "Caller" and chosen:
            return original(self, "Range", [chosen[-1]])
        return original(self, name, *rest, **named)

    monkeypatch.setattr(type(excel.application), "vba_get", known)
    return chosen.append


def _fill(excel: ExcelApplication, place: str, value: object) -> None:
    if value is None:
        excel.run("Clear", place)
    elif isinstance(value, str) and value.startswith("="):
        excel.run("PutFormula", place, value)
    else:
        excel.sheet(1).set_value(place, value)


def test_a_column_of_equal_formulas_is_asked_for_at_once(
    excel: ExcelApplication, python: Python, calling: Calling
) -> None:
    """The second cell asks for all of them, and from then on nobody asks until a value changes."""
    for row in range(1, 11):
        _fill(excel, f"A{row}", float(row * 8))
        _fill(excel, f"B{row}", 2.0)
        _fill(excel, f"C{row}", f"=COST_PER_CALL(A{row},B{row})")
    for _ in range(2):
        for row in range(1, 11):
            calling(f"C{row}")
            shown = excel.evaluate(f'COST_PER_CALL(Range("A{row}"),Range("B{row}"))')
            assert shown == row * 4
    asked = [given for name, given in python.calls if name == "cost_per_call"]
    assert len(asked) == 2
    assert len(asked[1][0]) == 10
    _fill(excel, "A4", 100.0)
    calling("C4")
    assert excel.evaluate('COST_PER_CALL(Range("A4"),Range("B4"))') == 50
    assert python.calls[-1] == ("cost_per_call", (100.0, 2.0))


# What stands in the cell, and its second argument as the function gets it.
_KINDS = {
    "each row": ("=COST_PER_CALL(A{row},B{row})", 'Range("B{row}")'),
    "one cell": ("=COST_PER_CALL(A{row},$B$1)", 'Range("B1")'),
    "constant": ("=COST_PER_CALL(A{row},4)", "4#"),
    "only a part": ("=ROUND(COST_PER_CALL(A{row},B{row}),2)", 'Range("B{row}")'),
}
_VALUES = (
    *(0.0, 1.0, 0.1 + 0.2, 0.3, -2.5, 1e300, 1e-300, 5e-324, True, "3", "no number", None, None),
    *("=1/0", "=2+3"),
)


@pytest.mark.parametrize("kind", _KINDS)
def test_remembered_answers_are_those_of_the_plain_way(
    excel: ExcelApplication, python: Python, calling: Calling, kind: str
) -> None:
    """Random values, formulas among them, and edits: every cell shows what is asked for anew."""
    chance = random.Random(kind)  # noqa: S311 - no secret
    formula, second = _KINDS[kind]
    values = [one for one in _VALUES if not isinstance(one, str) or chance.random() < 0.5]
    for row in range(1, 9):
        _fill(excel, f"C{row}", formula.format(row=row))
        for column in "AB":
            _fill(excel, f"{column}{row}", chance.choice(values))
    asked, calculated = 0, 0
    for _ in range(4):
        for row in chance.sample(range(1, 9), 8):
            calling(f"C{row}")
            given, before = f'Range("A{row}"),{second.format(row=row)}', len(python.calls)
            shown = excel.evaluate(f"COST_PER_CALL({given})")
            asked, calculated = asked + len(python.calls) - before, calculated + 1
            wanted = excel.evaluate(f'Plainly("cost_per_call",{given})')
            assert repr(shown) == repr(wanted), (row, shown, wanted)
        _fill(excel, f"{chance.choice('AB')}{chance.randint(1, 8)}", chance.choice(values))
    assert asked < calculated / 2


def test_no_two_values_share_what_they_are_remembered_by(
    excel: ExcelApplication, calling: Calling
) -> None:
    """Neighbours among numbers, kinds of the same look, letters and their capitals differ."""
    del calling
    numbers = [1.0, 0.3, 2 / 3, 1e15, 123456789.123456789, 1e-300, 5e-324, -7.25]
    near = [math.nextafter(one, math.inf) for one in numbers]
    values: list[object] = [
        *numbers,
        *near,
        True,
        False,
        "1",
        "True",
        "a",
        "A",
        "",
        "a.",
        VBAInt(1),
    ]
    keys = [excel.run("KeyOf", value) for value in values]
    assert all(keys)
    assert len({key.casefold() for key in keys}) == len(values)
    assert excel.run("KeyOf", "long " * 20) == ""  # no word of a function


def test_what_is_not_one_value_is_asked_for_each_time(
    excel: ExcelApplication, python: Python, calling: Calling
) -> None:
    """Ranges, and what Python says of itself, are not remembered; nor is what another said."""
    del calling
    for row in (1, 2):
        _fill(excel, f"A{row}", 8.0)
    for count in (1, 2):
        excel.evaluate('COST_PER_CALL(Range("A1:A2"),2#)')
        excel.evaluate("XLCOST_VERSIONS()")
        assert [name for name, _ in python.calls].count("cost_per_call") == count
    for _ in range(2):
        excel.evaluate("COST_PER_CALL(9#,2#)")
    assert python.calls[-1] == ("cost_per_call", (9.0, 2.0))
    known = len(python.calls)
    excel.run("XlcostForget")
    excel.evaluate("COST_PER_CALL(9#,2#)")
    assert len(python.calls) > known
    known = len(python.calls)
    python.call_faults = [(462, "gone")]
    excel.evaluate("COST_PER_CALL(7#,2#)")
    excel.evaluate("COST_PER_CALL(9#,2#)")  # of the Python that has gone
    assert [given for _, given in python.calls[known:]][-2:] == [(7.0, 2.0), (9.0, 2.0)]


def test_a_failure_is_not_remembered(excel: ExcelApplication, python: Python) -> None:
    """A cell that Python failed to answer is asked for again, and then shows its answer."""
    python.call_faults = [(1000, "no answer")]
    assert excel.evaluate("COST_PER_CALL(8#,2#)") == VBAErrorValue(2015)
    assert excel.evaluate("COST_PER_CALL(8#,2#)") == 4


def test_what_is_remembered_is_bounded(excel: ExcelApplication, python: Python) -> None:
    """The answers of late stay when there are too many, and those of before go."""
    source = vba.memory_module().replace("MOST As Long = 50000", "MOST As Long = 3")
    excel.add_module(source, name=vba.MEMORY)
    for number in range(1, 11):
        excel.evaluate(f"COST_PER_CALL({number}#,1#)")
    known = len(python.calls)
    for number in (10, 9, 8):
        assert excel.evaluate(f"COST_PER_CALL({number}#,1#)") == number
    assert len(python.calls) == known
    excel.evaluate("COST_PER_CALL(1#,1#)")
    assert len(python.calls) == known + 1
