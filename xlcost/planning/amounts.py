"""What an input of a lever may be: shares, money, counts, and effects that are uncertain."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic.fields import FieldInfo

from xlcost.values.setting_types import Exact, Model

ZERO: Final = Decimal(0)
Shape = Literal["share", "unit_cost", "money", "count", "fte", "hours", "seconds"]


@dataclass(frozen=True)
class Shown:
    """How a number is shown, and what explains it.

    Attributes:
        shape: Its format in a workbook.
        meaning: Key of the text in `[plan.meanings]`; "" is that of the input's own name.
    """

    shape: Shape
    meaning: str = ""

    @property
    def money(self) -> bool:
        """Whether it is an amount of money."""
        return self.shape in ("money", "unit_cost")


def numbers(model: type[Model]) -> dict[str, Shown]:
    """Return how each number of a model is shown, in the order in which it declares them."""
    fields = model.model_fields.items()
    return {name: one for name, field in fields if (one := _shown(field))}


def _shown(field: FieldInfo) -> Shown | None:
    """Return how a field of a model is shown; None where it is no number."""
    return next((one for one in reversed(field.metadata) if isinstance(one, Shown)), None)


class Effect(Model):
    """What a lever may come to: with bad luck, as planned, and at its best."""

    low: Annotated[Exact, Field(ge=0)] = ZERO
    base: Annotated[Exact, Field(ge=0)] = ZERO
    stretch: Annotated[Exact, Field(ge=0)] = ZERO

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.base <= self.stretch:
            message = f"low, base and stretch must rise: {self.low}, {self.base}, {self.stretch}"
            raise ValueError(message)
        return self


class ShareEffect(Effect):
    """An effect that is a share."""

    stretch: Annotated[Exact, Field(ge=0, le=1)] = ZERO


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


# What is not said is 0, or no effect; so a lever's input is a name and one of these.
Share = Annotated[Exact, Field(default=ZERO, ge=0, le=1), Shown("share")]
UnitCost = Annotated[Exact, Field(default=ZERO, ge=0), Shown("unit_cost")]
Money = Annotated[Exact, Field(default=ZERO, ge=0), Shown("money")]
Count = Annotated[Exact, Field(default=ZERO, ge=0), Shown("count")]
Factor = Annotated[Exact, Field(default=Decimal(1), ge=0), Shown("fte")]
UncertainShare = Annotated[
    ShareEffect, BeforeValidator(_spread), Field(default_factory=ShareEffect), Shown("share")
]
UncertainMoney = Annotated[
    Effect, BeforeValidator(_spread), Field(default_factory=Effect), Shown("money")
]
UncertainSeconds = Annotated[
    Effect, BeforeValidator(_spread), Field(default_factory=Effect), Shown("seconds")
]
