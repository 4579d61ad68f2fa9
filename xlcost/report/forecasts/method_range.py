"""The year by each method: how far the methods are apart, by line and in total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from xlcost.dataset.pack_format import COST, INCOME
from xlcost.report.model import cells
from xlcost.report.model.chart_of_lines import Line
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import Expression, Extreme, Plus, Ref, Total
from xlcost.report.model.figures import Figures
from xlcost.report.model.full_year import METHODS, RUN_RATE
from xlcost.report.model.lazy_values import values
from xlcost.report.model.once import once
from xlcost.report.model.part import Part
from xlcost.report.model.sentences import money
from xlcost.report.model.spec import Cell, Column, Grid, Row, RowStyle
from xlcost.report.opex import opex_lines

GRID: Final = "forecast_methods"
CHOSEN, LOW, HIGH, SPREAD = "chosen", "low", "high", "spread"
ENDS: Final = (LOW, HIGH)
BESIDE: Final = (RUN_RATE, *ENDS)  # what stands beside the forecast of each line


@once
def used(ctx: Context) -> tuple[str, ...]:
    """Return the methods that at least one line has what it needs for."""
    figures = Figures(ctx, opex_lines.GRID)
    years = [figures.full_year(opex_lines.line_part(line)) for line in ctx.lines]
    return tuple(method for method in METHODS if any(year.can(method) for year in years))


def columns(ctx: Context, names: Sequence[str]) -> list[Column]:
    """Return some of the columns that stand beside the forecast of each line."""
    band = ctx.t("outlook.range_band")
    return [Column(f"by_{name}", ctx.t(f"outlook.range.{name}"), band) for name in names]


def beside(row: str) -> dict[str, Cell]:
    """Return the run rate and the range of the methods, for the row of a line or a sum."""
    return {f"by_{name}": Cell(Ref(GRID, row, name), "money", "muted") for name in BESIDE}


@once
def grid(ctx: Context) -> Grid:
    """Return the year by each method: its own, and every other that can be had."""
    columns = (
        Column("label", ctx.t("columns.line"), width=30),
        Column(CHOSEN, ctx.t("columns.forecast")),
        *(Column(name, ctx.t(f"outlook.range.{name}")) for name in used(ctx)),
        *(Column(name, ctx.t(f"outlook.range.{name}")) for name in (LOW, HIGH, SPREAD)),
    )
    rows = [*_cost(ctx), *_income(ctx)]
    return Grid(GRID, columns, tuple(rows), title=ctx.t("outlook.range_title"))


def _cost(ctx: Context) -> Iterator[Row]:
    subtotals = []
    for key, category, lines in opex_lines.categories(ctx, COST):
        yield from (_line(ctx, line) for line in lines)
        children = [opex_lines.line_part(line).key for line in lines]
        yield _sum(ctx, key, category, "subtotal", children)
        subtotals.append(key)
    yield _sum(ctx, opex_lines.TOTAL, ctx.t("rows.total_opex"), "total", subtotals)


def _income(ctx: Context) -> Iterator[Row]:
    lines = [line for line in ctx.lines if line.kind == INCOME]
    if not lines:
        return
    yield from (_line(ctx, line) for line in lines)
    key, children = opex_lines.INCOME_TOTAL, [opex_lines.line_part(line).key for line in lines]
    yield _sum(ctx, key, ctx.t("rows.total_income"), "subtotal", children)
    label = ctx.t("rows.net_cost")
    yield _sum(ctx, opex_lines.NET, label, "total", [opex_lines.TOTAL], minus=key)


def _line(ctx: Context, line: Line) -> Row:
    part = opex_lines.line_part(line)
    year = Figures(ctx, opex_lines.GRID).full_year(part)
    chosen = Ref(opex_lines.GRID, part.key, "forecast")
    by_column = {"label": cells.words(line.name), CHOSEN: Cell(chosen, "money")}
    for method in used(ctx):
        # Where a line lacks what a method needs, its own forecast stands, and the sums are whole.
        can = year.can(method)
        item = year.by(method) if can else Ref(GRID, part.key, CHOSEN)
        by_column[method] = Cell(item, "money", "" if can else "muted")
    return Row(part.key, by_column | _reach(ctx, part.key), "line", 1)


def _sum(
    ctx: Context, key: str, label: str, style: RowStyle, children: Sequence[str], minus: str = ""
) -> Row:
    by_column = {"label": cells.words(label)}
    for column in (CHOSEN, *used(ctx)):
        refs = tuple(Ref(GRID, child, column) for child in children)
        item: Expression = Total(refs)
        if minus:
            item = Plus((*((1, ref) for ref in refs), (-1, Ref(GRID, minus, column))))
        by_column[column] = Cell(item, "money")
    return Row(key, by_column | _reach(ctx, key), style)


def _reach(ctx: Context, key: str) -> dict[str, Cell]:
    """Return the lowest and the highest that any method comes to, and what lies between."""
    items = tuple(Ref(GRID, key, column) for column in (CHOSEN, *used(ctx)))
    low, high = Ref(GRID, key, LOW), Ref(GRID, key, HIGH)
    return {
        LOW: Cell(Extreme("MIN", items), "money"),
        HIGH: Cell(Extreme("MAX", items), "money"),
        SPREAD: Cell(Plus(((1, high), (-1, low))), "money"),
    }


def checks(ctx: Context) -> Iterator[Check]:
    """Yield the control: the run rates of the lines add up to that of all cost together."""
    whole = Part(opex_lines.TOTAL, criteria=(equal("kind_no", COST),))
    other = Figures(ctx, opex_lines.GRID).full_year(whole).by(RUN_RATE)
    label = ctx.t("outlook.check_run_rate")
    yield Check("forecast_run_rate", label, Ref(GRID, opex_lines.TOTAL, RUN_RATE), other)


def sentence(ctx: Context) -> str:
    """Return between which totals the methods put the year, and which of them do."""
    if len(used(ctx)) == 1:
        return ""
    held = values(ctx)
    held.know(opex_lines.table(ctx))
    held.know(grid(ctx))
    by_method = {method: held.number(Ref(GRID, opex_lines.TOTAL, method)) for method in used(ctx)}
    low, high = (pick(by_method, key=by_method.__getitem__) for pick in (min, max))
    ends = {LOW: low, HIGH: high}
    names = {f"{end}_by": ctx.t(f"methods.{method}") for end, method in ends.items()}
    amounts = {end: money(ctx, by_method[method]) for end, method in ends.items()}
    return ctx.t("outlook.range_said", **names, **amounts)
