"""The sheets of the settings workbook: which sheet is which, whatever people have called it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from xlcost.dataset.schema import LISTS, aliases, folded
from xlcost.locales.words import LANGUAGES, words

if TYPE_CHECKING:  # it loads openpyxl, which a folder without such a workbook does not need
    from xlcost.inputs.packs.sheet_rows import CellRow

FILES, WORDS, SETTINGS, TO_DO = "files", "words", "settings", "to_do"
LOOKED_AT = 30  # rows in which the headings must stand
# The headings by which a sheet is known, once its title is another one.
TELLING = {
    SETTINGS: ("key", "value"),
    FILES: ("found_as", "read_as", "file"),
    WORDS: ("what", "word", "counts_as"),
}
OF_A_LIST = {
    "accounts": ("account", "line", "category"),
    "cost_centres": ("cost_centre", "site", "manager"),
}


@cache
def _headings(name: str) -> frozenset[str]:
    """Return what a heading of the workbook is in any language, folded."""
    return frozenset(folded(words(one).text(f"setup.columns.{name}")) for one in LANGUAGES)


def kinds(sheets: Mapping[str, Sequence[CellRow]]) -> dict[str, str]:
    """Return what each sheet is that is one of the workbook's own: by its title, else its headings.

    Args:
        sheets: The first rows of each sheet.
    """
    found = {title: kind for title in sheets if (kind := _of_title(title))}
    for title, rows in sheets.items():
        kind = "" if title in found else _of_headings(rows)
        # Settings may stand on several sheets; a copy of a list is no second list.
        if kind == SETTINGS or (kind and kind not in found.values()):
            found[title] = kind
    return found


def _of_title(title: str) -> str:
    for name in (*LISTS, FILES, WORDS):
        called = {folded(words(one).text(f"setup.sheets.{name}")) for one in LANGUAGES}
        if folded(title) in called | {folded(name)}:
            return name
    return ""


def _of_headings(rows: Sequence[CellRow]) -> str:
    for row in rows[:LOOKED_AT]:
        for name, telling in TELLING.items():
            if places(row, telling) is not None:
                return name
        said = {folded(str(cell)) for cell in row if cell not in (None, "")}
        for name, columns in OF_A_LIST.items():
            known = aliases(name)
            if set(columns) <= {known.get(one, "") for one in said}:
                return name
    return ""


def places(row: CellRow, headings: Iterable[str]) -> dict[str, int] | None:
    """Return where some columns of the workbook stand, if a row is their headings."""
    said = [folded(str(cell)) if cell not in (None, "") else "" for cell in row]
    found: dict[str, int] = {}
    for heading in headings:
        known = _headings(heading)
        place = next((place for place, text in enumerate(said) if text in known), None)
        if place is None:
            return None
        found[heading] = place
    return found


def is_own_heading(text: str) -> bool:
    """Tell whether a heading is one that the workbook has by itself."""
    return meaning_of(text, "setup.columns") is not None


def meaning_of(text: str, section: str) -> str | None:
    """Return the name of a word of the workbook: its key in a section, in any language."""
    wanted = folded(text)
    for one in LANGUAGES:
        for name, shown in words(one).section(section).items():
            if wanted in (folded(str(shown)), folded(name)):
                return name
    return None
