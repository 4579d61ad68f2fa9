"""Ratios of the contact centre, each a ratio of sums over the channels that measure it."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.catalogue.families import find
from xlcost.dataset.pack_format import ACTUAL_NO
from xlcost.report.model import sums
from xlcost.report.model.chart_of_lines import ChannelDirection
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import Call, Criterion, Expression, Literal
from xlcost.report.model.sums import Slot

HALF = 0.5  # of a contact
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


def named(metric: str) -> Ratio:
    """Return the ratio of a metric."""
    return next(one for one in RATIOS if one.metric == metric)


def directions_with(ctx: Context, measures: tuple[str, ...]) -> tuple[ChannelDirection, ...]:
    """Return the channels that have all of some measures; none where a file lacks one."""
    wanted = set(measures)
    return tuple(
        direction
        for direction in ctx.directions
        if wanted <= ctx.measured.get(direction.key, set())
    )


def directions_counting(ctx: Context, measure: str) -> tuple[ChannelDirection, ...]:
    """Return the channels that counted more than nothing of a measure."""
    return tuple(
        direction
        for direction in ctx.directions
        if measure in ctx.counted.get(direction.key, set())
    )


def activity(
    ctx: Context, measure: str, directions: tuple[ChannelDirection, ...], slot: Slot
) -> Expression:
    """Return the sum of a measure over some channels, kept on the Data sheet."""
    return sums.activity(measure, directions, slot, every=ctx.directions)


def ratio(
    ctx: Context, item: Ratio, slot: Slot, directions: tuple[ChannelDirection, ...]
) -> Expression:
    """Return a ratio over some channels; a part that no file has is 0, or its default."""
    method = item.method(ctx)
    given: dict[str, Expression] = {}
    for argument in find(item.metric).used(method):
        if argument.name in ctx.frames.activity:
            given[argument.name] = activity(ctx, argument.name, directions, slot)
        elif argument.required:
            given[argument.name] = Literal(0)
    return Call(item.metric, given, method=method)


def labelled(ctx: Context, item: Ratio) -> str:
    """Return a ratio's label, with its method where practitioners use several."""
    method = method_text(ctx, item.method(ctx))
    return ctx.label(item.metric) + (f" ({method})" if method else "")


def offered_agrees(ctx: Context, needed: tuple[str, ...]) -> bool:
    """Whether offered is handled and abandoned together, as this method takes it to be."""
    frame = ctx.frames.activity
    names = ("offered", "handled", "abandoned")
    if not set(names) <= set(frame.columns):
        return True
    numbers = {
        (direction.channel_no, direction.direction_no) for direction in directions_with(ctx, needed)
    }
    actual = frame[frame["version_no"] == ACTUAL_NO]
    rows = [
        direction.rows(actual)
        for direction in ctx.directions
        if (direction.channel_no, direction.direction_no) in numbers
    ]
    offered, handled, abandoned = (sum(float(part[n].sum()) for part in rows) for n in names)
    return abs(offered - handled - abandoned) < HALF


def method_text(ctx: Context, method: str | None) -> str:
    """Return a method in words, or nothing; one of offered contacts only where that is true."""
    needed = named("service_level").needed
    if method == "answered_of_offered" and not offered_agrees(ctx, needed):
        method = "answered_of_handled_and_abandoned"
    return ctx.t(f"methods.{method}") if method else ""
