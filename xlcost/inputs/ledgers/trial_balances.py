"""Trial balances: what the accounting system says that each account of the ledger is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from xlcost.dataset.facts import TRIAL_BALANCE, Source, empty
from xlcost.dataset.findings import Code, Finding, Severity, Where, amount_text
from xlcost.dataset.reconciliation import EXPECTED, GOT, both_sides, differ
from xlcost.locales.words import Words
from xlcost.system.late import pd
from xlcost.values.calendar import Period

INPUT = "trial_balance"
SHOWN = 20  # accounts that are told one by one


@dataclass(frozen=True)
class TrialBalance:
    """A trial balance, held against the ledger.

    Attributes:
        frame: The amounts of the accounts that the ledger or the list of accounts knows.
        is_ytd: Whether they are those of the year so far.
        findings: Where the ledger says something else.
    """

    frame: pd.DataFrame = field(default_factory=lambda: empty(TRIAL_BALANCE))
    is_ytd: bool = False
    findings: tuple[Finding, ...] = ()


def compared(
    balance: pd.DataFrame, ledger: pd.DataFrame, known: set[str], word: Words
) -> TrialBalance:
    """Hold a trial balance against the ledger, account by account.

    A period of it speaks of the ledger's same period, or of the year up to it where every account
    agrees with that and not with the period alone; a year of all its periods; rows without a period
    of the whole ledger. Entities are told apart where both tell them apart.

    Args:
        balance: Columns `TRIAL_BALANCE` and `rows`.
        ledger: The sums of the ledger.
        known: The accounts of the ledger and of the list of accounts.
        word: The words of the report language.
    """
    if balance.empty:
        return TrialBalance()
    if ledger.empty:  # that a ledger is required is told already, and nothing can be compared
        return TrialBalance(balance[list(TRIAL_BALANCE)].reset_index(drop=True))
    mine = balance[balance["account"].isin(known)]
    name = word.text(f"report.inputs.{INPUT}")
    findings = _others(balance[~balance["account"].isin(known)], name)
    differences = _differences(mine, ledger, ytd=False)
    to_date = len(differences) and _differences(mine, ledger, ytd=True).empty
    if to_date:
        differences = differences.iloc[:0]
        text = word.text("expected.year_to_date")
        findings.append(Finding(Severity.NOTE, Code.DETECTED, Where(name), text, rows=0))
    findings += _mismatches(differences, name, word)
    frame = mine[list(TRIAL_BALANCE)].reset_index(drop=True)
    return TrialBalance(frame, bool(to_date), tuple(findings))


def without(sources: Sequence[Source], lost: Iterable[int]) -> list[Source]:
    """Return sources with the rows of other accounts counted as left out.

    Args:
        sources: The sources of every table.
        lost: The number of such rows of each trial balance, in the order of their sources.
    """
    rows = iter(lost)
    found = []
    for source in sources:
        left = next(rows) if source.input == INPUT else 0
        used = source.rows_used - left
        found.append(replace(source, rows_used=used, rows_left_out=source.rows_left_out + left))
    return found


def _others(rows: pd.DataFrame, name: str) -> list[Finding]:
    """Return a note for accounts that the report does not speak of, such as the bank's."""
    if rows.empty:
        return []
    names = sorted(set(rows["account"]))
    got = ", ".join(names[:5]) + (", …" if len(names) > 5 else "")  # noqa: PLR2004 - a few examples
    amount = f"{rows['amount'].sum():.2f}"
    count = int(rows["rows"].sum())
    where = Where(name)
    return [
        Finding(
            Severity.NOTE, Code.OTHER_ACCOUNTS, where, got, rows=count, amount=amount, left_out=True
        )
    ]


def _differences(balance: pd.DataFrame, ledger: pd.DataFrame, *, ytd: bool) -> pd.DataFrame:
    """Return the accounts of which ledger and trial balance say different things."""
    both = both_sides(balance, ledger, ytd=ytd)
    return both[differ(both)].reset_index(drop=True)


def _mismatches(differences: pd.DataFrame, name: str, word: Words) -> list[Finding]:
    """Return an error for each account that differs, the largest differences first."""
    if differences.empty:
        return []
    size = (differences[GOT] - differences[EXPECTED]).abs()
    ordered = differences.loc[size.sort_values(ascending=False, kind="stable").index]
    found = []
    for line in ordered.head(SHOWN).to_dict("records"):
        key = int(line["period"])
        period = str(Period(key // 100, key % 100)) if key else ""
        account = word.text("expected.account", account=str(line["account"]))
        place = [name, account, str(line.get("entity", "")), period]
        got, wanted = (
            amount_text(f"{amount:.2f}", word.language) for amount in (line[GOT], line[EXPECTED])
        )
        where = Where(", ".join(part for part in place if part))
        found.append(Finding(Severity.ERROR, Code.TOTAL_MISMATCH, where, got, wanted, rows=0))
    rest = ordered.iloc[SHOWN:]
    if len(rest):
        got, wanted = (
            amount_text(f"{rest[side].sum():.2f}", word.language) for side in (GOT, EXPECTED)
        )
        where = Where(f"{name}, {word.text('expected.more_accounts', accounts=len(rest))}")
        found.append(Finding(Severity.ERROR, Code.TOTAL_MISMATCH, where, got, wanted, rows=0))
    return found
