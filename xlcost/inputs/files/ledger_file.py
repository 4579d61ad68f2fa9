"""The ledger file: what a file in a legal standard (SAF-T, SIE, FEC) says beside its postings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from xlcost.dataset.own_balances import Stated

NS4102, BAS, PCG = "ns4102", "bas", "pcg"  # charts of accounts, by the names of their data files


@dataclass(frozen=True)
class LedgerAccount:
    """One account as the file itself describes it.

    Attributes:
        code: Its number.
        name: Its name, "" where the file has none.
        standard: What the authority groups it under: StandardAccountID or GroupingCode of SAF-T,
            the first #SRU of SIE, which is a field of the tax return; "" where there is none.
        kind: What the file says it is: "balance" or "result", "" where it says nothing.
        opening: Its balance at the beginning, debit positive; None where the file has none.
        closing: Its balance at the end, or for a result account its sum of the year.
        posted: The sum of its postings in the file, debit positive.
    """

    code: str
    name: str = ""
    standard: str = ""
    kind: str = ""
    opening: Decimal | None = None
    closing: Decimal | None = None
    posted: Decimal = Decimal(0)


@dataclass(frozen=True)
class LedgerFile:
    """What a file in a legal standard says of itself.

    Attributes:
        standard: "saft", "sie" or "fec".
        version: The version of the standard, "" where it is not told.
        chart: The chart of accounts that the standard or the file implies: "ns4102", "bas", "pcg",
            or "" where neither does.
        company: The name of the company.
        number: Its registration number: files of one company are one ledger.
        currency: The currency of its amounts.
        year: The first and the last day of its fiscal year, where it says so.
        accounts: Number → account, of every account that it lists or posts to.
        dimensions: Name of a dimension ("cost_centre", "project", else as the file calls it) →
            code → name.
        vouchers: How many vouchers it holds.
        unbalanced: In how many of them debit and credit differ.
        stated: Sums of all its debits and credits, where it states them.
    """

    standard: str
    version: str = ""
    chart: str = ""
    company: str = ""
    number: str = ""
    currency: str = ""
    year: tuple[date, date] | None = None
    accounts: Mapping[str, LedgerAccount] = field(default_factory=dict)
    dimensions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    vouchers: int = 0
    unbalanced: int = 0
    stated: tuple[Stated, ...] = ()

    @property
    def has_balances(self) -> bool:
        """Whether its postings can be held to closing balances."""
        return any(account.closing is not None for account in self.accounts.values())

    @property
    def key(self) -> str:
        """What tells one company from another."""
        return (self.number or self.company).casefold()
