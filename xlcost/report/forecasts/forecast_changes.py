"""What changed since the last pack: closed periods, the forecast of the year, and methods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal as OneOf

from xlcost.dataset.earlier import EarlierPack
from xlcost.dataset.findings import Code, Finding, Severity, Where, amount_text
from xlcost.dataset.pack_format import ACTUAL_NO, COST, INCOME
from xlcost.report.model import cells
from xlcost.report.model.chart_of_lines import Line
from xlcost.report.model.check import HALF_A_CENT, Check
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import Criterion, Expression, Literal, Lookup, Plus, Ref, Total
from xlcost.report.model.labels import moment
from xlcost.report.model.lazy_values import values
from xlcost.report.model.sentences import money
from xlcost.report.model.spec import Block, Cell, Column, Grid, Row, Text
from xlcost.report.opex import opex_lines
from xlcost.values.shown_numbers import format_decimal

MOST = 40  # changes that are listed one by one
INCOME_WORD = "income"
FINAL = "final"  # the status of a pack that was signed


@dataclass(frozen=True)
class ClosedChange:
    """One closed period of one line that is not what an earlier pack showed.

    Amounts are as packs show them: income is positive.
    """

    identity: str
    line: Line | None
    period: int
    then: float
    now: float

    @property
    def is_income(self) -> bool:
        """Whether it is taken from cost."""
        return self.identity.startswith(f"{INCOME_WORD} |")

    @property
    def difference(self) -> float:
        """What was added since."""
        return round(self.now - self.then, 2)


def comparable(ctx: Context) -> EarlierPack | None:
    """Return the last pack, where it has a forecast of the same year."""
    last = ctx.earlier.last
    if last is None or not last.forecast or last.period // 100 != ctx.period.year:
        return None
    return None if ctx.period.is_year else last


def lost(ctx: Context, pack: EarlierPack, kind: str) -> float:
    """Return the earlier forecast of the lines that are no more."""
    known = {line.identity for line in ctx.lines}
    return sum(
        forecast
        for identity, forecast in pack.forecast.items()
        if identity not in known and identity.startswith(f"{kind} |")
    )


def changes(ctx: Context, pack: EarlierPack) -> list[ClosedChange]:
    """Return the closed periods that an earlier pack showed otherwise, the largest first.

    A period that it knew nothing of is no change: it had other files.
    """
    changed = [one for one in _compared(ctx, pack) if abs(one.difference) > HALF_A_CENT]
    return sorted(changed, key=lambda one: (-abs(one.difference), one.period, one.identity))


def _compared(ctx: Context, pack: EarlierPack) -> list[ClosedChange]:
    """Return every closed period of every line, as an earlier pack showed it and as it is now."""
    last = min(pack.period, ctx.period.key)
    known = {period for _, period in pack.amounts if period <= last}
    lines = {line.identity: line for line in ctx.lines}
    now = _amounts(ctx, known)
    return [
        ClosedChange(
            identity,
            lines.get(identity),
            period,
            round(pack.amounts.get((identity, period), 0.0), 2),
            round(now.get((identity, period), 0.0), 2),
        )
        for identity, period in {key for key in [*pack.amounts, *now] if key[1] in known}
    ]


def _amounts(ctx: Context, periods: Iterable[int]) -> dict[tuple[str, int], float]:
    """Return what each line comes to in some periods in which it has postings, as it is shown."""
    held = values(ctx)
    return {
        (line.identity, period): held.number(_shown(line, period))
        for line in ctx.lines
        for period in periods
        if held.rows(_lookup(line, period))
    }


def blocks(ctx: Context) -> list[Block]:
    """Return what the sheet Forecast says of closed periods since each earlier pack."""
    parts: list[Block] = []
    for key, pack in _packs(ctx):
        fields = {"period": ctx.period_name(pack.period), "created": moment(pack.created)}
        listed = changes(ctx, pack)
        if listed:
            title = ctx.t(f"outlook.changed_{key}", **fields)
            parts.append(_grid(ctx, f"changed_{key}", title, listed))
        else:
            parts.append(Text(ctx.t(f"outlook.unchanged_{key}", **fields)))
    return parts


def findings(ctx: Context) -> tuple[Finding, ...]:
    """Return a warning for each final pack whose closed amounts are others by now."""
    told = []
    for _, pack in _packs(ctx):
        listed = changes(ctx, pack) if pack.status == FINAL else []
        if listed:
            where = Where(pack.path.name, ctx.t("sheets.forecast"))
            amount = amount_text(f"{_net(listed):.2f}", ctx.word.language)
            period, code = ctx.period_name(pack.period), Code.CHANGED_SINCE_FINAL
            told.append(Finding(Severity.WARNING, code, where, period, amount, rows=len(listed)))
    return tuple(told)


def checks(ctx: Context) -> Iterator[Check]:
    """Yield whether what is listed is all that the ledger's closed periods changed by."""
    for key, pack in _packs(ctx):
        listed = changes(ctx, pack)
        if listed:
            fields = {"period": ctx.period_name(pack.period), "created": moment(pack.created)}
            label = ctx.t(f"outlook.check_changed_{key}", **fields)
            grid = f"changed_{key}"
            whole = Literal(_net(_compared(ctx, pack)))
            # What was then is shown to the cent: each row may be off by half of one.
            apart = HALF_A_CENT * (1 + len(listed))
            yield Check(grid, label, Ref(grid, f"{grid}_total", "difference"), whole, apart)


