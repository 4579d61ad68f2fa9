"""First-contact resolution: customers who need not come back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from xlcost.planning.amounts import Factor, UncertainShare
from xlcost.planning.lever import Lever, Numbers
from xlcost.planning.year import V, Year


class FirstContactResolution(Lever):
    """First-contact resolution: customers who need not come back.

    More issues resolved at once, so fewer customers come back. Knowledge, authority and training
    make it happen.

    Formula:
        issues · (fcr_after − fcr_before) · extra_contacts · cost_per_contact

    In the plan:
        issues = contacts / (1 + (1 − fcr_before) · extra_contacts), and fcr_after is 100 % at the
            most.

    Pitfalls:
        - **Contacts are not issues.** A tenth of all contacts are repeats already; multiplying the
          gain with them counts repeats of repeats. The plan takes the issues out of the contacts
          first: contacts / (1 + unresolved part · further contacts). A published example
          multiplies all 1,000,000 calls by 10 % · 1.5 · 8 dollars, 1.2 million; where 35 % are
          unresolved and come back 1.5 times, these calls hold 656,000 issues, and the saving is
          787,000.
        - **Resolution costs time.** Calls get longer when agents stay with the problem. Watch
          handle time; the lever *handle time* pulls the other way.
        - **Who says it was resolved?** Ask the customer or count repeats: the agent’s own tick is
          always higher.

    Source:
        Customer Think, “Contact Center Economics 101: First Call Resolution” (calls · gap · 1.5 ·
            cost of a call); LiveAgent, “Kostnad per kontakt”.
    """

    kind: str = "first_contact_resolution"
    fcr_gain: UncertainShare
    extra_contacts: Factor

    order = 30
    metric = "fcr_savings"
    takes = "away"
    improves = "fcr"
    single = True
    watched = ("average_handle_time", "average_speed_of_answer")
    example: ClassVar[Numbers] = {"fcr_gain": (0.01, 0.02, 0.04), "running_cost": 15_000}
    sample: ClassVar[Numbers] = {
        "fcr_gain": ("0.01", "0.02", "0.04"),
        "extra_contacts": 1,
        "running_cost": 300000,
        "cash_share": "0.2",
    }

    def saving(self, year: Year[V]) -> V:
        """Return a year's saving, before what the lever costs itself."""
        return year.call(
            "fcr_savings",
            contacts=year.times(year.contacts, year.step("issues")),
            fcr_before=year.share,
            fcr_after=self._after(year),
            extra_contacts=year.said("extra_contacts"),
            cost_per_contact=year.unit,
        )

    def taken(self, year: Year[V]) -> V:
        """Return the share of the contacts that does not come: the repeats that are spared."""
        gain = year.less(self._after(year), year.share)
        return year.times(gain, year.times(year.said("extra_contacts"), year.step("issues")))

    def steps(self, year: Year[V]) -> Mapping[str, V]:
        """Return how many of the contacts begin an issue: the others are its repeats."""
        repeats = year.times(year.less(1, year.share), year.said("extra_contacts"))
        return {"issues": year.over(1, year.plus(1, repeats))}

    def _after(self, year: Year[V]) -> V:
        return year.least(1, year.plus(year.share, year.effect))
