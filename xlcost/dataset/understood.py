"""How a file was understood, in words for people."""

from __future__ import annotations

from collections.abc import Mapping

from xlcost.locales.words import Words

_USUAL = {("header_row", "1"), ("header_rows", "1"), ("line_ends", "LF"), ("line_ends", "CRLF")}


def understood(word: Words, detected: Mapping[str, str]) -> str:
    """Return what was detected of a file, without what goes without saying."""
    return ", ".join(
        _said(word, key, value) for key, value in detected.items() if (key, value) not in _USUAL
    )


def _said(word: Words, key: str, value: str) -> str:
    known = word.section("dialect")
    shown = known.get(f"value_{value.strip().lower() or 'tab'}", value)
    return f"{known.get(key, key)} {shown}"
