"""What happens to the sample company: seasons, plans, and the events that part actual from plan.

The story of October 2026, the month that the demo reports: Bergen phone has had open positions
since August, so salaries are below budget while overtime and the overflow partner are above it;
telephone traffic became dearer in September; the invoice of a supplier for July to September
arrived late; a course was moved to November; a fault on the customers' invoices brought 7 % more
calls. One hardware invoice was posted twice, for `xlcost check` to find.
"""

from __future__ import annotations

import random
from typing import NamedTuple

SEED = "nordlys"

_SEASON = (1.09, 0.98, 1.02, 0.95, 0.95, 0.97, 0.79, 1.0, 1.05, 1.04, 1.08, 1.08)
_ABSENCE = (0.30, 0.32, 0.30, 0.29, 0.30, 0.30, 0.45, 0.31, 0.28, 0.29, 0.29, 0.34)
_HEATING = (1.8, 1.7, 1.4, 1.0, 0.7, 0.5, 0.45, 0.5, 0.65, 0.95, 1.3, 1.6)
# Norwegian working days, with half days before Easter, Christmas and New Year left out.
_WORKING_DAYS = {
    2025: (22, 20, 21, 19, 20, 20, 23, 21, 22, 23, 20, 21),
    2026: (21, 20, 22, 19, 18, 22, 23, 21, 22, 22, 21, 21),
}
HOURS_A_DAY = 7.5


class StoryMonth(NamedTuple):
    """One month of one version: what happened ("actual") or what was planned ("budget")."""

    year: int
    number: int
    version: str

    @property
    def text(self) -> str:
        """The month as `2026-10`."""
        return f"{self.year}-{self.number:02d}"

    @property
    def actual(self) -> bool:
        """Whether this is what happened."""
        return self.version == "actual"

    @property
    def season(self) -> float:
        """Contact volume against the mean month, grown by 3 % a year."""
        return _SEASON[self.number - 1] * 1.03 ** (self.year - 2025)

    @property
    def absence(self) -> float:
        """Planned share of paid hours away from contacts: holidays, illness, training, breaks."""
        return _ABSENCE[self.number - 1]

    @property
    def heating(self) -> float:
        """Need for electricity and heat against the mean month."""
        return _HEATING[self.number - 1]

    @property
    def hours(self) -> float:
        """Working hours of one full-time position."""
        return _WORKING_DAYS[self.year][self.number - 1] * HOURS_A_DAY

    @property
    def prices(self) -> float:
        """General price level: 4 % more in 2026 than in 2025."""
        return 1.04 ** (self.year - 2025)

    def since(self, year: int, number: int) -> bool:
        """Whether an event that began in this month shows: only in what really happened."""
        return self.actual and (self.year, self.number) >= (year, number)

    def only(self, year: int, number: int) -> bool:
        """Whether an event of this one month shows."""
        return self.actual and (self.year, self.number) == (year, number)

    def noise(self, *key: object, width: float) -> float:
        """Return a factor near 1, always the same one for the same key; 1 in a plan."""
        if not self.actual:
            return 1.0
        return 1 + (dice(self.text, *key).random() * 2 - 1) * width


ACTUAL_MONTHS = tuple(
    StoryMonth(year, number, "actual")
    for year in (2025, 2026)
    for number in range(1, 13)
    if (year, number) <= (2026, 10)
)
BUDGET_MONTHS = tuple(StoryMonth(2026, number, "budget") for number in range(1, 13))


def dice(*key: object) -> random.Random:
    """Return a random generator that depends on nothing but the key."""
    return random.Random("/".join(map(str, (SEED, *key))))  # noqa: S311  a story, not a secret
