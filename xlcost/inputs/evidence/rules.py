"""The rules of evidence: the one list of them, and how a table and the books are held to them."""

from __future__ import annotations

from xlcost.dataset.findings import Finding
from xlcost.dataset.settings import Settings
from xlcost.inputs.evidence.books import (
    ACTUAL_TWICE,
    BUDGET_OTHER_YEAR,
    INCOME_ABOVE_ZERO,
    TOTAL_SHEETS,
)
from xlcost.inputs.evidence.broken_codes import BROKEN_CODES
from xlcost.inputs.evidence.contact_shares import MORE_THAN_ALL, SHARES
from xlcost.inputs.evidence.contact_times import HANDLE_TIME, HEADS, PRESENCE
from xlcost.inputs.evidence.credit_below_zero import CREDIT_BELOW_ZERO
from xlcost.inputs.evidence.credit_words import CREDIT_WORDS
from xlcost.inputs.evidence.double_entry import CREDIT_ACCOUNTS, DOUBLE_ENTRY
from xlcost.inputs.evidence.gross_amounts import GROSS_AMOUNTS
from xlcost.inputs.evidence.group_totals import GROUP_TOTALS
from xlcost.inputs.evidence.heading_days import HEADING_DAYS
from xlcost.inputs.evidence.income_totals import INCOME_TOTALS
from xlcost.inputs.evidence.nothing_used import NO_ROW_USED
from xlcost.inputs.evidence.own_balances import OWN_BALANCES
from xlcost.inputs.evidence.row_words import BALANCE_ROWS, DRAFT_ROWS, SCENARIO_ROWS
from xlcost.inputs.evidence.rule import BooksCase, BooksRule, TableCase, TableRule, accepted
from xlcost.inputs.evidence.running_totals import RUNNING_TOTALS
from xlcost.inputs.evidence.same_months import SAME_MONTHS, SEVERAL_COMPANIES
from xlcost.inputs.evidence.share_counts import COUNT_IS_SHARE
from xlcost.inputs.evidence.total_columns import TOTAL_COLUMNS
from xlcost.inputs.evidence.total_keys import TOTAL_KEYS
from xlcost.inputs.evidence.units import UNIT_WORDS, UNITS
from xlcost.inputs.evidence.unsigned_amounts import UNSIGNED_AMOUNTS
from xlcost.inputs.evidence.variance_columns import VARIANCE_COLUMNS

TABLE_RULES: tuple[TableRule, ...] = (
    TOTAL_COLUMNS,
    TOTAL_KEYS,
    RUNNING_TOTALS,
    VARIANCE_COLUMNS,
    CREDIT_BELOW_ZERO,
    CREDIT_WORDS,
    GROSS_AMOUNTS,
    UNSIGNED_AMOUNTS,
    BALANCE_ROWS,
    SCENARIO_ROWS,
    DRAFT_ROWS,
    BROKEN_CODES,
    HEADING_DAYS,
    UNIT_WORDS,
    GROUP_TOTALS,
    COUNT_IS_SHARE,
    SHARES,
    MORE_THAN_ALL,
    HANDLE_TIME,
    PRESENCE,
    HEADS,
    NO_ROW_USED,
)
BOOKS_RULES: tuple[BooksRule, ...] = (
    DOUBLE_ENTRY,
    CREDIT_ACCOUNTS,
    INCOME_ABOVE_ZERO,
    INCOME_TOTALS,
    BUDGET_OTHER_YEAR,
    ACTUAL_TWICE,
    TOTAL_SHEETS,
    UNITS,
    OWN_BALANCES,
    SAME_MONTHS,
    SEVERAL_COMPANIES,
)


def of_table(case: TableCase) -> list[Finding]:
    """Return what contradicts the reading of one table."""
    found: list[Finding] = []
    if case.raw.ledger is not None:
        return found  # it is held to its own balances, and has neither totals nor headings
    for rule in TABLE_RULES:
        if not rule.inputs or case.input in rule.inputs:
            found += rule.look(case)
    return accepted(found, case.said.accept)


def of_books(case: BooksCase, settings: Settings) -> list[Finding]:
    """Return what contradicts the reading of all amounts together."""
    found = [finding for rule in BOOKS_RULES for finding in rule.look(case)]
    inputs = ("ledger", "budget")
    return accepted(
        found, [code for name in inputs for s in settings.of(name) for code in s.accept]
    )
