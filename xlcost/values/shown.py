"""Shown: text from outside as a terminal may have it: controls are seen, secrets are hidden."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

HIDDEN: Final = "***"
_SHORTEST: Final = 4  # a shorter secret would be found in every other word
_USER_INFO = re.compile(r"(?P<before>[A-Za-z][\w+.-]*:/{1,2}[^\s/@:'\"]*:)(?!\$\{)[^\s@]*(?=@)")
_PASSWORD = re.compile(r"(?i)\b(?P<before>password|passwd|pwd)(?P<mark>\s*=\s*)(?!\$\{)[^\s;&'\"]+")
_PICTURES: Final = 0x2400
_DELETE: Final = 0x7F
_SPACE: Final = 0x20
_LATIN: Final = 0x100
_BASIC: Final = 0xFFFF
_CONTROLS: Final = ("Cc", "Cf", "Cs", "Zl", "Zp", "Co")  # and what turns or hides other characters
_JOINERS: Final = frozenset("\u200c\u200d\u00ad")  # which words of many languages are written with
_secrets: set[str] = set()


def keep_secret(text: str) -> None:
    """Let no text that leaves this run hold a password that it was given."""
    if len(text) >= _SHORTEST:
        _secrets.add(text)


def without_secrets(text: str) -> str:
    """Return a text without the passwords that this run knows, and those that URLs hold."""
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    text = _USER_INFO.sub(rf"\g<before>{HIDDEN}", text)
    return _PASSWORD.sub(rf"\g<before>\g<mark>{HIDDEN}", text)


def visible(text: str, *, keep: str = "") -> str:
    """Return a text in which every character that a terminal would obey is seen instead.

    Args:
        text: The text.
        keep: Control characters that stay, such as the end of a line.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(one if one in keep else _visible(one) for one in text)


def line(text: str) -> str:
    """Return a text from outside as it may stand in one line of a terminal."""
    return visible(without_secrets(text))


def _visible(character: str) -> str:
    code = ord(character)
    if code < _SPACE:
        return chr(_PICTURES + code)
    if code == _DELETE:
        return "\u2421"
    if unicodedata.category(character) not in _CONTROLS or character in _JOINERS:
        return character
    if 0xDC80 <= code <= 0xDCFF:  # noqa: PLR2004 - a byte of a file name that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    if code < _LATIN:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _BASIC else f"\\U{code:08x}"
