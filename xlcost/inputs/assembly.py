"""The assembly of facts: every table of every input, read, checked and added up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd

from xlcost.dataset.facts import ACTUAL, POSTINGS, Facts, Source, empty
from xlcost.dataset.findings import Code, Finding, Findings, Severity, Where
from xlcost.dataset.limits import Limits
from xlcost.dataset.one_sided import one_sided
from xlcost.dataset.schema import AMOUNTS, INPUTS, SILENT
from xlcost.dataset.settings import Settings
from xlcost.engine import Engine
from xlcost.inputs import cautions, checks, listed_codes, period_cautions, settings_meant
from xlcost.inputs.columns.masters import Master, read_master
from xlcost.inputs.columns.rows import Rows
from xlcost.inputs.contacts import channels
from xlcost.inputs.contacts.counts import CountTable, read_counts
from xlcost.inputs.contacts.intervals import disagreements, intervals
from xlcost.inputs.contacts.levels import LEVELS, combined
from xlcost.inputs.evidence.rule import BooksCase, TableCase
from xlcost.inputs.evidence.rules import of_books, of_table
from xlcost.inputs.evidence.total_tables import total_tables
from xlcost.inputs.files.faults import FileFault
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.files.watching import watched
from xlcost.inputs.labour_accounts import labour_of
from xlcost.inputs.ledgers import trial_balances
from xlcost.inputs.ledgers.amounts import AmountTable, read_amounts
from xlcost.inputs.ledgers.books import Books, books
from xlcost.inputs.ledgers.own_names import OwnNames, own_names
from xlcost.inputs.ledgers.postings import largest_postings
from xlcost.inputs.repeats import Summed, repeated
from xlcost.inputs.service_scope import ServiceScope, scope_of, unknown_shares
from xlcost.inputs.tables import BoundTable, Tables
from xlcost.locales.words import words
from xlcost.values.calendar import Period


class Assembly:
    """Reads the inputs one after the other and makes the facts at the end.

    Args:
        folder: Where the files are.
        settings: What holds for them.
        engine: What adds them up.
        limits: What reading one file may cost.
        asked: The period of the report, where one was asked for.
        postings: Whether the largest postings are wanted.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        engine: Engine,
        limits: Limits,
        asked: Period | None = None,
        *,
        postings: bool = True,
    ) -> None:
        self.asked = asked
        self.postings = postings
        self.settings = settings
        self.engine = engine
        self.calendar = settings.report.calendar
        self.word = words(settings.report.language)
        self.findings: list[Finding] = []
        self.tables = Tables(folder, settings, engine, limits, self.word, self.findings)
        self.sources: list[Source] = []
        self.amounts: list[AmountTable] = []
        self.counts: dict[str, list[CountTable]] = {name: [] for name in LEVELS}
        self.masters: dict[str, list[Master]] = {"accounts": [], "cost_centres": []}
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
            try:
                with watched(bound.raw, self.engine, self.tables.limits):
                    how(name, bound)
            except FileFault as fault:
                self.findings.append(fault.finding(bound.raw.name))
        if not self.tables.found_any:
            self._missing(name)

    def _missing(self, name: str) -> None:
        severity = Severity.ERROR if name == "ledger" else Severity.NOTE
        routed = any(_has_budget(table) for table in self.amounts)
        if name in SILENT or (name == "budget" and routed):
            return
        key = "ledger" if name == "ledger" else "no_input"
        text = self.word.text(f"expected.{key}", input=self.word.text(f"report.inputs.{name}"))
        if name == "ledger" and (lying := self.tables.lying()):
            text += self.word.text("expected.lying", files=", ".join(lying))
        self.findings.append(Finding(severity, Code.MISSING_INPUT, got=text, rows=0))

    def _read_amounts(self, _name: str, bound: BoundTable) -> None:
        table = read_amounts(bound.raw, bound.binding, self.engine, self.calendar, self.word)
        self.amounts.append(replace(table, group=bound.group))
        self.findings += table.findings
        self.findings += of_table(TableCase(table, self.engine, self.calendar, self.word))

    def _read_counts(self, name: str, bound: BoundTable) -> None:
        raw = bound.raw
        zone = self.settings.report.time_zone
        shared = (self.engine, self.calendar, self.word)
        counts = read_counts(raw, bound.binding, *shared, zone, self._days_of_ledger())
        self.counts[name].append(counts)
        self._remember(name, raw, counts.daily)
        self.findings += counts.findings
        self.findings += of_table(TableCase(counts, self.engine, self.calendar, self.word))
        tally = (counts.rows_read, counts.rows_used, counts.rows_left_out)
        source = self._source(name, raw, tally, counts.rows)
        self.sources.append(replace(source, measures=counts.measures))

    def _days_of_ledger(self) -> tuple[date, date] | None:
        """Return a day of the first and one of the last period that the amounts have, or asked."""
        keys = {self.asked.key} if self.asked and not self.asked.is_year else set()
        for table in self.amounts:
            if table.input == "ledger":
                found = table.sums.select("period").distinct().to_pyarrow()["period"].to_pylist()
                keys |= {int(key) for key in found if key % 100}
        days = [
            day
            for key in (min(keys, default=0), max(keys, default=0))
            if (day := self.calendar.first_day(key))
        ]
        return (days[0], days[-1]) if days else None

    def _read_master(self, name: str, bound: BoundTable) -> None:
        master = read_master(bound.raw, bound.binding, self.engine, self.word)
        self.masters[name].append(master)
        self.findings += master.findings
        tally = (master.rows_read, len(master.frame), master.rows_left_out)
        self.sources.append(self._source(name, bound.raw, tally, None))

    def _remember(self, name: str, raw: RawTable, sums: pd.DataFrame) -> None:
        """Remember what a table adds to an input, to find what is added twice."""
        where = Where(raw.name, raw.sheet)
        sha256 = self.tables.witness.sha256(raw.file)
        self._summed.append(Summed(name, where, raw.file, sha256, sums))

    def _source(
        self, name: str, raw: RawTable, tally: tuple[int, int, int], rows: Rows | None
    ) -> Source:
        """Return what the controls show of a table.

        Args:
            name: The input.
            raw: The table.
            tally: Rows read, used and left out, each counted by itself: their sum is a control.
            rows: The rows, where numbers were read from them.
        """
        detected = dict(raw.detected)
        for number in rows.numbers if rows else ():
            if mark := number.dialect.decimal:
                detected.setdefault("decimal", mark)
        return Source(
            input=name,
            file=raw.name,
            sheet=raw.sheet,
            size=self.tables.witness.size(raw.file),
            sha256=self.tables.witness.sha256(raw.file),
            rows_read=tally[0],
            rows_used=tally[1],
            rows_left_out=tally[2],
            detected=detected,
        )

    def finish(self) -> tuple[Facts, Findings, Period]:
        """Return the facts, the findings and the period of the report."""
        done = books(self.amounts, self.settings.report, self.calendar, self._source)
        self.findings += done.findings
        for table, sums in done.by_table:
            self._remember(table.input, table.raw, sums)
        ledger, budget = done.sums["ledger"], done.sums["budget"]
        chosen = self.asked or self._last(ledger if len(ledger) else budget)
        booked = (ledger, budget, done.sums["adjustments"])
        lists, own = (self._master("accounts"), self._master("cost_centres")), self._own_names()
        accounts, unmapped = listed_codes.accounts_of(booked, lists[0], own, self.word)
        centres, unlisted = listed_codes.cost_centres_of(booked, lists[1], own)
        self.findings += [*own.findings, *unmapped, *unlisted]
        balance = self._trial_balance(done)
        scope, accounts = self._scoped(done, accounts)
        ledger, budget = done.sums["ledger"], done.sums["budget"]
        self.findings += checks.inactive(ledger, centres, self.calendar, self.word)
        self.findings += one_sided(ledger, budget, accounts, chosen.year)
        self.findings += checks.outside(ledger, budget, chosen.year)
        self.findings += labour_of(ledger, accounts, chosen.year, self.word)
        self.findings += checks.totals([*self.sources, *done.sources], self.word)
        self.findings += self._cautions(ledger, budget, accounts, chosen)
        self.findings += of_books(self._books_case(done, accounts, chosen), self.settings)
        for table in self.amounts:
            self.findings += table.reading.repeated_in(chosen, self.word)
        self.sources += done.sources
        self.findings += repeated(self._summed)
        for tables in self.counts.values():
            self.findings += total_tables(tables, self.word)
        self.findings += [*self.tables.unused(), *self.tables.overlooked()]
        days = {name: [table.daily for table in self.counts[name]] for name in LEVELS}
        spelled = channels.spellings([*days["activity"], *days["intervals"]])
        days["activity"] = [channels.respelled(frame, spelled) for frame in days["activity"]]
        activity = combined(days["activity"], "activity")
        workforce = combined(days["workforce"], "workforce")
        accounts = self._in_one_word(accounts, activity)
        self.findings += channels.without_contacts(ledger, accounts, activity, chosen.year)
        allocation = self.settings.report.allocation
        self.findings += channels.without_handle_time(activity, accounts, allocation, chosen.year)
        for name, counts in (("activity", activity), ("workforce", workforce)):
            said = self.word.text(f"report.inputs.{name}")
            self.findings += cautions.uncounted(counts, ledger, chosen, said)
        by_interval, seconds = self._intervals(activity, chosen, spelled)
        facts = Facts(
            ledger=ledger,
            budget=budget,
            accounts=accounts,
            cost_centres=centres,
            activity=activity,
            workforce=workforce,
            postings=scope.narrowed(self._postings(done, chosen), "ledger"),
            currency_effects=done.currency_effects,
            adjustments=done.adjustments,
            trial_balance=balance.frame,
            trial_balance_is_ytd=balance.is_ytd,
            intervals=by_interval,
            interval_seconds=seconds,
            measured=channels.measured(days["activity"]),
            sources=tuple(self.sources),
            ledger_total=self._within("ledger", scope, ledger),
            ledger_outside=self._total("ledger") - self._within("ledger", scope, ledger),
            budget_total=self._within("budget", scope, budget),
            first_posted=_first_posted(ledger, chosen.year),
        )
        return facts, Findings(tuple(self.findings)), chosen

    def _own_names(self) -> OwnNames:
        """Return what the rows say of their own codes, where they are in the figures."""
        return own_names([t for t in self.amounts if t.input != trial_balances.INPUT], self.word)

    def _scoped(self, done: Books, accounts: pd.DataFrame) -> tuple[ServiceScope, pd.DataFrame]:
        """Leave out what is not customer service, and tell it with its amounts."""
        masters = {name: self._master(name) for name in ("accounts", "cost_centres")}
        frames = {name: found.frame if found else None for name, found in masters.items()}
        turned = [
            name
            for name in ("ledger", "budget", "adjustments")
            if any(said.income_is == "positive" for said in self.settings.of(name))
        ]
        scope = scope_of(frames["accounts"], frames["cost_centres"], turned)
        self.findings += unknown_shares(frames, self.word)
        for name in ("ledger", "budget"):
            self.findings += scope.left_out(done.sums[name], name, self.word)
        for name in ("ledger", "budget", "adjustments"):
            done.sums[name] = scope.narrowed(done.sums[name], name)
        done.adjustments = scope.narrowed(done.adjustments, "adjustments")
        done.currency_effects = scope.narrowed(done.currency_effects, "ledger")
        outside = [code for code, share in scope.accounts.items() if not share]
        inside = accounts[~accounts["account"].isin(outside)].reset_index(drop=True)
        return scope, inside

    def _within(self, name: str, scope: ServiceScope, frame: pd.DataFrame) -> Decimal:
        """Return the exact sum of an input, of which a part may be left out."""
        if scope.is_whole:
            return self._total(name)
        return sum((Decimal(repr(float(x))) for x in frame["amount"]), Decimal(0))

    def _books_case(self, done: Books, accounts: pd.DataFrame, chosen: Period) -> BooksCase:
        """Return all amounts together, for the rules of evidence."""
        return BooksCase(
            done.sums["ledger"],
            done.sums["budget"],
            accounts,
            chosen,
            tuple(table for table, _ in done.by_table),
            tuple(sums for _, sums in done.by_table),
            self.word,
            bool(self.masters["accounts"]),
            self.engine,
        )

    def _trial_balance(self, done: Books) -> trial_balances.TrialBalance:
        """Hold the trial balance against the ledger."""
        ledger, master = done.sums["ledger"], self._master("accounts")
        known = set(ledger["account"].unique()) | (
            set(master.frame["account"]) if master else set()
        )
        found = trial_balances.compared(done.sums["trial_balance"], ledger, known, self.word)
        self.findings += found.findings
        tables = [sums for table, sums in done.by_table if table.input == trial_balances.INPUT]
        lost = [int(sums.loc[~sums["account"].isin(known), "once"].sum()) for sums in tables]
        done.sources = trial_balances.without(done.sources, lost)
        return found

    def _in_one_word(self, accounts: pd.DataFrame, activity: pd.DataFrame) -> pd.DataFrame:
        """Let accounts and settings call each channel what the activity calls it."""
        active = list(dict.fromkeys(map(str, activity["channel"])))
        report = self.settings.report
        known = channels.named([*report.channel_shares, *report.staffing.channels], active)
        shares = {known[name]: share for name, share in report.channel_shares.items()}
        staffed = [known[name] for name in report.staffing.channels]
        staffing = report.staffing.model_copy(update={"channels": staffed})
        if len(shares) == len(report.channel_shares):
            update = {"channel_shares": shares, "staffing": staffing}
            self.settings = self.settings.model_copy(
                update={"report": report.model_copy(update=update)}
            )
        return channels.mapped(accounts, active)

    def _intervals(
        self, activity: pd.DataFrame, chosen: Period, spelled: Mapping[str, str]
    ) -> tuple[pd.DataFrame, int]:
        """Return the intervals of the period: those of their own input, else the activity's."""
        own = self.counts["intervals"]
        found, seconds = intervals(own or self.counts["activity"], chosen)
        found = channels.respelled(found, spelled)
        if own:
            self.findings += disagreements(activity, own, found, self.calendar, self.word)
        return found, seconds

    def _cautions(
        self, ledger: pd.DataFrame, budget: pd.DataFrame, accounts: pd.DataFrame, chosen: Period
    ) -> list[Finding]:
        """Return what the sums show, once the budget is known by its right name."""
        report = self.settings.report
        version = settings_meant.budget_version(report.budget_version, budget["version"])
        if version != report.budget_version:
            report = report.model_copy(update={"budget_version": version})
            self.settings = self.settings.model_copy(update={"report": report})
        master = self._master("accounts")
        lists = [accounts, *([master.frame] if master else [])]
        settings_meant.forecast_lines(report.methods.forecast_by_line, lists)
        signed = {
            name: any("cost_is" in said.model_fields_set for said in self.settings.of(name))
            for name in ("ledger", "budget")
        }
        return [
            *cautions.nothing(ledger, self.findings),
            *period_cautions.periods(ledger, chosen, asked=self.asked is not None),
            *cautions.entities(ledger, report.entity),
            *cautions.sign("ledger", ledger, accounts, chosen.year, said=signed["ledger"]),
            *cautions.sign("budget", budget, accounts, chosen.year, said=signed["budget"]),
            *cautions.revision(budget, chosen.year, wanted=version is not None),
            *cautions.budget_gaps(budget, ledger, chosen, version),
        ]

    def _postings(self, done: Books, chosen: Period) -> pd.DataFrame:
        """Return the largest postings of the period, where they are wanted."""
        if not self.postings:
            return empty(POSTINGS)
        routed = [table for table in self.amounts if table.input in ("ledger", "budget")]
        return largest_postings(routed, chosen.key, self.calendar, done.converter)

    def _total(self, name: str) -> Decimal:
        mine = [s.total for s in self.sources if s.input == name and s.total is not None]
        return sum(mine, Decimal(0))

    def _last(self, ledger: pd.DataFrame) -> Period:
        key = int(ledger["period"].max()) if len(ledger) else 0
        return self.calendar.period(key)

    def _master(self, name: str) -> Master | None:
        found = self.masters[name]
        if len(found) < 2:  # noqa: PLR2004 - one list is the rule
            return found[0] if found else None
        frame = pd.concat([master.frame for master in found], ignore_index=True)
        return replace(found[0], frame=frame.drop_duplicates(INPUTS[name].columns[0].name))


def _first_posted(ledger: pd.DataFrame, year: int) -> int:
    """Return the first period of a year that has a posting; costs of a whole year are in none."""
    return min(
        (int(key) for key in ledger["period"].unique() if key // 100 == year and key % 100),
        default=0,
    )


def _has_budget(table: AmountTable) -> bool:
    """Tell whether a ledger has columns of amounts that are a budget."""
    return any((what.version or ACTUAL) != ACTUAL for _, what in table.rows.binding.amounts)
