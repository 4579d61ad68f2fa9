"""How earlier forecasts fared: error and bias by line and in total, and how many they are of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xlcost.report.forecasts import accuracy_points
from xlcost.report.forecasts.accuracy_points import (
    ERROR,
    HORIZONS,
    NEXT,
    TOTAL,
    DueForecast,
    DueForecasts,
)
from xlcost.report.model import cells
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import (
    Call,
    CellRange,
    Expression,
    Literal,
    Over,
    Plus,
    Ref,
    Total,
    is_number,
)
from xlcost.report.model.lazy_values import values
from xlcost.report.model.spec import Cell, Column, Grid, Row, RowStyle
from xlcost.report.opex import opex_lines
from xlcost.values.shown_numbers import format_decimal

GRID: Final = "forecast_accuracy"
NUMBER_WIDTH: Final = 8.0


def grid(ctx: Context) -> Grid | None:
    """Return the table; None where no forecast of an earlier pack has come due."""
    found = accuracy_points.points(ctx)
    if not found:
        return None
    columns = [Column("label", ctx.t("columns.line"), width=30)]
    for horizon in _horizons(ctx):
        band = ctx.t(f"accuracy.{horizon}")
        columns += [
            Column(f"{horizon}_expected", ctx.t("columns.forecast"), band),
            Column(f"{horizon}_actual", ctx.t("columns.actual"), band),
            Column(f"{horizon}_miss", ctx.t("accuracy.miss"), band),
            Column(f"{horizon}_n", ctx.t("accuracy.n"), band, NUMBER_WIDTH),
            Column(f"{horizon}_mape", ctx.t("accuracy.mape"), band, NUMBER_WIDTH),
            Column(f"{horizon}_bias", ctx.t("accuracy.bias"), band, NUMBER_WIDTH),
        ]
    rows = [
        row
        for line in ctx.lines
        for row in _row(ctx, opex_lines.line_part(line).key, line.name, "line")
    ]
    rows += _row(ctx, TOTAL, ctx.t("rows.total_opex"), "total")
    title = f"{ctx.t('accuracy.title')} {ctx.t('accuracy.note')}"
    return Grid(GRID, tuple(columns), tuple(rows), title=title)


def _horizons(ctx: Context) -> list[str]:
    there = {horizon for horizon, _ in accuracy_points.points(ctx)}
    return [horizon for horizon in HORIZONS if horizon in there]


def _row(ctx: Context, key: str, label: str, style: RowStyle) -> Iterator[Row]:
    found = accuracy_points.points(ctx)
    by_column: dict[str, Cell] = {}
    for horizon in _horizons(ctx):
        if (horizon, key) in found:
            by_column |= _figures(horizon, key, found[horizon, key])
    if by_column:
        yield Row(key, {"label": cells.words(label), **by_column}, style)


def _figures(horizon: str, row: str, mine: DueForecasts) -> dict[str, Cell]:
    """Return the newest forecast with what came, then error and bias of all of them."""
    newest = mine.newest
    expected, actual = (Ref(GRID, row, f"{horizon}_{one}") for one in ("expected", "actual"))
    miss = Plus(((1, expected), (-1, actual)))
    by_column = {
        "expected": Cell(newest.ref("expected"), "money"),
        "actual": Cell(newest.ref("actual"), "money"),
        "miss": Cell(miss, "money"),
        "n": Cell(Literal(len(mine.all)), "count"),
    }
    if mine.measured:
        by_column["mape"] = Cell(_mape(mine.measured), "share")
        by_column["bias"] = Cell(_bias(mine.all), "share")
    return {f"{horizon}_{name}": cell for name, cell in by_column.items()}


def _mape(used: tuple[DueForecast, ...]) -> Expression:
    """Return the mean of the points' own errors."""
    return Over(Total(tuple(point.ref(ERROR) for point in used)), Literal(len(used)))


def _bias(used: tuple[DueForecast, ...]) -> Expression:
    """Return how much too high forecasts were on the whole."""
    given: dict[str, Expression] = {
        "actuals": CellRange(tuple(point.ref("actual") for point in used)),
        "forecasts": CellRange(tuple(point.ref("expected") for point in used)),
    }
    return Call("forecast_accuracy", given, method="bias")


def checks(ctx: Context, total: dict[int, Ref]) -> Iterator[Check]:
    """Yield the control: what forecasts of a period are held against is its closed total.

    Args:
        ctx: The report.
        total: The total of each closed period on Forecast, by its key.
    """
    held = accuracy_points.points(ctx).get((NEXT, TOTAL))
    mine = [point for point in held.all if point.first in total] if held else []
    if mine:
        this = Plus(tuple((1, point.ref("actual")) for point in mine))
        other = Plus(tuple((1, total[point.first]) for point in mine))
        yield Check("forecast_accuracy", ctx.t("accuracy.check"), this, other)


def sentence(ctx: Context) -> str:
    """Return how far earlier forecasts of total cost were off, or that there are none."""
    found, told = accuracy_points.points(ctx), []
    for horizon in HORIZONS:
        mine = found.get((horizon, TOTAL))
        if mine and mine.measured:
            told.append(_said(ctx, horizon, mine))
    return " ".join(told) or ctx.t("accuracy.none")


def _said(ctx: Context, horizon: str, mine: DueForecasts) -> str:
    held = values(ctx)
    points = accuracy_points.grid(ctx)
    if points is not None:
        held.know(points)
    mape, bias = held.value(_mape(mine.measured)), held.value(_bias(mine.all))
    if not is_number(mape) or not is_number(bias):
        return ""
    way = "even" if abs(bias) < 0.0005 else "high" if bias > 0 else "low"  # noqa: PLR2004 - shown
    percents = {
        name: format_decimal(abs(number) * 100, "0.0", locale=ctx.word.language)
        for name, number in (("mape", mape), ("bias", bias))
    }
    size = ctx.t(f"accuracy.bias_{way}", bias=percents["bias"])
    n, first = len(mine.measured), ctx.t(f"accuracy.said_{horizon}", mape=percents["mape"])
    return ctx.t("accuracy.said", first=first, bias=size, n=n)
