"""A rule of evidence: what it looks at, and the finding with which it contradicts a reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.settings import InputSettings
from xlcost.engine import Engine, Held
from xlcost.inputs.columns.binding import Binding
from xlcost.inputs.columns.rows import Rows
from xlcost.inputs.contacts.counts import CountTable
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.ledgers.amounts import AmountTable
from xlcost.locales.words import Words
from xlcost.system.late import pd
from xlcost.values.calendar import Calendar, Period


@dataclass(frozen=True)
class TableCase:
    """One table that was read, and what was made of it.

    Attributes:
        table: A table of amounts, or of contacts or people.
        engine: Where its rows are.
        calendar: The fiscal calendar.
        word: The words of the report language.
    """

    table: AmountTable | CountTable
    engine: Engine
    calendar: Calendar
    word: Words

    @property
    def rows(self) -> Rows:
        """Its rows in canonical columns."""
        return self.table.rows

    @property
    def raw(self) -> RawTable:
        """The table as it was read."""
        return self.table.rows.raw

    @property
    def binding(self) -> Binding:
        """How it is understood."""
        return self.table.rows.binding

    @property
    def said(self) -> InputSettings:
        """What the settings say about it."""
        return self.binding.said

    @property
    def input(self) -> str:
        """The input that it was read for."""
        return self.binding.input.name

    @property
    def amounts(self) -> AmountTable | None:
        """The table, where it is one of amounts."""
        return self.table if isinstance(self.table, AmountTable) else None

    @property
    def counts(self) -> CountTable | None:
        """The table, where it is one of contacts or people."""
        return self.table if isinstance(self.table, CountTable) else None

    @cached_property
    def sums(self) -> pd.DataFrame:
        """The sums by the keys of the input: exact ones of amounts, days of counts."""
        if isinstance(self.table, AmountTable):
            return self.table.held.frame()
        return self.table.daily

    @property
    def total(self) -> Decimal:
        """The exact sum of a table of amounts."""
        return self.amounts.total if self.amounts else Decimal(0)

    def where(self, column: str = "", row: int | None = None) -> Where:
        """Return a place in the table."""
        return Where(self.raw.name, self.raw.sheet, row, column)


@dataclass(frozen=True)
class BooksCase:
    """All amounts together, in the sign, the unit and the currency of the report.

    Attributes:
        ledger: The sums of the ledger.
        budget: Those of the budget.
        accounts: One row an account, with its line and kind.
        chosen: The period of the report.
        tables: The tables that they come from.
        by_table: Their sums, in the order of the tables.
        word: The words of the report language.
        mapped: Whether there is a list of accounts.
        engine: Where the rows are.
    """

    ledger: pd.DataFrame
    budget: pd.DataFrame
    accounts: pd.DataFrame
    chosen: Period
    tables: tuple[AmountTable, ...]
    by_table: tuple[Held, ...]
    word: Words
    mapped: bool
    engine: Engine

    def of(self, name: str) -> list[AmountTable]:
        """Return the tables of an input."""
        return [table for table in self.tables if table.input == name]


@dataclass(frozen=True)
class TableRule:
    """What contradicts the reading of one table.

    Attributes:
        code: The finding's.
        look: Yields the findings; it must cost next to nothing where there is nothing to find.
        inputs: The inputs that it is asked of; none are all.
    """

    code: Code
    look: Callable[[TableCase], Iterator[Finding]]
    inputs: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class BooksRule:
    """What contradicts the reading of the amounts as a whole."""

    code: Code
    look: Callable[[BooksCase], Iterator[Finding]]


def accepted(findings: Iterable[Finding], codes: Iterable[str]) -> list[Finding]:
    """Return findings of which those that a person said are right are notes."""
    known = {code.strip().upper() for code in codes}
    return [
        replace(one, severity=Severity.NOTE) if str(one.code) in known else one for one in findings
    ]
