"""The sheet Report seen from Python: what a person filled in, and where the answer goes."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PureWindowsPath
from typing import Any

from xlcost.errors import UsageError
from xlcost.locales.words import LANGUAGES, Words, words

# The cells' defined names begin with this.
PREFIX = "xlcost_"
LIST_ROWS = 15

_YES = frozenset({"yes", "ja", "true", "1", "sann"})
_NO = frozenset({"no", "nei", "false", "0", "usann"})
# A text that begins with one of them would become a formula.
_FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True)
class FormEntries:
    """What every button needs.

    Attributes:
        data: The folder of the data.
        period: The period; None is the ledger's last.
        language: The language; None is the settings'.
    """

    data: Path
    period: str | None
    language: str | None


class Form:
    """The cells of the sheet, by what they hold.

    Args:
        book: The workbook, an `xlwings.Book`.
    """

    def __init__(self, book: Any) -> None:
        self._book = book
        self.text: Words = words(LANGUAGES[0])
        with contextlib.suppress(UsageError):  # told when the language is needed
            given = self.read("language").casefold()
            self.text = words(given if given in LANGUAGES else LANGUAGES[0])

    def read(self, key: str) -> str:
        """Return what a cell holds, as text; "" for a blank one.

        Raises:
            UsageError: The cell is not found.
        """
        value = self._cell(key).value
        if value is None:
            return ""
        if isinstance(value, date):
            return f"{value.year:04}-{value.month:02}"  # Excel took 2026-10 for a date
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value).strip()

    def write(self, key: str, value: str) -> None:
        """Write a text into a cell; never as a formula.

        Raises:
            UsageError: The cell is not found, or Excel refuses to write to it.
        """
        self._set(self._cell(key), value)

    def write_list(self, sentences: Sequence[str]) -> None:
        """Write sentences below each other, and how many more there are.

        Raises:
            UsageError: The first cell is not found, or Excel refuses to write.
        """
        shown = list(sentences[:LIST_ROWS])
        if len(sentences) > LIST_ROWS:
            more = len(sentences) - LIST_ROWS + 1
            shown[-1] = self.text.text("button.more", count=more)
        rows = [*shown, *[""] * (LIST_ROWS - len(shown))]
        first = self._cell("list")
        for down, sentence in enumerate(rows):
            self._set(first.offset(down, 0), sentence)

    def wanted(self) -> FormEntries:
        """Return what to read.

        Raises:
            UsageError: A cell cannot mean anything; the sentence says which.
        """
        data = self.data_folder()
        language = self.read("language").casefold()
        if language and language not in LANGUAGES:
            raise UsageError(self.text.text("button.bad_language", got=language))
        return FormEntries(data, self.read("period") or None, language or None)

    def data_folder(self) -> Path:
        """Return the folder of the data.

        Raises:
            UsageError: It is not named, or not by a whole path.
        """
        return self._folder("data_folder")

    def output_folder(self) -> Path:
        """Return the folder for reports.

        Raises:
            UsageError: It is not named, or not by a whole path.
        """
        return self._folder("output_folder")

    def choice(self, key: str, *, default: bool = False) -> bool:
        """Return whether a cell says yes.

        Raises:
            UsageError: It says neither yes nor no.
        """
        given = self.read(key).casefold()
        if given in _YES or given in _NO:
            return given in _YES
        if given:
            name = self.text.text(f"template.report.{key}")
            raise UsageError(self.text.text("button.bad_choice", name=name, got=given))
        return default

    def status_bar(self, text: str | None) -> None:
        """Show a text in the status bar; None gives it back to Excel."""
        with contextlib.suppress(Exception):  # progress is never worth a failure
            self._book.app.status_bar = text or False

    def open(self, path: Path) -> bool:
        """Open a workbook in the Excel of the sheet, and tell whether it did."""
        try:
            self._book.app.books.open(str(path))
        except Exception:  # noqa: BLE001 - COM raises what it likes; the report is there anyway
            return False
        return True

    def _set(self, cell: Any, value: str) -> None:
        try:
            cell.value = _plain(value)
        except Exception as fault:  # COM raises what it likes
            raise UsageError(self.text.text("button.cannot_write")) from fault

    def _cell(self, key: str) -> Any:
        name = f"{PREFIX}{key}"
        try:
            return self._book.names[name].refers_to_range
        except Exception as fault:  # COM raises what it likes
            raise UsageError(self.text.text("button.no_cell", name=name)) from fault

    def _folder(self, key: str) -> Path:
        """Return a folder as it was typed or pasted: with quotes, %VARIABLES% and blanks.

        Raises:
            UsageError: It is blank, an address on the web, or no whole path.
        """
        given = os.path.expandvars(self.read(key).strip('"“” '))
        if not given:
            raise UsageError(self.text.text(f"button.no_{key}"))
        if "://" in given:
            raise UsageError(self.text.text("button.web_address", folder=given))
        folder = Path(given).expanduser()
        if not folder.is_absolute() and not PureWindowsPath(given).is_absolute():
            raise UsageError(self.text.text("button.not_whole", folder=given))
        return folder


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
