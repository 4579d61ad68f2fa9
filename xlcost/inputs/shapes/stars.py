"""Stars: rows that a list of SAP marks with * and ** are its subtotals and totals."""

from __future__ import annotations

from dataclasses import replace

from xlcost.dataset.findings import Code
from xlcost.inputs.files.raw_table import with_faults
from xlcost.inputs.shapes.step import Shaped, Step
from xlcost.values.numbers import SPACE

STARS = rf"^[{SPACE}]*\*{{1,9}}[{SPACE}]*$"
STARRED = rf"^[{SPACE}]*\*{{1,9}}[{SPACE}]+\S"


def _places(table: Shaped) -> list[tuple[int, str]]:
    """Return the columns that mark totals: an unnamed one, or the first one with a text."""
    raw = table.raw
    if raw.cells is None:
        return []
    strings = table.strings
    unnamed = [(p, STARS) for p in strings if not raw.header[p] and raw.seen.any(f"c{p}", STARS)]
    named = [(p, STARRED) for p in strings[:3] if raw.seen.any(f"c{p}", STARRED)]
    return unnamed + named


def _change(table: Shaped) -> Shaped:
    faults: dict[int, tuple[str, str]] = {}
    for place, _ in _places(table):
        for number, cell in zip(table.rows, table.column(place), strict=True):
            bare = (cell or "").strip()
            if bare.startswith("*") and (not bare.strip("* ") or bare.lstrip("*")[:1] == " "):
                faults[number] = (str(Code.TOTALS_ROW_LEFT_OUT), bare)
    return replace(table, raw=replace(table.raw, cells=with_faults(table.cells, faults)))


STARRED_ROWS = Step("stars", lambda table: bool(_places(table)), _change)
