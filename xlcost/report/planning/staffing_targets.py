"""Targets and inputs of the sheet Staffing: set, found in the period, or changed on the sheet."""

from __future__ import annotations

from xlcost.dataset.pack_format import ACTUAL_NO
from xlcost.report.contacts import allocation, resources
from xlcost.report.model import cells
from xlcost.report.model.chart_of_lines import text
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import Call, Expression, Literal, Plus, Ref
from xlcost.report.model.spec import Cell, Column, Format, Grid, Row
from xlcost.report.model.sums import Slot
from xlcost.report.planning.staffing_plan import TypicalWeek

TARGETS = "staffing_targets"


def target(row: str) -> Ref:
    """Return the cell of a target or an input."""
    return Ref(TARGETS, row, "value")


def targets(ctx: Context, plan: TypicalWeek) -> Grid:
    """Return targets, which need a new report, and inputs, which hours and cost follow."""
    wanted = ctx.settings.staffing
    channels = cells.words(", ".join(plan.channels))
    rows = [
        _target(ctx, "channels", channels, "set" if wanted.channels else "busiest"),
        _fixed(ctx, "target_service_level", wanted.target_service_level, "share"),
        _fixed(ctx, "threshold_seconds", wanted.threshold_seconds, "seconds"),
        _fixed(ctx, "max_occupancy", wanted.max_occupancy, "share"),
        _fixed(ctx, "shift_hours", wanted.shift_hours, "hours"),
        _fixed(ctx, "part_time_hours", wanted.part_time_hours, "hours"),
    ]
    if wanted.patience_seconds is not None:
        rows.insert(3, _fixed(ctx, "patience_seconds", wanted.patience_seconds, "seconds"))
    hours = Cell(Literal(plan.seconds / 3600), "unit_cost")
    rows.append(_target(ctx, "interval_hours", hours, "data"))
    rows.append(_input(ctx, "shrinkage", *_shrinkage(ctx), "share"))
    paid = rate(ctx)
    if paid is not None:
        rows.append(_input(ctx, "loaded_rate", *paid, "unit_cost"))
        present = Plus(((1, Literal(1)), (-1, target("shrinkage"))))
        at_desk = Call(
            "cost_per_productive_hour",
            {
                "total_cost": target("loaded_rate"),
                "paid_hours": Literal(1),
                "utilisation": present,
            },
        )
        rows.append(_target(ctx, "desk_rate", Cell(at_desk, "unit_cost"), "formula"))
    columns = (
        Column("label", ctx.t("staffing.target"), width=44),
        Column("value", ctx.t("columns.value"), width=14),
        Column("source", ctx.t("staffing.source"), wrap=True),
    )
    return Grid(TARGETS, columns, tuple(rows), title=ctx.t("staffing.targets"))


def _target(ctx: Context, key: str, value: Cell, source: str) -> Row:
    by_column = cells.texts(
        label=ctx.t(f"staffing.{key}"), source=ctx.t(f"staffing.sources.{source}")
    )
    return Row(key, {**by_column, "value": value})


def _fixed(ctx: Context, key: str, value: object, shown: Format) -> Row:
    return _target(ctx, key, Cell(Literal(float(str(value))), shown), "set")


def _input(ctx: Context, key: str, value: Expression, source: str, shown: Format) -> Row:
    note = ctx.t("staffing.change")
    return _target(ctx, key, Cell(value, shown, "input", note=note), source)


def _shrinkage(ctx: Context) -> tuple[Expression, str]:
    """Return the shrinkage and where it comes from: the settings, else the period's own."""
    wanted = ctx.settings.staffing.shrinkage
    if wanted is not None:
        return Literal(float(wanted)), "input"
    agents = _agents(ctx)
    if agents is not None:
        return Call("shrinkage", {name: Literal(amount) for name, amount in agents}), "agents"
    if _has_workforce(ctx, "shrinkage_hours", "paid_hours"):
        return resources.of_people(ctx, "shrinkage", _slot(ctx)), "workforce"
    return Literal(0.0), "unknown"


def _agents(ctx: Context) -> tuple[tuple[str, float], ...] | None:
    """Return absent and paid hours of the teams that log in, where there are others too.

    Planners and technicians have no breaks between calls: with them it would be too little.
    """
    frame = ctx.spans[ctx.main].rows(ctx.data.facts.workforce)
    measures = ("shrinkage_hours", "paid_hours")
    if not _has_workforce(ctx, "logged_in_hours", *measures):
        return None
    now = frame[frame["version"].map(text).isin(("", "actual"))]
    teams = now.groupby("team", dropna=False)[["logged_in_hours", *measures]].sum()
    on_line = teams[teams["logged_in_hours"] > 0]
    if len(on_line) in (0, len(teams)) or not on_line["paid_hours"].sum() > 0:
        return None
    return tuple((name, float(on_line[name].sum())) for name in measures)


def rate(ctx: Context) -> tuple[Expression, str] | None:
    """Return the cost of a paid hour and where it comes from; None where nothing says it."""
    wanted = ctx.settings.staffing.loaded_rate
    if wanted is not None:
        return Literal(float(wanted)), "input"
    if ctx.whole_company or not resources.pays(ctx) or not _has_workforce(ctx, "paid_hours"):
        return None
    return resources.loaded_rate(ctx, _slot(ctx)), "labour"


def omissions(ctx: Context) -> list[str]:
    """Return that nothing says what an hour costs, where nothing does."""
    return [] if rate(ctx) else [ctx.missing("staffing_rate")]


def _has_workforce(ctx: Context, *measures: str) -> bool:
    frame = ctx.frames.workforce
    known = all(measure in frame for measure in measures)
    return known and bool(ctx.periods_with("workforce", ACTUAL_NO, ctx.main))


def _slot(ctx: Context) -> Slot:
    """Return where the sums of the report's period are kept."""
    wanted = f"{ctx.main}_ac"
    return next(view.slot for view in allocation.views(ctx) if view.key == wanted)
