"""Own balances: a ledger file that says its balances is held to them, account by account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlcost.dataset.facts import HALF_A_CENT
from xlcost.dataset.findings import Code, Finding, Severity, Where, amount_text
from xlcost.dataset.own_balances import NOTHING, OwnBalances
from xlcost.inputs.evidence.rule import BooksCase, BooksRule
from xlcost.inputs.files.ledger_file import LedgerAccount, LedgerFile
from xlcost.inputs.ledgers.amounts import AmountTable

SHOWN = 20
FEW = 3  # files that a control names


@dataclass(frozen=True)
class _Tie:
    """What an account comes to by its postings, and its closing balance.

    Attributes:
        file: The file; the last one where several are parts of one.
        account: The account.
        comes_to: Opening balance and postings.
        closing: The closing balance that the file states.
    """

    file: str
    account: LedgerAccount
    comes_to: Decimal
    closing: Decimal

    @property
    def off(self) -> Decimal:
        """By how much they differ; nothing where they are the same to the cent."""
        difference = abs(self.comes_to - self.closing)
        return difference if difference > HALF_A_CENT else NOTHING


def own_balances(case: BooksCase) -> tuple[OwnBalances, ...]:
    """Return the control that the ledger files of each company bring themselves."""
    return tuple(_control(tables) for tables in companies(case).values())


def _control(tables: Sequence[AmountTable]) -> OwnBalances:
    ledgers = _ledgers(tables)
    ties = [one for of_file in _ties(tables) for one in of_file]
    names = [table.raw.name for table in tables]
    more = f", … (+{len(names) - FEW})" if len(names) > FEW else ""
    return OwnBalances(
        ", ".join(names[:FEW]) + more,
        accounts=len(ties),
        off=sum(bool(one.off) for one in ties),
        comes_to=sum((max(one.comes_to, NOTHING) for one in ties), NOTHING),
        closing=sum((max(one.closing, NOTHING) for one in ties), NOTHING),
        vouchers=sum(one.vouchers for one in ledgers),
        unbalanced=sum(one.unbalanced for one in ledgers),
        stated=tuple(stated for one in ledgers for stated in one.stated),
    )


def _look(case: BooksCase) -> Iterator[Finding]:
    for tables in companies(case).values():
        for of_file in _ties(tables):
            yield from _differences(of_file, case.word.language)


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


def _ledgers(tables: Sequence[AmountTable]) -> list[LedgerFile]:
    return [ledger for table in tables if (ledger := table.raw.ledger)]


def _ties(tables: Sequence[AmountTable]) -> Iterator[list[_Tie]]:
    """Yield the balances of each file, held to its postings.

    The files of one company may be parts of one: then an account ties over all of them, and is
    held once, in the last of them that says its balance.
    """
    ledgers = _ledgers(tables)
    alone = [list(_of_file(table, one)) for table, one in zip(tables, ledgers, strict=True)]
    off = {one.account.code for of_file in alone for one in of_file if one.off}
    together: dict[str, _Tie] = {}
    for code in off if len(ledgers) > 1 else ():
        tie = _together(code, [table.raw.name for table in tables], ledgers)
        if tie is not None:
            together[code] = tie
    for of_file in alone:
        kept = [one for one in of_file if one.account.code not in together]
        names = {one.file for one in of_file}
        yield [*kept, *(one for one in together.values() if one.file in names)]


def _of_file(table: AmountTable, ledger: LedgerFile) -> Iterator[_Tie]:
    """Yield the balances that a file says of itself."""
    for account in ledger.accounts.values():
        closing = account.closing
        if closing is None and account.opening is not None and ledger.has_balances:
            closing = NOTHING  # a file that has an opening balance leaves out what came to nothing
        if closing is not None:
            comes_to = (account.opening or NOTHING) + account.posted
            yield _Tie(table.raw.name, account, comes_to, closing)


def _together(code: str, names: Sequence[str], ledgers: Sequence[LedgerFile]) -> _Tie | None:
    """Return an account that ties over all files of its company, of which each is a part.

    Parts say the opening balance of the whole, or none; files of a month each say their own.
    """
    known = [
        (n, found)
        for n, one in zip(names, ledgers, strict=True)
        if (found := one.accounts.get(code))
    ]
    openings = {found.opening for _, found in known} - {None}
    closed = [(name, found) for name, found in known if found.closing is not None]
    if len(openings) > 1 or not closed:
        return None
    opening = next(iter(openings), None) or NOTHING
    posted = sum((found.posted for _, found in known), NOTHING)
    name, last = closed[-1]
    tie = _Tie(name, last, opening + posted, last.closing or NOTHING)
    return None if tie.off else tie


def _differences(ties: Sequence[_Tie], language: str) -> Iterator[Finding]:
    """Yield an error for each account that does not tie, the largest differences first."""
    off = sorted((one for one in ties if one.off), key=lambda one: (-one.off, one.account.code))
    for one in off[:SHOWN]:
        got = f"{one.account.code} {one.account.name}".strip()
        yield _finding(one.file, got, one.comes_to, one.closing, language)
    if rest := off[SHOWN:]:
        comes_to = sum((one.comes_to for one in rest), NOTHING)
        closing = sum((one.closing for one in rest), NOTHING)
        yield _finding(rest[0].file, f"… (+{len(rest):,})", comes_to, closing, language)


def _finding(file: str, got: str, comes_to: Decimal, closing: Decimal, language: str) -> Finding:
    return Finding(
        Severity.ERROR,
        Code.OWN_BALANCE,
        Where(file),
        got,
        amount_text(f"{closing:.2f}", language),
        rows=0,
        amount=f"{comes_to:.2f}",
    )


OWN_BALANCES = BooksRule(Code.OWN_BALANCE, _look)
