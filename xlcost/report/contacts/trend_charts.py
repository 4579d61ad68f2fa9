"""Small line charts of the rows of a grid whose columns are the periods of the trend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from xlcost.report.contacts.trend import LABEL_WIDTH, period_width, slots, trend
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import Call, Expression, Gap, Literal, Placed, Ref
from xlcost.report.model.spec import Chart, Grid, Row, Series

POINTS = "chart_points"
ABREAST = 3
GAP = 0.4  # centimetres between charts
CENTIMETRES = 0.185  # of a character
NARROWEST, WIDEST = 8.0, 11.4  # three of the widest fill a page whose letters can be read
OWN_SCALES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class ChartPoint(Placed):
    """A point of a chart whose figure may be not available.

    Attributes:
        point: Its row: the period.
        line: Its column.
        title: Head of the column.
    """

    point: str
    line: str
    title: str


def line_charts(
    ctx: Context,
    grid: Grid,
    groups: Iterable[tuple[str, ...]],
    heads: Iterable[str] = (),
    scales: Mapping[str, str] = OWN_SCALES,
) -> list[Chart]:
    """Return one chart for each group of rows that the grid has; one point makes no line.

    Three stand abreast below the grid, as wide as it is; `heads` are other titles in its columns.
    `scales` gives the same word to rows that are drawn on the same scale.
    """
    points = trend(ctx)
    if len(points) == 1:
        return []
    rows = {row.key: row for row in grid.rows}
    shown = [[rows[key] for key in group if key in rows] for group in groups]
    wide = (LABEL_WIDTH + len(slots(ctx)) * period_width(heads)) * CENTIMETRES
    wide = min(max((wide - (ABREAST - 1) * GAP) / ABREAST, NARROWEST), WIDEST)
    return [
        replace(
            _chart(ctx, grid.id, members),
            beside=number % ABREAST > 0,
            width=round(wide, 1),
            scale=scales.get(members[0].key, ""),
        )
        for number, members in enumerate(filter(None, shown))
    ]


def _chart(ctx: Context, grid: str, rows: list[Row]) -> Chart:
    points = trend(ctx)
    refs = {row.key: chart_points(ctx, grid, row) for row in rows}
    title = ctx.t("charts.and").join(_label(row) for row in rows)
    series = tuple(
        Series(
            _label(row),
            refs[row.key],
            "second" if number else "AC",
        )
        for number, row in enumerate(rows)
    )
    return Chart(
        "line",
        title,
        tuple(Ref("months", point.key, "label") for point in points),
        series,
        ctx.t("charts.trend_alt", what=title, count=len(points)),
        format=rows[0].cells[points[0].key].format,
        height=5.8,
    )


def chart_points(ctx: Context, grid: str, row: Row) -> tuple[Ref, ...]:
    """Return the cells that a row's line is drawn from: those on Data where gaps may be."""
    points = trend(ctx)
    drawn = [row.cells[point.key].expression for point in points if point.key in row.cells]
    if not any(isinstance(one, Call) for one in drawn):
        return tuple(Ref(grid, row.key, point.key) for point in points)
    expressions: dict[str, Expression] = {
        point.key: Gap(Ref(grid, row.key, point.key)) for point in points
    }
    return points_of(f"{grid}_{row.key}", _label(row), expressions)


def points_of(key: str, title: str, expressions: Mapping[str, Expression]) -> tuple[Ref, ...]:
    """Return the cells of a line's points, by period: a column of the grid of chart points."""
    return tuple(
        Ref(POINTS, point, key, ChartPoint(expression, point, key, title))
        for point, expression in expressions.items()
    )


def _label(row: Row) -> str:
    expression = row.cells["label"].expression
    label = str(expression.value) if isinstance(expression, Literal) else row.key
    return label.partition(" (")[0]  # its method stands in the grid
