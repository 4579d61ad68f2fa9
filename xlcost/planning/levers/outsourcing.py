"""Outsourcing: who handles the contacts."""

from __future__ import annotations

from typing import ClassVar

from xlcost.planning.amounts import Share, UncertainShare, UnitCost
from xlcost.planning.lever import Lever, Numbers
from xlcost.planning.year import V, Year


class Outsourcing(Lever):
    """Outsourcing: who handles the contacts.

    A vendor handles a part of the contacts. The plan writes retained cost under `running_cost`,
    transition under `one_off`.

    Formula:
        in_house_cost − (contacts · vendor_price + retained_cost + transition_cost)

    In the plan:
        contacts · share_moved · (cost_per_contact · avoidable_share − vendor_price).

    Pitfalls:
        - **Full cost is not avoidable cost.** Rent, systems and managers mostly stay. Comparing
          the vendor’s price with the full cost of a contact is the usual error, and it always
          favours the vendor.
        - **Somebody must look after the vendor**: contract, quality, training, data protection.
          That is `running_cost`.
        - **Minimum volumes** turn a price for a contact into a fixed cost when volume falls.
          OUTSOURCING_BREAK_EVEN says from which volume in house is cheaper.
        - **Worse resolution comes back as contacts**, often to you. Watch FCR and transfers by
          vendor.

    Source:
        Teneo, “Operational Expenses (OpEx)” (outsourcing); C. Horngren, S. Datar, M. Rajan, “Cost
            Accounting”, chapter 11 (relevant cost, make or buy).
    """

    kind: str = "outsourcing"
    share_moved: UncertainShare
    vendor_price: UnitCost
    avoidable_share: Share

    order = 40
    metric = "outsourcing_savings"
    takes = "vendor"
    price = "vendor_price"
    watched = ("csat_score", "first_contact_resolution", "transfer_rate")
    example: ClassVar[Numbers] = {
        "share_moved": (0, 0, 0.1),
        "vendor_price": 4,
        "avoidable_share": 0.7,
        "cash_share": 1,
    }
    sample: ClassVar[Numbers] = {
        "share_moved": ("0.05", "0.10", "0.15"),
        "vendor_price": 85,
        "avoidable_share": "0.7",
        "running_cost": 250000,
        "one_off": 150000,
        "cash_share": 1,
    }

    def saving(self, year: Year[V]) -> V:
        """Return a year's saving, before what the lever costs itself."""
        moved = year.times(year.contacts, year.effect)
        avoided = year.times(year.unit, year.said("avoidable_share"))
        return year.call(
            "outsourcing_savings",
            contacts=moved,
            in_house_cost=year.times(moved, avoided),
            vendor_price=year.said("vendor_price"),
            retained_cost=0,
        )
