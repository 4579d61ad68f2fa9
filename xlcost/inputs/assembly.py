"""The assembly of facts: every table of every input, read, checked and added up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd

from xlcost import facts as tidy
from xlcost.engine import Engine, frame_of
from xlcost.facts import ACTUAL, BUDGET_COLUMNS, LEDGER, POSTINGS, Facts, Source
from xlcost.inputs import cautions, checks, dates
from xlcost.inputs.amounts import AmountTable, read_amounts
from xlcost.inputs.binding import Binding, bind, column_findings, repeated_headings
from xlcost.inputs.calendar import Period
from xlcost.inputs.cleaning import DAY
from xlcost.inputs.counts import LEVELS, CountTable, combined, read_counts
from xlcost.inputs.currencies import Converter
from xlcost.inputs.findings import Code, Finding, Findings, Severity, Where
from xlcost.inputs.largest import MOST
from xlcost.inputs.limits import Limits
from xlcost.inputs.masters import Master, read_master
from xlcost.inputs.periods import ISO, as_day
from xlcost.inputs.postings import postings
from xlcost.inputs.raw_table import RawTable
from xlcost.inputs.readers import read_tables
from xlcost.inputs.repeats import Summed, copies, repeated
from xlcost.inputs.rows import Rows
from xlcost.inputs.schema import INPUTS
from xlcost.inputs.settings import InputSettings, Settings
from xlcost.inputs.sources import Hashes, database_table, database_url, find, options_of
from xlcost.locales.words import words


class Assembly:
    """Reads the inputs one after the other and makes the facts at the end.

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
        self.folder = folder
        self.settings = settings
        self.engine = engine
        self.limits = limits
        self.calendar = settings.report.calendar
        self.word = words(settings.report.language)
        self.hashes = Hashes()
        self.servers: list[Engine] = []
        self.findings: list[Finding] = []
        self.sources: list[Source] = []
        self.amounts: list[AmountTable] = []
        self.counts: dict[str, list[CountTable]] = {name: [] for name in LEVELS}
        self.masters: dict[str, list[Master]] = {"accounts": [], "cost_centres": []}
        self._tables: dict[tuple[Path, str], tuple[list[RawTable], list[Finding]]] = {}
        self._unused: dict[tuple[str, str], set[str]] = {}
        self._summed: list[Summed] = []
        self._group = 0
        self._read_any = False
        self._converter_used = Converter("", settings.report, self.calendar)

    def close(self) -> None:
        """Give up what works beside the reading."""
        self.hashes.close()
        for server in self.servers:
            server.close()

    def read(self, name: str) -> None:
        """Read every file of an input."""
        self._read_any = False
        for place, said in enumerate(self.settings.of(name)):
            self._group = place
            found = find(self.folder, name, said, self.word)
            self.findings += found.findings
            self.findings += [] if said.files else copies(found.files)
            if said.database:
                self.servers.append(Engine(database_url(said.database, self.folder)))
                self._take(name, said, [database_table(said, self.servers[-1], self.engine)])
            for path in found.files:
                self._take(name, said, self._raw(path, said))
        if not self._read_any:
            self._missing(name)

    def _missing(self, name: str) -> None:
        severity = Severity.ERROR if name == "ledger" else Severity.NOTE
        routed = any(_has_budget(table) for table in self.amounts)
        if name == "accounts" or (name == "budget" and routed):
            return  # `checks` says what a missing list of accounts means
        key = "ledger" if name == "ledger" else "no_input"
        text = self.word.text(f"expected.{key}", input=self.word.text(f"report.inputs.{name}"))
        self.findings.append(Finding(severity, Code.MISSING_INPUT, got=text, rows=0))

    def _raw(self, path: Path, said: InputSettings) -> list[RawTable]:
        """Return the tables of a file; one that two inputs share is read once."""
        options = options_of(said)
        place = (path.resolve(), repr(options))
        if place not in self._tables:
            self.hashes.start(path)
            self._tables[place] = read_tables(path, options, self.engine, self.limits)
            tables, findings = self._tables[place]
            self.findings += findings
            for table in tables:
                self.findings += table.findings
        return self._tables[place][0]

    def _take(self, name: str, said: InputSettings, tables: list[RawTable]) -> None:
        """Read the tables of one file as an input."""
        tables = self._visible(said, tables)
        bound = [(raw, bind(raw, INPUTS[name], said)) for raw in tables]
        fitting = [(raw, binding) for raw, binding in bound if not binding.missing]
        if not fitting:
            for raw, binding in bound[:1]:
                self.findings += column_findings(raw, binding, self.word)
                self._read_any = True
            return
        for raw, binding in fitting:
            self.findings += repeated_headings(raw, binding)
        if said.sheet is not None and not any(raw.sheet for raw in tables):
            where, got = (
                Where(tables[0].name),
                self.word.text("expected.no_sheets", sheet=said.sheet),
            )
            self.findings.append(Finding(Severity.WARNING, Code.DETECTED, where, got, rows=0))
        for raw, binding in bound:
            if binding.missing:
                where = Where(raw.name, raw.sheet)
                names = self.word.text("expected.sheet_unused", missing=", ".join(binding.missing))
                self.findings.append(Finding(Severity.NOTE, Code.DETECTED, where, names))
        if said.sheet is None and len(fitting) > 1:
            got = ", ".join(raw.sheet for raw, _ in fitting)
            where = Where(fitting[0][0].name)
            self.findings.append(
                Finding(Severity.WARNING, Code.SEVERAL_SHEETS, where, got, name, rows=0)
            )
        for raw, binding in fitting:
            self._read_any = True
            self._note_unused(raw, binding)
            self._read_table(name, raw, binding)

    def _visible(self, said: InputSettings, tables: list[RawTable]) -> list[RawTable]:
        """Leave hidden sheets out, but for one that the settings name."""
        hidden = [raw for raw in tables if raw.detected.get("hidden") and said.sheet is None]
        for raw in hidden:
            where = Where(raw.name, raw.sheet)
            got = self.word.text("expected.hidden_sheet")
            note = Finding(Severity.NOTE, Code.DETECTED, where, got, rows=0)
            self.findings += [] if note in self.findings else [note]
        return [raw for raw in tables if raw not in hidden]

    def _note_unused(self, raw: RawTable, binding: Binding) -> None:
        """Remember which columns nobody used: another input may use them yet."""
        place = (raw.name, raw.sheet)
        names = {bound.heading for bound in binding.others}
        self._unused[place] = self._unused[place] & names if place in self._unused else names

    def _read_table(self, name: str, raw: RawTable, binding: Binding) -> None:
        if name in ("ledger", "budget"):
            asked = self.asked.key if self.asked else None
            table = read_amounts(raw, binding, self.engine, self.calendar, self.word, asked)
            table = replace(table, group=self._group)
            self.amounts.append(table)
            self.findings += table.findings
            return
        if name in LEVELS:
            counts = read_counts(raw, binding, self.engine, self.calendar, self.word)
            self.counts[name].append(counts)
            self._remember(name, raw, counts.daily)
            self.findings += counts.findings
            tally = (counts.rows_read, counts.rows_used, counts.rows_left_out)
            source = self._source(name, raw, tally, counts.rows)
            self.sources.append(replace(source, measures=counts.measures))
            return
        master = read_master(raw, binding, self.engine, self.word)
        self.masters[name].append(master)
        self.findings += master.findings
        tally = (master.rows_read, len(master.frame), master.rows_left_out)
        self.sources.append(self._source(name, raw, tally, None))

    def _remember(self, name: str, raw: RawTable, sums: pd.DataFrame) -> None:
        """Remember what a table adds to an input, to find what is added twice."""
        where = Where(raw.name, raw.sheet)
        self._summed.append(Summed(name, where, raw.file, self.hashes.of(raw.file), sums))

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
            size=raw.file.stat().st_size if raw.file.is_file() else 0,
            sha256=self.hashes.of(raw.file),
            rows_read=tally[0],
            rows_used=tally[1],
            rows_left_out=tally[2],
            detected=detected,
        )

    def finish(self) -> tuple[Facts, Findings, Period]:
        """Return the facts, the findings and the period of the report."""
        ledger, budget = self._amount_frames()
        chosen = self.asked or self._last(ledger if len(ledger) else budget)
        accounts, unmapped = checks.accounts_of(ledger, budget, self._master("accounts"), self.word)
        centres, unlisted = checks.cost_centres_of(ledger, budget, self._master("cost_centres"))
        self.findings += [*unmapped, *unlisted]
        self.findings += checks.budgets(ledger, budget, accounts, chosen.year)
        self.findings += checks.outside(ledger, budget, chosen.year)
        self.findings += checks.totals(self.sources, self.word)
        self.findings += self._cautions(ledger, budget, accounts, chosen)
        self.findings += repeated(self._summed)
        self._say_unused()
        facts = Facts(
            ledger=ledger,
            budget=budget,
            accounts=accounts,
            cost_centres=centres,
            activity=combined(self.counts["activity"], "activity"),
            workforce=combined(self.counts["workforce"], "workforce"),
            postings=self._postings(chosen),
            sources=tuple(self.sources),
            ledger_total=self._total("ledger"),
            budget_total=self._total("budget"),
        )
        return facts, Findings(tuple(self.findings)), chosen

    def _cautions(
        self, ledger: pd.DataFrame, budget: pd.DataFrame, accounts: pd.DataFrame, chosen: Period
    ) -> list[Finding]:
        """Return what the sums show, once the budget is known by its right name."""
        report = self.settings.report
        version = cautions.budget_version(report.budget_version, budget["version"])
        if version != report.budget_version:
            report = report.model_copy(update={"budget_version": version})
            self.settings = self.settings.model_copy(update={"report": report})
        signed = any("cost_is" in said.model_fields_set for said in self.settings.of("ledger"))
        return [
            *cautions.nothing(ledger, self.findings),
            *cautions.periods(ledger, chosen, asked=self.asked is not None),
            *cautions.entities(ledger, report.entity),
            *cautions.sign(ledger, accounts, chosen.year, said=signed),
            *cautions.revision(budget, chosen.year, wanted=version is not None),
        ]

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

    def _amount_frames(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        frames: dict[str, list[pd.DataFrame]] = {"ledger": [], "budget": []}
        pending = [(table, frame_of(table.sums)) for table in self.amounts]
        converter = self._converter([frame for _, frame in pending])
        self._converter_used = converter
        for table, sums in pending:
            self._remember(table.input, table.raw, sums)
            where = Where(table.raw.name, table.raw.sheet)
            converted, findings = converter.convert(sums, where)
            self.findings += findings
            lost = sum(f.rows for f in findings if f.left_out)
            used = int(converted["once"].sum()) + table.rows_blank
            tally = (table.rows_read, used, table.rows_left_out + lost)
            for name in ("ledger", "budget"):
                mine = converted[(converted["version"] == ACTUAL) == (name == "ledger")]
                if len(mine) or name == table.input:
                    frames[name].append(mine)
                    self._amount_source(name, table, mine, tally)
        ledger = _summed(frames["ledger"], [c for c in LEDGER if c not in ("amount", "rows")])
        keys = [c for c in BUDGET_COLUMNS if c not in ("amount", "rows")]
        return ledger[list(LEDGER)], _summed(frames["budget"], keys)[list(BUDGET_COLUMNS)]

    def _amount_source(
        self, name: str, table: AmountTable, mine: pd.DataFrame, tally: tuple[int, int, int]
    ) -> None:
        source = self._source(name, table.raw, tally, table.rows)
        order = table.periods.dialect.order
        detected = {**source.detected, **({"date_order": order} if order else {})}
        total = sum(mine["amount"], Decimal(0))
        control = table.rows.binding.said.control_total if name == table.input else None
        self.sources.append(
            replace(
                source,
                total=total,
                control_total=control,
                group=table.group,
                shared=name != table.input,
                detected=detected,
            )
        )

    def _converter(self, frames: list[pd.DataFrame]) -> Converter:
        """Return the converter to the report currency: the settings', else the most frequent."""
        currency = self.settings.report.currency.upper()
        if not currency and frames:
            every = pd.concat(frames, ignore_index=True)
            codes = every["currency"].fillna("").astype(str).str.strip().str.upper()
            counts = every["rows"].groupby(codes).sum().drop("", errors="ignore")
            currency = str(counts.idxmax()) if len(counts) else ""
        return Converter(currency, self.settings.report, self.calendar)

    def _postings(self, chosen: Period) -> pd.DataFrame:
        frames: list[pd.DataFrame] = []
        for table in self.amounts:
            frame = postings(table, chosen.key, self.calendar)
            if frame is None or frame.empty:
                continue
            frame["file"] = table.raw.name
            frame["_table"] = len(frames)
            frames.append(frame)
        if not frames:
            return tidy.empty(POSTINGS)
        every = self._converter_used.in_report_currency(pd.concat(frames, ignore_index=True))
        every["_size"] = every["amount"].abs()
        every = every.sort_values(["account", "_size"], ascending=[True, False], kind="stable")
        # Of each part of the company, for each of them may have a pack of its own.
        places = ["account", "cost_centre", "entity"]
        most = every.groupby(places, dropna=False).head(MOST).reset_index(drop=True)
        most["date"] = ""
        for _, mine in most.groupby("_table"):
            # The order of day and month is decided by all the postings of a file.
            whole = frames[int(mine["_table"].iloc[0])]
            most.loc[mine.index, "date"] = self._days(mine, whole)
        return most[list(POSTINGS)]

    def _days(self, mine: pd.DataFrame, whole: pd.DataFrame) -> list[str]:
        """Return the days of postings in ISO form, "" where a row names none."""
        dialect = dates.decide(dict.fromkeys(whole[DAY], 1), prefer_day=True)
        return [
            iso or str(as_day(text, dialect, self.calendar) or "")
            for iso, text in zip(mine[ISO], mine[DAY], strict=True)
        ]

    def _say_unused(self) -> None:
        for (file, sheet), names in self._unused.items():
            if names:
                got = ", ".join(sorted(names))
                where = Where(file, sheet)
                self.findings.append(
                    Finding(Severity.NOTE, Code.UNKNOWN_COLUMN, where, got, rows=0)
                )


def _has_budget(table: AmountTable) -> bool:
    """Tell whether a ledger has columns of amounts that are a budget."""
    return any((what.version or ACTUAL) != ACTUAL for _, what in table.rows.binding.amounts)


def _summed(frames: list[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    """Return sums by keys over several tables, as floats; they were exact until here."""
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        types = dict.fromkeys(keys, "object") | {"period": "int64", "amount": "float64"}
        return tidy.empty((*keys, "amount", "rows")).astype(types | {"rows": "int64"})
    every = pd.concat(filled, ignore_index=True)
    summed = every.groupby(keys, as_index=False, sort=True).agg(
        amount=("amount", "sum"), rows=("rows", "sum")
    )
    summed["amount"] = summed["amount"].astype(float)
    return summed
