"""Earlier packs: found in their folders whatever they are called, and read for what they hold."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path

from xlcost.dataset.comment_keys import PROPERTY, part_of
from xlcost.dataset.earlier import Comment, Earlier, EarlierPack, identity, merged
from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.limits import Limits
from xlcost.dataset.scope import Scope
from xlcost.inputs.files.faults import FileFault, unreadable
from xlcost.inputs.packs import conversions
from xlcost.inputs.packs.comment_rows import text_of, written
from xlcost.inputs.packs.pack_tables import (
    CellValue,
    PackBook,
    SheetRows,
    open_pack,
    scope_said,
    sheets_of,
)
from xlcost.values.calendar import MONTH_TEXT, MONTHS, Calendar

SUFFIXES = frozenset({".xlsx", ".xlsm"}) | conversions.SUFFIXES
_ACTUAL = 1
_INCOME = 2
_KINDS = {1: "cost", _INCOME: "income"}

Signature = tuple[int, int]


@dataclass(frozen=True)
class Successor:
    """Whose packs a new pack goes on with.

    Attributes:
        entity: Name of the company, as the settings have it.
        scope: The part of it.
        period: Period key of the new pack.
        calendar: What the keys of its periods mean.
    """

    entity: str
    scope: Scope
    period: int
    calendar: Calendar = field(default_factory=Calendar)

    @property
    def part(self) -> str:
        """The part of the company as packs say it."""
        return part_of(self.scope)


Said = tuple[int, str, str]  # period, line and fingerprint of some words


@dataclass(frozen=True)
class Reading:
    """What earlier packs said, and what each of them held as it was read.

    Attributes:
        earlier: What the new pack goes on with.
        findings: Files that could not be read, or are another company's.
        held: The packs that were read, with the words in each.
    """

    earlier: Earlier = field(default_factory=Earlier)
    findings: tuple[Finding, ...] = ()
    held: Mapping[Path, tuple[Signature, frozenset[Said]]] = field(default_factory=dict)

    def may_replace(self, path: Path, earlier: Earlier, period: int) -> bool:
        """Whether nobody's words are lost when a new pack takes the place of a file, now.

        Args:
            path: The file.
            earlier: What the new pack was made from.
            period: Its period: words on other periods are not on its sheet.
        """
        now = _signature(path)
        if now is None:
            return True
        signature, said = self.held.get(path.resolve(), (None, frozenset[Said]()))
        kept = {
            (comment.period, comment.line.casefold(), mark)
            for comment in earlier.comments
            if comment.period == period
            for mark in (comment.mark, *comment.before)
        }
        return signature == now and said <= kept


@dataclass(frozen=True)
class _Pack:
    """One pack that was read."""

    book: PackBook
    entity: str
    part: str
    period: int
    comments: tuple[Comment, ...]
    error: FileFault | None = None
    moved: bool = False  # it counts its periods otherwise than the settings do now


def read_earlier(
    folder: Path, wanted: Successor, limits: Limits, previous: Sequence[Path] = ()
) -> Reading:
    """Read every pack of a folder, and those that are named, for what a new pack goes on with.

    Args:
        folder: Where packs are written.
        wanted: Whose packs count.
        limits: What reading one file may cost.
        previous: More packs, or folders of them; who names one vouches for its company.
    """
    comments: list[Comment] = []
    findings: list[Finding] = []
    held: dict[Path, tuple[Signature, frozenset[Said]]] = {}
    packs: list[_Pack] = []
    named = {path.resolve() for place in previous for path in _workbooks(place)}
    places = dict.fromkeys([*(path.resolve() for path in _workbooks(folder)), *named])
    for path in places:
        signature = _signature(path)
        if signature is None or (_part(path, signature) not in (None, wanted.part)):
            continue
        pack = _read(path, signature, limits)
        if pack is None or pack.error:
            fault = pack.error if pack else unreadable("no_pack") if path in named else None
            findings += [_unread(path, fault)] if fault else []
            continue
        pack = _in_calendar(pack, wanted.calendar)
        words = [comment for comment in pack.comments if any(comment.words)]
        if pack.moved and not pack.period:
            findings += [_other_calendar(path)] if words else []
            continue
        said = frozenset((one.period, one.line.casefold(), one.mark) for one in words)
        if not pack.book.has_more:
            held[path] = signature, said
        if wanted.part not in (pack.part, *(comment.entity for comment in pack.comments)):
            continue
        if path not in named and _is_another(pack.entity, wanted.entity):
            findings += [_other(path, pack, wanted)] if words else []
            continue
        packs.append(pack)
        comments += [one for one in pack.comments if one.entity == wanted.part]
    # Others hold comments, and no figures or those of other periods.
    whole = [pack for pack in packs if pack.book.tables and not pack.moved]
    last, same = _last(whole, wanted.period), _newest(whole, wanted.period)
    earlier = Earlier(
        merged(comments),
        _reported(last, findings) if last else None,
        _reported(same, findings) if same else None,
    )
    return Reading(earlier, tuple(findings), held)


def _other(path: Path, pack: _Pack, wanted: Successor) -> Finding:
    where, mine = Where(path.name), wanted.entity
    return Finding(Severity.WARNING, Code.OTHER_COMPANY, where, pack.entity, mine)


def _other_calendar(path: Path) -> Finding:
    return Finding(Severity.WARNING, Code.OTHER_CALENDAR, Where(path.name))


def _in_calendar(pack: _Pack, calendar: Calendar) -> _Pack:
    """Return a pack with the period that it means, where the settings count otherwise since then.

    Period 0 where that cannot be told: a month has a place in every year of twelve, others do not.
    """
    span = _said(pack, "span")
    if not span or span == calendar.span(pack.period):
        return pack
    month = MONTH_TEXT.fullmatch(span) if calendar.periods_in_year == MONTHS else None
    key = (calendar.from_month(int(month[1]), int(month[2])) if month else None) or 0
    comments = tuple(
        replace(comment, period=key if comment.period == pack.period else 0)
        for comment in pack.comments
    )
    return replace(pack, period=key, comments=comments, moved=True)


def _is_another(entity: str, wanted: str) -> bool:
    """Whether a pack says that it is another company's; one that says nothing is taken."""
    return bool(entity and wanted) and entity.casefold() != wanted.casefold()


