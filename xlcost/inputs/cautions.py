"""Cautions: what the summed facts show about the data that no single row could."""

from __future__ import annotations

from collections.abc import Sequence

from xlcost.dataset.facts import ACTUAL, ORIGINAL, REVISED
from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.system.late import pd
from xlcost.values.calendar import Period

MOSTLY = 0.8  # share of the costs below zero from which on the sign is in doubt


def nothing(ledger: pd.DataFrame, so_far: Sequence[Finding]) -> list[Finding]:
    """Return an error where no row of a ledger can be used and nothing else says why."""
    if len(ledger) or any(finding.severity is Severity.ERROR for finding in so_far):
        return []
    return [Finding(Severity.ERROR, Code.NOTHING_TO_REPORT, rows=0)]


def entities(ledger: pd.DataFrame, title: str) -> list[Finding]:
    """Return a warning where a report has one entity's name and the costs of several."""
    found = sorted({str(name) for name in ledger["entity"].unique()} - {""}) if len(ledger) else []
    if not title or len(found) < 2:  # noqa: PLR2004 - one entity is the rule
        return []
    got = ", ".join(found)
    return [Finding(Severity.WARNING, Code.SEVERAL_ENTITIES, got=got, expected=title, rows=0)]


def sign(
    name: str, facts: pd.DataFrame, accounts: pd.DataFrame, year: int, *, said: bool
) -> list[Finding]:
    """Return a warning where nearly all costs are below zero and no setting speaks of the sign."""
    if said or facts.empty:
        return []
    costs = accounts.loc[accounts["kind"] == "cost", "account"]
    mine = facts[(facts["period"] // 100 == year) & facts["account"].isin(set(costs))]
    size = float(mine["amount"].abs().sum())
    below = -float(mine.loc[mine["amount"] < 0, "amount"].sum())
    if not size or below < MOSTLY * size:
        return []
    total = f"{mine['amount'].sum():.2f}"
    where = Where(name) if name != "ledger" else Where()
    return [
        Finding(Severity.WARNING, Code.COSTS_BELOW_ZERO, where, expected=name, amount=total, rows=0)
    ]


def revision(budget: pd.DataFrame, year: int, *, wanted: bool) -> list[Finding]:
    """Return a finding where the revised budget covers fewer periods than the original.

    It is an error until the settings say which version they want.
    """
    if budget.empty:
        return []
    mine = budget[budget["period"] // 100 == year]
    by_version = {
        name: {int(key) for key in mine.loc[mine["version"] == name, "period"].unique()}
        for name in (ORIGINAL, REVISED)
    }
    missing = sorted(by_version[ORIGINAL] - by_version[REVISED])
    if not by_version[REVISED] or not missing:
        return []
    severity = Severity.WARNING if wanted else Severity.ERROR
    got = ", ".join(str(Period(key // 100, key % 100)) for key in missing)
    return [Finding(severity, Code.PARTIAL_REVISION, got=got, rows=0)]


def budget_gaps(
    budget: pd.DataFrame, ledger: pd.DataFrame, chosen: Period, wanted: str | None
) -> list[Finding]:
    """Return a warning where the budget stops short of the year: its forecast counts 0 there.

    Periods before both the budget's and the ledger's first one are those of a company not yet
    begun; those that only the original has are told as a partial revision.
    """
    year = chosen.year * 100
    mine = budget[budget["period"] // 100 == chosen.year]
    by_version = {str(name): set(part["period"].unique()) for name, part in mine.groupby("version")}
    original = by_version.get(ORIGINAL, set())
    used = by_version.get(wanted, set()) if wanted else by_version.get(REVISED, set()) | original
    if not used or year in used:
        return []
    first = min([*used, *(key for key in ledger["period"].unique() if year < key <= year + 99)])
    last = year + chosen.periods_in_year
    missing = [key for key in range(int(first), last + 1) if key not in used]
    if not missing:
        return []
    size = chosen.periods_in_year
    got = ", ".join(str(Period(key // 100, key % 100, size)) for key in missing)
    return [Finding(Severity.WARNING, Code.PARTIAL_BUDGET, got=got, rows=0)]


def uncounted(
    counts: pd.DataFrame, ledger: pd.DataFrame, chosen: Period, name: str
) -> list[Finding]:
    """Return a warning where periods have costs and nobody counted contacts, or people.

    Costs of the year to date would be divided by the contacts of fewer periods. What says nothing
    of the year, or says it for the year as a whole, lacks no period of it.
    """
    year = chosen.year * 100
    known = {int(key) for key in counts.loc[counts["version"] == ACTUAL, "period"].unique()}
    if year in known or not any(key // 100 == chosen.year for key in known):
        return []
    last = year + chosen.periods_in_year if chosen.is_year else chosen.key
    missing = sorted({int(key) for key in ledger["period"].unique() if year < key <= last} - known)
    if not missing:
        return []
    size = chosen.periods_in_year
    got = ", ".join(str(Period(key // 100, key % 100, size)) for key in missing)
    return [Finding(Severity.WARNING, Code.UNCOUNTED_PERIODS, got=got, expected=name, rows=0)]
