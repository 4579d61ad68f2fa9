"""Totals of income: a file that adds up income, of which no account is said to be any.

A statement of profit and loss writes income and costs above zero both: its totals of income and its
results are left out as totals, and the income itself would count as cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.inputs.columns.binding import Bound
from xlcost.inputs.columns.rows import Rows
from xlcost.inputs.evidence.row_words import SOME, counted
from xlcost.inputs.evidence.rule import BooksCase, BooksRule

INCOME_TOTAL = re.compile(
    r"\W*(?:total(?: for)? (?:operating |other |ordinary |net )?"
    r"(?:income|revenues?|sales|turnover)|"
    r"(?:sum|summa|totale?|i alt) (?:andre |annen |øvrige |netto |övriga )?"
    r"(?:drifts|salgs|rörelse|rörelsens |netto)?"
    r"(?:inntekt(?:er)?|indtægter|intäkter|omsetning|omsætning|omsättning)|"
    r"(?:summe|gesamt)[ -]?(?:der )?(?:umsatz)?(?:erlöse|erträge|leistung|umsatz)|"
    r"total (?:des |de )?(?:produits|ventes|ingresos|ventas)(?: d'exploitation)?|"
    r"totaal (?:omzet|opbrengsten|baten)|totale (?:ricavi|vendite))\W*",
    re.IGNORECASE,
)


def _look(case: BooksCase) -> Iterator[Finding]:
    """Yield an error for each table that adds up income above zero and knows no income."""
    if "income" in set(case.accounts["kind"]):
        return
    for table in case.of("ledger") + case.of("budget"):
        said, raw = table.rows.binding.said, table.rows.raw
        chosen = said.leave_out or said.keep or said.cost_is == "negative"
        if chosen or raw.remote or raw.ledger is not None:
            continue  # somebody has looked at the rows, or the file says what each account is
        for bound, words in _totals(table.rows):
            rows, total = counted(case.engine, table.rows, bound, words)
            if rows and total > 0:
                yield Finding(
                    Severity.ERROR,
                    Code.INCOME_AMONG_COSTS,
                    Where(raw.name, raw.sheet, column=bound.heading),
                    ", ".join(word.strip() for word in words),
                    table.input,
                    rows,
                    amount=f"{total:.2f}",
                )
                break


def _totals(rows: Rows) -> Iterator[tuple[Bound, list[str]]]:
    """Yield the columns of text in which totals of income stand, with their words."""
    for bound in (*rows.binding.columns.values(), *rows.binding.others):
        if rows.raw.is_text(bound.column):
            texts = rows.raw.first_texts(bound.column, SOME)
            words = [text for text in texts if INCOME_TOTAL.fullmatch(text.strip())]
            if words:
                yield bound, words


INCOME_TOTALS = BooksRule(Code.INCOME_AMONG_COSTS, _look)
