"""Row words: columns whose words say that some rows are no postings of the books.

Opening balances, budgets beside actual costs, and drafts have an account, a period and an amount as
every posting has: only a word beside them tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.engine import Engine, quoted
from xlcost.inputs.columns.binding import Bound
from xlcost.inputs.columns.rows import Rows
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.values import numbers
from xlcost.values.scenarios import scenario_of
from xlcost.values.totals import BALANCES

FEW = 40  # distinct words of a column that sorts rows
SOME = 2000  # distinct texts of a column of descriptions
SHOWN = 4
INPUTS = ("ledger", "adjustments")
DESCRIPTIONS = ("text", "document", "vendor")
BALANCE = re.compile(BALANCES)
NOT_POSTED = re.compile(
    r"drafts?|parked|void(?:ed)?|cancel+ed|deleted|rejected|not posted|unposted|pending approval|"
    r"kladde?|utkast|annull?ert|annulleret|slettet|forkastet|ikke bokført|makulera[dt]|raderad|"
    r"entwurf|storniert|gelöscht|vorerfasst|geparkt|concept|geannuleerd|brouillon|annulée?|"
    r"borrador|anulado|cancelado|bozza|annullato|luonnos",
    re.IGNORECASE,
)


def _sorting(case: TableCase) -> Iterator[tuple[Bound, list[str]]]:
    """Yield columns that nothing else reads, with their words, where they are few."""
    for bound in case.binding.others:
        if not case.raw.is_text(bound.column):
            continue
        words = case.raw.first_texts(bound.column, FEW)
        if 1 < len(words) < FEW:
            yield bound, [word for word in words if word.strip()]


def _balances(case: TableCase) -> Iterator[tuple[Bound, list[str]]]:
    """Yield columns in which some rows say a balance."""
    named = [case.binding.columns[n] for n in DESCRIPTIONS if n in case.binding.columns]
    for bound in (*named, *case.binding.others):
        if case.raw.is_text(bound.column):
            texts = case.raw.first_texts(bound.column, SOME)
            yield bound, [text for text in texts if BALANCE.match(text.strip())]


def _scenarios(case: TableCase) -> Iterator[tuple[Bound, list[str]]]:
    """Yield columns that say of every row which scenario it is, with the words of other ones."""
    for bound, words in _sorting(case):
        said = {word: scenario_of(word) for word in words}
        if "actual" in said.values() and len(set(said.values())) > 1 and all(said.values()):
            yield bound, [word for word, scenario in said.items() if scenario != "actual"]


def _drafts(case: TableCase) -> Iterator[tuple[Bound, list[str]]]:
    for bound, words in _sorting(case):
        found = [word for word in words if NOT_POSTED.fullmatch(word.strip())]
        if len(found) < len(words):
            yield bound, found


def counted(engine: Engine, rows: Rows, bound: Bound, words: Sequence[str]) -> tuple[int, Decimal]:
    """Return how many rows say one of these words in a column, and the sum of their amounts."""
    binding, raw = rows.binding, rows.raw
    columns = [bound.column for bound, _ in binding.amounts]
    columns += [binding.columns["amount"].column] if "amount" in binding.columns else []
    listed = ", ".join(quoted(word) for word in words)
    count, total = 0, Decimal(0)
    for place, column in enumerate(columns):
        sql = (
            f"SELECT CAST({column} AS VARCHAR), CAST(count(*) AS BIGINT) FROM {raw.held.name} "
            f"WHERE {bound.column} IN ({listed}) GROUP BY 1"
        )
        found = {text: number for text, number in engine.ask(sql) if text is not None}
        count += sum(found.values()) if not place else 0
        dialect = numbers.decide(found, binding.said.decimal, binding.said.thousands)
        for text, number in found.items():
            total += (numbers.parse(text, dialect) or Decimal(0)) * number
    return count, total


def _rule(
    code: Code,
    severity: Severity,
    search: Callable[[TableCase], Iterator[tuple[Bound, list[str]]]],
) -> TableRule:
    """Return a rule that finds words by which rows should have been left out."""

    def look(case: TableCase) -> Iterator[Finding]:
        if case.amounts is None or case.raw.remote:
            return
        said = {case.raw.place_of(rule.column) for rule in (*case.said.leave_out, *case.said.keep)}
        for bound, words in search(case):
            if not words or int(bound.column[1:]) in said:
                continue
            rows, total = counted(case.engine, case.rows, bound, words)
            if rows and total:
                listed = ", ".join(f'"{word.strip()}"' for word in sorted(words)[:FEW])
                rule = f'leave_out = [{{ column = "{bound.heading}", values = [{listed}] }}]'
                shown = ", ".join(word.strip() for word in sorted(words)[:SHOWN])
                where = case.where(bound.heading)
                yield Finding(severity, code, where, shown, rule, rows, amount=f"{total:.2f}")

    return TableRule(code, look, INPUTS)


BALANCE_ROWS = _rule(Code.BALANCE_ROW, Severity.ERROR, _balances)
SCENARIO_ROWS = _rule(Code.SCENARIO_AMONG_ROWS, Severity.ERROR, _scenarios)
DRAFT_ROWS = _rule(Code.NOT_POSTED, Severity.WARNING, _drafts)
