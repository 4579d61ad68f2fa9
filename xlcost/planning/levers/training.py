"""Training: rework and escalations."""

from __future__ import annotations

from typing import ClassVar

from xlcost.planning.amounts import Count, Money, UncertainMoney
from xlcost.planning.lever import Lever, Numbers
from xlcost.planning.year import V, Year


class Training(Lever):
    """Training: rework and escalations.

    Agents who know more cause less rework and fewer escalations. In the plan the cost of the
    courses counts as running cost.

    Formula:
        trainees · (training_benefit − training_cost)

    In the plan:
        trainees · training_benefit; trainees · training_cost is added to the running cost, and
        both shrink with the work that is left.

    Pitfalls:
        - **The hours are the larger half.** A day of training costs a day of paid, unproductive
          time, and needs cover.
        - **Before and after is not enough.** New agents get better anyway. Compare with agents who
          were not trained.
        - **Do not count it twice.** If training lifts FCR or shortens calls, put the effect there
          *or* here.
        - **It leaves with those who leave**: with attrition of 30 %, three in ten of those you
          train this year take it along.

    Source:
        Teneo, “Operational Expenses (OpEx)” (training and development); J. Phillips, “Return on
            Investment in Training”, chapter 1.
    """

    kind: str = "training"
    training_benefit: UncertainMoney
    trainees: Count
    training_cost: Money

    order = 90
    metric = "training_savings"
    follows = "work"
    watched = ("shrinkage", "service_level")
    example: ClassVar[Numbers] = {
        "trainees": 15,
        "training_cost": 400,
        "training_benefit": (200, 700, 1_200),
    }
    sample: ClassVar[Numbers] = {
        "trainees": 35,
        "training_cost": 6000,
        "training_benefit": (3000, 9000, 14000),
        "cash_share": "0.2",
    }

    def saving(self, year: Year[V]) -> V:
        """Return a year's saving, before what the lever costs itself."""
        return year.call(
            "training_savings",
            trainees=year.left(year.said("trainees")),
            training_cost=0,
            training_benefit=year.effect,
        )

    def costs(self, year: Year[V]) -> V:
        """Return what the courses cost: they come again every year."""
        return year.times(year.said("trainees"), year.said("training_cost"))
