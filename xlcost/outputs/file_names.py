"""File names made from names in the data: they never become a path, and no two are the same."""

from __future__ import annotations

import re
import unicodedata

_UNSAFE = re.compile(r"[^\w.]+")
_LONGEST = 80  # bytes: a whole path has room for the folder and for what stands around the name
_PORTS = (f"{name}{number}" for name in ("com", "lpt") for number in range(10))
_RESERVED = {"con", "prn", "aux", "nul", *_PORTS}  # to Windows, with any ending
_EMPTY = "none"


def safe(text: str) -> str:
    """Return a text as a part of a file name on any system: letters, digits, `-`, `_` and `.`.

    Args:
        text: A code or a name, as the data has it.
    """
    plain = unicodedata.normalize("NFC", text)
    clean = _UNSAFE.sub("-", plain).replace("..", ".").strip("-. ")
    short = clean.encode()[:_LONGEST].decode(errors="ignore").strip("-. ")
    if short.partition(".")[0].casefold() in _RESERVED:
        short = f"{short}_"
    return short or _EMPTY


class FileNames:
    """Gives each text a name of its own; those that clean to the same name get numbers."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def of(self, text: str) -> str:
        """Return the name for a text; the first one asked for keeps it without a number."""
        name = safe(text)
        number = 1
        unused = name
        while _folded(unused) in self._used:
            number += 1
            unused = f"{name}-{number}"
        self._used.add(_folded(unused))
        return unused


def _folded(name: str) -> str:
    """Return what is the same where a file system does not know capitals from small letters."""
    return unicodedata.normalize("NFKD", name).casefold()
