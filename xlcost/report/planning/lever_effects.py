"""What one lever does to the contacts and the cost that are left when its turn comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

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
ONE: Final = Literal(1)
# Kinds that take contacts away from the agents in house.
AVOIDING: Final = frozenset({"self_service", "automation", "first_contact_resolution"})
MOVING: Final = "outsourcing"
HANDLE_TIME: Final = "handle_time"
SCHEDULING: Final = "scheduling"
# What each contact that is taken away is paid for elsewhere: money that leaves, whatever is freed.
PRICES: Final[Mapping[str, str]] = {
    "self_service": "automated_cost",
    "automation": "automated_cost",
    MOVING: "vendor_price",
}


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

    @property
    def effect(self) -> Expression:
        """The uncertain input."""
        return effect(self.key, self.level)

    def input(self, name: str) -> Expression:
        """Return another of its inputs."""
        return given(self.key, name)

    def scaled(self, item: Expression) -> Expression:
        """Return what is left of something that follows the contacts."""
        return item if self.left is None else Times(item, self.left)


def gross(plan: Plan, state: State) -> Expression:
    """Return a year's saving of a lever, before what it costs itself."""
    return _SAVINGS[plan.lever(state.key).kind](plan, state)


def share_taken(plan: Plan, state: State) -> Expression:
    """Return the share of the scope's contacts that a lever takes away from agents in house."""
    kind = plan.lever(state.key).kind
    if kind == "first_contact_resolution":
        gain = Plus(((1, _fcr_after(plan, state)), (-1, share_before(plan, state.key))))
        spared = Times(state.input("extra_contacts"), number(given(state.key, "issues")))
        return Times(gain, spared)
    return state.effect if kind in AVOIDING or kind == MOVING else ZERO


def running(plan: Plan, key: str) -> Expression:
    """Return what a lever itself costs a year."""
    own = given(key, "running_cost")
    if plan.lever(key).kind != "training":
        return own
    courses = Times(given(key, "trainees"), given(key, "training_cost"))
    return Plus(((1, own), (1, courses)))


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
    price = PRICES.get(plan.lever(key).kind)
    if price is None:
        return Call("cash_saving", {"saving": saving, "cash_share": share})
    paid = Times(contacts, number(given(key, price)))
    freed = Call("cash_saving", {"saving": Plus(((1, saving), (1, paid))), "cash_share": share})
    return Plus(((1, freed), (-1, paid)))


def seconds_in(plan: Plan, asked: Expression, lane: str, saved: tuple[Ref, ...] = ()) -> Expression:
    """Return the seconds that a lever saves in a contact of a channel: no more than it takes.

    Args:
        plan: The plan.
        asked: The seconds that it shall save.
        lane: The channel.
        saved: The seconds that earlier levers save in a contact of the channel.
    """
    aht = of_channel(plan.timed(lane), "aht")
    left = Plus(((1, aht), (-1, Total(saved)))) if saved else aht
    return Extreme("MIN", (asked, Extreme("MAX", (ZERO, left))))


def unit_alone(plan: Plan, key: str) -> Expression:
    """Return the cost of a contact of a lever's scope as it is today."""
    lanes = plan.reach(plan.lever(key))
    if not plan.lever(key).channel or not parted_cost(plan, key):
        return of_channel(plan.place(plan.lever(key)), "unit")
    costs = tuple(Ref(CHANNELS, lane, "cost") for lane in lanes)
    return Over(Total(costs), contacts_alone(plan, key))


def parted_cost(plan: Plan, key: str) -> bool:
    """Whether a lever is about several channels whose contacts cost different amounts."""
    return len(plan.reach(plan.lever(key))) > 1 and all(one.cost for one in plan.channels)


def _fcr_after(plan: Plan, state: State) -> Expression:
    return Extreme("MIN", (ONE, Plus(((1, share_before(plan, state.key)), (1, state.effect)))))


def _deflection(metric: str) -> Callable[[Plan, State], Expression]:
    def saving(plan: Plan, state: State) -> Expression:
        del plan
        return Call(
            metric,
            {
                "contacts": state.contacts,
                "deflection_rate": state.effect,
                "cost_per_contact": state.unit,
                "automated_cost": state.input("automated_cost"),
            },
        )

    return saving


def _fcr(plan: Plan, state: State) -> Expression:
    issues = Times(state.contacts, number(given(state.key, "issues")))
    return Call(
        "fcr_savings",
        {
            "contacts": issues,
            "fcr_before": share_before(plan, state.key),
            "fcr_after": _fcr_after(plan, state),
            "extra_contacts": state.input("extra_contacts"),
            "cost_per_contact": state.unit,
        },
    )


def _outsourcing(plan: Plan, state: State) -> Expression:
    del plan
    moved = Times(state.contacts, state.effect)
    avoided = Times(state.unit, state.input("avoidable_share"))
    return Call(
        "outsourcing_savings",
        {
            "contacts": moved,
            "in_house_cost": Times(moved, avoided),
            "vendor_price": state.input("vendor_price"),
            "retained_cost": ZERO,
        },
    )


def _abandoned(plan: Plan, state: State) -> Expression:
    """Return the contacts abandoned in a lever's channel, where they are counted by channel."""
    lever = plan.lever(state.key)
    counted = [one.key for one in plan.scope(lever) if one.abandoned is not None]
    if not lever.channel or not any(one.abandoned for one in plan.channels):
        return measure("abandoned")
    return Total(tuple(Ref(CHANNELS, key, "abandoned") for key in counted)) if counted else ZERO


def _people(plan: Plan, state: State, name: str) -> Expression:
    """Return hours or people of a lever's channel: its part of all handle time."""
    lever = plan.lever(state.key)
    if not plan.parted(lever):
        return measure(name)
    parts = tuple(Ref(CHANNELS, one.key, "part") for one in plan.scope(lever) if one.agents)
    return Times(measure(name), Total(parts)) if parts else ZERO


def _callback(plan: Plan, state: State) -> Expression:
    return Call(
        "callback_savings",
        {
            "abandoned": Times(state.scaled(_abandoned(plan, state)), state.effect),
            "redial_rate": state.input("redial_rate"),
            "cost_per_contact": state.unit,
            "callback_cost": state.input("callback_cost"),
        },
    )


def _routing(plan: Plan, state: State) -> Expression:
    before = share_before(plan, state.key)
    after = Extreme("MAX", (ZERO, Plus(((1, before), (-1, state.effect)))))
    return Call(
        "routing_savings",
        {
            "contacts": state.contacts,
            "transfer_rate_before": before,
            "transfer_rate_after": after,
            "transfer_cost": state.input("transfer_cost"),
        },
    )


def _handle_time(plan: Plan, state: State) -> Expression:
    del plan
    return Call(
        "aht_savings",
        {
            "contacts": state.contacts,
            "seconds_saved": state.seconds,
            "loaded_rate": measure("loaded_rate"),
            "occupancy": measure("occupancy"),
            "shrinkage": measure("shrinkage"),
        },
    )


def _scheduling(plan: Plan, state: State) -> Expression:
    hours = _people(plan, state, "paid_hours")
    paid = state.scaled(Times(hours, measure("loaded_rate")))
    if state.hours:
        rest = Plus(((1, paid), *((-1, one) for one in state.hours)))
        paid = Extreme("MAX", (ZERO, rest))
    return Times(paid, state.effect)


def _training(plan: Plan, state: State) -> Expression:
    del plan
    return Call(
        "training_savings",
        {
            "trainees": state.scaled(state.input("trainees")),
            "training_cost": ZERO,
            "training_benefit": state.effect,
        },
    )


def _attrition(plan: Plan, state: State) -> Expression:
    names = ("recruiting_cost", "training_cost", "ramp_cost")
    leavers = Times(state.scaled(_people(plan, state, "leavers")), state.effect)
    return Call("attrition_cost", {"leavers": leavers, **{n: state.input(n) for n in names}})


def _voip_cloud(plan: Plan, state: State) -> Expression:
    del plan
    legacy = state.input("legacy_cost")
    return Call(
        "voip_savings",
        {
            "legacy_cost": legacy,
            "voip_cost": Times(legacy, Plus(((1, ONE), (-1, state.effect)))),
            "rent_saved": state.input("rent_saved"),
        },
    )


_SAVINGS: Final[Mapping[str, Callable[[Plan, State], Expression]]] = {
    "self_service": _deflection("self_service_savings"),
    "automation": _deflection("automation_savings"),
    "first_contact_resolution": _fcr,
    "outsourcing": _outsourcing,
    "callback": _callback,
    "routing": _routing,
    "handle_time": _handle_time,
    "scheduling": _scheduling,
    "training": _training,
    "attrition": _attrition,
    "voip_cloud": _voip_cloud,
}


def contacts_alone(plan: Plan, key: str) -> Expression:
    """Return the contacts of a lever's scope as they are today."""
    lever = plan.lever(key)
    if not lever.channel:
        return of_channel(plan.place(lever), "contacts")
    return Total(tuple(Ref(CHANNELS, one.key, "contacts") for one in plan.scope(lever)))
