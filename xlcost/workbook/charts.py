"""Native charts in IBCS notation: actual solid, prior year light, budget outlined, FC hatched."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from openpyxl.chart import BarChart, LineChart
from openpyxl.chart._chart import ChartBase
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout as ChartLayout
from openpyxl.chart.layout import ManualLayout
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series as ChartSeries
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)

from xlcost.locales.words import words
from xlcost.report.expressions import Ref
from xlcost.report.spec import Chart, Format, Series
from xlcost.workbook.book import Book
from xlcost.workbook.layout import quoted
from xlcost.workbook.references import areas
from xlcost.workbook.theme import DEFAULT

_POINT = 12_700  # English Metric Units
_FILLS = {
    "AC": DEFAULT.ink,
    "total": DEFAULT.ink,
    "PY": DEFAULT.middle,
    "favourable": DEFAULT.good,
    "unfavourable": DEFAULT.bad,
    "second": DEFAULT.accent,
}
_DASHES: Mapping[str, Literal["sysDash", "sysDot"]] = {"BU": "sysDash", "FC": "sysDot"}
_SECOND_AXES = (300, 400)


class Charts:
    """Makes the native charts of a report.

    Args:
        book: Where the cells stand that charts draw from, and what they hold.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._layout = book.layout
        self._formats = book.formats

    def make(self, chart: Chart) -> ChartBase:
        """Return one chart, without its place on the sheet."""
        numbers = (abs(number) for series in chart.series for number in self._numbers(series))
        self._formats = self._book.formats.for_chart(max(numbers, default=0.0))
        first = [series for series in chart.series if not series.secondary]
        second = [series for series in chart.series if series.secondary]
        made = self._plot(chart, first or second, chart.format)
        if chart.kind == "waterfall":
            self._cut(made, chart)
        if first and second:
            other = self._plot(chart, second, chart.second_format, line=True)
            _second_axes(other)
            for number, series in enumerate(other.series, len(first)):
                series.idx = series.order = number
            made += other
            self._from_zero(chart, made, other)
        self._frame(made, chart)
        return made

    def _plot(
        self, chart: Chart, series: Sequence[Series], format_: Format, *, line: bool = False
    ) -> BarChart | LineChart:
        plot: BarChart | LineChart
        if line or chart.kind == "line":
            plot = LineChart()
        else:
            plot = BarChart()
            plot.type = "bar" if chart.kind == "bars" else "col"
            plot.gapWidth = 45
            if chart.kind == "waterfall":
                plot.grouping = "stacked"
                plot.overlap = 100
            else:
                plot.overlap = -5 if len(series) > 1 else 0
        for number, one in enumerate(series):
            plot.series.append(self._series(chart, one, number, format_, plot))
        _axes(plot, self._formats.code(format_), chart)
        return plot

    def _series(
        self,
        chart: Chart,
        series: Series,
        number: int,
        format_: Format,
        plot: BarChart | LineChart,
    ) -> ChartSeries:
        made = ChartSeries(idx=number, order=number)
        made.tx = SeriesLabel(v=series.name)
        made.cat = AxDataSource(strRef=StrRef(f=self._range(chart.categories)))
        made.val = NumDataSource(numRef=NumRef(f=self._range(series.values)))
        if isinstance(plot, LineChart):
            _draw_line(made, series)
        else:
            _draw_bar(made, series)
            if series.role != "base" and not self._crosses(chart):
                _label_bars(made, self._formats.quiet_code(format_, series.sign), chart)
        return made

    def _numbers(self, series: Series) -> list[float]:
        values = (self._book.values.get((ref.grid, ref.row, ref.column)) for ref in series.values)
        return [
            float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
            for value in values
        ]

    def _crosses(self, chart: Chart) -> bool:
        """Tell whether a step lies on both sides of zero: no part of it says the whole amount."""
        parts = [self._numbers(series) for series in chart.series if series.role != "base"]
        signs = [{number > 0 for number in point if number} for point in zip(*parts, strict=True)]
        return any(len(point) > 1 for point in signs)

    def _from_zero(self, chart: Chart, *plots: BarChart | LineChart) -> None:
        """Begin both axes at zero: only then do two lines that rise alike look alike."""
        numbers = [number for series in chart.series for number in self._numbers(series)]
        if min(numbers, default=0.0) >= 0:
            for plot in plots:
                plot.y_axis.scaling.min = 0

    def _cut(self, made: BarChart | LineChart, chart: Chart) -> None:
        """Begin the axis above zero where every step would else be a sliver, and say so."""
        columns = [self._numbers(series) for series in chart.series]
        floating = [self._numbers(series) for series in chart.series if series.role == "base"]
        tops = [sum(point) for point in zip(*columns, strict=True)]
        bottoms = [sum(point) for point in zip(*floating, strict=True) if sum(point)]
        lowest, highest = min(bottoms, default=0.0), max(tops, default=0.0)
        if any(number < 0 for column in columns for number in column) or lowest < highest / 2:
            return
        wanted = lowest - (highest - lowest) / 2
        step = 10.0 ** math.floor(math.log10(highest - wanted))
        made.y_axis.scaling.min = math.floor(wanted / step) * step
        made.y_axis.title = _title(words(self._book.report.language).text("workbook.cut_axis"), 8)

    def _range(self, refs: Sequence[Ref]) -> str:
        places = [self._layout.place(ref) for ref in refs]
        sheet = quoted(places[0].sheet)
        texts = []
        for area in areas([(place.row, place.column) for place in places]):
            first, _, last = area.partition(":")
            texts.append(f"{sheet}!{_absolute(first)}" + (f":{_absolute(last)}" if last else ""))
        return texts[0] if len(texts) == 1 else f"({','.join(texts)})"

    def _frame(self, made: ChartBase, chart: Chart) -> None:
        made.title = _title(chart.title)
        made.roundedCorners = False
        named = [series for series in chart.series if series.role != "base"]
        if chart.kind == "waterfall" or len(named) == 1:
            made.legend = None
        else:
            made.legend = Legend()
            made.legend.position = "b"
            made.legend.overlay = False
            made.legend.txPr = _words(9, DEFAULT.ink)
        made.graphical_properties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
        made.plot_area.graphicalProperties = GraphicalProperties(noFill=True)
        made.display_blanks = "gap"


