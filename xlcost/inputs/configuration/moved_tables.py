"""Moved tables: what the settings workbook says of files that a person calls something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlcost.dataset.schema import INPUTS
from xlcost.dataset.setting_keys import Parts
from xlcost.errors import SettingsError
from xlcost.inputs.configuration.setup_rows import UNUSED, FileRole

Said = dict[Parts, tuple[Any, str]]  # key within a table → its value, and the cell


@dataclass
class _Tables:
    """What a workbook says, with the tables of the inputs apart."""

    others: Said = field(default_factory=dict)
    tables: dict[str, list[Said]] = field(default_factory=dict)

    def put(self, parts: Parts, said: tuple[Any, str]) -> None:
        name = str(parts[0])
        if name not in INPUTS:
            self.others[parts] = said
            return
        place, rest = (parts[1], parts[2:]) if isinstance(parts[1], int) else (0, parts[1:])
        own = self.tables.setdefault(name, [])
        own += [{} for _ in range(int(place) + 1 - len(own))]
        own[int(place)][rest] = said

    def of(self, file: str, sheet: str) -> list[tuple[str, Said]]:
        """Return the tables that a file is read by, each with its input."""
        found = []
        for name, tables in self.tables.items():
            for table in tables:
                said = table.get(("sheet",), ("", ""))[0]
                if file in _names(table) and said in ("", sheet):
                    found.append((name, table))
        return found

    def drop(self, name: str, table: Said) -> None:
        self.tables[name] = [one for one in self.tables[name] if one is not table]


def _names(table: Said) -> list[str]:
    named = table.get(("files",), ([], ""))[0]
    return [str(one) for one in named] if isinstance(named, list) else [str(named)]


def moved(
    values: Mapping[Parts, Any], places: Mapping[Parts, str], roles: Sequence[FileRole], book: str
) -> tuple[dict[Parts, Any], dict[Parts, str]]:
    """Return the settings of a workbook by what people call its files, with their cells.

    Args:
        values: Each key that has a value.
        places: The cell in which it stands.
        roles: What people call files.
        book: The name of the workbook.

    Raises:
        SettingsError: A file shares its settings with others, so that it cannot be moved alone.
    """
    if not roles:
        return dict(values), dict(places)
    found = _Tables()
    for parts, value in values.items():
        found.put(parts, (value, places[parts]))
    for role in roles:
        _move(found, role, book)
    every = dict(found.others)
    for name, tables in found.tables.items():
        for place, table in enumerate(tables):
            before: Parts = (name, place) if len(tables) > 1 else (name,)
            every |= {(*before, *rest): said for rest, said in table.items()}
    return (
        {parts: value for parts, (value, _) in every.items()},
        {parts: cell for parts, (_, cell) in every.items()},
    )


def _move(found: _Tables, role: FileRole, book: str) -> None:
    read_by = found.of(role.file, role.sheet)
    mine = [(name, table) for name, table in read_by if name != role.role]
    for name, table in mine:
        if len(_names(table)) > 1:
            cell = table[("files",)][1]
            raise SettingsError(
                f"{book}, {role.cell}: {role.file} is read together with other files; take it out "
                f"of the files of {name} in {cell} first."
            )
        found.drop(name, table)
    if role.role == UNUSED:
        before, cell = found.others.get(("unused",), ([], role.cell))
        named = before if isinstance(before, list) else [before]
        found.others[("unused",)] = ([*named, role.file], cell)
    elif mine:
        found.tables.setdefault(role.role, []).append(mine[0][1])
    elif not read_by:
        table = {("files",): ([role.file], role.cell)}
        if role.sheet:
            table[("sheet",)] = (role.sheet, role.cell)
        found.tables.setdefault(role.role, []).append(table)
