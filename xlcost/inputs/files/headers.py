"""The header of a table: which rows hold the names of the columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from xlcost.inputs.files.read_options import ReadOptions
from xlcost.values.marks import BOOLEAN, DATE, DURATION, MARK, NUMBER

LOOKED_AT = 60  # rows in which a header is looked for
Cell = str | None
Span = tuple[int, int, int, int]  # first row, first column, last row, last column

_NUMBER_LIKE = re.compile(
    r"^[\s\u00a0\u202f(+\-\u2212$€£]*\d[\d\s\u00a0\u202f.,'’:/\-\u2212]*[)%\-\u2212\s]*$"
)
_PERIOD_LIKE = re.compile(r"^(19|20)\d\d([-/.]?(0?[1-9]|1[0-2]))?$|^\d{1,2}\.\d{1,2}\.\d{4}$")


@dataclass(frozen=True)
class Header:
    """Where the names are.

    Attributes:
        first: Index of the first row of names among the rows looked at; -1 when there is none.
        count: How many rows they take.
        names: One name a column.
    """

    first: int
    count: int
    names: tuple[str, ...]

    @property
    def after(self) -> int:
        """Index of the first row below the names."""
        return self.first + self.count


def is_number(cell: str) -> bool:
    """Whether a cell holds an amount, a count or a code, but not a year or a month."""
    if cell.startswith(MARK):
        if cell.startswith(NUMBER):
            return _PERIOD_LIKE.match(cell[2:]) is None
        return cell.startswith((DURATION, BOOLEAN))
    text = cell.strip()
    return bool(_NUMBER_LIKE.match(text)) and _PERIOD_LIKE.match(text) is None


def find_header(
    rows: Sequence[Sequence[Cell]],
    numbers: Sequence[int],
    options: ReadOptions,
    merged: Sequence[Span] = (),
) -> Header:
    """Find the names of the columns in the first rows of a table.

    Args:
        rows: The first rows that are not blank.
        numbers: Their row numbers, as a person counts.
        options: The settings; `header_row` and `header_rows` override what is found.
        merged: Merged cells, in the row numbers of `numbers` and column indices from 0.

    Returns:
        The header; its first row is the fullest row of text above the first row with numbers.
    """
    if not rows or options.header_row == 0:
        return Header(-1, 1, ()) if rows else Header(0, 0, ())
    if options.header_row is None:
        first = _first_row(rows)
    else:
        first = next((i for i, n in enumerate(numbers) if n >= options.header_row), len(rows) - 1)
    count = options.header_rows or 1
    if options.header_rows is None:
        if options.header_row is None and first and _is_pair(rows, numbers, first - 1, merged):
            first, count = first - 1, 2
        elif _is_pair(rows, numbers, first, merged):
            count = 2
    block = rows[first : first + count]
    return Header(first, len(block), _names(block, _spans(merged, numbers[first])))


def _spans(merged: Sequence[Span], number: int) -> list[Span]:
    """Return the merged cells that begin in a row and are wider than one column."""
    return [span for span in merged if span[0] == number and span[3] > span[1]]


def _extent(row: Sequence[Cell]) -> int:
    """Return how many columns a row takes up to its last filled cell."""
    return max((i + 1 for i, cell in enumerate(row) if cell and cell.strip()), default=0)


def _texts(row: Sequence[Cell]) -> int:
    return sum(1 for cell in row if cell and cell.strip() and not is_number(cell))


def _first_row(rows: Sequence[Sequence[Cell]]) -> int:
    """Return the index of the first row of names."""
    looked = rows[:LOOKED_AT]
    extents = Counter(_extent(row) for row in looked)
    usual = max(extents.items(), key=lambda item: (item[1], item[0]))[0]
    candidates: list[tuple[int, int]] = []
    for index, row in enumerate(looked):
        texts = _texts(row)
        filled = sum(1 for cell in row if cell and cell.strip())
        if filled > texts and filled >= usual / 2 and not _is_filter(looked, index, usual):
            break  # the first row with numbers: the names are above
        if texts >= usual / 2 and filled == texts:
            candidates.append((index, texts))
    else:
        full = [index for index, texts in candidates if texts >= usual * 0.8]
        if full:  # a table of nothing but text
            return full[0]
    if not candidates:
        return 0
    fullest = max(texts for _, texts in candidates)
    return next(index for index, texts in candidates if texts == fullest)


def _is_filter(rows: Sequence[Sequence[Cell]], index: int, usual: int) -> bool:
    """Whether a row is a line such as "Date: 10/5/2026" above the names, and they come later.

    It has a text and one value; between it and the first row of data there is a full row of text.
    """
    first, *rest = [cell for cell in rows[index] if cell and cell.strip()]
    if len(rest) != 1 or is_number(first) or usual <= len(rest) + 1:
        return False
    for row in rows[index + 1 :]:
        filled, texts = sum(1 for cell in row if cell and cell.strip()), _texts(row)
        if filled == texts and texts >= usual * 0.8:
            return True
        if filled > texts and filled >= usual * 0.8:
            return False
    return False


def _is_pair(
    rows: Sequence[Sequence[Cell]], numbers: Sequence[int], first: int, merged: Sequence[Span]
) -> bool:
    """Whether two rows are one header: groups above, names below.

    Groups are merged cells, or stand above names that would be the same without them.
    """
    if first + 1 >= len(rows) or numbers[first + 1] != numbers[first] + 1:
        return False
    if first and numbers[first - 1] == numbers[first] - 1 and _texts(rows[first - 1]) > 1:
        return False  # lines of notes, one above the other
    top, below = rows[first], rows[first + 1]
    if any(cell and is_number(cell) for cell in (*top, *below)):
        return False
    width = max(_extent(top), _extent(below))
    filled = [bool(_at(top, i)) for i in range(width)]
    if sum(filled) < 2 or not all(filled[i] or _at(below, i) for i in range(width)):  # noqa: PLR2004 - one group is a title
        return False
    names = [cell for cell in below if cell and cell.strip()]
    if any(span[3] - span[1] + 1 < width for span in _spans(merged, numbers[first])):
        return True
    gaps = "".join("x" if name else " " for name in filled).split("x")[1:]
    even = max(map(len, gaps)) + 1 <= width / 2
    later = rows[first + 2 : first + LOOKED_AT]
    counted = any(
        _at(below, i) and any(is_number(_at(row, i)) for row in later) for i in range(width)
    )
    return not all(filled) and even and counted and len(set(names)) < len(names)


def _at(row: Sequence[Cell], index: int) -> str:
    """Return a cell without outer blanks, "" where the row is too short."""
    return (row[index] or "").strip() if index < len(row) else ""


def _names(block: Sequence[Sequence[Cell]], spans: Sequence[Span]) -> tuple[str, ...]:
    """Join the rows of names, the first filled to the right where cells are merged."""
    if not block:
        return ()
    width = max(len(row) for row in block)
    lines = [[shown(row[i]) if i < len(row) else "" for i in range(width)] for row in block]
    if len(lines) > 1:
        top = lines[0]
        covered = {column for span in spans for column in range(span[1] + 1, span[3] + 1)}
        for column in range(1, width):
            inside = column in covered if spans else True
            if not top[column] and inside and lines[1][column]:
                top[column] = top[column - 1]
    names = []
    for column in range(width):
        parts = [line[column] for line in lines if line[column]]
        names.append(" / ".join(dict.fromkeys(parts)))
    return tuple(names)


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
