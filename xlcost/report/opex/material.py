"""Which variances of the report's period are material, the largest first."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.report.model import cells
from xlcost.report.model.chart_of_lines import Line
from xlcost.report.model.context import Context
from xlcost.report.model.once import once
from xlcost.report.opex.opex_lines import line_part, number, value


@dataclass(frozen=True)
class Variance:
    """A line's variance; the report's own figures are live."""

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
    material = [one for one in variances(ctx) if is_material(ctx, one.line)]
    return sorted(material, key=lambda variance: (-abs(variance.amount), variance.line.number))


@once
def variances(ctx: Context) -> tuple[Variance, ...]:
    """Return every line with its amounts of the report's period, in the order of the lines."""

    def amount(line: Line, version: str) -> float:
        return round(number(ctx, line_part(line).key, f"{ctx.main}_{version}"), 2)

    return tuple(Variance(line, amount(line, "ac"), amount(line, "bu")) for line in ctx.lines)


def is_material(ctx: Context, line: Line) -> bool:
    """Whether a line's variance is material: the table of lines marks it so."""
    return value(ctx, line_part(line).key, f"{ctx.main}_material") == cells.MATERIAL
