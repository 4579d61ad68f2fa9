"""What a forecast is made of where a row's own figures are not enough: cells of Data, one each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from xlcost.report.model.expressions import Expression, Literal, Placed, Ref
from xlcost.report.model.spec import Cell, Column, Grid, Row

GRID: Final = "forecast_bases"


@dataclass(frozen=True)
class ForecastBase(Placed):
    """A sum or a term of a forecast; a reference to its cell brings it.

    Attributes:
        key: Its row.
        label: What it is, for who traces a figure.
    """

    key: str
    label: str

    @property
    def ref(self) -> Ref:
        """The cell that holds it."""
        return Ref(GRID, self.key, "value", self)


def kept(expression: Expression, label: str) -> Ref:
    """Return the cell of a sum or a term; what is the same has the same cell."""
    mark = hashlib.blake2s(repr(expression).encode(), digest_size=8).hexdigest()
    return ForecastBase(expression, f"base{mark}", label).ref


def grid(bases: Iterable[ForecastBase], title: str, head: str, value: str) -> list[Grid]:
    """Return the grid for the Data sheet; none where nothing points at it."""
    chosen = {base.key: base for base in bases}
    rows = tuple(
        Row(
            key, {"label": Cell(Literal(base.label)), "value": Cell(base.expression, "money_exact")}
        )
        for key, base in chosen.items()
    )
    columns = (Column("label", head, width=34), Column("value", value, width=14))
    return [Grid(GRID, columns, rows, title=title)] if rows else []
