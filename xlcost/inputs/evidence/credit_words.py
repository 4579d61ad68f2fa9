"""Credits above zero: a column says credit note or refund, and its amounts have no other sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.schema import folded
from xlcost.inputs.columns.binding import Bound
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.values import numbers

CREDIT = re.compile(
    r"credit(?: (?:note|memo|invoice))?s?|refunds?|reversals?|"
    r"(?:vendor|supplier|purchase) credits?|"
    r"kredit(?:nota|notaer|faktura|fakturor)?|tilbakebetaling|gutschrift(?:en)?|stornos?|avoirs?|"
    r"rechnungskorrektur|creditnota|creditfactuur|nota (?:di|de) cr[eé]dito|abono|hyvityslasku",
    re.IGNORECASE,
)
POSTING_KEYS = frozenset(("postingkey", "bschl", "buchungsschlüssel", "buchungsschluessel", "pk"))
CREDIT_KEYS = re.compile(r"1[1-9]|3[1-9]|50|9[0-9]")  # of SAP; 75 and the like are assets
MOST_WORDS = 40
MOST_ROWS = 5000
SAME_SIGN = 0.9  # share of the other amounts from which on the sign is not in the amounts


def _look(case: TableCase) -> Iterator[Finding]:
    amount = case.binding.columns.get("amount")
    if case.amounts is None or amount is None or case.said.sign or case.binding.amounts:
        return
    for bound in case.binding.others:
        credit, debit = _words(case, bound)
        if not credit or not debit:
            continue
        rows, total = _above(case, bound, amount, credit)
        if rows:
            shown = f'{{ column = "{bound.heading}", debit = {_list(debit)}, '
            yield Finding(
                Severity.ERROR,
                Code.CREDIT_ABOVE_ZERO,
                case.where(bound.heading),
                ", ".join(credit),
                f"sign = {shown}credit = {_list(credit)} }}",
                rows=rows,
                amount=f"{total:.2f}",
            )


def _words(case: TableCase, bound: Bound) -> tuple[list[str], list[str]]:
    """Return the words of a column that are credits and the others, where they are few."""
    if not case.raw.is_text(bound.column):
        return [], []
    words = case.raw.first_texts(bound.column, MOST_WORDS)
    if len(words) == MOST_WORDS:
        return [], []
    pattern = CREDIT_KEYS if folded(bound.heading) in POSTING_KEYS else CREDIT
    credit = [word for word in words if pattern.fullmatch(word.strip())]
    return credit, [word for word in words if word.strip() and word not in credit]


def _above(
    case: TableCase, bound: Bound, amount: Bound, credit: Sequence[str]
) -> tuple[int, Decimal]:
    """Return the rows and the sum of credits that have the sign that all other amounts have."""
    table = case.raw.table
    pairs = table.select(
        word=table[bound.column].cast("string"), amount=table[amount.column].cast("string")
    )
    lines = pairs.limit(MOST_ROWS).to_pyarrow().to_pylist()
    dialect = numbers.decide({line["amount"]: 1 for line in lines if line["amount"] is not None})
    found: dict[bool, list[Decimal]] = {True: [], False: []}
    for line in lines:
        number = None if line["amount"] is None else numbers.parse(line["amount"], dialect)
        if number and line["word"] is not None:
            found[line["word"] in credit].append(number)
    turned, others = found[True], found[False]
    above = sum(number > 0 for number in others)
    if not turned or not others or above < SAME_SIGN * len(others) or min(turned) < 0:
        return 0, Decimal(0)
    return len(turned), sum(turned, Decimal(0))


def _list(words: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{word.strip()}"' for word in sorted(words)) + "]"


CREDIT_WORDS = TableRule(Code.CREDIT_ABOVE_ZERO, _look, ("ledger", "adjustments"))
