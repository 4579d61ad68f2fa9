"""The runtime's VBA in pyOpenVBA's interpreter, whose object model was measured in Excel.

xlwings' own module is replaced by a double that hands calls to the real functions as COM would.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from example_calls import example
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter._values import (
    EMPTY,
    MISSING,
    VBAArray,
    VBACurrency,
    VBADate,
    VBAErrorValue,
)
from vba_excel import Python, as_raw, as_vba, run_on
from windows.wire import MISSING as LEFT_OUT

from xlcost.addin import udfs, vba
from xlcost.addin.broadcast import ERROR_BASE, ERROR_NUMBERS
from xlcost.catalogue.families import catalogue
from xlcost.cells import ERROR_TEXTS

_NO_FILES = """
Public Sub XlcostStartPython(ByVal number As String)
End Sub
"""
_NO_DLL, _NOT_STARTED, _GONE = 53, 1000, 462


def _fill(app: ExcelApplication, cells: dict[str, Any], sheet: int = 1) -> None:
    for place, value in cells.items():
        app.sheet(sheet).set_value(place, value)


@pytest.mark.parametrize("text", sorted(ERROR_TEXTS))
def test_error_texts_become_errors(excel: ExcelApplication, text: str) -> None:
    """Every error text is an error value: alone, in a row, and in a table beside other values."""
    numbers = {name: number for number, name in ERROR_NUMBERS.items()}
    wanted = VBAErrorValue(numbers.get(text, 2015))
    assert excel.evaluate(f'IsError(XlcostValue("{text}"))') is True
    assert excel.evaluate(f'XlcostValue("{text}")') == wanted
    assert excel.evaluate(f'XlcostValue(Array(1.5, "{text}", "F"))') == [1.5, wanted, "F"]
    table = as_vba(((1.5, text), ("below", True)))
    assert excel.run("XlcostValue", table) == [[1.5, wanted], ["below", True]]


def test_words_stay_words(excel: ExcelApplication) -> None:
    """Only a whole error text is an error; words, numbers and flags come through as they are."""
    for value in ("F", "#1", "#N/A!", "within", "", 4.0, True):
        assert excel.run("XlcostValue", value) == value


def test_ranges_are_read_by_value2(excel: ExcelApplication, python: Python) -> None:
    """Currency and dates arrive as plain numbers, blanks as blanks, errors as errors."""
    _fill(excel, {"A1": VBACurrency("1.23456"), "A2": VBADate(45413.0), "A4": True, "B1": "text"})
    excel.add_module('Public Sub Fault()\nRange("B2").Formula = "=1/0"\nEnd Sub\n', name="fault")
    excel.run("Fault")
    excel.evaluate('SumOf(Range("A1:B4"))')
    ((values,),) = [given for name, given in python.calls if name == "total_opex"]
    assert values == (
        (pytest.approx(1.2346, abs=1e-4), "text"),
        (45413.0, ERROR_BASE + 2007),
        (None, None),
        (True, None),
    )
    assert [type(row[0]) for row in values[:2]] == [float, float]
    excel.evaluate('SumOf(Range("A2"))')
    assert python.calls[-1] == ("total_opex", (45413.0,))


@pytest.mark.parametrize(
    ("arguments", "read"),
    [
        (['Range("A:A")'], [((1.0,), (2.0,), (3.0,))]),
        (['Range("A2:A1048576")'], [((2.0,), (3.0,))]),
        (['Range("A:A")', 'Range("B:B")'], [((1.0,), (2.0,), (3.0,)), ((None,),) * 3]),
        (
            ['Range("A:A")', 'Range("C:C")'],
            [((1.0,), (2.0,), (3.0,), (None,), (None,)), ((9.0,), *((None,),) * 3, (7.0,))],
        ),
        (['Range("B:B")'], [None]),
        (['Range("2:2")'], [2.0]),
        (['Range("1:1")'], [((1.0, None, 9.0),)]),
        (['Range("A1048570:A1048576")'], [None]),
        (['Range("A1:A4")'], [((1.0,), (2.0,), (3.0,), (None,))]),
        (['Worksheets(2).Range("A:A")'], [((1.0,), (2.0,), (3.0,))]),
    ],
)
def test_whole_columns_are_cut(
    excel: ExcelApplication, python: Python, arguments: list[str], read: list[Any]
) -> None:
    """A range to the sheet's end is read to the last filled cell of all such ranges."""
    _fill(excel, {"A1": 1.0, "A2": 2.0, "A3": 3.0, "C1": 9.0, "C5": 7.0})
    if "Worksheets" in arguments[0]:
        _fill(excel, {"A1": 1.0, "A2": 2.0, "A3": 3.0, "C5": 7.0}, sheet=2)
    excel.evaluate(f'XlcostCall("cost_per_call", Array({", ".join(arguments)}, 1))')
    assert list(python.calls[-1][1][:-1]) == read


