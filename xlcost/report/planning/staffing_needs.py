"""What each time of each weekday needs, and what weekdays and times are called."""

from __future__ import annotations

from typing import Final

from babel.dates import get_day_names

from xlcost.report.model import cells
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import Lookup
from xlcost.report.model.labels import capital
from xlcost.report.model.spec import Cell, Column, Grid, Row
from xlcost.report.planning.staffing_plan import TABLE, TypicalWeek

NEEDS: Final = "staffing_needs"


def day_name(ctx: Context, weekday: int) -> str:
    """Return "Monday" for 1."""
    return capital(str(get_day_names("wide", "stand-alone", ctx.word.language)[weekday - 1]))


def clock(seconds: int) -> str:
    """Return "08:30"."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"


def of(column: str, weekday: int, start: int | None = None) -> Lookup:
    """Return a column of the plan, of one interval or added up over a weekday."""
    where = [equal("weekday_no", weekday)]
    if start is not None:
        where.append(equal("start_seconds", start))
    return Lookup(TABLE, column, tuple(where))


def needs(ctx: Context, plan: TypicalWeek) -> Grid:
    """Return the agents required at each time of each weekday."""
    starts = sorted({one.start for one in plan.intervals})
    known = {(one.weekday, one.start) for one in plan.intervals}
    rows = []
    for start in starts:
        by_column = cells.texts(label=clock(start))
        for day in plan.days:
            if (day, start) in known:
                by_column[f"day{day}"] = Cell(of("required", day, start), "count")
        rows.append(Row(f"at{start}", by_column))
    columns = (
        Column("label", ctx.t("staffing.time")),
        *(Column(f"day{day}", day_name(ctx, day)) for day in plan.days),
    )
    return Grid(NEEDS, columns, tuple(rows), title=ctx.t("staffing.needs"))
