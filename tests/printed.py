"""What a printed workbook says, word by word, as LibreOffice prints it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from libreoffice import installed
from lxml import etree

from xlcost.outputs.pdf import write_pdf

_FOOT = 36.0  # points at the foot of a page, where the sheet's name stands
_LINE = 2.0
_SECONDS = 300


@dataclass(frozen=True)
class Word:
    """A word and the box that it stands in, in points from the page's upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Word) -> float:
        """Return how much of the smaller of two boxes the other one covers."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        if wide <= 0 or high <= 0:
            return 0.0
        sizes = [(one.right - one.left) * (one.bottom - one.top) for one in (self, other)]
        return wide * high / max(min(sizes), 0.01)


@dataclass(frozen=True)
class Page:
    """A printed page: the words of its body, and of its foot."""

    number: int
    words: tuple[Word, ...]
    foot: str


def print_workbook(path: Path) -> Path:
    """Print a workbook into a PDF beside it."""
    installed()
    return write_pdf(path)


def pages(pdf: Path) -> list[Page]:
    """Return the words of every page."""
    _install()
    done = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, timeout=_SECONDS
    )
    root = etree.fromstring(done.stdout, etree.XMLParser(recover=True))
    return [
        _page(number, page)
        for number, page in enumerate(root.iter("{http://www.w3.org/1999/xhtml}page"), 1)
    ]


def _install() -> None:
    """Install what reads a PDF, where it is missing and may be installed."""
    if shutil.which("pdftotext") is None and shutil.which("apt-get") and os.geteuid() == 0:
        command = ["apt-get", "install", "-y", "--no-install-recommends", "poppler-utils"]
        subprocess.run(command, check=True, capture_output=True, timeout=4 * _SECONDS)


def _page(number: int, page: etree._Element) -> Page:
    edge = float(page.get("height") or 0) - _FOOT
    words = [
        Word(
            str(word.text),
            *(float(word.get(side) or 0) for side in ("xMin", "yMin", "xMax", "yMax")),
        )
        for word in page
    ]
    numbered = next((w for w in words if w.top >= edge and w.text in ("Page", "Side")), None)
    line = numbered.top if numbered else edge
    foot = " ".join(word.text for word in words if abs(word.top - line) < _LINE)
    return Page(number, tuple(word for word in words if word.top < edge), foot)


def by_sheet(printed: Sequence[Page], titles: Sequence[str]) -> dict[str, list[Page]]:
    """Return the pages of each sheet: its name stands at their foot."""
    longest_first = sorted(titles, key=len, reverse=True)

    def sheet(page: Page) -> str:
        return next((title for title in longest_first if page.foot.startswith(title)), "")

    return {title: list(found) for title, found in groupby(printed, sheet)}


def said(printed: Sequence[Page]) -> str:
    """Return everything that pages say, without white space: lines are broken anywhere."""
    return "".join(word.text for page in printed for word in page.words)


def overlaps(page: Page, allowed: float = 0.3) -> list[tuple[str, str]]:
    """Return pairs of words that are written over each other: one of them is cut."""
    ordered = sorted(page.words, key=lambda word: word.top)
    found = []
    for number, word in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other.top >= word.bottom:
                break
            if word.covers(other) > allowed:
                found.append((word.text, other.text))
    return found
