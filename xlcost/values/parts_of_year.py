"""Parts of a year: a month, period or quarter without its year, and the year beside it."""

from __future__ import annotations

import re

from xlcost.values.calendar import MONTHS, Calendar
from xlcost.values.dates import LAST_CLOSING, month_numbers
from xlcost.values.marks import NUMBER

_WORD = r"(?:p|m|per\.?|period|periode|periodo|período|période|perioden?|fiscal period)"
_NUMBER = re.compile(r"0{0,2}(\d{1,2})")
_PERIOD = re.compile(rf"{_WORD}[-_. ]*0{{0,2}}(\d{{1,2}})", re.IGNORECASE)
_NAMED = re.compile(r"(?:\d{1,2} ?[-._)/ ] ?)?([^\W\d_]+)\.?")
_QUARTER = re.compile(
    r"(?:q|k|kv\.?|kvartal|quarter|quartal|trim\.?|trimestre|t)[-. ]?([1-4])"
    r"|([1-4])\.? ?(?:q|kv\.?|kvartal|quarter|quartal|trimestre)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:FY|GJ)?[ -]?([12]\d{3}|\d{2})", re.IGNORECASE)
_GROUPED = re.compile(r"([12])[,.\u00a0\u202f ](\d{3})")
_SPAN = re.compile(r"(?:FY ?)?([12]\d{3})[-/](\d{2}|\d{4})", re.IGNORECASE)
# Headings below which a number is a month of the calendar, and a year one of the company's.
MONTH_WORDS = re.compile(
    r"month|måned|maaned|månad|monat|mois|\bmes\b|mese|maand|kuukausi|miesi", re.IGNORECASE
)
FISCAL_WORDS = re.compile(
    r"fiscal|financial|\bfy|regnskap|regnskab|geschäft|wirtschaft|räkenskap|bokför|exercice|"
    r"ejercicio|boekjaar|esercizio|tilikau",
    re.IGNORECASE,
)


def _bare(text: str) -> str:
    return re.sub(r"\.0+$", "", text.strip().removeprefix(NUMBER).strip())


def year_of(text: str, calendar: Calendar) -> int | None:
    """Return the year that a cell names; one such as 2025/26 as the calendar names its years."""
    bare = _bare(text)
    if found := _SPAN.fullmatch(bare):
        first = int(found[1])
        ends = int(found[2]) in (first + 1, (first + 1) % 100)
        return (first + (calendar.named_by == "end")) if ends else None
    if found := _GROUPED.fullmatch(bare):
        return int(found[1] + found[2])
    found = _YEAR.fullmatch(bare)
    if found is None:
        return None
    year = int(found[1])
    return year if year > 99 else 2000 + year  # noqa: PLR2004 - two digits of a year


def part_of_year(text: str, *, months: bool = False) -> str:
    """Return "P03", "-03" or "Q1" for a text that names a part of a year, else "".

    Args:
        text: What stands there: 3, 003, P03, Period 3, March, 03 - mars, Q1.
        months: Whether a bare number is a month of the calendar, and not a fiscal period.
    """
    bare = _bare(text)
    if found := _NUMBER.fullmatch(bare) or _PERIOD.fullmatch(bare):
        number = int(found[1])
        if months and found.re is _NUMBER and 1 <= number <= MONTHS:
            return f"-{number:02d}"
        return f"P{number:02d}" if 1 <= number <= LAST_CLOSING else ""
    if found := _QUARTER.fullmatch(bare):
        return f"Q{found[1] or found[2]}"
    found = _NAMED.fullmatch(bare)
    month = month_numbers().get(found[1].casefold()) if found else None
    return f"-{month:02d}" if month else ""


def in_year(part: str, year: int, calendar: Calendar, *, fiscal: bool) -> str:
    """Return a part of a year with its year: a month of a fiscal year is the one that lies in it.

    Args:
        part: As `part_of_year` has it.
        year: The year beside it.
        calendar: Which months are a fiscal year.
        fiscal: Whether the year is one of the company's, and not of the calendar.
    """
    if fiscal and part.startswith("-") and calendar.periods_in_year == MONTHS:
        number = (int(part[1:]) - calendar.fiscal_year_start) % MONTHS + 1
        return f"{year}P{number:02d}"
    return f"{year}{part}"
