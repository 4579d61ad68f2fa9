"""Headings such as Jan-26 that a spreadsheet made into days: the month that was meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
FIRST_YEAR = 20  # two digits: 2020


def made_of_month(headings: Sequence[str]) -> str:
    """Return the year, such as "2026", that headings meant before they became days, or "".

    Two or more headings are days, each the same day of another month, and the day is a year.
    """
    found = [match for heading in headings if (match := DAY.fullmatch(heading.strip()))]
    days = {match[3] for match in found}
    months = {match[2] for match in found}
    if len(days) != 1 or len(months) < 2 or len(months) != len(found):  # noqa: PLR2004 - months
        return ""
    (day,) = days
    year = f"20{day}"
    return year if int(day) >= FIRST_YEAR and any(match[1] != year for match in found) else ""
