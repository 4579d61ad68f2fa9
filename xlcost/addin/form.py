"""The sheet Report seen from Python: what a person filled in, read as people write it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PureWindowsPath

from xlcost.errors import UsageError
from xlcost.locales.words import LANGUAGES, Words, words

# The cells' defined names begin with this.
PREFIX = "xlcost_"
REPORTS = "Reports"  # the folder for reports in the data folder, where nobody names another

BESIDE = ("html", "pptx", "html pptx")  # no comma: it parts the words of a list in Excel

_YES = frozenset({"yes", "ja", "true", "1", "sann"})
_NO = frozenset({"no", "nei", "false", "0", "usann"})
_DAYS = (
    re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})"),
)
_PERIOD = re.compile(r"\d{4}(?:[-./ ]?[PpMm]?\d{1,2})?")
_FIRST_OF_MONTH = re.compile(r"(\d{4}-\d\d)-01")  # Excel took 2026-10 for a date


class Form:
    """What the cells of the sheet hold, by their keys.

    Args:
        cells: Their texts.
        language: The language of the workbook, for what is said to the person.
    """

    def __init__(self, cells: Mapping[str, str], language: str = "") -> None:
        self._cells = cells
        self.text: Words = words(language if language in LANGUAGES else LANGUAGES[0])

    def read(self, key: str) -> str:
        """Return what a cell holds, as text; "" for a blank one."""
        return self._cells.get(key, "").strip()

    @property
    def language(self) -> str | None:
        """The language of the report; None is the settings'.

        Raises:
            UsageError: It is none that there is.
        """
        given = self.read("language").casefold()
        if given and given not in LANGUAGES:
            raise UsageError(self.text.text("button.bad_language", got=given))
        return given or None

    @property
    def period(self) -> str | None:
        """The period; None is the ledger's last.

        Raises:
            UsageError: It is written as none is.
        """
        given = _FIRST_OF_MONTH.sub(r"\1", self.read("period"))
        if given and not _PERIOD.fullmatch(given):
            raise UsageError(self.text.text("button.bad_period", got=given))
        return given or None

    @property
    def data_folder(self) -> Path:
        """The folder of the data.

        Raises:
            UsageError: It is not named, not by a whole path, or not there.
        """
        folder = self.folder("data_folder")
        if folder is None:
            raise UsageError(self.text.text("button.no_data_folder"))
        if folder.is_file():
            raise UsageError(self.text.text("button.is_a_file", folder=folder))
        if not folder.is_dir():
            raise UsageError(self.text.text("button.folder_gone", folder=folder))
        return folder

    @property
    def output_folder(self) -> Path:
        """The folder for reports; where none is named, one in the folder of the data.

        Raises:
            UsageError: It is not named by a whole path, or is a file.
        """
        folder = self.folder("output_folder") or self.data_folder / REPORTS
        if folder.is_file():
            raise UsageError(self.text.text("button.is_a_file", folder=folder))
        return folder

    def folder(self, key: str) -> Path | None:
        """Return a folder as it was typed or pasted: with quotes, %VARIABLES% and blanks.

        Raises:
            UsageError: It is an address on the web, or no whole path.
        """
        given = os.path.expandvars(self.read(key).strip('"“”«» '))
        if not given:
            return None
        if "://" in given:
            raise UsageError(self.text.text("button.web_address", folder=given))
        folder = Path(given).expanduser()
        if not folder.is_absolute() and not PureWindowsPath(given).is_absolute():
            raise UsageError(self.text.text("button.not_whole", folder=given))
        return folder

    @property
    def beside(self) -> tuple[str, ...]:
        """What is made beside the workbook: a page, slides.

        Raises:
            UsageError: It is neither.
        """
        given = re.split(r"[\s,;+]+", self.read("beside").casefold().strip(",;+ "))
        known = BESIDE[-1].split()
        for one in filter(None, given):
            if one not in known:
                raise UsageError(self.text.text("button.bad_beside", got=one))
        return tuple(one for one in known if one in given)

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

    def day(self, key: str) -> date | None:
        """Return a day that a cell holds; None for a blank one.

        Raises:
            UsageError: It is no day.
        """
        given = self.read(key)
        if not given:
            return None
        found = next((match for one in _DAYS if (match := one.fullmatch(given))), None)
        try:
            if found:
                return date(*(int(found[part]) for part in ("year", "month", "day")))
        except ValueError:
            found = None
        raise UsageError(self.text.text("button.bad_day", got=given))
