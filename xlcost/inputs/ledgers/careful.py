"""The careful reading: rows in memory, each with its number and the first fault that it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.engine import Engine, Held, among
from xlcost.inputs.columns import row_findings
from xlcost.inputs.columns.binding import Binding, texts
from xlcost.inputs.columns.cleaning import WHEN
from xlcost.inputs.columns.number_reading import number_columns_of
from xlcost.inputs.columns.periods import Periods, read_periods
from xlcost.inputs.columns.row_findings import day_findings
from xlcost.inputs.columns.rows import FINE, LEFT, Rows, rows_of
from xlcost.inputs.files.raw_table import ROW, RawTable
from xlcost.inputs.ledgers.groups import (
    FINE_ROWS,
    Groups,
    amounts_of,
    key_columns,
    summed_amounts,
)
from xlcost.locales.words import Words
from xlcost.values.calendar import Calendar, Period
from xlcost.values.numbers import Dialect


@dataclass(frozen=True)
class CarefulReading:
    """One table, read row by row.

    Attributes:
        rows: Its rows in canonical columns.
        groups: Their sums.
        periods: What their days or periods mean.
    """

    rows: Rows
    groups: Groups
    periods: Periods

    @property
    def columns(self) -> frozenset[str]:
        """The columns of `source`, by their canonical names."""
        return frozenset(self.rows.held.kinds)

    def inside(self, texts: Sequence[str]) -> str:
        """Return the condition of rows of `source` that have one of some texts for their period."""
        return among(WHEN, texts)

    @property
    def source(self) -> str:
        """What stands for the rows that are used in a query for `ask`."""
        return f"(SELECT * FROM {self.rows.held.name} WHERE {LEFT} = '') AS used"

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Answer a query over `source`."""
        return self.groups.engine.ask(sql)

    def findings(self, word: Words) -> list[Finding]:
        """Return what is wrong with the table."""
        found = self.faults(word)
        found += row_findings.formula_texts(self.rows, texts(self.rows.binding))
        return found + row_findings.duplicates(self.rows)

    def repeated_in(self, period: Period, word: Words) -> list[Finding]:
        """Return nothing: every row was compared with every other one."""
        del period, word
        return []

    def faults(self, word: Words) -> list[Finding]:
        """Return what is wrong with single rows."""
        rows, periods = self.rows, self.periods
        tally = self.groups.tally(periods)
        found = row_findings.left_out(rows, word) if tally.left_out else []
        found += day_findings(rows, periods, word, self.groups.engine)
        found += _without_account(rows, periods, word) if tally.no_account else []
        return found + (row_findings.too_fine(rows, word) if tally.fine else [])


def read_carefully(
    raw: RawTable,
    binding: Binding,
    engine: Engine,
    calendar: Calendar,
    known: Mapping[str, Dialect] | None = None,
) -> CarefulReading:
    """Read a table with numbered rows.

    Args:
        raw: The table.
        binding: How it is understood.
        engine: Where its rows are.
        calendar: The fiscal calendar.
        known: How columns of numbers are written, where a whole file said it of which this is a
            part.
    """
    rows = rows_of(raw, binding, number_columns_of(raw, binding, known), engine)
    amounts = amounts_of(binding)
    columns = [
        *(LEFT, WHEN, *key_columns(rows.held), "count(*) AS rows"),
        "0 AS fine" if rows.fine else f"count(*) FILTER ({FINE}) AS {FINE_ROWS}",
        *summed_amounts([name for name, _ in amounts], several=bool(binding.amounts)),
    ]
    sql = f"SELECT {', '.join(columns)} FROM {rows.held.name} GROUP BY ALL"
    groups = Groups(engine, Held(engine, engine.keep(sql)), amounts)
    return CarefulReading(rows, groups, read_periods(groups.whens(), binding, calendar))


def _without_account(rows: Rows, periods: Periods, word: Words) -> list[Finding]:
    """Return a warning for rows that are used and have no account."""
    if "account" not in rows.binding.columns:
        return []
    table = rows.table
    blank = table.filter(
        (table[LEFT] == "") & (table["account"] == "") & ~table[WHEN].isin(list(periods.unknown))
    )
    line = blank.agg(rows=blank.count(), first=blank[ROW].min()).to_pyarrow().to_pylist()[0]
    if not line["rows"]:
        return []
    heading = rows.binding.columns["account"].heading
    where = Where(rows.raw.name, rows.raw.sheet, line["first"], heading)
    expected = word.text("expected.value", column=heading)
    return [Finding(Severity.WARNING, Code.MISSING_VALUE, where, "", expected, rows=line["rows"])]
