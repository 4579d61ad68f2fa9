"""The sample company's budget for 2026: the original, and the revision made in June."""

from __future__ import annotations

from typing import NamedTuple

from xlcost.samples.costs import costs
from xlcost.samples.story import BUDGET_MONTHS, StoryMonth

_REVISED_FROM = 7
# What the revision knew: a pay settlement, more leave, cheaper electricity, less paper.
_REVISED = {"5000": 1.006, "5180": 1.006, "5400": 1.006, "6340": 0.95, "6800": 0.9, "6790": 1.04}


class Planned(NamedTuple):
    """One budgeted amount, in whole hundreds of kroner as budgets are."""

    version: str
    month: StoryMonth
    account: str
    centre: str
    amount: int


def budget() -> tuple[Planned, ...]:
    """Return every amount of both versions, each of them a full year."""
    return tuple(
        Planned(version, month, account, centre, _hundreds(amount, version, month, account))
        for version in ("original", "revised")
        for month in BUDGET_MONTHS
        for (account, centre), amount in sorted(costs(month).items())
    )


def _hundreds(amount: float, version: str, month: StoryMonth, account: str) -> int:
    if version == "revised" and month.number >= _REVISED_FROM:
        amount *= _REVISED.get(account, 1.0)
    return round(amount / 100) * 100
