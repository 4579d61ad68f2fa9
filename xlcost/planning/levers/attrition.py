"""Less attrition: agents to replace."""

from __future__ import annotations

from typing import Annotated, ClassVar

from xlcost.planning.amounts import Money, Shown, UncertainShare
from xlcost.planning.lever import Lever, Numbers
from xlcost.planning.year import V, Year


class Attrition(Lever):
    """Less attrition: agents to replace.

    Agents who stay: mentors, shifts people can live with, a way up.

    Formula:
        leavers · (recruiting_cost + training_cost + ramp_cost)

    In the plan:
        leavers · leavers_cut · (recruiting_cost + training_cost + ramp_cost).

    Pitfalls:
        - **The recruiter’s invoice is the small part.** Training, lower output for months and the
          time of those who help are more, and stand on no invoice, so most of it is avoidance.
        - **Some turnover is wanted**, and in the first weeks it costs less than later. Use those
          who had become productive.
        - **Leavers who are not replaced cost nothing here**: leave them out.
        - A published example: 25 leavers of 100 seats cost 150,000 dollars, 6,000 each; Gartner
          puts a frontline agent at 14,113.

    Source:
        W. Cascio, J. Boudreau, “Investing in People”, chapter 4; The Taylor Reach Group, “Cost of
            attrition calculation factors for contact centers” (the example).
    """

    kind: str = "attrition"
    leavers_cut: UncertainShare
    recruiting_cost: Money
    training_cost: Annotated[Money, Shown("money", "new_agent")]
    ramp_cost: Money

    order = 100
    metric = "attrition_cost"
    follows = "work"
    parted = True
    single = True
    watched = ("occupancy",)
    example: ClassVar[Numbers] = {
        "leavers_cut": (0.1, 0.2, 0.3),
        "recruiting_cost": 2_000,
        "training_cost": 3_500,
        "ramp_cost": 4_500,
        "cash_share": 0.5,
    }
    sample: ClassVar[Numbers] = {
        "leavers_cut": ("0.1", "0.2", "0.3"),
        "recruiting_cost": 25000,
        "training_cost": 40000,
        "ramp_cost": 55000,
        "running_cost": 350000,
        "cash_share": "0.5",
    }

    def saving(self, year: Year[V]) -> V:
        """Return a year's saving, before what the lever costs itself."""
        return year.call(
            "attrition_cost",
            leavers=year.times(year.left(year.people("leavers")), year.effect),
            recruiting_cost=year.said("recruiting_cost"),
            training_cost=year.said("training_cost"),
            ramp_cost=year.said("ramp_cost"),
        )
