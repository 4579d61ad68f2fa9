"""Live sentences: what their cells came to when the report was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from string import Formatter

from xlcost.report.model.evaluation import Address
from xlcost.report.model.expressions import ErrorValue, Expression, Joined, Literal, Value
from xlcost.report.model.spec import Block, Text


def filled(block: Block, values: Mapping[Address, Value]) -> Block:
    """Return a sentence with its text, once the figures are known; other blocks as they are."""
    if not isinstance(block, Text) or block.said is None:
        return block
    ref = block.said
    value = values[ref.grid, ref.row, ref.column]
    return replace(block, text=value.code if isinstance(value, ErrorValue) else str(value))


def joined(text: str, **fields: Expression) -> Expression:
    """Return a text whose fields are live."""
    parts: list[Expression] = []
    for literal, name, _, _ in Formatter().parse(text):
        parts += [Literal(literal)] if literal else []
        parts += [fields[name]] if name else []
    return parts[0] if len(parts) == 1 else Joined(tuple(parts))
