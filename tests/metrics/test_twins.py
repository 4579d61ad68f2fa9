"""What the native twin and the Python formula promise each other, recalculated by LibreOffice."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from libreoffice import recalculate
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet
from witnesses.opinions import Job, recalculated

from xlcost.catalogue.families import catalogue
from xlcost.catalogue.measures import Unit
from xlcost.catalogue.metric import HEADERS, OMITTED, Argument, Metric
from xlcost.catalogue.twins import is_array
from xlcost.cells import ERROR_TEXTS
from xlcost.errors import MetricError

# Drawn rows a form of a twin; a form is a metric, a method, a column, guarded or not.
ROWS_GUARDED = 100
ROWS_BARE = 12
ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NUM!", "#NAME?", "#NULL!")
TEXTS = ("abc", "n/a", "twelve", "–", "1 2 3 x", "")
SIZES = (1.0, 2.5, 12.0, 100.0, 1234.56, 98_765.4321, 1e6)
EXTREMES = (1e15, 123_456_789_012.34, 1e300, 1.7e308, 1e-9, 1e-300)


@dataclass(frozen=True)
class Form:
    """One way of writing a metric's twin."""

    metric: Metric
    method: str | None
    column: str | None
    guarded: bool

    @property
    def title(self) -> str:
        """What a failure calls it."""
        parts = (self.metric.name, self.method, self.column, "guarded" if self.guarded else "bare")
        return " ".join(part for part in parts if part)


@dataclass
class Case:
    """One drawn row: the cells, the formula, and where its result stands."""

    form: Form
    values: list[Any]
    sheet: str = ""
    formula: str = ""
    results: list[str] = field(default_factory=list)


def forms() -> Iterator[Form]:
    """Return every form of every twin."""
    for metric in catalogue():
        if metric.formula is None:
            continue
        for guarded in (True, False):
            for column in metric.columns or (None,):
                by_method = metric.methods if metric.method_argument else ()
                for method in (None, *by_method):
                    yield Form(metric, method, column, guarded)


def draw_cell(chance: random.Random, argument: Argument, *, clean: bool) -> Any:
    """Return what one cell holds: mostly a good number, sometimes what cells hold otherwise."""
    kind = chance.random()
    if clean or kind > 0.24:
        return draw_number(chance, argument)
    odd = chance.choice(("text", "error", "extreme", "negative", "outside", "flag"))
    return {
        "text": chance.choice(TEXTS),
        "error": chance.choice(ERRORS),
        "extreme": chance.choice(EXTREMES) * chance.choice((1, -1)),
        "negative": -chance.choice(SIZES),
        "outside": (argument.measure.highest or 0) + 0.2,
        "flag": chance.choice((True, False)),
    }[odd]


def draw_number(chance: random.Random, argument: Argument) -> Any:
    """Return a number of the argument's domain, among them nothing and 0."""
    measure = argument.measure
    if chance.random() < 0.16:
        return chance.choice((None, 0))
    if measure.highest == 1:
        return chance.choice((1, 0.3, 0.5, round(chance.random(), 3)))
    value = chance.choice((*SIZES, round(chance.uniform(0, 5_000), 2), chance.randint(1, 60)))
    return -value if measure.lowest is None and chance.random() < 0.2 else value


def draw_range(
    chance: random.Random, argument: Argument, shape: tuple[int, int], *, clean: bool
) -> list[list[Any]]:
    """Return the cells of a range, of moderate size, with at most one odd cell."""
    rows, columns = shape
    cells = [[draw_cell(chance, argument, clean=True) for _ in range(columns)] for _ in range(rows)]
    if argument.measure.unit is Unit.DATE and chance.random() < 0.8:
        days = sorted(cell or 0 for row in cells for cell in row)
        cells = [days[start : start + columns] for start in range(0, rows * columns, columns)]
    if not clean and chance.random() < 0.35:
        # A twin refuses text in a range even where it looks like a number.
        odd = "5" if chance.random() < 0.1 else draw_cell(chance, argument, clean=False)
        cells[chance.randrange(rows)][chance.randrange(columns)] = odd
    return cells


def draw_word(chance: random.Random, metric: Metric) -> Any:
    """Return what the cell of a method holds."""
    words = metric.methods
    known = chance.choice(words)
    return chance.choice(
        (known, known, known.upper(), known.title(), None, "other", 5, True, "#N/A")
    )


