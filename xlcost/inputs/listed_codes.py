"""Listed codes: the accounts and cost centres in use, as the lists of them say."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from xlcost.dataset.facts import ACCOUNTS, COST_CENTRES
from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.inputs.columns.masters import Master
from xlcost.locales.words import Words


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


def _with(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return a frame with all of these columns, the missing ones as empty texts."""
    return frame.reindex(columns=list(columns), fill_value="").astype(object)
