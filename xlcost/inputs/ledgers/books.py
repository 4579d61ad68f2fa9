"""The books: ledger, budget, adjustments and trial balance in one currency, with their sources."""

from __future__ import annotations

from collections import Counter
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
from xlcost.dataset.schema import DIMENSION
from xlcost.engine import Held, quoted
from xlcost.inputs.columns.rows import Rows
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.ledgers.amounts import AmountTable
from xlcost.inputs.ledgers.currencies import Converter, plain_code
from xlcost.inputs.ledgers.postings import every_row
from xlcost.system.late import pa, pd
from xlcost.values.calendar import Calendar

# As Python makes it: the engine's own cast is off in the last digit of amounts that are larger.
_FLOAT = (
    "CASE WHEN abs(amount) < 9e9 THEN CAST(amount AS DOUBLE) "
    "ELSE CAST(CAST(amount AS VARCHAR) AS DOUBLE) END"
)
MeasuredSource = Callable[[str, RawTable, tuple[int, int, int], Rows | None], Source]
LEDGERS = ("ledger", "budget")
# What becomes of the dimension of customer service is decided once all amounts are known.
SUMMED = {
    "ledger": (DIMENSION, *LEDGER),
    "budget": (DIMENSION, *BUDGET_COLUMNS),
    "adjustments": (DIMENSION, *LEDGER),
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
    by_table: tuple[tuple[AmountTable, Held], ...] = ()


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
    converter = Converter(_currency(tables, report), report, calendar)
    converted = [_converted(table, converter) for table in tables]
    inputs = [(name, one, mine) for one in converted for name, mine in one.by_input()]
    sums = {name: _summed([m for n, _, m in inputs if n == name], name) for name in SUMMED}
    booked = [one.actual for one in converted if one.actual is not None]
    findings = [finding for one in converted for finding in one.findings]
    if len(sums["budget"]):
        findings += converter.without_budget_rate(booked)
    return Books(
        sums=sums,
        adjustments=_adjusted(tables, converter, calendar),
        currency_effects=_effects([converter.effects(frame) for frame in booked]),
        converter=converter,
        sources=tuple(one.source(name, mine, source) for name, one, mine in inputs),
        findings=tuple(findings),
        by_table=tuple((one.table, one.sums) for one in converted),
    )


@dataclass(frozen=True)
class _Converted:
    """A table of amounts with its sums in the report currency.

    Attributes:
        table: The table.
        sums: Its sums.
        findings: What was wrong with its currencies.
        actual: Its actual amounts as they are booked, where some are in other currencies. A trial
            balance says the same amounts again, and adjustments are in no figure: they have none.
    """

    table: AmountTable
    sums: Held
    findings: tuple[Finding, ...] = ()
    actual: pd.DataFrame | None = None

    def by_input(self) -> list[tuple[str, Held]]:
        """Return the inputs that a table speaks of: a ledger's columns may be a budget."""
        name, sums = self.table.input, self.sums
        if name not in LEDGERS:
            return [(name, sums)]
        actual = f"version = {quoted(ACTUAL)}"
        parts = [
            (
                one,
                Held(sums.engine, sums.engine.view(f"SELECT * FROM {sums.name} WHERE {condition}")),
            )
            for one, condition in (("ledger", actual), ("budget", f"NOT ({actual})"))
        ]
        return [(one, mine) for one, mine in parts if one == name or _rows_in(mine)]

    def source(self, name: str, mine: Held, source: MeasuredSource) -> Source:
        """Return the source of what the table says of an input."""
        lost = sum(finding.rows for finding in self.findings if finding.left_out)
        (once,) = self.sums.ask(f"SELECT sum(once) FROM {self.sums.name}")[0]
        used = int(once or 0) + self.table.rows_blank
        tally = (self.table.rows_read, used, self.table.rows_left_out + lost)
        bare = source(name, self.table.raw, tally, self.table.rows)
        return _measured(name, bare, self.table, mine)


def _converted(table: AmountTable, converter: Converter) -> _Converted:
    """Return a table with its sums in the report currency; most are in it already."""
    held = table.held
    if not converter.is_foreign(table.distinct("currency")):
        return _Converted(table, held)
    booked = held.frame()
    sums, findings = converter.convert(booked, Where(table.raw.name, table.raw.sheet))
    money = pa.decimal128(38, 6)
    kinds = {"period": pa.int64(), "amount": money, "rows": pa.int64(), "once": pa.int64()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in booked.columns])
    exact = pa.Table.from_pandas(sums, schema, preserve_index=False)
    actual = booked[booked["version"] == ACTUAL] if table.input in LEDGERS else None
    return _Converted(table, held.engine.hold(exact), tuple(findings), actual)


