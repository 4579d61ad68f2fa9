"""The drivers of labour cost: contacts, their mix and time, occupancy, shrinkage and the rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlcost.catalogue.families import find
from xlcost.catalogue.metrics.bridge import LabourCostBridge
from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO, COST
from xlcost.errors import MetricError
from xlcost.report.contacts import allocation, service
from xlcost.report.contacts.allocation import View
from xlcost.report.model.chart_of_lines import ChannelDirection
from xlcost.report.model.context import Context
from xlcost.report.model.once import once

STEPS = ("volume", "mix", "aht", "occupancy", "shrinkage", "rate")
BUDGET = "bu"
PRIOR = "py"
HOURS = ("handle_hours", "logged_in_hours", "paid_hours", "shrinkage_hours")


@dataclass(frozen=True)
class Pair:
    """What is compared in one span: the budget ("bu") or prior year ("py") with the actual."""

    span: str
    other: str
    before: View
    after: View


@dataclass(frozen=True)
class Side:
    """The drivers of one side of a pair as they stand while building."""

    volumes: list[float]
    times: list[float]
    occupancy: float
    shrinkage: float
    rate: float
    labour: float


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
def lanes(ctx: Context) -> tuple[ChannelDirection, ...]:
    """Return the channels whose contacts and handle time are measured."""
    return service.lanes_with(ctx, ("handled", "handle_seconds"))


def driven(ctx: Context, spans: Sequence[str], other: str) -> tuple[Pair, ...]:
    """Return the pairs of some spans; none where a driver of one of them is missing."""
    held = [pair(ctx, span, other) for span in spans]
    pairs = tuple(one for one in held if one is not None)
    if len(pairs) < len(spans) or any(bridge_now(ctx, one) is None for one in pairs):
        return ()
    return pairs


def drivers_now(ctx: Context, span: str, other: str = BUDGET) -> list[tuple[str, str, float]]:
    """Return why the cost of the lines that pay people changed, as it stands while building.

    Args:
        ctx: The report.
        span: "month", "ytd" or "year".
        other: What it is compared with: "bu" for the budget, "py" for the prior year.

    Returns:
        Key, label and amount of each step; they add up to the whole change of those lines.
        Nothing where the drivers are not known.
    """
    pairs = driven(ctx, [span], other)
    if not pairs:
        return []
    bridge = bridge_now(ctx, pairs[0])
    before, after = (side(ctx, pairs[0], place) for place in (0, 1))
    if bridge is None or before is None or after is None:
        return []
    steps = {name: getattr(bridge, name) for name in STEPS}
    steps["currency"] = currency_now(ctx, pairs[0], labour=1)
    steps["other"] = bridge.other - (before.labour - bridge.start)
    return [
        (key, ctx.t(f"bridge.{key}"), round(amount, 2)) for key, amount in steps.items() if amount
    ]


@once
def bridge_now(ctx: Context, pair_: Pair) -> LabourCostBridge | None:
    """Return the steps as they stand while building; None where a driver is not known."""
    if not _covered(ctx, pair_):
        return None
    before, after = side(ctx, pair_, 0), side(ctx, pair_, 1)
    if before is None or after is None:
        return None
    times = zip(before.times, after.times, strict=True)
    known = [(first or second, second or first) for first, second in times]
    try:
        bridge: LabourCostBridge = find("labour_cost_bridge").function(
            before.volumes,
            after.volumes,
            [first for first, _ in known],
            [second for _, second in known],
            before.occupancy,
            after.occupancy,
            before.shrinkage,
            after.shrinkage,
            before.rate,
            after.rate,
            after.labour,
        )
    except MetricError:
        return None
    return bridge


@once
def side(ctx: Context, pair_: Pair, place: int) -> Side | None:
    """Return the drivers before (0) or after (1); None where something is missing."""
    view = (pair_.before, pair_.after)[place]
    if not lanes(ctx) or any(name not in ctx.frames.workforce for name in HOURS):
        return None
    activity = view.rows(ctx.frames.activity)
    hours = view.rows(ctx.frames.workforce)[list(HOURS)].sum()
    handled, logged_in, paid, absent = (float(hours[name]) for name in HOURS)
    parts = [lane.rows(activity) for lane in lanes(ctx)]
    volumes = [float(part["handled"].sum()) for part in parts]
    seconds = [float(part["handle_seconds"].sum()) for part in parts]
    labour = labour_now(ctx, view)
    if not (sum(volumes) and sum(seconds) and handled and logged_in and paid and labour):
        return None
    if place:
        labour -= currency_now(ctx, pair_, labour=1)
    times = [time / count if count else 0.0 for time, count in zip(seconds, volumes, strict=True)]
    return Side(volumes, times, handled / logged_in, absent / paid, labour / paid, labour)


@once
def labour_now(ctx: Context, view: View) -> float:
    """Return the cost of the lines that pay people."""
    opex = ctx.frames.opex
    frame = view.span.rows(opex[opex["version_no"] == view.cost_version])
    return float(frame.loc[(frame["labour"] == 1) & (frame["kind_no"] == COST), "amount"].sum())


@once
def currency_now(ctx: Context, pair_: Pair, *, labour: int) -> float:
    """Return what other rates than the budget's did to the cost of a span."""
    frame = pair_.after.span.rows(ctx.frames.currency)
    if pair_.other != BUDGET or not len(frame):
        return 0.0
    chosen = (frame["labour"] == labour) & (frame["kind_no"] == COST)
    return float(frame.loc[chosen, "amount"].sum())


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
