"""What the sample company's accountants add at the close: a trial balance, and corrections."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from xlcost.samples.company import Name
from xlcost.samples.ledger import postings


class Adjustment(NamedTuple):
    """One correction that management shows beside the ledger."""

    period: str
    account: str
    centre: str
    amount: float
    text: Name


ADJUSTMENTS = (
    Adjustment(
        "2026-09",
        "6860",
        "2800",
        24_500.0,
        Name("Course held in September, invoice to come", "Kurs holdt i september, faktura kommer"),
    ),
    Adjustment(
        "2026-10",
        "6790",
        "2100",
        41_600.0,
        Name(
            "Overflow calls 26-31 October, not invoiced", "Overløp 26.-31. oktober, ikke fakturert"
        ),
    ),
    Adjustment(
        "2026-10",
        "6550",
        "2900",
        -38_462.50,
        Name("Order 88214 was posted twice", "Ordre 88214 er bokført to ganger"),
    ),
    Adjustment(
        "2026-10",
        "6340",
        "2800",
        9_800.0,
        Name("Electricity in October, meter reading late", "Strøm i oktober, sen måleravlesning"),
    ),
)


def trial_balance() -> dict[tuple[str, str], int]:
    """Return the øre of each month and account, as the ledger has them in kroner."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for row in postings():
        sums[row.date[:7], row.account] += row.cents
    return dict(sorted(sums.items()))
