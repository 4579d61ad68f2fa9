"""Which points of a chart say their amount, and where the words stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.shapes import GraphicalProperties

from xlcost.workbook.charts.chart_words import SMALL, styled
from xlcost.workbook.theme import Theme

_NEAR = 2  # points between two labels of a line
_APART = 0.11  # of the axis: two lines that end nearer would write over each other


def all_labels(theme: Theme, code: str, position: str, *, plate: bool = False) -> DataLabelList:
    """Return labels at every point; on a plate, where they may stand over a bar."""
    labels = DataLabelList()
    _say(labels, theme, code, position, theme.ink)
    if plate:
        labels.spPr = GraphicalProperties(solidFill=theme.white)
    return labels


def line_labels(
    theme: Theme, values: Sequence[float | None], code: str, ink: str, *, named: bool = False
) -> DataLabelList:
    """Return labels at the first, last, highest and lowest point; the last may say the name."""
    labels = DataLabelList()
    labels.showVal = labels.showSerName = labels.showCatName = False
    labels.showLegendKey = labels.showPercent = False
    labels.dLbl = [
        _point(theme, number, values, code, ink, named=named) for number in telling(values)
    ]
    return labels


def telling(values: Sequence[float | None]) -> list[int]:
    """Return the numbers of the points worth a label: first, last, and extremes apart from them."""
    there = [number for number, value in enumerate(values) if value is not None]
    if not there:
        return []
    chosen = {there[0], there[-1]}
    for extreme in (max, min):
        at = extreme(there, key=lambda number: values[number] or 0.0)
        if all(abs(at - other) >= _NEAR for other in chosen) and values[at] != values[there[0]]:
            chosen.add(at)
    return sorted(chosen)


def _point(
    theme: Theme,
    number: int,
    values: Sequence[float | None],
    code: str,
    ink: str,
    *,
    named: bool,
) -> DataLabel:
    label = DataLabel(idx=number)
    last = number == max(at for at, value in enumerate(values) if value is not None)
    _say(label, theme, code, "r" if last and named else _side(values, number), ink)
    if last and named:
        label.showSerName = True
        label.separator = "\n"
    return label


def _side(values: Sequence[float | None], number: int) -> str:
    """Return the side of a point where its line is not: above a peak, below a dip."""
    here = values[number] or 0.0
    near = [values[at] for at in (number - 1, number + 1) if 0 <= at < len(values)]
    known = [value for value in near if value is not None]
    return "b" if known and here < sum(known) / len(known) else "t"


def _say(
    label: DataLabel | DataLabelList, theme: Theme, code: str, position: str, ink: str
) -> None:
    label.showVal = True
    label.showSerName = label.showCatName = label.showLegendKey = label.showPercent = False
    label.numFmt = code
    label.position = position
    label.txPr = styled(theme, SMALL, ink)


def ends_apart(ends: Sequence[float | None], size: float) -> bool:
    """Tell whether lines end far enough from each other for their names to stand there."""
    known = sorted(end for end in ends if end is not None)
    gaps = (after - before for before, after in pairwise(known))
    return len(known) == len(ends) and all(gap >= _APART * size for gap in gaps)
