"""What each channel costs: the lines mapped to it, and its share of what all channels share."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO, COST
from xlcost.report.contacts import service
from xlcost.report.model import cells
from xlcost.report.model.chart_of_lines import SHARED, ChannelDirection
from xlcost.report.model.context import Context, Span, equal
from xlcost.report.model.expressions import (
    Call,
    Expression,
    Literal,
    Lookup,
    Plus,
    Ref,
    Times,
    Total,
)
from xlcost.report.model.once import once
from xlcost.report.model.spec import Cell, Column, Format, Grid, Row
from xlcost.report.model.sums import VIEWS, Slot, direction_where

GRID = "allocation"
SPANS = ("month", "last_month", "prior_month", "ytd", "prior_ytd", "year", "prior_full")


@dataclass(frozen=True)
class View:
    """One column of unit costs: a span in a version.

    Attributes:
        key: Column key, such as "month_ac".
        title: Its head.
        band: The band above it.
        span: The span of periods.
        cost_version: Version of the amounts.
        driver_version: Version of the volumes.
    """

    key: str
    title: str
    band: str
    span: Span
    cost_version: int
    driver_version: int

    @property
    def drivers(self) -> service.Where:
        """The criteria for activity in this view."""
        return (equal("version_no", self.driver_version), *self.span.where)

    @property
    def slot(self) -> Slot:
        """The column where sums of activity in this view are kept."""
        place = SPANS.index(self.span.key) * 10 + self.driver_version
        return Slot(VIEWS, self.key, self.title, self.band, self.drivers, place)

    @property
    def costs(self) -> service.Where:
        """The criteria for cost in this view."""
        return (
            equal("kind_no", COST),
            equal("version_no", self.cost_version),
            *self.span.where,
        )

    def rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of activity or workforce in this view."""
        return self.span.rows(frame[frame["version_no"] == self.driver_version])


@once
def views(ctx: Context) -> tuple[View, ...]:
    """Return the columns for which there are both costs and volumes."""
    shown: list[View] = []
    for span in ctx.shown:
        band, here = ctx.band(span), ctx.spans[span]
        shown.append(View(f"{span}_ac", ctx.t("columns.actual"), band, here, ACTUAL_NO, ACTUAL_NO))
        if ctx.has_budget(span) and ctx.periods_with("activity", BUDGET_NO, span):
            title = ctx.t("columns.budget")
            shown.append(View(f"{span}_bu", title, band, here, BUDGET_NO, BUDGET_NO))
        if span == "month" and _has_last_month(ctx):
            last, title = ctx.spans["last_month"], ctx.t("columns.last_month")
            shown.append(View("last_month_ac", title, band, last, ACTUAL_NO, ACTUAL_NO))
        version = ctx.prior_version_of("activity")
        if ctx.has_prior(span) and ctx.covers("activity", version, span):
            prior, title = ctx.spans[ctx.prior_of(span)], ctx.t("columns.prior")
            shown.append(View(f"{span}_py", title, band, prior, ctx.prior_version, version))
    return tuple(shown)


def _has_last_month(ctx: Context) -> bool:
    frames = ("opex", "activity")
    return all(ctx.periods_with(frame, ACTUAL_NO, "last_month") for frame in frames)


def has_key(ctx: Context) -> bool:
    """Whether shared cost can be allocated: its key is in the data or the settings."""
    if ctx.whole_company:  # what channels share is a part of it that nobody has named
        return False
    frame = ctx.frames.activity
    if ctx.settings.allocation == "fixed":
        return bool(ctx.settings.channel_shares)
    measure = _measure(ctx)
    return measure in frame and bool(frame[measure].sum() > 0)


def cost_directions(ctx: Context) -> tuple[ChannelDirection, ...]:
    """Return every channel that can have cost, those without activity last."""
    active = {direction.channel_no for direction in ctx.directions}
    more = [
        ChannelDirection(f"c{number}", name, number)
        for name, number in ctx.channels.items()
        if number not in active
    ]
    return (*ctx.directions, *more)


def cost_of(view: View, directions: tuple[ChannelDirection, ...]) -> Expression:
    """Return the cost of some channels, not available where one of theirs is not."""
    refs = [Ref(GRID, f"{view.key}_{direction.key}", "total") for direction in directions]
    return cells.plus(refs)


def total_cost(view: View) -> Expression:
    """Return the whole OpEx of a view."""
    return Lookup("opex_lines", "amount", view.costs)


def grid(ctx: Context) -> Grid:
    """Return the allocation, one block of rows a view."""
    seconds = ctx.settings.allocation == "handle_seconds"
    shown: Format = "hours" if seconds else "count"
    split = any(direction.direction_no is not None for direction in cost_directions(ctx))
    within = (Column("within", ctx.t("columns.within")),) if split else ()
    columns = (
        Column("label", ctx.t("columns.channel"), width=34),
        *within,
        Column("direct", ctx.t("columns.direct_cost")),
        Column("basis", ctx.t(f"allocation.{ctx.settings.allocation}")),
        Column("share", ctx.t("columns.share")),
        Column("allocated", ctx.t("columns.allocated")),
        Column("total", ctx.t("columns.channel_cost")),
    )
    rows: list[Row] = []
    for view in views(ctx):
        rows += _block(ctx, view, "seconds" if seconds else shown)
    return Grid(GRID, columns, tuple(rows), title=ctx.t("titles.allocation"))


