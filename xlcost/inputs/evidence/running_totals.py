"""Running totals: amounts of the year so far, read as the amounts of each month."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.schema import AMOUNTS
from xlcost.inputs.columns import column_relations
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.values.scenarios import RUNNING

FEWEST_PERIODS = 4  # of rows, where they need only grow: in columns three are enough
ALIKE = 2.0  # how many times larger the largest step of three periods may be
FEWEST_KEYS = 3
MOSTLY = 0.9  # of the money


def _look(case: TableCase) -> Iterator[Finding]:
    if case.amounts is None or case.input == "trial_balance":
        return
    if case.said.cumulative and ("amount" in case.binding.columns or _of_months(case)):
        return
    headings = [bound.heading for bound, _ in case.binding.amounts]
    if "amount" in case.binding.columns:
        headings.append(case.binding.columns["amount"].heading)
    named = next((heading for heading in headings if RUNNING.search(heading)), "")
    grown = _grown(case.sums)
    if named or grown:
        total = sum(case.sums["amount"]) if len(case.sums) else 0
        yield Finding(
            Severity.ERROR,
            Code.RUNNING_TOTAL,
            case.where(named),
            named or case.word.text("expected.grows"),
            case.input,
            rows=0,
            amount=f"{total:.2f}",
        )


def _of_months(case: TableCase) -> bool:
    return any(what.period for _, what in case.binding.amounts)


def _grown(sums: pd.DataFrame) -> bool:
    """Tell whether the amounts of a version only grow through a year, account by account."""
    months = sums[sums["period"] % 100 != 0] if len(sums) else sums
    if months.empty:
        return False
    for _, mine in months.groupby(["version", months["period"] // 100]):
        frame = mine.assign(amount=mine["amount"].astype(float))
        keys = ["account", "cost_centre", "entity"]
        table = frame.pivot_table("amount", keys, "period", "sum", fill_value=0.0)
        amounts = np.asarray(table.to_numpy(), dtype=np.float64)
        few = amounts.shape[1] == FEWEST_PERIODS - 1
        if amounts.shape[1] >= FEWEST_PERIODS and column_relations.grows(amounts):
            return True
        if few and _steady(amounts):
            return True
    return False


def _steady(amounts: column_relations.Floats) -> bool:
    """Tell whether three periods add about as much each, in most of the money of several keys.

    Costs of months that double and then grow by half, in nearly everything, are running totals.
    """
    first = np.abs(amounts[:, 0])
    steps = np.abs(np.column_stack([first, np.diff(amounts, axis=1)]))
    signs = np.sign(np.column_stack([amounts[:, 0], np.diff(amounts, axis=1)]))
    alike = (signs == signs[:, :1]).all(axis=1) & (first > column_relations.HALF_A_CENT)
    alike &= steps.max(axis=1) <= ALIKE * steps.min(axis=1)
    size = np.abs(amounts[:, -1])
    return int(alike.sum()) >= FEWEST_KEYS and bool(size[alike].sum() >= MOSTLY * size.sum())


RUNNING_TOTALS = TableRule(Code.RUNNING_TOTAL, _look, AMOUNTS)
