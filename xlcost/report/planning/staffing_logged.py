"""The people really logged in: the baseline that every other way of staffing is held against."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xlcost.report.model import cells
from xlcost.report.model.chart_of_lines import text
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import (
    Choice,
    Expression,
    Literal,
    Lookup,
    Over,
    Plus,
    Ref,
    Times,
)
from xlcost.report.model.spec import Cell, Column, Grid, Row, Text
from xlcost.report.planning.staffing_needs import of
from xlcost.report.planning.staffing_plan import TABLE, TypicalWeek
from xlcost.report.planning.staffing_targets import rate, target
from xlcost.values.shown_numbers import format_decimal

GRID: Final = "staffing_logged"
LOGGED: Final = "logged_in"
HOURS: Final = (LOGGED, "over", "under")  # of a weekday, where the intervals know who was there
CENT: Final = 0.005


def of_teams(ctx: Context, plan: TypicalWeek) -> float | None:
    """Return the logged-in hours of the queue's teams in the period; None where nobody says."""
    intervals, people = ctx.data.facts.intervals, ctx.data.facts.workforce
    mine = intervals[intervals["channel"].map(text).isin(plan.channels)]
    teams = set(mine["team"].map(text)) - {""}
    if not teams or "logged_in_hours" not in people:
        return None
    rows = ctx.spans[ctx.main].rows(people)
    now = rows["version"].map(text).isin(("", "actual")) & rows["team"].map(text).isin(teams)
    return float(rows.loc[now, "logged_in_hours"].sum()) or None


def known(ctx: Context, plan: TypicalWeek) -> bool:
    """Whether anything says how long people were logged in."""
    return plan.logged is not None or of_teams(ctx, plan) is not None


def note(ctx: Context, plan: TypicalWeek) -> Text:
    """Return what the sheet is held against, and what it is not."""
    if plan.logged is not None:
        return Text(ctx.t("staffing.logged.by_interval"))
    return Text(ctx.t(f"staffing.logged.{'by_team' if known(ctx, plan) else 'nobody'}"))


def hours(plan: TypicalWeek) -> tuple[str, ...]:
    """Return the columns of hours that a weekday has of them."""
    return HOURS if plan.logged is not None else ()


def columns(ctx: Context, plan: TypicalWeek) -> list[Column]:
    """Return the columns of an interval: who was there, too many or too few, and the service."""
    band = ctx.t("staffing.logged.band")
    names = (*HOURS, "served") if plan.logged is not None else ()
    return [Column(name, ctx.t(f"staffing.logged.{name}"), band) for name in names]


def answered(plan: TypicalWeek, week: str) -> Expression:
    """Return the contacts of the period that the people logged in would answer in time."""
    parts = ((1, Times(Ref(week, f"day{day}", "days"), of("answered", day))) for day in plan.days)
    return Plus(tuple(parts))


def of_interval(
    plan: TypicalWeek, key: str, grid: str, weekday: int, start: int
) -> dict[str, Cell]:
    """Return the cells of an interval of a weekday."""
    if plan.logged is None:
        return {}
    where = (equal("weekday_no", weekday), equal("start_seconds", start))
    by_column = {name: Cell(Lookup(TABLE, name, where), "fte") for name in HOURS}
    served = Over(Lookup(TABLE, "answered", where), Ref(grid, key, "contacts"))
    return {**by_column, "served": Cell(served, "share")}


def grid(ctx: Context, plan: TypicalWeek, week: str) -> Grid | None:
    """Return the baseline: hours logged in and required, too many and too few, cost and service.

    Args:
        ctx: The report.
        plan: The typical week.
        week: The grid with the hours of the period.
    """
    if not known(ctx, plan):
        return None
    rows = [*_hours(ctx, plan, week)]
    if plan.logged is not None:
        service = Over(answered(plan, week), Ref(week, "period", "contacts"))
        rows.append(_row(ctx, "served", Cell(service, "share")))
    heads = (
        Column("label", ctx.t("staffing.logged.title"), width=44),
        Column("value", ctx.t("columns.value"), width=14),
    )
    return Grid(GRID, heads, tuple(rows), title=ctx.t("staffing.logged.title"))


def _hours(ctx: Context, plan: TypicalWeek, week: str) -> Iterator[Row]:
    def period(column: str) -> Ref:
        return Ref(week, "period", column)

    def value(row: str) -> Ref:
        return Ref(GRID, row, "value")

    whole = plan.logged if plan.logged is not None else of_teams(ctx, plan)
    yield _row(ctx, "total", Cell(Literal(round(whole or 0.0, 6)), "hours"))
    if plan.logged is None:
        yield _row(ctx, "required", Cell(period("required"), "hours"))
        apart = Plus(((1, value("total")), (-1, value("required"))))
        yield _row(ctx, "apart", Cell(apart, "hours"))
        costs = [("apart_cost", "apart")]
    else:
        outside = Plus(((1, value("total")), (-1, value("inside"))))
        yield _row(ctx, "outside", Cell(outside, "hours"))
        yield _row(ctx, "inside", Cell(period(LOGGED), "hours"))
        yield _row(ctx, "required", Cell(period("required"), "hours"))
        yield _row(ctx, "over", Cell(period("over"), "hours"))
        yield _row(ctx, "under", Cell(period("under"), "hours"))
        costs = [("over_cost", "over"), ("under_cost", "under")]
    for key, row in costs if rate(ctx) else ():
        yield _row(ctx, key, Cell(Times(value(row), target("desk_rate")), "money"))


def _row(ctx: Context, key: str, cell: Cell) -> Row:
    return Row(key, {"label": cells.words(ctx.t(f"staffing.logged.rows.{key}")), "value": cell})


def in_period(plan: TypicalWeek) -> Ref:
    """Return the cell with the hours that other ways are held against: those of opening hours."""
    return Ref(GRID, "inside" if plan.logged is not None else "total", "value")


def why(ctx: Context, plan: TypicalWeek, way: Ref, flat: Ref) -> Cell:
    """Return why a pattern takes more hours than flat staffing; nothing where it does not."""
    wanted = ctx.settings.staffing
    opened = max(len(plan.day(day)) for day in plan.days) * plan.seconds / 3600
    shown = {
        name: format_decimal(number, "0.##", locale=ctx.word.language)
        for name, number in (
            ("open", opened),
            ("full", float(wanted.shift_hours)),
            ("part", float(wanted.part_time_hours)),
        )
    }
    reason = Literal(ctx.t("staffing.logged.dearer", **shown))
    nothing = Literal("")
    return Cell(Choice(Plus(((1, way), (-1, flat))), reason, nothing, nothing))


def checks(ctx: Context, plan: TypicalWeek) -> Iterator[Check]:
    """Yield the control: too many less too few is who was there less who was required."""
    if plan.logged is None:
        return

    def value(row: str) -> Ref:
        return Ref(GRID, row, "value")

    this = Plus(((1, value("over")), (-1, value("under"))))
    other = Plus(((1, value("inside")), (-1, value("required"))))
    label = ctx.t("staffing.logged.check")
    yield Check("staffing_logged", label, this, other, CENT, "hours")
