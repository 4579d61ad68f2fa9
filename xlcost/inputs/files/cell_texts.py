"""Cells of a table as a person reads them: numbers, and texts without marks."""

from __future__ import annotations

import re

from xlcost.values.marks import BOOLEAN, DATE, DURATION, MARK, NUMBER

Cell = str | None


_NUMBER_LIKE = re.compile(
    r"^[\s\u00a0\u202f(+\-\u2212$€£]*\d[\d\s\u00a0\u202f.,'’:/\-\u2212]*[)%\-\u2212\s]*$"
)


_PERIOD_LIKE = re.compile(r"^(19|20)\d\d([-/.]?(0?[1-9]|1[0-2]))?$|^\d{1,2}\.\d{1,2}\.\d{4}$")


def is_number(cell: str) -> bool:
    """Whether a cell holds an amount, a count or a code, but not a year or a month."""
    if cell.startswith(MARK):
        if cell.startswith(NUMBER):
            return _PERIOD_LIKE.match(cell[2:]) is None
        return cell.startswith((DURATION, BOOLEAN))
    text = cell.strip()
    return bool(_NUMBER_LIKE.match(text)) and _PERIOD_LIKE.match(text) is None


def shown(cell: Cell) -> str:
    """Return a cell as a person reads it: no marker, no line break, no outer blanks."""
    if not cell:
        return ""
    if cell.startswith(BOOLEAN):
        return "TRUE" if cell[2:] == "1" else "FALSE"
    text = cell[2:] if cell.startswith(MARK) else cell
    if cell.startswith(DATE):
        text = text.removesuffix("T00:00:00")
    text = re.sub(r"\s*[\r\n]+\s*", " ", text.removeprefix("\ufeff"))
    return text.strip()
