"""Cell values as JSON, between the tests and the process in Wine that plays Excel.

What JSON has no word for is an object of one key: `{"currency": "1.25"}`, `{"date": "2026-01-31"}`,
`{"error": -2146826281}`, `{"missing": true}`. A range is a list of rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class ErrorCell:
    """An error value as Excel sends it: a variant of its own type, with this number."""

    number: int


class Missing:
    """An optional argument that the cell's formula leaves out."""


MISSING = Missing()

Maker = Callable[[Any], Any]


def packed(value: object) -> Any:
    """Return a value as JSON can hold it."""
    if isinstance(value, tuple | list):
        return [packed(one) for one in value]
    if isinstance(value, Decimal):
        return {"currency": str(value)}
    if isinstance(value, datetime):
        return {"date": value.replace(tzinfo=None).isoformat()}
    if isinstance(value, ErrorCell):
        return {"error": value.number}
    if isinstance(value, Missing):
        return {"missing": True}
    return value


def unpacked(value: Any, makers: Mapping[str, Maker]) -> Any:
    """Return a value from JSON, with a maker for each kind of object."""
    if isinstance(value, list):
        return tuple(unpacked(one, makers) for one in value)
    if isinstance(value, dict):
        ((kind, text),) = value.items()
        return makers[kind](text)
    return value


def line(value: object) -> bytes:
    """Return a value as one line."""
    return json.dumps(packed(value)).encode() + b"\n"
