"""How much room each part of a chart takes, so that nothing is cut and neighbours line up."""

from __future__ import annotations

from functools import cached_property

from xlcost.report.model.expressions import Ref
from xlcost.report.model.spec import Chart, Format, Series
from xlcost.workbook.book import Book
from xlcost.workbook.charts.chart_labels import ends_apart, telling
from xlcost.workbook.charts.chart_looks import UNSEEN, VARIANCES
from xlcost.workbook.charts.chart_scales import points, scale
from xlcost.workbook.charts.chart_words import NAMES, SMALL, TITLE, high, wide
from xlcost.workbook.number_formats import NumberFormats

_EDGE = 0.3  # centimetres
_LABEL = 0.45
_LEGEND = 0.7
_WIDEST_NAMES, _HIGHEST_NAMES = 0.4, 0.5  # of a chart
_FULL, _SLIM = 0.95, 0.8  # of a column's room that its label takes; slim beside one behind it
_SLANT = 0.8  # of a name's length, at half a right angle
_SHORT = 1.0  # centimetres of a label that no spreadsheet breaks
_BACK = ("BU", "PY", "base", "link", "label")
_HORIZONTAL = ("bars", "tornado")


class ChartLayout:
    """The parts of one chart: what it shows, and how many centimetres that takes.

    Args:
        book: What the cells hold, and how they are shown.
        chart: The chart.
    """

    def __init__(self, book: Book, chart: Chart) -> None:
        self.chart = chart
        self._book = book
        self._theme = book.theme
        self._visible = [one for one in chart.series if one.role not in (*UNSEEN, "link")]
        self._found = {number: points(book.values, one) for number, one in enumerate(chart.series)}

    # What it shows

    @cached_property
    def two_axes(self) -> bool:
        """Whether a second measure has an axis of its own."""
        return len({one.secondary for one in self.chart.series}) > 1

    @cached_property
    def shows_values(self) -> bool:
        """Whether the axis says its values: only where the points do not."""
        return self.two_axes or self.crosses

    @cached_property
    def crosses(self) -> bool:
        """Whether a step lies on both sides of zero: no part of it says the whole amount."""
        if self.chart.kind != "waterfall" or self._has_label_cells:
            return False
        parts = [self.numbers(one) for one in self._visible]
        signs = [{number > 0 for number in point if number} for point in zip(*parts, strict=True)]
        return any(len(point) > 1 for point in signs)

    @cached_property
    def _has_label_cells(self) -> bool:
        return any(one.labels for one in self.chart.series)

    def numbers(self, series: Series) -> list[float]:
        """Return what a series shows, 0 where it has no point."""
        return [number or 0.0 for number in self._found[self.chart.series.index(series)]]

    def labels(self, series: Series) -> bool:
        """Whether the bars of a series say their amounts: those in front do, once."""
        if series.role in UNSEEN or self.two_axes or self.crosses:
            return False
        if self.chart.kind == "waterfall":
            return not self._has_label_cells
        front = [one for one in self._visible if one.role not in _BACK]
        return not front or series in front

    @cached_property
    def is_variances(self) -> bool:
        """Whether it shows differences alone."""
        return {one.role for one in self._visible} <= VARIANCES

    @cached_property
    def has_behind(self) -> bool:
        """Whether columns stand behind others, where a label may cover them."""
        roles = {one.role for one in self._visible}
        return self.chart.kind != "waterfall" and bool(roles & set(_BACK)) and len(roles) > 1

    @cached_property
    def has_legend(self) -> bool:
        """Whether series have to be told apart at the foot."""
        if self.chart.kind == "waterfall" or self.is_variances or len(self._visible) == 1:
            return False
        return not self.names_at_ends

    @cached_property
    def names_at_ends(self) -> bool:
        """Whether each line says its name where it ends."""
        if self.chart.kind != "line" or self.two_axes or len(self._visible) == 1:
            return False
        values = [self._found[self.chart.series.index(one)] for one in self._visible]
        known = [number for line in values for number in line if number is not None]
        if not known:
            return False
        axis = scale(self._book.values, self._book.report, self.chart, self._visible)
        bottom = min(known) if axis.lowest is None else axis.lowest
        return ends_apart([line[-1] for line in values], max(known) - bottom)

    # Numbers

    @cached_property
    def formats(self) -> NumberFormats:
        """The formats that its amounts have room for."""
        every = [abs(number) for one in self._visible for number in self.numbers(one)]
        plain = self._book.formats.for_chart(max(every, default=0.0))
        if self.chart.kind in _HORIZONTAL:
            return plain
        return next((one for one in plain.shorter() if self._fits(one)), plain)

    def _fits(self, formats: NumberFormats) -> bool:
        if self.chart.kind == "line":  # few points have labels: no pitch, but Calc breaks long ones
            return self.two_axes or self._widest_label(formats) <= _SHORT
        return self._widest_label(formats) <= self.pitch * (_SLIM if self.has_behind else _FULL)

    def _widest_label(self, formats: NumberFormats) -> float:
        shown = [one for one in self._visible if self.labels(one)]
        texts = [self.text(number, one, formats) for one in shown for number in self.numbers(one)]
        texts += [self._book.shown(ref, formats) for one in self.chart.series for ref in one.labels]
        return max((wide(self._theme, text, SMALL) for text in texts), default=0.0)

    def text(self, number: float, series: Series, formats: NumberFormats) -> str:
        """Return a label as it is shown."""
        format_: Format = self.chart.second_format if series.secondary else self.chart.format
        return series.sign + formats.shown(number, format_, "", "")

    @cached_property
    def crowded(self) -> bool:
        """Whether only the points that tell most have room for their amounts."""
        return self.chart.kind == "columns" and not self._fits(self.formats)

    # Names

    @cached_property
    def _names(self) -> list[str]:
        return [self._book.shown(ref) for ref in self.chart.categories]

    @cached_property
    def pitch(self) -> float:
        """The centimetres between two categories that stand side by side."""
        return (self.chart.width - 2 * _EDGE) / max(len(self.chart.categories), 1)

    @cached_property
    def skip(self) -> int:
        """One in how many categories is named, where they stand over time; 0: all, broken."""
        if self.chart.kind not in ("line", "columns"):
            return 0
        count = len(self._names)
        widest = max((wide(self._theme, name, NAMES) for name in self._names), default=0.0) + 0.2
        fitting = [step for step in range(1, count + 1) if step * self.pitch >= widest]
        even = [step for step in fitting if (count - 1) % step == 0]
        return (even or fitting or [1])[0]

    @cached_property
    def name_size(self) -> float:
        """The size of the names: smaller where a word of one is longer than its column's room."""
        return NAMES if self._longest_word(NAMES) <= self.pitch else SMALL

    @cached_property
    def turned(self) -> bool:
        """Whether names are written at a slant: a spreadsheet would cut a word it cannot break."""
        return self.chart.kind == "waterfall" and self._longest_word(SMALL) > self.pitch

    def _longest_word(self, size: float) -> float:
        words = (word for name in self._names for word in name.split())
        return max((wide(self._theme, word, size) for word in words), default=0.0)

    # ChartLayout

    def plot(self, note: str) -> tuple[float, float, float, float]:
        """Return left, top, width and height of the plot in parts of the chart."""
        left, right = self._sides()
        top = self._top(note)
        bottom = self._foot()
        width, height = self.chart.width, self.chart.height
        return (
            left / width,
            top / height,
            max(width - left - right, width * 0.2) / width,
            max(height - top - bottom, height * 0.2) / height,
        )

    def _top(self, note: str) -> float:
        room = self.chart.width - 2 * _EDGE
        text = f"{self.chart.title}   {note}".strip()
        heads = high(self._theme, text, room, TITLE, bold=True)
        above = 0.1 if self.chart.kind in _HORIZONTAL else _LABEL
        return 0.02 * self.chart.height + 0.25 + heads + above

    def _foot(self) -> float:
        legend = _LEGEND if self.has_legend or self.chart.kind in _HORIZONTAL else 0.15
        if self.chart.kind in _HORIZONTAL or not self.chart.names:
            return legend
        if self.skip:
            return legend + 0.6
        if self.turned:
            longest = max(wide(self._theme, name, SMALL) for name in self._names)
            return legend + min(_SLANT * longest + _EDGE, self.chart.height * _HIGHEST_NAMES)
        names = (high(self._theme, name, self.pitch, self.name_size) for name in self._names)
        return legend + 0.25 + max(names, default=0.0)

    def _sides(self) -> tuple[float, float]:
        if self.chart.kind in _HORIZONTAL:
            return self._horizontal()
        if self.shows_values:
            right = self._axis(self.chart.second_format, second=True) if self.two_axes else _EDGE
            return self._axis(self.chart.format), right
        if self.chart.kind == "line":
            return self._line_sides()
        return _EDGE, _EDGE

    def _axis(self, format_: Format, *, second: bool = False) -> float:
        shown = [one for one in self._visible if one.secondary == second]
        most = max((abs(n) for one in shown for n in self.numbers(one)), default=0.0)
        text = self.formats.shown(1.2 * most, format_, "", "")
        return wide(self._theme, text, SMALL) + _EDGE + 0.2

    def _line_sides(self) -> tuple[float, float]:
        half = max(
            (
                wide(self._theme, self.text(line[at] or 0.0, one, self.formats), SMALL) / 2
                for one in self._visible
                for line in [self._found[self.chart.series.index(one)]]
                for at in telling(line)
            ),
            default=0.0,
        )
        side = max(half - self.pitch / 2, 0.0) + _EDGE
        if not self.names_at_ends:
            return side, side
        return side, max(wide(self._theme, one.name, SMALL) for one in self._visible) + 2 * _EDGE

    def _horizontal(self) -> tuple[float, float]:
        names = max((wide(self._theme, name, NAMES) for name in self._names), default=0.0)
        left = min(names, _WIDEST_NAMES * self.chart.width) if self.chart.names else 0.0
        if self.is_variances or self.chart.kind == "tornado":
            return left + _EDGE, _EDGE  # the axis itself leaves room for the labels
        return left + _EDGE, self._widest_label(self.formats) + 0.15 + _EDGE

    def label_formats(self) -> dict[Ref, NumberFormats]:
        """Return the formats of the cells whose texts it writes in place of values."""
        return {ref: self.formats for one in self.chart.series for ref in one.labels}
