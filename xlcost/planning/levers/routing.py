"""Automatic routing: contacts passed on."""

from __future__ import annotations

from typing import ClassVar

from xlcost.planning.amounts import UncertainShare, UnitCost
from xlcost.planning.lever import Lever, Numbers
from xlcost.planning.year import V, Year


class Routing(Lever):
    """Automatic routing: contacts passed on.

    Contacts reach an agent who can help at once, by reason, language or history.

    Formula:
        contacts · (transfer_rate_before − transfer_rate_after) · transfer_cost

    In the plan:
        contacts · transfer_cut · transfer_cost, with no more transfers cut than the channel has.

    Pitfalls:
        - **A transfer is not a whole contact.** The first agent’s time is spent either way; what
          goes away is the handover and the repetition.
        - **More skills mean smaller groups.** Ten agents in two groups need more hours than ten in
          one for the same service level. Check with ERLANG_C_AGENTS before you split.

    Source:
        LiveAgent, “Kostnad per kontakt” (automatic routing).
    """

    kind: str = "routing"
    transfer_cut: UncertainShare
    transfer_cost: UnitCost

    order = 60
    metric = "routing_savings"
    improves = "transfer_rate"
    single = True
    watched = ("service_level", "average_speed_of_answer")
    example: ClassVar[Numbers] = {
        "transfer_cut": (0.01, 0.02, 0.03),
        "transfer_cost": 3,
        "one_off": 15_000,
    }
    sample: ClassVar[Numbers] = {
        "transfer_cut": ("0.005", "0.01", "0.02"),
        "transfer_cost": 55,
        "one_off": 250000,
        "cash_share": "0.2",
    }

    def saving(self, year: Year[V]) -> V:
        """Return a year's saving, before what the lever costs itself."""
        return year.call(
            "routing_savings",
            contacts=year.contacts,
            transfer_rate_before=year.share,
            transfer_rate_after=year.most(0, year.less(year.share, year.effect)),
            transfer_cost=year.said("transfer_cost"),
        )
