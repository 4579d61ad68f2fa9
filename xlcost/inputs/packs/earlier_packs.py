"""Earlier packs: of all that lie in the folders, what a new pack goes on with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xlcost.dataset.comment_keys import part_of
from xlcost.dataset.earlier import (
    Comment,
    Earlier,
    EarlierForecast,
    EarlierPack,
    merged,
)
from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.limits import Limits
from xlcost.dataset.scope import Scope
from xlcost.inputs.files.faults import FileFault, unreadable
from xlcost.inputs.packs.pack_files import (
    PackFile,
    Signature,
    part_said,
    read_pack,
    signature_of,
    workbooks,
)
from xlcost.inputs.packs.reported import reported
from xlcost.system import stopping
from xlcost.system.identity import changed_meanwhile
from xlcost.trust.places import leads_out
from xlcost.values.calendar import Calendar


@dataclass(frozen=True)
class Successor:
    """The new pack that goes on with earlier ones.

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

    def is_of_another(self, pack: PackFile) -> bool:
        """Whether a pack says that it is another company's; one that says nothing is taken."""
        both = bool(pack.entity and self.entity)
        return both and pack.entity.casefold() != self.entity.casefold()


MOST_FORECASTS = 13  # a year of packs: older ones say little of how forecasts are made now
TRIES = 3  # to read packs that somebody is saving

Said = tuple[int, str, str]  # period, line and fingerprint of some words


@dataclass(frozen=True)
class EarlierReading:
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
        now = signature_of(path)
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


def read_earlier(
    folder: Path, wanted: Successor, limits: Limits, previous: Sequence[Path] = ()
) -> EarlierReading:
    """Read every pack of a folder, and those that are named, for what a new pack goes on with.

    Args:
        folder: Where packs are written.
        wanted: Whose packs count.
        limits: What reading one file may cost.
        previous: More packs, or folders of them; who names one vouches for its company.

    Raises:
        EnvironmentFault: One changes whenever it is read.
    """
    changed: list[Path] = []
    for _ in range(TRIES):
        stopping.check()
        shelf = _Shelf(wanted, limits)
        named = {path.resolve() for place in previous for path in shelf.listed(place)}
        places = dict.fromkeys([*(path.resolve() for path in shelf.listed(folder)), *named])
        for path in places:
            shelf.look_at(path, named=path in named)
        found, changed = shelf.reading(), shelf.changed()
        if not changed:
            return found
    raise changed_meanwhile(changed)


class _Shelf:
    """The packs that were looked at, and those of them that count.

    Args:
        wanted: Whose packs count.
        limits: What reading one file may cost.
    """

    def __init__(self, wanted: Successor, limits: Limits) -> None:
        self._wanted = wanted
        self._limits = limits
        self._packs: list[PackFile] = []
        self._findings: list[Finding] = []
        self._held: dict[Path, tuple[Signature, frozenset[Said]]] = {}
        self._seen: dict[Path, Signature] = {}

    def changed(self) -> list[Path]:
        """Return the files that are not what they were when they were looked at."""
        return [path for path, before in self._seen.items() if signature_of(path) != before]

    def listed(self, place: Path) -> Iterator[Path]:
        """Yield the workbooks of a folder; a link that leads out of it is told and not followed."""
        for path in workbooks(place):
            if path != place and leads_out(place, path):
                self._findings.append(_unread(path, unreadable("outside")))
            else:
                yield path

    def look_at(self, path: Path, *, named: bool) -> None:
        """Read a file, and keep it where it is a pack that counts; `named` ones are vouched for."""
        signature = signature_of(path)
        if signature is None or part_said(path, signature) not in (None, self._wanted.part):
            return
        self._seen[path] = signature
        pack = read_pack(path, signature, self._limits)
        if pack is None or pack.error:
            fault = pack.error if pack else unreadable("no_pack") if named else None
            self._findings += [_unread(path, fault)] if fault else []
            return
        pack = pack.in_calendar(self._wanted.calendar)
        if pack.moved and not pack.period:
            self._warn(pack, Code.OTHER_CALENDAR)
            return
        if not pack.book.has_more:
            self._held[path] = signature, _said_in(pack)
        if self._wanted.part not in pack.parts:
            return
        if not named and self._wanted.is_of_another(pack):
            self._warn(pack, Code.OTHER_COMPANY, pack.entity, self._wanted.entity)
            return
        self._packs.append(pack)

    def _warn(self, pack: PackFile, code: Code, got: str = "", expected: str = "") -> None:
        """Tell of a pack that does not count, where somebody's words stand in it."""
        if pack.with_words:
            where = Where(pack.book.path.name)
            self._findings.append(Finding(Severity.WARNING, code, where, got, expected))

    def reading(self) -> EarlierReading:
        """Return what the packs hold together."""
        period, part = self._wanted.period, self._wanted.part
        mine = (one for pack in self._packs for one in pack.comments if one.entity == part)
        with_figures = [pack for pack in self._packs if pack.has_figures]
        earlier = Earlier(
            merged(list[Comment](mine)),
            self._reported(_last(with_figures, period)),
            self._reported(_newest(with_figures, period)),
            _forecasts(with_figures, period),
        )
        return EarlierReading(earlier, tuple(self._findings), self._held)

    def _reported(self, pack: PackFile | None) -> EarlierPack | None:
        if pack is None:
            return None
        try:
            return reported(pack)
        except FileFault as fault:
            self._findings.append(_unread(pack.book.path, fault))
            return None


def _said_in(pack: PackFile) -> frozenset[Said]:
    return frozenset((one.period, one.line.casefold(), one.mark) for one in pack.with_words)


def _unread(path: Path, fault: FileFault) -> Finding:
    where = Where(path.name, fault.sheet)
    return Finding(
        Severity.WARNING, fault.code, where, fault.got, fault.expected, reason=fault.reason
    )


def _last(packs: Iterable[PackFile], period: int) -> PackFile | None:
    """Return the pack of the nearest period before one; years are held against years."""
    before = [
        pack
        for pack in packs
        if 0 < pack.period < period and (pack.period % 100 == 0) == (period % 100 == 0)
    ]
    return _newest(before, max((pack.period for pack in before), default=0))


def _forecasts(packs: Sequence[PackFile], period: int) -> tuple[EarlierForecast, ...]:
    """Return what the packs of the nearest periods before one expected, the oldest first."""
    before = sorted({pack.period for pack in packs if 0 < pack.period < period})
    newest = (_newest(packs, key) for key in before[-MOST_FORECASTS:] if key % 100)
    return tuple(pack.forecast for pack in newest if pack and pack.forecast.year)


def _newest(packs: Iterable[PackFile], period: int) -> PackFile | None:
    """Return the pack of a period that was built last."""
    mine = [pack for pack in packs if pack.period == period]
    return max(mine, key=lambda pack: pack.created, default=None)
