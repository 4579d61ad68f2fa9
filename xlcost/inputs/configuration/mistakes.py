"""Mistakes of the settings file, each as one sentence with the key's path."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, get_args

from pydantic import BaseModel, ValidationError


def sentence(error: ValidationError, model: type[BaseModel]) -> str:
    """Return the first mistake that pydantic found, in one sentence."""
    mistake = error.errors()[0]
    path = _path(mistake["loc"])
    dotted = _dotted(path)
    if mistake["type"] == "extra_forbidden":
        return unknown_key(dotted, str(path[-1]), _keys(model, path[:-1]))
    message = mistake["msg"]
    if "expected" in mistake.get("ctx", {}):
        message = f"it must be {mistake['ctx']['expected']}"
    given = mistake.get("input")
    shown = f" (it is {given!r})" if isinstance(given, str | int | float | bool) else ""
    return f"the key {dotted} is not right: {message[:1].lower()}{message[1:]}{shown}."


def unknown_key(dotted: str, key: str, known: Iterable[str]) -> str:
    """Return "the key ledger.colums is not known; did you mean columns?"."""
    names = list(known)
    close = difflib.get_close_matches(key, names, n=1, cutoff=0.6)
    if close:
        return f"the key {dotted} is not known; did you mean {close[0]}?"
    return f"the key {dotted} is not known; known are {', '.join(names)}."


def _path(location: tuple[int | str, ...]) -> list[int | str]:
    """Return the keys of the file, without the parts that pydantic adds for unions."""
    if "rates" in location:
        return [part for part in location if not _is_member(part)]
    return list(location)


def _is_member(part: object) -> bool:
    """Tell whether a part names a member of the union that a rate is."""
    return isinstance(part, str) and (part.startswith(("function-", "dict[")) or part == "decimal")


def _dotted(path: Iterable[object]) -> str:
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    # A single table is a list of one inside.
    return text.replace("[1].", ".")


def _keys(model: type[BaseModel], path: list[Any]) -> list[str]:
    """Return the keys that the table at this path may have."""
    current: Any = model
    for part in path:
        # A number is a place in a list, and any other part the user's own key of a dict.
        if _is_model(current) and part in current.model_fields:
            current = _model_in(current.model_fields[part].annotation)
    return list(current.model_fields) if _is_model(current) else []


def _model_in(annotation: Any) -> Any:
    """Return the model inside list[...], dict[...] and Annotated[...]."""
    if _is_model(annotation):
        return annotation
    return next((found for arg in get_args(annotation) if _is_model(found := _model_in(arg))), None)


def _is_model(candidate: object) -> bool:
    return isinstance(candidate, type) and issubclass(candidate, BaseModel)
