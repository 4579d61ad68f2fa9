"""Texts of a table: codes, names, days and periods, cleaned where something has to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis

from xlcost.inputs.columns.binding import Binding, Bound, texts
from xlcost.inputs.files.raw_table import RawTable
from xlcost.values import dates, numbers
from xlcost.values.marks import DATE, ERROR, MARK, NUMBER

if TYPE_CHECKING:
    import ibis.expr.types as ir

WHEN = "_when"  # text of the day or period
DAY = "_date"  # text of the day, where there is a period beside it
SAMPLE = 20_000
WHOLE = 1e15  # floats below this hold every whole number exactly
ISO_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MONTH_LENGTH, DAY_LENGTH = 7, 10


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
    if not raw.exact_rows or not column.type().is_string():
        return clean(column)
    seen, name = raw.seen, bound.column
    if seen.any(name, f"^{MARK}") or (clean is when_text and seen.any(name, ":")):
        return clean(column)
    if seen.is_padded(name):
        column = column.re_replace(numbers.EDGES, "")
    return column.fill_null("") if seen.has_null(name) else column


def text_column(
    raw: RawTable, table: ir.Table, bound: Bound, plain: frozenset[str], clean: Any = text_of
) -> Any:
    """Return a column of text, cleaned where it has to be."""
    return table[bound.column] if bound.column in plain else cleaned(raw, table, bound, clean)


def plain_columns(raw: RawTable, binding: Binding) -> frozenset[str]:
    """Return the columns of which a sample says that their texts need no cleaning.

    Cleaning five million texts costs more than adding up their amounts: a scan groups them as
    they are, and `unclean` tells afterwards whether the sample was right.
    """
    sample = raw.table.limit(SAMPLE)
    wanted = {binding.columns[name]: text_of for name in texts(binding)}
    days = [binding.columns[n] for n in ("period", "date", "timestamp") if n in binding.columns]
    wanted |= dict.fromkeys(days, when_text)
    wanted = {b: clean for b, clean in wanted.items() if raw.table[b.column].type().is_string()}
    if not wanted:
        return frozenset()
    checks = {b.column: (sample[b.column] != c(sample[b.column])).sum() for b, c in wanted.items()}
    found = sample.agg(**checks).to_pyarrow().to_pylist()[0]
    return frozenset(column for column, count in found.items() if not count)


@dataclass(frozen=True)
class Months:
    """The calendar months of a column of days: far fewer groups for a scan than its days.

    Attributes:
        text: The month of each row, such as "2026-10".
        day: The day of each row as text.
        wrong: Whether a row has no such day.
    """

    text: Any
    day: Any
    wrong: Any


def months_of(raw: RawTable, bound: Bound, plain: frozenset[str]) -> Months | None:
    """Return the months of a column of days, or None where a sample shows other texts."""
    column = raw.table[bound.column]
    if column.type().is_date() or column.type().is_timestamp():
        day = column.strftime("%Y-%m-%d")
        return Months(day.substr(0, MONTH_LENGTH), day, column.isnull())
    if bound.column not in plain:
        return None
    sample = raw.table.limit(SAMPLE)[bound.column]
    if not sample.re_search(ISO_DAY).all().to_pyarrow().as_py():
        return None
    # A year, a month and ten characters are left to the reading of the month's text.
    wrong = column.try_cast("date").isnull() | (column.length() != DAY_LENGTH)
    return Months(column.substr(0, MONTH_LENGTH), column, wrong)


def unclean(grouped: ir.Table, names: list[str]) -> Any:
    """Return whether a text of a scan needs cleaning after all."""
    found: Any = ibis.literal(value=False)
    for name in names:
        clean = when_text if name in (WHEN, DAY) else text_of
        found = found | (grouped[name] != clean(grouped[name])) | grouped[name].isnull()
    return found
