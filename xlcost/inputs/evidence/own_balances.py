"""Own balances: a ledger file that says its balances is held to them, account by account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from xlcost.dataset.facts import HALF_A_CENT
from xlcost.dataset.findings import Code, Finding, Severity, Where, amount_text
from xlcost.inputs.evidence.rule import BooksCase, BooksRule
from xlcost.inputs.files.ledger_file import LedgerAccount, LedgerFile
from xlcost.inputs.ledgers.amounts import AmountTable

SHOWN = 20
NOTHING = Decimal(0)


def _look(case: BooksCase) -> Iterator[Finding]:
    for tables in companies(case).values():
        ledgers = [ledger for table in tables if (ledger := table.raw.ledger)]
        for table, ledger in zip(tables, ledgers, strict=True):
            yield from _differences(table, ledger, ledgers, case.word.language)


def companies(case: BooksCase) -> dict[str, list[AmountTable]]:
    """Return the tables of ledger files by their company, the earliest first."""
    found: dict[str, list[tuple[int, AmountTable]]] = defaultdict(list)
    for table, sums in zip(case.tables, case.by_table, strict=True):
        if table.input == "ledger" and table.raw.ledger is not None:
            (first,) = sums.ask(f"SELECT min(period) FROM {sums.name}")[0]
            if first is not None:
                found[table.raw.ledger.key].append((int(first), table))
    return {
        key: [table for _, table in sorted(tables, key=lambda one: one[0])]
        for key, tables in found.items()
    }


def _differences(
    table: AmountTable, ledger: LedgerFile, every: Sequence[LedgerFile], language: str
) -> Iterator[Finding]:
    """Yield an error for each account that does not tie, the largest differences first.

    The files of one company may be parts of one: then they tie together.
    """
    off: list[tuple[Decimal, LedgerAccount, Decimal, Decimal]] = []
    for account in ledger.accounts.values():
        comes_to, closing = _sides(account, ledger)
        if closing is None or abs(comes_to - closing) <= HALF_A_CENT or _together(account, every):
            continue
        off.append((abs(comes_to - closing), account, comes_to, closing))
    off.sort(key=lambda one: (-one[0], one[1].code))
    for _, account, comes_to, closing in off[:SHOWN]:
        got = f"{account.code} {account.name}".strip()
        yield _finding(table, got, comes_to, closing, language)
    if rest := off[SHOWN:]:
        comes_to = sum((one[2] for one in rest), NOTHING)
        closing = sum((one[3] for one in rest), NOTHING)
        yield _finding(table, f"… (+{len(rest):,})", comes_to, closing, language)


def _finding(
    table: AmountTable, got: str, comes_to: Decimal, closing: Decimal, language: str
) -> Finding:
    expected = amount_text(f"{closing:.2f}", language)
    return Finding(
        Severity.ERROR,
        Code.OWN_BALANCE,
        Where(table.raw.name),
        got,
        expected,
        rows=0,
        amount=f"{comes_to:.2f}",
    )


def _sides(account: LedgerAccount, ledger: LedgerFile) -> tuple[Decimal, Decimal | None]:
    """Return what an account comes to by its postings, and its closing balance if it has any."""
    closing = account.closing
    if closing is None and account.opening is not None and ledger.has_balances:
        closing = NOTHING  # a file that has an opening balance leaves out one that came to nothing
    return (account.opening or NOTHING) + account.posted, closing


def _together(account: LedgerAccount, every: Sequence[LedgerFile]) -> bool:
    """Tell whether an account ties over all files of its company."""
    if len(every) == 1:
        return False
    known = [found for one in every if (found := one.accounts.get(account.code))]
    opening = next((one.opening for one in known if one.opening is not None), NOTHING)
    closing = next((one.closing for one in known[::-1] if one.closing is not None), NOTHING)
    posted = sum((one.posted for one in known), NOTHING)
    return abs(opening + posted - closing) <= HALF_A_CENT


OWN_BALANCES = BooksRule(Code.OWN_BALANCE, _look)
