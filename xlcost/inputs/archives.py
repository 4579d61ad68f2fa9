"""Archives: a ZIP with one or several inputs, each file of it read as if it lay in the folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.limits import Limits
from xlcost.dataset.schema import INPUTS, file_stems
from xlcost.engine import Engine
from xlcost.inputs.files.faults import FileFault, stumbling, unreadable
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.files.zip_files import (
    ending_of,
    head_of,
    is_archive,
    is_paper,
    members,
    stem_of,
    unpacked,
)
from xlcost.inputs.profiles.library import SAME_AS
from xlcost.inputs.profiles.profile import Profile
from xlcost.inputs.standards.recognition import standard_in
from xlcost.locales.words import Words
from xlcost.values.text_guard import as_text

LEDGER = "ledger"
SHOWN, LONGEST = 3, 120
FEW = 8  # names of files that are told
Read = tuple[list[RawTable], list[Finding]]


def holds(path: Path, name: str) -> bool:
    """Tell whether a ZIP holds files of an input, by their names or by what they hold."""
    if not is_archive(path):
        return False
    try:
        with stumbling(path.name):
            found = members(path)
            return bool(_named(found, name)) or (name == LEDGER and bool(_standard(path, found)))
    except FileFault:
        return False


class Archive:
    """The files of one ZIP, each unpacked when somebody first asks for it.

    Args:
        path: The ZIP.
        engine: Whose folder they are unpacked in.
        limits: What reading one file may cost, and all of them together.
        profile: Returns the export that a file is by its headings.
    """

    def __init__(
        self, path: Path, engine: Engine, limits: Limits, profile: Callable[[Path], Profile | None]
    ) -> None:
        self.path = path
        self._engine = engine
        self._limits = limits
        self._profile = profile
        self._exports: dict[str, Profile] | None = None
        self._files: dict[str, Path] = {}
        self._asked: set[str] = set()
        self._unpacked = 0

    def read(self, name: str, reader: Callable[[Path, str], Read]) -> Read:
        """Return the tables of the files that belong to an input.

        Args:
            name: The input.
            reader: Reads a file that is unpacked, and has a name to people.
        """
        tables: list[RawTable] = []
        findings: list[Finding] = []
        try:
            with stumbling(self.path.name):
                wanted = self._wanted(name)
        except FileFault as fault:
            return [], [fault.finding(self.path.name)]
        self._asked |= set(wanted)
        for member in wanted:
            shown = f"{self.path.name}/{as_text(member)}"
            try:
                with stumbling(shown):
                    read = reader(self._file(member), shown)
            except FileFault as fault:
                findings.append(fault.finding(shown))
                continue
            inner = self._files[member].name
            tables += [_of_archive(raw, self.path, shown, inner) for raw in read[0]]
            findings += [_renamed(finding, shown, inner) for finding in read[1]]
        return tables, findings

    def exports(self) -> dict[str, Profile]:
        """Return the exports in it that their headings tell, by the names of their files.

        Raises:
            FileFault: It is damaged, or past a limit.
        """
        if self._exports is None:
            found = members(self.path)
            standards = _standard(self.path, found)
            rest = [one for one in _rest(found) if one not in standards]
            known = {one: self._profile(self._file(one)) for one in sorted(rest)}
            self._exports = {one: export for one, export in known.items() if export is not None}
        return self._exports

    def _wanted(self, name: str) -> list[str]:
        """Return the files of an input: those with its name, else those that are exports of it.

        Where nothing tells, those with no other input's name.

        Raises:
            FileFault: None of them is.
        """
        found = members(self.path)
        if mine := _named(found, name):
            return mine
        if name == LEDGER and (ledgers := _standard(self.path, found)):
            return ledgers
        exports = self.exports().items()
        if mine := [one for one, known in exports if known.input == SAME_AS.get(name, name)]:
            return mine
        rest = [one for one in _rest(found) if one not in self.exports()]
        if not rest:
            shown = ", ".join(as_text(one) for one in found[:SHOWN])[:LONGEST] or "–"
            raise unreadable("zip", shown)
        return rest

    @property
    def was_read(self) -> bool:
        """Whether anybody read a file of it."""
        return bool(self._asked)

    def unread(self) -> list[str]:
        """Return the files that nobody read."""
        try:
            with stumbling(self.path.name):
                return [as_text(one) for one in members(self.path) if one not in self._asked]
        except FileFault:
            return []  # told when it was read

    def _file(self, member: str) -> Path:
        """Return where a file is unpacked."""
        if member not in self._files:
            target = self._engine.folder / f"{self._engine.new_name()}{ending_of(member)}"
            room = self._limits.unpacked_bytes - self._unpacked
            self._unpacked += unpacked(self.path, member, target, self._limits, room)
            self._files[member] = target
        return self._files[member]


class Archives:
    """The ZIPs of a folder, each opened once.

    Args:
        engine: Whose folder their files are unpacked in.
        limits: What reading one file may cost, and all of a ZIP together.

    Attributes:
        profile: Returns the export that a file is by its headings; set by whoever looks into files.
    """

    def __init__(self, engine: Engine, limits: Limits) -> None:
        self._engine, self._limits = engine, limits
        self.profile: Callable[[Path], Profile | None] = lambda _: None
        self._opened: dict[Path, Archive] = {}

    def of(self, path: Path) -> Archive:
        """Return a ZIP."""
        place = path.resolve()
        if place not in self._opened:
            known = (self._engine, self._limits, self.profile)
            self._opened[place] = Archive(path, *known)
        return self._opened[place]

    def exports(self, path: Path) -> dict[str, Profile] | None:
        """Return the exports in a ZIP, by the names of its files; None of another file."""
        if not is_archive(path):
            return None
        try:
            with stumbling(path.name):
                found = self.of(path).exports()
        except FileFault:
            return {}  # told as a file that was not read
        return {f"{path.name}/{as_text(member)}": one for member, one in found.items()}

    def unread(self, word: Words) -> Iterator[Finding]:
        """Yield a note for each ZIP of which somebody read a file, and nobody read others."""
        for path, archive in self._opened.items():
            if archive.was_read and (names := archive.unread()):
                shown = ", ".join(names[:FEW]) + (", …" if len(names) > FEW else "")
                text = word.text("expected.unread_members", names=shown)
                yield Finding(Severity.NOTE, Code.DETECTED, Where(path.name), text, rows=0)


def _named(found: Sequence[str], name: str) -> list[str]:
    """Return the files that have an input's name."""
    stems = file_stems(name)
    return sorted(one for one in found if stem_of(one) in stems and not is_paper(one))


