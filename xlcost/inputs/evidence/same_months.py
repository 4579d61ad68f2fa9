"""Same months: ledger files with the same amounts, and those of several companies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from xlcost.dataset.findings import Code, Finding, Severity, Where, few_of
from xlcost.inputs.columns.cleaning import DAY, WHEN
from xlcost.inputs.evidence.own_balances import companies
from xlcost.inputs.evidence.rule import BooksCase, BooksRule
from xlcost.inputs.ledgers.amounts import AmountTable
from xlcost.system.late import pd

CENT = 0.005
MOSTLY = 0.5  # share of a month's accounts that agree, from which on it is the same month
FEW = 5
KEYS = ["period", "account"]


def _same(case: BooksCase) -> Iterator[Finding]:
    sums = {id(table): mine for table, mine in zip(case.tables, case.by_table, strict=True)}
    for tables in companies(case).values():
        for one, other in combinations(tables, 2):
            both = (_by_account(sums[id(table)].frame()) for table in (one, other))
            months = {*_agreeing(*both), *_shared(one, other)}
            if months:
                yield _finding(one, other, sorted(months))


def _by_account(sums: pd.DataFrame) -> pd.DataFrame:
    """Return the amount of each month and account that has any."""
    plain = sums.assign(amount=sums["amount"].astype(float))
    found = plain.groupby(KEYS, as_index=False).agg(amount=("amount", "sum"))
    return found[found["amount"].abs() > CENT]


def _agreeing(one: pd.DataFrame, other: pd.DataFrame) -> list[int]:
    """Return the months of which most accounts of the smaller side have the same amounts."""
    both = one.merge(other, on=KEYS)
    both = both[(both["amount_x"] - both["amount_y"]).abs() <= CENT]
    same, *sides = (Counter(frame["period"].astype(int)) for frame in (both, one, other))
    return [
        month
        for month, count in same.items()
        if count > 1 and count > MOSTLY * min(side[month] for side in sides)
    ]


def _shared(one: AmountTable, other: AmountTable) -> list[int]:
    """Return the months of which most postings of the smaller side are in the other one as well.

    An export of half a month and one of the whole month have hardly an account in common.
    """
    if not set(one.distinct("period")) & set(other.distinct("period")):
        return []
    columns = f"{WHEN}, {DAY}, document, account, amount"
    rows = [f"SELECT DISTINCT {columns} FROM {table.reading.source}" for table in (one, other)]
    both = f"({rows[0]}) INTERSECT ({rows[1]})"
    counted = (dict(one.reading.ask(_by_month(sql))) for sql in (both, *rows))
    same, *sides = counted
    known = one.periods.known
    return [
        known[month].key
        for month, count in same.items()
        if month in known and count > MOSTLY * min(side[month] for side in sides)
    ]


def _by_month(rows: str) -> str:
    return f"SELECT {WHEN}, count(*) FROM ({rows}) AS rows GROUP BY {WHEN}"


def _finding(one: AmountTable, other: AmountTable, months: list[int]) -> Finding:
    names = [f"{month // 100}P{month % 100:02d}" for month in sorted(months)]
    shown = few_of(names, FEW)
    where = Where(other.raw.name)
    return Finding(Severity.ERROR, Code.SAME_MONTHS, where, one.raw.name, shown, rows=0)


def _several(case: BooksCase) -> Iterator[Finding]:
    """Yield a question where files that nobody named are ledgers of several companies."""
    mine = companies(case)
    said = any(table.rows.binding.said.files for tables in mine.values() for table in tables)
    if len(mine) > 1 and not said:
        ledgers = [tables[0].raw.ledger for tables in mine.values()]
        names = sorted(one.company or one.number for one in ledgers if one)
        got = few_of(names, FEW)
        yield Finding(Severity.WARNING, Code.SEVERAL_COMPANIES, got=got, rows=0)


SAME_MONTHS = BooksRule(Code.SAME_MONTHS, _same)
SEVERAL_COMPANIES = BooksRule(Code.SEVERAL_COMPANIES, _several)
