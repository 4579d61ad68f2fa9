"""Double entry: a ledger that adds up to nothing holds the balance accounts as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlcost.dataset.facts import HALF_A_CENT
from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.inputs.columns.rows import LEFT
from xlcost.inputs.evidence.rule import BooksCase, BooksRule
from xlcost.inputs.ledgers.amounts import AmountTable
from xlcost.inputs.ledgers.sums import factor_of
from xlcost.system.late import pd

CENT = float(HALF_A_CENT)
SHOWN = 4
CLASSES = 3  # first digits of accounts: a chart with assets or debt has more than one
ASSETS_AND_DEBT = ("1", "2")


def _look(case: BooksCase) -> Iterator[Finding]:
    ledger = case.ledger
    costs = set(case.accounts.loc[case.accounts["kind"] == "cost", "account"])
    mine = ledger[ledger["account"].isin(costs)]
    size = float(mine["amount"].abs().sum())
    if mine["account"].nunique() < 2 or size < CENT or abs(float(mine["amount"].sum())) > CENT:  # noqa: PLR2004 - two sides
        return
    tables = case.of("ledger")
    two_sided = any(map(_two_sided, tables))
    sure = _periods(mine) or (two_sided and _classes(costs)) or any(map(_vouchers, tables))
    table = next(iter(case.of("ledger")), None)
    column = table.rows.binding.columns.get("account") if table else None
    heading = column.heading if column else "account"
    yield Finding(
        Severity.ERROR if sure else Severity.WARNING,
        Code.DOUBLE_ENTRY,
        got=heading,
        expected=_opposite(mine),
        rows=0,
        amount=f"{size / 2:.2f}",
    )


def _two_sided(table: AmountTable) -> bool:
    """Tell whether a table has columns of debits and of credits."""
    return len({factor_of(table.rows.binding, what) for _, what in table.groups.amounts}) > 1


def _periods(ledger: pd.DataFrame) -> bool:
    """Tell whether each of several periods adds up to nothing."""
    by_period = ledger.groupby("period")["amount"].sum()
    return len(by_period) > 1 and bool((by_period.abs() < CENT).all())


def _classes(codes: set[str]) -> bool:
    """Tell whether codes are those of a chart with assets or debt beside costs."""
    first = {code[0] for code in codes if code[:1].isdigit()}
    return len(first) >= CLASSES and bool(first & set(ASSETS_AND_DEBT)) and max(first) >= "4"


def _vouchers(table: AmountTable) -> bool:
    """Tell whether each voucher of a table adds up to nothing."""
    rows = table.rows
    if "document" not in rows.binding.columns or not rows.raw.exact_rows:
        return False
    used = rows.table.filter(rows.table[LEFT] == "")
    total: Any = None
    for name, what in table.groups.amounts:
        sign = 1 if factor_of(rows.binding, what) > 0 else -1
        part = used[name].fill_null(0) * sign
        total = part if total is None else total + part
    summed = used.mutate(_total=total).group_by("document").agg(total=lambda t: t["_total"].sum())
    found = (
        summed.agg(vouchers=summed.count(), off=(summed.total.abs() > CENT).sum())
        .to_pyarrow()
        .to_pylist()[0]
    )
    return int(found["vouchers"]) > 1 and not found["off"]


def _opposite(ledger: pd.DataFrame) -> str:
    """Return the accounts with the largest amounts below zero, as the settings name them."""
    by_account = ledger.groupby("account")["amount"].sum().sort_values()
    names = [str(code) for code in by_account[by_account < 0].index[:SHOWN]]
    return ", ".join(f'"{name}"' for name in names)


DOUBLE_ENTRY = BooksRule(Code.DOUBLE_ENTRY, _look)
