"""The sheet Efficiency: how fast and how well contacts are handled, over thirteen months."""

from __future__ import annotations

from xlcost.report.contacts import allocation, service
from xlcost.report.contacts.service import Ratio
from xlcost.report.contacts.trend import LABEL_WIDTH, period_width, slots, trend_columns
from xlcost.report.contacts.trend_charts import line_charts
from xlcost.report.model import cells
from xlcost.report.model.context import Context
from xlcost.report.model.contract import Built, SheetContract
from xlcost.report.model.expressions import Literal
from xlcost.report.model.spec import Block, Cell, Column, Grid, Row, Sheet, Text

GRID = "efficiency"
CHARTS = tuple((item.metric,) for item in service.RATIOS[:6])
QUALITY = ("first_contact_resolution", "csat_score", "service_level")  # shares one can compare
SCALES = dict.fromkeys(QUALITY, "quality")


def lacking(ctx: Context) -> list[str]:
    """Return that there is no activity, or that nothing of it makes a ratio."""
    if not ctx.directions:
        return [ctx.missing("activity")]
    return [] if available(ctx) else [*unavailable(ctx), ctx.missing("efficiency")]


def build(ctx: Context) -> Built:
    """Build the sheet."""
    ratios = available(ctx)
    grid = _trend_grid(ctx, ratios)
    blocks: list[Block] = [Text(ctx.t("notes.efficiency")), grid]
    if len(ctx.directions) > 1:
        blocks.append(_channel_grid(ctx, ratios))
    blocks += line_charts(ctx, grid, CHARTS, _heads(ctx), SCALES)
    title = ctx.t("sheets.efficiency")
    sheet = Sheet("efficiency", title, tuple(blocks), heading=title)
    return Built(sheet, omissions=tuple(unavailable(ctx)))


SHEET = SheetContract("efficiency", build, lacking)


def available(ctx: Context) -> list[Ratio]:
    """Return the ratios that the files allow."""
    return [item for item in service.RATIOS if service.directions_with(ctx, item.needed)]


def unavailable(ctx: Context) -> list[str]:
    """Return what the other ratios lack."""
    known = available(ctx)
    return [
        ctx.missing("measure", figure=ctx.label(item.metric), needed=", ".join(item.needed))
        for item in service.RATIOS
        if item not in known
    ]


def _trend_grid(ctx: Context, ratios: list[Ratio]) -> Grid:
    columns = (
        Column("label", ctx.t("columns.figure"), width=LABEL_WIDTH),
        *trend_columns(ctx, _heads(ctx)),
    )
    rows = []
    for item in ratios:
        directions = service.directions_with(ctx, item.needed)
        shown = cells.metric_format(item.metric)
        by_column = cells.texts(label=service.labelled(ctx, item))
        for slot in slots(ctx):
            by_column[slot.key] = Cell(service.ratio(ctx, item, slot, directions), shown)
        rows.append(Row(item.metric, by_column))
    return Grid(GRID, columns, tuple(rows))


def _heads(ctx: Context) -> list[str]:
    """Return the heads of the channels, which stand in the columns of the periods."""
    return [direction.name for direction in ctx.directions] if len(ctx.directions) > 1 else []


def _channel_grid(ctx: Context, ratios: list[Ratio]) -> Grid:
    """Return the ratios of the report's period by channel; what is not measured is muted."""
    view = next(view for view in allocation.views(ctx) if view.key == f"{ctx.main}_ac")
    columns = [Column("label", ctx.t("columns.figure"))]
    columns += [
        Column(direction.key, direction.name, width=period_width(_heads(ctx)))
        for direction in ctx.directions
    ]
    rows = []
    for item in ratios:
        by_column = cells.texts(label=service.labelled(ctx, item))
        measured = service.directions_with(ctx, item.needed)
        for direction in ctx.directions:
            if direction in measured:
                expression = service.ratio(ctx, item, view.slot, (direction,))
                by_column[direction.key] = Cell(expression, cells.metric_format(item.metric))
            else:
                by_column[direction.key] = Cell(Literal(ctx.t("not_measured")), "text", "muted")
        rows.append(Row(item.metric, by_column))
    return Grid(f"{GRID}_channels", tuple(columns), tuple(rows), title=ctx.t("titles.by_channel"))
