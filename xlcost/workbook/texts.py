"""Texts from outside as cells hold them: never a formula, never a character that XML refuses."""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST = 32_767


def cell_text(text: str) -> str:
    """Return a text that a cell can hold; what XML cannot carry becomes a visible mark."""
    if text.isprintable() and len(text) <= _LONGEST:
        return text
    clean = _ILLEGAL.sub("\ufffd", text)
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet would take a text for a formula if a person typed it."""
    return text.lstrip(" \u00a0\u200b").startswith(_FORMULA_STARTS) or text.startswith(
        _FORMULA_STARTS
    )


def header_text(text: str) -> str:
    """Return a text for a page header, where an ampersand begins a code."""
    return _ILLEGAL.sub("", text).replace("&", "&&").replace("\n", " ")


def xml_text(text: str) -> str:
    """Return a text as it stands between two tags."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace("\r", "&#13;") if "\r" in text else text
