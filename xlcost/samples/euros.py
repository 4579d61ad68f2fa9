"""What the sample company buys in euros, at the rates of each month and at the budget's own."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from xlcost.samples.company import Name
from xlcost.samples.story import ACTUAL_MONTHS, StoryMonth

CURRENCY: Final = "EUR"
BUDGET_RATE: Final = Decimal("11.30")
_RATES = {
    2025: "11.74 11.66 11.53 11.87 11.60 11.55 11.86 11.85 11.66 11.70 11.72 11.80",
    2026: "11.72 11.64 11.58 11.62 11.69 11.74 11.81 11.86 11.90 11.94",
}
# Whole euros a month by year, so that every rate of two decimals gives whole øre.
_PRICES = {
    ("6430", "2900"): {2025: 7_700, 2026: 8_000},
    ("6435", "2900"): {2025: 6_850, 2026: 7_100},
}
_INVOICES = {
    "6430": (9, "Auftragswerk Nord GmbH", Name("Ticket system, EUR", "Sakssystem, EUR")),
    "6435": (
        5,
        "Antwortwerk GmbH",
        Name("Customer portal and bot, EUR", "Kundeportal og bot, EUR"),
    ),
}


def rate(month: StoryMonth) -> Decimal:
    """Return what a euro costs: at the month's mean rate, or as planned."""
    if not month.actual:
        return BUDGET_RATE
    return Decimal(_RATES[month.year].split()[month.number - 1])


def rates() -> dict[str, Decimal]:
    """Return the rate of each month of the ledger."""
    return {month.text: rate(month) for month in ACTUAL_MONTHS}


def euros(month: StoryMonth, account: str, centre: str) -> int:
    """Return what an account pays in euros, 0 where it pays in kroner only."""
    return _PRICES.get((account, centre), {}).get(month.year, 0)


def kroner(month: StoryMonth, account: str, centre: str) -> Decimal:
    """Return the same in kroner."""
    return euros(month, account, centre) * rate(month)


def invoice(account: str) -> tuple[int, str, Name]:
    """Return the day, the vendor and the text of an account's invoice in euros."""
    return _INVOICES[account]
