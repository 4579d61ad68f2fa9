"""Clock times: when in the day a row began, read from a time or a timestamp."""

from __future__ import annotations

from typing import Any

from xlcost.inputs.columns.binding import Binding, Bound
from xlcost.system.late import ibis
from xlcost.values.marks import DURATION, NUMBER

START = "_start"  # seconds since midnight, not a number where the row does not say
DAY_SECONDS, HOUR, MINUTE, NOON = 86_400, 3600, 60, 12
_CLOCK = r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?"
_FRACTION = rf"^{NUMBER}[0-9]*(\.[0-9]+)$"
_DIGITS = r"^([0-9]{1,2})([0-9]{2})$"
_HOURS = r"^[0-9]{1,2}$"


def clock_of(binding: Binding) -> Bound | None:
    """Return the column that may say when in the day a row began."""
    names = [name for name in ("time", "timestamp", "date") if name in binding.columns]
    return binding.columns[names[0]] if names else None


def start_of(column: Any) -> Any:
    """Return the seconds since midnight of a column of times or timestamps.

    "2026-10-01 09:30", "9:30 PM", "09:30-10:00" and "0930" are understood, a bare "9" is the hour,
    and the fraction of a day behind a serial number is its time.
    """
    kind = column.type()
    if kind.is_timestamp() or kind.is_time():
        found = column.hour() * HOUR + column.minute() * MINUTE + column.second()
    elif kind.is_numeric():
        number = column.cast("float64")
        part = ((number - number.floor()) * DAY_SECONDS).round()
        hours = (number == number.floor()) & number.between(0, 23)
        found = ibis.cases((hours, number * HOUR), (part > 0, part)).cast("int64")
    elif kind.is_string():
        found = _of_text(column)
    else:
        return ibis.null().cast("int64")
    return ibis.cases((found.between(0, DAY_SECONDS - 1), found.cast("int64")))


def _of_text(column: Any) -> Any:
    hour, minute, second = (_number(column, _CLOCK, group) for group in (1, 2, 3))
    after_noon = column.re_search(r"(?i)[0-9] ?p\.? ?m")
    before_noon = column.re_search(r"(?i)[0-9] ?a\.? ?m")
    hour = ibis.cases((after_noon, hour % NOON + NOON), (before_noon, hour % NOON), else_=hour)
    clock = hour * HOUR + minute * MINUTE + second.fill_null(0)
    part = column.re_extract(_FRACTION, 1).try_cast("float64") * DAY_SECONDS
    seconds = column.re_extract(rf"^{DURATION}([0-9]+)", 1).try_cast("float64")
    bare = column.re_replace(rf"^{NUMBER}|^\s+|\s+$", "")
    digits = _number(bare, _DIGITS, 1) * HOUR + _number(bare, _DIGITS, 2) * MINUTE
    hours = bare.try_cast("int64") * HOUR
    return ibis.cases(
        (column.re_search(_CLOCK), clock),
        (column.startswith(DURATION), seconds.round().cast("int64")),
        (column.re_search(_FRACTION), part.round().cast("int64")),
        (bare.re_search(_DIGITS), digits),
        (bare.re_search(_HOURS), hours),
    )


def _number(column: Any, pattern: str, group: int) -> Any:
    return column.re_extract(pattern, group).try_cast("int64")
