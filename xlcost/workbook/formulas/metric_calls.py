"""Metrics called in a report's formulas: their twins with the arguments written in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xlcost.catalogue.families import find
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
    metric = find(call.metric)
    if metric.formula is None:
        raise NoTwin(f"{metric.excel_name} has no native twin.")
    text = metric.twin(
        _names(fields),
        method=call.method,
        column=call.column,
        guarded=guarded,
        one_cell=not any(isinstance(item, CellRange) for item in call.arguments.values()),
    )
    if not guarded:
        text = _PLUS_ZERO.sub("", text)  # which refuses text, and no figure is one
    return _filled(text, fields)


def divisors(call: Call, fields: Mapping[str, str]) -> list[str]:
    """Return what a call divides by; nothing where its formula has an answer for zero too."""
    metric = find(call.metric)
    if "DivisionByZero" not in metric.raises:
        return []
    texts = [
        unwrapped(_filled(_PLUS_ZERO.sub("", text), fields))
        for text in metric.denominators(_names(fields), method=call.method)
    ]
    return [text for text in dict.fromkeys(texts) if not _is_nonzero(text)]


def _names(fields: Mapping[str, str]) -> dict[str, str]:
    """Return a mark for each argument, which stands in the twin until it is filled in."""
    return {name: f"{_FIELD}{name}" for name in fields}


def _filled(text: str, fields: Mapping[str, str]) -> str:
    """Return a twin with its arguments written in, in parentheses only where they need them."""
    return _FIELDS.sub(lambda match: closed(fields[match[1]]), text)


def _is_nonzero(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and float(text) != 0
