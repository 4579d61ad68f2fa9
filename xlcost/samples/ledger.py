"""The sample company's postings: every total of `costs`, cut into documents that add up to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from xlcost.samples.company import Name
from xlcost.samples.costs import costs
from xlcost.samples.documents import Booking, booking
from xlcost.samples.euros import CURRENCY, euros, invoice, kroner
from xlcost.samples.story import ACTUAL_MONTHS, StoryMonth, dice


class Posting(NamedTuple):
    """One row of the ledger; the amount is in øre, so that sums are exact.

    `euros` is what the invoice says where it is not in kroner.
    """

    date: str
    document: int
    account: str
    centre: str
    vendor: str
    text: Name
    cents: int
    euros: int = 0

    @property
    def currency(self) -> str:
        """The currency of the invoice."""
        return CURRENCY if self.euros else "NOK"

    @property
    def amount(self) -> float:
        """The amount in that currency."""
        return float(self.euros) if self.euros else self.cents / 100


_LATE_INVOICE = 13_800_000  # øre: three months of analytics that were invoiced in October 2026
_TWICE = 3_846_250  # øre: the hardware invoice that was posted twice


def postings() -> Iterator[Posting]:
    """Yield every posting, in order of date."""
    document = 100_000
    for month in ACTUAL_MONTHS:
        rows = sorted(
            _month(month), key=lambda row: (row.date, row.account, row.centre, row.vendor)
        )
        for row in rows:
            document += 1
            yield row._replace(document=document)
            if _is_doubled(row):
                yield row._replace(document=document)


def _month(month: StoryMonth) -> Iterator[Posting]:
    for (account, centre), amount in sorted(costs(month).items()):
        cents = round(amount * 100)
        for special in _specials(month, account, centre):
            cents -= special.cents
            yield special
        if cents:
            yield from _spread(month, account, centre, cents, booking(account))


def _specials(month: StoryMonth, account: str, centre: str) -> Iterator[Posting]:
    """Yield the documents that the story is about, taken out of their account's total."""
    if paid := euros(month, account, centre):
        day, vendor, text = invoice(account)
        cents = int(kroner(month, account, centre) * 100)
        yield Posting(f"{month.text}-{day:02d}", 0, account, centre, vendor, text, cents, paid)
    if not month.only(2026, 10):
        return
    if account == "6430":
        text = Name("Speech analytics, July to September", "Taleanalyse, juli til september")
        yield Posting("2026-10-14", 0, account, centre, "Talevind Analyse AS", text, _LATE_INVOICE)
    if (account, centre) == ("6550", "2900"):
        text = Name("Screens, order 88214", "Skjermer, ordre 88214")
        yield Posting("2026-10-21", 0, account, centre, "Fjordtek Utstyr AS", text, _TWICE)


def _is_doubled(row: Posting) -> bool:
    return row.account == "6550" and row.cents == _TWICE


def _spread(
    month: StoryMonth, account: str, centre: str, cents: int, book: Booking
) -> Iterator[Posting]:
    """Cut a total into the account's usual number of documents; the last one takes the rest."""
    random = dice(month.text, "documents", account, centre)
    count = max(1, round(book.documents * random.uniform(0.8, 1.2))) if book.documents > 1 else 1
    weights = [random.uniform(0.5, 1.5) for _ in range(count)]
    left = cents
    for number, weight in enumerate(weights):
        part = left if number == count - 1 else round(cents * weight / sum(weights))
        left -= part
        if not part:
            continue
        day = book.day or 1 + int(random.random() * 28)
        vendor, text = book.lines[int(random.random() * len(book.lines))]
        yield Posting(f"{month.text}-{day:02d}", 0, account, centre, vendor, text, part)
