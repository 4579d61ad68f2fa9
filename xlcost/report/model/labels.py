"""Names of periods in a language: months from Babel, fiscal periods and years by number."""

from __future__ import annotations

from babel.dates import get_month_names

from xlcost.dataset.scope import Scope
from xlcost.locales.words import Words
from xlcost.values.calendar import Calendar


def capital(text: str) -> str:
    """Return a text as a sentence or a row begins with it; its other letters stay."""
    return text[:1].upper() + text[1:]


def period_label(calendar: Calendar, key: int, language: str) -> str:
    """Return "October 2026", "oktober 2026", "P10 2026" or "2026"."""
    month = calendar.month(key)
    if month is None:
        return _plain(key)
    return f"{get_month_names('wide', 'stand-alone', language)[month[1]]} {month[0]}"


def range_label(calendar: Calendar, first: int, last: int, language: str) -> str:
    """Return "January–October 2026", or the one period where the first is the last."""
    start, end = (period_label(calendar, key, language) for key in (first, last))
    if first == last:
        return end
    name, _, year = start.rpartition(" ")
    return f"{name}–{end}" if end.endswith(f" {year}") else f"{start} – {end}"


def short_label(calendar: Calendar, key: int, language: str) -> str:
    """Return "Oct 26", "okt. 26", "P10 26" or "2026", for heads of narrow columns."""
    month = calendar.month(key)
    if month is None:
        return _plain(key, short=True)
    name = get_month_names("abbreviated", "stand-alone", language)[month[1]].rstrip(".")
    return f"{name} {month[0] % 100:02d}"


def period_code(calendar: Calendar, key: int) -> str:
    """Return "2026-10", "2026P10" or "2026", for file names."""
    month = calendar.month(key)
    if month is not None:
        return f"{month[0]}-{month[1]:02d}"
    year, number = divmod(key, 100)
    return f"{year}P{number:02d}" if number else str(year)


def moment(created: str) -> str:
    """Return "2026-11-02 08:00:00" for a run's time in UTC."""
    return created.replace("T", " ").removesuffix("Z")


def scope_label(scope: Scope, word: Words) -> str:
    """Return "Site Bergen" or "Without site"; nothing for the whole company."""
    if not scope.dimension:
        return ""
    if not scope.code:
        return word.text(f"report.scope.without_{scope.dimension}")
    name = scope.code if scope.name in ("", scope.code) else f"{scope.code} {scope.name}"
    return word.text(f"report.scope.{scope.dimension}", name=name)


def _plain(key: int, *, short: bool = False) -> str:
    year, number = divmod(key, 100)
    if not number:
        return str(year)
    return f"P{number:02d} {year % 100:02d}" if short else f"P{number:02d} {year}"
