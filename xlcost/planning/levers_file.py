"""What a company plans to change: `levers.toml`, checked, each mistake one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError

from xlcost.errors import SettingsError
from xlcost.locales.refusals import Saying, refusal, saying
from xlcost.planning.amounts import Shown, numbers
from xlcost.planning.kinds import kinds
from xlcost.planning.lever import COMMON, Lever
from xlcost.values.mistakes import sentence, unknown_key
from xlcost.values.setting_types import Exact, Model

FILE_NAME: Final = "levers.toml"
MOST: Final = 30  # levers on one sheet
_Amount = Annotated[Exact, Field(ge=0)]
_Share = Annotated[Exact, Field(ge=0, le=1)]


class Baseline(Model):
    """A year as it is; what is not said comes from the data."""

    contacts: Annotated[_Amount | None, Shown("count")] = None
    total_cost: Annotated[Exact | None, Shown("money")] = None
    aht: Annotated[_Amount | None, Shown("seconds")] = None
    occupancy: Annotated[Annotated[Exact, Field(gt=0, le=1)] | None, Shown("share")] = None
    shrinkage: Annotated[Annotated[Exact, Field(ge=0, lt=1)] | None, Shown("share")] = None
    loaded_rate: Annotated[_Amount | None, Shown("unit_cost")] = None
    paid_hours: Annotated[_Amount | None, Shown("hours")] = None
    abandoned: Annotated[_Amount | None, Shown("count")] = None
    fcr: Annotated[_Share | None, Shown("share")] = None
    transfer_rate: Annotated[_Share | None, Shown("share")] = None
    leavers: Annotated[_Amount | None, Shown("fte")] = None


class Frame(Model):
    """What a plan says besides its levers."""

    discount_rate: Annotated[Exact, Field(gt=-1, le=1)] = Decimal("0.08")
    years: int = Field(default=5, ge=1, le=10)
    baseline: Baseline = Field(default_factory=Baseline)


def _one_of_each() -> tuple[Lever, ...]:
    return tuple(kind.model_validate({}) for kind in kinds().values())


class Levers(Model):
    """A whole plan; `Levers()` is one lever of each kind, without any effect.

    Attributes:
        frame: Discount rate, years and what the data does not say.
        levers: In the order in which they apply.
        given: Whether the company has said what it plans.
        file: The file that says it.
    """

    frame: Frame = Field(default_factory=Frame)
    levers: tuple[Lever, ...] = Field(default_factory=_one_of_each)
    given: bool = False
    file: str = FILE_NAME


def figures() -> dict[str, Shown]:
    """Return what a year is made of, in the order in which it is shown."""
    return numbers(Baseline)


def scaled(levers: Levers, by: Decimal) -> Levers:
    """Return a plan with other money and without names, for a company that is not to be known."""
    base = levers.frame.baseline
    own = _times(base, figures(), by)
    frame = levers.frame.model_copy(update={"baseline": base.model_copy(update=own)})
    changed = []
    for lever in levers.levers:
        money = _times(lever, COMMON | lever.inputs(), by)
        changed.append(lever.model_copy(update={"name": "", **money}))
    return levers.model_copy(update={"frame": frame, "levers": tuple(changed)})


def _times(model: Model, inputs: Mapping[str, Shown], by: Decimal) -> dict[str, Any]:
    """Return the money among the inputs of a lever or of a year, multiplied."""
    money: dict[str, Any] = {}
    for name in (name for name, one in inputs.items() if one.money):
        said = getattr(model, name)
        if isinstance(said, Decimal):
            money[name] = said * by
        elif said is not None:
            levels = {level: getattr(said, level) * by for level in type(said).model_fields}
            money[name] = said.model_copy(update=levels)
    return money


def parse_levers(said: Mapping[str, Any], file: str = FILE_NAME) -> Levers:
    """Return the plan that a parsed TOML file means.

    Raises:
        SettingsError: A key is unknown, or cannot have its value.
    """
    rest = {key: value for key, value in said.items() if key != "lever"}
    for key in rest.keys() - Frame.model_fields.keys():
        raise _wrong(file, unknown_key(key, key, ("lever", *Frame.model_fields)))
    try:
        frame = Frame.model_validate(rest)
    except ValidationError as error:
        raise _wrong(file, sentence(error, Frame, rest)) from error
    tables = said.get("lever", [])
    listed = isinstance(tables, list) and all(isinstance(one, dict) for one in tables)
    if not listed or len(tables) > MOST:
        raise _wrong(file, saying("mistakes.lever_tables", most=MOST))
    levers = [_lever(table, number, file) for number, table in enumerate(tables, start=1)]
    _refuse_twice(levers, file)
    if not levers:
        return Levers(frame=frame, file=file)
    order = tuple(kinds())
    ordered = tuple(sorted(levers, key=lambda lever: order.index(lever.kind)))
    return Levers(frame=frame, levers=ordered, given=True, file=file)


def _lever(table: Mapping[str, Any], number: int, file: str) -> Lever:
    if "kind" not in table:
        mistake = saying("mistakes.lever_kind", known=", ".join(kinds()))
        raise _wrong(saying("mistakes.lever", file=file, number=number), mistake)
    kind = table["kind"]
    if not isinstance(kind, str) or kind not in kinds():
        mistake = unknown_key(f"kind = {kind!r}", str(kind), kinds())
        raise _wrong(saying("mistakes.lever", file=file, number=number), mistake)
    model = kinds()[kind]
    try:
        return model.model_validate(table)
    except ValidationError as error:
        place = saying("mistakes.lever_of_kind", file=file, number=number, kind=kind)
        raise _wrong(place, sentence(error, model, table)) from error


def _wrong(place: str, mistake: Saying) -> SettingsError:
    """Return the refusal of a mistake, in the words of every language."""
    return refusal(SettingsError, "settings", file=place, mistake=mistake)


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
        if one.kind == other.kind and one.single and overlap(one, other):
            raise _wrong(file, saying("mistakes.levers_twice", kind=one.kind))
