"""The native charts of a report: each kind with its axes, its labels and its room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.chart import BarChart, LineChart
from openpyxl.chart._chart import ChartBase
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import Legend
from openpyxl.chart.series import Series as ChartSeries
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties

from xlcost.locales.words import words
from xlcost.report.model.expressions import Ref
from xlcost.report.model.spec import Chart, Format, Series
from xlcost.workbook.book import Book, LabelCells
from xlcost.workbook.charts.chart_labels import all_labels, line_labels
from xlcost.workbook.charts.chart_layout import ChartLayout
from xlcost.workbook.charts.chart_looks import POINT, VARIANCES, draw_bars, draw_line, ink, unseen
from xlcost.workbook.charts.chart_scales import Scale, points, scale
from xlcost.workbook.charts.chart_words import NAMES, SMALL, styled, title
from xlcost.workbook.formulas.references import areas
from xlcost.workbook.layout import quoted

Plot = BarChart | LineChart

_NORWEGIAN = str.maketrans({",": "\u00a0", ".": ","})  # marks of thousands and of decimals
_SECOND_AXES = (300, 400)
_BEHIND = ("BU", "PY")
_GAP = {"waterfall": 40, "columns": 45, "bars": 45, "tornado": 35}
_OVER = 55  # how far actual columns cover those behind them, in percent
_HALF_TURNED = -2_700_000  # of 60,000 parts of a degree: upwards
_UPRIGHT = 1  # of 60,000 parts of a degree: Calc breaks names that are not turned at all


class Charts:
    """Makes the native charts of a report.

    Args:
        book: Where the cells stand that charts draw from, and what they hold.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._theme = book.theme
        self._layout = book.layout

    def make(self, chart: Chart) -> ChartBase:
        """Return one chart, without its place on the sheet."""
        room = ChartLayout(self._book, chart)
        first, second = _by_axis(chart)
        lines = [one for one in first if chart.kind == "line" or one.role in ("link", "label")]
        bars = [one for one in first if one not in lines]
        axis = scale(self._book.values, self._book.report, chart, first)
        plots: list[Plot] = []
        if bars:
            bars.sort(key=lambda one: one.role not in _BEHIND)
            plots.append(self._bars(chart, bars, room))
        if lines:
            plots.append(self._lines(chart, lines, room))
        for plot in plots:
            self._axes(plot, chart, room, axis, chart.format)
        if second:
            other = self._lines(chart, second, room)
            own = scale(self._book.values, self._book.report, chart, second)
            self._axes(other, chart, room, own, chart.second_format)
            self._second_axes(other)
            plots.append(other)
        made = _joined(plots)
        self._frame(made, chart, room, axis)
        return made

    def _bars(self, chart: Chart, shown: Sequence[Series], room: ChartLayout) -> BarChart:
        plot = BarChart()
        plot.type = "bar" if chart.kind in ("bars", "tornado") else "col"
        plot.gapWidth = _GAP[chart.kind]
        if chart.kind == "waterfall":
            plot.grouping = "stacked"
        plot.overlap = _overlap(chart, shown)
        for one in shown:
            made = self._series(chart, one)
            draw_bars(self._theme, made, one)
            self._label_bars(made, chart, one, room)
            plot.series.append(made)
        return plot

    def _label_bars(
        self, made: ChartSeries, chart: Chart, series: Series, room: ChartLayout
    ) -> None:
        if not room.labels(series):
            return
        code = room.formats.quiet_code(chart.format, series.sign)
        if chart.kind == "waterfall":  # a plate, since a bar may be smaller than its amount
            made.dLbls = all_labels(self._theme, code, "inEnd", plate=True)
        elif room.crowded:
            values = points(self._book.values, series)
            made.dLbls = line_labels(self._theme, values, code, self._theme.ink)
            for label in made.dLbls.dLbl:
                label.position = "outEnd"
        else:
            made.dLbls = all_labels(self._theme, code, "outEnd", plate=room.has_behind)

    def _lines(self, chart: Chart, shown: Sequence[Series], room: ChartLayout) -> LineChart:
        plot = LineChart()
        for one in shown:
            made = self._series(chart, one)
            draw_line(self._theme, made, one)
            if one.labels:
                self._label_cells(one, room)
            elif chart.kind == "line" and not room.two_axes and one.role != "link":
                values = points(self._book.values, one)
                color = ink(self._theme, one.role)
                code = room.formats.code(chart.format)
                made.dLbls = line_labels(self._theme, values, code, color, named=room.names_at_ends)
            plot.series.append(made)
        return plot

    def _label_cells(self, series: Series, room: ChartLayout) -> None:
        """Note the cells whose texts stand above a series, for the pass over the file."""
        theme = self._theme
        labels = LabelCells(
            series=room.chart.series.index(series),
            formula=self._range(series.labels),
            texts=tuple(self._book.shown(ref) for ref in series.labels),
            size=SMALL,
            ink=theme.ink,
            font=theme.font,
        )
        self._book.caches.labels.setdefault(len(self._book.caches.alternatives), []).append(labels)

    def _series(self, chart: Chart, series: Series) -> ChartSeries:
        number = chart.series.index(series)
        made = ChartSeries(idx=number, order=number)
        made.tx = SeriesLabel(v=series.name)
        made.cat = AxDataSource(strRef=StrRef(f=self._range(chart.categories)))
        made.val = NumDataSource(numRef=NumRef(f=self._range(series.values)))
        return made

    def _range(self, refs: Sequence[Ref]) -> str:
        places = [self._layout.place(ref) for ref in refs]
        sheet = quoted(places[0].sheet)
        texts = []
        for area in areas([(place.row, place.column) for place in places]):
            first, _, last = area.partition(":")
            texts.append(f"{sheet}!{_absolute(first)}" + (f":{_absolute(last)}" if last else ""))
        return texts[0] if len(texts) == 1 else f"({','.join(texts)})"

    def _axes(
        self, plot: Any, chart: Chart, room: ChartLayout, axis: Scale, format_: Format
    ) -> None:
        """Set names and values; the stubs know too little of axes."""
        theme = self._theme
        names, values = plot.x_axis, plot.y_axis
        names.delete = False
        names.tickLblPos = "low" if chart.names else None  # below columns that hang under zero
        names.majorTickMark = "none"
        names.graphicalProperties = GraphicalProperties(
            ln=LineProperties(solidFill=theme.middle, w=int(0.75 * POINT))
        )
        names.txPr = styled(theme, room.name_size, theme.ink)
        names.noMultiLvlLbl = True
        if room.skip:
            names.tickLblSkip = room.skip
            names.txPr.bodyPr.rot = _UPRIGHT
        elif room.turned:
            names.txPr.bodyPr.rot = _HALF_TURNED
        if plot.tagname == "barChart" and plot.type == "bar":
            names.scaling.orientation = "maxMin"  # the first row stands at the top
        values.delete = not room.shows_values
        values.majorTickMark = "none"
        values.number_format = room.formats.code(format_)
        values.numFmt.sourceLinked = False
        values.title = None
        values.txPr = styled(theme, SMALL, theme.grey)
        values.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
        values.scaling.min, values.scaling.max = axis.lowest, axis.highest
        if room.shows_values:
            values.majorGridlines.spPr = GraphicalProperties(
                ln=LineProperties(solidFill=theme.light, w=int(0.5 * POINT))
            )
        else:
            values.majorGridlines = None

    def _second_axes(self, plot: LineChart) -> None:
        """Give a plot axes of its own: values on the right in its colour, names only once."""
        plot.x_axis.axId, plot.y_axis.axId = _SECOND_AXES
        plot.x_axis.crossAx, plot.y_axis.crossAx = plot.y_axis.axId, plot.x_axis.axId
        plot.x_axis.delete = True
        plot.y_axis.crosses = "max"
        plot.y_axis.majorGridlines = None
        plot.y_axis.txPr = styled(self._theme, SMALL, self._theme.accent)

    def _frame(self, made: ChartBase, chart: Chart, room: ChartLayout, axis: Scale) -> None:
        note = ""
        if axis.is_cut and axis.lowest is not None:
            begin = room.formats.shown(axis.lowest, chart.format, "", "")
            language = self._book.report.language
            if language == "nb":
                begin = begin.translate(_NORWEGIAN)
            note = words(language).text("workbook.axis_begins", number=begin)
        made.title = title(self._theme, chart.title, note)
        made.roundedCorners = False
        made.legend = None
        if room.has_legend:
            made.legend = Legend()
            made.legend.position = "b"
            made.legend.overlay = False
            made.legend.txPr = styled(self._theme, NAMES, self._theme.ink)
        made.graphical_properties = unseen()
        made.plot_area.graphicalProperties = GraphicalProperties(noFill=True)
        made.display_blanks = "gap"
        # The last digits of a sum are not the same in every version of Python.
        left, top, wide, high = (round(part, 6) for part in room.plot(note))
        made.layout = Layout(
            manualLayout=ManualLayout(
                layoutTarget="inner", xMode="edge", yMode="edge", x=left, y=top, w=wide, h=high
            )
        )


def _by_axis(chart: Chart) -> tuple[list[Series], list[Series]]:
    """Return the series of the first axis and those of the second; one alone is on the first."""
    first = [one for one in chart.series if not one.secondary] or list(chart.series)
    return first, [one for one in chart.series if one.secondary and one not in first]


def _joined(plots: Sequence[Plot]) -> ChartBase:
    """Return one chart of several plots."""
    made: ChartBase = plots[0]
    for other in plots[1:]:
        made += other
    return made


def _overlap(chart: Chart, shown: Sequence[Series]) -> int:
    """Return how far columns of one name cover each other."""
    roles = {one.role for one in shown}
    if chart.kind in ("waterfall", "tornado") or roles <= VARIANCES:
        return 100
    if len(shown) == 1:
        return 0
    return _OVER if roles & set(_BEHIND) and roles - set(_BEHIND) else -5


def _absolute(address: str) -> str:
    letters = address.rstrip("0123456789")
    return f"${letters}${address[len(letters) :]}"
