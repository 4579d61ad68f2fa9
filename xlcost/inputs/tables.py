"""The tables of each input: found, read once, seen through hidden sheets, and bound to columns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from xlcost.dataset.addresses import Address
from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.limits import Limits
from xlcost.dataset.schema import AMOUNTS, INPUTS
from xlcost.dataset.settings import BOOK_NAME, InputSettings, Settings
from xlcost.engine import Engine
from xlcost.inputs.archives import Archives, holds
from xlcost.inputs.columns.binding import Binding, bind, column_findings, repeated_headings
from xlcost.inputs.columns.bound_table import BoundTable
from xlcost.inputs.configuration.databases import (
    Database,
    database_table,
    opened,
)
from xlcost.inputs.configuration.setup_pages import is_own_heading
from xlcost.inputs.configuration.sources import (
    files_in,
    find,
    options_of,
    shown_names,
    wanted,
)
from xlcost.inputs.configuration.unread_files import unread_files
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.files.read_options import ReadOptions
from xlcost.inputs.files.readers import read_tables
from xlcost.inputs.files.zip_files import is_archive
from xlcost.inputs.named_files import NamedFiles
from xlcost.inputs.profiles.discovery import Discovery
from xlcost.inputs.profiles.profiled import Profiled, profiled, read_again
from xlcost.inputs.repeats import copies
from xlcost.inputs.service_dimension import keys_of, with_dimension
from xlcost.inputs.shapes.heading_search import heading_column
from xlcost.inputs.shapes.reshaping import reshaped
from xlcost.inputs.shapes.step import Shaped
from xlcost.inputs.standards.meant import as_meant, is_own_table
from xlcost.inputs.standards.reading import read_standard
from xlcost.inputs.standards.recognition import standard_of
from xlcost.locales.words import Words
from xlcost.system import stopping
from xlcost.system.identity import Witness


class Tables:
    """Finds and reads the tables of the inputs, one input after the other.

    Args:
        folder: Where the files are.
        settings: What holds for them.
        engine: Where their rows go.
        limits: What reading one file may cost.
        word: The words of the report language.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        engine: Engine,
        limits: Limits,
        word: Words,
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.engine = engine
        self.limits = limits
        self.word = word
        self.findings: list[Finding] = []  # what is wrong with the files and their columns
        self._told = 0  # how many of them were asked for
        self.witness = Witness()
        self.found_any = False  # whether the last input has any table, be it one that does not fit
        self._databases: dict[Address, Database] = {}  # one is opened once, and seen at one moment
        self._tables: dict[tuple[Path, str], list[RawTable]] = {}
        self._archives = Archives(engine, limits)
        self._discovery = Discovery(folder, settings, engine, limits, self._archives.exports)
        self._archives.profile = self._discovery.profile
        self._named = NamedFiles(folder, settings, self._discovery, word)
        self._unused: dict[tuple[str, str], set[str]] = {}

    def close(self) -> None:
        """Give up what works beside the reading."""
        self.witness.close()
        for database in self._databases.values():
            database.close()

    @contextmanager
    def witnessed(self) -> Iterator[None]:
        """Hold that no file changed while a block read it; that is worse than whatever it raised.

        Raises:
            EnvironmentFault: One did.
        """
        try:
            yield
        except Exception:
            self.witness.confirm()
            raise
        self.witness.confirm()

    def new_findings(self) -> list[Finding]:
        """Return what was found since this was last asked."""
        new = self.findings[self._told :]
        self._told = len(self.findings)
        return new

    def of(self, name: str) -> Iterator[BoundTable]:
        """Yield every table of an input that can be used."""
        self.found_any = False
        for group, said in enumerate(self.settings.of(name)):
            found = find(self.folder, name, said, self.word, self._not_of(name))
            files = found.files or self._by_contents(name, said) or self._by_headings(name)
            by_name = () if files else self._named.of(name, said, self._read_files())
            self.findings += found.findings
            self.findings += [] if said.files else copies(files)
            if said.database:
                key = f"{name}[{group + 1}]" if group else name
                rows = [database_table(said, self._database(said, key), self.engine, key)]
                yield from self._bound(name, said, profiled(rows, said, name), group)
            for path in files:
                yield from self._bound(name, said, self._profiled(path, said, name), group)
            for path in by_name:
                yield from self._by_its_name(path, name, said, group)

    def _not_of(self, name: str) -> list[str]:
        """Return the files that are not looked for by the name of an input.

        Where nothing is said of an input, a file that the settings call another one is none of it.
        """
        said = self.settings
        if getattr(said, name):
            return said.unused
        others = (one for other in INPUTS if other != name for one in said.of(other))
        return [*said.unused, *(file for one in others if one.sheet is None for file in one.files)]

    def _by_contents(self, name: str, said: InputSettings) -> tuple[Path, ...]:
        """Return the files that hold an input whatever their names: ZIPs, and ledgers by law."""
        if said.files or said.database:
            return ()
        paths = wanted(files_in(self.folder), self.settings.unused)
        if found := tuple(path for path in paths if holds(path, name)):
            return found
        return tuple(p for p in paths if name == "ledger" and standard_of(p, self.limits))

    def _by_headings(self, name: str) -> tuple[Path, ...]:
        """Return the files whose headings say that they are exports of an input."""
        found = self._discovery.files(name)
        exports = {shown: one for known in found.values() for shown, one in known.items()}
        if len(exports) > 1:
            several = len({one.name for one in exports.values()}) > 1
            severity = Severity.WARNING if several else Severity.NOTE
            shown = {"input": name, "names": ", ".join(sorted(exports))}
            text = self.word.text("expected.by_headings", **shown)
            self.findings.append(Finding(severity, Code.DETECTED, got=text, rows=0))
        return tuple(found)

    def _by_its_name(
        self, path: Path, name: str, said: InputSettings, group: int
    ) -> Iterator[BoundTable]:
        """Yield the tables of a file that is an input by its name, where it has its columns.

        A ledger that lacks one is told as any other: without it there is no report.
        """
        before = list(self.findings)
        fitting = list(self._bound(name, said, self._profiled(path, said, name), group))
        if not fitting and name != "ledger":
            self.findings[:] = before
            self.found_any = False
            self._named.doubt(path)
        self.findings += [self._named.note(path, name)] if fitting else []
        yield from fitting

    def _profiled(self, path: Path, said: InputSettings, name: str) -> list[Profiled]:
        """Return the tables of a file, each with the settings that hold for it.

        Where a profile says how the file is read, it is read so.
        """
        return [
            self._again(path, one, said, name)
            for one in profiled(self._raw(path, said, name), said, name)
        ]

    def _again(self, path: Path, one: Profiled, said: InputSettings, name: str) -> Profiled:
        """Return a table as its profile says that its file is read."""
        if one.reading == said:
            return one
        return read_again(one, self._raw(path, one.reading, name), said)

    def _database(self, said: InputSettings, key: str) -> Database:
        """Return the database of an input; one that two inputs share is opened once."""
        address = said.address
        assert address is not None
        if address not in self._databases:
            self._databases[address] = opened(said, self.folder, key)
        return self._databases[address]

    def _raw(self, path: Path, said: InputSettings, name: str) -> list[RawTable]:
        """Return the tables of a file; one that two inputs share is read once."""
        options = options_of(said)
        packed = is_archive(path)
        own = (is_own_table("fec", said), name if packed else "")
        place = (path.resolve(), repr((options, own)))
        if place not in self._tables:
            stopping.check()
            self.witness.start(path)
            if packed:
                read = self._archives.of(path).read(name, partial(self._read, said, options))
            else:
                read = self._read(said, options, path)
            tables, findings = read
            self._tables[place] = tables
            self.findings += findings
            for table in tables:
                self.findings += table.findings
        return self._tables[place]

    def _read(
        self, said: InputSettings, options: ReadOptions, path: Path, shown: str = ""
    ) -> tuple[list[RawTable], list[Finding]]:
        """Read a file: a ledger in a legal standard by its reader, every other one as a table."""
        standard = standard_of(path, self.limits)
        if standard and not is_own_table(standard, said):
            calendar = self.settings.report.calendar
            known = (self.engine, self.limits, calendar, self.word)
            return read_standard(path, shown or path.name, standard, *known)
        if options == options_of(InputSettings()) and (seen := self._discovery.known(path)):
            return seen
        return read_tables(path, options, self.engine, self.limits)

    def _bound(
        self, name: str, said: InputSettings, tables: list[Profiled], group: int
    ) -> Iterator[BoundTable]:
        """Yield the tables of one file that fit an input."""
        visible = self._visible(said, tables)
        shaped = [self._shaped(one.raw, one.said, name) for one in visible]
        words, keys = self.settings.words, keys_of(self.settings)
        bound = [(one.raw, bind(one.raw, INPUTS[name], one.said)) for one in shaped]
        bound = [
            (raw, replace(with_dimension(raw, binding, keys), words=words))
            for raw, binding in bound
        ]
        fitting = [(raw, binding) for raw, binding in bound if not binding.missing]
        if not fitting:
            for raw, binding in bound[:1]:
                texts = self._headings(raw, binding)
                self.findings += column_findings(raw, binding, self.word, texts)
                self.found_any = True
            return
        self.findings += [note for one in visible for note in one.notes(self.word)]
        for raw, binding in fitting:
            self.findings += repeated_headings(raw, binding)
        self._say_sheets(name, said, bound, fitting)
        for raw, binding in fitting:
            self.found_any = True
            if raw.ledger is None:
                self._note_unused(raw, binding)
            yield BoundTable(raw, binding, group)

    def _headings(self, raw: RawTable, binding: Binding) -> dict[str, str]:
        """Return what to say where accounts seem to stand in rows of their own."""
        name = binding.input.name
        asked = "account" in binding.missing and name in AMOUNTS and not raw.remote
        found = heading_column(raw) if asked and not binding.said.heading_rows else None
        if found is None:
            return {}
        fields = {"got": found.example, "column": found.column, "input": name}
        return {"account": self.word.text("expected.in_heading_rows", **fields)}

    def _shaped(self, raw: RawTable, said: InputSettings, name: str) -> Shaped:
        """Return a table as the settings say that it is meant."""
        calendar = self.settings.report.calendar
        if raw.ledger is not None:
            return Shaped(raw, as_meant(said, raw.ledger), INPUTS[name], calendar)
        found = reshaped(raw, said, INPUTS[name], self.engine, calendar)
        self.findings += [one for one in found.raw.findings if one not in raw.findings]
        return found

    def _say_sheets(
        self,
        name: str,
        said: InputSettings,
        bound: list[tuple[RawTable, Binding]],
        fitting: list[tuple[RawTable, Binding]],
    ) -> None:
        """Say which sheets of a workbook are used, and which are not."""
        if said.sheet is not None and not any(raw.sheet for raw, _ in bound):
            where = Where(bound[0][0].name)
            got = self.word.text("expected.no_sheets", sheet=said.sheet)
            self.findings.append(Finding(Severity.WARNING, Code.DETECTED, where, got, rows=0))
        for raw, binding in bound:
            if binding.missing:
                where = Where(raw.name, raw.sheet)
                names = self.word.text("expected.sheet_unused", missing=", ".join(binding.missing))
                self.findings.append(Finding(Severity.NOTE, Code.DETECTED, where, names))
        by_sheet = "sheet" in (said.period_from, said.team_from, said.channel_from)
        if said.sheet is None and len(fitting) > 1 and not by_sheet:
            got = ", ".join(raw.sheet for raw, _ in fitting)
            where = Where(fitting[0][0].name)
            self.findings.append(
                Finding(Severity.WARNING, Code.SEVERAL_SHEETS, where, got, name, rows=0)
            )

    def _visible(self, said: InputSettings, tables: list[Profiled]) -> list[Profiled]:
        """Leave hidden sheets out, but for one that the settings name."""
        hidden = [one.raw for one in tables if one.raw.detected.get("hidden") and not said.sheet]
        for raw in hidden:
            where = Where(raw.name, raw.sheet)
            got = self.word.text("expected.hidden_sheet")
            note = Finding(Severity.NOTE, Code.DETECTED, where, got, rows=0)
            self.findings += [] if note in self.findings else [note]
        return [one for one in tables if one.raw not in hidden]

    def _note_unused(self, raw: RawTable, binding: Binding) -> None:
        """Remember which columns nobody used: another input may use them yet."""
        place = (raw.name, raw.sheet)
        names = {bound.heading for bound in binding.others}
        if raw.name == BOOK_NAME:
            names = {name for name in names if not is_own_heading(name)}
        self._unused[place] = self._unused[place] & names if place in self._unused else names

    def asked_of(self, name: str) -> tuple[str, str]:
        """Return the names that speak of an input that is missing, and some of the folder's."""
        return self._named.ask(name), shown_names(self.folder)

    def _read_files(self) -> set[Path]:
        return {path for path, _ in self._tables}

    def overlooked(self) -> list[Finding]:
        """Return a warning for each file that has nearly the name of an input and is not read."""
        read = self._read_files()
        read |= {(self.folder / name).resolve() for name in self.settings.unused}
        found = list(self._named.unread(read))
        told = {(self.folder / one.where.file).resolve() for one in found} | self._named.told()
        packed = self._archives.unread(self.word)
        return [*found, *packed, *unread_files(self.folder, read | told, self.word)]

    def unused(self) -> list[Finding]:
        """Return a note for each table that has columns which no input uses."""
        told = ((Where(*place), ", ".join(sorted(names))) for place, names in self._unused.items())
        return [
            Finding(Severity.NOTE, Code.UNKNOWN_COLUMN, where, names, rows=0)
            for where, names in told
            if names
        ]
