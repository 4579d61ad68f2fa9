"""One call of a function from Excel: raw cell values in, raw cell values out.

Cell metrics stretch their arguments as Excel's own operators do (a cell with a range, a row with
a column), and every cell of the answer has its own value or its own error. Range metrics take
whole ranges. Row metrics spill their named values, one row for each row of the arguments. Errors
come in as the integers that COM makes of them or as text, and go out as text: VBA, xlwings
Lite and xlwings Server turn it into the error itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any, cast

from xlcost import cells
from xlcost.catalogue.measures import Unit, choice
from xlcost.catalogue.registry import HEADERS, OMITTED, Argument, Metric
from xlcost.errors import MetricError, OutsideDomain, WrongValue

Rows = tuple[tuple[Any, ...], ...]
Shape = tuple[int, int]

# COM hands an error value over as this number plus Excel's own number of the error.
ERROR_BASE = -2146828288
ERROR_NUMBERS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
    2051: "#BUSY!",
}
_ERRORS = {ERROR_BASE + number: text for number, text in ERROR_NUMBERS.items()}
# What an omitted optional is where COM hands it over as a number (DISP_E_PARAMNOTFOUND).
_MISSING = -2147352572
# A cell that a shorter range does not reach, as Excel's operators show it.
_BEYOND = "#N/A"


def call(metric: Metric, arguments: Sequence[object]) -> Any:
    """Return what a function shows in Excel.

    Args:
        metric: The function.
        arguments: One raw value an argument: a number, text, flag, date, Decimal, None for a blank
            cell, an error's integer or text, nested sequences for a range; `OMITTED` or nothing
            for an optional that was left out.

    Returns:
        One raw value, or rows of them where the answer spills; an error is its text.
    """
    given = [_argument(value) for value in arguments]
    try:
        if len(given) > len(metric.arguments):
            message = f"{metric.excel_name} takes {len(metric.arguments)} arguments at most."
            raise WrongValue(message)
        if any(argument.is_range for argument in metric.arguments):
            return metric.from_cells(*given)
        if metric.columns:
            return _rows(metric, given)
    except MetricError as fault:
        return fault.excel_code
    return _cells(metric, given)


def _argument(value: object) -> object:
    """Return one cell as itself and a range as rows; a range of one cell is that cell."""
    return _range(cast("Sequence[object]", value)) if _is_row(value) else _cell(value)


def _range(value: Sequence[object]) -> object:
    # An array of one dimension is a row, as in Excel.
    rows = value if any(map(_is_row, value)) else (value,)
    table = tuple(
        tuple(one if type(one) is float else _cell(one) for one in row)
        for row in (cast("Sequence[object]", one) if _is_row(one) else (one,) for one in rows)
    )
    if not table or any(len(row) != len(table[0]) for row in table) or not table[0]:
        return WrongValue.excel_code
    return table[0][0] if len(table) == len(table[0]) == 1 else table


def _is_row(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _cell(value: object) -> object:
    """Return a cell with its error, if it is one, as text."""
    if type(value) is int:
        return OMITTED if value == _MISSING else _ERRORS.get(value, value)
    return value


def _is_range(value: object) -> bool:
    return isinstance(value, tuple)


def _shape(given: Iterable[object]) -> Shape:
    """Return the shape of the answer: the longest range in each direction."""
    ranges = [cast("Rows", value) for value in given if _is_range(value)]
    return max(map(len, ranges)), max(len(one[0]) for one in ranges)


def _stretched(value: object, shape: Shape) -> Iterable[object]:
    """Return an argument's value for each cell of the answer, row by row."""
    if not _is_range(value):
        return repeat(value, shape[0] * shape[1])
    table = cast("Rows", value)
    height, width = len(table), len(table[0])
    if (height, width) == shape:
        return [one for row in table for one in row]
    wide = [
        row * shape[1] if width == 1 else row + (_BEYOND,) * (shape[1] - width) for row in table
    ]
    wide = wide * shape[0] if height == 1 else wide
    flat = [one for row in wide for one in row]
    return flat + [_BEYOND] * (shape[0] * shape[1] - len(flat))


