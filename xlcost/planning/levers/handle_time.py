"""Shorter handle time: seconds a contact."""

from __future__ import annotations

from typing import ClassVar

from xlcost.planning.amounts import UncertainSeconds
from xlcost.planning.lever import Lever, Numbers
from xlcost.planning.year import V, Year


class HandleTime(Lever):
    """Shorter handle time: seconds a contact.

    Contacts take fewer seconds: better screens, fewer systems, notes written by AI.

    Formula:
        contacts · seconds_saved / 3600 / occupancy / (1 − shrinkage) · loaded_rate

    In the plan:
        seconds_saved is at the most what a contact of the channel still takes.

    Pitfalls:
        - **Minutes are not heads.** 15 seconds in each of 100 calls a day are 25 minutes, spread
          over the day and over all agents. They become money only when the schedule shrinks: a
          shift fewer, overtime not worked. The saving here is what the hours cost, the most that
          it can be; `cash_share` says what really goes.
        - **The vendor measured the best case.** Take seconds from a trial against agents without
          the tool, after the first month.
        - **Faster is not resolved.** Push handle time alone and customers come back: watch FCR and
          repeats.
        - **A printed example that does not add up**: a page computes 2.90 dollars of staffing a
          call, 10 % shorter, as 2.06 and 0.23 saved. 10 % of 2.90 is 0.29, and 2.61 is left. At
          4,500 calls a day it is 1,305 dollars, not 1,033.

    Source:
        Teneo, “Operational Expenses (OpEx)” (operational efficiency, technology upgrades);
            workload to paid hours as B. Cleveland, “Call Center Management on Fast Forward”. The
            printed example: careerbeeps.com, “How To Reduce Average Handling Time (AHT) In Contact
            Centers”.
    """

    kind: str = "handle_time"
    seconds_saved: UncertainSeconds

    order = 70
    metric = "aht_savings"
    shortens = True
    watched = ("first_contact_resolution", "csat_score", "repeat_contact_rate")
    example: ClassVar[Numbers] = {
        "seconds_saved": (5, 15, 30),
        "running_cost": 25_000,
        "one_off": 20_000,
        "cash_share": 0.25,
    }
    sample: ClassVar[Numbers] = {
        "seconds_saved": (5, 12, 20),
        "running_cost": 900000,
        "one_off": 300000,
        "cash_share": "0.25",
    }

    def saving(self, year: Year[V]) -> V:
        """Return a year's saving, before what the lever costs itself."""
        return year.call(
            "aht_savings",
            contacts=year.contacts,
            seconds_saved=year.seconds,
            loaded_rate=year.figure("loaded_rate"),
            occupancy=year.figure("occupancy"),
            shrinkage=year.figure("shrinkage"),
        )
