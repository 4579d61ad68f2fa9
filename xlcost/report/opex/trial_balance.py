"""The control that every account of the ledger is what the trial balance says."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from xlcost.dataset.reconciliation import EXPECTED, GOT, both_sides, differ
from xlcost.report.model.chart_of_lines import text
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import Literal


def checks(ctx: Context) -> Iterator[Check]:
    """Yield how many accounts differ, and the sums of both sides; nothing without one."""
    facts = ctx.data.facts
    if facts.trial_balance.empty:
        return
    balance, ledger = _plain(facts.trial_balance), _plain(facts.ledger)
    both = both_sides(balance, ledger, ytd=facts.trial_balance_is_ytd)
    differing = int(differ(both).sum())
    label = ctx.t("close.trial_accounts", count=len(both))
    yield Check("trial_accounts", label, Literal(differing), Literal(0), 0.0, "count")
    booked, said = (Literal(round(float(both[side].sum()), 6)) for side in (GOT, EXPECTED))
    yield Check("trial_sum", ctx.t("close.trial_sum"), booked, said)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    names = {name: frame[name].map(text) for name in ("account", "entity")}
    return frame.assign(**names, amount=frame["amount"].astype(float))
