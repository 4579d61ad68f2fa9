"""The sheet Savings: what each lever would change in a year like this one, to try out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cached_property, partial
from typing import Final

from xlcost.catalogue.families import find
from xlcost.dataset.pack_format import ACTUAL_NO
from xlcost.dataset.scope import COMPANY
from xlcost.errors import SettingsError
from xlcost.locales.words import LANGUAGES, words
from xlcost.planning.levers_file import Levers, refuse_twice
from xlcost.report.contacts import allocation, resources, service
from xlcost.report.model import sums
from xlcost.report.model.chart_of_lines import INBOUND, ChannelDirection
from xlcost.report.model.context import Context, basis
from xlcost.report.model.contract import Built, SheetContract
from xlcost.report.model.expressions import Call, Expression, Literal, Ref, Total
from xlcost.report.model.once import once
from xlcost.report.model.spec import Cell, Sheet
from xlcost.report.planning import plan_sheet
from xlcost.report.planning.plan import (
    ALL,
    ASSISTED,
    CHANNELS,
    MEASURES,
    SHARES,
    Channel,
    Plan,
    typed,
)

KEY: Final = "savings"
_HANDLED: Final = ("handled",)
_TIME: Final = ("talk_seconds", "handled")
# What a plan may say of all contacts together: nothing is then known of each channel.
_WHOLE: Final = ("contacts", "total_cost")


def lacking(ctx: Context) -> list[str]:
    """Return that the report is about a part of the company, or lacks a lever's channels."""
    if ctx.data.scope != COMPANY:
        return [ctx.missing("savings_part")]
    if ctx.whole_company:
        return [ctx.missing("whole_company")]
    unknown = _without_channels(ctx)
    if unknown:
        return [ctx.missing("savings_channels", channels=", ".join(unknown))]
    return [] if _has_contacts(ctx) else [ctx.missing("savings_contacts")]


def build(ctx: Context) -> Built:
    """Build the sheet, with its chart where the company has a plan."""
    return drawn(ctx, chart=ctx.data.levers.given)


def drawn(ctx: Context, *, chart: bool) -> Built:
    """Build the sheet with its chart or without."""
    plan, title = of_context(ctx), ctx.t("sheets.savings")
    blocks = plan_sheet.blocks(plan, drawn=chart)
    return Built(
        Sheet(KEY, title, blocks, heading=title, protected=True),
        helpers=plan_sheet.helpers(plan),
        checks=tuple(plan_sheet.checks(plan)),
    )


SHEET = SheetContract(KEY, build, lacking)


def _has_contacts(ctx: Context) -> bool:
    """Whether the data or the plan say how many contacts there are: without any none is saved."""
    said = ctx.data.levers.frame.baseline.contacts
    return bool(said) if said is not None else bool(service.directions_with(ctx, _HANDLED))


def _without_channels(ctx: Context) -> tuple[str, ...]:
    """Return the channels that the levers speak of, where the data has no contacts at all."""
    if ctx.data.levers.frame.baseline.contacts is not None or service.directions_with(
        ctx, _HANDLED
    ):
        return ()
    return tuple(dict.fromkeys(one.channel for one in ctx.data.levers.levers if one.channel))


@once
def of_context(ctx: Context) -> Plan:
    """Return the plan of a company over the year that its data show.

    Raises:
        SettingsError: A lever is about a channel that the data does not have, or two levers that
            cannot be together are about the same contacts.
    """
    said = ctx.data.levers
    view = next(one for one in allocation.views(ctx) if one.key == f"{ctx.long}_ac")
    reader = _Year(ctx, view)
    measures, sources = {}, {}
    for name, shown in MEASURES.items():
        own: Decimal | None = getattr(said.frame.baseline, name)
        measured = None if own is not None else reader.measure(name)
        if measured is None:
            measures[name] = typed(own, shown)
            sources[name] = ctx.word.text(f"plan.sources.{'fill' if own is None else 'said'}")
        else:
            measures[name] = Cell(measured, shown)
            sources[name] = ctx.word.text("plan.sources.data")
    plan = Plan(
        ctx.word,
        reader.channels,
        reader.whole(),
        reader.assisted(),
        measures,
        sources,
        tuple(said.levers),
        said.frame.discount_rate,
        said.frame.years,
        currency=ctx.settings.currency,
    )
    _refuse_unknown(plan, said)
    # Only the data know that a channel and one of its directions have contacts in common.
    refuse_twice(said.levers, plan.overlap, said.file)
    return plan


