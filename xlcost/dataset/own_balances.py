"""Own balances: what ledgers in a legal standard say of themselves, and what was read of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Stated:
    """A sum that a file states, and what its lines come to.

    Attributes:
        side: "debit" or "credit".
        summed: The sum of the lines.
        stated: The sum as the file states it.
    """

    side: str
    summed: Decimal
    stated: Decimal


@dataclass(frozen=True)
class OwnBalances:
    """The control that the ledger files of one company bring themselves.

    Attributes:
        files: The files, as one text.
        accounts: Balances that were held to the postings; 0 where the files have none.
        off: How many of them do not tie.
        comes_to: The sum of the debit balances that opening balances and postings come to.
        closing: The sum of the debit balances that the files state.
        vouchers: How many vouchers there are.
        unbalanced: In how many debit and credit differ.
        stated: Sums of all debits and credits, where the files state them.
    """

    files: str
    accounts: int = 0
    off: int = 0
    comes_to: Decimal = NOTHING
    closing: Decimal = NOTHING
    vouchers: int = 0
    unbalanced: int = 0
    stated: tuple[Stated, ...] = ()

    def times(self, by: Decimal, files: str) -> OwnBalances:
        """Return the same control with other money and other names of files."""
        stated = tuple(
            replace(one, summed=one.summed * by, stated=one.stated * by) for one in self.stated
        )
        comes_to, closing = self.comes_to * by, self.closing * by
        return replace(self, files=files, stated=stated, comes_to=comes_to, closing=closing)
