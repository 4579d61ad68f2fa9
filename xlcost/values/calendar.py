"""The fiscal calendar: from days and texts to the integer keys of periods."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from xlcost.errors import UsageError

MONTHS = 12
FIRST_KEY, LAST_KEY = 190_000, 220_000
FOUR_WEEKS = 28
MONTH_TEXT = re.compile(r"(\d{4})[-/.]?(\d{2})")
FISCAL_TEXT = re.compile(r"(\d{4})[-/. ]?[PpMm](\d{1,2})")
YEAR_TEXT = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Period:
    """One period of a fiscal year.

    Attributes:
        year: The fiscal year.
        number: 1 to `periods_in_year`, or 0 for the whole year.
        periods_in_year: 12 or 13.
        asked: How a person wrote it, who asked for it.
    """

    year: int
    number: int
    periods_in_year: int = MONTHS
    asked: str = field(default="", compare=False, repr=False)

    @property
    def key(self) -> int:
        """The integer key `year * 100 + number`."""
        return self.year * 100 + self.number

    @property
    def is_year(self) -> bool:
        """Whether this is a whole year, without months."""
        return self.number == 0

    def previous(self, count: int = 1) -> Period:
        """Return the period that lies `count` periods (whole years for a year) before."""
        if self.is_year:
            return Period(self.year - count, 0, self.periods_in_year)
        index = self.year * self.periods_in_year + self.number - 1 - count
        year, number = divmod(index, self.periods_in_year)
        return Period(year, number + 1, self.periods_in_year)

    @property
    def prior_year(self) -> Period:
        """The same period one year before."""
        return Period(self.year - 1, self.number, self.periods_in_year)

    def __str__(self) -> str:
        """Return "2026P10", or "2026" for a whole year."""
        return str(self.year) if self.is_year else f"{self.year}P{self.number:02d}"


@dataclass(frozen=True)
class Calendar:
    """How days fall into periods.

    Attributes:
        fiscal_year_start: The month in which the fiscal year begins, 1 to 12.
        periods_in_year: 12 calendar months, or 13 periods of four weeks counted from the first
            day of the fiscal year (the last one takes the days that remain).
        named_by: Whether a fiscal year has the name of the calendar year in which it "end"s or
            "start"s; no difference where it begins in January.
    """

    fiscal_year_start: int = 1
    periods_in_year: int = MONTHS
    named_by: str = "end"

    def key(self, day: date) -> int:
        """Return the key of the period in which a day lies."""
        first_year = day.year if day.month >= self.fiscal_year_start else day.year - 1
        if self.periods_in_year == MONTHS:
            number = (day.month - self.fiscal_year_start) % MONTHS + 1
        else:
            elapsed = (day - date(first_year, self.fiscal_year_start, 1)).days
            number = min(elapsed // FOUR_WEEKS + 1, self.periods_in_year)
        return (first_year + self._name_shift) * 100 + number

    def span(self, key: int) -> str:
        """Return what a key means: its month, else the key and the calendar that counts so."""
        if month := self.month(key):
            return f"{month[0]:04d}-{month[1]:02d}"
        return f"{key} {self.fiscal_year_start} {self.periods_in_year} {self._name_shift}"

    def month(self, key: int) -> tuple[int, int] | None:
        """Return the calendar year and month of a period key, or None where it is no month."""
        year, number = divmod(key, 100)
        if self.periods_in_year != MONTHS or not 1 <= number <= MONTHS:
            return None
        index = (year - self._name_shift) * MONTHS + self.fiscal_year_start - 1 + number - 1
        return index // MONTHS, index % MONTHS + 1

    def first_day(self, key: int) -> date | None:
        """Return the first day of a period, or None where the key is of a whole year or of none."""
        year, number = divmod(key, 100)
        if not 1 <= number <= self.periods_in_year or year <= 1:
            return None
        if month := self.month(key):
            return date(*month, 1)
        begin = date(year - self._name_shift, self.fiscal_year_start, 1)
        return begin + timedelta(days=(number - 1) * FOUR_WEEKS)

    def period(self, key: int) -> Period:
        """Return the period that has this key."""
        return Period(key // 100, key % 100, self.periods_in_year)

    def from_month(self, year: int, number: int) -> int | None:
        """Return the key of "2026-10": a month, or the tenth period where there are 13."""
        if not 1 <= number <= self.periods_in_year:
            return None
        if self.periods_in_year != MONTHS:
            return year * 100 + number
        return self.key(date(year, number, 1))

    def from_fiscal(self, year: int, number: int) -> int | None:
        """Return the key of "2026P10", or None where the year has no such period."""
        return year * 100 + number if 1 <= number <= self.periods_in_year else None

    def parse(self, text: str) -> Period:
        """Return the period that a person means by "2026-10", "2026P10" or "2025".

        Raises:
            UsageError: The text is none of these.
        """
        bare = text.strip()
        key: int | None = None
        if found := FISCAL_TEXT.fullmatch(bare):
            key = self.from_fiscal(int(found[1]), int(found[2]))
        elif YEAR_TEXT.fullmatch(bare):
            key = int(bare) * 100
        elif found := MONTH_TEXT.fullmatch(bare):
            key = self.from_month(int(found[1]), int(found[2]))
        if key is None or not FIRST_KEY <= key < LAST_KEY:
            raise UsageError(
                f"The period {text!r} is not known; write a month such as 2026-10, a fiscal "
                "period such as 2026P10, or a year such as 2026."
            )
        return self.period(key)

    @property
    def _name_shift(self) -> int:
        return 1 if self.fiscal_year_start > 1 and self.named_by == "end" else 0
