"""Self-service: contacts that do not come."""

from __future__ import annotations

from typing import ClassVar

from xlcost.planning.amounts import UncertainShare, UnitCost
from xlcost.planning.lever import Lever, Numbers
from xlcost.planning.year import V, Year


class SelfService(Lever):
    """Self-service: contacts that do not come.

    Help pages, a knowledge base or an account page where customers solve the problem before they
    make contact.

    Formula:
        contacts · deflection_rate · (cost_per_contact − automated_cost) − running_cost

    Pitfalls:
        - **Visits are not deflections.** Most people who read an article would never have called.
          Count contacts that are missing: compare topics with a page to topics without, before and
          after, per customer.
        - **Easy contacts go first.** What is left takes longer, so handle time rises while volume
          falls. The cost of a contact left over can rise although the total falls: the plan shows
          both, per contact handled and per contact that came before.
        - **The average cost is not what goes away.** It holds rent, managers and systems. Only the
          cash share leaves the accounts.

    Source:
        LiveAgent, “Kostnad per kontakt” (customers who solve problems themselves); Teneo,
            “Operational Expenses (OpEx)” (self-service reduces the volume of interactions).
    """

    kind: str = "self_service"
    deflection_rate: UncertainShare
    automated_cost: UnitCost

    order = 10
    metric = "self_service_savings"
    takes = "away"
    price = "automated_cost"
    watched = ("csat_score", "repeat_contact_rate")
    example: ClassVar[Numbers] = {
        "deflection_rate": (0.02, 0.05, 0.08),
        "automated_cost": 0.25,
        "running_cost": 20_000,
        "one_off": 30_000,
    }
    sample: ClassVar[Numbers] = {
        "deflection_rate": ("0.01", "0.03", "0.05"),
        "automated_cost": "2.5",
        "running_cost": 450000,
        "one_off": 600000,
        "cash_share": "0.3",
    }

    def saving(self, year: Year[V]) -> V:
        """Return a year's saving, before what the lever costs itself."""
        return year.call(
            "self_service_savings",
            contacts=year.contacts,
            deflection_rate=year.effect,
            cost_per_contact=year.unit,
            automated_cost=year.said("automated_cost"),
        )
