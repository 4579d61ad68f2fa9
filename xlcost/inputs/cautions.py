"""Cautions: what the summed facts show about the data that no single row could."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

import pandas as pd

from xlcost.dataset.facts import ACTUAL, ORIGINAL, REVISED
from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.settings import FILE_NAME
from xlcost.errors import SettingsError
from xlcost.inputs.ledgers.versions import version_name
from xlcost.values.calendar import Period

MOSTLY = 0.8  # share of the costs below zero from which on the sign is in doubt


def nothing(ledger: pd.DataFrame, so_far: Sequence[Finding]) -> list[Finding]:
    """Return an error where no row of a ledger can be used and nothing else says why."""
    if len(ledger) or any(finding.severity is Severity.ERROR for finding in so_far):
        return []
    return [Finding(Severity.ERROR, Code.NOTHING_TO_REPORT, rows=0)]


def periods(ledger: pd.DataFrame, chosen: Period, *, asked: bool) -> list[Finding]:
    """Return what is odd about the periods of the ledger and the one that is reported."""
    if ledger.empty:
        return []
    keys = sorted({int(key) for key in ledger["period"]})
    found = []
    inside = [key for key in keys if key == chosen.key or _in_year(key, chosen)]
    if not inside:
        shown = _range(keys, chosen)
        found.append(
            Finding(Severity.ERROR, Code.EMPTY_PERIOD, got=str(chosen), expected=shown, rows=0)
        )
    elif not asked and len(keys) > 1:
        before = [key for key in keys if key < chosen.key]
        size = chosen.periods_in_year
        if before and _index(chosen.key, size) - _index(before[-1], size) > size:
            last = str(Period(before[-1] // 100, before[-1] % 100))
            found.append(Finding(Severity.WARNING, Code.FAR_PERIOD, got=str(chosen), expected=last))
    return found + _years_among_months(ledger, chosen) + _gaps(keys, chosen)


def _in_year(key: int, chosen: Period) -> bool:
    return chosen.is_year and key // 100 == chosen.year


def _index(key: int, size: int) -> int:
    return key // 100 * size + key % 100


def _range(keys: Sequence[int], chosen: Period) -> str:
    first, last = (Period(k // 100, k % 100, chosen.periods_in_year) for k in (keys[0], keys[-1]))
    return str(first) if first == last else f"{first}–{last}"


def _years_among_months(ledger: pd.DataFrame, chosen: Period) -> list[Finding]:
    """Return a warning for costs of a whole year, which are in no month of a monthly report."""
    if chosen.is_year:
        return []
    yearly = ledger[ledger["period"].isin([chosen.year * 100, (chosen.year - 1) * 100])]
    if yearly.empty:
        return []
    got = ", ".join(str(key // 100) for key in sorted(set(yearly["period"])))
    return [
        Finding(
            Severity.WARNING,
            Code.YEAR_AMONG_MONTHS,
            got=got,
            rows=int(yearly["rows"].sum()),
            amount=f"{yearly['amount'].sum():.2f}",
        )
    ]


def _gaps(keys: Sequence[int], chosen: Period) -> list[Finding]:
    """Return a warning where periods of a year, or before the reported one, have no postings."""
    last = chosen.periods_in_year if chosen.is_year else chosen.number - 1
    wanted = [chosen.year * 100 + number for number in range(1, last + 1)]
    missing = [key for key in wanted if key not in keys]
    # Costs of a whole year have no periods to miss; of an empty period another finding tells.
    speaks = chosen.key not in keys and missing != wanted if chosen.is_year else chosen.key in keys
    if not missing or not speaks:
        return []
    got = ", ".join(f"P{key % 100:02d}" for key in missing)
    year = str(chosen.year)
    return [Finding(Severity.WARNING, Code.MISSING_PERIODS, got=got, expected=year, rows=0)]


def entities(ledger: pd.DataFrame, title: str) -> list[Finding]:
    """Return a warning where a report has one entity's name and the costs of several."""
    found = sorted({str(name) for name in ledger["entity"]} - {""}) if len(ledger) else []
    if not title or len(found) < 2:  # noqa: PLR2004 - one entity is the rule
        return []
    got = ", ".join(found)
    return [Finding(Severity.WARNING, Code.SEVERAL_ENTITIES, got=got, expected=title, rows=0)]


