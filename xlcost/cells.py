"""What a cell holds, and what a function sees: the same in every host.

| A cell holds                       | A function sees            |
|------------------------------------|----------------------------|
| a number, a currency or date cell  | a float                    |
| nothing                            | 0                          |
| TRUE / FALSE                       | 1 / 0                      |
| text                               | `WrongValue`, #VALUE!      |
| an error                           | `CellError`, the same error |
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from numbers import Real
from typing import NamedTuple

from xlcost.errors import CellError, OutsideDomain, WrongValue

ERROR_TEXTS = frozenset(
    {
        "#NULL!",
        "#DIV/0!",
        "#VALUE!",
        "#REF!",
        "#NAME?",
        "#NUM!",
        "#N/A",
        "#GETTING_DATA",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#BLOCKED!",
        "#CONNECT!",
        "#UNKNOWN!",
        "#BUSY!",
        "#PYTHON!",
        "#EXTERNAL!",
    }
)

# Day 0 of Excel's calendar for every date after February 1900, which it took for a leap year.
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no time zone
_FIRST_RIGHT_DAY = datetime(1900, 3, 1)  # noqa: DTZ001 - a cell has no time zone
_DAY = timedelta(days=1)


class Range(NamedTuple):
    """The numbers of a range, row by row, and its shape."""

    values: tuple[float, ...]
    rows: int
    columns: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns


def number(value: object) -> float:
    """Return what a formula sees where it wants a number.

    Raises:
        CellError: The cell holds an error; it goes on as it is.
        WrongValue: The cell holds text, or the value is no cell at all.
        OutsideDomain: The number is not finite, which no cell can hold.
    """
    if value is None:
        return 0.0
    if isinstance(value, str):
        raise _fault(value)
    if isinstance(value, (datetime, date, time, timedelta)):
        return _serial(value)
    if not isinstance(value, (Real, Decimal)):
        message = f"A cell cannot hold {type(value).__name__}; give a number."
        raise WrongValue(message)
    try:
        result = float(value)
    except OverflowError:
        result = math.inf
    if not math.isfinite(result):
        message = f"{value} is not a number that a cell can hold."
        raise OutsideDomain(message)
    return result


def text(value: object) -> str:
    """Return what a formula sees where it wants a word; nothing is the empty text.

    Raises:
        CellError: The cell holds an error.
        WrongValue: The cell holds a number or a flag.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        message = f"A word belongs here, not {value!r}."
        raise WrongValue(message)
    if value.upper() in ERROR_TEXTS:
        raise CellError(value.upper())
    return value


def flag(value: object) -> bool:
    """Return what a formula sees where it wants TRUE or FALSE: any number but 0 is TRUE."""
    return number(value) != 0


def numbers(value: object) -> Range:
    """Return the numbers of a range: one cell, a row of cells, or rows of cells.

    Raises:
        CellError: A cell holds an error; the first one goes on.
        WrongValue: A cell holds text, or the rows are not equally long.
    """
    rows = _rows(value)
    width = len(rows[0]) if rows else 0
    if not width or any(len(row) != width for row in rows):
        message = "A range has at least one cell, and rows of one length."
        raise WrongValue(message)
    return Range(tuple(number(cell) for row in rows for cell in row), len(rows), width)


def _rows(value: object) -> list[Sequence[object]]:
    """Return a range value as rows."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return [[value]]
    if any(isinstance(row, Sequence) and not isinstance(row, str) for row in value):
        return [
            row if isinstance(row, Sequence) and not isinstance(row, str) else [row]
            for row in value
        ]
    return [value]


def _fault(value: str) -> CellError | WrongValue:
    """Return the error that text makes where a number belongs."""
    if value.upper() in ERROR_TEXTS:
        return CellError(value.upper())
    return WrongValue(f"{value!r} is text; a number belongs here.")


def _serial(value: date | time | timedelta) -> float:
    """Return a date or a time as Excel counts it: in days."""
    if isinstance(value, timedelta):
        return value / _DAY
    if isinstance(value, time):
        clock = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
        return (clock + timedelta(microseconds=value.microsecond)) / _DAY
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001  # a cell knows no time zone
    moment = moment.replace(tzinfo=None)
    days = (moment - _DAY_ZERO) / _DAY
    return days if moment >= _FIRST_RIGHT_DAY else days - 1
