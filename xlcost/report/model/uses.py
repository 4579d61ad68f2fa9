"""What blocks of a report use: metrics, and cells of Data that are there because they are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

from xlcost.report.model.expressions import Call, Expression, Literal, Lookup, Ref
from xlcost.report.model.spec import Chart, Grid


@dataclass(frozen=True)
class Uses:
    """What some blocks use, in the order in which they use it.

    Attributes:
        calls: Name and method of each metric.
        placed: References that bring what stands in their cell on Data.
    """

    calls: tuple[tuple[str, str | None], ...]
    placed: tuple[Ref, ...]


def uses_of(blocks: Iterable[object]) -> Uses:
    """Return what blocks use."""
    calls: dict[tuple[str, str | None], None] = {}
    placed: dict[Ref, None] = {}
    left: list[Expression] = [*_expressions(blocks)][::-1]
    while left:
        for item in walk(left.pop()):
            if type(item) is Call:
                calls[item.metric, item.method] = None
            elif type(item) is Ref and item.placed is not None and item not in placed:
                placed[item] = None
                left.append(item.placed.expression)
    return Uses(tuple(calls), tuple(placed))


def _expressions(blocks: Iterable[object]) -> Iterator[Expression]:
    for block in blocks:
        if isinstance(block, Grid):
            for row in block.rows:
                for cell in row.cells.values():
                    if type(cell.expression) is not Literal:  # most are, and nothing is in them
                        yield cell.expression
        elif isinstance(block, Chart):
            for series in block.series:
                yield from (*series.values, *series.labels)


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield the calls and the references in an expression, from the first on."""
    stack: list[Any] = [expression]
    while stack:
        item = stack.pop()
        kind = type(item)
        if kind is tuple:
            stack += item[::-1]
        elif kind is Ref:
            yield item
        elif kind is Call:
            yield item
            stack += [*item.arguments.values()][::-1]
        else:
            stack += [getattr(item, name) for name in _parts(kind)]  # type: ignore[arg-type]  # mypy doubts that classes can be hashed


@cache
def _parts(kind: type) -> tuple[str, ...]:
    """Return the attributes that may hold expressions, the last first; a lookup calls nothing."""
    if kind in (Literal, Lookup) or not is_dataclass(kind):
        return ()
    return tuple(field.name for field in fields(kind))[::-1]
