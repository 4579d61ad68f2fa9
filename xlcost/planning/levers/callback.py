"""Callback: calling again after giving up."""

from __future__ import annotations

from typing import ClassVar

from xlcost.planning.amounts import Share, UncertainShare, UnitCost
from xlcost.planning.lever import Lever, Numbers
from xlcost.planning.year import V, Year


class Callback(Lever):
    """Callback: calling again after giving up.

    Callers choose to be called when an agent is free, in place of giving up in the queue and
    dialling again.

    Formula:
        abandoned · redial_rate · (cost_per_contact − callback_cost)

    In the plan:
        abandoned · take_up · redial_rate · (cost_per_contact − callback_cost); cost_per_contact is
            that of the lever’s channel.

    Pitfalls:
        - **Not everybody calls again.** For those who do not, a callback is new work: good
          service, but a cost. It is not in this saving, so add it to `running_cost` where it is
          large.
        - **The contact is still handled.** Only its cost may fall, so the number of contacts
          stays. Savings are small; the reason for callbacks is the queue.
        - **The wait moves, it does not go away.** An accepted callback often counts as answered at
          once. Report how long customers wait for it.

    Source:
        LiveAgent, “Kostnad per kontakt” (callback); N. Gans, G. Koole, A. Mandelbaum, “Telephone
            Call Centers”, section 4 (redials).
    """

    kind: str = "callback"
    take_up: UncertainShare
    redial_rate: Share
    callback_cost: UnitCost

    order = 50
    metric = "callback_savings"
    follows = "abandoned"
    single = True
    watched = ("csat_score", "average_speed_of_answer")
    example: ClassVar[Numbers] = {
        "take_up": (0.2, 0.4, 0.5),
        "redial_rate": 0.5,
        "callback_cost": 4.5,
    }
    sample: ClassVar[Numbers] = {
        "take_up": ("0.2", "0.35", "0.5"),
        "redial_rate": "0.55",
        "callback_cost": 80,
        "running_cost": 60000,
        "cash_share": "0.2",
    }

    def saving(self, year: Year[V]) -> V:
        """Return a year's saving, before what the lever costs itself."""
        return year.call(
            "callback_savings",
            abandoned=year.times(year.left(year.abandoned()), year.effect),
            redial_rate=year.said("redial_rate"),
            cost_per_contact=year.unit,
            callback_cost=year.said("callback_cost"),
        )
