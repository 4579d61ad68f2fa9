"""Checks across the inputs: accounts without a line, costs without a budget, totals that differ."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from xlcost.dataset.facts import ACCOUNTS, COST_CENTRES, Source, controls
from xlcost.dataset.findings import Code, Finding, Severity, Where, amount_text
from xlcost.inputs.columns.masters import Master
from xlcost.inputs.columns.periods import as_day
from xlcost.locales.words import Words
from xlcost.values import dates
from xlcost.values.calendar import Calendar
from xlcost.values.numbers import is_missing


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


def accounts_of(
    booked: Sequence[pd.DataFrame], master: Master | None, word: Words
) -> tuple[pd.DataFrame, list[Finding]]:
    """Return one row for each account in use, and a warning for each that has no line."""
    used = pd.concat(booked, ignore_index=True)
    used = used.groupby("account", as_index=False, sort=True)[["amount", "rows"]].sum()
    if master is None:
        frame = _with(used[["account"]], ACCOUNTS)
        frame["kind"], frame["recurring"] = "cost", "yes"
        text = word.text("expected.no_map")
        note = [Finding(Severity.NOTE, Code.MISSING_INPUT, got=text)] if len(used) else []
        return frame, note
    frame = used[["account"]].merge(master.frame, on="account", how="left").fillna("")
    frame = _with(frame, ACCOUNTS)
    frame.loc[frame["kind"] == "", "kind"] = "cost"
    frame.loc[frame["recurring"] == "", "recurring"] = "yes"
    findings = []
    for account, amount, rows in used[frame["line"].to_numpy() == ""].itertuples(index=False):
        findings.append(
            Finding(
                Severity.WARNING,
                Code.UNMAPPED_ACCOUNT,
                got=str(account) or '""',
                rows=int(rows),
                amount=f"{amount:.2f}",
            )
        )
    return frame, findings


def cost_centres_of(
    booked: Sequence[pd.DataFrame], master: Master | None
) -> tuple[pd.DataFrame, list[Finding]]:
    """Return one row for each cost centre in use, and a warning for each that is not listed."""
    used = pd.concat(booked, ignore_index=True)
    used = used.groupby("cost_centre", as_index=False, sort=True)[["amount", "rows"]].sum()
    if master is None:
        return _with(used[["cost_centre"]], COST_CENTRES), []
    frame = used[["cost_centre"]].merge(master.frame, on="cost_centre", how="left").fillna("")
    findings = [
        Finding(
            Severity.WARNING,
            Code.UNMAPPED_COST_CENTRE,
            got=str(code),
            rows=int(rows),
            amount=f"{amount:.2f}",
        )
        for code, amount, rows in used.itertuples(index=False)
        if code and code not in set(master.frame["cost_centre"])
    ]
    return _with(frame, COST_CENTRES), findings


def inactive(
    ledger: pd.DataFrame, centres: pd.DataFrame, calendar: Calendar, word: Words
) -> list[Finding]:
    """Return a warning for each cost centre with postings in periods in which it is not active."""
    findings = []
    sides = ["active_from", "active_to"]
    texts = sorted({str(text) for side in sides for text in centres[side]} - {""})
    dialect = dates.decide(dict.fromkeys(texts, 1), prefer_day=True)
    days = {text: as_day(text, dialect, calendar) for text in texts}
    for text in (text for text, day in days.items() if day is None and not is_missing(text)):
        where, expected = Where(word.text("report.inputs.cost_centres")), word.text("expected.date")
        findings.append(Finding(Severity.WARNING, Code.NOT_A_DATE, where, text, expected))
    dated = centres[(centres[sides] != "").any(axis=1)].set_index("cost_centre")
    mine = ledger[ledger["cost_centre"].isin(set(dated.index))]
    for code, rows in mine.groupby("cost_centre", sort=True):
        ends = [str(text) for text in dated.loc[str(code), sides]]
        found = [days.get(text) for text in ends]
        early, late = (None if day is None else calendar.key(day) for day in found)
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


def _is_outside(key: int, early: int | None, late: int | None) -> bool:
    """Tell whether a period, or a whole year, lies before the first or after the last one."""
    size = 100 if key % 100 == 0 else 1
    before = early is not None and key // size < early // size
    return before or (late is not None and key // size > late // size)


def _with(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return a frame with all of these columns, the missing ones as empty texts."""
    return frame.reindex(columns=list(columns), fill_value="").astype(object)


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
