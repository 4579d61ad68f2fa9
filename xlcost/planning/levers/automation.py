"""Automation: contacts resolved without an agent."""

from __future__ import annotations

from typing import ClassVar

from xlcost.planning.amounts import UncertainShare, UnitCost
from xlcost.planning.lever import Lever, Numbers
from xlcost.planning.year import V, Year


class Automation(Lever):
    """Automation: contacts resolved without an agent.

    A chatbot, AI agent or talking menu (IVR) that resolves contacts without an agent.

    Formula:
        contacts · deflection_rate · (cost_per_contact − automated_cost) − running_cost

    Pitfalls:
        - **Attempted is not resolved.** A customer who gives up on the bot is an abandonment.
          Count a contact as deflected when it ended in the bot *and* the customer did not come
          back within the days you choose. Published rates of “containment” leave the second half
          out.
        - **Handed-over contacts cost twice**: the session and the agent. Put the sessions that
          fail into `running_cost`.
        - **Per session or per resolution?** At 2 a session and one resolution in four, a
          resolution costs 8.
        - **Avoidance is not cash.** The budget falls when posts are not filled again, overtime
          ends or a vendor is paid less, not when the bot answers.

    Source:
        Teneo, “Operational Expenses (OpEx)” (chatbots and AI for routine inquiries); LiveAgent,
            “Kostnad per kontakt” (AI, IVR).
    """

    kind: str = "automation"
    deflection_rate: UncertainShare
    automated_cost: UnitCost

    order = 20
    metric = "automation_savings"
    takes = "away"
    price = "automated_cost"
    watched = ("csat_score", "first_contact_resolution", "repeat_contact_rate")
    example: ClassVar[Numbers] = {
        "deflection_rate": (0.03, 0.08, 0.15),
        "automated_cost": 0.5,
        "running_cost": 40_000,
        "one_off": 60_000,
        "cash_share": 0.3,
    }
    sample: ClassVar[Numbers] = {
        "deflection_rate": ("0.05", "0.12", "0.20"),
        "automated_cost": 6,
        "running_cost": 500000,
        "one_off": 800000,
        "cash_share": "0.4",
    }

    def saving(self, year: Year[V]) -> V:
        """Return a year's saving, before what the lever costs itself."""
        return year.call(
            "automation_savings",
            contacts=year.contacts,
            deflection_rate=year.effect,
            cost_per_contact=year.unit,
            automated_cost=year.said("automated_cost"),
        )
