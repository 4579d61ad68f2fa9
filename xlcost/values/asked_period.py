"""The period that a person asks for, as people write one, and others in the same spelling."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from babel.dates import get_month_names

from xlcost.errors import UsageError
from xlcost.locales.refusals import refusal
from xlcost.values.calendar import Calendar, Period
from xlcost.values.dates import DateDialect, When, quarter, reader

_FISCAL: Final = re.compile(r"(?i).*[PM]\d.*")
_YEAR_FIRST: Final = re.compile(r"\d{4}([-/.]?)\d{1,2}")
_YEAR_LAST: Final = re.compile(r"\d{1,2}([-/.])\d{4}")
_NUMBERED: Final = re.compile(r"\d{4}[-/. ]?[PpMm]?(\d{1,3})|[PpMm]?(\d{1,3})[-/. ]\d{4}")


def asked_period(text: str, calendar: Calendar) -> Period:
    """Return the period that a person means: 2026-10, 10/2026, oct 2026, 2026P10, 2026.

    Raises:
        UsageError: The text is none; the sentence says why.
    """
    bare = text.strip()
    try:
        found = calendar.parse(bare)
    except UsageError as fault:
        when = _read(bare, calendar)
        if when is None or when.day is not None:
            raise _refused(text, calendar, is_day=when is not None) from fault
        found = calendar.period(when.key)
    return replace(found, asked=bare)


def _read(bare: str, calendar: Calendar) -> When | None:
    """Return what a text says as a cell of a date column; bare digits say too much there."""
    dialects = (DateDialect(order=order) for order in ("dmy", "mdy"))
    found = (None if bare.isdigit() else reader(one, calendar)(bare) for one in dialects)
    return next((one for one in found if one), None)


def _refused(text: str, calendar: Calendar, *, is_day: bool) -> UsageError:
    bare = text.strip()
    numbered = _NUMBERED.fullmatch(bare)
    if re.fullmatch(r"(?i)Q\d", bare) or quarter(bare):
        return refusal(UsageError, "quarter", got=text)
    if is_day:
        return refusal(UsageError, "day", got=text)
    if numbered and int(numbered[1] or numbered[2]) > calendar.periods_in_year:
        return refusal(UsageError, "no_such_period", got=text, count=calendar.periods_in_year)
    return refusal(UsageError, "period", got=text)


def spelled(key: int, calendar: Calendar, like: str, language: str) -> str:
    """Return a period in the spelling of another one that a person wrote.

    Args:
        key: The period.
        calendar: What it is counted by.
        like: How the person wrote: 2026-10, 10/2026, 2026P10, okt 2026.
        language: "en" or "nb", for the names of months.
    """
    month = calendar.month(key)
    plain = str(calendar.period(key))
    if month is None or not like or key % 100 == 0:
        return plain
    year, number = month
    if found := _YEAR_FIRST.fullmatch(like):
        return f"{year}{found[1]}{number:02d}"
    if found := _YEAR_LAST.fullmatch(like):
        return f"{number:02d}{found[1]}{year}"
    if _FISCAL.fullmatch(like):
        return plain
    names = get_month_names("wide", locale=language)
    return f"{names[number]} {year}" if re.search(r"[^\W\d]{3}", like) else f"{year}-{number:02d}"
