"""The shipped VBA runs in LibreOffice Calc, and every cell shows what Python says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from calc_host import Answer, ask, with_vba
from example_calls import Call, calls, example
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet
from windows.wire import MISSING

from xlcost.addin import broadcast
from xlcost.addin.vba import FUNCTIONS, STATUS
from xlcost.catalogue.families import catalogue, find

Rows = tuple[tuple[Any, ...], ...]
IN, OUT, COLUMN, SHORT = "in", "out", "column", "short"


@dataclass(frozen=True)
class Case:
    """One call in the workbook.

    Attributes:
        call: The call.
        expected: What Python says, as rows.
        row: The first row of its cells, on both sheets.
    """

    call: Call
    expected: Rows
    row: int


def _given(call: Call) -> list[Any]:
    """Return the arguments as the formula has them.

    Calc hands an argument that is left out between others over as 0, so its default stands there;
    Excel's own way is proven in Wine.
    """
    given = list(call.arguments)
    while given and given[-1] is MISSING:
        given.pop()
    arguments = find(call.function).arguments
    return [
        argument.default if value is MISSING else value
        for argument, value in zip(arguments, given, strict=False)
    ]


def _expected(call: Call) -> Rows:
    answer = broadcast.call(find(call.function), _given(call))
    return answer if isinstance(answer, tuple) else ((answer,),)


def _tells(expected: Rows) -> bool:
    """A run-time error inside a VBA function shows 0, so an answer of zeros proves nothing."""
    return any(value != 0 for row in expected for value in row)


def _cases() -> Iterator[Case]:
    row = 1
    for metric in catalogue():
        for call in calls(metric):
            expected = _expected(call)
            if not _tells(expected):
                continue
            yield Case(call, expected, row)
            heights = [len(one) for one in call.arguments if isinstance(one, tuple)]
            row += max([len(expected), *heights])


def _reference(sheet: Worksheet, value: Any, row: int, column: int) -> tuple[str, int]:
    """Write an argument into cells; return its reference and the column after it."""
    rows = value if isinstance(value, tuple) else ((value,),)
    for down, cells in enumerate(rows):
        for right, cell in enumerate(cells):
            text = {-2146826281: "#DIV/0!", -2146826246: "#N/A"}.get(cell, cell)
            sheet.cell(row + down, column + right, text)
    end = column + len(rows[0]) - 1
    first = f"{get_column_letter(column)}{row}"
    last = f"{get_column_letter(end)}{row + len(rows) - 1}"
    return f"{sheet.title}!{first}" + (f":{last}" if last != first else ""), end + 1


def _formula(sheet: Worksheet, case: Case) -> str:
    references = []
    column = 1
    for value in _given(case.call):
        reference, column = _reference(sheet, value, case.row, column)
        references.append(reference)
    return f"={case.call.function.upper()}({','.join(references)})"


def _write(sheet: Worksheet, formula: str, expected: Rows, row: int, column: int = 1) -> None:
    """Write a formula over as many cells as its answer fills."""
    first = f"{get_column_letter(column)}{row}"
    last = f"{get_column_letter(column + len(expected[0]) - 1)}{row + len(expected) - 1}"
    if first == last:
        sheet[first] = formula
    else:
        sheet[first] = ArrayFormula(f"{first}:{last}", formula)


CASES = tuple(_cases())
COSTS = (90.0, None, "text", 30.0, "#DIV/0!", 60.0)
LONG = tuple((cost,) for cost in COSTS)
WHOLE = _expected(Call("cost_per_call", "a whole column", (LONG, 2.0)))
# Cells below the shorter column are blank, not missing: nothing to divide by, and no #N/A.
DIVISORS = ((2.0,), (3.0,), *((None,),) * 4)
ALIKE = _expected(Call("cost_per_call", "two whole columns", (LONG, DIVISORS)))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    """One workbook with all the calls, calculated by Calc."""
    book = Workbook()
    book.remove(book.active)
    inputs, out, column, short = (book.create_sheet(name) for name in (IN, OUT, COLUMN, SHORT))
    for case in CASES:
        _write(out, _formula(inputs, case), case.expected, case.row)
    for row, cost in enumerate(COSTS, 1):
        column.cell(row, 1, cost)
    column["C9"] = "the last used row"
    short["A1"], short["A2"] = 2.0, 3.0
    _write(column, f"=COST_PER_CALL({COLUMN}!A:A,2)", WHOLE, 1, column=5)
    _write(column, f"=COST_PER_CALL({COLUMN}!A:A,{SHORT}!A:A)", ALIKE, 1, column=6)
    column["G1"] = f"=TOTAL_OPEX({SHORT}!A:A)"
    column["G2"] = f"={STATUS}()"
    folder = tmp_path_factory.mktemp("mappe æøå")
    path = with_vba(book, folder / "kall.xlsm")
    return ask(path, sheets=(OUT, COLUMN), macros=[f"{FUNCTIONS}.DescribeFunctions"])


def _same(shown: Any, expected: Any) -> bool:
    if isinstance(expected, str):
        number = next((n for n, t in broadcast.ERROR_NUMBERS.items() if t == expected), None)
        return bool(shown == (f"Error {number}" if number else expected))
    return isinstance(shown, float) and abs(shown - expected) <= 1e-9 * max(1, abs(expected))


def _wrong(cells: Sequence[Sequence[Any]], expected: Rows, row: int, column: int = 1) -> list[str]:
    found = []
    for down, values in enumerate(expected):
        for right, value in enumerate(values):
            cell = cells[row - 1 + down][column - 1 + right]
            if not _same(cell, value):
                found.append(f"shows {cell!r}, Python says {value!r}")
    return found


def test_every_function_is_called_from_cells() -> None:
    """Every function is called with samples, blanks, text and errors, and most of them spill."""
    listed = {name for metric in catalogue() for name in (metric.name, *metric.aliases)}
    assert {case.call.function for case in CASES} == listed
    for metric in catalogue():
        kinds = " | ".join(one.call.what for one in CASES if one.call.function == metric.name)
        for kind in ("example", "blank", "text", "error"):
            # CASH_SAVING of a blank is 0 whatever the other is: a column with one shows it.
            zeros = [not _tells(_expected(one)) for one in calls(metric) if kind in one.what]
            assert kind in kinds or all(zeros), (metric.name, kind)
            assert zeros, (metric.name, kind)


@pytest.mark.parametrize("name", [metric.name for metric in catalogue()])
def test_cells_show_what_python_says(shown: Answer, name: str) -> None:
    """Each cell shows the number, word or error that Python gives; an error is no number."""
    names = (name, *find(name).aliases)
    wrong = [
        f"{case.call}: {fault}"
        for case in CASES
        if case.call.function in names
        for fault in _wrong(shown.sheets[OUT], case.expected, case.row)
    ]
    assert not wrong, "\n".join(wrong)
    assert example(find(name))


def test_whole_columns_are_cut_to_the_used_cells(shown: Answer) -> None:
    """Whole columns are read to the last used row, alike on both sheets, each cell in its row."""
    cells = shown.sheets[COLUMN]
    assert not _wrong(cells, WHOLE, 1, column=5)
    assert not _wrong(cells, ALIKE, 1, column=6)
    assert cells[0][6] == 5.0


def test_status_says_who_answers(shown: Answer) -> None:
    """The status function tells the versions that answer."""
    assert shown.sheets[COLUMN][1][6].startswith("xlcost ")


def test_opening_leaves_the_workbook_unchanged(shown: Answer) -> None:
    """Opening runs the workbook's own code, which tells the wizard, and marks nothing changed."""
    assert not shown.changed
    assert shown.macros == {f"{FUNCTIONS}.DescribeFunctions": ""}


