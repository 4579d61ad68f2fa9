"""Flexible and part-time shifts: hours above the need."""

from __future__ import annotations

from typing import ClassVar

from xlcost.planning.amounts import UncertainShare
from xlcost.planning.lever import Lever, Numbers
from xlcost.planning.year import V, Year


class Scheduling(Lever):
    """Flexible and part-time shifts: hours above the need.

    Shifts that follow the load: part-time at the peaks, split shifts, hours banked in quiet weeks.

    Function:
        (paid hours · loaded rate · part that goes away; FLEXIBLE_STAFFING_SAVINGS finds the part)

    Formula:
        paid hours · loaded_rate · hours_cut

    In the plan:
        what handle time saved before it in the same channels is taken off the paid hours first.

    Pitfalls:
        - **Average staffing hides both faults.** The same day is over-staffed at ten and
          under-staffed at one. Take the part from intervals: the sheet Staffing, or
          FLEXIBLE_STAFFING_SAVINGS over required and scheduled agents.
        - **Not all hours above the need can go.** Shifts have a shortest length, agreements have
          rules, and some slack is what holds the service level.
        - **This one is mostly cash**, since overtime and hired help go first. It is also what
          agents feel most: watch attrition.

    Source:
        Teneo, “Operational Expenses (OpEx)” (workforce management, part-time and flexible models);
            LiveAgent, “Kostnad per kontakt” (planning of shifts).
    """

    kind: str = "scheduling"
    hours_cut: UncertainShare

    order = 80
    follows = "work"
    parted = True
    cuts_hours = True
    single = True
    watched = ("service_level", "average_speed_of_answer", "abandonment_rate")
    example: ClassVar[Numbers] = {"hours_cut": (0.005, 0.01, 0.02), "cash_share": 0.8}
    sample: ClassVar[Numbers] = {
        "hours_cut": ("0.005", "0.010", "0.020"),
        "running_cost": 100000,
        "cash_share": "0.8",
    }

    def saving(self, year: Year[V]) -> V:
        """Return a year's saving, before what the lever costs itself."""
        paid = year.times(year.people("paid_hours"), year.figure("loaded_rate"))
        return year.times(year.without_time_saved(year.left(paid)), year.effect)
