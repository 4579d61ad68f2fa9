"""Setup cells: where in the settings workbook each code, word and file stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from xlcost.dataset.limits import Limits
from xlcost.dataset.schema import INPUTS, aliases, folded
from xlcost.inputs.configuration.setup_pages import FILES, LISTS, LOOKED_AT, WORDS, kinds, places

if TYPE_CHECKING:  # it loads openpyxl, which a folder without such a workbook does not need
    from xlcost.inputs.packs.sheet_rows import CellRow

_OTHERS = {FILES: ("file", "read_as"), WORDS: ("word", "counts_as")}  # key, and where one answers


@dataclass(frozen=True)
class SetupCells:
    """Where people answer.

    Attributes:
        codes: Sheet ("accounts", "cost_centres", "words") and code or word → its cell.
        files: Name of a file → its cell.
    """

    codes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


def setup_cells(path: Path) -> SetupCells:
    """Return the cells of a settings workbook that was read before.

    Raises:
        FileFault: It cannot be read.
    """
    from xlcost.inputs.packs.pack_tables import open_pack  # noqa: PLC0415 - as above
    from xlcost.inputs.packs.sheet_rows import sheets_of  # noqa: PLC0415 - as above

    if not path.exists():
        return SetupCells()
    codes: dict[tuple[str, str], str] = {}
    files: dict[str, str] = {}
    with sheets_of(open_pack(path, Limits())) as rows:
        first = {one: list(islice(rows.rows(one), LOOKED_AT)) for one in rows.titles}
        for sheet, kind in kinds(first).items():
            for text, cell in _cells(sheet, kind, rows.rows(sheet)):
                if kind == FILES:
                    files.setdefault(text, cell)
                else:
                    codes.setdefault((kind, text), cell)
    return SetupCells(codes, files)


def _cells(sheet: str, kind: str, rows: Iterator[CellRow]) -> Iterator[tuple[str, str]]:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    columns: tuple[int, int] | None = None
    for number, row in enumerate(rows, start=1):
        if columns is None:
            columns = _columns(kind, row)
        elif len(row) > columns[0] and row[columns[0]] not in (None, ""):
            letter = get_column_letter(columns[1] + 1)
            yield str(row[columns[0]]).strip(), f"{sheet}!{letter}{number}"


def _columns(kind: str, row: CellRow) -> tuple[int, int] | None:
    """Return where the code stands and where one answers, if a row is the headings."""
    if kind in _OTHERS:
        found = places(row, _OTHERS[kind])
        return None if found is None else (found[_OTHERS[kind][0]], found[_OTHERS[kind][1]])
    if kind not in LISTS:
        return None
    known = aliases(kind)
    said = [known.get(folded(str(cell)), "") if cell else "" for cell in row]
    key, asked = INPUTS[kind].columns[0].name, "line" if kind == "accounts" else "name"
    return (said.index(key), said.index(asked)) if {key, asked} <= set(said) else None
