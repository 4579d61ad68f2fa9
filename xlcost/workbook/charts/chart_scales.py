"""Where the axis of a chart begins and ends, so that what it shows can be seen and compared."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlcost.report.model.expressions import Value, is_number
from xlcost.report.model.spec import Chart, Report, Series
from xlcost.workbook.charts.chart_looks import UNSEEN, VARIANCES

_FLAT = 0.35  # of its highest point: a line that moves less than this is shown on a cut axis
_ROOM = 0.12  # of what a line moves, free below its lowest point
_WINDOW = 0.12  # of its highest point that a cut axis shows at least: 1 % must not look like a fall
_BESIDE = 1.45  # of the longest bar around zero: there its label stands
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)

Values = Mapping[tuple[str, str, str], Value]


@dataclass(frozen=True)
class Scale:
    """Lowest and highest value of an axis; None is left to the spreadsheet."""

    lowest: float | None = None
    highest: float | None = None

    @property
    def is_cut(self) -> bool:
        """Whether it begins above zero, which the chart has to say."""
        return self.lowest is not None and self.lowest > 0


def points(values: Values, series: Series) -> list[float | None]:
    """Return what a series shows; None where it has no point."""
    numbers = (values.get((ref.grid, ref.row, ref.column)) for ref in series.values)
    return [float(value) if is_number(value) else None for value in numbers]


def scale(values: Values, report: Report, chart: Chart, series: Sequence[Series]) -> Scale:
    """Return the axis of some series of a chart, and of every chart that shares its scale."""
    if chart.kind == "waterfall":
        return _of_waterfall(values, series)
    lowest, highest = _reach(values, [*series, *_on_the_same_scale(report, chart)])
    if chart.kind == "tornado" or {one.role for one in series} <= VARIANCES:
        return _around_zero(lowest, highest, even=chart.kind == "tornado")
    if chart.kind == "line" and not any(one.secondary for one in chart.series):
        scales = _of_lines(lowest, highest)
    else:
        scales = Scale(0.0 if lowest >= 0 else None)
    if chart.scale and highest > lowest:
        bottom = lowest if scales.lowest is None else scales.lowest
        return Scale(bottom, _above(highest, highest - bottom))
    return scales


def _reach(values: Values, series: Sequence[Series]) -> tuple[float, float]:
    """Return the lowest and the highest point that is seen."""
    shown = [
        number
        for one in series
        if one.role not in UNSEEN
        for number in points(values, one)
        if number is not None
    ]
    return min(shown, default=0.0), max(shown, default=0.0)


def _around_zero(lowest: float, highest: float, *, even: bool) -> Scale:
    """Leave room for the labels of bars that go both ways; zero is in the middle of even ones."""
    most = max(highest, -lowest)
    if not most:
        return Scale()
    end = _above(most * _BESIDE, most * _BESIDE)
    return Scale(-end if even or lowest < 0 else 0.0, end if even or highest > 0 else 0.0)


def _on_the_same_scale(report: Report, chart: Chart) -> list[Series]:
    """Return the series of every chart that names the same scale, its own among them."""
    return [
        one
        for sheet in report.sheets
        for block in sheet.blocks
        if isinstance(block, Chart) and chart.scale and block.scale == chart.scale
        for one in block.series
    ]


def _of_lines(lowest: float, highest: float) -> Scale:
    moved = highest - lowest
    if lowest <= 0 or moved == 0 or moved > _FLAT * highest:
        return Scale(0.0 if lowest >= 0 else None)
    window = max(moved * (1 + _ROOM), _WINDOW * highest)
    return Scale(max(_below(highest - window, window), 0.0))


def _of_waterfall(values: Values, series: Sequence[Series]) -> Scale:
    """Begin above zero where every step would else be a sliver."""
    stacked = [one for one in series if one.role not in ("label", "link")]
    if any((number or 0.0) < 0 for one in stacked for number in points(values, one)):
        return Scale()
    highest = max(_stacked(values, stacked), default=0.0)
    bases = _stacked(values, [one for one in stacked if one.role == "base"])
    lowest = min(filter(None, bases), default=0.0)
    if lowest < highest / 2 or highest == lowest:
        return Scale(0.0)
    return Scale(max(_below(lowest - (highest - lowest) / 2, highest - lowest), 0.0))


def _stacked(values: Values, series: Sequence[Series]) -> list[float]:
    """Return how high the columns of some series are together, point by point."""
    columns = [[number or 0.0 for number in points(values, one)] for one in series]
    return [sum(point) for point in zip(*columns, strict=True)]


def _step(size: float) -> float:
    """Return a round number, about a fifth of a size."""
    power = 10.0 ** math.floor(math.log10(size / 5))
    return power * next(step for step in _STEPS if step * power >= size / 5 * (1 - 1e-9))


def _below(number: float, size: float) -> float:
    return _clean(math.floor(number / _step(size) + 1e-9), _step(size))


def _above(number: float, size: float) -> float:
    return _clean(math.ceil(number / _step(size) - 1e-9), _step(size))


def _clean(count: int, step: float) -> float:
    """Return a multiple of a round step without the dust of binary numbers."""
    return float(f"{count * step:.12g}")
