"""Charts over time: columns with the budget behind them, and lines."""

from __future__ import annotations

from collections.abc import Sequence

from xlcost.briefing.chart_figures import ChartFigures
from xlcost.briefing.svg import SIZE, WIDTH, Drawing, fitted, wide
from xlcost.report.model.spec import Series

_PLOT = 130.0
_TOP, _FOOT, _LEGEND = 22.0, 24.0, 20.0
_LABEL = 6  # signs above a column
_BEHIND = ("BU", "PY")
_SIDE = 26.0
_BELOW = 0.16  # of what a line moves: room for an amount below its lowest point
_LINE_LABEL = 9  # signs at a point of a line


def columns(figures: ChartFigures) -> tuple[Drawing, float]:
    """Return columns from left to right, the budget behind them, and the height."""
    canvas = Drawing()
    every = [point for one in figures.series for point in figures.points(one) if point is not None]
    low, high = min([*every, 0.0]), max([*every, 0.0])
    pitch = WIDTH / max(len(figures.names), 1)
    front = [one for one in figures.series if one.role not in _BEHIND]
    behind = [one for one in figures.series if one not in front]
    zero = _y(0.0, low, high)
    for one in (*behind, *front):
        narrow = 0.5 if behind and one in front else 0.72
        for at, number in enumerate(figures.points(one)):
            if number is None:
                continue
            top, bottom = sorted((zero, _y(number, low, high)))
            left = at * pitch + pitch * (1 - narrow) / 2
            kind = one.roles[at] if one.roles else one.role
            canvas.box(kind, left, top, pitch * narrow, max(bottom - top, 0.5))
    canvas.line("axis", [(0.0, zero), (WIDTH, zero)])
    _column_labels(canvas, figures, front or behind, pitch, (low, high))
    _names(canvas, figures, pitch, pitch / 2)
    return canvas, _keyed(canvas, figures)


def _column_labels(
    canvas: Drawing, figures: ChartFigures, said: Sequence[Series], pitch: float,
    limits: tuple[float, float],
) -> None:  # fmt: skip
    """Write the amounts above the columns; of those that have no room, those that tell most."""
    for one in said:
        texts, numbers = figures.short(one, _LABEL), figures.points(one)
        fits = max(map(wide, texts), default=0.0) <= pitch
        for at in range(len(texts)) if fits else figures.said(one):
            tops = [figures.points(other)[at] or 0.0 for other in figures.series]
            y = _y(max([*tops, 0.0]), *limits) - 5.0
            middle, half = (at + 0.5) * pitch, wide(texts[at]) / 2
            x = min(max(middle, half), WIDTH - half)
            if numbers[at] is not None:
                canvas.words(x, y, texts[at], side="middle")


def lines(figures: ChartFigures) -> tuple[Drawing, float]:
    """Return lines from left to right, and the height."""
    canvas = Drawing()
    count = len(figures.names)
    pitch = (WIDTH - 2 * _SIDE) / max(count - 1, 1)
    for one in figures.series:
        low, high = _limits(figures, one)
        known: list[tuple[float, float]] = []
        for at, number in enumerate([*figures.points(one), None]):
            if number is not None:
                known.append((_SIDE + at * pitch, _y(number, low, high)))
            elif known:
                canvas.line(f"line-{one.role}", known)
                known = []
        _line_labels(canvas, figures, one, pitch, (low, high))
    canvas.line("axis", [(0.0, _TOP + _PLOT), (WIDTH, _TOP + _PLOT)])
    _names(canvas, figures, pitch, _SIDE)
    return canvas, _keyed(canvas, figures)


def _limits(figures: ChartFigures, series: Series) -> tuple[float, float]:
    """Return the ends of the axis that a line has with others of its measure."""
    together = [one for one in figures.series if one.secondary == series.secondary]
    every = [point for one in together for point in figures.points(one) if point is not None]
    lowest = None if series.secondary else figures.axis.lowest
    low = min([*every, 0.0]) if lowest is None else lowest
    high = max(every, default=low)
    return low - (high - low) * _BELOW, high


def _line_labels(
    canvas: Drawing, figures: ChartFigures, one: Series, pitch: float, limits: tuple[float, float]
) -> None:
    texts, numbers = figures.short(one, _LINE_LABEL), figures.points(one)
    for at in figures.said(one):
        number = numbers[at]
        if number is None:
            continue
        x, y = _SIDE + at * pitch, _y(number, *limits)
        canvas.dot(f"dot-{one.role}", x, y)
        half = wide(texts[at]) / 2
        y += -7.0 if figures.stands_above(one, at) else SIZE + 4.0
        canvas.words(min(max(x, half), WIDTH - half), y, texts[at], side="middle")


def _y(number: float, low: float, high: float) -> float:
    span = high - low
    share = (number / span - low / span) if span else 0.0
    return _TOP + _PLOT * (1 - min(max(share, 0.0), 1.0))


def _names(canvas: Drawing, figures: ChartFigures, pitch: float, first: float) -> None:
    """Name every point, or every second, third … where there is no room for all."""
    widest = max(map(wide, figures.names), default=0.0) + 6.0
    count = len(figures.names)
    fitting = [step for step in range(1, count + 1) if step * pitch >= widest] or [count or 1]
    even = [step for step in fitting if (count - 1) % step == 0]
    y = _TOP + _PLOT + SIZE + 5.0
    for at in range(0, count, (even or fitting)[0]):
        text = fitted(figures.names[at], WIDTH / 2)
        half = wide(text) / 2
        x = min(max(first + at * pitch, half), WIDTH - half)
        canvas.words(x, y, text, side="middle")


def _keyed(canvas: Drawing, figures: ChartFigures) -> float:
    """Write the legend where there are several series; return the height of it all."""
    height = _TOP + _PLOT + _FOOT
    if len(figures.series) < 2:  # noqa: PLR2004 - one series needs no key
        return height
    left = 0.0
    for one in figures.series:
        name = fitted(one.name, WIDTH / len(figures.series) - 30.0)
        kinds = list(dict.fromkeys(one.roles)) or [one.role]
        for kind in kinds:
            canvas.box(kind, left, height + 4.0, 11.0, 11.0)
            left += 14.0
        canvas.words(left + 2.0, height + 14.0, name)
        left += wide(name) + 18.0
    return height + _LEGEND