def _packs(ctx: Context) -> list[tuple[str, EarlierPack]]:
    """Return the earlier packs that a report is held against; one of a year has no periods."""
    pairs = (("last", ctx.earlier.last), ("same", ctx.earlier.same))
    return [(key, pack) for key, pack in pairs if pack and pack.amounts and not ctx.period.is_year]


def _net(listed: Iterable[ClosedChange]) -> float:
    """Return what changes add to cost less income."""
    parts = (-one.difference if one.is_income else one.difference for one in listed)
    return round(sum(parts), 2)


def _grid(ctx: Context, key: str, title: str, listed: list[ClosedChange]) -> Grid:
    """Return the changes row by row; what is now is live. Income is taken from cost in the sum."""
    t = ctx.t
    rows = [_row(ctx, key, f"{key}{n}", one) for n, one in enumerate(listed[:MOST], start=1)]
    signs = [-1 if one.is_income else 1 for one in listed[:MOST]]
    if listed[MOST:]:
        rows.append(_rest(ctx, key, listed[MOST:]))
        signs.append(1)
    total = {}
    for column in ("then", "now", "difference"):
        refs = [Ref(key, row.key, column) for row in rows]
        added: Expression = Total(tuple(refs))
        if -1 in signs:
            added = Plus(tuple(zip(signs, refs, strict=True)))
        total[column] = Cell(added, "money_exact")
    total["difference"] = replace(total["difference"], tone="variance", good="lower")
    label = t("rows.net_cost" if -1 in signs else "outlook.sum")
    total = _coloured(ctx, key, f"{key}_total", {"label": cells.words(label), **total})
    rows.append(Row(f"{key}_total", total, "total"))
    heads = (
        Column("label", t("columns.line"), width=30),
        Column("period", t("columns.period")),
        Column("then", t("outlook.then")),
        Column("now", t("outlook.now")),
        Column("difference", t("columns.change")),
    )
    return Grid(key, heads, tuple(rows), title=title)


def _rest(ctx: Context, grid: str, rest: list[ClosedChange]) -> Row:
    """Return the smaller changes together: cost less income."""
    key = f"{grid}_rest"
    then, now = (
        round(sum(amount if not one.is_income else -amount for one, amount in pairs), 2)
        for pairs in ([(one, one.then) for one in rest], [(one, one.now) for one in rest])
    )
    by_column = {
        "label": cells.words(ctx.t("outlook.rest_of_changes", count=len(rest))),
        "then": Cell(Literal(then), "money_exact"),
        "now": Cell(Literal(now), "money_exact"),
        "difference": _difference(grid, key, "lower"),
    }
    return Row(key, _coloured(ctx, grid, key, by_column))


def _coloured(ctx: Context, grid: str, row: str, by_column: dict[str, Cell]) -> dict[str, Cell]:
    """Return a row's cells, its change with a colour only where it is material."""
    change, base = Ref(grid, row, "difference"), Ref(grid, row, "then")
    return cells.coloured(ctx, by_column, change, base, "money_exact")


def _difference(grid: str, row: str, good: OneOf["higher", "lower"]) -> Cell:
    now, then = Ref(grid, row, "now"), Ref(grid, row, "then")
    return Cell(Plus(((1, now), (-1, then))), "money_exact", "variance", good)


def _row(ctx: Context, grid: str, key: str, one: ClosedChange) -> Row:
    by_column = {
        "label": cells.words(one.line.name if one.line else one.identity.rpartition(" | ")[2]),
        "period": cells.words(ctx.short_name(one.period)),
        "then": Cell(Literal(one.then), "money_exact"),
        "now": Cell(_now(one), "money_exact"),
        "difference": _difference(grid, key, "higher" if one.is_income else "lower"),
    }
    return Row(key, _coloured(ctx, grid, key, by_column))


def _now(one: ClosedChange) -> Expression:
    return Literal(0.0) if one.line is None else _shown(one.line, one.period)


def _shown(line: Line, period: int) -> Expression:
    """Return what a line comes to in a period, income positive."""
    lookup = _lookup(line, period)
    return Plus(((-1, lookup),)) if line.kind == INCOME else lookup


def _lookup(line: Line, period: int) -> Lookup:
    where = (
        equal("line_no", line.number),
        equal("version_no", ACTUAL_NO),
        Criterion("period", "=", Literal(period)),
    )
    return Lookup("opex_lines", "amount", where)


# The forecast in a sentence


def sentence(ctx: Context) -> str:
    """Return how the year's forecast moved since the last pack, and what moved it most."""
    pack = comparable(ctx)
    if pack is None:
        return ""
    now = {
        line.identity: opex_lines.number(ctx, opex_lines.line_part(line).key, "forecast")
        for line in ctx.lines
        if line.kind == COST
    }
    before = {key: total for key, total in pack.forecast.items() if key.startswith("cost |")}
    moved = {key: now.get(key, 0.0) - before.get(key, 0.0) for key in {*now, *before}}
    apart = round(sum(moved.values()), 2)
    period = ctx.period_name(pack.period)
    if abs(apart) < 0.5:  # noqa: PLR2004  # less than what is shown
        return ctx.t("outlook.moved_not", period=period)
    way = "up" if apart > 0 else "down"
    largest = max(moved, key=lambda key: (moved[key] if apart > 0 else -moved[key], key))
    fields = {
        "amount": money(ctx, abs(apart)),
        "period": period,
        "line": largest.rpartition(" | ")[2],
        "part": _signed(ctx, moved[largest]),
    }
    return ctx.t(f"outlook.moved_{way}", **fields)


def _signed(ctx: Context, number: float) -> str:
    return str(format_decimal(number, format="+#,##0;−#,##0", locale=ctx.word.language))
