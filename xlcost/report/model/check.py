"""One control of the report; each sheet that has some declares them, `checks` shows them all."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.dataset import facts
from xlcost.report.model.expressions import Expression
from xlcost.report.model.spec import Format

HALF_A_CENT = float(facts.HALF_A_CENT)


@dataclass(frozen=True)
class Check:
    """One control: two sides that must agree."""

    key: str
    label: str
    this: Expression
    other: Expression
    tolerance: float = HALF_A_CENT
    format: Format = "money_exact"
