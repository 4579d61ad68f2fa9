"""Pack files: found in their folders whatever they are called, and each read once a run."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path

from xlcost.dataset.earlier import Comment, EarlierForecast
from xlcost.dataset.limits import Limits
from xlcost.dataset.pack_format import CREATED, ENTITY, PERIOD, SCOPE, SPAN
from xlcost.inputs.files.faults import FileFault
from xlcost.inputs.packs import conversions
from xlcost.inputs.packs.comment_rows import written
from xlcost.inputs.packs.pack_forecasts import forecast_of
from xlcost.inputs.packs.pack_tables import PackBook, open_pack, scope_said
from xlcost.inputs.packs.sheet_rows import sheets_of
from xlcost.values.calendar import MONTH_TEXT, MONTHS, Calendar

SUFFIXES = frozenset({".xlsx", ".xlsm"}) | conversions.SUFFIXES

Signature = tuple[int, ...]


@dataclass(frozen=True)
class PackFile:
    """One pack that was read.

    Attributes:
        book: What the workbook says about itself.
        entity: Name of its company.
        part: The part of the company, as packs say it.
        period: Period key; 0 where it is not known.
        comments: Every comment, those without words too.
        forecast: What it expected.
        error: Why it could not be read, where it could not.
        moved: Whether it counts its periods otherwise than the settings do now.
    """

    book: PackBook
    entity: str = ""
    part: str = ""
    period: int = 0
    comments: tuple[Comment, ...] = ()
    forecast: EarlierForecast = field(default_factory=lambda: EarlierForecast(0))
    error: FileFault | None = None
    moved: bool = False

    def said(self, name: str) -> str:
        """Return one of its properties, or an empty text."""
        return self.book.properties.get(name, "")

    @property
    def created(self) -> str:
        """When it was built, ISO text."""
        return self.said(CREATED)

    @property
    def with_words(self) -> list[Comment]:
        """The comments in which somebody wrote something."""
        return [comment for comment in self.comments if any(comment.words)]

    @property
    def parts(self) -> set[str]:
        """The parts of the company that it speaks of: its own, and those of rows put into it."""
        return {self.part, *(comment.entity for comment in self.comments)}

    @property
    def has_figures(self) -> bool:
        """Whether its figures can be used: others hold comments alone, or other periods."""
        return bool(self.book.tables) and not self.moved

    def in_calendar(self, calendar: Calendar) -> PackFile:
        """Return the pack with the period it means, where the settings count otherwise since.

        Period 0 where that cannot be told: a month has a place in every year of twelve, others do
        not.
        """
        span = self.said(SPAN)
        if not span or span == calendar.span(self.period):
            return self
        month = MONTH_TEXT.fullmatch(span) if calendar.periods_in_year == MONTHS else None
        key = (calendar.from_month(int(month[1]), int(month[2])) if month else None) or 0
        comments = tuple(
            replace(comment, period=key if comment.period == self.period else 0)
            for comment in self.comments
        )
        return replace(self, period=key, comments=comments, moved=True)


def workbooks(place: Path) -> Iterator[Path]:
    """Yield the workbooks of a folder, or the one file that is named."""
    if not place.is_dir():
        yield place
        return
    with contextlib.suppress(OSError):
        for path in sorted(place.iterdir()):
            hidden = path.name.startswith(("~$", "."))
            if path.suffix.lower() in SUFFIXES and not hidden and path.is_file():
                yield path


def signature_of(path: Path) -> Signature | None:
    """Return what changes when a file does; None where there is none."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    except OSError:
        return (-1, -1)
    return stat.st_mtime_ns, stat.st_size, stat.st_dev, stat.st_ino


@cache  # 200 parts are 2,400 packs a year, and each part looks at them all
def part_said(path: Path, signature: Signature) -> str | None:
    """Return which part of the company a pack says that it is of; None where it does not say."""
    del signature
    return scope_said(path)


@lru_cache(maxsize=4096)
def read_pack(path: Path, signature: Signature, limits: Limits) -> PackFile | None:
    """Read one file; None where it is no pack. A file that did not change is read once a run."""
    del signature
    try:
        converted = path.suffix.lower() in conversions.SUFFIXES
        look = conversions.open_converted if converted else open_pack
        book = look(path, limits)
        if not book.is_pack:
            return None
        said = book.properties
        period = int(said[PERIOD]) if said.get(PERIOD, "").isdigit() else 0
        opened = conversions.converted_rows(book, limits) if converted else sheets_of(book)
        with opened as cells:
            rows = written(book, cells, period, said.get(SCOPE, ""))
            # One opening for both: of 200 parts, each looks at a dozen packs.
            expected = forecast_of(book, cells, rows.period) if book.tables else EarlierForecast(0)
    except FileFault as fault:
        return PackFile(PackBook(path), error=fault)
    company = said.get(ENTITY, "") or rows.company
    return PackFile(book, company, rows.scope, rows.period, rows.comments, expected)
