"""From budget (or prior year) to actual, category by category, as stacked columns need it."""

from __future__ import annotations

from dataclasses import dataclass

from babel.numbers import format_decimal

from xlcost.report import cells, opex_lines
from xlcost.report.chart_of_lines import COST
from xlcost.report.context import Context
from xlcost.report.expressions import Expression, Extreme, Literal, Plus, Ref
from xlcost.report.figures import Figures, Part
from xlcost.report.labels import period_label
from xlcost.report.spec import Cell, Chart, Column, Grid, Row, Series

GRID = "waterfall"
STEPS = 9  # the largest ones; the rest is one step, so that the chart can be read
CHART_WIDTH = 15.3
ZERO = Literal(0)
NAMES = (
    "delta",
    "after",
    "base",
    "total",
    "favourable",
    "favourable_below",
    "unfavourable",
    "unfavourable_below",
)


@dataclass(frozen=True)
class Bridge:
    """The grid on the Data sheet, and the chart that draws it."""

    grid: Grid
    chart: Chart


def bridge(ctx: Context) -> Bridge | None:
    """Return the waterfall against the budget, else the prior year; None without either."""
    other = "bu" if ctx.has_budget(ctx.main) else "py" if ctx.has_prior(ctx.main) else ""
    if not other:
        return None
    keys = _steps(ctx, other)
    rows = [_end(ctx, "start", ctx.t(f"waterfall.start_{other}"), other)]
    before = "start"
    for key, label in keys:
        rows.append(_step(key, label, before, _delta(opex_lines.GRID, ctx.main, key, other)))
        before = key
    if len(keys) < len(_groups(ctx)):
        rows.append(_step("rest", ctx.t("waterfall.rest"), before, _rest(ctx, other, keys)))
    rows.append(_end(ctx, "end", ctx.t("waterfall.end"), "ac"))
    columns = [Column("label", ctx.t("columns.step"), width=34)]
    columns += [Column(name, ctx.t(f"waterfall.{name}")) for name in NAMES]
    grid = Grid(GRID, tuple(columns), tuple(rows), title=ctx.t("tables.waterfall"))
    return Bridge(grid, _chart(ctx, rows, other))


def _groups(ctx: Context) -> list[tuple[str, str, Part]]:
    """Return the steps there could be: categories, or lines where there is one category."""
    groups = opex_lines.categories(ctx, COST)
    if len(groups) > 1:
        return [
            (key, name, Part(key, children=tuple(opex_lines.line_part(x).key for x in lines)))
            for key, name, lines in groups
        ]
    return [
        (opex_lines.line_part(line).key, line.name, opex_lines.line_part(line))
        for _, _, lines in groups
        for line in lines
    ]


def _steps(ctx: Context, other: str) -> list[tuple[str, str]]:
    """Return the largest steps by today's figures, in the order of the report."""
    figures = Figures(ctx, opex_lines.GRID)
    by_key = {opex_lines.line_part(line).key: opex_lines.line_part(line) for line in ctx.lines}
    sizes = {}
    for key, _, part in _groups(ctx):
        parts = [by_key[child] for child in part.children] or [part]
        sizes[key] = abs(sum(figures.change_now(one, ctx.main, other) for one in parts))
    largest = sorted(sizes, key=lambda key: -sizes[key])
    kept = set(largest if len(largest) <= STEPS + 1 else largest[:STEPS])
    return [(key, name) for key, name, _ in _groups(ctx) if key in kept]


def _delta(grid: str, span: str, row: str, other: str) -> Expression:
    return Plus(((1, Ref(grid, row, f"{span}_ac")), (-1, Ref(grid, row, f"{span}_{other}"))))


def _rest(ctx: Context, other: str, keys: list[tuple[str, str]]) -> Expression:
    whole = _delta(opex_lines.GRID, ctx.main, opex_lines.TOTAL, other)
    return Plus(((1, whole), *((-1, Ref(GRID, key, "delta")) for key, _ in keys)))


def _blank() -> dict[str, Cell]:
    """Return empty cells for every series: a chart reads whole columns."""
    return {name: Cell(Literal(None), "money") for name in NAMES}


def _end(ctx: Context, key: str, label: str, version: str) -> Row:
    total = Ref(opex_lines.GRID, opex_lines.TOTAL, f"{ctx.main}_{version}")
    found = {
        "label": cells.words(label),
        "after": Cell(total, "money"),
        "total": Cell(Ref(GRID, key, "after"), "money"),
    }
    return Row(key, _blank() | found, "subtotal")


def _step(key: str, label: str, before: str, delta: Expression) -> Row:
    """Return a step: its part above zero and its part below, over a base that is not seen."""
    start, end = Ref(GRID, before, "after"), Ref(GRID, key, "after")
    low, high = Extreme("MIN", (start, end)), Extreme("MAX", (start, end))
    start_up, start_down = Extreme("MAX", (ZERO, start)), Extreme("MIN", (ZERO, start))
    base = Plus(((1, Extreme("MAX", (ZERO, low))), (1, Extreme("MIN", (ZERO, high)))))
    found = {
        "delta": delta,
        "after": Plus(((1, start), (1, Ref(GRID, key, "delta")))),
        "base": base,
        "favourable": Plus(((1, start_up), (-1, Extreme("MAX", (ZERO, low))))),
        "favourable_below": Plus(((1, Extreme("MIN", (ZERO, low))), (-1, start_down))),
        "unfavourable": Plus(((1, Extreme("MAX", (ZERO, high))), (-1, start_up))),
        "unfavourable_below": Plus(((1, start_down), (-1, Extreme("MIN", (ZERO, high))))),
    }
    shown = {name: Cell(expression, "money") for name, expression in found.items()}
    return Row(key, _blank() | {"label": cells.words(label), **shown})


def _chart(ctx: Context, rows: list[Row], other: str) -> Chart:
    def series(column: str, role: str, sign: str = "") -> Series:
        values = tuple(Ref(GRID, row.key, column) for row in rows)
        return Series(ctx.t(f"waterfall.{column}"), values, role, sign=sign)  # type: ignore[arg-type]  # the roles of Series

    figures = Figures(ctx, opex_lines.GRID)
    parts = [opex_lines.line_part(line) for line in ctx.lines if line.kind == COST]
    change = sum(figures.change_now(part, ctx.main, other) for part in parts)
    amount = format_decimal(abs(change), format="#,##0", locale=ctx.word.language)
    title = ctx.t(
        f"charts.waterfall_{other}_{'above' if change > 0 else 'below'}",
        period=period_label(ctx.data.calendar, ctx.period.key, ctx.word.language),
        amount=f"{amount} {ctx.settings.currency}".strip(),
    )
    return Chart(
        "waterfall",
        title,
        tuple(Ref(GRID, row.key, "label") for row in rows),
        (
            series("base", "base"),
            series("total", "total"),
            series("favourable", "favourable", "-"),
            series("favourable_below", "favourable", "-"),
            series("unfavourable", "unfavourable", "+"),
            series("unfavourable_below", "unfavourable", "+"),
        ),
        ctx.t("charts.waterfall_alt", title=title, count=len(rows) - 2),
        width=CHART_WIDTH,
    )
