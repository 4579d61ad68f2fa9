"""The sheet Efficiency: how fast and how well contacts are handled, over thirteen months."""

from __future__ import annotations

from xlcost.report import cells, service
from xlcost.report.context import Context, equal
from xlcost.report.labels import short_label
from xlcost.report.service import Ratio
from xlcost.report.spec import Block, Cell, Column, Grid, Row, Sheet, Text
from xlcost.report.tables import ACTUAL_NO
from xlcost.report.trend import trend
from xlcost.report.trend_charts import line_charts

GRID = "efficiency"
CHARTS = (
    ("average_handle_time",),
    ("first_contact_resolution", "csat_score"),
    ("service_level", "abandonment_rate"),
    ("average_speed_of_answer",),
)


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
        freeze=GRID,
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
    return [Column(p.key, short_label(calendar, p.first, language)) for p in trend(ctx)]


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
    columns = [Column("label", ctx.t("columns.channel"), width=30)]
    columns += [Column(item.metric, ctx.label(item.metric), wrap=True) for item in ratios]
    where = (equal("version_no", ACTUAL_NO), *ctx.spans[ctx.main].where)
    rows = []
    for lane in ctx.lanes:
        found = cells.texts(label=lane.name)
        for item in ratios:
            if lane in service.lanes_with(ctx, item.needed):
                expression = service.ratio(ctx, item, where, (lane,))
                found[item.metric] = Cell(expression, cells.metric_format(item.metric))
            else:
                found[item.metric] = cells.words(ctx.t("not_measured"))
        rows.append(Row(lane.key, found))
    return Grid(f"{GRID}_channels", tuple(columns), tuple(rows), title=ctx.t("titles.by_channel"))
