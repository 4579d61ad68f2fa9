"""What one lever does to the contacts and the cost that are left when its turn comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Final

from xlcost.planning.lever import Lever
from xlcost.planning.year import Year
from xlcost.report.model.expressions import (
    Call,
    Expression,
    Extreme,
    Literal,
    Over,
    Plus,
    Ref,
    Times,
    Total,
)
from xlcost.report.planning.plan import (
    CHANNELS,
    Plan,
    effect,
    given,
    measure,
    number,
    of_channel,
    share_before,
)

ZERO: Final = Literal(0)


@dataclass(frozen=True)
class State:
    """What is left when a lever's turn comes.

    Attributes:
        key: The lever.
        level: Which of its three inputs holds.
        contacts: Contacts in its scope.
        left: The share that is left of what it follows; None is all of it.
        unit: Cost of a contact that is left.
        seconds: Seconds a contact that it saves.
        hours: Money that earlier levers have saved in paid hours.
    """

    key: str
    level: str
    contacts: Expression
    unit: Expression
    seconds: Expression
    left: Expression | None = None
    hours: tuple[Expression, ...] = ()


@dataclass(frozen=True)
class LeverYear:
    """The year that a lever of a plan asks, in expressions: see `planning.year`."""

    plan: Plan
    state: State

    @property
    def lever(self) -> Lever:
        """Whose turn it is."""
        return self.plan.lever(self.state.key)

    @property
    def contacts(self) -> Expression:
        """Contacts in its scope that are left."""
        return self.state.contacts

    @property
    def unit(self) -> Expression:
        """Cost of one of them."""
        return self.state.unit

    @property
    def effect(self) -> Expression:
        """Its uncertain input."""
        return effect(self.state.key, self.state.level)

    @property
    def seconds(self) -> Expression:
        """Seconds that it saves in one of them."""
        return self.state.seconds

    @property
    def share(self) -> Expression:
        """The share that it improves."""
        return share_before(self.plan, self.state.key)

    def said(self, name: str) -> Expression:
        """Return another of its inputs."""
        return given(self.state.key, name)

    def step(self, name: str) -> Expression:
        """Return one of its steps."""
        return number(given(self.state.key, name))

    def figure(self, name: str) -> Expression:
        """Return a figure of the year."""
        return measure(name)

    def people(self, name: str) -> Expression:
        """Return hours or people of a lever's channel: its part of all handle time."""
        if not self.plan.parted(self.lever):
            return measure(name)
        scope = self.plan.scope(self.lever)
        parts = tuple(Ref(CHANNELS, one.key, "part") for one in scope if one.agents)
        return Times(measure(name), Total(parts)) if parts else ZERO

    def abandoned(self) -> Expression:
        """Return the contacts abandoned in its channel, where they are counted by channel."""
        scope = self.plan.scope(self.lever)
        counted = [one.key for one in scope if one.abandoned is not None]
        if not self.lever.channel or not any(one.abandoned for one in self.plan.channels):
            return measure("abandoned")
        return Total(tuple(Ref(CHANNELS, key, "abandoned") for key in counted)) if counted else ZERO

    def left(self, item: Expression) -> Expression:
        """Return what is left of something that follows the contacts."""
        return item if self.state.left is None else Times(item, self.state.left)

    def without_time_saved(self, money: Expression) -> Expression:
        """Return what earlier levers, which shorten contacts, leave of money for paid hours."""
        saved = tuple((-1, one) for one in self.state.hours)
        return Extreme("MAX", (ZERO, Plus(((1, money), *saved)))) if saved else money

    def call(self, metric: str, **arguments: Expression | int) -> Expression:
        """Return a metric of the catalogue."""
        return Call(metric, {name: _expression(item) for name, item in arguments.items()})

    def times(self, *items: Expression) -> Expression:
        """Return a product."""
        return reduce(Times, items)

    def over(self, above: Expression | int, below: Expression) -> Expression:
        """Return a quotient."""
        return Over(_expression(above), below)

    def plus(self, *items: Expression | int) -> Expression:
        """Return a sum."""
        return Plus(tuple((1, _expression(item)) for item in items))

    def less(self, first: Expression | int, *rest: Expression) -> Expression:
        """Return a difference."""
        return Plus(((1, _expression(first)), *((-1, item) for item in rest)))

    def least(self, *items: Expression | int) -> Expression:
        """Return the smallest."""
        return Extreme("MIN", tuple(map(_expression, items)))

    def most(self, *items: Expression | int) -> Expression:
        """Return the largest."""
        return Extreme("MAX", tuple(map(_expression, items)))


