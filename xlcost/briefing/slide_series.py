"""The series of a slide's chart: the report's own, and those that say a waterfall's amounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlcost.briefing.chart_figures import ChartFigures
from xlcost.report.model.expressions import is_number
from xlcost.report.model.spec import Role

_BEHIND = ("BU", "PY")


@dataclass(frozen=True)
class SlideSeries:
    """One series as a slide's chart has it.

    Attributes:
        name: As the legend says it.
        numbers: One a category; None where it has no point.
        role: How it looks; "label" is not seen but for its amounts.
        sign: Written before its amounts.
        roles: The role of each point where they differ.
    """

    name: str
    numbers: Sequence[float | None]
    role: Role
    sign: str = ""
    roles: tuple[Role, ...] = ()


def series_of(figures: ChartFigures) -> list[SlideSeries]:
    """Return the series of a chart in the order in which a slide draws them."""
    drawn = figures.chart.series if figures.chart.kind == "waterfall" else figures.series
    kept = [
        SlideSeries(one.name, figures.points(one), one.role, one.sign, one.roles)
        for one in drawn
        if one.role not in ("link", "label") and any(figures.points(one))
    ]
    kept.sort(key=lambda one: one.role not in _BEHIND)
    return [*kept, *_amounts(figures, kept)]


def _amounts(figures: ChartFigures, kept: Sequence[SlideSeries]) -> Iterator[SlideSeries]:
    """Yield, for a waterfall, unseen columns on top of the others that say the amounts.

    No position outside a column is there for stacked ones, and inside a small one nothing can be
    read. Their amounts are figures of the chart's sheet, so they follow when they are changed.
    """
    said = figures.label_series
    if said is None:
        return
    numbers = [figures.shown.number(ref) for ref in said.labels]
    ends = [
        any(one.numbers[at] for one in kept if one.role == "total") for at in range(len(numbers))
    ]
    for name, sign, wanted in (
        (said.name, "", True),
        (f"{said.name} +", "+", False),
        (f"{said.name} -", "-", False),
    ):
        chosen = [
            abs(number) if is_number(number) and end is wanted and _fits(number, sign) else None
            for number, end in zip(numbers, ends, strict=True)
        ]
        if any(chosen):
            yield SlideSeries(name, chosen, "label", sign)


def _fits(number: float, sign: str) -> bool:
    return number > 0 if sign == "+" else number < 0 if sign == "-" else True
