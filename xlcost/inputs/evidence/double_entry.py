"""Double entry: a ledger whose costs add up to nothing holds the balance accounts, or income."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.dataset.facts import HALF_A_CENT
from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.inputs.evidence.rule import BooksCase, BooksRule
from xlcost.system.late import pd

CENT = float(HALF_A_CENT)
NOTHING = 1e-4  # share of both sides that is lost to rounding
SHOWN = 4
ASKED, SURE = 0.1, 0.5  # accounts below zero, as a share of those above, that are no mere credits


def _look(case: BooksCase) -> Iterator[Finding]:
    """Yield an error: there is no figure that a cost of nothing could be right for."""
    mine = _costs(case)
    size = float(mine["amount"].abs().sum())
    off = abs(float(mine["amount"].sum()))
    if mine["account"].nunique() < 2 or size < CENT or off > max(CENT, NOTHING * size):  # noqa: PLR2004 - two sides
        return
    yield Finding(
        Severity.ERROR,
        Code.DOUBLE_ENTRY,
        got=_heading(case),
        expected=_opposite(mine),
        rows=0,
        amount=f"{size / 2:.2f}",
    )


def _credits(case: BooksCase) -> Iterator[Finding]:
    """Yield a question where accounts below zero take off much of the others, and none says why."""
    mine = _costs(case)
    if case.mapped or mine.empty or bool((case.accounts["chart"] != "").any()):
        return
    by_account = mine.groupby("account")["amount"].sum()
    above = float(by_account[by_account > 0].sum())
    below = -float(by_account[by_account < 0].sum())
    few, many = sorted((above, below))
    if few < ASKED * many or many - few <= max(CENT, NOTHING * many):
        return  # what adds up to nothing is told, and so is a ledger whose costs are below zero
    yield Finding(
        Severity.ERROR if below >= SURE * above else Severity.WARNING,
        Code.CREDIT_ACCOUNTS,
        got=_heading(case),
        expected=_opposite(mine),
        rows=0,
        amount=f"{-below:.2f}",
    )


def _costs(case: BooksCase) -> pd.DataFrame:
    costs = set(case.accounts.loc[case.accounts["kind"] == "cost", "account"])
    return case.ledger[case.ledger["account"].isin(costs)]


def _heading(case: BooksCase) -> str:
    """Return what the ledger calls its accounts."""
    table = next(iter(case.of("ledger")), None)
    column = table.rows.binding.columns.get("account") if table else None
    return column.heading if column else "account"


def _opposite(ledger: pd.DataFrame) -> str:
    """Return the accounts with the largest amounts below zero, as the settings name them."""
    by_account = ledger.groupby("account")["amount"].sum().sort_values()
    names = [str(code) for code in by_account[by_account < 0].index[:SHOWN]]
    return ", ".join(f'"{name}"' for name in names)


DOUBLE_ENTRY = BooksRule(Code.DOUBLE_ENTRY, _look)
CREDIT_ACCOUNTS = BooksRule(Code.CREDIT_ACCOUNTS, _credits)
