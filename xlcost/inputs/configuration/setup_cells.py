"""Setup cells: where in the settings workbook each code, word and file stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from xlcost.dataset.limits import Limits
from xlcost.dataset.schema import aliases, folded
from xlcost.inputs.configuration.setup_pages import (
    FILES,
    LISTS,
    LOOKED_AT,
    WORDS,
    kinds,
    meaning_of,
    places,
)

if TYPE_CHECKING:  # it loads openpyxl, which a folder without such a workbook does not need
    from xlcost.inputs.packs.sheet_rows import CellRow

# Of a sheet: what its rows are of, and where one answers.
KEYS = {
    "accounts": ("account", "line"),
    "cost_centres": ("cost_centre", "name"),
    FILES: ("file", "read_as"),
    WORDS: ("word", "counts_as"),
}


@dataclass(frozen=True)
class SetupSheetCells:
    """One sheet of codes, words or files.

    Attributes:
        title: What it is called.
        columns: Name of a column → its place, from 0.
        cells: Each code, word or file → the cell in which one answers.
        words: Each word with what it is of, folded.
    """

    title: str
    columns: Mapping[str, int]
    cells: Mapping[str, str]
    words: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class SetupCells:
    """Where people answer.

    Attributes:
        sheets: Kind of a sheet ("accounts", "cost_centres", "files", "words") → its cells.
    """

    sheets: Mapping[str, SetupSheetCells] = field(default_factory=dict)

    def of(self, kind: str, text: str) -> str:
        """Return the cell of a code, a word or a file, "" where it has none."""
        sheet = self.sheets.get(kind)
        return "" if sheet is None else sheet.cells.get(text, "")


def setup_cells(path: Path) -> SetupCells:
    """Return the cells of a settings workbook that was read before.

    Raises:
        FileFault: It cannot be read.
    """
    from xlcost.inputs.packs.pack_tables import open_pack  # noqa: PLC0415 - as above
    from xlcost.inputs.packs.sheet_rows import sheets_of  # noqa: PLC0415 - as above

    if not path.exists():
        return SetupCells()
    found: dict[str, SetupSheetCells] = {}
    with sheets_of(open_pack(path, Limits())) as rows:
        first = {one: list(islice(rows.rows(one), LOOKED_AT)) for one in rows.titles}
        for title, kind in kinds(first).items():
            sheet = _sheet(title, kind, rows.rows(title)) if kind in KEYS else None
            if sheet is not None:
                found[kind] = sheet
    return SetupCells(found)


def _sheet(title: str, kind: str, rows: Iterator[CellRow]) -> SetupSheetCells | None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    key, asked = KEYS[kind]
    columns: dict[str, int] | None = None
    cells: dict[str, str] = {}
    words: set[tuple[str, str]] = set()
    for number, row in enumerate(rows, start=1):
        if columns is None:
            columns = _columns(kind, row)
            continue
        text = _text(row, columns[key])
        if text:
            cells.setdefault(text, f"{title}!{get_column_letter(columns[asked] + 1)}{number}")
            what = meaning_of(_text(row, columns.get("what", len(row))), "setup.what")
            words |= {(what, text.casefold())} if what else set()
    return None if columns is None else SetupSheetCells(title, columns, cells, frozenset(words))


def _text(row: CellRow, place: int) -> str:
    """Return a cell as a code is read: 5000 is no 5000.0."""
    cell = row[place] if place < len(row) else None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _columns(kind: str, row: CellRow) -> dict[str, int] | None:
    """Return where each column stands that is known, if a row is the headings."""
    known = aliases(kind) if kind in LISTS else {}
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        if cell in (None, ""):
            continue
        name = known.get(folded(str(cell))) or meaning_of(str(cell), "setup.columns")
        if name:
            found.setdefault(name, place)
    wanted = KEYS[kind]
    if kind in LISTS:
        return found if set(wanted) <= set(found) else None
    return found if places(row, wanted) is not None else None