def test_an_answer_beside_whole_columns_does_not_grow(excel: ExcelApplication) -> None:
    """What spilled beside the columns, further down, is no part of them at the next calculation."""
    _fill(excel, {"A1": 8.0, "A2": 6.0, "A3": 4.0, "B1": 2.0, "B2": 2.0, "B3": 2.0})
    for _ in range(3):
        answer = excel.evaluate('COST_PER_CALL(Range("A:A"), Range("B:B"))')
        assert answer == [[4.0], [3.0], [2.0]]
        _fill(excel, {f"D{row}": cell for row, (cell,) in enumerate(answer, 5)})


def test_several_areas_are_an_error(excel: ExcelApplication) -> None:
    """A reference of several areas is #VALUE!, not the first area alone."""
    _fill(excel, {"A1": 1.0, "C1": 2.0})
    assert excel.evaluate('SumOf(Range("A1,C1"))') == VBAErrorValue(2015)
    assert excel.evaluate('SumOf(Range("A1:C1"))') == 3.0


@pytest.mark.parametrize("metric", catalogue(), ids=lambda one: one.name)
def test_wrappers_hand_on_what_they_are_given(
    excel: ExcelApplication, python: Python, metric: Any
) -> None:
    """Each wrapper answers as its function does; a faulty call is an error value, `IsError`."""
    given = example(metric)
    answer = excel.run(metric.excel_name, *map(_argument, given))
    assert not isinstance(answer, VBAErrorValue)
    name, seen = python.calls[-1]
    assert name == metric.name
    assert len(seen) == len(metric.arguments)
    assert set(seen[len(given) :]) <= {-2147352572}
    rows = getattr(udfs, metric.name)(*given)
    assert answer == (rows[0][0] if len(rows) == len(rows[0]) == 1 else answer)
    faulty = ["#DIV/0!", *map(_argument, given[1:])]
    shown = excel.run(metric.excel_name, *faulty)
    cells = [cell for row in shown for cell in row] if _is_table(shown) else shown
    for cell in cells if isinstance(cells, list) else [cells]:
        assert cell == VBAErrorValue(2007)


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and isinstance(value[0], list)


def _argument(value: Any) -> Any:
    if value is LEFT_OUT:
        return MISSING
    if isinstance(value, tuple):
        table = VBAArray([(1, len(value)), (1, len(value[0]))])
        for row, cells in enumerate(value, 1):
            for column, cell in enumerate(cells, 1):
                table.set([row, column], cell)
        return table
    return value


def test_errors_of_single_calls_are_errors(excel: ExcelApplication) -> None:
    """What has no answer is an error value in VBA, so that SUM and IFERROR see it."""
    for call, number in {
        "COST_PER_CALL(1, 0)": 2007,
        "COST_PER_CALL(1, -1)": 2036,
        'COST_PER_CALL("text", 1)': 2015,
        "COST_PER_CALL(CVErr(2023), 1)": 2023,
    }.items():
        assert excel.evaluate(f"IsError({call})") is True
        assert excel.evaluate(call) == VBAErrorValue(number)


