"""Fitting: a sum of more parts than a formula of Excel has room for stands in cells of its own.

How long a formula is depends on where its cells stand, so it is the workbook that finds out. The
sums of parts become cells of the sheet Data, which formulas point at as at every other sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from math import isqrt
from typing import Any, get_args

from xlcost.locales.words import words
from xlcost.report.model import cells
from xlcost.report.model.expressions import (
    Expression,
    Extreme,
    Literal,
    Occurrences,
    Plus,
    Ref,
    Total,
    Value,
)
from xlcost.report.model.spec import Cell, Column, Grid, Report, Row, Sheet
from xlcost.workbook.formulas.formulas import Formulas, FormulaTooLong
from xlcost.workbook.layout import Layout

GRID = "long_sums"
_LARGE = 100  # parts of an expression: one that has fewer is never too long
_FEW = 8  # parts that a sum may keep
_MOST = 100  # parts of one cell
_ROUNDS = 4  # sums of sums of sums of sums
_KINDS = frozenset(get_args(Expression))
_ALONE = frozenset((Ref, Literal))  # kinds of expressions that have no parts

Values = Mapping[tuple[str, str, str], Value]


def fitted(report: Report, values: Values) -> Report:
    """Return a report in which Excel takes every formula: the same one where it did already.

    Args:
        report: What is to be written.
        values: The value of every cell.
    """
    large = [place for place in _cells(report) if _has_more(place[1].expression, _LARGE)]
    if not large:
        return report
    splitter = _Splitter()
    for _ in range(_ROUNDS):
        formulas = Formulas(Layout(report), report.not_available)
        long = {key for key, cell, sheet in large if _is_long(formulas, key, cell, sheet, values)}
        if not long:
            break
        report = splitter.split(report, long)
        large = [place for place in _cells(report) if _has_more(place[1].expression, _FEW)]
    return report


Key = tuple[str, str, str]


def _cells(report: Report) -> Iterator[tuple[Key, Cell, str]]:
    """Yield every cell of every grid with its key and the title of its sheet."""
    for sheet in report.sheets:
        for grid in (block for block in sheet.blocks if isinstance(block, Grid)):
            for row in grid.rows:
                for column, cell in row.cells.items():
                    yield (grid.id, row.key, column), cell, sheet.title


def _has_more(expression: Any, most: int) -> bool:
    """Tell whether an expression has more parts than that; it looks at no more of them."""
    waiting, seen = [expression], 0
    while waiting and seen <= most:
        seen += 1
        item = waiting.pop()
        if type(item) not in _ALONE:
            waiting += _inside(item)
    return seen > most


@cache
def _names(kind: type) -> tuple[str, ...]:
    """Return the fields that may hold expressions."""
    return tuple(field.name for field in fields(kind))


def _inside(item: Any) -> list[Any]:
    """Return the parts that an expression is made of."""
    inner: list[Any] = []
    for name in _names(type(item)):  # type: ignore[arg-type]  # mypy doubts that classes can be hashed
        value = getattr(item, name)
        kind = type(value)
        if kind in _KINDS:
            inner.append(value)
        elif kind is tuple:
            parts = [part[1] if type(part) is tuple else part for part in value]
            inner += [part for part in parts if type(part) in _KINDS]
        elif kind is not str and isinstance(value, Mapping):
            inner += [part for part in value.values() if type(part) in _KINDS]
    return inner


def _is_long(formulas: Formulas, key: Key, cell: Cell, sheet: str, values: Values) -> bool:
    try:
        # Addresses of rows that people sort are the longest.
        formulas.text(cell.expression, sheet, values.get(key), sorted_=True)
    except FormulaTooLong:
        return True
    return False


class _Splitter:
    """Gives sums of parts cells of their own, each sum one cell however often it is used."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}

    def split(self, report: Report, long: set[Key]) -> Report:
        """Return the report with the sums of some cells in parts."""
        sheets = [self._sheet(sheet, long) for sheet in report.sheets]
        word = words(report.language)
        columns = (
            Column("label", word.text("report.columns.sum_of"), width=34),
            Column("sum", word.text("report.columns.part")),
        )
        title = word.text("report.tables.long_sums")
        grid = Grid(GRID, columns, tuple(self._rows.values()), title=title)
        place = next((i for i, one in enumerate(sheets) if one.key == "data"), len(sheets) - 1)
        kept = [block for block in sheets[place].blocks if getattr(block, "id", "") != GRID]
        sheets[place] = replace(sheets[place], blocks=(*kept, grid))
        return replace(report, sheets=tuple(sheets))

    def _sheet(self, sheet: Sheet, long: set[Key]) -> Sheet:
        blocks = [self._grid(b, long) if isinstance(b, Grid) else b for b in sheet.blocks]
        return replace(sheet, blocks=tuple(blocks))

    def _grid(self, grid: Grid, long: set[Key]) -> Grid:
        if not any(key[0] == grid.id for key in long):
            return grid
        rows = []
        for row in grid.rows:
            by_column = {
                column: replace(cell, expression=self._short(cell.expression))
                if (grid.id, row.key, column) in long
                else cell
                for column, cell in row.cells.items()
            }
            rows.append(replace(row, cells=by_column))
            if grid.id == GRID:
                self._rows = {mark: rows[-1] if one.key == row.key else one
                              for mark, one in self._rows.items()}  # fmt: skip
        return replace(grid, rows=tuple(rows))

    def _short(self, item: Any) -> Any:
        """Return an expression whose sums have few parts."""
        changed = {
            field.name: self._changed(getattr(item, field.name))
            for field in fields(item)
            if _holds_parts(getattr(item, field.name))
        }
        item = replace(item, **changed) if changed else item
        if isinstance(item, Plus) and len(item.items) > _FEW:
            return Plus(tuple((1, ref) for ref in self._parts(item.items, Plus)))
        if isinstance(item, Total) and len(item.items) > _FEW:
            return Total(self._parts(item.items, Total))
        if isinstance(item, Extreme) and len(item.items) > _FEW:
            name = item.function
            return Extreme(name, self._parts(item.items, lambda part: Extreme(name, part)))
        if isinstance(item, Occurrences) and len(item.items) > _FEW:
            word = item.word
            parts = self._parts(item.items, lambda part: Occurrences(part, word))
            return Plus(tuple((1, ref) for ref in parts))
        return item

    def _changed(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: self._changed(part) for key, part in value.items()}
        if isinstance(value, tuple):
            return tuple(self._changed(part) for part in value)
        return self._short(value) if type(value) in _KINDS else value

    def _parts(self, items: tuple[Any, ...], made: Callable[[Any], Expression]) -> tuple[Ref, ...]:
        """Return the cells of the sums that some items come to."""
        size = min(_MOST, max(2, isqrt(len(items))))
        return tuple(
            self._cell(made(items[start : start + size])) for start in range(0, len(items), size)
        )

    def _cell(self, expression: Expression) -> Ref:
        mark = repr(expression)
        if mark not in self._rows:
            key = f"part_{len(self._rows) + 1}"
            label = cells.words(str(len(self._rows) + 1))
            self._rows[mark] = Row(key, {"label": label, "sum": Cell(expression, "money_exact")})
        return Ref(GRID, self._rows[mark].key, "sum")


def _holds_parts(value: Any) -> bool:
    """Tell whether a field of an expression holds others that may be split: references may not."""
    if isinstance(value, Mapping):
        return any(type(part) in _KINDS for part in value.values())
    if isinstance(value, tuple):
        parts = [part[1] if isinstance(part, tuple) else part for part in value]
        return any(type(part) in _KINDS and not isinstance(part, Ref) for part in parts)
    return type(value) in _KINDS and not isinstance(value, Ref)
