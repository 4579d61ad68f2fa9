"""The sheet Efficiency: how fast and how well contacts are handled, over thirteen months."""

from __future__ import annotations

from xlcost.report import cells, service
from xlcost.report.context import Context, equal
from xlcost.report.expressions import Literal
from xlcost.report.labels import short_label
from xlcost.report.service import Ratio
from xlcost.report.spec import Block, Cell, Column, Grid, Row, Sheet, Text
from xlcost.report.tables import ACTUAL_NO
from xlcost.report.trend import trend
from xlcost.report.trend_charts import line_charts

GRID = "efficiency"
PERIOD_WIDTH = 10.5
CHARTS = tuple((item.metric,) for item in service.RATIOS[:6])


def sheet(ctx: Context) -> Sheet | None:
    """Build the sheet, unless there is no activity."""
    if not ctx.lanes:
        ctx.leave_out("activity")
        return None
    ratios = available(ctx)
    if not ratios:
        ctx.leave_out("efficiency")
        return None
    grid = _trend_grid(ctx, ratios)
    blocks: list[Block] = [Text(ctx.t("notes.efficiency")), grid]
    if len(ctx.lanes) > 1:
        blocks.append(_channel_grid(ctx, ratios))
    blocks += line_charts(ctx, grid, CHARTS)
    return Sheet(
        "efficiency",
        ctx.t("sheets.efficiency"),
        tuple(blocks),
        heading=ctx.t("sheets.efficiency"),
    )


def available(ctx: Context) -> list[Ratio]:
    """Return the ratios that the files allow; About names the others."""
    found = []
    for item in service.RATIOS:
        if service.lanes_with(ctx, item.needed):
            found.append(item)
        else:
            ctx.leave_out("measure", figure=ctx.label(item.metric), needed=", ".join(item.needed))
    return found


def trend_columns(ctx: Context) -> list[Column]:
    """Return one column a period of the trend."""
    language, calendar = ctx.word.language, ctx.data.calendar
    return [
        Column(point.key, short_label(calendar, point.first, language), width=PERIOD_WIDTH)
        for point in trend(ctx)
    ]


def _trend_grid(ctx: Context, ratios: list[Ratio]) -> Grid:
    columns = [
        Column("label", ctx.t("columns.figure"), width=30),
        Column("scope", ctx.t("columns.channels"), width=24, wrap=True),
        Column("method", ctx.t("columns.method"), width=24, wrap=True),
        *trend_columns(ctx),
    ]
    ytd = not ctx.period.is_year
    if ytd:
        columns.append(Column("ytd", ctx.t("bands.ytd")))
    rows = []
    for item in ratios:
        lanes = service.lanes_with(ctx, item.needed)
        shown = cells.metric_format(item.metric)
        found = cells.texts(
            label=ctx.label(item.metric),
            scope=service.covered(ctx, lanes),
            method=service.method_text(ctx, item.method(ctx)),
        )
        actual = equal("version_no", ACTUAL_NO)
        for point in trend(ctx):
            expression = service.ratio(ctx, item, (actual, *point.where), lanes)
            found[point.key] = Cell(expression, shown)
        if ytd:
            where = (actual, *ctx.spans["ytd"].where)
            found["ytd"] = Cell(service.ratio(ctx, item, where, lanes), shown)
        rows.append(Row(item.metric, found))
    return Grid(GRID, tuple(columns), tuple(rows))


def _channel_grid(ctx: Context, ratios: list[Ratio]) -> Grid:
    """Return the ratios of the report's period by channel, n/a where one is not measured."""
    # Two empty columns keep the channels below the periods, and the periods narrow.
    columns = [Column("label", ctx.t("columns.figure")), Column("scope", ""), Column("method", "")]
    columns += [Column(lane.key, lane.name, width=PERIOD_WIDTH) for lane in ctx.lanes]
    where = (equal("version_no", ACTUAL_NO), *ctx.spans[ctx.main].where)
    rows = []
    for item in ratios:
        found = cells.texts(label=ctx.label(item.metric))
        measured = service.lanes_with(ctx, item.needed)
        for lane in ctx.lanes:
            if lane in measured:
                expression = service.ratio(ctx, item, where, (lane,))
                found[lane.key] = Cell(expression, cells.metric_format(item.metric))
            else:
                found[lane.key] = Cell(Literal(ctx.t("not_measured")), "word", "muted")
        rows.append(Row(item.metric, found))
    return Grid(f"{GRID}_channels", tuple(columns), tuple(rows), title=ctx.t("titles.by_channel"))