def draw(chance: random.Random, form: Form) -> Case:
    """Return one drawn row of a form."""
    clean = not form.guarded
    shape = chance.choice(((1, 1), (3, 1), (1, 4), (2, 3), (5, 1)))
    values: list[Any] = []
    for argument in form.metric.arguments:
        if argument is HEADERS:
            continue
        if argument.measure.unit is Unit.TEXT:
            values.append(form.method or draw_word(chance, form.metric))
        elif not argument.required and chance.random() < 0.25:
            values.append(OMITTED)
        elif argument.is_range:
            other = chance.choice(((2, 1), (1, 2), (5, 3)))
            own = other if not clean and chance.random() < 0.08 else shape
            values.append(draw_range(chance, argument, own, clean=clean))
        else:
            values.append(draw_cell(chance, argument, clean=clean))
    if clean or chance.random() < 0.5:
        _fit_parts(form.metric, values)
    return Case(form, values)


def _fit_parts(metric: Metric, values: list[Any]) -> None:
    """Let each whole be as large as its parts together, and a drawn number more."""
    places = {one.name: place for place, one in enumerate(metric.arguments)}
    for whole, parts in metric.within.items():
        added = [values[places[name]] for name in (whole, *parts)]
        numbers = [one for one in added if isinstance(one, int | float)]
        if values[places[whole]] is not OMITTED:
            values[places[whole]] = sum(numbers)
            continue
        default = metric.arguments[places[whole]].default
        for name in parts:
            if isinstance(values[places[name]], int | float):
                values[places[name]] = min(values[places[name]], default / len(parts))


def write(sheet: Worksheet, top: int, case: Case) -> int:
    """Write the cells and the formula of a row; return where the next one begins."""
    metric = case.form.metric
    fields: dict[str, str] = {}
    left, height, shape = 1, 1, (1, 1)
    arguments = [one for one in metric.arguments if one is not HEADERS]
    for argument, value in zip(arguments, case.values, strict=True):
        if value is OMITTED or (argument.measure.unit is Unit.TEXT and case.form.method):
            continue
        rows = value if isinstance(value, list) else [[value]]
        for down, row in enumerate(rows):
            for right, cell in enumerate(row):
                # Only a formula leaves the empty text in a cell.
                sheet.cell(top + down, left + right).value = '=""' if cell == "" else cell
        first = f"{get_column_letter(left)}{top}"
        last = f"{get_column_letter(left + len(rows[0]) - 1)}{top + len(rows) - 1}"
        fields[argument.name] = first if first == last else f"{first}:{last}"
        if argument.is_range:
            shape = (len(rows), len(rows[0]))
        height = max(height, len(rows))
        left += len(rows[0])
    form = case.form
    text = metric.twin(fields, method=form.method, column=form.column, guarded=form.guarded)
    case.formula = text
    place = f"{get_column_letter(left)}{top}"
    if is_array(text):
        sheet[place] = ArrayFormula(place, f"={text}")
        case.results = [place]
    elif metric.fills:
        end = f"{get_column_letter(left + shape[1] - 1)}{top + shape[0] - 1}"
        sheet[place] = ArrayFormula(f"{place}:{end}", f"={text}")
        case.results = [
            f"{get_column_letter(left + right)}{top + down}"
            for down in range(shape[0])
            for right in range(shape[1])
        ]
    else:
        sheet[place] = f"={text}"
        case.results = [place]
    case.sheet = sheet.title
    return top + height


def expected(case: Case) -> list[Any]:
    """Return what the Python formula gives, one value a result cell; an error as its text."""
    metric = case.form.metric
    try:
        result = metric.from_cells(*case.values)
    except MetricError as fault:
        return [fault.excel_code] * len(case.results)
    if metric.fills:
        return [value for row in result for value in row]
    if metric.columns:
        return [getattr(result[0], str(case.form.column))]
    return [result]


def single_fault(case: Case) -> bool:
    """Tell whether at most one thing is wrong with a row.

    Where two are, only *that* the cell is an error is promised. The one faulty argument is
    repaired: what is still an error then has a second fault, such as nothing to divide by.
    """
    metric = case.form.metric
    repaired = list(case.values)
    count = 0
    for place, (argument, value) in enumerate(zip(metric.arguments, case.values, strict=False)):
        if value is OMITTED or argument is metric.method_argument:
            continue
        cells = [one for row in value for one in row] if isinstance(value, list) else [value]
        faulty = sum(is_faulty(argument, cell) for cell in cells)
        if faulty and argument in metric.used(method_of(case)):
            count += faulty
            repaired[place] = [[1 for _ in row] for row in value] if isinstance(value, list) else 1
    if count != 1:
        return count == 0
    try:
        metric.from_cells(*repaired)
    except MetricError:
        return False
    return True


