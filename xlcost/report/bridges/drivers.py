"""The drivers of labour cost: contacts, their mix and time, occupancy, shrinkage and the rate."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO
from xlcost.report.contacts import allocation, service
from xlcost.report.contacts.allocation import View
from xlcost.report.model import sums
from xlcost.report.model.chart_of_lines import ChannelDirection
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import Expression, Lookup
from xlcost.report.model.lazy_values import values
from xlcost.report.model.once import once

STEPS = ("volume", "mix", "aht", "occupancy", "shrinkage", "rate")
BUDGET = "bu"
PRIOR = "py"
CONTACTS = ("handled", "handle_seconds")
NEEDED = ("handle_hours", "logged_in_hours", "paid_hours")
HOURS = (*NEEDED, "shrinkage_hours")


@dataclass(frozen=True)
class Pair:
    """What is compared in one span: the budget ("bu") or prior year ("py") with the actual."""

    span: str
    other: str
    before: View
    after: View


def head_before(ctx: Context, other: str) -> str:
    """Return the head of what is compared with: the budget, or the prior year."""
    return ctx.t("columns.budget" if other == BUDGET else "columns.prior")


@once
def pair(ctx: Context, span: str, other: str) -> Pair | None:
    """Return what a span is compared with, where both have costs and contacts."""
    if ctx.whole_company:  # its people are not those of the contacts
        return None
    by_key = {view.key: view for view in allocation.views(ctx)}
    before, after = by_key.get(f"{span}_{other}"), by_key.get(f"{span}_ac")
    return Pair(span, other, before, after) if before and after else None


@once
def directions(ctx: Context) -> tuple[ChannelDirection, ...]:
    """Return the channels whose contacts and handle time are measured."""
    return service.directions_with(ctx, CONTACTS)


def handle_time(ctx: Context, view: View, directions_: tuple[ChannelDirection, ...]) -> Expression:
    """Return the handle time of some channels in a view."""
    return service.ratio(ctx, service.named("average_handle_time"), view.slot, directions_)


@once
def complete(ctx: Context, pair_: Pair) -> bool:
    """Whether every driver is known on both sides, for the same periods."""
    if not directions(ctx) or any(name not in ctx.frames.workforce for name in HOURS):
        return False
    return _covered(ctx, pair_) and all(_known(ctx, one) for one in (pair_.before, pair_.after))


def _known(ctx: Context, view: View) -> bool:
    """Whether one side has contacts, handle time, hours and labour cost."""
    wanted: list[Expression] = [
        *(service.activity(ctx, name, directions(ctx), view.slot) for name in CONTACTS),
        *(sums.workforce(name, view.slot) for name in NEEDED),
        Lookup("opex_lines", "amount", (equal("labour", 1), *view.costs)),
    ]
    return all(values(ctx).number(one) for one in wanted)


def _covered(ctx: Context, pair_: Pair) -> bool:
    """Whether both sides speak of the same periods: half a budget would look like growth."""
    if pair_.other != BUDGET:
        version = ctx.prior_version_of("workforce")
        known = version == pair_.before.driver_version
        return known and ctx.covers("workforce", version, pair_.span)
    for frame in ("opex", "activity", "workforce"):
        actual = ctx.periods_with(frame, ACTUAL_NO, pair_.span)
        budget = ctx.periods_with(frame, BUDGET_NO, pair_.span)
        whole = {key for key in (*actual, *budget) if key % 100 == 0}
        if not budget or not (actual <= budget or whole):
            return False
    return True
