"""Small line charts of the rows of a grid whose columns are the periods of the trend."""

from __future__ import annotations

from collections.abc import Iterable

from xlcost.report.context import Context
from xlcost.report.expressions import Call, Expression, Gap, Literal, Ref
from xlcost.report.spec import Chart, Grid, Row, Series
from xlcost.report.trend import trend

POINTS = "chart_points"


def line_charts(ctx: Context, grid: Grid, groups: Iterable[tuple[str, ...]]) -> list[Chart]:
    """Return one chart for each group of rows that the grid has; one point makes no line."""
    points = trend(ctx)
    if len(points) == 1:
        return []
    rows = {row.key: row for row in grid.rows}
    shown = [[rows[key] for key in group if key in rows] for group in groups]
    return [
        _chart(ctx, grid.id, members, beside=number % 2 == 1)
        for number, members in enumerate(filter(None, shown))
    ]


def _chart(ctx: Context, grid: str, rows: list[Row], *, beside: bool) -> Chart:
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
        height=6.0,
        width=12.0,
        beside=beside,
    )


def chart_points(ctx: Context, grid: str, row: Row) -> tuple[Ref, ...]:
    """Return the cells that a line of a row is drawn from: those on Data where there may be gaps."""
    points = trend(ctx)
    if not isinstance(row.cells[points[0].key].expression, Call):
        return tuple(Ref(grid, row.key, point.key) for point in points)
    found: dict[str, Expression] = {
        point.key: Gap(Ref(grid, row.key, point.key)) for point in points
    }
    return points_of(ctx, f"{grid}_{row.key}", _label(row), found)


def points_of(
    ctx: Context, key: str, title: str, found: dict[str, Expression]
) -> tuple[Ref, ...]:
    """Keep a line's points, by period, in a column of the grid of chart points."""
    ctx.gaps[key] = (title, found)
    return tuple(Ref(POINTS, point, key) for point in found)


def _label(row: Row) -> str:
    expression = row.cells["label"].expression
    return str(expression.value) if isinstance(expression, Literal) else row.key
