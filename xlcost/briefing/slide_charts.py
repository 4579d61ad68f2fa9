"""Native charts of slides: their figures can be edited, and their words can be read in a room."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_PATTERN
from pptx.util import Pt

from xlcost.briefing.chart_figures import ChartFigures
from xlcost.briefing.plain_text import plain_text
from xlcost.briefing.slide_series import SlideSeries, series_of
from xlcost.report.model.spec import Role
from xlcost.workbook.charts.chart_labels import telling
from xlcost.workbook.charts.chart_looks import ink
from xlcost.workbook.number_formats import NumberFormats
from xlcost.workbook.theme import Theme

LEAST = 12  # points of the smallest letters
_KINDS = {
    "waterfall": XL_CHART_TYPE.COLUMN_STACKED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "tornado": XL_CHART_TYPE.BAR_CLUSTERED,
    "line": XL_CHART_TYPE.LINE,
}
_LABEL_SIGNS = 9  # of a column's amount, where twelve of them stand on a slide
_ABOVE, _BESIDE = 1.08, 1.25  # of the highest column and the longest bar: room for its amount
_GAP, _OVER = 45, 55


class SlideChart:
    """A native chart for a slide.

    Args:
        figures: What it shows.
        theme: The colours and the font.
        head: What stands above it, where the title of its slide does not say it.
    """

    def __init__(self, figures: ChartFigures, theme: Theme, head: str = "") -> None:
        self._head = head
        self._figures = figures
        self._theme = theme
        self._chart = figures.chart
        self._shown = series_of(figures)
        self._formats = self._fitting()

    def on(self, slide: Any, left: int, top: int, wide: int, high: int) -> Any:
        """Put it on a slide, and return its frame."""
        data = CategoryChartData(number_format=self._formats.code(self._chart.format))
        data.categories = [plain_text(name) for name in self._figures.names]
        for one in self._shown:
            data.add_series(plain_text(one.name), one.numbers)
        frame = slide.shapes.add_chart(_KINDS[self._chart.kind], left, top, wide, high, data)
        self._style(frame.chart)
        properties = frame._element._nvXxPr.cNvPr  # noqa: SLF001 - the library has no name for it
        properties.set("descr", plain_text(self._chart.alt))
        properties.set("title", plain_text(self._chart.title))
        return frame

    def _fitting(self) -> NumberFormats:
        """Return the formats whose amounts have room."""
        numbers = [n for one in self._shown for n in one.numbers if n is not None]
        plain = self._figures.shown.formats.for_chart(max(map(abs, numbers), default=0.0))
        if self._chart.kind == "bars":
            return plain
        for formats in plain.shorter():
            code = formats.code(self._chart.format)
            if (
                max((len(self._figures.shown.in_code(n, code)) for n in numbers), default=0)
                <= _LABEL_SIGNS
            ):
                return formats
        return plain

    @property
    def _says_above(self) -> bool:
        """Whether unseen columns say the amounts of the others."""
        return any(one.role == "label" for one in self._shown)

    def _style(self, chart: Any) -> None:
        chart.font.size = Pt(LEAST)
        chart.font.name = self._theme.font
        chart.font.color.rgb = _rgb(self._theme.ink)
        chart.has_title = bool(self._head)
        if self._head:
            frame = chart.chart_title.text_frame
            frame.text = plain_text(self._head)
            frame.paragraphs[0].font.size = Pt(LEAST)
            frame.paragraphs[0].font.bold = True
        told = [one for one in self._shown if one.role not in ("base", "label")]
        chart.has_legend = self._chart.kind != "waterfall" and len(told) > 1
        if chart.has_legend:
            chart.legend.position = XL_LEGEND_POSITION.BOTTOM
            chart.legend.include_in_layout = False
        self._axes(chart)
        plot = chart.plots[0]
        if self._chart.kind != "line":
            plot.gap_width = _GAP
            over = {"waterfall": 100, "columns": _OVER if len(told) > 1 else 0}
            plot.overlap = over.get(self._chart.kind, 0)
        for one, made in zip(self._shown, plot.series, strict=True):
            self._series(one, made)

    def _axes(self, chart: Any) -> None:
        names, values = chart.category_axis, chart.value_axis
        names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        names.format.line.color.rgb = _rgb(self._theme.middle)
        names.has_major_gridlines = values.has_major_gridlines = False
        values.visible = False
        if self._chart.kind in ("bars", "tornado"):
            names.reverse_order = True
        axis = self._figures.axis
        if axis.lowest is not None:
            values.minimum_scale = axis.lowest
        if axis.highest is not None:
            values.maximum_scale = axis.highest
        else:
            top, low = self._highest(), axis.lowest or 0.0
            room = _BESIDE if self._chart.kind == "bars" else _ABOVE
            values.maximum_scale = low + (top - low) * room if top > low else None

    def _highest(self) -> float:
        """Return the top of the highest column, whatever its labels reach to."""
        seen = [one for one in self._shown if one.role != "label"]
        columns = [[max(n or 0.0, 0.0) for n in one.numbers] for one in seen]
        together = sum if self._chart.kind == "waterfall" else max
        return max((together(point) for point in zip(*columns, strict=True)), default=0.0)

    def _series(self, one: SlideSeries, made: Any) -> None:
        if self._chart.kind == "line":
            self._line(one, made)
            return
        made.invert_if_negative = False
        self._fill(made.format, one.role)
        for at, role in enumerate(one.roles):
            if role != one.role:
                self._fill(made.points[at].format, role)
        if one.role in ("BU", "PY", "base") or (self._says_above and one.role != "label"):
            return
        labels = made.data_labels
        labels.show_value = True
        labels.number_format = self._formats.quiet_code(self._chart.format, one.sign)
        labels.number_format_is_linked = False
        labels.font.size = Pt(LEAST)
        if self._chart.kind != "waterfall":
            labels.position = XL_LABEL_POSITION.OUTSIDE_END
        else:
            labels.position = XL_LABEL_POSITION.INSIDE_BASE

    def _line(self, one: SlideSeries, made: Any) -> None:
        made.smooth = False
        made.format.line.color.rgb = _rgb(ink(self._theme, one.role))
        made.format.line.width = Pt(2.25)
        made.marker.style = XL_MARKER_STYLE.NONE
        made.data_labels.show_value = False
        own = next(line for line in self._figures.series if line.name == one.name)
        for at in telling(one.numbers):
            label = made.points[at].data_label
            above = self._figures.stands_above(own, at)
            label.position = XL_LABEL_POSITION.ABOVE if above else XL_LABEL_POSITION.BELOW
            label.font.size = Pt(LEAST)

    def _fill(self, format_: Any, role: Role) -> None:
        fill, edge = format_.fill, format_.line
        if role in ("base", "label"):
            fill.background()
            edge.fill.background()
        elif role == "BU":
            fill.solid()
            fill.fore_color.rgb = _rgb(self._theme.white)
            edge.color.rgb = _rgb(self._theme.ink)
        elif role == "FC":
            fill.patterned()
            fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            fill.fore_color.rgb = _rgb(self._theme.ink)
            fill.back_color.rgb = _rgb(self._theme.white)
            edge.color.rgb = _rgb(self._theme.ink)
        else:
            fill.solid()
            fill.fore_color.rgb = _rgb(ink(self._theme, role))


def _rgb(code: str) -> Any:
    return RGBColor.from_string(code)
