"""What a chart shows, before it is drawn: names, points, amounts in words, and its table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from xlcost.briefing.shown_cells import ShownCells
from xlcost.locales.words import Words
from xlcost.report.model.spec import Chart, Format, Series
from xlcost.workbook.charts.chart_labels import telling
from xlcost.workbook.charts.chart_looks import UNSEEN, VARIANCES
from xlcost.workbook.charts.chart_scales import Scale, scale
from xlcost.workbook.number_formats import NumberFormats

_NOT_SAID = (*UNSEEN, "link")


class ChartFigures:
    """The figures of one chart.

    Args:
        shown: The cells that it draws.
        chart: The chart.
    """

    def __init__(self, shown: ShownCells, chart: Chart) -> None:
        self.shown = shown
        self.chart = chart

    @cached_property
    def names(self) -> list[str]:
        """What its points are called."""
        return [self.shown.text(ref) for ref in self.chart.categories]

    @cached_property
    def series(self) -> list[Series]:
        """The series that are seen and say something."""
        return [one for one in self.chart.series if one.role not in _NOT_SAID]

    def points(self, series: Series) -> list[float | None]:
        """Return what a series shows; None where it has no point."""
        return [self.shown.number(ref) for ref in series.values]

    @cached_property
    def axis(self) -> Scale:
        """Where its axis begins and ends, as in the workbook."""
        first = [one for one in self.chart.series if not one.secondary]
        return scale(self.shown.values, self.shown.report, self.chart, first or self.chart.series)

    @cached_property
    def is_variances(self) -> bool:
        """Whether it shows differences alone."""
        return {one.role for one in self.series} <= VARIANCES

    @cached_property
    def label_series(self) -> Series | None:
        """The series that says the amounts of a waterfall."""
        return next((one for one in self.chart.series if one.labels), None)

    def format_of(self, series: Series) -> Format:
        """Return the format of a series' amounts."""
        return self.chart.second_format if series.secondary else self.chart.format

    def amount(self, series: Series, number: float | None) -> str:
        """Return an amount of a series in full, as tables say it; nothing where there is none."""
        return self._in(self.shown.formats, series, number)

    def label(self, series: Series, number: float | None) -> str:
        """Return an amount as it stands beside a bar: in millions where amounts are very long."""
        return self._in(self._beside, series, number)

    @cached_property
    def step_labels(self) -> list[str]:
        """What stands beside the steps of a waterfall."""
        if self.label_series is None:
            return [""] * len(self.names)
        return [self.shown.text(ref, self._beside) for ref in self.label_series.labels]

    @cached_property
    def _beside(self) -> NumberFormats:
        points = [number for one in self.series for number in self.points(one)]
        largest = max((abs(number) for number in points if number is not None), default=0.0)
        return self.shown.formats.for_chart(largest)

    def _in(self, formats: NumberFormats, series: Series, number: float | None) -> str:
        if number is None:
            return ""
        text = self.shown.in_code(number, formats.code(self.format_of(series)))
        return series.sign + text if number else text

    def short(self, series: Series, room: int) -> list[str]:
        """Return the amounts of a series in as few signs as a label has room for."""
        numbers = self.points(series)
        format_ = self.format_of(series)
        texts: list[str] = []
        for formats in self._beside.shorter():
            code = formats.code(format_)
            texts = ["" if one is None else self.shown.in_code(one, code) for one in numbers]
            if max(map(len, texts), default=0) <= room:
                break
        return texts

    def said(self, series: Series) -> list[int]:
        """Return the numbers of the points of a line that say their amount."""
        return telling(self.points(series))

    def stands_above(self, series: Series, at: int) -> bool:
        """Tell whether a line leaves room above a point for its amount, and not below it."""
        numbers = self.points(series)
        near = [
            number
            for number in (numbers[max(at - 1, 0) : at] + numbers[at + 1 : at + 2])
            if number is not None
        ]
        here = numbers[at]
        return here is None or not near or here >= sum(one / len(near) for one in near)

    @cached_property
    def heads(self) -> list[str]:
        """The heads of the columns of its table, without the first."""
        if self.label_series is not None:
            return [self.label_series.name]
        return [one.name for one in self.series]

    @cached_property
    def rows(self) -> list[tuple[str, Sequence[str]]]:
        """The rows of its table: the name of a point, and its amounts."""
        if self.label_series is not None:
            amounts = [[self.shown.text(ref)] for ref in self.label_series.labels]
        else:
            columns = [
                [self.amount(one, number) for number in self.points(one)] for one in self.series
            ]
            amounts = [list(row) for row in zip(*columns, strict=True)]
        return list(zip(self.names, amounts, strict=True))


def axis_note(figures: ChartFigures, word: Words) -> str:
    """Return where the axis of a chart begins, where that is above zero."""
    axis = figures.axis
    if not axis.is_cut or axis.lowest is None:
        return ""
    begin = figures.shown.shown(axis.lowest, figures.chart.format)
    return word.text("workbook.axis_begins", number=begin)
