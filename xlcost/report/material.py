"""Which variances of the report's period are material, the largest first."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.catalogue import find
from xlcost.errors import DivisionByZero
from xlcost.report.chart_of_lines import Line
from xlcost.report.context import Context
from xlcost.report.figures import Figures
from xlcost.report.opex_lines import GRID, line_part


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
    settings = ctx.settings.materiality
    figures = Figures(ctx, GRID)
    found = []
    for line in ctx.lines:
        actual, budget = figures.amounts_now(line_part(line), ctx.main)
        try:
            judged = find("is_material").function(
                actual,
                budget,
                float(settings.amount) - 0.005,
                float(settings.pct),
                settings.mode,
            )
        except DivisionByZero:
            judged = False
        if judged:
            found.append(Variance(line, actual, budget))
    return sorted(found, key=lambda variance: (-abs(variance.amount), variance.line.number))
