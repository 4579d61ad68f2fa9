"""What a company plans to change: `levers.toml`, checked, each mistake one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from xlcost.catalogue.measures import MEASURES, Unit
from xlcost.errors import SettingsError
from xlcost.values.mistakes import sentence, unknown_key
from xlcost.values.setting_types import Exact, Model, Text

FILE_NAME: Final = "levers.toml"
MOST: Final = 30  # levers on one sheet
ZERO = Decimal(0)

Share = Annotated[Exact, Field(ge=0, le=1)]
Amount = Annotated[Exact, Field(ge=0)]


def _spread(value: object) -> object:
    """Let one number stand for an effect that is certain, and `base` for what is not said.

    Raises:
        ValueError: It is neither a number nor a table with `base`.
    """
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        value = {"base": value}
    if not isinstance(value, dict):
        raise ValueError("it must be a number, or a table of low, base and stretch")  # noqa: TRY004 - a mistake of the file
    if value and value.keys() <= {"low", "stretch"}:
        raise ValueError("base is missing: only low and stretch may be left out, and are then base")
    return {"low": value.get("base", 0), "stretch": value.get("base", 0), **value}


class Effect(Model):
    """What a lever may come to: with bad luck, as planned, and at its best."""

    low: Amount = ZERO
    base: Amount = ZERO
    stretch: Amount = ZERO

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.base <= self.stretch:
            message = f"low, base and stretch must rise: {self.low}, {self.base}, {self.stretch}"
            raise ValueError(message)
        return self


class ShareEffect(Effect):
    """An effect that is a share."""

    stretch: Share = ZERO


Amounts = Annotated[Effect, BeforeValidator(_spread)]
Shares = Annotated[ShareEffect, BeforeValidator(_spread)]


class Lever(Model):
    """What every lever has.

    Attributes:
        name: What the company calls it.
        channel: The channel whose contacts it changes; empty is all of them.
        cash_share: Part of its saving that lowers what is paid.
        running_cost: What it costs a year.
        one_off: What it costs once.
    """

    name: str = ""
    channel: Text = ""
    cash_share: Share = ZERO
    running_cost: Amount = ZERO
    one_off: Amount = ZERO
    kind: str

    @property
    def effect(self) -> Effect:
        """Its uncertain input."""
        own: Effect = getattr(self, EFFECTS[self.kind])
        return own


class Automation(Lever):
    """Contacts resolved by a chatbot, AI or IVR."""

    kind: Literal["automation"] = "automation"
    deflection_rate: Shares = Field(default_factory=ShareEffect)
    automated_cost: Amount = ZERO


class SelfService(Lever):
    """Contacts that do not come, because customers help themselves."""

    kind: Literal["self_service"] = "self_service"
    deflection_rate: Shares = Field(default_factory=ShareEffect)
    automated_cost: Amount = ZERO


class FirstContactResolution(Lever):
    """Issues resolved at the first contact that were not before."""

    kind: Literal["first_contact_resolution"] = "first_contact_resolution"
    fcr_gain: Shares = Field(default_factory=ShareEffect)
    extra_contacts: Amount = Decimal(1)


class Outsourcing(Lever):
    """Contacts that a vendor handles."""

    kind: Literal["outsourcing"] = "outsourcing"
    share_moved: Shares = Field(default_factory=ShareEffect)
    vendor_price: Amount = ZERO
    avoidable_share: Share = ZERO


class Callback(Lever):
    """Callers who are called back in place of giving up and dialling again."""

    kind: Literal["callback"] = "callback"
    take_up: Shares = Field(default_factory=ShareEffect)
    redial_rate: Share = ZERO
    callback_cost: Amount = ZERO


class Routing(Lever):
    """Contacts that reach the right agent at once."""

    kind: Literal["routing"] = "routing"
    transfer_cut: Shares = Field(default_factory=ShareEffect)
    transfer_cost: Amount = ZERO


class HandleTime(Lever):
    """Contacts that take fewer seconds."""

    kind: Literal["handle_time"] = "handle_time"
    seconds_saved: Amounts = Field(default_factory=Effect)


class Scheduling(Lever):
    """Hours scheduled above the need that flexible and part-time shifts remove."""

    kind: Literal["scheduling"] = "scheduling"
    hours_cut: Shares = Field(default_factory=ShareEffect)


class Training(Lever):
    """Agents who cause less rework and fewer escalations."""

    kind: Literal["training"] = "training"
    training_benefit: Amounts = Field(default_factory=Effect)
    trainees: Amount = ZERO
    training_cost: Amount = ZERO


class Attrition(Lever):
    """Agents who stay."""

    kind: Literal["attrition"] = "attrition"
    leavers_cut: Shares = Field(default_factory=ShareEffect)
    recruiting_cost: Amount = ZERO
    training_cost: Amount = ZERO
    ramp_cost: Amount = ZERO


class VoipCloud(Lever):
    """Telephony over the internet, or a platform in the cloud."""

    kind: Literal["voip_cloud"] = "voip_cloud"
    cost_cut: Shares = Field(default_factory=ShareEffect)
    legacy_cost: Amount = ZERO
    rent_saved: Amount = ZERO


# In the order in which levers apply: first what keeps contacts away, then who handles the rest,
# then how long that takes, then the people and systems that it takes.
KINDS: Final[tuple[type[Lever], ...]] = (
    SelfService,
    Automation,
    FirstContactResolution,
    Outsourcing,
    Callback,
    Routing,
    HandleTime,
    Scheduling,
    Training,
    Attrition,
    VoipCloud,
)
EFFECTS: Final[Mapping[str, str]] = {
    "self_service": "deflection_rate",
    "automation": "deflection_rate",
    "first_contact_resolution": "fcr_gain",
    "outsourcing": "share_moved",
    "callback": "take_up",
    "routing": "transfer_cut",
    "handle_time": "seconds_saved",
    "scheduling": "hours_cut",
    "training": "training_benefit",
    "attrition": "leavers_cut",
    "voip_cloud": "cost_cut",
}
# Two of these over the same contacts would count the same improvement twice.
ALONE: Final = frozenset(
    {"first_contact_resolution", "callback", "routing", "scheduling", "attrition"}
)
MONEY_UNITS: Final = (Unit.MONEY, Unit.UNIT_COST, Unit.HOURLY_RATE)
_MONEY: Final = frozenset(
    name for name, measured in MEASURES.items() if measured.unit in MONEY_UNITS
) | {"legacy_cost", "one_off"}
_BY_KIND: Final[Mapping[str, type[Lever]]] = dict(zip(EFFECTS, KINDS, strict=True))


class Baseline(Model):
    """A year as it is; what is not said comes from the data."""

    contacts: Amount | None = None
    total_cost: Exact | None = None
    aht: Amount | None = None
    occupancy: Annotated[Exact, Field(gt=0, le=1)] | None = None
    shrinkage: Annotated[Exact, Field(ge=0, lt=1)] | None = None
    loaded_rate: Amount | None = None
    paid_hours: Amount | None = None
    abandoned: Amount | None = None
    fcr: Share | None = None
    transfer_rate: Share | None = None
    leavers: Amount | None = None


class Frame(Model):
    """What a plan says besides its levers."""

    discount_rate: Annotated[Exact, Field(gt=-1, le=1)] = Decimal("0.08")
    years: int = Field(default=5, ge=1, le=10)
    baseline: Baseline = Field(default_factory=Baseline)


class Levers(Model):
    """A whole plan; `Levers()` is one lever of each kind, without any effect.

    Attributes:
        frame: Discount rate, years and what the data does not say.
        levers: In the order in which they apply.
        given: Whether the company has said what it plans.
        file: The file that says it.
    """

    frame: Frame = Field(default_factory=Frame)
    levers: tuple[Lever, ...] = tuple(kind.model_validate({}) for kind in KINDS)
    given: bool = False
    file: str = FILE_NAME


def scaled(levers: Levers, by: Decimal) -> Levers:
    """Return a plan with other money and without names, for a company that is not to be known."""
    base = levers.frame.baseline
    own = {name: value * by for name in _MONEY if (value := getattr(base, name, None)) is not None}
    frame = levers.frame.model_copy(update={"baseline": base.model_copy(update=own)})
    changed = []
    for lever in levers.levers:
        money: dict[str, Any] = {
            name: getattr(lever, name) * by
            for name in type(lever).model_fields
            if name in _MONEY and isinstance(getattr(lever, name), Decimal)
        }
        if EFFECTS[lever.kind] in _MONEY:
            effect = lever.effect
            money[EFFECTS[lever.kind]] = effect.model_copy(
                update={level: getattr(effect, level) * by for level in type(effect).model_fields}
            )
        changed.append(lever.model_copy(update={"name": "", **money}))
    return levers.model_copy(update={"frame": frame, "levers": tuple(changed)})


def parse_levers(said: Mapping[str, Any], file: str = FILE_NAME) -> Levers:
    """Return the plan that a parsed TOML file means.

    Raises:
        SettingsError: A key is unknown, or cannot have its value.
    """
    rest = {key: value for key, value in said.items() if key != "lever"}
    for key in rest.keys() - Frame.model_fields.keys():
        raise SettingsError(f"{file}: {unknown_key(key, key, ('lever', *Frame.model_fields))}")
    try:
        frame = Frame.model_validate(rest)
    except ValidationError as error:
        raise SettingsError(f"{file}: {sentence(error, Frame, rest)}") from error
    tables = said.get("lever", [])
    listed = isinstance(tables, list) and all(isinstance(one, dict) for one in tables)
    if not listed or len(tables) > MOST:
        raise SettingsError(f"{file}: levers are tables [[lever]], {MOST} of them at the most.")
    levers = [_lever(table, number, file) for number, table in enumerate(tables, start=1)]
    _refuse_twice(levers, file)
    if not levers:
        return Levers(frame=frame, file=file)
    order = tuple(EFFECTS)
    ordered = tuple(sorted(levers, key=lambda lever: order.index(lever.kind)))
    return Levers(frame=frame, levers=ordered, given=True, file=file)


def _lever(table: Mapping[str, Any], number: int, file: str) -> Lever:
    if "kind" not in table:
        known = f"the key kind is missing; it is one of {', '.join(_BY_KIND)}."
        raise SettingsError(f"{file}, lever {number}: {known}")
    kind = table["kind"]
    if not isinstance(kind, str) or kind not in _BY_KIND:
        known = unknown_key(f"kind = {kind!r}", str(kind), _BY_KIND)
        raise SettingsError(f"{file}, lever {number}: {known}")
    model = _BY_KIND[kind]
    try:
        return model.model_validate(table)
    except ValidationError as error:
        mistake = sentence(error, model, table)
        raise SettingsError(f"{file}, lever {number} ({kind}): {mistake}") from error


def _refuse_twice(levers: list[Lever], file: str) -> None:
    def named_alike(one: Lever, other: Lever) -> bool:
        return one.channel.casefold() == other.channel.casefold()

    refuse_twice(
        levers,
        lambda one, other: not one.channel or not other.channel or named_alike(one, other),
        file,
    )


def refuse_twice(
    levers: Sequence[Lever], overlap: Callable[[Lever, Lever], bool], file: str = FILE_NAME
) -> None:
    """Refuse two levers that would count the same improvement of the same contacts twice.

    Args:
        levers: A plan's levers.
        overlap: Whether two of them change the same contacts.
        file: Where they are said.

    Raises:
        SettingsError: There are two such levers.
    """
    for one, other in combinations(levers, 2):
        if one.kind == other.kind and one.kind in ALONE and overlap(one, other):
            message = f"{file}: two levers of the kind {one.kind} are about the same contacts."
            raise SettingsError(f"{message} Make them one, or give each a channel of its own.")
