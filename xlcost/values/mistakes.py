"""Mistakes of the settings file, each as one sentence with the key's path."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from xlcost.locales.refusals import Saying, saying

_PERCENT: Final = re.compile(r"(\d+)(?:[.,](\d+))?\s*%")
_WHOLE: Final = 100
_LIMITS: Final = ("ge", "gt", "le", "lt", "min_length", "max_length")
_QUOTED: Final = re.compile(r"'([^']*)'")
_NUMBER: Final = "number"
SECRET: Final = ("database", "password_env", "password")  # whose values are never repeated
# What pydantic says in words of programs, by the beginning of its type of error: a text under
# [mistakes].
_PLAIN: Final = {
    "decimal_": _NUMBER,
    "float_": _NUMBER,
    "finite_number": _NUMBER,
    "int_": "whole_number",
    "greater_than_equal": "at_least",
    "greater_than": "more_than",
    "less_than_equal": "at_most",
    "less_than": "less_than",
    "missing": "missing",
    "string_too_short": "too_short",
    "string_too_long": "too_long",
    "string_": "text",
    "bool_": "flag",
    "date_": "day",
    "list_": "list",
    "dict_": "table",
    "model_": "table",
}


def sentence(
    error: ValidationError, model: type[BaseModel], raw: Mapping[str, Any] | None = None
) -> Saying:
    """Return the first mistake that pydantic found, in one sentence.

    Args:
        error: What pydantic found.
        model: The table that it was to be.
        raw: What the file holds: keys that only the model has are not named.
    """
    mistake = error.errors()[0]
    path = _said(_path(mistake["loc"]), raw)
    dotted = _dotted(path)
    if mistake["type"] == "extra_forbidden":
        return unknown_key(dotted, str(path[-1]), _keys(model, path[:-1]))
    message, context = mistake["msg"], mistake.get("ctx", {})
    message = f"{message[:1].lower()}{message[1:]}"
    meant = ""
    if "expected" in context:
        message = saying("mistakes.must_be", what=_either(context["expected"]))
        meant = nearest(mistake.get("input"), _QUOTED.findall(context["expected"]))
    elif "error" in context and mistake["type"] in ("value_error", "assertion_error"):
        said = next(iter(context["error"].args), "")
        message = str(context["error"])
        message = said if isinstance(said, Saying) else f"{message[:1].lower()}{message[1:]}"
    else:
        plain = (said for kind, said in _PLAIN.items() if mistake["type"].startswith(kind))
        limits = {key: value for key, value in context.items() if key in _LIMITS}
        message = next((saying(f"mistakes.{said}", **limits) for said in plain), message)
    given = mistake.get("input")
    shown = ""
    if dotted.rsplit(".", 1)[-1] in SECRET:
        given = None
    if isinstance(given, str | int | float | bool | Decimal):
        given = str(given) if isinstance(given, Decimal) else repr(given)
        shown = saying("mistakes.given", given=given, share=_share(mistake))
    return saying(
        "mistakes.not_right", key=dotted, message=message, shown=shown, meant=meant or "."
    )


def _either(expected: str) -> str:
    """Return "'a', 'b' or 'c'", as pydantic has it, with the "or" of every language."""
    first, between, last = expected.rpartition(" or ")
    return saying("mistakes.either", first=first, last=last) if between else expected


def _share(mistake: ErrorDetails) -> str:
    """Return how a share is written that somebody gave in percent, or ""."""
    given = mistake.get("input")
    if isinstance(given, str):
        percent = _PERCENT.fullmatch(given.strip())
        number = Decimal(f"{percent[1]}.{percent[2] or 0}") if percent else None
    else:
        limits = mistake.get("ctx", {})
        above = mistake["type"].startswith("less_than") and 1 in (
            limits.get("le"),
            limits.get("lt"),
        )
        number = Decimal(str(given)) if above and given != 1 else None
    if number is None or number > _WHOLE:
        return ""
    share = f"{(number / _WHOLE).normalize():f}"
    return saying("mistakes.percent", percent=f"{number.normalize():f}", share=share)


def _said(path: list[int | str], given: Mapping[str, Any] | None) -> list[int | str]:
    """Return the part of a path that the file itself has; its last key may be one that lacks."""
    here: Any = given
    for place, part in enumerate(path):
        if given is not None and not isinstance(here, dict | list):
            return path[:place]
        here = here.get(part) if isinstance(here, dict) else None
    return path


def nearest(said: object, known: Iterable[str]) -> str:
    """Return "; did you mean fixed?" where a word is nearly one that is known, else a full stop."""
    words = {word.casefold(): word for word in known}
    close = difflib.get_close_matches(str(said).strip().casefold(), list(words), n=1, cutoff=0.6)
    return saying("mistakes.near", near=words[close[0]]) if close else "."


def unknown_key(dotted: str, key: str, known: Iterable[str]) -> Saying:
    """Return "the key ledger.colums is not known; did you mean columns?"."""
    names = list(known)
    close = difflib.get_close_matches(key, names, n=1, cutoff=0.6)
    if close:
        return saying("mistakes.unknown_near", key=dotted, near=close[0])
    return saying("mistakes.unknown", key=dotted, known=", ".join(names))


def _path(location: tuple[int | str, ...]) -> list[int | str]:
    """Return the keys of the file, without the parts that pydantic adds for unions."""
    if "rates" in location or "duration" in location:
        return [part for part in location if not _is_member(part)]
    return list(location)


def _is_member(part: object) -> bool:
    """Tell whether a part names a member of the union that a rate is."""
    return isinstance(part, str) and (
        part.startswith(("function-", "dict[", "literal[")) or part == "decimal"
    )


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
    return next((model for arg in get_args(annotation) if _is_model(model := _model_in(arg))), None)


def _is_model(candidate: object) -> bool:
    return isinstance(candidate, type) and issubclass(candidate, BaseModel)
