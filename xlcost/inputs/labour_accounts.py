"""Labour accounts: what the cost of people is made of, told where no list says it."""

from __future__ import annotations

from xlcost.dataset.findings import Code, Finding, Severity, amount_text
from xlcost.locales.words import Words
from xlcost.system.late import pd
from xlcost.values.labour import is_labour

SHOWN = 20  # accounts that are named one by one, the largest first


def labour_of(
    ledger: pd.DataFrame, accounts: pd.DataFrame, year: int, word: Words
) -> list[Finding]:
    """Return a note that lists the accounts which count as cost of people, with their amounts.

    There is none where the list of accounts says it of each of them, or where none counts.

    Args:
        ledger: Amounts by account and period.
        accounts: The accounts with line, name, driver and what was said of them.
        year: The year of the report, whose amounts are shown.
        word: The words of the report language.
    """
    costs = accounts[accounts["kind"] == "cost"]
    parts = zip(costs["labour"], costs["driver"], costs["line"], costs["name"], strict=True)
    counts = pd.Series([is_labour(*map(str, row)) for row in parts], costs.index, dtype=bool)
    labour = costs[counts]
    unsaid = int((labour["labour"].astype(str).str.strip() == "").sum())
    if not unsaid:
        return []
    mine = ledger[ledger["period"] // 100 == year]
    amounts = mine.groupby("account")["amount"].sum()
    names = dict(zip(labour["account"], labour["name"], strict=True))
    sums = {code: float(amounts.get(code, 0.0)) for code in names}
    ordered = sorted(names, key=lambda code: (-abs(sums[code]), code))
    shown = [
        f"{code} {names[code]}".strip() + f": {amount_text(f'{sums[code]:.2f}', word.language)}"
        for code in ordered[:SHOWN]
    ]
    if rest := ordered[SHOWN:]:
        total = amount_text(f"{sum(sums[code] for code in rest):.2f}", word.language)
        shown.append(word.text("expected.more_labour", count=len(rest), amount=total))
    return [
        Finding(
            Severity.NOTE,
            Code.LABOUR_BY_NAME,
            got="; ".join(shown),
            rows=unsaid,
            amount=f"{sum(sums.values()):.2f}",
        )
    ]
