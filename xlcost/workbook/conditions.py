"""What changes with the figures: colours that follow meaning, and what an input cell accepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import ascii_uppercase

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.report.model.cells import MATERIAL
from xlcost.report.model.check import HALF_A_CENT
from xlcost.report.model.expressions import Light
from xlcost.report.model.spec import Cell, ColourBound, Row
from xlcost.workbook.book import Book
from xlcost.workbook.formulas.references import areas, text_constant
from xlcost.workbook.layout import GridPlace, SheetPlan
from xlcost.workbook.theme import Theme

_PROMPT_LENGTH = 255
_MONEY = ("money", "money_exact")
# The decimals that are shown: what they show as 0 is neither good nor bad.
_DIGITS = {"money": 2, "money_exact": 2, "unit_cost": 2, "share": 3, "points": 1}
_FREE = ("text", "date")  # people write "before Easter" where a day is not known


@dataclass(frozen=True)
class _Meaning:
    """When a cell is good and when bad; `{cell}` is its address, `{mark}` that of its mark.

    `{row}` is its row.
    """

    good: str
    bad: str
    mark: tuple[str, int] = ("", 0)  # the column of the mark, and how many rows below it stands


_STATUS = _Meaning('OR(LEFT({cell},1)="F",LEFT({cell},1)="G")', 'LEFT({cell},1)="U"')


def paint_conditions(book: Book, plan: SheetPlan, sheet: Worksheet) -> None:
    """Add a sheet's conditional formats, one pair of rules for each block of like cells."""
    for place in plan.grids:
        _fade_gaps(book.theme, place, sheet)
        _paint_lights(book.theme, place, sheet)
        by_meaning: dict[_Meaning | None, list[tuple[int, int]]] = {}
        for row, column, cell, _ in _cells(place):
            meaning = _judged(book, cell, row, _meaning(book, cell))
            by_meaning.setdefault(meaning, []).append((row, column))
        for meaning, where in by_meaning.items():
            if meaning is not None:
                for area in _spans(where, by_meaning):
                    _rules(book.theme, sheet, area, meaning)


def _fade_gaps(theme: Theme, place: GridPlace, sheet: Worksheet) -> None:
    """Let the #N/A of a chart's gap be so pale that no one takes it for a fault."""
    gaps = [(row, column) for row, column, cell, _ in _cells(place) if cell.tone == "gap"]
    for area in areas(gaps) if gaps else ():
        look = DifferentialStyle(font=Font(color=theme.light))
        text = f"ISNA({area.partition(':')[0]})"
        sheet.conditional_formatting.add(area, Rule(type="expression", dxf=look, formula=[text]))


def _paint_lights(theme: Theme, place: GridPlace, sheet: Worksheet) -> None:
    inks = (theme.good, theme.amber, theme.bad)
    for row, column, cell, _ in _cells(place):
        if cell.tone == "light" and isinstance(cell.expression, Light):
            where = f"{get_column_letter(column)}{row}"
            for word, ink in zip(cell.expression.words, inks, strict=True):
                look = DifferentialStyle(font=Font(color=ink))
                rule = Rule(type="expression", dxf=look, formula=[f"{where}={text_constant(word)}"])
                sheet.conditional_formatting.add(where, rule)


def _cells(place: GridPlace) -> Iterator[tuple[int, int, Cell, Row]]:
    numbers = {column.key: number for number, column in enumerate(place.grid.columns, 1)}
    for position, row in enumerate(place.grid.rows, place.first_row):
        for key, cell in row.cells.items():
            if key in numbers:  # else it stands in the other part of a folded grid
                yield position, numbers[key], cell, row


def _judged(book: Book, cell: Cell, row: int, meaning: _Meaning | None) -> _Meaning | None:
    """Return a meaning that only counts where a cell is marked as material."""
    if meaning is None or cell.judged is None:
        return meaning
    if isinstance(cell.judged, ColourBound):
        return _sized(book, cell.judged, row, meaning)
    place = book.layout.place(cell.judged)
    marked = f"{{mark}}={text_constant(MATERIAL)}"
    good, bad = (f"AND({marked},{text})" for text in (meaning.good, meaning.bad))
    return _Meaning(good, bad, (get_column_letter(place.column), place.row - row))


