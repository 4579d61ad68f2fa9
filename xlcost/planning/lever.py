"""What every lever has, and what it says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from xlcost.planning.amounts import Effect, Money, Share, Shown, numbers
from xlcost.planning.year import V, Year
from xlcost.values.setting_types import Model, Text

Numbers = Mapping[str, Any]  # an input's number by its name; of an effect, low, base and stretch


class Lever(Model):
    """A lever; each is a class below this one, in a module of `xlcost.planning.levers`.

    Its docstring is its page in docs/levers: see `planning.page` for the sections.

    Attributes:
        name: What the company calls it.
        channel: The channel whose contacts it changes; empty is all of them.
        cash_share: Part of its saving that lowers what is paid.
        running_cost: What it costs a year.
        variable_share: Part of its running cost that varies with volume, and shrinks with it.
        one_off: What it costs once.
        kind: Name of the module that declares it.
        order: Its turn: first what keeps contacts away, then who handles the rest, then how long
            that takes, then the people and systems that it takes.
        metric: The function that gives its saving, for its page.
        takes: Whether contacts go "away", to a "vendor", or stay.
        price: The input that is paid for each contact which it takes.
        follows: What shrinks when earlier levers take contacts: they, those abandoned, or work.
        parted: Whether it is about hours or people of which a channel has its part.
        improves: The share of its own channel's contacts that it changes.
        shortens: Whether its effect is seconds a contact.
        cuts_hours: Whether it cuts the paid hours that shorter contacts have left.
        single: Whether two of the kind over the same contacts would count one improvement twice.
        watched: The metrics that would show first that service suffers.
        example: What the Planner begins with, in any currency; an effect is low, base, stretch.
        sample: What the sample company says, in kroner; its words are in `[plan.samples]`.
    """

    name: str = ""
    channel: Text = ""
    cash_share: Share
    running_cost: Money
    variable_share: Share
    one_off: Money
    kind: str

    order: ClassVar[int]
    metric: ClassVar[str] = ""
    takes: ClassVar[Literal["", "away", "vendor"]] = ""
    price: ClassVar[str] = ""
    follows: ClassVar[Literal["contacts", "abandoned", "work"]] = "contacts"
    parted: ClassVar[bool] = False
    improves: ClassVar[Literal["", "fcr", "transfer_rate"]] = ""
    shortens: ClassVar[bool] = False
    cuts_hours: ClassVar[bool] = False
    single: ClassVar[bool] = False
    watched: ClassVar[tuple[str, ...]]
    example: ClassVar[Numbers]
    sample: ClassVar[Numbers]

    def saving(self, year: Year[V]) -> V:
        """Return a year's saving, before what the lever costs itself."""
        raise NotImplementedError

    def taken(self, year: Year[V]) -> V:
        """Return the share of the contacts in scope that it takes, where it takes any."""
        return year.effect

    def steps(self, year: Year[V]) -> Mapping[str, V]:
        """Return shares that its saving is made of, worth a row below its inputs."""
        del year
        return {}

    def costs(self, year: Year[V]) -> V | None:
        """Return what it costs a year beside its running cost; all of it varies with volume."""
        del year
        return None

    @classmethod
    def inputs(cls) -> dict[str, Shown]:
        """Return its own inputs, in the order in which it declares them."""
        return {name: one for name, one in numbers(cls).items() if name not in COMMON}

    @classmethod
    def effect_name(cls) -> str:
        """Return the name of its uncertain input."""
        return next(
            name
            for name, field in cls.model_fields.items()
            if isinstance(field.annotation, type) and issubclass(field.annotation, Effect)
        )

    @property
    def effect(self) -> Effect:
        """Its uncertain input."""
        own: Effect = getattr(self, self.effect_name())
        return own


COMMON = numbers(Lever)
