"""The header of a table: which rows hold the names of the columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from xlcost.inputs.files.cell_texts import Cell, is_number, shown
from xlcost.inputs.files.header_pairs import LOOKED_AT, Span, extent, is_pair, spans_at, texts_in
from xlcost.inputs.files.read_options import ReadOptions


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
        if options.header_row is None and first and is_pair(rows, numbers, first - 1, merged):
            first, count = first - 1, 2
        elif is_pair(rows, numbers, first, merged):
            count = 2
    block = rows[first : first + count]
    return Header(first, len(block), _names(block, spans_at(merged, numbers[first])))


def _first_row(rows: Sequence[Sequence[Cell]]) -> int:
    """Return the index of the first row of names."""
    looked = rows[:LOOKED_AT]
    extents = Counter(extent(row) for row in looked)
    wide = Counter({width: count for width, count in extents.items() if width > 1})
    extents = wide if wide.total() > 1 else extents  # one cell in a row is a title, however many
    usual = max(extents.items(), key=lambda item: (item[1], item[0]))[0]
    candidates, is_text = _candidates(looked, usual)
    full = [index for index, texts in candidates if texts >= usual * 0.8]
    if is_text and full:  # a table of nothing but text
        return full[0]
    if not candidates:
        return 0
    fullest = max(texts for _, texts in candidates)
    return next(index for index, texts in candidates if texts == fullest)


def _candidates(looked: Sequence[Sequence[Cell]], usual: int) -> tuple[list[tuple[int, int]], bool]:
    """Return the rows of words above the first row with numbers, and whether there is no such row.

    Args:
        looked: The rows that are looked at.
        usual: How many columns most of them take.
    """
    candidates: list[tuple[int, int]] = []
    for index, row in enumerate(looked):
        texts = texts_in(row)
        filled = sum(1 for cell in row if cell and cell.strip())
        if filled > texts and filled >= usual / 2 and not _is_filter(looked, index, usual):
            return candidates, False  # the first row with numbers: the names are above
        if texts >= usual / 2 and filled == texts:
            candidates.append((index, texts))
    return candidates, True


def _is_filter(rows: Sequence[Sequence[Cell]], index: int, usual: int) -> bool:
    """Whether a row is a line such as "Date: 10/5/2026" above the names, and they come later.

    It has a text and one value; between it and the first row of data there is a full row of text.
    """
    first, *rest = [cell for cell in rows[index] if cell and cell.strip()]
    if len(rest) != 1 or is_number(first) or usual <= len(rest) + 1:
        return False
    for row in rows[index + 1 :]:
        filled, texts = sum(1 for cell in row if cell and cell.strip()), texts_in(row)
        if filled == texts and texts >= usual * 0.8:
            return True
        if filled > texts and filled >= usual * 0.8:
            return False
    return False


def _names(block: Sequence[Sequence[Cell]], spans: Sequence[Span]) -> tuple[str, ...]:
    """Join the rows of names, the first filled to the right where cells are merged."""
    if not block:
        return ()
    width = max(len(row) for row in block)
    lines = [[shown(row[i]) if i < len(row) else "" for i in range(width)] for row in block]
    if len(lines) > 1:
        _fill_right(lines[0], lines[1], spans)
    names = []
    for column in range(width):
        parts = [line[column] for line in lines if line[column]]
        names.append(" / ".join(dict.fromkeys(parts)))
    return tuple(names)


def _fill_right(top: list[str], below: Sequence[str], spans: Sequence[Span]) -> None:
    """Let each group stand over every column of it, where that has a name below."""
    covered = {column for span in spans for column in range(span[1] + 1, span[3] + 1)}
    for column in range(1, len(top)):
        inside = column in covered if spans else True
        if not top[column] and inside and below[column]:
            top[column] = top[column - 1]