def sign(ledger: pd.DataFrame, accounts: pd.DataFrame, year: int, *, said: bool) -> list[Finding]:
    """Return a warning where nearly all costs are below zero and no setting speaks of the sign."""
    if said or ledger.empty:
        return []
    costs = accounts.loc[accounts["kind"] == "cost", "account"]
    mine = ledger[(ledger["period"] // 100 == year) & ledger["account"].isin(set(costs))]
    size = float(mine["amount"].abs().sum())
    below = -float(mine.loc[mine["amount"] < 0, "amount"].sum())
    if not size or below < MOSTLY * size:
        return []
    total = f"{mine['amount'].sum():.2f}"
    return [Finding(Severity.WARNING, Code.COSTS_BELOW_ZERO, amount=total, rows=0)]


def revision(budget: pd.DataFrame, year: int, *, wanted: bool) -> list[Finding]:
    """Return a finding where the revised budget covers fewer periods than the original.

    It is an error until the settings say which version they want.
    """
    if budget.empty:
        return []
    mine = budget[budget["period"] // 100 == year]
    by_version = {
        name: {int(key) for key in mine.loc[mine["version"] == name, "period"]}
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
    by_version = {str(name): set(part["period"]) for name, part in mine.groupby("version")}
    original = by_version.get(ORIGINAL, set())
    used = by_version.get(wanted, set()) if wanted else by_version.get(REVISED, set()) | original
    if not used or year in used:
        return []
    first = min([*used, *(key for key in ledger["period"] if year < key <= year + 99)])
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
    known = {int(key) for key in counts.loc[counts["version"] == ACTUAL, "period"]}
    if year in known or not any(key // 100 == chosen.year for key in known):
        return []
    last = year + chosen.periods_in_year if chosen.is_year else chosen.key
    missing = sorted({int(key) for key in ledger["period"] if year < key <= last} - known)
    if not missing:
        return []
    size = chosen.periods_in_year
    got = ", ".join(str(Period(key // 100, key % 100, size)) for key in missing)
    return [Finding(Severity.WARNING, Code.UNCOUNTED_PERIODS, got=got, expected=name, rows=0)]


def budget_version(wanted: str | None, versions: Iterable[str]) -> str | None:
    """Return the version of the budget that the settings mean.

    Raises:
        SettingsError: The budget has no such version.
    """
    known = sorted({str(version) for version in versions})
    if wanted is None or not known:
        return wanted
    name = version_name(wanted)
    folded = {version.casefold(): version for version in known}
    if name.casefold() in folded:
        return folded[name.casefold()]
    raise SettingsError(
        f"{FILE_NAME}: report.budget_version is {wanted!r}, and the budget has no such version; "
        f"{_hint(name, known)}"
    )


def forecast_lines(wanted: Iterable[str], accounts: Iterable[pd.DataFrame]) -> None:
    """Refuse a forecast method for a line or category that no list of accounts has.

    Args:
        wanted: The names of the settings.
        accounts: Accounts with their lines: those that are used, and the whole list.

    Raises:
        SettingsError: There is no such line or category.
    """
    known: set[str] = set()
    for frame in accounts:
        parts = (
            frame[name].fillna("").astype(str) for name in ("account", "name", "line", "category")
        )
        for account, name, line, category in zip(*parts, strict=True):
            # Without any line, each account is one: the report calls it by code and name.
            known |= {line, category} if line else {f"{account} {name}".strip()}
    known -= {""}
    folded = {name.casefold() for name in known}
    for name in wanted:
        if name.casefold() in folded or not known:
            continue
        raise SettingsError(
            f"{FILE_NAME}: report.methods.forecast_by_line has {name!r}, and there is no such line "
            f"or category; {_hint(name, sorted(known))}"
        )


def _hint(name: str, known: Sequence[str]) -> str:
    """Return what a person may have meant, or all that there is."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else f"there is {', '.join(known)}."