def _cells(metric: Metric, given: Sequence[object]) -> Any:
    """Return a cell metric's answer, cell by cell."""
    if not any(map(_is_range, given)):
        return _one(metric, given)
    shape = _shape(given)
    answer = _quick(metric, given) or (lambda row: _one(metric, row))
    flat = [answer(row) for row in zip(*(_stretched(one, shape) for one in given), strict=True)]
    width = shape[1]
    return tuple(tuple(flat[at : at + width]) for at in range(0, len(flat), width))


def _one(metric: Metric, values: Sequence[object]) -> Any:
    try:
        return metric.from_cells(*values)
    except MetricError as fault:
        return fault.excel_code


def _quick(metric: Metric, given: Sequence[object]) -> Callable[[Sequence[object]], Any] | None:
    """Return a formula for rows of plain numbers, which long ranges mostly hold; None if none is.

    It reads a row as `Metric.from_cells` does, five times faster; a row that holds anything but
    the numbers that the method uses goes to `from_cells` itself.
    """
    try:
        chosen = _method(metric, given)
    except MetricError:
        return None
    used = metric.used(chosen)
    values: list[Any] = []
    places: list[int] = []
    for place, argument in enumerate(metric.arguments):
        is_given = place < len(given) and given[place] is not OMITTED
        if argument is metric.method_argument:
            values.append(chosen or argument.default)
        elif argument not in used:
            values.append(0.0 if argument.required else argument.default)
        elif is_given and argument.measure.unit is not Unit.FLAG:
            values.append(None)
            places.append(place)
        elif is_given or argument.required:
            return None
        else:
            values.append(argument.default)
    return _formula(metric, values, places)


def _method(metric: Metric, given: Sequence[object]) -> str | None:
    """Return the method that cells name; None where they name none.

    Raises:
        WrongValue: It is no method of this metric.
    """
    word = metric.method_argument
    place = len(given) if word is None else metric.arguments.index(word)
    if word is None or place >= len(given) or given[place] is OMITTED:
        return None
    return choice(cells.text(given[place]), metric.methods, word.default)


def _formula(
    metric: Metric, values: list[Any], places: Sequence[int]
) -> Callable[[Sequence[object]], Any]:
    function = metric.function

    def answer(row: Sequence[object]) -> Any:
        for place in places:
            number = row[place]
            if type(number) is not float:
                return _one(metric, row)
            values[place] = number
        try:
            result = function(*values)
        except MetricError as fault:
            return fault.excel_code
        except OverflowError:
            return OutsideDomain.excel_code
        if type(result) is float and not math.isfinite(result):
            return OutsideDomain.excel_code
        return result

    return answer


def _rows(metric: Metric, given: Sequence[object]) -> Rows:
    """Return a row metric's named values, one row for each row of the arguments.

    Raises:
        MetricError: No row has an answer: an argument is wider than one column, or `headers` is
            no flag.
    """
    numbers = [
        value
        for argument, value in zip(metric.arguments, given, strict=False)
        if argument is not HEADERS
    ]
    headers = _headers(metric.arguments, given)
    if any(map(_is_range, numbers)):
        shape = _shape(numbers)
        if shape[1] != 1:
            message = f"{metric.excel_name} fills a row, so its arguments are single columns."
            raise WrongValue(message)
        table = zip(*(_stretched(one, shape) for one in numbers), strict=True)
    else:
        table = zip(*([one] for one in numbers), strict=True)
    rows = tuple(_row(metric, row) for row in table)
    return (metric.columns, *rows) if headers else rows


def _row(metric: Metric, values: Sequence[object]) -> tuple[Any, ...]:
    try:
        return tuple(metric.from_cells(*values)[0])
    except MetricError as fault:
        return (fault.excel_code,) * len(metric.columns)


def _headers(arguments: Sequence[Argument], given: Sequence[object]) -> bool:
    place = arguments.index(HEADERS)
    return place < len(given) and given[place] is not OMITTED and cells.flag(given[place])