def _absolute(address: str) -> str:
    letters = address.rstrip("0123456789")
    return f"${letters}${address[len(letters) :]}"


def _axes(plot: Any, code: str, chart: Chart) -> None:  # the stubs know too little of axes
    thin = LineProperties(solidFill=DEFAULT.middle, w=int(0.75 * _POINT))
    plot.x_axis.delete = False
    plot.x_axis.tickLblPos = "low"  # names stay below columns that hang under zero
    plot.x_axis.majorTickMark = "none"
    plot.x_axis.graphicalProperties = GraphicalProperties(ln=thin)
    plot.x_axis.txPr = _words(9, DEFAULT.ink)
    plot.x_axis.noMultiLvlLbl = True
    if chart.kind == "bars":
        plot.x_axis.scaling.orientation = "maxMin"  # the first row stands at the top
    plot.y_axis.delete = False
    plot.y_axis.majorTickMark = "none"
    plot.y_axis.number_format = code
    plot.y_axis.numFmt.sourceLinked = False
    plot.y_axis.title = None
    plot.y_axis.txPr = _words(8, DEFAULT.grey)
    plot.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    plot.y_axis.majorGridlines.spPr = GraphicalProperties(
        ln=LineProperties(solidFill=DEFAULT.light, w=int(0.5 * _POINT))
    )


