"""Pieces of formula text: ranges of cells, constants, and parentheses where they are needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from openpyxl.utils import get_column_letter

_ATOM = re.compile(
    r"(?:(?:'(?:[^']|'')+'|\w+)!)?[\w.$]+(?::[\w$]+|\[[^\]]*\])?|\"(?:[^\"]|\"\")*\""
)
_FUNCTION = re.compile(r"[A-Z][A-Z0-9.]*(?=\()|(?=\()")
_SIGNS = re.compile(r'["()]')
_ABSOLUTE = re.compile(r"ABS\(([^()]+)\)")
_LONGEST_CONSTANT = 255


def areas(cells: Sequence[tuple[int, int]]) -> list[str]:
    """Return the fewest plain ranges that hold cells (row, column): whole blocks, then runs.

    A cell that is given twice is written twice.
    """
    unique = sorted(set(cells))
    again = (
        [cell for cell in unique for _ in range(cells.count(cell) - 1)]
        if (len(unique) < len(cells))
        else []
    )
    runs = _block(unique) or min(_runs(unique, down=True), _runs(unique, down=False), key=len)
    return [_area(run) for run in runs] + [_area((cell, cell)) for cell in again]


Run = tuple[tuple[int, int], tuple[int, int]]


def _block(cells: Sequence[tuple[int, int]]) -> list[Run]:
    """Return the one rectangle that the cells fill, if they do."""
    if not cells:
        return []
    rows = [row for row, _ in cells]
    columns = [column for _, column in cells]
    first, last = (min(rows), min(columns)), (max(rows), max(columns))
    size = (last[0] - first[0] + 1) * (last[1] - first[1] + 1)
    return [(first, last)] if size == len(cells) else []


def _runs(cells: Sequence[tuple[int, int]], *, down: bool) -> list[Run]:
    """Return runs of neighbours, each below the other or each beside the other."""
    turn = 1 if down else 0
    ordered = sorted(cells, key=lambda cell: (cell[turn], cell[1 - turn]))
    starts = [ordered[0]] if ordered else []
    ends = []
    for before, cell in pairwise(ordered):
        follows = cell[turn] == before[turn] and cell[1 - turn] == before[1 - turn] + 1
        if not follows:
            ends.append(before)
            starts.append(cell)
    ends += ordered[-1:]
    return sorted(zip(starts, ends, strict=True))


def _area(run: Run) -> str:
    (top, left), (bottom, right) = run
    first = f"{get_column_letter(left)}{top}"
    last = f"{get_column_letter(right)}{bottom}"
    return first if first == last else f"{first}:{last}"


@lru_cache(maxsize=8192)
def closed(text: str) -> str:
    """Return formula text that can stand beside any operator."""
    if _ATOM.fullmatch(text) or _is_one_function(text):
        return text
    return f"({text})"


def _is_one_function(text: str) -> bool:
    """Tell whether a text is one function call, or one pair of parentheses, from end to end."""
    start = _FUNCTION.match(text)
    if start is None:
        return False
    depth = 0
    inside = False
    for match in _SIGNS.finditer(text):
        sign = match[0]
        if sign == '"':
            inside = not inside
        elif not inside:
            depth += 1 if sign == "(" else -1
            if depth == 0:
                return match.end() == len(text)
    return False


def unwrapped(text: str) -> str:
    """Return what decides whether a divisor is zero: `ABS(B5)` is zero when `B5` is."""
    match = _ABSOLUTE.fullmatch(text)
    if match:
        return match[1]
    return text[1:-1] if text.startswith("(") and _is_one_function(text) else text


def text_constant(text: str) -> str:
    """Return a text as a formula writes it; longer ones than Excel takes are joined."""
    parts = [
        text[start : start + _LONGEST_CONSTANT] for start in range(0, len(text), _LONGEST_CONSTANT)
    ]
    constants = ['"' + part.replace('"', '""') + '"' for part in parts or [""]]
    return constants[0] if len(constants) == 1 else f"({'&'.join(constants)})"


def criterion_text(word: str) -> str:
    """Return a COUNTIF criterion that means this word and no pattern."""
    return text_constant("=" + re.sub(r"([*?~])", r"~\1", word))


def table_column(table: str, column: str) -> str:
    """Return a column of an Excel table as a formula writes it."""
    escaped = re.sub(r"(['\[\]#@])", r"'\1", column)
    return f"{table}[{escaped}]"


def constant(value: float | str | bool | date | None) -> str:
    """Return a constant as a formula writes it; nothing is 0, as operators read it."""
    if value is None:
        return "0"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return text_constant(value)
    if isinstance(value, date):
        return f"DATE({value.year},{value.month},{value.day})"
    text = repr(value)
    return text.removesuffix(".0").upper()
