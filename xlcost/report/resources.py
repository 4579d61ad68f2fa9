"""The sheet Resources: people, their hours and rates, and licences, over thirteen months."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xlcost.catalogue import find
from xlcost.report import cells, efficiency
from xlcost.report.context import Context, equal
from xlcost.report.expressions import Call, Criterion, Expression, Literal, Lookup
from xlcost.report.spec import Block, Cell, Column, Format, Grid, Row, Sheet, Text
from xlcost.report.tables import ACTUAL_NO
from xlcost.report.trend import trend
from xlcost.report.trend_charts import line_charts

GRID = "resources"
Where = tuple[Criterion, ...]


@dataclass(frozen=True)
class Figure:
    """A row of the sheet.

    Attributes:
        key: Row key; a metric's name where it is one.
        needed: Measures of workforce (and activity) that it is made of.
        adds_up: Whether a year to date makes sense: levels such as FTE do not add up.
        make: Its expression for some periods.
        format: How it is shown.
    """

    key: str
    needed: tuple[str, ...]
    adds_up: bool
    make: Callable[[Context, Where], Expression]
    format: Format


def _level(measure: str, shown: Format, *, adds_up: bool = False) -> Figure:
    return Figure(
        measure, (measure,), adds_up, lambda _, where: Lookup("workforce", measure, where), shown
    )


def _metric(name: str, *, adds_up: bool = True) -> Figure:
    def make(ctx: Context, where: Where) -> Expression:
        method = ctx.settings.methods.attrition if name == "attrition_rate" else None
        given: dict[str, Expression] = {
            argument.name: Lookup("workforce", argument.name, where)
            for argument in find(name).used(method)
            if argument.name in ctx.frames.workforce
        }
        return Call(name, given, method=method)

    needed = tuple(argument.name for argument in find(name).arguments if argument.required)
    return Figure(name, needed, adds_up, make, cells.metric_format(name))


def labour_cost(where: Where) -> Expression:
    """Return the cost of the lines that pay people."""
    return Lookup("opex_lines", "amount", (equal("kind_no", 1), equal("labour", 1), *where))


def _loaded_rate(ctx: Context, where: Where) -> Expression:  # noqa: ARG001
    hours = Lookup("workforce", "paid_hours", where)
    given: dict[str, Expression] = {
        "total_cost": labour_cost(where),
        "paid_hours": hours,
        "utilisation": Literal(1),
    }
    return Call("cost_per_productive_hour", given)


def _productive_rate(ctx: Context, where: Where) -> Expression:
    hours = Lookup("workforce", "paid_hours", where)
    used = _metric("utilisation").make(ctx, where)
    given: dict[str, Expression] = {
        "total_cost": labour_cost(where),
        "paid_hours": hours,
        "utilisation": used,
    }
    return Call("cost_per_productive_hour", given)


def figures() -> tuple[Figure, ...]:
    """Return every row that the sheet may have, in its order."""
    hours = ("paid_hours", "logged_in_hours", "handle_hours", "overtime_hours")
    return (
        _level("fte", "fte"),
        *(_level(measure, "hours", adds_up=True) for measure in hours),
        _metric("occupancy"),
        _metric("utilisation"),
        _metric("shrinkage"),
        _metric("attrition_rate", adds_up=False),
        Figure("loaded_rate", ("paid_hours",), True, _loaded_rate, "unit_cost"),
        Figure(
            "productive_rate", ("paid_hours", "handle_hours"), True, _productive_rate, "unit_cost"
        ),
        _level("licences_paid", "count"),
        _level("licences_used", "count"),
        _metric("licence_utilisation", adds_up=False),
        _metric("idle_licence_cost", adds_up=False),
    )


def sheet(ctx: Context) -> Sheet | None:
    """Build the sheet, unless there is no workforce."""
    if not len(ctx.frames.workforce):
        ctx.leave_out("workforce")
        return None
    shown = []
    for figure in figures():
        if all(measure in ctx.frames.workforce for measure in figure.needed):
            shown.append(figure)
        else:
            needed = ", ".join(figure.needed)
            ctx.leave_out("measure", figure=label(ctx, figure.key), needed=needed)
    groups = (("fte",), ("occupancy", "utilisation"), ("shrinkage",), ("loaded_rate",))
    grid = _grid(ctx, shown)
    blocks: list[Block] = [Text(ctx.t("notes.resources")), grid]
    blocks += line_charts(ctx, grid, groups)
    return Sheet(
        "resources",
        ctx.t("sheets.resources"),
        tuple(blocks),
        heading=ctx.t("sheets.resources"),
    )


def label(ctx: Context, key: str) -> str:
    """Return the label of a row: a word of the report, or a metric's own."""
    return (
        ctx.t(f"measures.{key}") if key in ctx.word.section("report.measures") else ctx.label(key)
    )


def _grid(ctx: Context, shown: list[Figure]) -> Grid:
    columns = [
        Column("label", ctx.t("columns.figure"), width=34),
        Column("method", ctx.t("columns.method"), width=24, wrap=True),
        *efficiency.trend_columns(ctx),
    ]
    if not ctx.period.is_year:
        columns.append(Column("ytd", ctx.t("bands.ytd")))
    actual = equal("version_no", ACTUAL_NO)
    rows = []
    for figure in shown:
        attrition = figure.key == "attrition_rate"
        method = ctx.t(f"methods.{ctx.settings.methods.attrition}") if attrition else ""
        found = cells.texts(label=label(ctx, figure.key), method=method)
        for point in trend(ctx):
            found[point.key] = Cell(figure.make(ctx, (actual, *point.where)), figure.format)
        if figure.adds_up and not ctx.period.is_year:
            where = (actual, *ctx.spans["ytd"].where)
            found["ytd"] = Cell(figure.make(ctx, where), figure.format)
        rows.append(Row(figure.key, found))
    return Grid(GRID, tuple(columns), tuple(rows))
