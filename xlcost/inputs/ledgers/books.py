"""The books: ledger, budget, adjustments and trial balance in one currency, with their sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pandas as pd

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
from xlcost.values.calendar import Calendar

MeasuredSource = Callable[[str, RawTable, tuple[int, int, int], Rows | None], Source]
SUMMED = {
    "ledger": LEDGER,
    "budget": BUDGET_COLUMNS,
    "adjustments": LEDGER,
    "trial_balance": (*TRIAL_BALANCE, "rows"),
}


@dataclass
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
    sources: list[Source] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    by_table: list[tuple[AmountTable, pd.DataFrame]] = field(default_factory=list)


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
    pending = [(table, table.held.frame()) for table in tables]
    converter = Converter(_currency([sums for _, sums in pending], report), report, calendar)
    frames: dict[str, list[pd.DataFrame]] = {name: [] for name in SUMMED}
    rows: list[pd.DataFrame] = []
    effects: list[pd.DataFrame] = []
    done = Books({}, tidy.empty(ADJUSTMENTS), tidy.empty(CURRENCY_EFFECTS), converter)
    for table, sums in pending:
        where = Where(table.raw.name, table.raw.sheet)
        converted, findings = converter.convert(sums, where)
        done.findings += findings
        done.by_table.append((table, converted))
        lost = sum(finding.rows for finding in findings if finding.left_out)
        used = int(converted["once"].sum()) + table.rows_blank
        tally = (table.rows_read, used, table.rows_left_out + lost)
        for name, mine in _by_input(table, converted):
            frames[name].append(mine)
            bare = source(name, table.raw, tally, table.rows)
            done.sources.append(_measured(name, bare, table, mine))
        if table.input in LEDGERS:
            # A trial balance says the same amounts again, and adjustments are in no figure.
            effects.append(converter.effects(sums[sums["version"] == ACTUAL]))
        if table.input == "adjustments":
            rows.append(_adjustments(table, converter, calendar))
    keys = {
        name: [c for c in columns if c not in ("amount", "rows")]
        for name, columns in SUMMED.items()
    }
    done.sums = {name: _summed(frames[name], keys[name])[list(SUMMED[name])] for name in SUMMED}
    kept = [frame for frame in rows if len(frame)]
    done.adjustments = pd.concat(kept, ignore_index=True) if kept else done.adjustments
    done.findings += converter.without_budget_rate() if len(done.sums["budget"]) else []
    done.currency_effects = _effects(effects)
    return done


def _currency(frames: Sequence[pd.DataFrame], report: ReportSettings) -> str:
    """Return the report currency: the settings', else the most frequent."""
    currency = report.currency.upper()
    if currency or not frames:
        return currency
    every = pd.concat(frames, ignore_index=True)
    counts = every["rows"].groupby(codes_of(every)).sum().drop("", errors="ignore")
    return str(counts.idxmax()) if len(counts) else ""


def _by_input(table: AmountTable, sums: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the inputs that a table speaks of: a ledger's columns may be a budget."""
    if table.input not in ("ledger", "budget"):
        return [(table.input, sums)]
    parts = {name: sums[(sums["version"] == ACTUAL) == (name == "ledger")] for name in LEDGERS}
    return [(name, mine) for name, mine in parts.items() if len(mine) or name == table.input]


LEDGERS = ("ledger", "budget")


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
