"""Lines with a budget and no costs, or costs and no budget."""

from __future__ import annotations

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.system.late import pd


def one_sided(
    ledger: pd.DataFrame, budget: pd.DataFrame, accounts: pd.DataFrame, year: int
) -> list[Finding]:
    """Return notes for lines with a budget and no costs, or the reverse, in the report's year."""
    if budget.empty or ledger.empty:
        return []
    names = dict(
        zip(
            accounts["account"],
            accounts["line"].where(accounts["line"] != "", accounts["account"]),
            strict=True,
        )
    )
    sums = {}
    for side, frame in (("actual", ledger), ("budget", budget)):
        mine = frame[frame["period"] // 100 == year]
        sums[side] = mine.groupby(mine["account"].map(names))["amount"].sum()
    if sums["budget"].empty or sums["actual"].empty:
        return []
    findings = []
    for code, here, there in (
        (Code.NO_BUDGET, "actual", "budget"),
        (Code.NO_ACTUAL, "budget", "actual"),
    ):
        for line in sums[here].index.difference(sums[there].index):
            amount = sums[here][line]
            if round(amount, 2):
                findings.append(
                    Finding(Severity.NOTE, code, got=str(line), amount=f"{amount:.2f}", rows=0)
                )
    return findings
