"""Reading: the two ways in which a table of amounts is read, and the choice between them.

Careful: every row is in memory with its number; whatever is odd is told with its place. Scan: a big
file is added up where it lies, and only what is odd in it is read the careful way. Both end as the
same groups, and nobody who sees those need know which way it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from xlcost.dataset.findings import Finding
from xlcost.engine import Engine
from xlcost.inputs.columns.binding import Binding
from xlcost.inputs.columns.periods import Periods
from xlcost.inputs.columns.rows import Rows
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.ledgers.careful import read_carefully
from xlcost.inputs.ledgers.groups import Groups
from xlcost.inputs.ledgers.scan import BrokenLineError, NotCleanError, Scan, scanned
from xlcost.locales.words import Words
from xlcost.values.calendar import Calendar, Period


class Reading(Protocol):
    """What either strategy makes of one table of amounts."""

    @property
    def rows(self) -> Rows:
        """Its rows in canonical columns: of a scan those that are used, read when asked for."""

    @property
    def groups(self) -> Groups:
        """Its rows by their keys, with their sums."""

    @property
    def periods(self) -> Periods:
        """What its days or periods mean."""

    @property
    def columns(self) -> frozenset[str]:
        """The columns of `source`, by their canonical names."""

    def inside(self, texts: Sequence[str]) -> str:
        """Return the condition of rows of `source` that have one of some texts for their period."""

    @property
    def source(self) -> str:
        """What stands for the rows that are used in a query for `ask`."""

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Answer a query over `source`, wherever the rows are."""

    def findings(self, word: Words) -> list[Finding]:
        """Return what is wrong with the table."""

    def repeated_in(self, period: Period, word: Words) -> list[Finding]:
        """Return a warning for rows that repeat in a period, where not all were compared."""


def read(raw: RawTable, binding: Binding, engine: Engine, calendar: Calendar) -> Reading:
    """Read a table of amounts.

    Adjustments are shown row by row, so their places are needed whatever their size.

    Args:
        raw: The table as it was read.
        binding: How it is understood.
        engine: What adds it up.
        calendar: The fiscal calendar.
    """
    if raw.reread is not None and binding.input.name != "adjustments":
        try:
            return _scanned(raw, binding, engine, calendar)
        except NotCleanError:
            pass  # too much of it is odd: every row is looked at
    return read_carefully(raw.exact(), binding, engine, calendar)


def _scanned(raw: RawTable, binding: Binding, engine: Engine, calendar: Calendar) -> Scan:
    """Scan a table; where a line is no row, once more with short lines taken for rows.

    Not at once: fields of several lines, which clean exports have, could then not be read.

    Raises:
        NotCleanError: Too much of it is odd.
    """
    try:
        return scanned(raw, binding, engine, calendar)
    except BrokenLineError:
        if raw.padded is None:
            raise
        padded = raw.padded()
        again = replace(raw, held=padded.held, numbered=padded.numbered, padded=None)
        return scanned(again, binding, engine, calendar)
