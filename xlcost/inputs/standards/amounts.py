"""Amounts of standard ledgers: exact, with a point, and added up by account."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from xlcost.inputs.files.ledger_file import LedgerAccount

# As many digits as the engine holds exactly; what is longer is no amount.
PLAIN = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})")


@dataclass
class RunningSum:
    """A sum that grows."""

    value: Decimal = Decimal(0)

    def add(self, amount: Decimal) -> None:
        """Add an amount."""
        self.value += amount


def exact(text: str) -> Decimal | None:
    """Return the amount that a text with a point is, or None where it is none."""
    return Decimal(text) if PLAIN.fullmatch(text) else None


def sum_of(
    listed: Mapping[str, LedgerAccount], posted: Mapping[str, RunningSum]
) -> dict[str, LedgerAccount]:
    """Return every account that is listed or posted to, with the sum of its postings."""
    codes = dict.fromkeys([*listed, *posted])
    return {
        code: replace(
            listed.get(code) or LedgerAccount(code),
            posted=posted[code].value if code in posted else Decimal(0),
        )
        for code in codes
    }
