"""The settings workbook: `xlcost.xlsx` beside the data says, a key a row, what TOML says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlcost.dataset.limits import Limits
from xlcost.dataset.schema import folded
from xlcost.dataset.setting_cells import value_of
from xlcost.dataset.setting_keys import KeyKind, Parts, key_parts, key_text, kind_of
from xlcost.errors import SettingsError, UsageError
from xlcost.inputs.files.faults import FileFault
from xlcost.locales.words import LANGUAGES, words

if TYPE_CHECKING:  # it loads openpyxl, which a folder without such a workbook does not need
    from xlcost.inputs.packs.sheet_rows import CellRow, CellValue, SheetRows

LISTS = ("accounts", "cost_centres")  # inputs that may be a sheet of the workbook
_HEADINGS = ("key", "value")
_LOOKED_AT = 30  # rows in which the headings must stand
_MOST = 5000  # rows of settings


@dataclass(frozen=True)
class SettingsBook:
    """What a settings workbook says.

    Attributes:
        values: Each key that has a value.
        places: The cell in which it stands, as `Settings!C7`.
        lists: The sheet of each input that is kept in the workbook and has rows.
    """

    values: Mapping[Parts, Any] = field(default_factory=dict)
    places: Mapping[Parts, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)


def read_book(path: Path) -> SettingsBook:
    """Read a settings workbook; nothing where there is none.

    Raises:
        SettingsError: It cannot be read, or a cell holds no key or no value; the sentence has the
            cell.
    """
    if not path.exists():
        return SettingsBook()
    from xlcost.inputs.packs.pack_tables import open_pack  # noqa: PLC0415 - as above
    from xlcost.inputs.packs.sheet_rows import sheets_of  # noqa: PLC0415 - as above

    try:
        book = open_pack(path, Limits())
        with sheets_of(book) as rows:
            held = {sheet: _held(rows, sheet) for sheet in rows.titles}
    except FileFault as fault:
        found = fault.finding(path.name)
        raise SettingsError(
            f"{path.name} cannot be read ({found.got or found.code}); save it in Excel as .xlsx "
            "without a password."
        ) from fault
    return _read(path.name, held)


def _held(rows: SheetRows, sheet: str) -> list[CellRow]:
    """Return the rows of a sheet; of a list, which is read as an input, enough to see any."""
    found = rows.typed(sheet)
    if _list_of(sheet):
        found = (row for row in found if any(cell not in (None, "") for cell in row))
        return list(islice(found, 2))
    return list(islice(found, _MOST))


def _read(file: str, held: Mapping[str, list[CellRow]]) -> SettingsBook:
    values: dict[Parts, Any] = {}
    places: dict[Parts, str] = {}
    lists: dict[str, str] = {}
    for sheet, rows in held.items():
        name = _list_of(sheet)
        if name:
            if len(rows) > 1:
                lists[name] = sheet
            continue
        for parts, value, cell in _settings(file, sheet, rows):
            if parts in places:
                raise SettingsError(
                    f"{file}: {key_text(parts)} stands in {places[parts]} and in {cell}; "
                    "keep one of them."
                )
            values[parts], places[parts] = value, cell
    return SettingsBook(values, places, lists)


def _list_of(sheet: str) -> str | None:
    """Return the input that a sheet is, by its title in either language."""
    for name in LISTS:
        titles = {folded(words(one).text(f"setup.sheets.{name}")) for one in LANGUAGES}
        if folded(sheet) in titles | {folded(name)}:
            return name
    return None


def _settings(file: str, sheet: str, rows: Sequence[CellRow]) -> Iterator[tuple[Parts, Any, str]]:
    """Yield key, value and cell of each row that has both; none where no headings say so."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    columns: tuple[int, int] | None = None
    for number, row in enumerate(rows, start=1):
        if columns is None:
            columns = _columns(row)
            if columns is None and number >= _LOOKED_AT:
                return
            continue
        key, value = row[columns[0]], row[columns[1]]
        if key in (None, "") or value in (None, ""):
            continue
        cell = f"{sheet}!{get_column_letter(columns[1] + 1)}{number}"
        at = f"{file}, {sheet}!{get_column_letter(columns[0] + 1)}{number}"
        parts = _parts(str(key), at)
        yield parts, _value(value, kind_of(parts), f"{file}, {cell}"), cell


def _columns(row: CellRow) -> tuple[int, int] | None:
    """Return where the keys and the values stand, if a row is the headings."""
    said = [folded(str(cell)) if cell not in (None, "") else "" for cell in row]
    found = []
    for heading in _HEADINGS:
        known = {folded(words(one).text(f"setup.columns.{heading}")) for one in LANGUAGES}
        place = next((place for place, text in enumerate(said) if text in known), None)
        if place is None:
            return None
        found.append(place)
    return found[0], found[1]


def _parts(text: str, at: str) -> Parts:
    try:
        return key_parts(text)
    except UsageError:
        raise SettingsError(
            f"{at}: {text[:80]!r} is no key; a key looks like report.currency."
        ) from None


def _value(cell: CellValue, kind: KeyKind, at: str) -> Any:
    try:
        return value_of(cell, kind, at)
    except UsageError as fault:
        said = str(fault).removeprefix(at).lstrip(": ").rstrip(".")
        raise SettingsError(
            f"{at}: the value begins as a list or a table and is none ({said})."
        ) from None
