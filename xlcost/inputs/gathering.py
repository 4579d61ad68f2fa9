"""The gathering: the tables of every input, read and checked one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from xlcost.dataset.facts import ACTUAL, Source
from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.limits import Limits
from xlcost.dataset.schema import AMOUNTS, SILENT
from xlcost.dataset.settings import Settings
from xlcost.engine import Engine
from xlcost.inputs.columns.bound_table import BoundTable
from xlcost.inputs.columns.masters import Master, read_master
from xlcost.inputs.contacts.counts import CountTable, read_counts
from xlcost.inputs.contacts.levels import LEVELS
from xlcost.inputs.evidence.rule import TableCase
from xlcost.inputs.evidence.rules import of_table
from xlcost.inputs.files.faults import FileFault
from xlcost.inputs.files.watching import watched
from xlcost.inputs.gathered import Gathered, source_of, summed_of
from xlcost.inputs.ledgers.amounts import AmountTable, read_amounts
from xlcost.inputs.repeats import Summed
from xlcost.inputs.tables import Tables
from xlcost.locales.words import words
from xlcost.values.calendar import Period


class Gathering:
    """Reads the inputs, each by its name; a table's reading hangs on nothing but those before it.

    Args:
        folder: Where the files are.
        settings: What holds for them.
        engine: What adds them up.
        limits: What reading one file may cost.
        asked: The period of the report, where one was asked for.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        engine: Engine,
        limits: Limits,
        asked: Period | None = None,
    ) -> None:
        self.asked = asked
        self.settings = settings
        self.engine = engine
        self.calendar = settings.report.calendar
        self.word = words(settings.report.language)
        self.tables = Tables(folder, settings, engine, limits, self.word)
        self._findings: list[Finding] = []
        self._absent: list[str] = []  # inputs of which there is no file
        self._amounts: list[AmountTable] = []
        self._counts: dict[str, list[CountTable]] = {name: [] for name in LEVELS}
        self._masters: dict[str, list[Master]] = {"accounts": [], "cost_centres": []}
        self._sources: list[Source] = []
        self._summed: list[Summed] = []

    def close(self) -> None:
        """Give up what works beside the reading."""
        self.tables.close()

    def read(self, name: str) -> None:
        """Read every file of an input."""
        how: Callable[[str, BoundTable], None] = self._read_master
        if name in AMOUNTS:
            how = self._read_amounts
        elif name in LEVELS:
            how = self._read_counts
        for bound in self.tables.of(name):
            self._findings += self.tables.new_findings()
            try:
                with watched(bound.raw, self.engine, self.tables.limits):
                    how(name, bound)
            except FileFault as fault:
                self._findings.append(fault.finding(bound.raw.name))
        self._findings += self.tables.new_findings()
        if not self.tables.found_any:
            self._missing(name)

    def done(self) -> Gathered:
        """Return everything that was read."""
        if self._absent:
            text = self.word.text("expected.no_input", input=", ".join(self._absent))
            note = Finding(Severity.NOTE, Code.MISSING_INPUT, got=text, rows=0)
            self._findings.append(note)
            self._absent = []
        return Gathered(
            settings=self.settings,
            engine=self.engine,
            word=self.word,
            witness=self.tables.witness,
            asked=self.asked,
            amounts=tuple(self._amounts),
            counts={name: tuple(tables) for name, tables in self._counts.items()},
            masters={name: tuple(lists) for name, lists in self._masters.items()},
            sources=tuple(self._sources),
            summed=tuple(self._summed),
            findings=tuple(self._findings),
            unread=(*self.tables.unused(), *self.tables.overlooked()),
        )

    def _missing(self, name: str) -> None:
        """Remember that there is no file of an input; without a ledger there is no report."""
        routed = any(_has_budget(table) for table in self._amounts)
        if name == "ledger":
            if any(_names_no_file(one) for one in self._findings):
                return  # the settings name a file that is not there, and that is told
            text = self._no_ledger()
            self._findings.append(Finding(Severity.ERROR, Code.MISSING_INPUT, got=text, rows=0))
        elif name not in SILENT and not (name == "budget" and routed):
            self._absent.append(self.word.text(f"report.inputs.{name}"))

    def _no_ledger(self) -> str:
        """Return what to do where no ledger was found: the one question that is left."""
        several, lying = self.tables.asked_of("ledger")
        key = "which_ledger" if several else "lying" if lying else "ledger"
        return self.word.text(f"expected.{key}", files=several or lying)

    def _read_amounts(self, _name: str, bound: BoundTable) -> None:
        table = read_amounts(bound.raw, bound.binding, self.engine, self.calendar, self.word)
        self._amounts.append(replace(table, group=bound.group))
        self._findings += _told(table)
        self._findings += of_table(TableCase(table, self.engine, self.calendar, self.word))

    def _read_counts(self, name: str, bound: BoundTable) -> None:
        raw = bound.raw
        zone = self.settings.report.time_zone
        shared = (self.engine, self.calendar, self.word)
        counts = read_counts(raw, bound.binding, *shared, zone, self._days_of_ledger())
        self._counts[name].append(counts)
        self._summed.append(summed_of(self.tables.witness, name, raw, counts.daily))
        self._findings += counts.findings
        self._findings += of_table(TableCase(counts, self.engine, self.calendar, self.word))
        tally = (counts.rows_read, counts.rows_used, counts.rows_left_out)
        source = source_of(self.tables.witness, name, raw, tally, counts.rows)
        self._sources.append(replace(source, measures=counts.measures))

    def _read_master(self, name: str, bound: BoundTable) -> None:
        master = read_master(bound.raw, bound.binding, self.engine, self.word)
        self._masters[name].append(master)
        self._findings += master.findings
        tally = (master.rows_read, len(master.frame), master.rows_left_out)
        self._sources.append(source_of(self.tables.witness, name, bound.raw, tally, None))

    def _days_of_ledger(self) -> tuple[date, date] | None:
        """Return a day of the first and one of the last period that the amounts have, or asked."""
        keys = {self.asked.key} if self.asked and not self.asked.is_year else set()
        for table in self._amounts:
            if table.input == "ledger":
                keys |= {int(key) for key in table.distinct("period") if key % 100}
        days = [
            day
            for key in (min(keys, default=0), max(keys, default=0))
            if (day := self.calendar.first_day(key))
        ]
        return (days[0], days[-1]) if days else None


def _names_no_file(found: Finding) -> bool:
    return found.code is Code.MISSING_INPUT and found.severity is Severity.ERROR


def _told(table: AmountTable) -> list[Finding]:
    """Return what is told of a table: lines of a voucher may repeat where balances tie."""
    ties = table.ties
    return [one for one in table.findings if not (ties and one.code is Code.DUPLICATE_ROW)]


def _has_budget(table: AmountTable) -> bool:
    """Tell whether a ledger has columns of amounts that are a budget."""
    return any((what.version or ACTUAL) != ACTUAL for _, what in table.rows.binding.amounts)
