"""Activity and workforce: one table to sums of its measures by their keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import ibis
import pandas as pd

from xlcost.dataset.facts import (
    ACTIVITY_KEYS,
    ACTIVITY_MEASURES,
    ACTUAL,
    BUDGET,
    ORIGINAL,
    REVISED,
    WORKFORCE_KEYS,
    WORKFORCE_MEASURES,
    empty,
)
from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.engine import Engine, frame_of
from xlcost.inputs.columns import row_findings
from xlcost.inputs.columns.binding import Binding, texts
from xlcost.inputs.columns.cleaning import DAY, WHEN
from xlcost.inputs.columns.clocks import START
from xlcost.inputs.columns.number_columns import MONEY
from xlcost.inputs.columns.number_reading import number_columns_of
from xlcost.inputs.columns.periods import ISO, KEY, read_days, read_periods
from xlcost.inputs.columns.rows import LEFT, Rows, rows_of
from xlcost.inputs.files.raw_table import ROW, RawTable
from xlcost.inputs.ledgers.versions import version_name
from xlcost.locales.words import Words
from xlcost.values.calendar import Calendar

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEVELS = {
    "activity": (ACTIVITY_KEYS, ACTIVITY_MEASURES),
    "workforce": (WORKFORCE_KEYS, WORKFORCE_MEASURES),
    "intervals": (ACTIVITY_KEYS, ACTIVITY_MEASURES),
}
# Levels, not flows: over the days of a period they are averaged, the first or the last one.
MEAN = ("fte", "licences_paid", "licences_used", "customers")
FIRST, LAST = ("headcount_open",), ("headcount_close",)
PRICE, WEIGHT = "licence_price", "licences_paid"
COST, PRICED = "_cost", "_priced"  # licences times their price, and the licences that have one


@dataclass(frozen=True)
class CountTable:
    """One table of activity or workforce, summed.

    Attributes:
        daily: Keys, the day (`_iso`, "" where only a period is known) and measures, not a number
            where a day has none; a measure that the table does not have is not a column.
        rows_read: Rows found.
        rows_used: Rows in the sums, counted with them.
        rows_left_out: Rows that have a fault or that a rule leaves out.
        measures: The measures that the table really has.
        parts: The rows with their measures, for whoever needs more than a day.
        findings: What was wrong.
    """

    daily: pd.DataFrame
    rows: Rows
    rows_read: int
    rows_used: int
    rows_left_out: int
    measures: tuple[str, ...]
    findings: tuple[Finding, ...]
    parts: tuple[ir.Table, ...] = ()


def read_counts(
    raw: RawTable, binding: Binding, engine: Engine, calendar: Calendar, word: Words
) -> CountTable:
    """Read one table of activity or workforce."""
    raw = raw.exact()
    rows = rows_of(raw, binding, number_columns_of(raw, binding), engine)
    used = rows.table.filter(rows.table[LEFT] == "")
    counted = used.group_by(WHEN).agg(rows=used.count()).order_by(WHEN).to_pyarrow()
    counts = dict(zip(counted[WHEN].to_pylist(), counted["rows"].to_pylist(), strict=True))
    periods = read_periods(counts, binding, calendar)
    total = int(rows.table.count().to_pyarrow().as_py())
    joined = used.inner_join(periods.held(engine).expression, WHEN)
    joined = engine.store(_dated(rows, joined, calendar, engine))
    findings = row_findings.left_out(rows, word)
    findings += row_findings.day_findings(rows, periods, word, engine)
    findings += row_findings.formula_texts(rows, texts(binding))
    findings += row_findings.duplicates(rows)
    parts, derived = _parts(rows, joined)
    findings += _count_findings(rows, joined, word)
    if derived:
        where = Where(raw.name, raw.sheet)
        text = word.text("expected.derived")
        findings.append(Finding(Severity.NOTE, Code.DETECTED, where, text))
    frames = [_daily(part, binding) for part in parts]
    # Each part has every row: measures for themselves, and each column of a channel.
    used_rows = int(frames[0].pop("rows").sum())
    daily = pd.concat([frames[0], *(f.drop(columns="rows") for f in frames[1:])], ignore_index=True)
    left = sum(finding.rows for finding in findings if finding.left_out)
    measures = tuple(
        name for name in LEVELS[binding.input.name][1] if any(name in p.columns for p in parts)
    )
    return CountTable(daily, rows, total, used_rows, left, measures, tuple(findings), tuple(parts))


def _dated(rows: Rows, joined: ir.Table, calendar: Calendar, engine: Engine) -> ir.Table:
    """Take the days from a column of their own, where they stand beside periods."""
    days = [name for name in ("date", "timestamp") if name in rows.binding.columns]
    when = rows.binding.when
    if when is None or not days or when == rows.binding.columns[days[0]]:
        return joined
    texts_of_days = joined.select(DAY).distinct().to_pyarrow()[DAY].to_pylist()
    named = read_days(texts_of_days, rows.binding, calendar, engine).expression
    return joined.drop(ISO).left_join(named, DAY).mutate(**{ISO: lambda t: t[ISO].fill_null("")})


def _parts(rows: Rows, joined: ir.Table) -> tuple[list[ir.Table], bool]:
    """Return the rows with their measures, one table for itself and one a channel column."""
    binding = rows.binding
    known = LEVELS[binding.input.name][1]
    values: dict[str, Any] = {name: joined[name] for name in known if name in joined.columns}
    for place, (_, average, _) in enumerate(binding.averages):
        product = joined[f"average_{place}"].cast("float64") * joined[f"weight_{place}"].cast(
            "float64"
        )
        values[average.measure] = product
    for name, each in _from_outcomes(binding, joined).items():
        values.setdefault(name, each)
    if not values and not binding.channels and binding.input.name != "workforce":
        # A row without any measure is one contact that somebody handled.
        values = {"offered": ibis.literal(1), "handled": ibis.literal(1)}
    derived = "offered" not in values and {"handled", "abandoned"} <= set(values)
    if derived:
        values["offered"] = values["handled"].fill_null(0) + values["abandoned"].fill_null(0)
    keys = {name: _key(binding, joined, name) for name in _key_names(binding)}
    when = {name: joined[name] for name in (KEY, ISO, START) if name in joined.columns}
    parts = []
    if values:
        parts.append(joined.select(**keys, **values, **when))
    for place, (_, what) in enumerate(binding.channels):
        own = dict(keys)
        own["channel"] = ibis.literal(what.channel)
        own |= {n: ibis.literal(v) for n in ("direction", "version") if (v := getattr(what, n))}
        measure = {what.measure: joined[f"channel_{place}"]}
        parts.append(joined.select(**own, **measure, **when))
    return parts, derived


def _key_names(binding: Binding) -> list[str]:
    return [name for name in LEVELS[binding.input.name][0] if name != KEY]


def _key(binding: Binding, table: ir.Table, name: str) -> Any:
    if name in table.columns:
        return table[name]
    return ibis.literal(binding.constants.get(name, ""))


def _from_outcomes(binding: Binding, table: ir.Table) -> dict[str, Any]:
    """Return the measures of a file with one row a contact: each row counts as one."""
    rules = binding.said.outcomes
    if not rules or "outcome" not in table.columns:
        return {}
    outcome = table["outcome"].lower()
    found: dict[str, Any] = {"offered": ibis.literal(1)}
    for measure in dict.fromkeys(m for names in rules.values() for m in names):
        if measure != "leave_out":
            among = [value.strip().lower() for value, names in rules.items() if measure in names]
            found[measure] = outcome.isin(among).cast("int64")
    return found


def _daily(part: ir.Table, binding: Binding) -> pd.DataFrame:
    """Return the sums of a part by its keys and days."""
    keys, known = LEVELS[binding.input.name]
    measures = [name for name in part.columns if name in known]
    sums = {name: part[name].cast(_exact(part, name)).sum().cast("float64") for name in measures}
    if PRICE in measures:
        price = part[PRICE].cast("float64")
        paid = part[WEIGHT].cast("float64") if WEIGHT in measures else ibis.literal(1.0)
        sums[PRICE] = price.max()
        sums[COST] = (price * paid).sum()
        sums[PRICED] = paid.sum(where=price.notnull())  # noqa: PD004 - a column of Ibis
    sums["rows"] = part.count()
    daily = frame_of(part.group_by([*keys, ISO]).agg(**sums).order_by([*keys, ISO]))
    daily["version"] = daily["version"].map(version_of_counts)
    for name in ("direction", "channel"):
        if name in daily:
            daily[name] = daily[name].map(direction_name if name == "direction" else str)
    return daily


def combined(tables: Sequence[CountTable], name: str) -> pd.DataFrame:
    """Return the measures of every table of an input, by its keys.

    What several tables say of one day is added up first; then a level is the mean of the days that
    have it, or the first or last of them, whichever file they stand in.
    """
    keys, known = LEVELS[name]
    frames = [table.daily for table in tables if len(table.daily)]
    if not frames:
        return empty(keys + known)
    every = pd.concat(frames, ignore_index=True)
    measures = [*known, COST, PRICED]
    every = every.reindex(columns=[*keys, ISO, *measures])
    every[measures] = every[measures].astype(float)
    by_day = every.groupby([*keys, ISO], as_index=False, sort=True)
    daily = by_day[measures].sum(min_count=1)  # nothing where no value is there
    if PRICE in known:
        daily[PRICE] = by_day[[PRICE]].max()[PRICE]
    # A month's own figure and the mean of days are two statements: each counts by itself.
    daily["_dated"] = daily[ISO] != ""
    over: dict[str, Any] = {measure: _over_days(measure) for measure in measures}
    parts = daily.groupby([*keys, "_dated"], as_index=False, sort=True).agg(over)
    how: dict[str, Any] = {m: "max" if m == PRICE else "sum" for m in measures}
    result = parts.groupby(list(keys), as_index=False, sort=True).agg(how)
    if PRICE in known:
        priced = result[PRICED]
        mean = result[COST] / priced.where(priced != 0, 1.0)
        result[PRICE] = result[PRICE].where(priced == 0, mean)
    result[list(known)] = result[list(known)].fillna(0.0)
    return result[[*keys, *known]]


def _over_days(measure: str) -> str:
    """Return how the days of a period make its figure."""
    if measure in MEAN:
        return "mean"
    if measure in FIRST:
        return "first"
    if measure in LAST:
        return "last"
    return "max" if measure == PRICE else "sum"


def _exact(part: ir.Table, name: str) -> str:
    return "float64" if part[name].type().is_floating() else MONEY


def version_of_counts(text: str) -> str:
    """Return "actual" or "budget": activity and workforce know no original and revised."""
    name = version_name(text) if text else ACTUAL
    return BUDGET if name in (ORIGINAL, REVISED) else name


def direction_name(text: str) -> str:
    """Return "inbound", "outbound" or what else a text says of a direction."""
    folded = str(text).strip().casefold()
    meanings = {"innkommende": "inbound", "inngående": "inbound", "in": "inbound"}
    meanings |= {"utgående": "outbound", "out": "outbound"}
    return meanings.get(folded, folded)


def _below_zero(rows: Rows, joined: ir.Table) -> list[tuple[int, int, Decimal]]:
    """Return of each number how many are below zero, the first row and the least, at one go."""
    asked: dict[str, Any] = {}
    for place, number in enumerate(rows.numbers):
        column = joined[number.name]
        asked[f"rows{place}"] = joined.count(where=column < 0)
        asked[f"first{place}"] = joined[ROW].min(where=column < 0)
        asked[f"got{place}"] = column.min(where=column < 0)
    if not asked:
        return []
    line = joined.agg(**asked).to_pyarrow().to_pylist()[0]
    return [
        (line[f"rows{place}"], line[f"first{place}"], line[f"got{place}"])
        for place in range(len(rows.numbers))
    ]


def _count_findings(rows: Rows, joined: ir.Table, word: Words) -> list[Finding]:
    """Return the warnings for counts below zero and counts that disagree."""
    found = []
    name, sheet = rows.raw.name, rows.raw.sheet
    for number, (count, first, least) in zip(rows.numbers, _below_zero(rows, joined), strict=True):
        if count:
            found.append(
                Finding(
                    Severity.WARNING,
                    Code.NEGATIVE_COUNT,
                    Where(name, sheet, first, number.bound.heading),
                    f"{least.normalize():f}",
                    word.text("expected.count"),
                    rows=count,
                )
            )
    if {"offered", "handled", "abandoned"} <= set(joined.columns):
        handled = joined["handled"].fill_null(0) + joined["abandoned"].fill_null(0)
        off = joined.filter((joined["offered"] != handled).fill_null(False))
        shown = off.order_by(ROW).limit(1).select(ROW, "offered", "handled", "abandoned")
        count = int(off.count().to_pyarrow().as_py())
        if count:
            line = shown.to_pyarrow().to_pylist()[0]
            got = " / ".join(
                "" if line[n] is None else f"{line[n].normalize():f}"
                for n in ("offered", "handled", "abandoned")
            )
            found.append(
                Finding(
                    Severity.WARNING,
                    Code.COUNTS_DISAGREE,
                    Where(name, sheet, line[ROW]),
                    got,
                    word.text("expected.counts"),
                    rows=count,
                )
            )
    return found
