"""Keys of the settings as one text each, and what kind of value each key takes."""

from __future__ import annotations

import json
import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args
from typing import get_origin as origin_of

from pydantic import BaseModel

from xlcost.dataset.schema import INPUTS
from xlcost.dataset.service_settings import CustomerService, ServiceParts
from xlcost.dataset.settings import Settings
from xlcost.values.text_guard import parsed_text

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PLACED = re.compile(r"([a-z_]+)\[([0-9]{1,3})\]\.(.+)", re.DOTALL)
_PLAIN = ((bool, "bool"), (int, "number"), (float, "number"), (Decimal, "number"), (date, "day"))
_LISTED = "list"

Parts = tuple[str | int, ...]


@dataclass(frozen=True)
class KeyKind:
    """What a key takes.

    Attributes:
        kind: "bool", "number", "day", "text", "list", or "any" where it is not known.
        choices: The words that it may be, where only some are allowed.
    """

    kind: str = "any"
    choices: tuple[str, ...] = ()


def key_text(parts: Parts) -> str:
    """Return a key as people write it: `ledger[2].columns."Cost, total"`."""
    text = ""
    for part in parts:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            shown = quoted_part(part)
            text += f".{shown}" if text else shown
    return text


def quoted_part(part: str) -> str:
    """Return one part of a key, in quotes where TOML wants them."""
    return part if _BARE.fullmatch(part) else json.dumps(part, ensure_ascii=False)


def key_parts(text: str) -> Parts:
    """Return the parts of a key that people have written.

    Raises:
        UsageError: It is none.
    """
    placed = _PLACED.fullmatch(text.strip())
    if placed and int(placed[2]) > 0:
        return (placed[1], int(placed[2]) - 1, *key_parts(placed[3]))
    found: Any = parsed_text(f"{text.strip()} = 0", text)
    parts: list[str | int] = []
    while isinstance(found, dict):
        part, found = next(iter(found.items()))
        parts.append(part)
    return tuple(parts)


def flat(raw: Mapping[str, Any]) -> Iterator[tuple[Parts, Any]]:
    """Yield each value of the settings with its key, tables taken apart, lists as they are."""
    for name, value in raw.items():
        tables = value if name in INPUTS and isinstance(value, list) else None
        if tables and all(isinstance(one, dict) for one in tables):
            several = len(tables) > 1
            for place, one in enumerate(tables):
                yield from _flat((name, place) if several else (name,), one)
        elif value != {}:  # a table without a key says nothing
            yield from _flat((name,), value)


def _flat(parts: Parts, value: Any) -> Iterator[tuple[Parts, Any]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _flat((*parts, key), inner)
    else:
        yield parts, value


@cache
def kind_of(parts: Parts) -> KeyKind:
    """Return what a key takes; "any" where no setting has such a key."""
    found: Any = Settings
    for part in parts:
        found = _within(found, part)
        if found is None:
            return KeyKind()
    return _kind(found)


def _within(annotation: Any, part: str | int) -> Any:
    """Return what a part of a type holds under a key."""
    model = _member(annotation, lambda one: isinstance(one, type) and issubclass(one, BaseModel))
    if isinstance(part, int):
        return annotation  # a list of tables is spoken of as its tables are
    if model is not None:
        field = model.model_fields.get(part)
        if field is None:
            return ServiceParts if model is CustomerService else None
        return field.annotation
    table = _member(annotation, lambda one: _origin(one) is dict)
    return None if table is None else get_args(table)[1]


def _origin(annotation: Any) -> Any:
    return origin_of(annotation)


def _members(annotation: Any) -> Iterator[Any]:
    """Yield a type and the types that it is made of, without what is in a table."""
    yield annotation
    origin = _origin(annotation)
    inner: tuple[Any, ...] = ()
    if origin in (Annotated, list):
        inner = get_args(annotation)[:1]
    elif origin in (Union, types.UnionType):
        inner = get_args(annotation)
    for one in inner:
        yield from _members(one)


def _member(annotation: Any, fits: Any) -> Any:
    return next((one for one in _members(annotation) if fits(one)), None)


def _kind(annotation: Any) -> KeyKind:
    if _member(annotation, lambda one: _origin(one) is list) is not None:
        return KeyKind(_LISTED)
    literal = _member(annotation, lambda one: _origin(one) is Literal)
    if literal is not None:
        words = get_args(literal)
        kind = "text" if all(isinstance(word, str) for word in words) else "number"
        return KeyKind(kind, tuple(str(word) for word in words if word != ""))
    for plain, kind in _PLAIN:
        if _member(annotation, lambda one, plain=plain: one is plain) is not None:
            return KeyKind(kind)
    text = _member(annotation, lambda one: one is str)
    return KeyKind("text") if text is not None else KeyKind()
