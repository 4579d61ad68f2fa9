"""Durations as people write them: numbers of a unit, clocks, words, ISO 8601 and cells of Excel."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Literal

from xlcost.values import contact_words, numbers
from xlcost.values.marks import DATE, DURATION, MARK, NUMBER
from xlcost.values.numbers import Dialect

Unit = Literal["ms", "s", "min", "h", "d", "m:ss", "h:mm", "h:mm:ss"]
UNITS: tuple[Unit, ...] = ("ms", "s", "min", "h", "d", "m:ss", "h:mm", "h:mm:ss")
SECONDS = {
    "ms": Decimal("0.001"),
    "s": Decimal(1),
    "min": Decimal(60),
    "h": Decimal(3600),
    "d": Decimal(86_400),
    "m:ss": Decimal(1),
    "h:mm": Decimal(3600),
    "h:mm:ss": Decimal(1),
}
USUAL = (5.0, 7200.0)  # seconds that a contact takes on average
CLOCKS = ("m:ss", "h:mm", "h:mm:ss")
THREE = re.compile(r"(-?)(?:(\d+)[.d ] ?)?(\d+):([0-5]?\d):([0-5]?\d(?:[.,]\d+)?)")
TWO = re.compile(r"(-?)(\d*):([0-5]\d(?:[.,]\d+)?)")
ISO = re.compile(
    r"P(?:(\d+(?:[.,]\d+)?)D)?(?:T(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?",
    re.IGNORECASE,
)
PART = re.compile(r"(\d+(?:[.,]\d+)?) ?([^\W\d_]+)\.?")
BETWEEN = re.compile(r"[\s,;]*(?:and|og|und|et|en|y)?[\s,;]*")
FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - the zero of Excel's serial numbers has no zone
LEAP_BUG = datetime(1900, 3, 1)  # noqa: DTZ001 - before it Excel counts one day less
BOTH = (1900, 2, 28)  # the library that reads workbooks gives the days 59 and 60 this one date
HOUR, MINUTE = 3600, 60
LAST_YEAR = 1950  # a cell of a later year is a day, and no duration


def parse(text: str, unit: str | None, dialect: Dialect) -> Decimal | None:
    """Return the seconds that a text says, or None where it says none, or not clearly.

    Args:
        text: The cell.
        unit: What the settings say of its column; None where they say nothing.
        dialect: How plain numbers of the column are written.
    """
    if text.startswith(MARK):
        return _typed(text, unit, dialect)
    bare = re.sub(numbers.EDGES, "", text).replace(numbers.MINUS, "-")
    clock = _clock(bare, unit)
    if clock is not None:
        return clock
    number = numbers.parse(bare, dialect)
    if number is not None:
        return _scaled(number, unit)
    iso = _iso(bare)
    return _words(bare) if iso is None else iso


def _scaled(number: Decimal, unit: str | None) -> Decimal | None:
    """Return a plain number in seconds; under a heading of clocks only 0 is clear."""
    if unit in CLOCKS and number:
        return None
    return number * SECONDS[unit or "s"]


def _clock(text: str, unit: str | None) -> Decimal | None:
    """Read 98:02:10 always, and 3:25 or :45 where the settings say which two parts they are."""
    if found := THREE.fullmatch(text):
        days, hours, minutes = (Decimal(found[place] or 0) for place in (2, 3, 4))
        size = days * 86_400 + hours * 3600 + minutes * 60 + Decimal(found[5].replace(",", "."))
    elif unit in ("m:ss", "h:mm") and (found := TWO.fullmatch(text)):
        first, second = Decimal(found[2] or 0), Decimal(found[3].replace(",", "."))
        size = first * 60 + second if unit == "m:ss" else first * 3600 + second * 60
    else:
        return None
    return -size if found[1] else size


def _typed(text: str, unit: str | None, dialect: Dialect) -> Decimal | None:
    """Read a cell of which its file says that it is a duration, a time, a moment or a number."""
    if text.startswith(NUMBER):
        number = numbers.parse(text, dialect)
        return None if number is None else _scaled(number, unit)
    if text.startswith(DURATION):
        return Decimal(text[len(DURATION) :])
    if not text.startswith(DATE):
        return None
    moment = datetime.fromisoformat(text[len(DATE) :])
    if moment.year > LAST_YEAR:
        return None
    if (moment.year, moment.month, moment.day) == BOTH:
        return None
    # 36 hours in a cell of the format h:mm:ss come as noon of the first day of 1900.
    since = moment - FIRST_DAY
    days = since.days - (1 if FIRST_DAY.year < moment.year and moment < LEAP_BUG else 0)
    return Decimal(days * 86_400 + since.seconds) + Decimal(since.microseconds) / 1_000_000


def _iso(text: str) -> Decimal | None:
    """Read PT5M30S."""
    found = ISO.fullmatch(text)
    if found is None or not any(found.groups()):
        return None
    sizes = zip((86_400, 3600, 60, 1), found.groups(), strict=True)
    return sum((Decimal(part.replace(",", ".")) * size for size, part in sizes if part), Decimal(0))


def _words(text: str) -> Decimal | None:
    """Read 1h 2m 3s, 5 min 30 sek, 2 timer og 5 minutter."""
    total, place = Decimal(0), 0
    while place < len(text):
        found = PART.match(text, place)
        unit = contact_words.unit(found[2]) if found else ""
        if found is None or not unit:
            return None
        mark = numbers.COMMA if "," in found[1] else numbers.DOT
        number = numbers.parse(found[1], mark)
        if number is None:
            return None
        total += number * SECONDS[unit]
        gap = BETWEEN.match(text, found.end())
        place = gap.end() if gap else found.end()
    return total if text else None


def are_minutes(texts: list[str | None]) -> bool:
    """Tell whether Excel took m:ss for hours and minutes: then no typed cell has seconds."""
    sizes = [float(text[len(DURATION) :]) for text in texts if text and text.startswith(DURATION)]
    return bool(sizes) and max(sizes) >= HOUR and all(size % MINUTE == 0 for size in sizes)


def is_clock(text: str) -> bool:
    """Tell whether a text has two parts of a clock, of which nobody knows which they are."""
    return bool(TWO.fullmatch(re.sub(numbers.EDGES, "", text)))
