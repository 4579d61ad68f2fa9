"""The amounts from which a variance is material: the settings', else by the report's size.

Auditors take 0.5 to 1 % of all cost as material for the whole (ISA 320, A8, names 1 % of total
expenses). So does a report: 1 % of the cost of a period is enough alone, rounded to 1, 2 or 5 of a
power of ten; from a tenth of it on a variance is material where it is also the share of the budget
that the settings say.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO, COST
from xlcost.report.model.context import Context
from xlcost.report.model.once import once

ALWAYS = 0.01  # of a period's cost
LEAST = 0.1  # of what is enough alone
_WITHOUT_COST = 10_000.0
_STEPS = ((1.5, 1), (3.5, 2), (7.5, 5), (math.inf, 10))  # the nearest of 1, 2, 5 and 10


@dataclass(frozen=True)
class Amounts:
    """From `least` on a variance may be material, from `always` on it is; 0 is no such amount."""

    least: float
    always: float
    by_size: bool = False


@once
def amounts(ctx: Context) -> Amounts:
    """Return the amounts that hold where no rule says otherwise."""
    held = ctx.settings.materiality
    always = None if held.always_amount is None else float(held.always_amount)
    if held.amount is not None:
        return Amounts(float(held.amount), always or 0.0)
    size = _size(ctx)
    if not size:
        return Amounts(_WITHOUT_COST, always or 0.0)
    by_size = stepped(ALWAYS * size)
    enough = by_size if always is None else always
    return Amounts(stepped(LEAST * by_size), enough, by_size=True)


def stepped(amount: float) -> float:
    """Return the nearest of 1, 2 and 5 times a power of ten."""
    power = math.floor(math.log10(amount))
    step = next(step for bound, step in _STEPS if amount < bound * 10.0**power)
    return float(f"{step}e{power}")


def _size(ctx: Context) -> float:
    """Return the cost of one period like the report's: by the year's budget, else its actual."""
    frame = ctx.frames.opex
    costs = ctx.spans["year"].rows(frame[frame["kind_no"] == COST])
    for version in (BUDGET_NO, ACTUAL_NO):
        mine = costs[costs["version_no"] == version]
        whole = mine["period"] % 100 == 0
        periods = mine.loc[~whole, "period"].nunique()
        in_year = ctx.period.periods_in_year
        one = float(mine.loc[whole, "amount"].sum()) / in_year
        one += float(mine.loc[~whole, "amount"].sum()) / periods if periods else 0.0
        if abs(one) * ALWAYS * LEAST >= 0.01:  # noqa: PLR2004 - a cent
            return abs(one) * (in_year if ctx.period.is_year else 1)
    return 0.0