def _second_axes(plot: BarChart | LineChart) -> None:
    """Give a plot axes of its own: values on the right in its colour, names only once."""
    plot.x_axis.axId, plot.y_axis.axId = _SECOND_AXES
    plot.x_axis.crossAx, plot.y_axis.crossAx = plot.y_axis.axId, plot.x_axis.axId
    plot.x_axis.delete = True
    plot.y_axis.crosses = "max"
    plot.y_axis.majorGridlines = None
    plot.y_axis.txPr = _words(8, DEFAULT.accent)


def _draw_line(made: ChartSeries, series: Series) -> None:
    ink = _FILLS.get(series.role, DEFAULT.grey)
    width = 2.25 if series.role == "AC" else 1.5
    made.graphicalProperties = GraphicalProperties(
        ln=LineProperties(solidFill=ink, w=int(width * _POINT), prstDash=_DASHES.get(series.role))
    )
    made.marker = Marker(symbol="none")
    if series.role == "second":  # told apart without colour, too
        made.marker = Marker(symbol="circle", size=6)
        made.marker.graphicalProperties = GraphicalProperties(
            solidFill=DEFAULT.white, ln=LineProperties(solidFill=ink, w=int(1.25 * _POINT))
        )
    made.smooth = False


def _draw_bar(made: ChartSeries, series: Series) -> None:
    made.invertIfNegative = False
    edge = LineProperties(solidFill=DEFAULT.ink, w=int(1.0 * _POINT))
    if series.role == "base":
        look = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    elif series.role == "BU":
        look = GraphicalProperties(solidFill=DEFAULT.white, ln=edge)
    elif series.role == "FC":
        look = GraphicalProperties(ln=edge)
        look.pattFill = PatternFillProperties(
            prst="wdUpDiag",
            fgClr=_color(DEFAULT.ink),
            bgClr=_color(DEFAULT.white),
        )
    else:
        look = GraphicalProperties(
            solidFill=_FILLS.get(series.role, DEFAULT.grey), ln=LineProperties(noFill=True)
        )
    made.graphicalProperties = look


def _color(code: str) -> ColorChoice:
    return ColorChoice(srgbClr=code)  # type: ignore[arg-type]  # a text is what it takes


def _label_bars(made: ChartSeries, code: str, chart: Chart) -> None:
    """Write the amount at each bar, where there is room for it."""
    most = 14
    if chart.kind not in ("waterfall", "bars") or len(chart.categories) > most:
        return
    labels = DataLabelList()
    labels.showVal = True
    labels.showSerName = labels.showCatName = labels.showLegendKey = labels.showPercent = False
    labels.numFmt = code
    labels.position = "inEnd" if chart.kind == "waterfall" else "outEnd"
    labels.txPr = _words(8, DEFAULT.ink)
    if chart.kind == "waterfall":  # a plate, since a bar may be smaller than its amount
        labels.spPr = GraphicalProperties(solidFill=DEFAULT.white)
    made.dLbls = labels


def _words(size: float, ink: str, *, bold: bool = False) -> RichText:
    look = _characters(size, ink, bold=bold)
    return RichText(
        bodyPr=RichTextProperties(),
        p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)],
    )


def _characters(size: float, ink: str, *, bold: bool) -> CharacterProperties:
    return CharacterProperties(
        sz=int(size * 100), b=bold, solidFill=ink, latin=Font(typeface=DEFAULT.font)
    )


def _title(text: str, size: float = 0.0) -> Title:
    """Return a chart's title in its upper left corner, or a small quiet one for an axis."""
    look = _characters(size or 10, DEFAULT.grey if size else DEFAULT.ink, bold=not size)
    run = RegularTextRun(rPr=look, t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(algn="l", defRPr=look), r=[run])
    corner = ManualLayout(xMode="edge", yMode="edge", x=0.012, y=0.02)
    return Title(
        tx=Text(rich=RichText(bodyPr=RichTextProperties(), p=[paragraph])),
        layout=None if size else ChartLayout(manualLayout=corner),
        overlay=False,
    )
