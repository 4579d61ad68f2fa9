"""Metrics called in a report's formulas: their twins with the arguments written in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from xlcost.catalogue.families import find
from xlcost.catalogue.registry import state
from xlcost.errors import UsageError
from xlcost.report.model.expressions import Call, CellRange
from xlcost.workbook.formulas.references import closed, unwrapped

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_FIELD = "xlcost_"
_FIELDS = re.compile(rf"\b{_FIELD}(\w+)")
_PLUS_ZERO = re.compile(r"\+0(?![\d.])")


class NoTwin(UsageError):
    """A metric has no native formula (Erlang): its value is written instead."""


def twin(call: Call, fields: Mapping[str, str], *, guarded: bool) -> str:
    """Return the native formula of a call.

    Args:
        call: The metric that is called, by which method, for which of its columns.
        fields: The text of each argument.
        guarded: Whether the formula tests that its arguments are in their domain.

    Raises:
        NoTwin: The metric has no native formula.
    """
    one_cell = not any(isinstance(item, CellRange) for item in call.arguments.values())
    text = _template(
        state(), call.metric, tuple(fields), call.method, call.column, guarded, one_cell
    )
    return _filled(text, fields)


def divisors(call: Call, fields: Mapping[str, str]) -> list[str]:
    """Return what a call divides by; nothing where its formula has an answer for zero too."""
    templates = _divisors(state(), call.metric, tuple(fields), call.method)
    texts = [unwrapped(_filled(text, fields)) for text in templates]
    return [text for text in dict.fromkeys(texts) if not _is_nonzero(text)]


def can_divide(call: Call) -> bool:
    """Tell whether a call has something to divide by that may be zero."""
    return bool(_divisors(state(), call.metric, tuple(call.arguments), call.method))


# A report calls a few metrics many times. What they are asked by changes when metrics are declared.


@lru_cache(maxsize=4096)
def _template(
    _state: int,
    name: str,
    arguments: tuple[str, ...],
    method: str | None,
    column: str | None,
    guarded: bool,
    one_cell: bool,
) -> str:
    """Return a metric's twin with a mark for each argument, which stands there until it is filled.

    Raises:
        NoTwin: The metric has no native formula.
    """
    metric = find(name)
    if metric.formula is None:
        raise NoTwin(f"{metric.excel_name} has no native twin.")
    text = metric.twin(
        _marks(arguments), method=method, column=column, guarded=guarded, one_cell=one_cell
    )
    return text if guarded else _PLUS_ZERO.sub("", text)  # which refuses text, and no figure is one


@lru_cache(maxsize=4096)
def _divisors(
    _state: int, name: str, arguments: tuple[str, ...], method: str | None
) -> tuple[str, ...]:
    """Return what a metric's twin divides by, with a mark for each argument."""
    metric = find(name)
    if "DivisionByZero" not in metric.raises:
        return ()
    found = metric.denominators(_marks(arguments), method=method)
    return tuple(_PLUS_ZERO.sub("", text) for text in found)


def _marks(arguments: tuple[str, ...]) -> dict[str, str]:
    return {name: f"{_FIELD}{name}" for name in arguments}


def _filled(text: str, fields: Mapping[str, str]) -> str:
    """Return a twin with its arguments written in, in parentheses only where they need them."""
    return _FIELDS.sub(lambda match: closed(fields[match[1]]), text)


def _is_nonzero(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and float(text) != 0
