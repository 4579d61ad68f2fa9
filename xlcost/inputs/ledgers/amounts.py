"""Tables of amounts: exact sums by version, period, account, cost centre, entity and currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xlcost.dataset.findings import Finding
from xlcost.engine import Engine, Held
from xlcost.inputs.columns.binding import Binding
from xlcost.inputs.columns.periods import Periods
from xlcost.inputs.columns.rows import Rows
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.ledgers.groups import Groups
from xlcost.inputs.ledgers.reading import Reading, read
from xlcost.inputs.ledgers.sums import sums_of
from xlcost.locales.words import Words
from xlcost.values.calendar import Calendar

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class AmountTable:
    """One table of a ledger or budget, summed.

    Attributes:
        input: "ledger", "budget", "adjustments" or "trial_balance": where it was named.
        reading: What was read, by one strategy or the other.
        held: Columns `SUMS`, `amount`, `rows` and `once`, in the sign and unit of the report; a row
            with several amounts is counted in `rows` for each, and in `once` for the first.
        rows_read: Rows found.
        rows_left_out: Rows that have a fault or that a rule leaves out.
        rows_blank: Rows that have no amount in any of several columns, as they may.
        findings: What was wrong.
        group: Which table of the settings speaks of it.
    """

    input: str
    reading: Reading
    held: Held
    rows_read: int
    rows_left_out: int
    rows_blank: int
    findings: tuple[Finding, ...]
    group: int = 0

    @property
    def rows(self) -> Rows:
        """Its rows in canonical columns."""
        return self.reading.rows

    @property
    def raw(self) -> RawTable:
        """The table as it was read."""
        return self.reading.rows.raw

    @property
    def ties(self) -> bool:
        """Whether it is held to closing balances of its own, so that its lines may repeat."""
        return self.raw.ledger is not None and self.raw.ledger.has_balances

    @property
    def periods(self) -> Periods:
        """What its days or periods mean."""
        return self.reading.periods

    @property
    def groups(self) -> Groups:
        """Its rows by their keys."""
        return self.reading.groups

    @property
    def total(self) -> Decimal:
        """The exact sum of all amounts that are used."""
        return Decimal(self.held.engine.ask(f"SELECT sum(amount) FROM {self.held.name}")[0][0] or 0)

    def distinct(self, name: str) -> list[Any]:
        """Return the distinct values of a column of the sums, in order."""
        sql = f"SELECT DISTINCT {name} FROM {self.held.name} ORDER BY ALL"
        return [value for (value,) in self.held.engine.ask(sql)]

    @property
    def sums(self) -> ir.Table:
        """The sums as an expression of Ibis."""
        return self.held.expression

    @property
    def grouped(self) -> ir.Table:
        """The groups as an expression of Ibis."""
        return self.groups.held.expression


def read_amounts(
    raw: RawTable, binding: Binding, engine: Engine, calendar: Calendar, word: Words
) -> AmountTable:
    """Read one table of a ledger or budget.

    Args:
        raw: The table as it was read.
        binding: How it is understood.
        engine: What adds it up.
        calendar: The fiscal calendar.
        word: The words of the report language.
    """
    reading = read(raw, binding, engine, calendar)
    tally = reading.groups.tally(reading.periods)
    held = sums_of(reading.groups, reading.periods, binding, calendar)
    new = tuple(one for one in reading.rows.raw.findings if one not in raw.findings)
    return AmountTable(
        input=binding.input.name,
        reading=reading,
        held=held,
        rows_read=tally.rows,
        rows_left_out=tally.left_out + tally.undated,
        rows_blank=tally.blank,
        findings=(*new, *reading.findings(word)),
    )
