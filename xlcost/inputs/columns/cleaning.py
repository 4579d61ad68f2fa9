"""Texts of a table: codes, names, days and periods, cleaned where something has to be."""

from __future__ import annotations

from typing import Any

from xlcost.inputs.columns.binding import Bound
from xlcost.inputs.files.raw_table import RawTable
from xlcost.system.late import ibis
from xlcost.values import dates, numbers
from xlcost.values.marks import DATE, ERROR, MARK, NUMBER

WHEN = "_when"  # text of the day or period
DAY = "_date"  # text of the day, where there is a period beside it
WHOLE = 1e15  # floats below this hold every whole number exactly


def text_of(column: Any) -> Any:
    """Return a column as trimmed text, without the marks of typed cells; "" where it is blank."""
    if not column.type().is_string():
        return _code_of(column).fill_null("")
    trimmed = column.re_replace(numbers.EDGES, "")
    marked = column.startswith(NUMBER) | column.startswith(DATE) | column.startswith(ERROR)
    return ibis.cases((marked, column.substr(2)), else_=trimmed).fill_null("")


def _code_of(column: Any) -> Any:
    """Return a typed column as text: a code that a file holds as 5000.0 is 5000."""
    text = column.cast("string")
    if column.type().is_floating():
        whole = (column == column.floor()) & (column.abs() < WHOLE)
        return ibis.cases((whole, column.try_cast("int64").cast("string")), else_=text)
    return text.re_replace(r"\.0+$", "") if column.type().is_decimal() else text


def when_text(column: Any) -> Any:
    """Return a column of days or periods as text, without clock times."""
    kind = column.type()
    if kind.is_date() or kind.is_timestamp():
        return (ibis.literal(DATE) + column.strftime("%Y-%m-%d")).fill_null("")
    if kind.is_numeric():
        return (ibis.literal(NUMBER) + _code_of(column)).fill_null("")
    trimmed = column.re_replace(numbers.EDGES, "")
    first = trimmed.re_replace(dates.RANGE, r"\1").re_replace(dates.FROM_TO, r"\1")
    timed = first.re_replace(dates.CLOCK, "").re_replace(dates.FRACTION, r"\1")
    # Most columns have no clock times: looking for two characters is cheaper than replacing.
    return ibis.cases(
        (column.contains(":") | column.startswith(MARK), timed), else_=trimmed
    ).fill_null("")


def cleaned(raw: RawTable, table: Any, bound: Bound, clean: Any = text_of) -> Any:
    """Return a column of text, cleaned where something stands in it that has to be."""
    column = table[bound.column]
    if not raw.is_text(bound.column):
        return clean(column)
    seen, name = raw.seen, bound.column
    if seen.any(name, f"^{MARK}") or (clean is when_text and seen.any(name, ":")):
        return clean(column)
    if seen.is_padded(name):
        column = column.re_replace(numbers.EDGES, "")
    return column.fill_null("") if seen.has_null(name) else column
