"""Days and periods as people write them, decided for a whole column."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import get_day_names, get_month_names

from xlcost.errors import UsageError
from xlcost.values.calendar import Calendar
from xlcost.values.marks import DATE, MARK, NUMBER
from xlcost.values.numbers import SPACE, is_missing

FIRST_YEAR, LAST_YEAR = 1900, 2100
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # 1954 to 2119, in days of Excel
EXCEL_DAY_ZERO, EPOCH_DAY = date(1899, 12, 30), date(1970, 1, 1)
DAY_SECONDS = 86_400
FIRST_EPOCH, LAST_EPOCH = 946_684_800, 2_524_608_000  # 2000 to 2049, in seconds since 1970
CENTURY_TURN = 70  # "69" is 2069, "70" is 1970
MONTHS, LAST_CLOSING = 12, 16
# A clock time behind a day, and the fraction of a day behind a serial number.
_DASH = "[-\u2013\u2014]"
_AM_PM = r"(?: ?[AaPp]\.?[Mm]\.?)?"
ZONE = "Z|(?:UTC|GMT)? ?[-+\u2212][0-9]{1,2}(?::?[0-9]{2})?|[A-Z]{2,5}T|UTC|GMT"
CLOCK = r"(?:[T, ]+(?:kl\.?|at|um|à|,)? ?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?"
CLOCK += rf"{_AM_PM}(?: Uhr)?(?: ?\(?(?:{ZONE})\)?)?)$"
# From one clock time to another: the first one counts. Behind a T, "-05:00" is an offset.
RANGE = rf"^((?:.*[^0-9T:])?[0-9]{{1,2}}:[0-9]{{2}}{_AM_PM}) ?(?:{_DASH}|/) ?"
RANGE += rf"[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?{_AM_PM}$"
FROM_TO = rf"^(.*[0-9]:[0-9]{{2}}.*?)(?: (?:{_DASH}|to|til|till|bis|à) |/).*[0-9]:[0-9]{{2}}.*$"
FRACTION = r"^(\x1fN[0-9]{5,})\.[0-9]+$"  # 2026.01 is a month, 46023.5 a day and its noon

ISO = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})")
EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
SIX_DIGITS = re.compile(r"\d{6}")
FIVE_DIGITS = re.compile(r"\d{5}")
FOUR_DIGITS = re.compile(r"(?:FY ?)?(\d{4})|FY ?(\d{2})", re.IGNORECASE)
GROUPED_YEAR = re.compile(r"([12])[,.\u00a0 ](\d{3})")  # a year with the format of an amount
YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
MONTH_SHORT_YEAR = re.compile(r"(\d{1,2})[-/.](\d{2})")
DECIMAL_MONTH = re.compile(rf"({NUMBER})?(\d{{4}})\.(\d{{1,2}})")
_PERIOD_WORD = r"(?:P|M|period|periode|Per\.?)"
FISCAL = re.compile(
    rf"(?:FY ?)?(\d{{4}})[-/. ]? ?{_PERIOD_WORD}[- ]?(\d{{1,2}})|(\d{{4}})[-/.](\d{{3}})"
    rf"|FY ?(\d{{2}})[-/. ]? ?{_PERIOD_WORD}[- ]?(\d{{1,2}})",
    re.IGNORECASE,
)
FISCAL_BACKWARDS = re.compile(
    rf"{_PERIOD_WORD}[- ]?(\d{{1,2}})[-/. ]+(?:FY ?)?(\d{{4}}|\d{{2}})|(\d{{3}})[-/.](\d{{4}})",
    re.IGNORECASE,
)
NAMED = re.compile(r"(?:(\d{1,2})\.?[- /])?([^\W\d_]+)(?:\.?[- /'_]+|\.)(\d{4}|\d{2})")
NAMED_YEAR_FIRST = re.compile(r"(\d{4})[- /._]+([^\W\d_]+)\.?")
MONTH_FIRST = re.compile(r"([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
WEEKDAY = re.compile(r"([^\W\d_]{2,12})\.?(?: (?=\d)|, ?(?=[^\W_]))")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})([01]\d|2[0-4])[0-5]\d(?:[0-5]\d)?")
EPOCH = re.compile(r"(\d{10})(?:\.\d+)?|(\d{13})(?:\.\d+)?")
_QUARTER = r"(?:Q|K|KV|Kvartal|Kv\.|Quarter|Quartal|Quartaal|Trimestre|Trim\.?|T)"
QUARTER = re.compile(
    rf"{_QUARTER}[- .]?([1-4])[-/. ']*(?:FY ?)?(\d{{4}}|\d{{2}})"
    rf"|(?:FY ?)?(\d{{4}})[-/. ]*{_QUARTER}[- .]?([1-4])"
    rf"|([1-4])\.? ?{_QUARTER}[-/. ']*(?:FY ?)?(\d{{4}}|\d{{2}})",
    re.IGNORECASE,
)
_MORE = ("pl", "cs", "sk", "hu", "ro", "et", "lv", "lt", "sl", "tr")
LOCALES = ("en", "nb", "nn", "de", "sv", "da", "fi", "fr", "nl", "es", "it", "pt", *_MORE)
SHORT_MONTHS = {"sept": 9, "mrz": 3, "mar": 3, "mai": 5, "okt": 10, "des": 12, "mrt": 3, "maj": 5}
MOST_SHORT_YEARS = 3  # "1/26" is a month only where the second part is a year, not a day


@dataclass(frozen=True)
class When:
    """What a text of a date column means.

    Attributes:
        key: The key of the period.
        day: The day, where the text names one.
    """

    key: int
    day: date | None = None


@dataclass(frozen=True)
class DateDialect:
    """How the days of one column are written.

    Attributes:
        order: "dmy" or "mdy" for days such as 1/2/2026; "" where none occur.
        six_digits: Whether 202601 is a "month" or a "day" (yymmdd).
        serials: Whether five digits are days as Excel counts them.
        ambiguous: Whether days stand there whose order cannot be told.
        eight_digits: How days such as 01152026 are written: "ymd", "dmy" or "mdy".
        short_years: Whether 1/26 is a month of 2026.
        tenth: What 2026.1 is: "first" or "tenth" month; "" where it could be both.
    """

    order: str = ""
    six_digits: str = "month"
    serials: bool = False
    ambiguous: bool = False
    eight_digits: str = "ymd"
    short_years: bool = False
    tenth: str = ""


@lru_cache(maxsize=1)
def month_numbers() -> dict[str, int]:
    """Return month names and their short forms in the languages of the files we know."""
    found: dict[str, int] = {}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context, locale=locale)
                for number, name in names.items():
                    found.setdefault(str(name).casefold().strip("."), number)
    # Without accents, as older systems write them: fevr, aout, marz.
    plain = {_without_accents(name): number for name, number in found.items()}
    return plain | found | SHORT_MONTHS


def _without_accents(text: str) -> str:
    split = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def decide(
    texts: Mapping[str, int], *, order: str | None = None, prefer_day: bool = False
) -> DateDialect:
    """Decide how the days of a column are written.

    Args:
        texts: The distinct texts of the column, without clock times, with their rows.
        order: "dmy", "mdy" or "ymd" where the settings say so.
        prefer_day: Whether six digits that could be a month or a day are a day.
    """
    values = [text.strip(SPACE) for text in texts if not is_missing(text)]
    found, ambiguous = _order(values, order)
    return DateDialect(
        order=found,
        six_digits=_six_digits(values, order=order, prefer_day=prefer_day),
        serials=bool(values) and all(FIVE_DIGITS.fullmatch(v) for v in values),
        ambiguous=ambiguous,
        eight_digits=_eight_digits(values, order),
        short_years=_short_years(values),
        tenth=_tenth(values),
    )


def _eight_digits(values: Iterable[str], order: str | None) -> str:
    """Return how eight digits are read: the year first, unless the settings say otherwise."""
    if order not in ("dmy", "mdy"):
        return "ymd"
    found = [m for value in values if (m := EIGHT_DIGITS.fullmatch(value.removeprefix(NUMBER)))]
    year_first = all(_is_year(int(m[1])) and 1 <= int(m[2]) <= MONTHS for m in found)
    return "ymd" if year_first else order


def _short_years(values: Iterable[str]) -> bool:
    """Tell whether texts such as 1/26 are months: the second part is one of a few years."""
    found = [m for value in values if (m := MONTH_SHORT_YEAR.fullmatch(value))]
    years = {int(m[2]) for m in found}
    few = len(years) <= MOST_SHORT_YEARS and bool(years) and min(years) > MONTHS
    return few and all(1 <= int(m[1]) <= MONTHS + 1 for m in found)


def _tenth(values: Iterable[str]) -> str:
    """Return what the number 2026.1 means beside the others: 2026.01 makes it October."""
    found = [m for value in values if (m := DECIMAL_MONTH.fullmatch(value))]
    if any(m[3].startswith("0") for m in found):
        return "tenth"
    return "first" if any(m[3] == "10" and not m[1] for m in found) else ""


def _order(values: Iterable[str], given: str | None) -> tuple[str, bool]:
    """Return the order of day and month, and whether it cannot be told."""
    if given in ("dmy", "mdy"):
        return given, False
    told = Counter(_told(parts) for value in values if (parts := DAY_FIRST.fullmatch(value)))
    day_first, month_first = told["dmy"], told["mdy"]
    if day_first or month_first:
        return ("dmy" if day_first > month_first else "mdy"), day_first == month_first
    return ("dmy" if told["same"] and not told[""] else ""), told[""] > 0


def _told(parts: re.Match[str]) -> str:
    """Return the order that a day tells by itself; "same" where both orders are one day."""
    first, second = int(parts[1]), int(parts[3])
    if parts[2] == "." or first > MONTHS:
        return "dmy"  # no country writes 1.31.2026
    if second > MONTHS:
        return "mdy"
    return "same" if first == second else ""


def _six_digits(values: Iterable[str], *, order: str | None, prefer_day: bool) -> str:
    """Return whether every six-digit text is a month, or every one a day."""
    six = [value.removeprefix(NUMBER) for value in values]
    six = [value for value in six if SIX_DIGITS.fullmatch(value)]
    months = sum(_is_year(int(v[:4])) and 1 <= int(v[4:]) <= MONTHS + 1 for v in six)
    days = sum(_short_day(v) is not None for v in six)
    if order == "ymd" or days > months or (days == months and prefer_day):
        return "day"
    return "month"


def reader(dialect: DateDialect, calendar: Calendar) -> Callable[[str], When | None]:
    """Return the function that reads one text of a column; None is what it does not understand."""

    def read(text: str) -> When | None:
        bare = text.strip(SPACE)
        if bare.startswith(MARK):
            return _typed(bare, dialect, calendar)
        bare = _without_weekday(bare)
        return (
            _digits(bare, dialect, calendar)
            or _epoch(bare, calendar)
            or _day(bare, dialect, calendar)
            or _fiscal(bare, calendar)
            or _month(bare, dialect, calendar)
        )

    return read


def _without_weekday(text: str) -> str:
    """Return a day without the name of its weekday in front."""
    found = WEEKDAY.match(text)
    known = found is not None and found[1].casefold() in weekdays()
    return text[found.end() :] if found is not None and known else text


@lru_cache(maxsize=1)
def weekdays() -> frozenset[str]:
    """Return the names of weekdays and their short forms: no other word stands before a day."""
    found: set[str] = set()
    for locale in LOCALES:
        for width in ("wide", "abbreviated", "short"):
            for context in ("format", "stand-alone"):
                names = get_day_names(width, context, locale=locale).values()
                found.update(str(name).casefold().strip(".") for name in names)
    return frozenset(found | {_without_accents(name) for name in found})


def constant_period(text: str, calendar: Calendar) -> When:
    """Return what a period of the settings means.

    Raises:
        UsageError: It means nothing.
    """
    when = reader(decide({text: 1}), calendar)(text)
    if when is None:
        raise UsageError(f"The period {text!r} of the settings is not known.")
    return when


def constant_day(text: str, calendar: Calendar, order: str | None = None) -> When | None:
    """Return what a day or a moment of the settings means, or None."""
    bare = re.sub(CLOCK, "", text.strip(SPACE))
    return reader(decide({bare: 1}, order=order, prefer_day=True), calendar)(bare)


def _typed(text: str, dialect: DateDialect, calendar: Calendar) -> When | None:
    """Read a cell of which its file says that it is a date or a number."""
    if text.startswith(DATE):
        found = YEAR_FIRST.fullmatch(text[len(DATE) :])
        return _on(found[1], found[2], found[3], calendar) if found else None
    if not text.startswith(NUMBER):
        return None
    digits = text[len(NUMBER) :]
    if found := DECIMAL_MONTH.fullmatch(digits):
        return _decimal_month(found, dialect, calendar)
    serial = replace(dialect, serials=True)
    return _digits(digits, serial, calendar) or _epoch(digits, calendar)


def _digits(text: str, dialect: DateDialect, calendar: Calendar) -> When | None:
    """Read what has only digits: a year, a serial number, a month, a day or a moment."""
    if EIGHT_DIGITS.fullmatch(text) or COMPACT.fullmatch(text):
        return _eight(text, dialect, calendar)
    if SIX_DIGITS.fullmatch(text):
        if dialect.six_digits == "day":
            day = _short_day(text)
            return When(calendar.key(day), day) if day else None
        return _at(calendar.from_month(int(text[:4]), int(text[4:])), int(text[:4]))
    if dialect.serials and FIVE_DIGITS.fullmatch(text):
        number = int(text)
        if FIRST_SERIAL <= number <= LAST_SERIAL:
            day = EXCEL_DAY_ZERO + timedelta(days=number)
            return When(calendar.key(day), day)
    if found := FOUR_DIGITS.fullmatch(text) or GROUPED_YEAR.fullmatch(text):
        year = _full_year("".join(part for part in found.groups() if part))
        return _at(year * 100, year)
    return None


def _eight(text: str, dialect: DateDialect, calendar: Calendar) -> When | None:
    """Read a day of eight digits, or of the first eight of a moment."""
    if dialect.eight_digits == "ymd" or COMPACT.fullmatch(text):
        return _on(text[:4], text[4:6], text[6:8], calendar)
    first, second = text[:2], text[2:4]
    day, month = (first, second) if dialect.eight_digits == "dmy" else (second, first)
    return _on(text[4:], month, day, calendar)


def _decimal_month(found: re.Match[str], dialect: DateDialect, calendar: Calendar) -> When | None:
    """Read 2026.01 and 2026.1, of which a number has lost its last zero or has none to lose."""
    year, digits = int(found[2]), found[3]
    number = int(digits)
    if digits == "1":
        number = {"first": 1, "tenth": 10}.get(dialect.tenth, 0)
    return _at(calendar.from_month(year, number), year)


def _epoch(text: str, calendar: Calendar) -> When | None:
    """Read the seconds or milliseconds since 1970."""
    seconds = epoch(text)
    if seconds is None:
        return None
    day = EPOCH_DAY + timedelta(days=seconds // DAY_SECONDS)
    return When(calendar.key(day), day)


def epoch(text: str) -> float | None:
    """Return the seconds since 1970 that a text counts, in seconds or milliseconds, or None."""
    found = EPOCH.fullmatch(text)
    if found is None:
        return None
    seconds = float(text) / (1 if found[1] else 1000)
    return seconds if FIRST_EPOCH <= seconds <= LAST_EPOCH else None


def _day(text: str, dialect: DateDialect, calendar: Calendar) -> When | None:
    """Read a day with marks between its parts."""
    if found := YEAR_FIRST.fullmatch(text):
        return _on(found[1], found[2], found[3], calendar)
    if (found := DAY_FIRST.fullmatch(text)) and dialect.order and not dialect.ambiguous:
        day, month = (found[1], found[3]) if dialect.order == "dmy" else (found[3], found[1])
        return _on(str(_full_year(found[4])), month, day, calendar)
    if found := MONTH_FIRST.fullmatch(text):
        number = month_numbers().get(found[1].casefold())
        return _on(found[3], str(number), found[2], calendar) if number else None
    if (found := NAMED.fullmatch(text)) and found[1]:
        month_number = month_numbers().get(found[2].casefold())
        if month_number:
            return _on(str(_full_year(found[3])), str(month_number), found[1], calendar)
    return None


def _fiscal(text: str, calendar: Calendar) -> When | None:
    """Read a fiscal period: 2026P01, 2026/001, P01 2026, 001.2026."""
    found = _year_and_number(text)
    return _at(calendar.from_fiscal(*found), found[0]) if found else None


def _year_and_number(text: str) -> tuple[int, int] | None:
    """Return the year and the number of a fiscal period, whether or not a year has so many."""
    if found := FISCAL.fullmatch(text):
        year = found[1] or found[3] or found[5]
        return _full_year(year), int(found[2] or found[4] or found[6])
    if found := FISCAL_BACKWARDS.fullmatch(text):
        return _full_year(found[2] or found[4]), int(found[1] or found[3])
    return None


def quarter(text: str) -> tuple[int, int] | None:
    """Return the year and the number of the quarter that a text names, or None."""
    found = QUARTER.fullmatch(text.strip(SPACE))
    if found is None:
        return None
    year, number = found[2] or found[3] or found[6], found[1] or found[4] or found[5]
    return _full_year(year), int(number)


def _month(text: str, dialect: DateDialect, calendar: Calendar) -> When | None:
    """Read a month: 2026-01, 01/2026, 1/26, Apr 2024, apr.24, 2024 april."""
    if found := DECIMAL_MONTH.fullmatch(text):
        return _decimal_month(found, dialect, calendar)
    if dialect.short_years and (found := MONTH_SHORT_YEAR.fullmatch(text)):
        year = _full_year(found[2])
        return _at(calendar.from_month(year, int(found[1])), year)
    if found := YEAR_MONTH.fullmatch(text):
        return _at(calendar.from_month(int(found[1]), int(found[2])), int(found[1]))
    if found := MONTH_YEAR.fullmatch(text):
        return _at(calendar.from_month(int(found[2]), int(found[1])), int(found[2]))
    if (found := NAMED.fullmatch(text)) and not found[1]:
        name, year = found[2], _full_year(found[3])
    elif found := NAMED_YEAR_FIRST.fullmatch(text):
        name, year = found[2], int(found[1])
    else:
        return None
    number = month_numbers().get(name.casefold())
    return _at(calendar.key(date(year, number, 1)), year) if number and year else None


def _at(key: int | None, year: int) -> When | None:
    return When(key) if key is not None and _is_year(year) else None


def hint(text: str) -> str:
    """Return why a text is no period, as a key under [expected], where that can be told."""
    bare = text.strip(SPACE).removeprefix(NUMBER)
    if DECIMAL_MONTH.fullmatch(bare):
        return "decimal_month"
    if quarter(bare):
        return "quarter"
    if closing_year(bare):
        return "closing_periods"
    return "period_without_year" if re.fullmatch(r"0*\d{1,2}", bare) else ""


def closing_year(text: str) -> int | None:
    """Return the year of a period 13 to 16, in which closing entries are made."""
    year, number = _year_and_number(text.strip(SPACE).removeprefix(NUMBER)) or (0, 0)
    return year if MONTHS < number <= LAST_CLOSING and _is_year(year) else None


def _on(year: str, month: str, day: str, calendar: Calendar) -> When | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return When(calendar.key(found), found) if _is_year(found.year) else None


def _short_day(text: str) -> date | None:
    """Return the day that yymmdd names."""
    try:
        return date(_full_year(text[:2]), int(text[2:4]), int(text[4:]))
    except ValueError:
        return None


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004 - a year of four digits is whole already
        return year
    return year + (1900 if year >= CENTURY_TURN else 2000)


def _is_year(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR
