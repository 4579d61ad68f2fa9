"""A plan of levers: a year as it is by channel, and which of its contacts a lever changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Final

from xlcost.catalogue.families import find
from xlcost.locales.words import Words
from xlcost.planning.kinds import improved_shares
from xlcost.planning.lever import Lever
from xlcost.planning.levers_file import figures
from xlcost.report.model.expressions import Expression, Literal, Ref, Total
from xlcost.report.model.spec import Cell, Format
from xlcost.values import contact_words

CHANNELS: Final = "plan_channels"
BASELINE: Final = "plan_baseline"
INPUTS: Final = "plan_inputs"
SUMMARY: Final = "plan_scenarios"
LEVERS: Final = "plan_levers"
ALONE: Final = "plan_alone"
ALL: Final = "all"
ASSISTED: Final = "assisted"
LEVELS: Final = ("low", "base", "stretch")
LABEL_WIDTH: Final = 38.0
NUMBER_WIDTH: Final = 11.5

# What else the plan takes from the data, in the order shown, and how it is shown.
MEASURES: Final[Mapping[str, Format]] = {
    name: one.shape
    for name, one in figures().items()
    if name not in ("contacts", "total_cost", "aht")
}
SHARES: Final = improved_shares()


@dataclass(frozen=True)
class Channel:
    """A channel of the plan: a year of contacts, their cost and their seconds.

    Attributes:
        key: Row key.
        name: As the company calls it.
        contacts: A year's contacts.
        cost: A year's cost, where it is known by channel.
        aht: Seconds a contact.
        names: What levers may call it, such as the channel of which it is one direction.
        agents: Whether agents handle its contacts: no lever saves those of others.
        abandoned: A year's abandoned contacts, where they are counted by channel.
        shares: Those of `SHARES` that are known by channel.
    """

    key: str
    name: str
    contacts: Cell
    cost: Cell | None
    aht: Cell
    names: tuple[str, ...] = ()
    agents: bool = True
    abandoned: Cell | None = None
    shares: Mapping[str, Cell] = field(default_factory=dict)

    def means(self, name: str) -> bool:
        """Whether a person means this channel by a name."""
        asked = contact_words.channel_and_direction(name)
        return any(
            name.casefold() == own.casefold() or contact_words.channel_and_direction(own) == asked
            for own in self.names
        )


@dataclass(frozen=True)
class Plan:
    """Everything that the sheets of a plan are made of.

    Attributes:
        word: Words of the language.
        channels: The channels; none where only all contacts together are known.
        whole: All contacts together.
        assisted: Those that agents handle, where there are others too.
        measures: The other figures of a year, by key; each an input where no data says it.
        sources: Where each of these comes from, in words.
        levers: In the order in which they apply.
        discount_rate: Rate of a year.
        years: How many years are looked at.
        named: Whether its key figures have names in the workbook.
        currency: What amounts are in; empty where that is left to who types them.
    """

    word: Words
    channels: tuple[Channel, ...]
    whole: Channel
    assisted: Channel | None
    measures: Mapping[str, Cell]
    sources: Mapping[str, str]
    levers: tuple[Lever, ...]
    discount_rate: Decimal
    years: int
    named: bool = True
    currency: str = ""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The row key of each lever."""
        return tuple(f"l{number}" for number in range(1, len(self.levers) + 1))

    def t(self, key: str, **fields: object) -> str:
        """Return a text of the section [plan]."""
        return self.word.text(f"plan.{key}", **fields)

    def label(self, metric: str) -> str:
        """Return a metric's own label."""
        return find(metric).label(self.word.language)

    def title(self, key: str) -> str:
        """Return what a lever is called: as the company does, else its kind and channel."""
        return self.lever(key).name or self.kind(key)

    def kind(self, key: str) -> str:
        """Return a lever's kind, and over which contacts it goes."""
        lever = self.lever(key)
        kind = self.t(f"kinds.{lever.kind}")
        if not lever.channel:
            return kind
        scope = self.scope(lever)
        return f"{kind} ({scope[0].name if len(scope) == 1 else lever.channel})"

    def lever(self, key: str) -> Lever:
        """Return the lever of a row key."""
        return self.levers[self.keys.index(key)]

    def watched(self, lever: Lever) -> str:
        """Return the service measures that a lever could make worse."""
        names = [self.label(name) for name in lever.watched]
        return ", ".join([names[0], *(name[0].lower() + name[1:] for name in names[1:])])

    def scope(self, lever: Lever) -> tuple[Channel, ...]:
        """Return the channels whose contacts a lever changes; none means all in one."""
        if not lever.channel:
            return tuple(one for one in self.channels if one.agents)
        meant = tuple(one for one in self.channels if one.means(lever.channel))
        every = [name for one in self.channels for name in one.names]
        kin = None if meant else contact_words.nearest(lever.channel, every)
        return meant or tuple(one for one in self.channels if kin and one.means(kin))

    def reach(self, lever: Lever) -> tuple[str, ...]:
        """Return the rows of the channels whose contacts a lever changes."""
        return tuple(one.key for one in self.scope(lever)) if self.channels else (ALL,)

    def overlap(self, one: Lever, other: Lever) -> bool:
        """Whether two levers change the same contacts, whatever they call their channels."""
        return bool(set(self.reach(one)) & set(self.reach(other)))

    def timed(self, key: str) -> str:
        """Return the row that has the seconds of a channel's contacts: its own, or that of all."""
        channels = [one for one in self.channels if one.key == key]
        # What people say of all contacts goes before what the data say of some.
        said = self.whole.aht.tone == "input"
        return ALL if said and all(one.agents for one in channels) else key

    def own_share(self, lever: Lever) -> str:
        """Return the share of its own contacts that a lever improves; "" where it has none."""
        share, scope = lever.improves, self.scope(lever)
        own = bool(lever.channel and scope) and all(share in one.shares for one in scope)
        return share if own else ""

    def followed(self, lever: Lever) -> tuple[Ref, ...]:
        """Return the cells of the channels that a lever follows, where it is about several.

        Callers who give up, and the agents' work, are not spread over the channels as contacts
        are. None where that is not known by channel, or is the same.
        """
        scope = self.scope(lever)
        if len(scope) < 2:  # noqa: PLR2004 - of one channel, contacts and the rest go together
            return ()
        if lever.follows == "abandoned":
            keys, column = [one.key for one in scope if one.abandoned], "abandoned"
        elif lever.follows == "work":
            keys, column = [one.key for one in scope if one.agents], "part"
        else:
            return ()
        return tuple(Ref(CHANNELS, key, column) for key in keys)

    def place(self, lever: Lever) -> str:
        """Return the row of the channels that has the contacts which a lever changes."""
        scope = self.scope(lever)
        if len(scope) == 1:
            return scope[0].key
        return self.assisted.key if self.assisted else ALL

    def parted(self, lever: Lever) -> bool:
        """Whether a lever about hours or people has those of some channels only."""
        return bool(lever.channel and lever.parted and self.channels)

    def known(self, lever: Lever) -> bool:
        """Whether there are contacts that a lever can change."""
        one = not self.channels and self.whole.means(lever.channel)
        return not lever.channel or one or bool(self.scope(lever))


def given(key: str, name: str, level: str = "base") -> Ref:
    """Return the cell where people say one thing about a lever."""
    return Ref(INPUTS, f"{key}_{name}", level)


def effect(key: str, level: str) -> Ref:
    """Return the cell with a lever's uncertain input."""
    return Ref(INPUTS, f"{key}_effect", level)


def number(ref: Ref) -> Expression:
    """Return a cell's number, and 0 where it is not available."""
    return Total((ref,))


def measure(name: str) -> Expression:
    """Return a figure of the year as it is."""
    return number(Ref(BASELINE, name, "value"))


def of_channel(channel: str, column: str) -> Expression:
    """Return a figure of a channel, or of all."""
    return number(Ref(CHANNELS, channel, column))


def share_before(plan: Plan, key: str) -> Expression:
    """Return the share that a lever improves: that of its own channels, where it is known."""
    lever = plan.lever(key)
    own = plan.own_share(lever)
    return number(given(key, own)) if own else measure(lever.improves)


def typed(value: Decimal | float | None, shown: Format, note: str = "") -> Cell:
    """Return an input cell."""
    held = None if value is None else float(value)
    return Cell(Literal(held), shown, "input", note=note)
