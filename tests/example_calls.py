"""Calls of every function of the catalogue, made from the example in its docstring."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from doctest import DocTestParser
from typing import Any

from windows.wire import MISSING

from xlcost.catalogue.measures import Unit
from xlcost.catalogue.metric import HEADERS, Argument, Metric

DIVISION = -2146826281  # what COM makes of #DIV/0!
NOT_AVAILABLE = -2146826246  # and of #N/A

# Each of them stands once in the place of every argument.
CELLS: Mapping[str, Any] = {
    "a blank cell": None,
    "TRUE": True,
    "FALSE": False,
    "zero": 0.0,
    "a negative number": -3.5,
    "a small number": 0.25,
    "text": "abc",
    "text of æøå": "æøå – «ja»",
    "a number as text": "5",
    "a currency cell": Decimal("1.2500"),
    "a date cell": datetime(2026, 1, 31, 18, 0),  # noqa: DTZ001 - a cell has no time zone
    "the error #DIV/0!": DIVISION,
    "the error #N/A": NOT_AVAILABLE,
    "the error #REF! as text": "#REF!",
}


@dataclass(frozen=True)
class Call:
    """One call as a cell makes it.

    Attributes:
        function: The Python name.
        what: What is particular about it.
        arguments: Raw values; ranges are tuples of rows.
    """

    function: str
    what: str
    arguments: tuple[Any, ...]

    def __str__(self) -> str:
        return f"{self.function}, {self.what}: {self.arguments}"


def example(metric: Metric) -> tuple[Any, ...]:
    """Return the arguments of the first example: floats, and ranges as columns."""
    return next(_examples(metric))


def _examples(metric: Metric) -> Iterator[tuple[Any, ...]]:
    for shown in DocTestParser().get_examples(metric.example):
        for node in ast.walk(ast.parse(shown.source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == metric.name:
                yield _arguments(metric, node)


def _arguments(metric: Metric, call: ast.Call) -> tuple[Any, ...]:
    named = {one.arg: one.value for one in call.keywords}
    values = [_cell(ast.literal_eval(node)) for node in call.args]
    for argument in metric.arguments[len(values) :]:
        node = named.get(argument.name)
        values.append(MISSING if node is None else _cell(ast.literal_eval(node)))
    while values and values[-1] is MISSING:
        values.pop()
    return tuple(values)


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple((_cell(one),) for one in value)
    return value if isinstance(value, str | bool) else float(value)


def calls(metric: Metric) -> Iterator[Call]:
    """Yield calls of a function: its example, every kind of cell, ranges, optionals, methods."""
    start, *more = _examples(metric)
    for arguments in (start, *more):
        yield Call(metric.name, "its example", arguments)
    for alias in metric.aliases:
        yield Call(alias, "by its other name", start)
    for place in range(len(start)):
        for what, cell in CELLS.items():
            changed = _changed(start[place], cell)
            yield Call(metric.name, f"{what} as argument {place + 1}", _with(start, place, changed))
    yield from _ranges(metric, start)
    yield from _optionals(metric, start)


def _changed(value: Any, cell: Any) -> Any:
    """Return a cell in place of a value, or of the first cell of a range."""
    return ((cell,), *value[1:]) if isinstance(value, tuple) else cell


def _with(values: Sequence[Any], place: int, value: Any) -> tuple[Any, ...]:
    filled = [*values, *[MISSING] * (place + 1 - len(values))]
    filled[place] = value
    return tuple(filled)


def _ranges(metric: Metric, start: tuple[Any, ...]) -> Iterator[Call]:
    ranges = [place for place, value in enumerate(start) if isinstance(value, tuple)]
    if ranges:
        rows = tuple(
            (tuple(row[0] for row in value),) if isinstance(value, tuple) else value
            for value in start
        )
        yield Call(metric.name, "rows in place of columns", rows)
        longer = _with(start, ranges[0], (*start[ranges[0]], (1.0,)))
        yield Call(metric.name, "a range that is one cell longer", longer)
        return
    column = tuple((cell,) for cell in (start[0], *CELLS.values()))
    yield Call(metric.name, "a column", _with(start, 0, column))
    row = tuple(CELLS.values())
    place = len(start) - 1
    yield Call(metric.name, "a row", _with(start, place, (row,)))
    if place:
        both = _with(_with(start, 0, column), place, ((start[place], 2.0, None),))
        yield Call(metric.name, "a column with a row", both)
        table = tuple((one, one) for one in (start[0], None, DIVISION))
        yield Call(metric.name, "a table with a cell", _with(start, 0, table))


def _optionals(metric: Metric, start: tuple[Any, ...]) -> Iterator[Call]:
    for place, argument in enumerate(metric.arguments):
        if argument.required:
            continue
        yield Call(metric.name, f"without {argument.name}", _with(start, place, MISSING))
        yield Call(metric.name, f"a blank {argument.name}", _with(start, place, None))
        for value in _choices(metric, argument):
            yield Call(metric.name, f"{argument.name} = {value}", _with(start, place, value))


def _choices(metric: Metric, argument: Argument) -> tuple[Any, ...]:
    if argument is HEADERS:
        return (True, False)
    if argument.measure.unit is Unit.TEXT:
        return (*metric.methods, metric.methods[0].upper(), "no such word", 1.0)
    return (argument.default, 0.5) if isinstance(argument.default, float | int) else (0.5,)
