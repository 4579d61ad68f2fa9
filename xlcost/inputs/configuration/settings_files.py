"""The settings of a folder: `xlcost.toml`, `xlcost.xlsx`, or both where they do not disagree."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from xlcost.dataset.schema import INPUTS
from xlcost.dataset.setting_keys import Parts, flat, key_text
from xlcost.dataset.settings import BOOK_NAME, FILE_NAME, Settings, parse_settings
from xlcost.errors import SettingsError
from xlcost.inputs.configuration.settings_book import SettingsBook, read_book
from xlcost.inputs.configuration.toml_files import read_toml
from xlcost.locales.refusals import refusal, saying, wrong_setting
from xlcost.system.identity import Identity, identity_of


@dataclass(frozen=True)
class SettingsFiles:
    """What the settings of a folder are made of.

    Attributes:
        raw: What both files say together, as one TOML file would.
        book: What the workbook says.
        has_toml: Whether there is an `xlcost.toml`.
    """

    raw: Mapping[str, Any]
    book: SettingsBook = field(default_factory=SettingsBook)
    has_toml: bool = False

    @classmethod
    def of(cls, said: Mapping[str, Any], book: SettingsBook, *, has_toml: bool = False) -> Self:
        """Return what a TOML file and a workbook say together.

        Raises:
            SettingsError: They say two things of one key.
        """
        return cls(_joined(dict(said), book), book, has_toml)

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Let a mistake name the file and the cell in which its key stands.

        Raises:
            SettingsError: The one that was raised inside, in the words of the file it is in.
        """
        try:
            yield
        except SettingsError as fault:
            placed = SettingsError(self._placed(str(fault)))
            if fault.said is not None and fault.said[1].get("file") == FILE_NAME:
                key, fields = fault.said
                end = str(fault).removeprefix(FILE_NAME)
                placed.said = (key, {**fields, "file": str(placed).removesuffix(end)})
            raise placed from fault

    def _placed(self, text: str) -> str:
        start = f"{FILE_NAME}: "
        if not text.startswith(start):
            return text
        said = {
            shown: cell
            for parts, cell in self.book.places.items()
            for shown in (key_text(_numbered(parts, self.book)), _bare(parts, self.book))
        }
        within = [
            (key, cell)
            for key, cell in said.items()
            if re.search(rf"(?<![\w.]){re.escape(key)}(?![\w])", text)
        ]
        if within:
            cell = max(within, key=lambda one: len(one[0]))[1]
            return f"{BOOK_NAME}, {cell}: {text[len(start) :]}"
        return text if self.has_toml or not said else f"{BOOK_NAME}: {text[len(start) :]}"


def _numbered(parts: Parts, book: SettingsBook) -> Parts:
    """Return a key as the settings count it: the workbook's own list is the first of its input."""
    if parts[0] not in book.lists:
        return parts
    place, rest = (parts[1], parts[2:]) if isinstance(parts[1], int) else (0, parts[1:])
    return (parts[0], int(place) + 1, *rest)


def _bare(parts: Parts, book: SettingsBook) -> str:
    """Return a key as sentences have it that put no quotes around what people call things."""
    return "".join(
        f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in _numbered(parts, book)
    ).lstrip(".")


def present(folder: Path) -> list[Path]:
    """Return the settings files that a folder has, the workbook first."""
    return [path for name in (BOOK_NAME, FILE_NAME) if (path := folder / name).exists()]


def read_settings(folder: Path) -> SettingsFiles:
    """Read the settings files of a folder, once as long as they stay what they are.

    A command asks for the language before it reads the folder, and a workbook is opened in a
    process of its own.

    Raises:
        SettingsError: One of them cannot be read, or they say two things of one key.
    """
    place, before = folder.absolute(), _identities(folder)
    if place not in _read or _read[place][0] != before:
        files = _files(folder)
        _read.clear()
        if before != _identities(folder) or any(one and one.is_fresh for one in before):
            return files
        _read[place] = before, files
    files = _read[place][1]
    return replace(files, raw=deepcopy(files.raw))


_Identities = tuple[Identity | None, ...]
_read: dict[Path, tuple[_Identities, SettingsFiles]] = {}  # the last folder


def _identities(folder: Path) -> _Identities:
    return tuple(identity_of(folder / name) for name in (FILE_NAME, BOOK_NAME))


