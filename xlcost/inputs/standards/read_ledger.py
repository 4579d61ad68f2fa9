"""A read ledger: what a reader of a standard hands on, whichever standard it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xlcost.dataset.findings import Finding
from xlcost.inputs.files.ledger_file import LedgerFile
from xlcost.inputs.standards.posting import Postings


@dataclass(frozen=True)
class ReadLedger:
    """A ledger as its file says it.

    Attributes:
        ledger: What the file says beside its postings.
        postings: The postings.
        dimensions: The heading of each dimension, in the order of the postings' objects.
        stated: "Debit" and "Credit" → their sums as the file states them, where it does.
        summed: The same sums, of the lines that were read.
        unread: Dimensions for which there was no room.
        unsplit: Lines with several codes of a dimension, of which no amounts say their parts.
        detected: How the file was understood, beside the standard.
        findings: What was wrong with it.
    """

    ledger: LedgerFile
    postings: Postings
    dimensions: Sequence[str]
    stated: Mapping[str, Decimal | None] = field(default_factory=dict)
    summed: Mapping[str, Decimal] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    unsplit: int = 0
    detected: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
