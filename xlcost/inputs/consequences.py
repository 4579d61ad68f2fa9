"""Consequences: findings that say nothing where the first thing to put right is another one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from xlcost.dataset.findings import Code, Finding, Severity

# What a report of an empty period, or of no ledger at all, necessarily shows.
_OF_NOTHING: Final = frozenset(
    {
        Code.NO_BUDGET,
        Code.NO_ACTUAL,
        Code.BUDGET_OTHER_YEAR,
        Code.PARTIAL_BUDGET,
        Code.LABOUR_BY_NAME,
        Code.NO_LABOUR,
        Code.LITTLE_LABOUR,
        Code.OUTSIDE_PERIOD,
        Code.MISSING_PERIODS,
        Code.UNCOUNTED_PERIODS,
        Code.CHANNEL_WITHOUT_CONTACTS,
        Code.NO_HANDLE_TIME,
    }
)
# What hangs on the postings of the ledger: its accounts, its balances, its sums.
_OF_LEDGER: Final = _OF_NOTHING | {
    Code.NOTHING_TO_REPORT,
    Code.TOTAL_MISMATCH,
    Code.OTHER_ACCOUNTS,
    Code.UNMAPPED_ACCOUNT,
    Code.UNMAPPED_COST_CENTRE,
    Code.INACTIVE_COST_CENTRE,
    Code.MAPPED_BY_CHART,
    Code.CHART_PROPOSED,
    Code.DETECTED,
    Code.NOT_OPEX,
    Code.WHOLE_COMPANY,
}


def without_consequences(found: Iterable[Finding], cause: frozenset[Code]) -> Iterator[Finding]:
    """Yield what was found of the sums, without what follows from a ledger or a period missing."""
    for one in found:
        if one.code not in cause or one.left_out:  # rows in no figure are told whatever else is
            yield one


def consequences(
    found: Iterable[Finding], files: Iterable[Finding], *, no_ledger: bool
) -> frozenset[Code]:
    """Return the kinds of findings that only follow from another one.

    Args:
        found: What was found of the sums.
        files: What was found of the files.
        no_ledger: Whether no posting was read.
    """
    if no_ledger and any(one.severity is Severity.ERROR for one in files):
        return _OF_LEDGER
    codes = {one.code for one in found}
    gone = _OF_NOTHING if Code.EMPTY_PERIOD in codes else frozenset()
    # Rows without a rate are in no sum, so no sum is what it must be.
    return gone | {Code.TOTAL_MISMATCH} if Code.MISSING_RATE in codes else gone
