"""Heading rows: the account, queue or person stands in a row of its own above its rows."""

from __future__ import annotations

import re
from dataclasses import replace

from xlcost.dataset.findings import Code
from xlcost.inputs.files.raw_table import with_faults
from xlcost.inputs.shapes.code_and_name import cut
from xlcost.inputs.shapes.step import Column, Shaped, Step
from xlcost.values.marks import MARK
from xlcost.values.totals import BALANCES, TOTALS

_TOTAL, _BALANCE = re.compile(TOTALS), re.compile(BALANCES)
_WORD = re.compile(
    r"^(?:konto(?:nr|nummer)?|account(?: number| no)?|gl account|sachkonto|compte|cuenta|rekening|"
    r"conto|tili|avdeling|cost cent(?:er|re)|kostenstelle|department|queue|kø)\b[.:\s]*",
    re.IGNORECASE,
)


def bare_text(cell: str | None) -> str:
    """Return the text of a cell without its mark and the space around it."""
    return "" if cell is None else (cell[2:] if cell.startswith(MARK) else cell).strip()


def bare_heading(text: str) -> str:
    """Return a heading without the word that says what it names: "Konto 5010" is 5010."""
    return _WORD.sub("", text)


def is_heading(cells: list[str], place: int, measures: frozenset[int]) -> bool:
    """Tell whether a row names a group: it has this cell and no other, or no more than a name."""
    if not cells[place] or any(cells[p] for p in measures if p != place):
        return False
    others = [p for p, cell in enumerate(cells) if cell and p != place]
    return len(others) <= 1 and all(p == place + 1 for p in others)


def _change(table: Shaped) -> Shaped:
    shaped = table
    for name, heading in table.said.heading_rows.items():
        place = table.raw.place_of(heading)
        if place is not None:
            shaped = _lifted(shaped, name, place)
    return shaped


def _headings(table: Shaped, place: int) -> tuple[Column, dict[int, tuple[str, str]]]:
    """Return the heading above each row, and by their numbers the rows that are none of data."""
    columns = [[bare_text(cell) for cell in table.column(p)] for p in table.strings]
    at, measures = table.strings.index(place), table.measures()
    numeric = frozenset(i for i, p in enumerate(table.strings) if p in measures)
    faults: dict[int, tuple[str, str]] = {}
    values: Column = []
    current: str | None = None
    for number, row in zip(table.rows, zip(*columns, strict=True), strict=True):
        cells = list(row)
        if _is_total(cells, at):
            faults[number] = (str(Code.TOTALS_ROW_LEFT_OUT), next(filter(None, cells), ""))
        elif is_heading(cells, at, numeric):
            current = " ".join(filter(None, cells))
            faults[number] = (str(Code.GROUP_ROW_LEFT_OUT), current)
        values.append(current)
    return values, faults


def _is_total(cells: list[str], at: int) -> bool:
    """Tell whether a row says the sum or the balance of the rows above it."""
    first = next(filter(None, cells), "")
    total = _TOTAL.match(first) or _TOTAL.match(cells[at])
    return bool(total) or any(_BALANCE.match(cell) for cell in cells if cell)


def _lifted(table: Shaped, name: str, place: int) -> Shaped:
    """Return a table whose headings stand in a column of their own, beside their rows."""
    values, faults = _headings(table, place)
    new = table.new_heading(f"{name} (rows)")
    named = table.new_heading(f"{name} name (rows)")
    pairs = [cut(bare_heading(value)) if value else ("", "") for value in values]
    added: dict[str, Column] = {new: [code for code, _ in pairs]}
    said = {**table.said.columns, name: new}
    if table.kind.column(f"{name}_name") is not None and f"{name}_name" not in said:
        added[named] = [text for _, text in pairs]
        said[f"{name}_name"] = named
    shaped = replace(table, raw=replace(table.raw, cells=with_faults(table.cells, faults)))
    return shaped.with_new_columns(added).saying(columns=said)


HEADING_ROWS = Step("heading_rows", lambda table: bool(table.said.heading_rows), _change)