def _refuse_unknown(plan: Plan, said: Levers) -> None:
    for lever in said.levers:
        if plan.known(lever):
            continue
        asked = f"{said.file}: the channel {lever.channel!r}"
        given = [key for key in _WHOLE if getattr(said.frame.baseline, key) is not None]
        if given:
            reason = f"cannot be told apart, since [baseline] gives {given[0]} of all channels"
            raise SettingsError(f"{asked} {reason}. Leave out one of the two.")
        known = ", ".join(repr(one) for one in _called(plan)) or "none"
        raise SettingsError(f"{asked} is not in the data. Known are: {known}.")


def _called(plan: Plan) -> list[str]:
    """Return what a lever may call its channel, each once."""
    names = [name for one in plan.channels or (plan.whole,) for name in one.names[:2]]
    return list(dict.fromkeys(names))


def _ratio_of(share: str) -> service.Ratio:
    """Return the ratio that a share of the contacts is."""
    metric = {"fcr": "first_contact_resolution"}.get(share, share)
    return service.named(metric)


class _Year:
    """A year of the company, made from the longest span of closed periods."""

    def __init__(self, ctx: Context, view: allocation.View) -> None:
        self.ctx = ctx
        self.view = view
        self.said = ctx.data.levers.frame.baseline

    @cached_property
    def channels(self) -> tuple[Channel, ...]:
        """The channels, where all contacts come from the data."""
        directions = service.directions_with(self.ctx, _HANDLED)
        if self.said.contacts is not None or self.said.total_cost is not None:
            return ()
        if len(directions) == 1:  # which is all of them
            return ()
        return tuple(self._channel(direction) for direction in directions)

    def _channel(self, direction: ChannelDirection) -> Channel:
        cost = None
        if allocation.has_key(self.ctx):
            cost = Cell(self._yearly(allocation.cost_of(self.view, (direction,))), "money")
        contacts = self._yearly(self._activity("handled", (direction,)))
        aht = self._handle_time((direction,))
        return Channel(
            direction.key,
            direction.name,
            Cell(contacts, "count"),
            cost,
            Cell(aht, "seconds") if aht else Cell(Literal(None), "seconds"),
            self._names(direction),
            aht is not None or not service.directions_with(self.ctx, _TIME),
            self._abandoned_of(direction),
            {share: cell for share in SHARES if (cell := self._share_in(direction, share))},
        )

    def _names(self, direction: ChannelDirection) -> tuple[str, ...]:
        """Return what levers.toml may call it: that is written once, in whichever language."""
        channel = next(name for name, at in self.ctx.channels.items() if at == direction.channel_no)
        key = f"report.channels.direction_{direction.direction_no or INBOUND}"
        ways = (words(language).text(key) for language in LANGUAGES)
        return direction.name, channel, *(f"{channel}, {way}" for way in ways)

    def whole(self) -> Channel:
        """Return all contacts together."""
        ctx, said = self.ctx, self.said
        directions = service.directions_with(ctx, _HANDLED)
        name = ctx.word.text("plan.rows.all_channels")
        if said.contacts is not None or not directions:
            contacts = typed(said.contacts, "count")
        elif self.channels:
            refs = tuple(Ref(CHANNELS, one.key, "contacts") for one in self.channels)
            contacts = Cell(Total(refs), "count")
        else:
            contacts = Cell(self._yearly(self._activity("handled", directions)), "count")
        cost = (
            Cell(self._yearly(allocation.total_cost(self.view)), "money")
            if said.total_cost is None
            else typed(said.total_cost, "money")
        )
        aht = None if said.aht is not None else self._handle_time(directions)
        shown = Cell(aht, "seconds") if aht else typed(said.aht, "seconds")
        # A company with one channel may well call it by its name.
        names = self._names(directions[0]) if len(directions) == 1 else ()
        return Channel(ALL, name, contacts, cost, shown, names)

    def assisted(self) -> Channel | None:
        """Return the contacts that agents handle; None where these are all, or none."""
        by_agents = [one for one in self.channels if one.agents]
        if len(by_agents) == len(self.channels):
            return None
        name = self.ctx.word.text("plan.rows.assisted")
        keys = [one.key for one in by_agents]
        contacts = Cell(Total(tuple(Ref(CHANNELS, key, "contacts") for key in keys)), "count")
        cost = None
        if allocation.has_key(self.ctx):
            cost = Cell(Total(tuple(Ref(CHANNELS, key, "cost") for key in keys)), "money")
        directions = tuple(direction for direction in self.ctx.directions if direction.key in keys)
        aht = self._handle_time(directions)
        shown = Cell(aht, "seconds") if aht else Cell(Literal(None), "seconds")
        return Channel(ASSISTED, name, contacts, cost, shown)

    def _handle_time(self, directions: tuple[ChannelDirection, ...]) -> Expression | None:
        timed = tuple(
            direction
            for direction in service.directions_with(self.ctx, _TIME)
            if direction in directions
        )
        if not timed:
            return None
        item = service.named("average_handle_time")
        return service.ratio(self.ctx, item, self.view.slot, timed)

    def measure(self, name: str) -> Expression | None:
        """Return another figure of the year; None where the data does not say it."""
        makers: dict[str, Callable[[], Expression | None]] = {
            "occupancy": lambda: self._workforce("occupancy"),
            "shrinkage": lambda: self._workforce("shrinkage"),
            "loaded_rate": self._loaded_rate,
            "paid_hours": lambda: self._people("paid_hours"),
            "abandoned": self._abandoned,
            **{share: partial(self._ratio, share) for share in SHARES},
            "leavers": lambda: self._people("leavers"),
        }
        return makers[name]()

    def _yearly(self, item: Expression) -> Expression:
        """Return a sum of the year to date as the sum of a year at the same pace."""
        if self.ctx.period.is_year and not self.ctx.unfinished:
            return item
        pace: dict[str, Expression] = {
            "actual_ytd": item,
            "periods_elapsed": self.ctx.elapsed,
            "periods_in_year": basis("periods_in_year"),
        }
        return Call("run_rate", pace)

    def _activity(self, measure: str, directions: tuple[ChannelDirection, ...]) -> Expression:
        return service.activity(self.ctx, measure, directions, self.view.slot)

    def _abandoned(self) -> Expression | None:
        directions = service.directions_with(self.ctx, ("abandoned",))
        return self._yearly(self._activity("abandoned", directions)) if directions else None

    def _abandoned_of(self, direction: ChannelDirection) -> Cell | None:
        counted = direction in service.directions_with(self.ctx, ("abandoned",))
        if not counted or self.said.abandoned is not None:
            return None
        return Cell(self._yearly(self._activity("abandoned", (direction,))), "count")

    def _ratio(self, share: str) -> Expression | None:
        item = _ratio_of(share)
        directions = self._by_agents(service.directions_with(self.ctx, item.needed))
        return service.ratio(self.ctx, item, self.view.slot, directions) if directions else None

    def _by_agents(self, directions: tuple[ChannelDirection, ...]) -> tuple[ChannelDirection, ...]:
        """Return the channels that agents handle: no lever changes how others resolve theirs."""
        timed = service.directions_with(self.ctx, _TIME)
        return (
            tuple(direction for direction in directions if direction in timed)
            if timed
            else directions
        )

    def _share_in(self, direction: ChannelDirection, share: str) -> Cell | None:
        """Return a channel's own share, where a lever may ask for it."""
        item = _ratio_of(share)
        asked = any(
            lever.channel and lever.improves == share for lever in self.ctx.data.levers.levers
        )
        known = direction in service.directions_with(self.ctx, item.needed)
        if not asked or not known or getattr(self.said, share) is not None:
            return None
        return Cell(service.ratio(self.ctx, item, self.view.slot, (direction,)), "share")

    def _has(self, *measures: str) -> bool:
        """Whether the workforce of the span has figures of all of these."""
        frame = self.ctx.frames.workforce
        if any(measure not in frame for measure in measures):
            return False
        rows = self.view.rows(frame)
        return all(bool(rows[measure].sum() > 0) for measure in measures)

    def _people(self, measure: str) -> Expression | None:
        if not self._has(measure):
            return None
        return self._yearly(sums.workforce(measure, self.view.slot))

    def _workforce(self, metric: str) -> Expression | None:
        if not self._has(*(argument.name for argument in find(metric).arguments)):
            return None
        return resources.of_people(self.ctx, metric, self.view.slot)

    def _loaded_rate(self) -> Expression | None:
        """Return what a paid hour costs, from the lines that pay people."""
        opex = self.view.span.rows(self.ctx.frames.opex)
        labour = opex[(opex["labour"] == 1) & (opex["version_no"] == ACTUAL_NO)]
        if not bool(labour["amount"].sum() > 0) or not self._has("paid_hours"):
            return None
        return resources.loaded_rate(self.ctx, self.view.slot)