def _rows_in(sums: Held) -> int:
    return int(sums.ask(f"SELECT count(*) FROM {sums.name}")[0][0])


def _currency(tables: Sequence[AmountTable], report: ReportSettings) -> str:
    """Return the report currency: the settings', else the most frequent."""
    currency = report.currency.upper()
    if currency:
        return currency
    counts: Counter[str] = Counter()
    for table in tables:
        sums = f"SELECT currency, CAST(sum(rows) AS BIGINT) FROM {table.held.name} GROUP BY ALL"
        for code, rows in table.held.ask(sums):
            counts[plain_code(code)] += rows
    del counts[""]
    return min(counts, key=lambda code: (-counts[code], code), default="")


def _measured(name: str, source: Source, table: AmountTable, mine: Held) -> Source:
    """Add what is known of amounts to a source."""
    order = table.periods.dialect.order
    return replace(
        source,
        total=Decimal(mine.ask(f"SELECT sum(amount) FROM {mine.name}")[0][0] or 0),
        control_total=table.rows.binding.said.control_total if name == table.input else None,
        group=table.group,
        shared=name != table.input,
        detected={**source.detected, **({"date_order": order} if order else {})},
    )


def _adjusted(
    tables: Sequence[AmountTable], converter: Converter, calendar: Calendar
) -> pd.DataFrame:
    """Return the adjustments of all tables, each by itself, in the report currency."""
    frames = []
    for table in tables:
        frame = every_row(table, calendar) if table.input == "adjustments" else None
        if frame is None or frame.empty:
            continue
        frame = converter.in_report_currency(frame).sort_values("row", kind="stable")
        frame["file"] = table.raw.name
        frames.append(frame[[DIMENSION, *ADJUSTMENTS]])
    every = pd.concat(frames, ignore_index=True) if frames else None
    return tidy.empty((DIMENSION, *ADJUSTMENTS)) if every is None else every


def _effects(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the effects of every table together; they were exact until here."""
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return tidy.empty((DIMENSION, *CURRENCY_EFFECTS))
    keys = [DIMENSION, *(name for name in CURRENCY_EFFECTS if name != "amount")]
    every = pd.concat(filled, ignore_index=True)
    summed = every.groupby(keys, as_index=False, sort=True).agg(amount=("amount", "sum"))
    summed["amount"] = summed["amount"].astype(float)
    return summed[[DIMENSION, *CURRENCY_EFFECTS]]


def _summed(parts: Sequence[Held], name: str) -> pd.DataFrame:
    """Return the sums of an input over several tables, as floats; they were exact until here."""
    keys = [column for column in SUMMED[name] if column not in ("amount", "rows")]
    filled = [part for part in parts if _rows_in(part)]
    if not filled:
        types = dict.fromkeys(keys, "object") | {"period": "int64", "amount": "float64"}
        nothing = tidy.empty((*keys, "amount", "rows")).astype(types | {"rows": "int64"})
        return nothing[list(SUMMED[name])]
    order = ", ".join(keys)
    every = " UNION ALL ".join(f"SELECT {order}, amount, rows FROM {part.name}" for part in filled)
    sums = f"SELECT {order}, sum(amount) AS amount, sum(rows) AS rows FROM ({every})"
    columns = {**{key: key for key in keys}, "amount": _FLOAT, "rows": "CAST(rows AS BIGINT)"}
    shown = ", ".join(f"{columns[one]} AS {one}" for one in SUMMED[name])
    sql = f"SELECT {shown} FROM ({sums} GROUP BY {order}) ORDER BY {order}"
    frame: pd.DataFrame = filled[0].engine.arrow(sql).to_pandas()
    return frame
