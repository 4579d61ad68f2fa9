"""The books: ledger, budget, adjustments and trial balance in one currency, with their sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xlcost.dataset import facts as tidy
from xlcost.dataset.facts import (
    ACTUAL,
    ADJUSTMENTS,
    BUDGET_COLUMNS,
    CURRENCY_EFFECTS,
    LEDGER,
    TRIAL_BALANCE,
    Source,
)
from xlcost.dataset.findings import Finding, Where
from xlcost.dataset.report_settings import ReportSettings
from xlcost.inputs.columns.rows import Rows
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.ledgers.amounts import AmountTable
from xlcost.inputs.ledgers.currencies import Converter, codes_of
from xlcost.inputs.ledgers.postings import every_row
from xlcost.system.late import pd
from xlcost.values.calendar import Calendar

MeasuredSource = Callable[[str, RawTable, tuple[int, int, int], Rows | None], Source]
LEDGERS = ("ledger", "budget")
SUMMED = {
    "ledger": LEDGER,
    "budget": BUDGET_COLUMNS,
    "adjustments": LEDGER,
    "trial_balance": (*TRIAL_BALANCE, "rows"),
}


@dataclass(frozen=True)
class Books:
    """What all tables of amounts add up to.

    Attributes:
        sums: Sums by the keys of each input, as floats: "ledger", "budget", "adjustments", ….
        adjustments: Each adjustment by itself.
        currency_effects: What of the ledger comes of rates other than the budget's.
        converter: What made the amounts ones of the report currency.
        sources: A source for each table, in the order of the tables.
        findings: What was wrong with the currencies.
        by_table: Each table with its sums in the report currency, still exact.
    """

    sums: dict[str, pd.DataFrame]
    adjustments: pd.DataFrame
    currency_effects: pd.DataFrame
    converter: Converter
    sources: tuple[Source, ...] = ()
    findings: tuple[Finding, ...] = ()
    by_table: tuple[tuple[AmountTable, pd.DataFrame], ...] = ()


def books(
    tables: Sequence[AmountTable],
    report: ReportSettings,
    calendar: Calendar,
    source: MeasuredSource,
) -> Books:
    """Add up every table of amounts in the report currency.

    Args:
        tables: The tables that were read.
        report: The settings with currency and rates.
        calendar: The fiscal calendar.
        source: Makes the source of a table from input, table, tally and rows.
    """
    held = [table.held.frame() for table in tables]
    converter = Converter(_currency(held, report), report, calendar)
    converted = [
        _Converted(table, sums, *converter.convert(sums, Where(table.raw.name, table.raw.sheet)))
        for table, sums in zip(tables, held, strict=True)
    ]
    inputs = [(name, one, mine) for one in converted for name, mine in one.by_input()]
    sums = {name: _summed([m for n, _, m in inputs if n == name], name) for name in SUMMED}
    adjusted = [one.table for one in converted if one.table.input == "adjustments"]
    effects = _effects([one.effects(converter) for one in converted])
    # The converter knows the currencies without a rate once the effects were asked of it.
    lacking = converter.without_budget_rate() if len(sums["budget"]) else []
    return Books(
        sums=sums,
        adjustments=_all([_adjustments(t, converter, calendar) for t in adjusted], ADJUSTMENTS),
        currency_effects=effects,
        converter=converter,
        sources=tuple(one.source(name, mine, source) for name, one, mine in inputs),
        findings=(*(finding for one in converted for finding in one.findings), *lacking),
        by_table=tuple((one.table, one.sums) for one in converted),
    )


@dataclass(frozen=True)
class _Converted:
    """A table of amounts with its sums: as they are booked, and in the report currency."""

    table: AmountTable
    booked: pd.DataFrame
    sums: pd.DataFrame
    findings: list[Finding]

    def by_input(self) -> list[tuple[str, pd.DataFrame]]:
        """Return the inputs that a table speaks of: a ledger's columns may be a budget."""
        name, sums = self.table.input, self.sums
        if name not in LEDGERS:
            return [(name, sums)]
        parts = {one: sums[(sums["version"] == ACTUAL) == (one == "ledger")] for one in LEDGERS}
        return [(one, mine) for one, mine in parts.items() if len(mine) or one == name]

    def source(self, name: str, mine: pd.DataFrame, source: MeasuredSource) -> Source:
        """Return the source of what the table says of an input."""
        lost = sum(finding.rows for finding in self.findings if finding.left_out)
        used = int(self.sums["once"].sum()) + self.table.rows_blank
        tally = (self.table.rows_read, used, self.table.rows_left_out + lost)
        bare = source(name, self.table.raw, tally, self.table.rows)
        return _measured(name, bare, self.table, mine)

    def effects(self, converter: Converter) -> pd.DataFrame:
        """Return what of the amounts comes of rates other than the budget's.

        A trial balance says the same amounts again, and adjustments are in no figure.
        """
        if self.table.input not in LEDGERS:
            return tidy.empty(CURRENCY_EFFECTS)
        return converter.effects(self.booked[self.booked["version"] == ACTUAL])