def test_a_change_on_opening_would_be_seen(tmp_path: Path) -> None:
    """The test above can fail: what the workbook's own code writes on opening is seen."""
    book = Workbook()
    book.active.title = OUT
    opening = f'    Worksheets("{OUT}").Range("A1").Value = "opened"'
    shown = ask(with_vba(book, tmp_path / "open.xlsm", opening), sheets=(OUT,))
    assert shown.changed
    assert shown.sheets[OUT] == [["opened"]]


@pytest.mark.parametrize("back", [False, True])
def test_check_again_reaches_every_sheet(tmp_path: Path, *, back: bool) -> None:
    """Cells that got #N/A while Python was away follow it, on sheets that are not in front too."""
    book = Workbook()
    book.active.title = OUT
    other = book.create_sheet(COLUMN)
    for sheet in (book.active, other):
        sheet["A1"] = "=COST_PER_CALL(8,2)"
    path = with_vba(book, tmp_path / "away.xlsm", "    away = True")
    macros = ["xlwings.ComeBack", "xlcost_buttons.CheckAgain"]
    shown = ask(path, sheets=(OUT, COLUMN), macros=macros if back else macros[1:])
    assert not any(shown.macros.values()), shown.macros
    expected = [[4.0]] if back else [["Error 2042"]]
    assert shown.sheets == {OUT: expected, COLUMN: expected}
