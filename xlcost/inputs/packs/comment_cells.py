"""The cells of a comment: what a person wrote in them, as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

from xlcost.dataset.earlier import PERMANENT, TIMING
from xlcost.inputs.packs.sheet_rows import CellValue
from xlcost.locales.words import LANGUAGES, words

LONGEST = 32_767  # half characters of UTF-16 that a cell holds


def pieces_of(text: str) -> list[str]:
    """Return a text in pieces that a cell can hold; Excel counts the halves of UTF-16."""
    if len(text) <= LONGEST // 2:
        return [text]
    found, size = [""], 0
    pieces = []
    for letter in text:
        size += 1 + (letter > "\uffff")
        if size > LONGEST:
            pieces.append("".join(found))
            found, size = [], 1 + (letter > "\uffff")
        found.append(letter)
    return [*pieces, "".join(found)]


def text_of(value: CellValue) -> str:
    """Return what a person wrote in a cell; a day as ISO text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("_x000D_", "").strip()
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


@cache
def _causes() -> Mapping[str, str]:
    return {
        words(language).text(f"report.commentary.{cause}").casefold(): cause
        for language in LANGUAGES
        for cause in (TIMING, PERMANENT)
    }


def cause_of(text: str) -> str:
    """Return the cause that a word of any language means; other words as they are."""
    return _causes().get(text.casefold(), text)
