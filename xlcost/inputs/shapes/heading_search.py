"""The search for heading rows: whether accounts stand in rows of their own, and in which column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from xlcost.inputs.files.raw_table import RawTable, column_names
from xlcost.inputs.shapes.heading_rows import bare_heading, bare_text, is_heading
from xlcost.values.totals import BALANCES, TOTALS

LOOKED_AT = 2000  # rows
FEWEST = 2  # headings: one alone may be a title
FILLED = 3  # cells of a row that is none of headings
ALONE = 2  # cells that a row of headings has at most: a code and its name
_CODE = re.compile(r"\d{3,}")
_TOTAL, _BALANCE = re.compile(TOTALS), re.compile(BALANCES)


@dataclass(frozen=True)
class HeadingColumn:
    """The column in which headings stand.

    Attributes:
        column: What a person calls it: its heading, else its letter.
        example: The first of its headings.
    """

    column: str
    example: str


def heading_column(raw: RawTable) -> HeadingColumn | None:
    """Return the column in which codes, or names with a total below, stand in rows of their own."""
    rows = _rows(raw)
    totals = {cell for row in rows if not all(row) for cell in row if cell and _TOTAL.match(cell)}
    alone = [row for row in rows if sum(map(bool, row)) <= ALONE]
    found = {place: _headings(alone, place, totals) for place in range(len(raw.header))}
    place = max(found, key=lambda one: len(found[one]), default=None)
    filled = any(sum(map(bool, row)) >= FILLED for row in rows)
    if place is None or len(found[place]) < FEWEST or not filled:
        return None
    return HeadingColumn(raw.heading(place), found[place][0])


def _rows(raw: RawTable) -> list[list[str]]:
    """Return the first rows of a table as texts."""
    names = column_names(len(raw.header))
    cells = raw.table.select(**{name: raw.table[name].cast("string") for name in names})
    found = cells.limit(LOOKED_AT).to_pyarrow().to_pylist()
    return [[bare_text(row[name]) for name in names] for row in found]


def _headings(rows: list[list[str]], place: int, totals: set[str]) -> list[str]:
    """Return the distinct headings that stand alone in a column, the first one first."""
    alone = (row[place] for row in rows if is_heading(row, place, frozenset()))
    return list(dict.fromkeys(text for text in alone if _names_a_group(text, totals)))


def _names_a_group(text: str, totals: set[str]) -> bool:
    """Tell whether a text begins with a code, or has a total of its own below."""
    if _TOTAL.match(text) or _BALANCE.match(text):
        return False
    bare = bare_heading(text)
    return bool(_CODE.match(bare)) or any(one.endswith(f" {text}") for one in totals)
