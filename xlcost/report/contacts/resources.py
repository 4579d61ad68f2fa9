"""The sheet Resources: people, their hours and rates, and licences, over thirteen months."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from xlcost.catalogue.families import find
from xlcost.report.contacts.trend import LABEL_WIDTH, slots, trend, trend_columns
from xlcost.report.contacts.trend_charts import ABREAST, line_charts
from xlcost.report.model import cells, sums
from xlcost.report.model.context import Context
from xlcost.report.model.contract import Built, SheetContract
from xlcost.report.model.expressions import Call, Expression, Literal, Ref
from xlcost.report.model.spec import Block, Cell, Column, Format, Grid, Row, Sheet, Text
from xlcost.report.model.sums import Slot

GRID = "resources"
RATES = ("loaded_rate", "productive_rate")


@dataclass(frozen=True)
class Figure:
    """A row of the sheet.

    Attributes:
        key: Row key; a metric's name where it is one.
        needed: Measures of workforce (and activity) that it is made of.
        adds_up: Whether a year to date makes sense: levels such as FTE do not add up.
        make: Its expression for the periods of a column.
        format: How it is shown.
        is_sum: Whether it would be 0, and no n/a, in a period that nobody has counted.
    """

    key: str
    needed: tuple[str, ...]
    adds_up: bool
    make: Callable[[Context, Slot], Expression]
    format: Format
    is_sum: bool = False


def _level(measure: str, shown: Format, *, adds_up: bool = False) -> Figure:
    def make(ctx: Context, slot: Slot) -> Expression:
        del ctx
        return sums.workforce(measure, slot)

    return Figure(measure, (measure,), adds_up, make, shown, is_sum=True)


def of_people(ctx: Context, name: str, slot: Slot) -> Call:
    """Return a metric over people and their hours."""
    method = ctx.settings.methods.attrition if name == "attrition_rate" else None
    given: dict[str, Expression] = {
        argument.name: sums.workforce(argument.name, slot)
        for argument in find(name).used(method)
        if argument.name in ctx.frames.workforce
    }
    return Call(name, given, method=method)


def _metric(name: str, *, adds_up: bool = True, is_sum: bool = False) -> Figure:
    def make(ctx: Context, slot: Slot) -> Expression:
        return of_people(ctx, name, slot)

    needed = tuple(argument.name for argument in find(name).arguments if argument.required)
    return Figure(name, needed, adds_up, make, cells.metric_format(name), is_sum)


def _of_agents(name: str) -> Figure:
    """Return a ratio of the teams that log in, which stands beside that of all staff."""

    def make(ctx: Context, slot: Slot) -> Expression:
        del ctx
        return of_agents(name, slot)

    needed = tuple(f"agents_{argument.name}" for argument in find(name).arguments)
    return Figure(f"{name}_agents", needed, True, make, cells.metric_format(name))


def of_agents(name: str, slot: Slot) -> Call:
    """Return a metric over the hours of the teams that log in."""
    names = [argument.name for argument in find(name).arguments]
    return Call(name, {one: sums.workforce(f"agents_{one}", slot) for one in names})


def are_apart(ctx: Context) -> bool:
    """Whether agents are only a part of the staff, so that each has a shrinkage of its own."""
    return "agents_paid_hours" in ctx.frames.workforce


def loaded_rate(ctx: Context, slot: Slot) -> Expression:
    """Return what a paid hour costs, from the lines that pay people."""
    return hour_cost(_labour(ctx, slot), slot)


def _productive_rate(ctx: Context, slot: Slot) -> Expression:
    return hour_cost(_labour(ctx, slot), slot, Ref(GRID, "utilisation", slot.key))


def hour_cost(cost: Expression, slot: Slot, used: Expression | None = None) -> Call:
    """Return what a paid hour costs, or one of those that are used, a part of them."""
    given: dict[str, Expression] = {
        "total_cost": cost,
        "paid_hours": sums.workforce("paid_hours", slot),
        "utilisation": Literal(1) if used is None else used,
    }
    return Call("cost_per_productive_hour", given)


def pays(ctx: Context) -> bool:
    """Whether any account is a cost of people."""
    frame = ctx.frames.opex
    return bool((frame.loc[frame["labour"] == 1, "amount"] > 0).any())


def _labour(ctx: Context, slot: Slot) -> Ref:
    """Return the cost of the lines that pay people."""
    return sums.labour(slot, ctx.t("measures.labour"))


def figures() -> tuple[Figure, ...]:
    """Return every row that the sheet may have, in its order."""
    hours = ("paid_hours", "logged_in_hours", "handle_hours", "overtime_hours")
    return (
        _level("fte", "fte"),
        *(_level(measure, "hours", adds_up=True) for measure in hours),
        _metric("occupancy"),
        _metric("utilisation"),
        _of_agents("utilisation"),
        _metric("shrinkage"),
        _of_agents("shrinkage"),
        _metric("attrition_rate", adds_up=False),
        Figure("loaded_rate", ("paid_hours",), True, loaded_rate, "unit_cost"),
        Figure(
            "productive_rate", ("paid_hours", "handle_hours"), True, _productive_rate, "unit_cost"
        ),
        _level("licences_paid", "count"),
        _level("licences_used", "count"),
        _metric("licence_utilisation", adds_up=False),
        _metric("idle_licence_cost", adds_up=False, is_sum=True),
    )


def lacking(ctx: Context) -> list[str]:
    """Return that there is no workforce, where there is none."""
    return [] if len(ctx.frames.workforce) else [ctx.missing("workforce")]


def build(ctx: Context) -> Built:
    """Build the sheet."""
    # The company's cost of people over the hours of customer service says nothing.
    rated = not ctx.whole_company and pays(ctx)
    asked = [one for one in figures() if rated or one.key not in RATES]
    known = set(ctx.frames.workforce)
    shown = [figure for figure in asked if known.issuperset(figure.needed)]
    omissions = tuple(
        ctx.missing("measure", figure=label(ctx, one.key), needed=", ".join(one.needed))
        for one in asked
        if one not in shown and not one.key.endswith("_agents")
    )
    if not ctx.whole_company and not rated and "paid_hours" in known:
        omissions = (*omissions, ctx.missing("labour"))
    groups = (("fte",), ("occupancy", "utilisation"), ("shrinkage",), ("loaded_rate",))
    more = (("attrition_rate",), ("licence_utilisation",))
    grid = _grid(ctx, shown)
    notes = [] if ctx.period.is_year else [Text(ctx.t("notes.resources"))]  # of the year to date
    blocks: list[Block] = [*notes, grid]
    blocks += line_charts(ctx, grid, (*groups, *more))
    title = ctx.t("sheets.resources")
    one_row = len(notes) + 1 + ABREAST  # of charts, for who answers for a part
    sheet = Sheet("resources", title, tuple(blocks), heading=title, essential=one_row)
    return Built(sheet, omissions=omissions)


SHEET = SheetContract("resources", build, lacking)


def label(ctx: Context, key: str) -> str:
    """Return the label of a row: a word of the report, or a metric's own, with whose it is."""
    if key.endswith("_agents"):
        return f"{ctx.label(key.removesuffix('_agents'))}, {ctx.t('people.agents')}"
    if key in ("utilisation", "shrinkage") and are_apart(ctx):
        return f"{ctx.label(key)}, {ctx.t('people.all')}"
    return (
        ctx.t(f"measures.{key}") if key in ctx.word.section("report.measures") else ctx.label(key)
    )


def _grid(ctx: Context, shown: list[Figure]) -> Grid:
    columns = (Column("label", ctx.t("columns.figure"), width=LABEL_WIDTH), *trend_columns(ctx))
    uncounted = {
        point.key
        for point in trend(ctx)
        if not ctx.has_actual("workforce", point.first, point.last)
    }
    costless = {point.key for point in trend(ctx) if not point.has_costs(ctx)}
    nothing = Cell(Literal(ctx.t("not_available")), "text", "muted")
    rows = []
    for figure in shown:
        name = label(ctx, figure.key)
        if figure.key == "attrition_rate":
            name += f" ({ctx.t(f'methods.{ctx.settings.methods.attrition}')})"
        by_column = cells.texts(label=name)
        for slot in slots(ctx):
            if figure.key in RATES and slot.key in costless:
                by_column[slot.key] = nothing
            elif figure.is_sum and slot.key in uncounted:
                by_column[slot.key] = Cell(Literal(None), figure.format)
            elif figure.adds_up or slot.key != "ytd":
                by_column[slot.key] = Cell(figure.make(ctx, slot), figure.format)
        rows.append(Row(figure.key, by_column))
    return Grid(GRID, columns, tuple(rows))
