"""The value of every figure of a report, by the same rules as the formulas that show it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from xlcost.catalogue.families import find
from xlcost.catalogue.measures import difference, divide
from xlcost.catalogue.registry import OMITTED
from xlcost.errors import DivisionByZero, MetricError, UsageError
from xlcost.report.model.expressions import (
    NOT_AVAILABLE,
    Answered,
    Call,
    CellRange,
    Choice,
    ErrorValue,
    Expression,
    Extreme,
    Gap,
    Joined,
    Light,
    Literal,
    Lookup,
    Occurrences,
    Over,
    Picked,
    Plus,
    Rank,
    Ref,
    Rounded,
    Said,
    Times,
    Total,
    Translated,
    Value,
    Verdict,
    is_number,
)
from xlcost.report.model.lookups import Columns, LookupTables, columns_of
from xlcost.report.model.spec import Cell, DataTable, Grid, Report

Address = tuple[str, str, str]


def cells(report: Report) -> Iterator[tuple[Address, Cell]]:
    """Yield every cell of every grid with its logical address (grid, row, column)."""
    for grid in (block for sheet in report.sheets for block in sheet.blocks):
        if isinstance(grid, Grid):
            for row in grid.rows:
                for column, cell in row.cells.items():
                    yield (grid.id, row.key, column), cell


def evaluate(report: Report) -> dict[Address, Value]:
    """Return the value of every cell of a report.

    Raises:
        UsageError: A cell refers to a cell or table that is not in the report, or to itself.
    """
    evaluation = _Evaluation.of(report)
    for address, expression in evaluation.cells.items():
        evaluation.at(address, expression)
    return evaluation.values  # noqa: PD011 - no frame


class Values(Mapping[Address, Value]):
    """The value of every cell of a report, each found when it is asked for.

    Args:
        report: Whose cells they are.
    """

    def __init__(self, report: Report) -> None:
        self._evaluation = _Evaluation.of(report)

    def __getitem__(self, address: Address) -> Value:
        """Return the value of a cell."""
        return self._evaluation.at(address, self._evaluation.cells[address])

    def __iter__(self) -> Iterator[Address]:
        """Yield the address of every cell."""
        return iter(self._evaluation.cells)

    def __len__(self) -> int:
        """Return how many cells there are."""
        return len(self._evaluation.cells)


class LazyValues:
    """Values of expressions over the frames of a report, each worked out when it is asked for.

    Args:
        frames: What the tables of the Data sheet are made of, by their names.
    """

    def __init__(self, frames: Mapping[str, pd.DataFrame]) -> None:
        tables = {
            name: {str(column): frame[column].to_numpy(dtype=float) for column in frame.columns}
            for name, frame in frames.items()
        }
        self._evaluation = _Evaluation(tables, {})
        self._known: set[str] = set()

    def know(self, block: Grid | DataTable) -> None:
        """Take in a grid or a table that expressions may point at; so it will stand."""
        name = block.id if isinstance(block, Grid) else block.name
        if name in self._known:
            return
        self._known.add(name)
        if isinstance(block, DataTable):
            self._evaluation.tables.columns[name] = columns_of(block)
        else:
            for row in block.rows:
                self.know_row(name, row.key, row.cells)

    def know_row(self, grid: str, row: str, cells: Mapping[str, Cell]) -> None:
        """Take in the cells of one row of a grid whose other rows are not made yet."""
        known = self._evaluation.cells
        for column, cell in cells.items():
            known[grid, row, column] = cell.expression

    def value(self, expression: Expression) -> Value:
        """Return what an expression comes to."""
        return self._evaluation.value(expression)

    def number(self, expression: Expression) -> float:
        """Return what an expression comes to, 0 where that is no number."""
        value = self.value(expression)
        return float(value) if is_number(value) else 0.0

    def rows(self, lookup: Lookup) -> list[float]:
        """Return the amounts that a lookup adds up."""
        amounts = self._evaluation.amounts(lookup)
        return amounts if isinstance(amounts, list) else []


class _Evaluation:
    """Values found so far; a cell is evaluated once, when it is first asked for.

    Args:
        tables: The numeric columns of each table that lookups read.
        cells: What is known to stand in cells; more may be added while values are asked for.
    """

    def __init__(self, tables: dict[str, Columns], cells: dict[Address, Expression]) -> None:
        self.values: dict[Address, Value] = {}
        self.tables = LookupTables(tables)
        self.cells = cells
        self._open: set[Address] = set()

    @classmethod
    def of(cls, report: Report) -> _Evaluation:
        """Return the evaluation of a report, before anything is asked."""
        blocks = [block for sheet in report.sheets for block in sheet.blocks]
        tables = {one.name: columns_of(one) for one in blocks if isinstance(one, DataTable)}
        return cls(tables, {address: cell.expression for address, cell in cells(report)})

    def at(self, address: Address, expression: Expression) -> Value:
        """Return the value of one cell, evaluating what it points at first."""
        if address not in self.values:
            if address in self._open:
                raise UsageError(f"The figure {address} refers to itself.")
            self._open.add(address)
            self.values[address] = self.value(expression)
            self._open.discard(address)
        return self.values[address]

    def value(self, expression: Expression) -> Value:
        """Return the value of an expression."""
        rule = _RULES.get(type(expression))
        if rule is None:
            raise TypeError(f"No rule for {type(expression).__name__}.")
        return rule(self, expression)

    def literal(self, item: Literal) -> Value:
        return item.value

    def ref(self, item: Ref) -> Value:
        address = (item.grid, item.row, item.column)
        if address not in self.cells:
            if item.placed is not None:  # it will stand there because of this reference
                return self.at(address, item.placed.expression)
            raise UsageError(f"A figure refers to {address}, which is not in the report.")
        return self.at(address, self.cells[address])

    def lookup(self, item: Lookup) -> Value:
        amounts = self.amounts(item)
        return math.fsum(amounts) if isinstance(amounts, list) else amounts

    def amounts(self, item: Lookup) -> list[float] | Value:
        """Return what a lookup adds up; an error, or 0, where a criterion is no number."""
        if item.table not in self.tables.columns:
            raise UsageError(f"A figure looks into the table {item.table}, which is not there.")
        equal: list[tuple[str, float]] = []
        limits: list[tuple[str, str, float]] = []
        for criterion in item.where:
            wanted = self.value(criterion.value)
            if not is_number(wanted):
                return wanted if isinstance(wanted, ErrorValue) else 0.0
            if criterion.operator == "=":
                equal.append((criterion.column, float(wanted)))
            else:
                limits.append((criterion.column, criterion.operator, float(wanted)))
        return self.tables.amounts(item.table, item.measure, equal, tuple(limits))

    def total(self, item: Total) -> Value:
        values = [self.value(ref) for ref in item.items]
        return _first_error(values) or math.fsum(value for value in values if is_number(value))

    def call(self, item: Call) -> Value:
        metric = find(item.metric)
        given: dict[str, object] = {}
        read: list[Value] = []
        for name, argument in item.arguments.items():
            parts = argument.items if isinstance(argument, CellRange) else (argument,)
            values = [self.value(part) for part in parts]
            read += values
            rows = [[value] for value in values]
            given[name] = rows if isinstance(argument, CellRange) else values[0]
        stop = _stop(read)
        if stop is not None:
            return stop
        if item.method is not None:
            word = metric.method_argument
            if word is None:
                raise UsageError(f"{metric.excel_name} has no methods, so none is {item.method!r}.")
            given[word.name] = item.method
        arguments = [given.get(argument.name, OMITTED) for argument in metric.arguments]
        try:
            result = metric.from_cells(*arguments)
        except DivisionByZero:
            return NOT_AVAILABLE
        except MetricError as error:
            return ErrorValue(error.excel_code)
        if item.column is not None:
            result = getattr(result[0], item.column)
        return result  # type: ignore[no-any-return]  # a metric returns what a cell can hold

    def plus(self, item: Plus) -> Value:
        values = [self.value(part) for _, part in item.items]
        stop = _stop(values)
        if stop is not None:
            return stop
        result = 0.0
        for (sign, _), value in zip(item.items, values, strict=True):
            result = difference(result, -sign * _number(value))
        return result

    def times(self, item: Times) -> Value:
        left, right = self.value(item.left), self.value(item.right)
        stop = _stop([left, right])
        return _number(left) * _number(right) if stop is None else stop

    def over(self, item: Over) -> Value:
        left, right = self.value(item.left), self.value(item.right)
        stop = _stop([left, right])
        if stop is not None:
            return stop
        try:
            return divide(_number(left), _number(right))
        except DivisionByZero:
            return NOT_AVAILABLE
        except MetricError as error:
            return ErrorValue(error.excel_code)

    def rank(self, item: Rank) -> Value:
        values = [self.value(ref) for ref in item.among]
        error = _first_error(values)
        if error is not None:
            return error
        mine, place = _number(self.value(item.item)), item.among.index(item.item)
        larger = sum(_number(value) > mine for value in values)
        return larger + sum(_number(value) == mine for value in values[: place + 1])

    def picked(self, item: Picked) -> Value:
        wanted = self.value(item.wanted)
        for ref, place in zip(item.items, item.places, strict=True):
            if self.value(place) == wanted:
                return self.value(ref)
        return ErrorValue("#N/A")

    def answered(self, item: Answered) -> Value:
        if item.asked is not None:
            asked = self.value(item.asked)
            stop = _stop([asked])
            if stop is not None or _number(asked) == 0:
                return stop or NOT_AVAILABLE
        value = self.value(item.item)
        return item.word if value == ErrorValue("#N/A") else value

    def rounded(self, item: Rounded) -> Value:
        value = self.value(item.item)
        if isinstance(value, ErrorValue) or value is NOT_AVAILABLE:
            return value
        return rounded(_number(value), item.digits)

    def extreme(self, item: Extreme) -> Value:
        values = [self.value(part) for part in item.items]
        stop = _stop(values)
        if stop is not None:
            return stop
        return (min if item.function == "MIN" else max)(_number(value) for value in values)

    def translated(self, item: Translated) -> Value:
        value = self.value(item.item)
        if isinstance(value, ErrorValue) or value is NOT_AVAILABLE:
            return value
        return item.texts.get(value, value) if isinstance(value, str | bool) else value

    def verdict(self, item: Verdict) -> Value:
        value = self.value(item.item)
        if not is_number(value):
            return item.failed
        return item.passed if abs(float(value)) <= item.tolerance else item.failed

    def occurrences(self, item: Occurrences) -> Value:
        return sum(self.value(ref) == item.word for ref in item.items)

    def light(self, item: Light) -> Value:
        value = self.value(item.item)
        if not is_number(value):
            return value
        sign = 1 if item.higher else -1
        for bound, word in zip((item.green, item.amber), item.words, strict=False):
            if sign * float(value) >= sign * _number(self.value(bound)):
                return word
        return item.words[2]

    def said(self, item: Said) -> Value:
        value = self.value(item.item)
        if isinstance(value, ErrorValue) or value is NOT_AVAILABLE:
            return value
        return spoken(item, _number(value))

    def choice(self, item: Choice) -> Value:
        value = self.value(item.item)
        if isinstance(value, ErrorValue):
            return value if item.failed is None else self.value(item.failed)
        if value is NOT_AVAILABLE:
            return self.value(item.missing)
        number = _number(value)
        return self.value(item.above if number > 0 else item.below if number < 0 else item.level)

    def joined(self, item: Joined) -> Value:
        values = [self.value(part) for part in item.parts]
        error = _first_error(values)
        if error is not None:
            return error
        if not all(isinstance(value, str) for value in values):
            raise UsageError(f"A sentence is joined of {values!r}, not of texts alone.")
        return "".join(str(value) for value in values)

    def gap(self, item: Gap) -> Value:
        value = self.value(item.item)
        return ErrorValue("#N/A") if value is NOT_AVAILABLE else value


_RULES: Mapping[type[Expression], Callable[[_Evaluation, Any], Value]] = {
    Literal: _Evaluation.literal,
    Ref: _Evaluation.ref,
    Lookup: _Evaluation.lookup,
    Total: _Evaluation.total,
    Call: _Evaluation.call,
    Plus: _Evaluation.plus,
    Times: _Evaluation.times,
    Over: _Evaluation.over,
    Rank: _Evaluation.rank,
    Picked: _Evaluation.picked,
    Answered: _Evaluation.answered,
    Rounded: _Evaluation.rounded,
    Extreme: _Evaluation.extreme,
    Translated: _Evaluation.translated,
    Verdict: _Evaluation.verdict,
    Occurrences: _Evaluation.occurrences,
    Light: _Evaluation.light,
    Gap: _Evaluation.gap,
    Said: _Evaluation.said,
    Choice: _Evaluation.choice,
    Joined: _Evaluation.joined,
}


WHOLE = 2.0**53  # from here on every float is a whole number


def rounded(value: float, digits: int) -> float:
    """Round half away from zero on the shortest decimal text of a float, as Excel does."""
    if not math.isfinite(value) or (digits >= 0 and abs(value) >= WHOLE):
        return value
    step = Decimal(1).scaleb(-digits)
    return float(Decimal(repr(value)).quantize(step, rounding=ROUND_HALF_UP))


def spoken(said: Said, number: float) -> str:
    """Return a number in words: the same digits as the formula's, rounded as Excel does."""
    size = next(one for one in said.sizes if abs(number) < one.below)
    if size.words is not None:
        return size.words
    scaled = abs(number) * size.times if size.times != 1 else abs(number) / size.over
    whole, part = divmod(int(rounded(scaled, 0)), 10**size.decimals)
    left, right = divmod(whole, 1000)
    text = f"{left}{said.thousand}{right:03d}" if left else str(right)
    if size.decimals:
        text += f"{said.decimal}{part:0{size.decimals}d}"
    return f"{size.before}{text}{size.after}"


def _number(value: Value) -> float:
    """Return a cell's value as an operator of a spreadsheet reads it."""
    if value is None:
        return 0.0
    if isinstance(value, bool | int | float):
        return float(value)
    raise UsageError(f"A figure calculates with {value!r}, which is no number.")


def _first_error(values: list[Value]) -> ErrorValue | None:
    return next((value for value in values if isinstance(value, ErrorValue)), None)


def _stop(values: list[Value]) -> Value:
    """Return what passes through an operation unchanged: an error first, then "not available"."""
    if any(isinstance(value, date) for value in values):
        raise UsageError("A figure calculates with a date.")
    error = _first_error(values)
    if error is not None:
        return error
    return NOT_AVAILABLE if any(value is NOT_AVAILABLE for value in values) else None
