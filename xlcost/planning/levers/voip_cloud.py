"""VoIP and cloud: systems and rent."""

from __future__ import annotations

from typing import ClassVar

from xlcost.planning.amounts import Money, UncertainShare
from xlcost.planning.lever import Lever, Numbers
from xlcost.planning.year import V, Year


class VoipCloud(Lever):
    """VoIP and cloud: systems and rent.

    Telephony over the internet, or a platform in the cloud. The plan writes migration under
    `one_off`.

    Formula:
        legacy_cost − voip_cost + rent_saved − migration_cost

    In the plan:
        legacy_cost · cost_cut + rent_saved.

    Pitfalls:
        - **Two systems for a year.** Old contracts run on while the new one is paid. Put the
          overlap into `one_off`.
        - **Investments already paid are gone.** Depreciation of the old system is no saving;
          maintenance that ends is.
        - **Prices per seat rise with seats**, and what was one licence is often three. Compare at
          next year’s number of agents.
        - **Rent is saved when the lease ends**, not when people work from home.

    Source:
        LiveAgent, “Kostnad per kontakt” (VoIP, cloud services, rent); Teneo, “Operational Expenses
            (OpEx)” (technology upgrades).
    """

    kind: str = "voip_cloud"
    cost_cut: UncertainShare
    legacy_cost: Money
    rent_saved: Money

    order = 110
    metric = "voip_savings"
    watched = ("service_level", "abandonment_rate")
    example: ClassVar[Numbers] = {
        "legacy_cost": 60_000,
        "cost_cut": (0.1, 0.25, 0.35),
        "one_off": 20_000,
        "cash_share": 1,
    }
    sample: ClassVar[Numbers] = {
        "legacy_cost": 1900000,
        "cost_cut": ("0.10", "0.25", "0.35"),
        "one_off": 700000,
        "cash_share": 1,
    }

    def saving(self, year: Year[V]) -> V:
        """Return a year's saving, before what the lever costs itself."""
        legacy = year.said("legacy_cost")
        return year.call(
            "voip_savings",
            legacy_cost=legacy,
            voip_cost=year.times(legacy, year.less(1, year.effect)),
            rent_saved=year.said("rent_saved"),
        )
