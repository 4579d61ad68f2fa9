"""The source of a standard ledger: the file that is read, under the name that a person knows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xlcost.dataset.limits import MEBIBYTE, Limits
from xlcost.inputs.files.faults import Deadline
from xlcost.values.calendar import Calendar

UNHURRIED = 100 * MEBIBYTE  # a larger file has as many times the seconds of the limits


@dataclass(frozen=True)
class LedgerSource:
    """A file in a legal standard, and what holds for reading it.

    Attributes:
        path: Where its bytes are.
        name: What a person calls it; its year and company may stand in it.
        scratch: A file that may be written, where its postings are many.
        limits: What reading it may cost.
        calendar: The fiscal calendar.
    """

    path: Path
    name: str
    scratch: Path
    limits: Limits
    calendar: Calendar

    def deadline(self) -> Deadline:
        """Return the moment at which reading must be over: a large file has more time."""
        size = min(self.path.stat().st_size, self.limits.unpacked_bytes)
        return Deadline(self.limits.seconds * max(1.0, size / UNHURRIED))