def _rest(found: Sequence[str]) -> list[str]:
    """Return the files that may hold a table and have no input's name."""
    named = {member for name in INPUTS for member in _named(found, name)}
    return [one for one in found if one not in named and not is_paper(one)]


def _standard(path: Path, found: Sequence[str]) -> list[str]:
    """Return the files that hold a ledger in a legal standard."""
    tables = (one for one in sorted(found) if not is_paper(one))
    return [one for one in tables if standard_in(head_of(path, one))]


def _of_archive(raw: RawTable, path: Path, shown: str, inner: str) -> RawTable:
    """Return a table as one of the ZIP, by the name of its file in it."""
    reread = None if raw.reread is None else partial(_again, raw.reread, path, shown, inner)
    findings = tuple(_renamed(finding, shown, inner) for finding in raw.findings)
    return replace(raw, file=path, name=shown, findings=findings, reread=reread)


def _again(reread: Callable[[], RawTable], path: Path, shown: str, inner: str) -> RawTable:
    """Return a table that is read again, as one of the ZIP."""
    return _of_archive(reread(), path, shown, inner)


def _renamed(finding: Finding, shown: str, inner: str) -> Finding:
    """Return a finding of an unpacked file as one of the ZIP."""
    where = finding.where
    if where.file != inner:
        return finding
    return replace(finding, where=Where(shown, where.sheet, where.row, where.column))
