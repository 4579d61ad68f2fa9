"""The control that every account of the ledger is what the trial balance says."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from xlcost.report.chart_of_lines import text
from xlcost.report.check import CENT, Check
from xlcost.report.context import Context
from xlcost.report.expressions import Literal


def checks(ctx: Context) -> Iterator[Check]:
    """Yield how many accounts differ, and the sums of both sides; nothing without one."""
    if ctx.data.facts.trial_balance.empty:
        return
    both = accounts(ctx)
    differ = int(((both["ledger"] - both["balance"]).abs().round(6) > CENT).sum())
    label = ctx.t("close.trial_accounts", count=len(both))
    yield Check("trial_accounts", label, Literal(differ), Literal(0), 0.0, "count")
    sums = {side: Literal(round(float(both[side].sum()), 6)) for side in ("ledger", "balance")}
    yield Check("trial_sum", ctx.t("close.trial_sum"), sums["ledger"], sums["balance"])


def accounts(ctx: Context) -> pd.DataFrame:
    """Return each period, entity and account with what ledger and trial balance say of it.

    Entities are told apart where both tell them apart, as the findings do.
    """
    facts = ctx.data.facts
    balance, ledger = _plain(facts.trial_balance), _plain(facts.ledger)
    keys = ["period", "account"]
    if all(len(frame) and bool((frame["entity"] != "").all()) for frame in (balance, ledger)):
        keys.append("entity")
    parts = [
        _inside(ledger, int(key), ytd=facts.trial_balance_is_ytd).assign(period=key)
        for key in sorted(set(balance["period"]))
    ]
    booked = pd.concat(parts, ignore_index=True).groupby(keys)["amount"].sum()
    said = balance.groupby(keys)["amount"].sum()
    both = pd.concat([booked.rename("ledger"), said.rename("balance")], axis=1)
    return both.fillna(0.0).reset_index()


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    names = {name: frame[name].map(text) for name in ("account", "entity")}
    return frame.assign(**names, amount=frame["amount"].astype(float))


def _inside(ledger: pd.DataFrame, key: int, *, ytd: bool) -> pd.DataFrame:
    """Return the rows of the ledger that a period of the trial balance speaks of; 0 is all."""
    periods = ledger["period"]
    if key == 0:
        return ledger
    if key % 100 == 0:
        return ledger[periods // 100 == key // 100]
    if ytd:
        return ledger[(periods // 100 == key // 100) & (periods <= key)]
    return ledger[periods == key]