def _files(folder: Path) -> SettingsFiles:
    said = read_toml(folder / FILE_NAME)
    book = read_book(folder / BOOK_NAME)
    return SettingsFiles.of(said, book, has_toml=(folder / FILE_NAME).exists())


def load_settings(folder: Path) -> Settings:
    """Return the settings of a folder; without a file, everything has its default.

    Raises:
        SettingsError: A file cannot be read, a key is unknown or cannot have its value, or the two
            files say two things of one key.
    """
    files = read_settings(folder)
    with files.told():
        return parse_settings(files.raw)


def _joined(said: dict[str, Any], book: SettingsBook) -> dict[str, Any]:
    """Return what both say.

    Raises:
        SettingsError: They say two things of one key.
    """
    in_toml = dict(flat(said))
    for name, cell in book.moved.items():
        if name in said:
            mistake = saying("mistakes.file_says_roles", toml=FILE_NAME, name=name)
            raise wrong_setting(mistake, f"{BOOK_NAME}, {cell}")
    joined = dict(said)
    for parts, value in book.values.items():
        mine = in_toml.get(_same_table(parts, in_toml))
        if mine is not None and not _agree(mine, value):
            raise refusal(
                SettingsError,
                "said_twice",
                name=key_text(parts),
                mine=repr(mine),
                value=repr(value),
                toml=FILE_NAME,
                book=BOOK_NAME,
                cell=book.places[parts],
            )
        _put(joined, parts, value, book.places[parts])
    for name, sheet in book.lists.items():
        # What people write in the workbook counts before the lists that it was made of.
        tables = joined.get(name, [])
        tables = tables if isinstance(tables, list) else [tables]
        if not any(_is_of(one, BOOK_NAME, sheet) for one in tables):
            mine = {"files": [BOOK_NAME], "sheet": sheet}
            joined[name] = [mine, *tables] if tables else mine
    return joined


def _is_of(table: object, file: str, sheet: str) -> bool:
    """Tell whether a table of the settings names a sheet of a file."""
    if not isinstance(table, dict):
        return False
    named = table.get("files")
    return named in (file, [file]) and table.get("sheet") == sheet


def _same_table(parts: Parts, known: Mapping[Parts, Any]) -> Parts:
    """Return a key as the other file writes it: a list of one table needs no number."""
    if parts not in known and len(parts) > 1 and parts[1] == 0:
        return (parts[0], *parts[2:])
    return parts


def _agree(one: Any, other: Any) -> bool:
    """Tell whether two values are the same: a text, and a list of one or a number."""
    if one == other:
        return True
    first, second = ([value] if not isinstance(value, list) else value for value in (one, other))
    return [str(value) for value in first] == [str(value) for value in second]


def _put(raw: dict[str, Any], parts: Parts, value: Any, cell: str) -> None:
    """Put a value under its key, making the tables on the way to it.

    Raises:
        SettingsError: Another key has a value where this one needs a table.
    """
    here: Any = raw
    for place, part in enumerate(parts[:-1]):
        following = parts[place + 1]
        if isinstance(here, list):
            while len(here) <= int(part):
                here.append({})
            here = here[int(part)]
            continue
        inner = here.get(part)
        if isinstance(following, int) and part in INPUTS:
            inner = inner if isinstance(inner, list) else [] if inner is None else [inner]
        else:
            if isinstance(inner, list) and part in INPUTS and len(inner) == 1:
                inner = inner[0]
            inner = {} if inner is None else dict(inner) if isinstance(inner, dict) else inner
        if not isinstance(inner, dict | list):
            other = key_text(parts[: place + 1])
            told = saying("mistakes.beside_value", key=key_text(parts), other=other)
            raise wrong_setting(told, f"{BOOK_NAME}, {cell}")
        here[part] = inner
        here = inner
    _set(here, parts, value, cell)


def _set(here: Any, parts: Parts, value: Any, cell: str) -> None:
    """Put a value into the table that its key ends in.

    Raises:
        SettingsError: It is no table.
    """
    if not isinstance(here, dict):
        told = saying("mistakes.no_value", key=key_text(parts))
        raise wrong_setting(told, f"{BOOK_NAME}, {cell}")
    here[parts[-1]] = value or here.get(parts[-1], value)  # a blank table, that others fill
