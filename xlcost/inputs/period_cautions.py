"""Cautions about the periods of a ledger: empty, far away, missing, years among months."""

from __future__ import annotations

from collections.abc import Sequence

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.system.late import pd
from xlcost.values.asked_period import spelled
from xlcost.values.calendar import Calendar, Period


def periods(
    ledger: pd.DataFrame, chosen: Period, calendar: Calendar, language: str, *, asked: bool
) -> list[Finding]:
    """Return what is odd about the periods of the ledger and the one that is reported."""
    if ledger.empty:
        return []
    keys = sorted({int(key) for key in ledger["period"].unique()})
    found = []
    inside = [key for key in keys if key == chosen.key or _in_year(key, chosen)]
    if not inside:
        ends = [spelled(key, calendar, chosen.asked, language) for key in (keys[0], keys[-1])]
        shown = "–".join(dict.fromkeys(ends))
        got = chosen.asked or str(chosen)
        found.append(Finding(Severity.ERROR, Code.EMPTY_PERIOD, got=got, expected=shown, rows=0))
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
