"""The settings workbook: `xlcost.xlsx` beside the data says, a key a row, what TOML says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlcost.dataset.limits import Limits
from xlcost.dataset.schema import LISTS
from xlcost.dataset.setting_cells import value_of
from xlcost.dataset.setting_keys import KeyKind, Parts, key_parts, key_text, kind_of
from xlcost.errors import SettingsError, UsageError
from xlcost.inputs.configuration import setup_pages
from xlcost.inputs.configuration.moved_tables import moved
from xlcost.inputs.configuration.setup_pages import (
    FILES,
    LOOKED_AT,
    SETTINGS,
    TELLING,
    WORDS,
    kinds,
)
from xlcost.inputs.configuration.setup_rows import FileRole, contact_words_of, file_roles
from xlcost.inputs.files.faults import FileFault
from xlcost.locales.refusals import refusal, saying, wrong_setting

if TYPE_CHECKING:  # it loads openpyxl, which a folder without such a workbook does not need
    from xlcost.inputs.packs.sheet_rows import CellRow, CellValue, SheetRows

_MOST = 5000  # rows of settings


@dataclass(frozen=True)
class SettingsBook:
    """What a settings workbook says.

    Attributes:
        values: Each key that has a value.
        places: The cell in which it stands, as `Settings!C7`.
        lists: The sheet of each input that is kept in the workbook and has rows.
        rows: The cell of each key, also of one without a value.
        moved: The inputs whose tables people have changed on the sheet of files, with the cell.
    """

    values: Mapping[Parts, Any] = field(default_factory=dict)
    places: Mapping[Parts, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)


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
            first = {one: list(islice(rows.typed(one), LOOKED_AT)) for one in rows.titles}
            sheets = kinds(first)
            held = {one: _held(rows, one, sheets.get(one, "")) for one in rows.titles}
    except FileFault as fault:
        found = fault.finding(path.name)
        reason = str(found.got or found.code)
        raise refusal(SettingsError, "book_unread", book=path.name, reason=reason) from fault
    return _read(path.name, held, sheets)


def _held(rows: SheetRows, sheet: str, kind: str) -> list[CellRow]:
    """Return the rows of a sheet; of a list, which is read as an input, enough to see any."""
    if not kind:
        return []  # a sheet of people's own
    found = rows.typed(sheet)
    if kind in LISTS:
        found = (row for row in found if any(cell not in (None, "") for cell in row))
        return list(islice(found, 2))
    return list(islice(found, _MOST))


def _read(file: str, held: Mapping[str, list[CellRow]], kinds: Mapping[str, str]) -> SettingsBook:
    values: dict[Parts, Any] = {}
    places: dict[Parts, str] = {}
    known: dict[str, str] = {}
    lists: dict[str, str] = {}
    roles: list[FileRole] = []
    for sheet, rows in held.items():
        kind = kinds.get(sheet, "")
        if kind in lists:
            two = {"one": lists[kind], "other": sheet, "kind": kind.replace("_", " ")}
            raise wrong_setting(saying("mistakes.two_sheets", **two), file)
        if kind in LISTS and len(rows) > 1:
            lists[kind] = sheet
        if kind == FILES:
            roles += file_roles(file, sheet, rows)
        for parts, value, cell in _said(file, sheet, kind, rows):
            if parts in places:
                two = {"key": key_text(parts), "one": places[parts], "other": cell}
                raise wrong_setting(saying("mistakes.two_cells", **two), file)
            known[key_text(parts)] = cell
            if value is not None:
                values[parts], places[parts] = value, cell
    changed = {one.role: one.cell for one in roles}
    values, places = moved(values, places, roles, file)
    return SettingsBook(values, places, lists, known, changed)


def _said(
    file: str, sheet: str, kind: str, rows: Sequence[CellRow]
) -> Iterator[tuple[Parts, Any, str]]:
    """Yield what a sheet says: key, value and cell."""
    if kind == WORDS:
        yield from contact_words_of(file, sheet, rows)
    elif kind == SETTINGS:
        yield from _settings(file, sheet, rows)


def _settings(file: str, sheet: str, rows: Sequence[CellRow]) -> Iterator[tuple[Parts, Any, str]]:
    """Yield key, value and cell of each row that has a key; a blank value is None."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    columns: Mapping[str, int] | None = None
    for number, row in enumerate(rows, start=1):
        if columns is None:
            columns = setup_pages.places(row, TELLING[SETTINGS])
            continue
        key, value = row[columns["key"]], row[columns["value"]]
        cell = f"{sheet}!{get_column_letter(columns['value'] + 1)}{number}"
        at = f"{file}, {sheet}!{get_column_letter(columns['key'] + 1)}{number}"
        if key in (None, ""):
            if value not in (None, ""):
                told = {"got": repr(str(value)[:80]), "cell": at.rpartition("!")[2]}
                raise wrong_setting(saying("mistakes.no_key", **told), f"{file}, {cell}")
            continue
        parts = _parts(str(key), at)
        blank = value in (None, "")
        yield parts, None if blank else _value(value, kind_of(parts), f"{file}, {cell}"), cell


def _parts(text: str, at: str) -> Parts:
    try:
        return key_parts(text)
    except UsageError:
        raise wrong_setting(saying("mistakes.not_a_key", got=repr(text[:80])), at) from None


def _value(cell: CellValue, kind: KeyKind, at: str) -> Any:
    try:
        return value_of(cell, kind, at)
    except UsageError as fault:
        said = str(fault).removeprefix(at).lstrip(": ").rstrip(".")
        raise wrong_setting(saying("mistakes.not_a_list", reason=said), at) from None
