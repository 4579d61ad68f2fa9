"""The books as a whole: the sign of income, the years of the budget, the same money twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlcost.dataset.facts import ACTUAL, HALF_A_CENT
from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.engine import quoted
from xlcost.inputs.columns.column_relations import HALF_A_CENT as NEAR
from xlcost.inputs.evidence.rule import BooksCase, BooksRule
from xlcost.system.late import pd
from xlcost.values.calendar import Period

MOSTLY = 0.8  # share of the income above zero from which on its sign is in doubt
FEWEST_SHEETS = 3
CENT = float(HALF_A_CENT)


def _income(case: BooksCase) -> Iterator[Finding]:
    income = set(case.accounts.loc[case.accounts["kind"] == "income", "account"])
    for name, frame in (("ledger", case.ledger), ("budget", case.budget)):
        mine = frame[frame["account"].isin(income)]
        size = float(mine["amount"].abs().sum())
        above = float(mine.loc[mine["amount"] > 0, "amount"].sum())
        if size > CENT and above >= MOSTLY * size:
            yield Finding(
                Severity.ERROR,
                Code.INCOME_ABOVE_ZERO,
                Where(case.word.text(f"report.inputs.{name}")),
                expected=name,
                rows=0,
                amount=f"{mine['amount'].sum():.2f}",
            )


INCOME_ABOVE_ZERO = BooksRule(Code.INCOME_ABOVE_ZERO, _income)


def _years(case: BooksCase) -> Iterator[Finding]:
    budget = case.budget
    if budget.empty or case.ledger.empty:
        return
    years = {int(key) // 100 for key in budget["period"]}
    if case.chosen.year not in years:
        keys = sorted({int(key) for key in budget["period"]})
        size = case.chosen.periods_in_year
        ends = [str(Period(key // 100, key % 100, size)) for key in (keys[0], keys[-1])]
        got = ends[0] if ends[0] == ends[1] else "–".join(ends)
        yield Finding(
            Severity.WARNING,
            Code.BUDGET_OTHER_YEAR,
            Where(case.word.text("report.inputs.budget")),
            got,
            str(case.chosen.year),
            rows=0,
            amount=f"{budget['amount'].sum():.2f}",
        )


BUDGET_OTHER_YEAR = BooksRule(Code.BUDGET_OTHER_YEAR, _years)


def _twice(case: BooksCase) -> Iterator[Finding]:
    pairs = list(zip(case.tables, case.by_table, strict=True))
    actual = f"WHERE version = {quoted(ACTUAL)}"
    ledgers = [
        f"SELECT account, period FROM {sums.name} {actual}"
        for table, sums in pairs
        if table.input == "ledger"
    ]
    known = " UNION ".join(ledgers)
    for table, sums in pairs if ledgers else ():
        if table.input != "budget":
            continue
        both = f"SELECT * FROM {sums.name} SEMI JOIN ({known}) AS known USING (account, period)"
        rows, total = sums.ask(f"SELECT sum(rows), sum(amount) FROM ({both}) {actual}")[0]
        if rows and abs(float(total)) > CENT:
            yield Finding(
                Severity.ERROR,
                Code.ACTUAL_TWICE,
                Where(table.raw.name, table.raw.sheet),
                rows=int(rows),
                amount=f"{total:.2f}",
            )


ACTUAL_TWICE = BooksRule(Code.ACTUAL_TWICE, _twice)


def _sheets(case: BooksCase) -> Iterator[Finding]:
    files: dict[tuple[str, str], list[int]] = {}
    for place, table in enumerate(case.tables):
        files.setdefault((table.input, table.raw.name), []).append(place)
    for places in files.values():
        if len(places) >= FEWEST_SHEETS:
            yield from _total_sheet(case, places)


def _total_sheet(case: BooksCase, places: Sequence[int]) -> Iterator[Finding]:
    """Return the sheet of a workbook that is the sum of its others."""
    keys = ["version", "period", "account"]
    parts = [
        case.by_table[place]
        .frame()
        .assign(amount=lambda f: f["amount"].astype(float))
        .groupby(keys)["amount"]
        .sum()
        for place in places
    ]
    whole = pd.concat(parts).groupby(level=keys).sum()
    for place, part in zip(places, parts, strict=True):
        mine = part.reindex(whole.index, fill_value=0.0)
        if len(part) and bool(((whole - 2 * mine).abs() < NEAR).all()):
            table = case.tables[place]
            yield Finding(
                Severity.ERROR,
                Code.TOTAL_SHEET,
                Where(table.raw.name, table.raw.sheet),
                table.raw.sheet,
                table.input,
                rows=0,
                amount=f"{part.sum():.2f}",
            )


TOTAL_SHEETS = BooksRule(Code.TOTAL_SHEET, _sheets)
