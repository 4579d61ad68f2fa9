"""Errors that cells hold, by their place, and how binary workbooks number them."""

from __future__ import annotations

Errors = dict[tuple[int, int], str]  # row and column, both from 0: the error as people see it

_NAMES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def error_text(code: int) -> str:
    """Return the error that XLS and XLSB write as a number; a new one is #ERROR! with it."""
    return _NAMES.get(code, f"#ERROR! ({code})")