def _currency(frames: Sequence[pd.DataFrame], report: ReportSettings) -> str:
    """Return the report currency: the settings', else the most frequent."""
    currency = report.currency.upper()
    if currency or not frames:
        return currency
    every = pd.concat(frames, ignore_index=True)
    counts = every["rows"].groupby(codes_of(every)).sum().drop("", errors="ignore")
    return str(counts.idxmax()) if len(counts) else ""


def _measured(name: str, source: Source, table: AmountTable, mine: pd.DataFrame) -> Source:
    """Add what is known of amounts to a source."""
    order = table.periods.dialect.order
    return replace(
        source,
        total=sum(mine["amount"], Decimal(0)),
        control_total=table.rows.binding.said.control_total if name == table.input else None,
        group=table.group,
        shared=name != table.input,
        detected={**source.detected, **({"date_order": order} if order else {})},
    )


def _adjustments(table: AmountTable, converter: Converter, calendar: Calendar) -> pd.DataFrame:
    """Return the adjustments of a table, each by itself, in the report currency."""
    frame = every_row(table, calendar)
    if frame.empty:
        return tidy.empty(ADJUSTMENTS)
    frame = converter.in_report_currency(frame).sort_values("row", kind="stable")
    frame["file"] = table.raw.name
    return frame[list(ADJUSTMENTS)]


def _effects(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the effects of every table together; they were exact until here."""
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return tidy.empty(CURRENCY_EFFECTS)
    keys = [name for name in CURRENCY_EFFECTS if name != "amount"]
    every = pd.concat(filled, ignore_index=True)
    summed = every.groupby(keys, as_index=False, sort=True).agg(amount=("amount", "sum"))
    summed["amount"] = summed["amount"].astype(float)
    return summed[list(CURRENCY_EFFECTS)]


def _all(frames: Sequence[pd.DataFrame], columns: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows of some frames as one."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else tidy.empty(columns)


def _summed(frames: Sequence[pd.DataFrame], name: str) -> pd.DataFrame:
    """Return the sums of an input over several tables, as floats; they were exact until here."""
    keys = [column for column in SUMMED[name] if column not in ("amount", "rows")]
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        types = dict.fromkeys(keys, "object") | {"period": "int64", "amount": "float64"}
        nothing = tidy.empty((*keys, "amount", "rows")).astype(types | {"rows": "int64"})
        return nothing[list(SUMMED[name])]
    every = pd.concat(filled, ignore_index=True)
    summed = every.groupby(keys, as_index=False, sort=True).agg(
        amount=("amount", "sum"), rows=("rows", "sum")
    )
    summed["amount"] = summed["amount"].astype(float)
    return summed[list(SUMMED[name])]
