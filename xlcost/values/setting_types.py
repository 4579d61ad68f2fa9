"""The types that every table of the settings is made of: exact numbers, codes, lists of one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


def exact(value: object) -> object:
    """Let 0.1 in the file be 0.1 and not the nearest binary number."""
    return Decimal(repr(value)) if isinstance(value, float) else value


def _text(value: object) -> object:
    """Let a code or a period be written without quotes: 2025 is "2025"."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _constant(value: object) -> object:
    """Let a constant amount be written as a number, and a day as TOML writes days."""
    if isinstance(value, date):
        return value.isoformat()
    return f"{Decimal(repr(value)):f}" if isinstance(value, float) else _text(value)


def several(value: object) -> object:
    """Let one value stand for a list of one."""
    return [] if value is None else value if isinstance(value, list) else [value]


def _time_zone(value: str) -> str:
    """Refuse a time zone that nobody knows."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError("It must be a time zone such as Europe/Oslo") from None
    return value


Exact = Annotated[Decimal, BeforeValidator(exact)]
Text = Annotated[str, BeforeValidator(_text)]
Constant = Annotated[str, BeforeValidator(_constant)]
Texts = Annotated[list[Text], BeforeValidator(several)]
Positive = Annotated[Decimal, BeforeValidator(exact), Field(gt=0)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
Rates = dict[str, Positive | dict[Text, Positive]]


class Model(BaseModel):
    """Every table of the settings: unknown keys are refused, values never change."""

    # Most runs need few of the models, and making a validator takes time.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
