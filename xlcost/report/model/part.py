"""A row of an OpEx table: what it is of, before it has figures."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.report.model.expressions import Criterion


@dataclass(frozen=True)
class Part:
    """Who a row speaks of.

    Attributes:
        key: Row key in its grid.
        kind: "cost" or "income".
        criteria: What a lookup chooses, for a row of its own.
        children: Row keys that it adds up, for a total.
        minus: Row keys that it takes away.
        table: Data table that a lookup reads.
        has_forecast: Whether the row has a full-year forecast.
        names: What the settings may call it to give it a method of its own, the nearest first.
    """

    key: str
    kind: str = "cost"
    criteria: tuple[Criterion, ...] = ()
    children: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    table: str = "opex_lines"
    has_forecast: bool = True
    names: tuple[str, ...] = ()
