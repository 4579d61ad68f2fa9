"""Whether a font is on this computer, or one whose letters are as wide: pages are made for it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

# Fonts whose letters are as wide as another one's.
_ALIKE: Final = {
    "calibri": ("carlito",),
    "cambria": ("caladea",),
    "arial": ("liberationsans", "arimo"),
    "times new roman": ("liberationserif", "tinos", "times"),
}
_PLACES: Final = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "/Applications/Microsoft Excel.app/Contents/Resources/DFonts",
    "/Applications/LibreOffice.app/Contents/Resources/fonts",
)
_OF_A_PERSON: Final = (".fonts", ".local/share/fonts", "Library/Fonts")
_BESIDE_OFFICE: Final = "share/fonts"


def places(office: Path | None = None) -> Iterator[Path]:
    """Yield the folders that fonts lie in, those that LibreOffice brings among them."""
    yield from map(Path, _PLACES)
    yield from (Path.home() / place for place in _OF_A_PERSON)
    if windows := os.environ.get("WINDIR"):
        yield Path(windows) / "Fonts"
    if office:
        yield office.resolve().parents[1] / _BESIDE_OFFICE


def has_font(name: str, folders: Iterable[Path]) -> bool:
    """Whether a font, or one whose letters are as wide, is in one of some folders."""
    wanted = tuple(_plain(one) for one in (name, *_ALIKE.get(name.casefold(), ())))
    return any(file.startswith(wanted) for folder in folders for file in _files(folder))


@cache
def _files(folder: Path) -> tuple[str, ...]:
    """Return the names of the files in a folder and those inside it."""
    return tuple(_plain(name) for _, _, names in os.walk(folder) for name in names)


def _plain(name: str) -> str:
    return name.casefold().replace(" ", "").replace("-", "").replace("_", "")
