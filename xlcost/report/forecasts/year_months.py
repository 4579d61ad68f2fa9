"""The periods of the report's year: closed ones and open ones, and what each comes to in all."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.dataset.pack_format import BUDGET_NO, COST
from xlcost.report.model import cells
from xlcost.report.model.basis import YEAR_APART
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import Criterion, Expression, Literal, Lookup, Plus, Ref
from xlcost.report.model.once import once
from xlcost.report.model.spec import Cell, Column, Grid, Row

GRID = "year_months"
WHOLE = "whole"  # what is known for the year and for no period of it


@dataclass(frozen=True)
class Month:
    """One period of the year; its key stands in the grid on the Data sheet.

    Attributes:
        key: Its row there, and its column on Forecast.
        period: Period key.
        label: Its short name in the report language.
        closed: Whether it has actuals and no longer changes.
    """

    key: str
    period: int
    label: str
    closed: bool

    @property
    def now(self) -> Ref:
        """The cell with its period key."""
        return Ref(GRID, self.key, "period")

    @property
    def before(self) -> Ref:
        """The cell with the key of the same period one year before."""
        return Ref(GRID, self.key, "prior")


@once
def months(ctx: Context) -> tuple[Month, ...]:
    """Return every period of the report's year."""
    first = ctx.period.year * 100
    return tuple(
        Month(
            f"m{number}",
            first + number,
            ctx.short_name(first + number),
            number <= ctx.period.number,
        )
        for number in range(1, ctx.period.periods_in_year + 1)
    )


@once
def whole(ctx: Context) -> Month | None:
    """Return the year itself where a forecast follows amounts that no period of it holds."""
    year, frame, methods = ctx.period.year * 100, ctx.frames.opex, ctx.settings.methods
    budget = (frame["version_no"] == BUDGET_NO) & (frame["period"] == year)
    prior = (frame["version_no"] == ctx.prior_version) & (frame["period"] == year - YEAR_APART)
    seasonal = "seasonal" in (methods.forecast, *methods.forecast_by_line.values())
    by_budget = ctx.has_budget("ytd") and bool(budget.any())
    if not by_budget and not (seasonal and bool(prior.any())):
        return None
    return Month(WHOLE, year, ctx.t("outlook.whole"), closed=False)


def grid(ctx: Context, total: dict[str, Expression]) -> Grid:
    """Return the grid for the Data sheet: keys that lookups point at, and points of the chart.

    Args:
        ctx: The report.
        total: The total of each month, by its key.
    """
    t, has_budget = ctx.t, ctx.has_budget("year")
    columns = [
        Column("label", t("columns.period")),
        Column("period", t("outlook.key")),
        Column("prior", t("outlook.prior_key")),
        Column("total", t("columns.actual_fc")),
    ]
    if has_budget:
        columns.append(Column("bu", t("columns.budget")))
    rows = []
    for month in [*months(ctx), *filter(None, [whole(ctx)])]:
        by_column = {
            "label": cells.words(month.label),
            "period": Cell(Literal(month.period), "period"),
            "prior": Cell(Literal(month.period - YEAR_APART), "period"),
        }
        if month.key in total:
            by_column["total"] = Cell(total[month.key], "money")
        if has_budget and month.key in total:
            by_column["bu"] = Cell(amount(month, BUDGET_NO, equal("kind_no", COST)), "money")
        rows.append(Row(month.key, by_column))
    return Grid(GRID, tuple(columns), tuple(rows), title=t("outlook.months"))


def amount(
    month: Month,
    version: int,
    *criteria: Criterion,
    income: bool = False,
    prior: bool = False,
) -> Expression:
    """Return the sum of amounts of a period, or of the one a year before; income is positive."""
    key = month.before if prior else month.now
    where = (*criteria, equal("version_no", version), Criterion("period", "=", key))
    lookup = Lookup("opex_lines", "amount", where)
    return Plus(((-1, lookup),)) if income else lookup