def _sized(book: Book, size: ColourBound, row: int, meaning: _Meaning) -> _Meaning:
    """Return a meaning that only counts where a change is as large as it must be."""
    change, base = (book.layout.place(one) for one in (size.change, size.base))
    points = 100 if book.layout.cell(size.change).format == "points" else 1
    moved = f"ABS(N(${get_column_letter(change.column)}{{row}}))"
    # What stands in another row, such as the start of a bridge, is the same for all.
    below = "{row}" if base.row == row else f"${base.row}"
    whole = f"ABS(N(${get_column_letter(base.column)}{below}))"
    large = f"{moved}>={points * size.share:.12g}*{whole}"
    if size.amounts is not None:
        least, always = (f"{moved}>={amount - HALF_A_CENT:.12g}" for amount in size.amounts)
        large = f"{'AND' if size.both else 'OR'}({least},{large})"
        large = f"OR({large},{always})" if size.amounts[1] else large
    return _Meaning(f"AND({large},{meaning.good})", f"AND({large},{meaning.bad})")


def _meaning(book: Book, cell: Cell) -> _Meaning | None:
    if cell.tone == "status":
        return _STATUS
    if cell.tone == "verdict":
        verdict = book.verdict(cell)
        if verdict is None:  # a count of checks that failed
            return _Meaning("AND(ISNUMBER({cell}),{cell}=0)", "AND(ISNUMBER({cell}),{cell}>0)")
        return _Meaning(
            f"{{cell}}={text_constant(verdict.passed)}", f"{{cell}}={text_constant(verdict.failed)}"
        )
    if cell.tone == "variance" and cell.good is not None:
        digits = _DIGITS.get(cell.format, 6)  # "n/a" would be greater than any number
        more = f"AND(ISNUMBER({{cell}}),ROUND(N({{cell}}),{digits})>0)"
        less = f"AND(ISNUMBER({{cell}}),ROUND(N({{cell}}),{digits})<0)"
        return _Meaning(more, less) if cell.good == "higher" else _Meaning(less, more)
    return None


def _spans(
    where: list[tuple[int, int]],
    by_meaning: dict[_Meaning | None, list[tuple[int, int]]],
) -> Iterable[str]:
    """Return ranges for one meaning; a column without other cells among them is one range.

    Rows between that have no cell there, such as headings, are covered, too. A cell between that
    means something else, or is neither good nor bad, is not.
    """
    limits: dict[int, tuple[int, int]] = {}
    for row, column in where:
        first, last = limits.get(column, (row, row))
        limits[column] = min(first, row), max(last, row)
    others = {
        column
        for cells in by_meaning.values()
        if cells is not where
        for row, column in cells
        if column in limits and limits[column][0] < row < limits[column][1]
    }
    alone = limits.keys() - others
    for column in sorted(alone):
        letter = get_column_letter(column)
        yield f"{letter}{limits[column][0]}:{letter}{limits[column][1]}"
    yield from areas([cell for cell in where if cell[1] not in alone])


def _rules(theme: Theme, sheet: Worksheet, area: str, meaning: _Meaning) -> None:
    first = area.partition(":")[0]
    column, below = meaning.mark
    row = int(first.lstrip(ascii_uppercase))
    mark = f"${column}{row + below}"
    for text, ink in ((meaning.good, theme.good), (meaning.bad, theme.bad)):
        look = DifferentialStyle(font=Font(color=ink))
        formula = text.format(cell=first, mark=mark, row=row)
        rule = Rule(type="expression", dxf=look, formula=[formula])
        sheet.conditional_formatting.add(area, rule)


def add_validations(plan: SheetPlan, sheet: Worksheet) -> None:
    """Let input cells accept only what their unit allows, and show notes when a cell is chosen."""
    validations: dict[tuple[str, str], DataValidation] = {}
    for place in plan.grids:
        for row, column, cell, _ in _cells(place):
            free = cell.tone != "input" or cell.format in _FREE
            kind = ",".join(cell.choices) or ("" if free else cell.format)
            if not kind and not cell.note:
                continue
            key = (kind, cell.note)
            if key not in validations:
                validations[key] = _validation(kind, cell.note, listed=bool(cell.choices))
                sheet.add_data_validation(validations[key])
            validations[key].add(f"{get_column_letter(column)}{row}")


def _validation(kind: str, note: str, *, listed: bool) -> DataValidation:
    validation = DataValidation(allow_blank=True)
    if listed:
        validation.type, validation.formula1 = "list", text_constant(kind)
    elif kind == "share":
        validation.type, validation.operator = "decimal", "between"
        validation.formula1, validation.formula2 = "0", "1"
    elif kind:
        validation.type, validation.operator = "decimal", "greaterThanOrEqual"
        validation.formula1 = "-1E+15" if kind in (*_MONEY, "unit_cost") else "0"
    validation.showErrorMessage = bool(kind)
    if note:
        short = note if len(note) <= _PROMPT_LENGTH else note[: _PROMPT_LENGTH - 1] + "…"
        validation.showInputMessage = True
        validation.prompt = short
    return validation