def _block(ctx: Context, view: View, shown: Format) -> list[Row]:
    key, directions = view.key, cost_directions(ctx)
    head = f"{view.band}: {view.title}"
    shared = Lookup("opex_lines", "amount", (equal("channel_no", SHARED), *view.costs))
    rows = [
        Row(f"{key}_head", cells.texts(label=head), "heading"),
        Row(
            f"{key}_shared",
            {
                "label": cells.words(ctx.t("rows.shared_cost")),
                "allocated": Cell(shared, "money"),
            },
        ),
    ]
    for direction in directions:
        row = f"{key}_{direction.key}"
        allocated = Times(Ref(GRID, f"{key}_shared", "allocated"), Ref(GRID, row, "share"))
        by_column = {
            "label": cells.words(direction.name),
            "direct": Cell(_direct(view, direction), "money"),
            "share": Cell(_share(ctx, view, direction), "share"),
            "allocated": Cell(allocated, "money"),
            "total": Cell(
                Plus(((1, Ref(GRID, row, "direct")), (1, Ref(GRID, row, "allocated")))), "money"
            ),
        }
        if direction.direction_no is not None:
            by_column["within"] = Cell(_within(ctx, view, direction), "share")
        if ctx.settings.allocation != "fixed":
            by_column["basis"] = Cell(_basis(ctx, view, direction), shown)
        rows.append(Row(row, by_column))
    rows.append(_total(ctx, view, shown))
    return rows


def _total(ctx: Context, view: View, shown: Format) -> Row:
    keys = [f"{view.key}_{direction.key}" for direction in cost_directions(ctx)]
    by_column = {"label": cells.words(ctx.t("rows.all_channels"))}
    formats: dict[str, Format] = {"direct": "money", "allocated": "money", "total": "money"}
    if ctx.settings.allocation != "fixed":
        formats["basis"] = shown
    for column, format_ in {**formats, "share": "share"}.items():
        by_column[column] = Cell(Total(tuple(Ref(GRID, key, column) for key in keys)), format_)
    return Row(f"{view.key}_total", by_column, "subtotal")


def _measure(ctx: Context) -> str:
    return "handled" if ctx.settings.allocation == "contacts" else "handle_seconds"


def _basis(ctx: Context, view: View, direction: ChannelDirection) -> Expression:
    return Lookup("activity", _measure(ctx), (*direction_where(direction), *view.drivers))


def _share(ctx: Context, view: View, direction: ChannelDirection) -> Expression:
    """Return a channel's share of the key."""
    if ctx.settings.allocation == "fixed":
        name = next(name for name, number in ctx.channels.items() if number == direction.channel_no)
        whole = Literal(float(ctx.settings.channel_shares.get(name, 0)))
        return whole if direction.direction_no is None else Times(whole, _part(view, direction))
    basis, total = f"{view.key}_{direction.key}", f"{view.key}_total"
    given = {"amount": Ref(GRID, basis, "basis"), "total": Ref(GRID, total, "basis")}
    return Call("opex_share", given)


def _direct(view: View, direction: ChannelDirection) -> Expression:
    """Return the cost of the lines mapped to a channel; directions share it, by `_within`."""
    channel = equal("channel_no", direction.channel_no)
    cost = Lookup("opex_lines", "amount", (channel, *view.costs))
    return cost if direction.direction_no is None else Times(cost, _part(view, direction))


def _part(view: View, direction: ChannelDirection) -> Ref:
    """Return the cell with a direction's share of its channel."""
    return Ref(GRID, f"{view.key}_{direction.key}", "within")


def _within(ctx: Context, view: View, direction: ChannelDirection) -> Expression:
    """Return a direction's share of its channel: of its handle seconds, else of its contacts."""
    name = next(name for name, number in ctx.channels.items() if number == direction.channel_no)
    whole = ChannelDirection(f"c{direction.channel_no}", name, direction.channel_no)
    measure = _split_by(ctx, direction.channel_no)
    given: dict[str, Expression] = {
        "amount": service.activity(ctx, measure, (direction,), view.slot),
        "total": service.activity(ctx, measure, (whole,), view.slot),
    }
    return Call("opex_share", given)


def _split_by(ctx: Context, channel: int) -> str:
    """Return what tells the directions of a channel apart: time, where the channel measures it."""
    frame = ctx.frames.activity
    mine = frame[frame["channel_no"] == channel]
    timed = "handle_seconds" in mine and bool(mine["handle_seconds"].sum() > 0)
    return "handle_seconds" if timed else "handled"
