"""Which variances of the report's period are material, the largest first."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.catalogue.families import find
from xlcost.errors import DivisionByZero
from xlcost.report.model.bounds import bounds
from xlcost.report.model.chart_of_lines import Line
from xlcost.report.model.check import HALF_A_CENT
from xlcost.report.model.context import Context
from xlcost.report.model.figures import Figures
from xlcost.report.opex.opex_lines import GRID, line_part


@dataclass(frozen=True)
class Variance:
    """A line's variance while building; the report's own figures are live."""

    line: Line
    actual: float
    budget: float

    @property
    def amount(self) -> float:
        """Actual − budget."""
        return round(self.actual - self.budget, 2)


def material_variances(ctx: Context) -> list[Variance]:
    """Return the material variances of the report's period by size; none without a budget."""
    if not ctx.has_budget(ctx.main):
        return []
    material = [one for one in variances(ctx) if is_material(ctx, one)]
    return sorted(material, key=lambda variance: (-abs(variance.amount), variance.line.number))


def variances(ctx: Context) -> list[Variance]:
    """Return every line with its amounts of the report's period, in the order of the lines."""
    figures = Figures(ctx, GRID)
    return [Variance(line, *figures.amounts_now(line_part(line), ctx.main)) for line in ctx.lines]


def is_material(ctx: Context, variance: Variance) -> bool:
    """Whether a line's variance is material, favourable or not, by the bounds of the line."""
    held = bounds(ctx, line_part(variance.line).key)
    try:
        answer: bool = find("is_material").function(
            variance.actual,
            variance.budget,
            held.amount_now - HALF_A_CENT,
            held.pct_now,
            held.mode,
        )
    except DivisionByZero:
        return False
    return answer
