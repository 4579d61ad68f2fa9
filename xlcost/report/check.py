"""One control of the report; each sheet that has some declares them, `checks` shows them all."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.report.expressions import Expression
from xlcost.report.spec import Format

CENT = 0.005  # half a cent: both sides are the same to the cent


@dataclass(frozen=True)
class Check:
    """One control: two sides that must agree."""

    key: str
    label: str
    this: Expression
    other: Expression
    tolerance: float = CENT
    format: Format = "money_exact"
