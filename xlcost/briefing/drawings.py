"""A chart of the report as a drawing in the page itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xlcost.briefing.chart_figures import ChartFigures
from xlcost.briefing.row_drawings import bars, waterfall
from xlcost.briefing.svg import Drawing
from xlcost.briefing.time_drawings import columns, lines

_KINDS: Mapping[str, Callable[[ChartFigures], tuple[Drawing, float]]] = {
    "waterfall": waterfall,
    "bars": bars,
    "tornado": bars,
    "columns": columns,
    "line": lines,
}


def drawing(figures: ChartFigures, name: str) -> str:
    """Return a chart as SVG.

    Args:
        figures: The chart.
        name: What nothing else on the page is called.
    """
    canvas, height = _KINDS[figures.chart.kind](figures)
    return canvas.drawn(height, name, figures.chart.title, figures.chart.alt)
