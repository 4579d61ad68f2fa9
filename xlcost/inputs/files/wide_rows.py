"""Wide rows: rows with more fields than there are names, and whether they have shifted.

A surplus behind the last name is a note of the system's, while every field stands where it should.
A delimiter inside a number or a text, without quotation marks, moves the fields behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from xlcost.system.late import pa, pc

THOUSANDS = re.compile(r"[-+(]?[^\W\d]{0,3}[$€£ ]?\d{1,3}"), re.compile(r"\d{3}(?:\.\d+)?\)?-?")
DECIMALS = re.compile(r"[-+(]?\d{1,12}"), re.compile(r"\d{1,2}\)?-?")
NUMBER = re.compile(
    r"^\s*[-+(]?\s*[^\W\d_]{0,3}[$€£]?\s*\d[\d\s\u00a0\u202f.,'’]*\s*[^\W\d_]{0,3}\)?%?-?\s*$"
)
DAY = re.compile(r"^\s*(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{8})(?:[T ].*)?\s*$")
ENOUGH_ROWS = 3  # of the usual width: fewer say nothing of a column
PURE = 0.95  # share of a column's filled cells that are of one kind
JOINED = 0.9  # share of the wide rows in which the same two pieces join to a number
MOST_COUNTED = 100_000
Record = tuple[int, Sequence[str]]


def shifted(wide: Sequence[Record], narrow: pa.Table, width: int, delimiter: str) -> dict[int, str]:
    """Return the rows whose fields have shifted, with the piece that says so.

    Args:
        wide: Rows with more fields than names, with their numbers.
        narrow: The rows with as many fields as there are names.
        width: How many names there are.
        delimiter: What stands between the fields.
    """
    if not wide or not width:
        return {}
    found = _joined(wide, width) if delimiter == "," else {}
    kinds = _kinds(narrow, width) if narrow.num_rows >= ENOUGH_ROWS else []
    for number, record in wide:
        if number not in found and kinds and (piece := _misplaced(record, kinds, width)):
            found[number] = piece
    return found


def _joined(wide: Sequence[Record], width: int) -> dict[int, str]:
    """Return the rows in which two pieces beside a comma are one number."""
    found: dict[int, str] = {}
    for (left, right), share in ((THOUSANDS, 0.0), (DECIMALS, JOINED)):
        places: Counter[int] = Counter()
        mine: dict[int, str] = {}
        for number, record in wide:
            for place in range(min(width, len(record) - 1)):
                one, two = record[place].strip(), record[place + 1].strip()
                if left.fullmatch(one) and right.fullmatch(two):
                    places[place] += 1
                    mine[number] = f"{one},{two}"
        most = max(places.values(), default=0)
        if mine and most >= share * len(wide):
            found |= {number: piece for number, piece in mine.items() if number not in found}
    return found


def _kinds(narrow: pa.Table, width: int) -> list[str]:
    """Return what each column holds in the rows of the usual width: "number", "day" or ""."""
    found = []
    for place in range(width):
        cells = pc.drop_null(narrow.column(place))
        cells = cells.filter(pc.not_equal(pc.utf8_trim_whitespace(cells), ""))[:MOST_COUNTED]
        texts = cells.to_pylist()
        kind = ""
        for name, pattern in (("day", DAY), ("number", NUMBER)):
            if texts and sum(bool(pattern.match(t)) for t in texts) >= PURE * len(texts):
                kind = name
                break
        found.append(kind)
    return found


def _fits(cell: str, kind: str) -> bool:
    pattern = {"day": DAY, "number": NUMBER}.get(kind)
    return pattern is None or not cell.strip() or bool(pattern.match(cell))


def _misplaced(record: Sequence[str], kinds: Sequence[str], width: int) -> str:
    """Return the first field that does not fit its column, or may as well stand one to the left."""
    for cell, kind in zip(record[:width], kinds, strict=True):
        if not _fits(cell, kind):
            return cell.strip()
    surplus = record[width:]
    if any(map(str.strip, surplus)) or len(surplus) > 1:
        return ""
    # Nothing stands behind the last name: one mark too many somewhere fits as well as here.
    for place in range(width):
        if record[place].strip():
            continue
        other = [*record[:place], *record[place + 1 :]][:width]
        moved = [
            cell.strip()
            for cell, here, kind in zip(
                other[place:], record[place:width], kinds[place:], strict=True
            )
            if kind == "number" and cell.strip() != here.strip() and cell.strip()
        ]
        if moved and all(_fits(cell, kind) for cell, kind in zip(other, kinds, strict=True)):
            return moved[0]
    return ""