def test_first_call_waits_for_python(
    excel: ExcelApplication, python: Python, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While Python starts, the first call waits and says so; then it answers."""
    said: list[Any] = []
    _watch_status_bar(excel, monkeypatch, said.append)
    python.start_faults = [(_NOT_STARTED, "not yet")] * 2
    assert excel.evaluate("COST_PER_CALL(8, 2)") == 4.0
    assert python.starts == 3
    assert "starting Python" in str(said[0])
    assert said[-1] is False
    assert excel.evaluate("COST_PER_CALL(6, 2)") == 3.0
    assert python.starts == 3


def _watch_status_bar(
    excel: ExcelApplication, monkeypatch: pytest.MonkeyPatch, seen: Callable[[Any], None]
) -> None:
    application = excel.application
    original = application.vba_set

    def watched(name: str, value: Any, *rest: Any, **named: Any) -> Any:
        if name.lower() == "statusbar":
            seen(value)
        return original(name, value, *rest, **named)

    monkeypatch.setattr(application, "vba_set", watched)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ((_NO_DLL, "File not found: xlwings64.dll"), "The DLL of xlwings was not found"),
        ((1, "Could not load xlwings64.dll from either"), "The DLL of xlwings was not found"),
        ((_NOT_STARTED, "No module named 'xlcost'"), "xlcost is not installed"),
    ],
)
def test_missing_python_is_an_error_and_a_sentence(
    excel: ExcelApplication, python: Python, fault: tuple[int, str], words: str
) -> None:
    """Without Python cells show #N/A at once, one sentence says why, and a button looks again."""
    python.start_faults = [fault]
    assert excel.evaluate("COST_PER_CALL(8, 2)") == VBAErrorValue(2042)
    assert words in str(excel.evaluate("ShowBar()"))
    assert words in str(excel.evaluate(f"{vba.STATUS}()"))
    assert python.starts == 1
    excel.run("XlcostForget")
    assert excel.evaluate("ShowBar()") is False
    assert excel.evaluate("COST_PER_CALL(8, 2)") == 4.0
    assert str(excel.evaluate(f"{vba.STATUS}()")).startswith("xlcost ")


def test_python_that_ends_slowly_is_not_tried_twice(
    excel: ExcelApplication, python: Python
) -> None:
    """After a Python that took a minute to fail no cell tries again before a person does."""
    clock = [datetime(2026, 11, 2, 9)]  # noqa: DTZ001 - VBA's clock has no zone

    def pass_seconds(seconds: float) -> None:
        clock[0] += timedelta(seconds=seconds)
        excel.freeze_clock(clock[0])

    pass_seconds(0)
    python.starting = lambda: pass_seconds(60)
    python.start_faults = [(_NOT_STARTED, "Could not activate Python")] * 4
    for _ in range(3):
        assert excel.evaluate("COST_PER_CALL(8, 2)") == VBAErrorValue(2042)
        pass_seconds(3600)
    assert python.starts == 1
    assert "did not start" in str(excel.evaluate("ShowBar()"))
    excel.run("XlcostForget")
    assert excel.evaluate("COST_PER_CALL(8, 2)") == VBAErrorValue(2042)
    assert python.starts == 2
    excel.run("XlcostForget")
    python.start_faults, python.starting = [], lambda: pass_seconds(20)
    assert excel.evaluate("COST_PER_CALL(8, 2)") == 4.0


def test_python_that_fails_at_once_is_tried_once_in_a_while(
    excel: ExcelApplication, python: Python
) -> None:
    """After the first wait each further try is one only, and at most one a minute."""
    clock = [datetime(2026, 11, 2, 9)]  # noqa: DTZ001 - VBA's clock has no zone

    def pass_seconds(seconds: float) -> None:
        clock[0] += timedelta(seconds=seconds)
        excel.freeze_clock(clock[0])

    pass_seconds(0)
    python.starting = lambda: pass_seconds(1)
    python.start_faults = [(_NOT_STARTED, "not yet")] * 40
    excel.evaluate("COST_PER_CALL(8, 2)")
    first = python.starts
    assert 10 <= first <= 16
    for _ in range(3):
        excel.evaluate("COST_PER_CALL(8, 2)")
    assert python.starts == first
    pass_seconds(61)
    for _ in range(3):
        excel.evaluate("COST_PER_CALL(8, 2)")
    assert python.starts == first + 1


def test_other_systems_are_told_what_works_there(
    excel: ExcelApplication, python: Python, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a Mac, where xlwings has no functions, the sentence says so, and nothing waits."""
    run_on("Macintosh (Intel) 14.5", excel, monkeypatch)
    python.start_faults = [(_NO_DLL, "File not found")]
    assert excel.evaluate("COST_PER_CALL(8, 2)") == VBAErrorValue(2042)
    assert "Excel for Windows" in str(excel.evaluate("ShowBar()"))
    assert python.starts == 1


def test_python_that_ended_is_started_again(excel: ExcelApplication, python: Python) -> None:
    """When Python has ended in between, the call starts it anew and answers."""
    assert excel.evaluate("COST_PER_CALL(8, 2)") == 4.0
    python.call_faults = [(_GONE, "The remote server machine does not exist")]
    assert excel.evaluate("COST_PER_CALL(6, 2)") == 3.0
    assert python.starts == 2


def test_fault_in_python_is_an_error(excel: ExcelApplication, python: Python) -> None:
    """A fault inside Python is #VALUE! in the cell, never its text."""
    python.call_faults = [(1000, "Traceback")]
    assert excel.evaluate("COST_PER_CALL(8, 2)") == VBAErrorValue(2015)
    assert excel.evaluate("COST_PER_CALL(8, 2)") == 4.0


def test_check_again_asks_every_sheet(
    excel: ExcelApplication, python: Python, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Check again ends the old Python, which has the old xlcost loaded, and calculates in full."""
    full: list[str] = []
    original = type(excel.application).vba_get

    def known(self: Any, name: str, *rest: Any, **named: Any) -> Any:
        if name.lower() == "calculatefull":
            full.append(name)
            return EMPTY
        return original(self, name, *rest, **named)

    monkeypatch.setattr(type(excel.application), "vba_get", known)
    assert excel.evaluate("COST_PER_CALL(8, 2)") == 4.0
    excel.run("CheckAgain")
    assert full
    assert python.kills == 1
    assert excel.evaluate("COST_PER_CALL(8, 2)") == 4.0
    assert python.starts == 2


def test_dates_are_what_com_makes_of_them() -> None:
    """The double hands dates over as Python's own, as pywin32 does."""
    assert as_raw(VBADate(45413.0)) == datetime(2024, 5, 1)  # noqa: DTZ001 - a cell has no zone
