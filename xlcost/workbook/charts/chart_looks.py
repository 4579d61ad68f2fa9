"""IBCS notation: actual solid, prior year light, budget outlined, forecast hatched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.series import Series as ChartSeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties

from xlcost.report.model.spec import Role, Series
from xlcost.workbook.theme import Theme

POINT = 12_700  # English Metric Units
UNSEEN = ("base", "label")
VARIANCES = {"favourable", "unfavourable"}
_DASHES: Mapping[str, Literal["sysDash", "sysDot"]] = {"BU": "sysDash", "FC": "sysDot"}


def ink(theme: Theme, role: Role) -> str:
    """Return the colour of a role."""
    return {
        "AC": theme.ink,
        "total": theme.ink,
        "high": theme.ink,
        "PY": theme.middle,
        "low": theme.middle,
        "favourable": theme.good,
        "unfavourable": theme.bad,
        "second": theme.accent,
        "link": theme.middle,
    }.get(role, theme.grey)


def unseen() -> GraphicalProperties:
    """Return the look of what is not drawn."""
    return GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))


def draw_line(theme: Theme, made: ChartSeries, series: Series) -> None:
    """Give a line its look."""
    made.smooth = False
    made.marker = Marker(symbol="none")
    if series.role in UNSEEN:
        made.graphicalProperties = unseen()
        return
    color = ink(theme, series.role)
    width = {"AC": 2.25, "link": 0.75}.get(series.role, 1.5)
    made.graphicalProperties = GraphicalProperties(
        ln=LineProperties(solidFill=color, w=int(width * POINT), prstDash=_DASHES.get(series.role))
    )
    if series.role == "second":  # told apart without colour, too
        made.marker = Marker(symbol="circle", size=5)
        made.marker.graphicalProperties = GraphicalProperties(
            solidFill=theme.white, ln=LineProperties(solidFill=color, w=int(1.25 * POINT))
        )


def draw_bars(theme: Theme, made: ChartSeries, series: Series) -> None:
    """Give columns or bars their look, and single ones their own."""
    made.invertIfNegative = False
    made.graphicalProperties = _bar(theme, series.role)
    for number, role in enumerate(series.roles):
        if role != series.role:
            look = _bar(theme, role)
            made.data_points.append(DataPoint(idx=number, invertIfNegative=False, spPr=look))


def _bar(theme: Theme, role: Role) -> GraphicalProperties:
    if role in UNSEEN:
        return unseen()
    edge = LineProperties(solidFill=theme.ink, w=int(1.0 * POINT))
    if role == "BU":
        return GraphicalProperties(solidFill=theme.white, ln=edge)
    if role == "FC":
        look = GraphicalProperties(ln=edge)
        look.pattFill = PatternFillProperties(
            prst="wdUpDiag", fgClr=_color(theme.ink), bgClr=_color(theme.white)
        )
        return look
    return GraphicalProperties(solidFill=ink(theme, role), ln=LineProperties(noFill=True))


def _color(code: str) -> ColorChoice:
    return ColorChoice(srgbClr=code)  # type: ignore[arg-type]  # a text is what it takes