def _expression(item: Expression | int) -> Expression:
    return Literal(item) if isinstance(item, int) else item


def gross(plan: Plan, state: State) -> Expression:
    """Return a year's saving of a lever, before what it costs itself."""
    return plan.lever(state.key).saving(_year(plan, state))


def share_taken(plan: Plan, state: State) -> Expression:
    """Return the share of the scope's contacts that a lever takes away from agents in house."""
    lever = plan.lever(state.key)
    return lever.taken(_year(plan, state)) if lever.takes else ZERO


def lost(gross: Ref, alone: Ref) -> Expression:
    """Return the part of its saving that a lever loses to others, or to a limit.

    Args:
        gross: Its saving where it stands.
        alone: What it would save by itself, without a limit.
    """
    part = Over(Plus(((1, alone), (-1, gross))), alone)
    return Extreme("MAX", (ZERO, Extreme("MIN", (Literal(1), part))))


def running(plan: Plan, key: str, lost_here: Ref) -> Expression:
    """Return what a lever itself costs a year: what varies with volume shrinks as its saving does.

    Args:
        plan: The plan.
        key: The lever.
        lost_here: The part of its saving that it loses.
    """
    own, gone = given(key, "running_cost"), number(lost_here)
    left = Plus(((1, Literal(1)), (-1, Times(given(key, "variable_share"), gone))))
    further = plan.lever(key).costs(_said(plan, key))
    fixed = Times(own, left)
    if further is None:
        return fixed
    return Plus(((1, fixed), (1, Times(further, Plus(((1, Literal(1)), (-1, gone)))))))


def steps(plan: Plan, key: str) -> Mapping[str, Expression]:
    """Return the shares that a lever's saving is made of."""
    return plan.lever(key).steps(_said(plan, key))


def _year(plan: Plan, state: State) -> Year[Expression]:
    return LeverYear(plan, state)


def _said(plan: Plan, key: str) -> Year[Expression]:
    """Return a year of which a lever can ask what people say, before its turn has come."""
    return LeverYear(plan, State(key, "base", ZERO, ZERO, ZERO))


def cash(plan: Plan, key: str, saving: Ref, contacts: Expression) -> Expression:
    """Return the part of a lever's saving that lowers what is paid.

    Sessions and vendors are paid in full; only what goes away for them is cash in part.

    Args:
        plan: The plan.
        key: The lever.
        saving: Its saving, sessions or vendor taken off.
        contacts: The contacts that it takes away.
    """
    share = given(key, "cash_share")
    price = plan.lever(key).price
    if not price:
        return Call("cash_saving", {"saving": saving, "cash_share": share})
    paid = Times(contacts, number(given(key, price)))
    freed = Call("cash_saving", {"saving": Plus(((1, saving), (1, paid))), "cash_share": share})
    return Plus(((1, freed), (-1, paid)))


def seconds_in(
    plan: Plan, asked: Expression, direction: str, saved: tuple[Ref, ...] = ()
) -> Expression:
    """Return the seconds that a lever saves in a contact of a channel: no more than it takes.

    Args:
        plan: The plan.
        asked: The seconds that it shall save.
        direction: The channel.
        saved: The seconds that earlier levers save in a contact of the channel.
    """
    aht = of_channel(plan.timed(direction), "aht")
    left = Plus(((1, aht), (-1, Total(saved)))) if saved else aht
    return Extreme("MIN", (asked, Extreme("MAX", (ZERO, left))))


def unit_alone(plan: Plan, key: str) -> Expression:
    """Return the cost of a contact of a lever's scope as it is today."""
    directions = plan.reach(plan.lever(key))
    if not plan.lever(key).channel or not parted_cost(plan, key):
        return of_channel(plan.place(plan.lever(key)), "unit")
    costs = tuple(Ref(CHANNELS, direction, "cost") for direction in directions)
    return Over(Total(costs), contacts_alone(plan, key))


def parted_cost(plan: Plan, key: str) -> bool:
    """Whether a lever is about several channels whose contacts cost different amounts."""
    return len(plan.reach(plan.lever(key))) > 1 and all(one.cost for one in plan.channels)


def contacts_alone(plan: Plan, key: str) -> Expression:
    """Return the contacts of a lever's scope as they are today."""
    lever = plan.lever(key)
    if not lever.channel:
        return of_channel(plan.place(lever), "contacts")
    return Total(tuple(Ref(CHANNELS, one.key, "contacts") for one in plan.scope(lever)))
