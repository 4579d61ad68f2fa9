"""Headers of two rows: groups above, names below."""

from __future__ import annotations

from collections.abc import Sequence

from xlcost.inputs.files.cell_texts import Cell, is_number

LOOKED_AT = 60  # rows in which a header is looked for


Span = tuple[int, int, int, int]  # first row, first column, last row, last column


def spans_at(merged: Sequence[Span], number: int) -> list[Span]:
    """Return the merged cells that begin in a row and are wider than one column."""
    return [span for span in merged if span[0] == number and span[3] > span[1]]


def extent(row: Sequence[Cell]) -> int:
    """Return how many columns a row takes up to its last filled cell."""
    return max((i + 1 for i, cell in enumerate(row) if cell and cell.strip()), default=0)


def texts_in(row: Sequence[Cell]) -> int:
    """Return how many cells of a row are words."""
    return sum(1 for cell in row if cell and cell.strip() and not is_number(cell))


def is_pair(
    rows: Sequence[Sequence[Cell]], numbers: Sequence[int], first: int, merged: Sequence[Span]
) -> bool:
    """Whether two rows are one header: groups above, names below.

    Groups are merged cells, or stand above names that would be the same without them.
    """
    if not _may_begin(rows, numbers, first):
        return False
    top, below = rows[first], rows[first + 1]
    width = max(extent(top), extent(below))
    filled = [bool(_at(top, i)) for i in range(width)]
    if sum(filled) < 2 or not all(filled[i] or _at(below, i) for i in range(width)):  # noqa: PLR2004 - one group is a title
        return False
    if any(span[3] - span[1] + 1 < width for span in spans_at(merged, numbers[first])):
        return True
    later = rows[first + 2 : first + LOOKED_AT]
    return not all(filled) and _are_groups(filled) and _are_needed(below, later)


def _may_begin(rows: Sequence[Sequence[Cell]], numbers: Sequence[int], first: int) -> bool:
    """Whether a row and the one right below it hold words alone, and are no lines of notes."""
    if first + 1 >= len(rows) or numbers[first + 1] != numbers[first] + 1:
        return False
    if first and numbers[first - 1] == numbers[first] - 1 and texts_in(rows[first - 1]) > 1:
        return False  # lines of notes, one above the other
    return not any(cell and is_number(cell) for cell in (*rows[first], *rows[first + 1]))


def _are_groups(filled: Sequence[bool]) -> bool:
    """Whether no name of a row stands over more than half of the columns."""
    gaps = "".join("x" if name else " " for name in filled).split("x")[1:]
    return max(map(len, gaps)) + 1 <= len(filled) / 2


def _are_needed(below: Sequence[Cell], later: Sequence[Sequence[Cell]]) -> bool:
    """Whether names of columns with numbers would be the same without the groups above."""
    names = [cell for cell in below if cell and cell.strip()]
    named = [place for place in range(len(below)) if _at(below, place)]
    counted = any(is_number(_at(row, place)) for place in named for row in later)
    return counted and len(set(names)) < len(names)


def _at(row: Sequence[Cell], index: int) -> str:
    """Return a cell without outer blanks, "" where the row is too short."""
    return (row[index] or "").strip() if index < len(row) else ""