def _workbooks(place: Path) -> Iterator[Path]:
    """Yield the workbooks of a folder, or the one file that is named."""
    if not place.is_dir():
        yield place
        return
    with contextlib.suppress(OSError):
        for path in sorted(place.iterdir()):
            hidden = path.name.startswith(("~$", "."))
            if path.suffix.lower() in SUFFIXES and not hidden and path.is_file():
                yield path


def _signature(path: Path) -> Signature | None:
    """Return what changes when a file does; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    except OSError:
        return (-1, -1)
    return found.st_mtime_ns, found.st_size


@cache  # 200 parts are 2,400 packs a year, and each part looks at them all
def _part(path: Path, signature: Signature) -> str | None:
    """Return which part of the company a pack says that it is of; None where it does not say."""
    del signature
    return scope_said(path)


@lru_cache(maxsize=4096)
def _read(path: Path, signature: Signature, limits: Limits) -> _Pack | None:
    """Read one file; None where it is no pack. A file that did not change is read once a run."""
    del signature
    try:
        converted = path.suffix.lower() in conversions.SUFFIXES
        look = conversions.open_converted if converted else open_pack
        book = look(path, limits)
        if not book.is_pack:
            return None
        said = {
            name.removeprefix(PROPERTY): value
            for name, value in book.properties.items()
            if name.startswith(PROPERTY)
        }
        period = int(said.get("period", "0")) if said.get("period", "0").isdigit() else 0
        part = said.get("scope", "")
        opened = conversions.converted_rows(book, limits) if converted else sheets_of(book)
        with opened as cells:
            rows = written(book, cells, period, part)
    except FileFault as fault:
        empty = PackBook(path)
        return _Pack(empty, "", "", 0, (), fault)
    company = said.get("entity", "") or rows.company
    return _Pack(book, company, rows.scope, rows.period, rows.comments)


def _unread(path: Path, fault: FileFault) -> Finding:
    where = Where(path.name, fault.sheet)
    return Finding(
        Severity.WARNING, fault.code, where, fault.got, fault.expected, reason=fault.reason
    )


# What earlier packs reported


def _last(packs: Iterable[_Pack], period: int) -> _Pack | None:
    """Return the pack of the nearest period before one; years are held against years."""
    before = [
        pack
        for pack in packs
        if 0 < pack.period < period and (pack.period % 100 == 0) == (period % 100 == 0)
    ]
    return _newest(before, max((pack.period for pack in before), default=0))


def _newest(packs: Iterable[_Pack], period: int) -> _Pack | None:
    mine = [pack for pack in packs if pack.period == period]
    return max(mine, key=lambda pack: _said(pack, "created"), default=None)


def _said(pack: _Pack, name: str) -> str:
    return pack.book.properties.get(f"{PROPERTY}{name}", "")


def _reported(pack: _Pack, findings: list[Finding]) -> EarlierPack | None:
    """Return what a pack reported: the actual amounts, the forecast and the methods."""
    book = pack.book
    amounts: dict[tuple[str, int], float] = {}
    forecast: dict[str, float] = {}
    methods: dict[str, str] = {}
    try:
        with sheets_of(book) as cells:
            for row in _table_rows(book, cells, "opex_lines"):
                _add_amount(amounts, row)
            for row in _table_rows(book, cells, "pack_forecast"):
                amount = row.get("amount")
                if isinstance(amount, int | float):
                    forecast[text_of(row.get("line"))] = float(amount)
            for row in _table_rows(book, cells, "pack_methods"):
                methods[text_of(row.get("setting"))] = text_of(row.get("method"))
    except FileFault as fault:
        findings.append(_unread(book.path, fault))
        return None
    return EarlierPack(
        book.path,
        pack.part,
        pack.period,
        created=_said(pack, "created"),
        status=pack.book.properties.get("status", ""),
        amounts=amounts,
        forecast=forecast,
        methods=methods,
    )


def _table_rows(book: PackBook, cells: SheetRows, name: str) -> Iterator[dict[str, CellValue]]:
    table = book.tables.get(name)
    if table is None:
        return
    titles = [title for _, title in table.columns]
    for row in cells.rows(table.sheet, table.top + 1, table.bottom, table.left, table.right):
        yield dict(zip(titles, row, strict=False))


def _add_amount(amounts: dict[tuple[str, int], float], row: Mapping[str, CellValue]) -> None:
    """Add a row of the table of facts; income is shown positive."""
    kind, period, amount = row.get("kind_no"), row.get("period"), row.get("amount")
    if not isinstance(period, int) or not isinstance(amount, int | float):
        return
    if row.get("version_no") != _ACTUAL or not isinstance(kind, int) or kind not in _KINDS:
        return
    line = identity(_KINDS[kind], str(row.get("category") or ""), str(row.get("line") or ""))
    signed = -float(amount) if kind == _INCOME else float(amount)
    amounts[line, period] = round(amounts.get((line, period), 0.0) + signed, 6)