def method_of(case: Case) -> str | None:
    """Return the method that a row names; None where it names none."""
    word = case.form.metric.method_argument
    if word is None:
        return None
    named = case.form.method or case.values[case.form.metric.arguments.index(word)]
    known = isinstance(named, str) and named.lower() in case.form.metric.methods
    return named.lower() if known else None


def is_faulty(argument: Argument, cell: Any) -> bool:
    """Tell whether a cell is an error, text, or a number outside the domain or too large to add."""
    if isinstance(cell, str):
        return True
    number = float(cell or 0)
    return abs(number) >= 1e300 or not argument.measure.allows(number)


def agrees(wanted: Any, found: Any, *, single: bool) -> bool:
    """Tell whether a cell shows what Python returns."""
    if wanted in ERROR_TEXTS:
        return found in ERROR_TEXTS and (found == wanted or not single)
    if isinstance(wanted, (bool, str)):
        return type(found) is type(wanted) and found == wanted
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        return False
    return math.isclose(found, wanted, rel_tol=0, abs_tol=1e-9 * max(1.0, abs(wanted)))


def report(case: Case, wanted: Sequence[Any], found: Sequence[Any]) -> str:
    """Return one line on a row where both differ."""
    return f"{case.form.title}: {case.values}\n   ={case.formula}\n   Python {wanted}, Calc {found}"


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Return thousands of drawn rows; the seed is fixed so that a failure can be met again."""
    chance = random.Random(20_261_122)  # noqa: S311 - drawn rows are no secret
    return [
        draw(chance, form)
        for form in forms()
        for _ in range(ROWS_GUARDED if form.guarded else ROWS_BARE)
    ]


@pytest.fixture(scope="module")
def written(cases: list[Case], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the workbook of all drawn rows."""
    book = openpyxl.Workbook()
    control = book.worksheets[0]
    control.title = "control"
    control["A1"] = "=0.5+7"
    tops: dict[str, int] = {}
    for case in cases:
        name = case.form.metric.name[-31:]  # which is all that a sheet's name may have
        sheet = book[name] if name in tops else book.create_sheet(name)
        tops[name] = write(sheet, tops.get(name, 1), case)
    path = tmp_path_factory.mktemp("twins") / "twins.xlsx"
    book.save(path)
    return path


@pytest.fixture(scope="module")
def calculated(written: Path) -> Any:
    """Return the workbook of all drawn rows, as LibreOffice calculated it."""
    return openpyxl.load_workbook(recalculate(written), data_only=True)


def test_calc_calculates(calculated: Any) -> None:
    """The copy holds results that only a calculation can have put there."""
    assert calculated["control"]["A1"].value == 7.5


def test_twins_agree(cases: list[Case], calculated: Any) -> None:
    """Twin and formula give the same value, or the same error, for every drawn row."""
    failures = disagreements(
        cases, lambda case: [calculated[case.sheet][place].value for place in case.results]
    )
    assert len(cases) > 3_000
    assert not failures, f"{len(failures)} of {len(cases)}\n" + "\n".join(failures[:40])


def test_twins_agree_where_types_are_excels(cases: list[Case], written: Path) -> None:
    """For every drawn row, an engine that sorts TRUE above all numbers, as Excel does, agrees too.

    Of a twin that fills a range, the first cell: it alone has the formula.
    """
    (answers,) = recalculated([Job(written, "formulon")])

    def first(case: Case) -> list[Any]:
        answer = answers[case.sheet][case.results[0]][2]
        return [answer["error"] if isinstance(answer, dict) else answer]

    failures = disagreements(cases, first)
    assert not failures, f"{len(failures)} of {len(cases)}\n" + "\n".join(failures[:40])


def disagreements(cases: list[Case], shown: Callable[[Case], list[Any]]) -> list[str]:
    """Return one line on each row where the cells, as far as shown, are not what Python returns."""
    failures = []
    for case in cases:
        wanted = expected(case)
        found = shown(case)
        if wanted[0] in ERROR_TEXTS and case.form.column and not case.form.guarded:
            # A report writes n/a across the row from `denominators`, before the bare columns.
            continue
        single = single_fault(case)
        if not all(agrees(*pair, single=single) for pair in zip(wanted, found, strict=False)):
            failures.append(report(case, wanted, found))
    return failures


@pytest.mark.usefixtures("written")  # only then does a row know how many cells it fills
def test_draws_meet_everything(cases: list[Case]) -> None:
    """The drawn rows hold values and every kind of error, so that agreeing means something."""
    results = [value for case in cases for value in expected(case)]
    seen = {value for value in results if value in ERROR_TEXTS}

    assert seen >= set(ERRORS)
    assert sum(value not in ERROR_TEXTS for value in results) > len(results) / 2
