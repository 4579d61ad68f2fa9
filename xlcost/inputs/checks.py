"""Checks across the inputs: totals that differ, cost centres that are not active, other years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xlcost.dataset.facts import Source, controls
from xlcost.dataset.findings import Code, Finding, Severity, Where, amount_text
from xlcost.inputs.columns.periods import as_day
from xlcost.locales.words import Words
from xlcost.system.late import pd
from xlcost.values import dates
from xlcost.values.calendar import Calendar
from xlcost.values.numbers import is_missing

SIDES = ["active_from", "active_to"]


def totals(sources: Sequence[Source], word: Words) -> list[Finding]:
    """Return an error for each total from outside that the files do not add up to."""
    found = []
    for control in controls(sources):
        if not control.agrees:
            got, wanted = (
                amount_text(amount, word.language) for amount in (control.total, control.expected)
            )
            where = Where(control.files)
            found.append(Finding(Severity.ERROR, Code.TOTAL_MISMATCH, where, got, wanted, rows=0))
    return found


def inactive(
    ledger: pd.DataFrame, centres: pd.DataFrame, calendar: Calendar, word: Words
) -> list[Finding]:
    """Return a warning for each cost centre with postings in periods in which it is not active."""
    days = _days(centres, calendar)
    findings = [
        _no_day(text, word) for text, day in days.items() if day is None and not is_missing(text)
    ]
    dated = centres[(centres[SIDES] != "").any(axis=1)].set_index("cost_centre")
    mine = ledger[ledger["cost_centre"].isin(set(dated.index))]
    for code, rows in mine.groupby("cost_centre", sort=True):
        ends = [str(text) for text in dated.loc[str(code), SIDES]]
        early, late = (None if day is None else calendar.key(day) for day in map(days.get, ends))
        outside = rows[[_is_outside(int(key), early, late) for key in rows["period"]]]
        if len(outside):
            findings.append(
                Finding(
                    Severity.WARNING,
                    Code.INACTIVE_COST_CENTRE,
                    got=str(code),
                    expected=f"{ends[0] or '…'} – {ends[1] or '…'}",
                    rows=int(outside["rows"].sum()),
                    amount=f"{outside['amount'].sum():.2f}",
                )
            )
    return findings


def dated(centres: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """Return cost centres with the days between which they are active as ISO texts, where known."""
    known = {text: day.isoformat() for text, day in _days(centres, calendar).items() if day}
    sides = {side: [known.get(str(text), text) for text in centres[side]] for side in SIDES}
    return centres.assign(**sides)


def _days(centres: pd.DataFrame, calendar: Calendar) -> dict[str, date | None]:
    """Return the day that each text between which cost centres are active means."""
    texts = sorted({str(text) for side in SIDES for text in centres[side]} - {""})
    dialect = dates.decide(dict.fromkeys(texts, 1), prefer_day=True)
    return {text: as_day(text, dialect, calendar) for text in texts}


def _no_day(text: str, word: Words) -> Finding:
    where, expected = Where(word.text("report.inputs.cost_centres")), word.text("expected.date")
    return Finding(Severity.WARNING, Code.NOT_A_DATE, where, text, expected)


def _is_outside(key: int, early: int | None, late: int | None) -> bool:
    """Tell whether a period, or a whole year, lies before the first or after the last one."""
    size = 100 if key % 100 == 0 else 1
    before = early is not None and key // size < early // size
    return before or (late is not None and key // size > late // size)


def outside(ledger: pd.DataFrame, budget: pd.DataFrame, year: int) -> list[Finding]:
    """Return a note for rows that lie neither in the report's year nor in the one before."""
    findings = []
    for name, frame in (("ledger", ledger), ("budget", budget)):
        if frame.empty:
            continue
        years = frame["period"] // 100
        far = frame[(years != year) & (years != year - 1)]
        if len(far):
            shown = ", ".join(str(y) for y in sorted(set(far["period"] // 100)))
            findings.append(
                Finding(
                    Severity.NOTE,
                    Code.OUTSIDE_PERIOD,
                    Where(name),
                    shown,
                    rows=int(far["rows"].sum()),
                )
            )
    return findings
