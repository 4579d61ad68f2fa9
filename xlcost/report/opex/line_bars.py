"""Budget against actual as bars, category by category, with the variances beside them."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.report.model import cells
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import Extreme, Literal, Plus, Ref
from xlcost.report.model.sentences import money
from xlcost.report.model.spec import Cell, Chart, Column, Grid, Role, Row, Series
from xlcost.report.opex import opex_lines

GRID = "line_bars"
MOST = 14  # bars that can be read
WIDTHS = (16.6, 10.0)  # centimetres of the amounts, and of the variances
HEAD, EACH = 2.0, 0.72
SIGNS: tuple[tuple[Role, str], ...] = (("unfavourable", "MAX"), ("favourable", "MIN"))


@dataclass(frozen=True)
class _Bar:
    """A row of the table of lines, and its variance."""

    key: str
    name: str
    change: float


def charts(ctx: Context) -> list[Chart]:
    """Return amounts and variances side by side; nothing without a budget."""
    bars = _bars(ctx)
    if not bars:
        return []
    height = round(HEAD + EACH * len(bars), 1)
    names = tuple(Ref(opex_lines.GRID, bar.key, "label") for bar in bars)
    amounts = Chart(
        "bars",
        _message(ctx, bars),
        names,
        (
            Series(ctx.t("columns.actual"), _column(ctx, bars, "ac"), "AC"),
            Series(ctx.t("columns.budget"), _column(ctx, bars, "bu"), "BU"),
        ),
        ctx.t("charts.line_bars_alt", count=len(bars)),
        width=WIDTHS[0],
        height=height,
    )
    variances = Chart(
        "bars",
        ctx.t("columns.variance"),
        names,
        tuple(_variance(ctx, bars, role) for role, _ in SIGNS),
        ctx.t("charts.line_variances_alt", count=len(bars)),
        width=WIDTHS[1],
        height=height,
        beside=True,
        names=False,
    )
    return [amounts, variances]


def helpers(ctx: Context) -> list[Grid]:
    """Return what the bars of the variances are drawn from, for the Data sheet."""
    bars = _bars(ctx)
    if not bars:
        return []
    rows = []
    for bar in bars:
        actual, budget = (Ref(opex_lines.GRID, bar.key, f"{ctx.main}_{v}") for v in ("ac", "bu"))
        change = Plus(((1, actual), (-1, budget)))
        by_column = {"label": cells.words(bar.name), "variance": Cell(change, "money")}
        here = Ref(GRID, bar.key, "variance")
        for role, extreme in SIGNS:
            by_column[role] = Cell(Extreme(extreme, (Literal(0), here)), "money")
        rows.append(Row(bar.key, by_column))
    columns = (
        Column("label", ctx.t("columns.line"), width=34),
        Column("variance", ctx.t("columns.variance")),
        *(Column(role, ctx.t(f"waterfall.{role}")) for role, _ in SIGNS),
    )
    return [Grid(GRID, columns, tuple(rows), title=ctx.t("tables.line_bars"))]


def _bars(ctx: Context) -> list[_Bar]:
    """Return the categories, or the lines of the only one; those that moved most of many."""
    if not ctx.has_budget(ctx.main):
        return []
    rows = opex_lines.drawn_rows(ctx)
    bars = [_Bar(key, name, opex_lines.change(ctx, key, ctx.main, "bu")) for key, name in rows]
    kept = sorted(bars, key=lambda bar: -abs(bar.change))[:MOST]
    return [bar for bar in bars if bar in kept] if len(bars) > 1 else []


def _column(ctx: Context, bars: list[_Bar], version: str) -> tuple[Ref, ...]:
    return tuple(Ref(opex_lines.GRID, bar.key, f"{ctx.main}_{version}") for bar in bars)


def _variance(ctx: Context, bars: list[_Bar], role: Role) -> Series:
    values = tuple(Ref(GRID, bar.key, role) for bar in bars)
    sign = "+" if role == "unfavourable" else ""
    return Series(ctx.t(f"waterfall.{role}"), values, role, sign=sign)


def _message(ctx: Context, bars: list[_Bar]) -> str:
    """Say which one is furthest from its budget, and on which side."""
    most = max(bars, key=lambda bar: abs(bar.change))
    return ctx.t(
        f"charts.line_bars_{'above' if most.change > 0 else 'below'}",
        name=most.name,
        period=ctx.period_name(),
        amount=money(ctx, abs(most.change)),
    )
