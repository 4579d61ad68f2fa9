"""What people write on the sheets Files and Channels and outcomes, as settings with their cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlcost.dataset.schema import INPUTS, Kind, aliases, folded
from xlcost.dataset.service_settings import LEAVE_OUT
from xlcost.dataset.setting_keys import Parts
from xlcost.errors import SettingsError
from xlcost.inputs.configuration.setup_pages import FILES, TELLING, WORDS, meaning_of, places
from xlcost.locales.words import LANGUAGES, words
from xlcost.values import contact_words
from xlcost.values.mistakes import nearest

if TYPE_CHECKING:  # it loads openpyxl, which a folder without such a workbook does not need
    from xlcost.inputs.packs.sheet_rows import CellRow

UNUSED = "unused"
_WORD_KINDS = {"channel": "channels", "direction": "directions", "outcome": "outcomes"}


@dataclass(frozen=True)
class FileRole:
    """What a person says that a file is, in place of what it was taken for.

    Attributes:
        file: Its name.
        sheet: The sheet of it, or "".
        role: An input, or "unused".
        cell: Where it is said.
    """

    file: str
    sheet: str
    role: str
    cell: str


def _lines(
    sheet: str, rows: Sequence[CellRow], kind: str, asked: str
) -> Iterator[tuple[dict[str, str], str]]:
    """Yield the cells of each row below the headings, and where the one that people fill stands."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - see above

    columns: dict[str, int] | None = None
    for number, row in enumerate(rows, start=1):
        if columns is None:
            columns = places(row, TELLING[kind])
            if columns is not None:
                columns |= places(row, ("sheet",)) or {}
            continue
        said = {
            name: "" if row[place] is None else str(row[place]).strip()
            for name, place in columns.items()
        }
        if said[asked]:
            yield said, f"{sheet}!{get_column_letter(columns[asked] + 1)}{number}"


def file_roles(book: str, sheet: str, rows: Sequence[CellRow]) -> list[FileRole]:
    """Return what people say of files on the sheet of them.

    Raises:
        SettingsError: A word is no input.
    """
    found = []
    for said, cell in _lines(sheet, rows, FILES, "read_as"):
        role = _role(said["read_as"])
        if role is None:
            keys = ("setup.roles.unused", *(f"report.inputs.{name}" for name in INPUTS))
            known = [words(one).text(key) for one in LANGUAGES for key in keys]
            raise SettingsError(
                f"{book}, {cell}: {said['read_as']!r} is nothing that a file can be read as"
                f"{nearest(said['read_as'], known)}"
            )
        if role != _role(said["found_as"]):
            found.append(FileRole(said["file"], said.get("sheet", ""), role, cell))
    return found


def _role(text: str) -> str | None:
    """Return the input, or "unused", that a text means."""
    name = meaning_of(text, "report.inputs")
    if name in INPUTS:
        return name
    return meaning_of(text, "setup.roles")


def contact_words_of(
    book: str, sheet: str, rows: Sequence[CellRow]
) -> Iterator[tuple[Parts, Any, str]]:
    """Yield key, value and cell of each word of contacts of which people say what it counts as.

    Raises:
        SettingsError: It is said of something else than a channel, a direction or an outcome.
    """
    for said, cell in _lines(sheet, rows, WORDS, "counts_as"):
        kind = meaning_of(said["what"], "setup.what")
        if kind is None or not said["word"]:
            raise SettingsError(
                f"{book}, {cell}: the row must say of what the word is (channel, direction or "
                f"outcome; it is {said['what']!r}) and which word it is (it is {said['word']!r})."
            )
        yield ("words", _WORD_KINDS[kind], said["word"]), _counts_as(kind, said["counts_as"]), cell


def _counts_as(kind: str, text: str) -> Any:
    """Return what a cell means; what is not known stays, for the settings to refuse."""
    if kind == "outcome":
        return [_measure(one.strip()) for one in text.replace("\n", ",").split(",") if one.strip()]
    if meaning_of(text, "setup.counts") == LEAVE_OUT:
        return LEAVE_OUT
    if kind == "direction":
        return meaning_of(text, "setup.counts") or contact_words.direction(text) or text
    return text


def _measure(text: str) -> str:
    """Return the measure of contacts that a word of either language names."""
    named = meaning_of(text, "setup.counts")
    counts = INPUTS["activity"].of_kind(Kind.COUNT)
    known = aliases("activity").get(folded(text), "")
    return named or (known if known in counts else "") or contact_words.outcome(text) or text
