"""Charts with a row a point: waterfalls and bars, drawn from left to right so that names fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlcost.briefing.chart_figures import ChartFigures
from xlcost.briefing.svg import LINE, WIDTH, Drawing, broken, wide
from xlcost.report.model.spec import Series

_NAMES = 0.34  # of the width
_GAP = 6.0
_ROW = 26.0
_BAR, _SLIM = 16.0, 9.0
_FOOT = 8.0


@dataclass(frozen=True)
class _Room:
    """The numbers that the left and the right end of the plot stand for, and where these are."""

    lowest: float
    highest: float
    left: float
    right: float

    def x(self, number: float) -> float:
        """Return where a number stands."""
        kept = min(max(number, self.lowest), self.highest)
        span = self.highest - self.lowest
        share = (kept / span - self.lowest / span) if span else 0.0
        return self.left + share * (self.right - self.left)


@dataclass(frozen=True)
class _Piece:
    """A part of a bar: from where to where, and how it looks."""

    kind: str
    begin: float
    end: float


def waterfall(figures: ChartFigures) -> tuple[Drawing, float]:
    """Return a waterfall whose steps stand below each other, and its height."""
    rows = [_stacked(figures, at) for at in range(len(figures.names))]
    drawn = _Rows(figures, rows, figures.step_labels)
    for series in figures.chart.series:
        if series.role == "link":
            drawn.join(figures.points(series))
    return drawn.canvas, drawn.height


def bars(figures: ChartFigures) -> tuple[Drawing, float]:
    """Return bars below each other: the budget behind the actual, or differences around zero."""
    rows = []
    labels = []
    front = [one for one in figures.series if one.role not in ("BU", "PY")]
    behind = [one for one in figures.series if one not in front]
    columns = {id(one): figures.points(one) for one in figures.series}
    for at in range(len(figures.names)):
        numbers = [(one, columns[id(one)][at]) for one in (*behind, *front)]
        rows.append([_Piece(one.role, 0.0, number) for one, number in numbers if number])
        said = [(one, columns[id(one)][at]) for one in (front or behind)]
        labels.append(_label(figures, said))
    drawn = _Rows(figures, rows, labels)
    return drawn.canvas, drawn.height


def _label(figures: ChartFigures, said: Sequence[tuple[Series, float | None]]) -> str:
    """Return the amount of a row: of the first series that has one."""
    for series, number in said:
        if number:
            return figures.label(series, number)
    return figures.label(*said[0]) if said else ""


def _stacked(figures: ChartFigures, at: int) -> list[_Piece]:
    """Return the parts of a column as a spreadsheet stacks them: up from zero, and down."""
    above = below = 0.0
    pieces = []
    for series in figures.chart.series:
        if series.role in ("link", "label"):
            continue
        number = figures.points(series)[at] or 0.0
        begin = above if number >= 0 else below
        if number >= 0:
            above += number
        else:
            below += number
        if number and series.role != "base":
            pieces.append(_Piece(series.role, begin, begin + number))
    return pieces


class _Rows:
    """Rows of bars with names on the left and amounts at their ends.

    Args:
        figures: The chart.
        rows: The parts of each bar.
        labels: What is said of each.
    """

    def __init__(
        self, figures: ChartFigures, rows: Sequence[Sequence[_Piece]], labels: Sequence[str]
    ) -> None:
        self.canvas = Drawing()
        self._figures = figures
        self._room = self._measured(rows, labels)
        self._tops: list[float] = []
        top = 4.0
        for name, pieces, label in zip(figures.names, rows, labels, strict=True):
            lines = broken(name, _NAMES * WIDTH - _GAP)
            high = max(_ROW, len(lines) * LINE + 4.0)
            self._tops.append(top + high / 2)
            self._row(lines, pieces, label)
            top += high
        self.height = top + _FOOT
        zero = self._room.x(0.0)
        self.canvas.line("axis", [(zero, 2.0), (zero, top)])

    def _measured(self, rows: Sequence[Sequence[_Piece]], labels: Sequence[str]) -> _Room:
        """Return the plot: as wide as the words beside it leave it."""
        ends = [end for row in rows for piece in row for end in (piece.begin, piece.end)]
        axis = self._figures.axis
        lowest = axis.lowest if axis.is_cut and axis.lowest is not None else min([*ends, 0.0])
        highest = max([*ends, 0.0])
        if lowest == highest:
            highest = lowest + 1.0
        label = max((wide(text) for text in labels), default=0.0) + 2 * _GAP
        left = _NAMES * WIDTH + (label if lowest < 0 else 0.0)
        right = WIDTH - (label if highest > 0 else _GAP)
        return _Room(lowest, highest, left, max(right, left + 20.0))

    def _row(self, lines: Sequence[str], pieces: Sequence[_Piece], label: str) -> None:
        middle = self._tops[-1]
        first = middle - (len(lines) - 1) * LINE / 2 + 4.5
        for number, line in enumerate(lines):
            self.canvas.words(0.0, first + number * LINE, line)
        backs = {"BU", "PY"} & {piece.kind for piece in pieces}
        for piece in pieces:
            high = _SLIM if backs and piece.kind not in backs else _BAR
            begin, end = sorted((self._room.x(piece.begin), self._room.x(piece.end)))
            self.canvas.box(piece.kind, begin, middle - high / 2, max(end - begin, 1.0), high)
        ends = [end for piece in pieces for end in (piece.begin, piece.end)] or [0.0]
        if max(ends) <= 0 and min(ends) < 0:
            at = self._room.x(min(ends)) - _GAP
            self.canvas.words(at, middle + 4.5, label, side="end")
        else:
            self.canvas.words(self._room.x(max(ends)) + _GAP, middle + 4.5, label)

    def join(self, levels: Sequence[float | None]) -> None:
        """Draw a thin line from one bar to the next where a level goes on."""
        for at in range(len(levels) - 1):
            here, there = levels[at], levels[at + 1]
            if here is None or there is None or here != there:
                continue
            x = self._room.x(here)
            begin, end = self._tops[at] + _BAR / 2, self._tops[at + 1] - _BAR / 2
            self.canvas.line("link", [(x, begin), (x, end)])
