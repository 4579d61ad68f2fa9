"""Settings from one of their two forms to the other: `xlcost.toml` and `xlcost.xlsx`."""

from __future__ import annotations

from pathlib import Path

import tomli_w

from xlcost.dataset.settings import BOOK_NAME, FILE_NAME, parse_settings
from xlcost.errors import UsageError
from xlcost.inputs.configuration.settings_book import read_book
from xlcost.inputs.configuration.settings_files import SettingsFiles
from xlcost.inputs.configuration.toml_files import read_toml
from xlcost.locales.refusals import refusal
from xlcost.locales.words import words
from xlcost.workbook.atomic import replacing
from xlcost.workbook.settings_book import settings_sheet, write_book


def to_workbook(folder: Path, language: str | None = None) -> Path:
    """Write `xlcost.xlsx`, which says what the folder's `xlcost.toml` says.

    Raises:
        SettingsError: The settings are wrong.
        UsageError: There is no `xlcost.toml`, or an `xlcost.xlsx` already.
        EnvironmentFault: It could not be written.
    """
    _needed(folder / FILE_NAME)
    said = read_toml(folder / FILE_NAME)
    word = words(language or parse_settings(said).report.language)
    return write_book(folder / BOOK_NAME, [settings_sheet(said, word)])


def to_toml(folder: Path) -> Path:
    """Write `xlcost.toml`, which says what the folder's `xlcost.xlsx` says.

    Raises:
        SettingsError: The settings are wrong.
        UsageError: There is no `xlcost.xlsx`, or an `xlcost.toml` already.
        EnvironmentFault: It could not be written.
    """
    _needed(folder / BOOK_NAME)
    target = folder / FILE_NAME
    if target.exists():
        raise refusal(UsageError, "already_settings", path=target)
    files = SettingsFiles.of({}, read_book(folder / BOOK_NAME))
    with files.told():
        parse_settings(files.raw)
    with replacing(target) as file:
        tomli_w.dump(dict(files.raw), file)
    return target


def _needed(path: Path) -> None:
    if not path.exists():
        raise refusal(UsageError, "no_settings", path=path)
