"""Ratios of the contact centre, each a ratio of sums over the channels that measure it."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.catalogue import find
from xlcost.report.chart_of_lines import Lane
from xlcost.report.context import Context, equal
from xlcost.report.expressions import Call, Criterion, Expression, Literal, Lookup, Plus

Where = tuple[Criterion, ...]


@dataclass(frozen=True)
class Ratio:
    """A metric over activity.

    Attributes:
        metric: Its Python name.
        needed: Measures that a channel must have to count in it; a channel without them would
            add to one side of the ratio only.
    """

    metric: str
    needed: tuple[str, ...]

    def method(self, ctx: Context) -> str | None:
        """Return the method set for it, where it has several."""
        return ctx.settings.methods.service_level if self.metric == "service_level" else None


RATIOS = (
    Ratio("average_handle_time", ("talk_seconds", "handled")),
    Ratio("first_contact_resolution", ("resolved_first_contact", "handled")),
    Ratio("csat_score", ("csat_satisfied", "csat_responses")),
    Ratio("service_level", ("answered_in_threshold", "handled")),
    Ratio("abandonment_rate", ("abandoned", "offered")),
    Ratio("average_speed_of_answer", ("wait_seconds", "handled")),
    Ratio("transfer_rate", ("transferred", "handled")),
    Ratio("repeat_contact_rate", ("repeated", "handled")),
)


def lanes_with(ctx: Context, measures: tuple[str, ...]) -> tuple[Lane, ...]:
    """Return the channels that have all of some measures; none where a file lacks one."""
    wanted = set(measures)
    return tuple(lane for lane in ctx.lanes if wanted <= ctx.measured.get(lane.key, set()))


def activity(ctx: Context, measure: str, lanes: tuple[Lane, ...], where: Where) -> Expression:
    """Return the sum of a measure over some channels."""
    if len(lanes) == len(ctx.lanes):
        return Lookup("activity", measure, where)
    parts: list[Expression] = [
        Lookup("activity", measure, (*lane_where(lane), *where)) for lane in lanes
    ]
    return parts[0] if len(parts) == 1 else Plus(tuple((1, part) for part in parts))


def lane_where(lane: Lane) -> Where:
    """Return the criteria that choose a channel, or one direction of it."""
    channel = equal("channel_no", lane.channel)
    if lane.direction is None:
        return (channel,)
    return (channel, equal("direction_no", lane.direction))


def ratio(ctx: Context, item: Ratio, where: Where, lanes: tuple[Lane, ...]) -> Expression:
    """Return a ratio over some channels; a part that no file has is 0, or its default."""
    method = item.method(ctx)
    given: dict[str, Expression] = {}
    for argument in find(item.metric).used(method):
        if argument.name in ctx.frames.activity:
            given[argument.name] = activity(ctx, argument.name, lanes, where)
        elif argument.required:
            given[argument.name] = Literal(0)
    return Call(item.metric, given, method=method)


def method_text(ctx: Context, method: str | None) -> str:
    """Return a method in words, or nothing."""
    return ctx.t(f"methods.{method}") if method else ""


def covered(ctx: Context, lanes: tuple[Lane, ...]) -> str:
    """Return which channels a figure speaks of: their names, or the word for all."""
    if len(lanes) == len(ctx.lanes):
        return ctx.t("channels.all")
    return ", ".join(lane.name for lane in lanes)
