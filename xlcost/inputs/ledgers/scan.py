"""The scan: a big table is added up where it lies, and only what is odd is read the careful way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb

from xlcost.dataset.findings import Finding
from xlcost.engine import Engine, Held, among, quoted
from xlcost.inputs.columns.binding import Binding
from xlcost.inputs.columns.cleaning import WHEN
from xlcost.inputs.columns.periods import Periods, read_periods
from xlcost.inputs.columns.rows import LEFT, Rows
from xlcost.inputs.files.raw_table import ROW, RawTable
from xlcost.inputs.ledgers import scan_looks
from xlcost.inputs.ledgers.careful import CarefulReading
from xlcost.inputs.ledgers.groups import BLANK, FINE_ROWS, KEYS, Groups, amounts_of
from xlcost.inputs.ledgers.remainder import read_remainder
from xlcost.inputs.ledgers.scan_columns import BrokenLineError, NotCleanError
from xlcost.inputs.ledgers.scan_query import ALL, LEFT_OUT, RULE, ScanQuery, query_of
from xlcost.locales.words import Words
from xlcost.values import numbers
from xlcost.values.calendar import Calendar, Period
from xlcost.values.marks import MARK
from xlcost.values.totals import TOTALS

__all__ = ["BrokenLineError", "NotCleanError", "Scan", "scanned"]


@dataclass(frozen=True)
class Scan:
    """One table, added up where it lies.

    Attributes:
        rows: The rows that are used, in canonical columns; read when somebody asks for them.
        groups: The sums of all rows, the odd ones among them.
        periods: What their days or periods mean.
        query: How the table was added up.
        looked: What the scan saw of every row, by keys.
        remainder: The rows that were read the careful way, if any.
    """

    rows: Rows
    groups: Groups
    periods: Periods
    query: ScanQuery
    looked: Held
    remainder: CarefulReading | None = None

    @property
    def columns(self) -> frozenset[str]:
        """The columns of `source`, by their canonical names."""
        keys = (key.name for key in self.query.keys)
        return frozenset([*keys, *self.query.shown, *self.query.names])

    def inside(self, texts: Sequence[str]) -> str:
        """Return the condition of rows of `source` that have one of some texts for their period."""
        key = self.query.keys[0]
        return f"({key.among(texts)} OR ({key.column} IS NULL AND {among(WHEN, texts)}))"

    @property
    def source(self) -> str:
        """What stands for the rows that are used in a query for `ask`."""
        if not self.rows.raw.remote:
            return self.rows.held.name
        return f"({self.query.typed(self.rows.raw.held.source, 'false')}) AS used"

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Answer a query over `source`, where the rows are."""
        return self.rows.raw.held.ask(sql)

    def findings(self, word: Words) -> list[Finding]:
        """Return what is wrong with the table."""
        found = scan_looks.left_out(self.query, self.rows.raw, self.looked)
        found += self.remainder.faults(word) if self.remainder else []
        if not self.rows.raw.remote:
            found += scan_looks.formulas(self.query, self.rows.raw, self.looked)
        return found if self._is_long else found + scan_looks.duplicates(self.rows, self.source)

    def repeated_in(self, period: Period, word: Words) -> list[Finding]:
        """Return a warning for rows that repeat in a period, where not all were compared."""
        if not self._is_long:
            return []
        texts = self.periods.texts(period.key)
        return scan_looks.duplicates_in(
            self.rows, self.source, self.inside(texts), str(period), word
        )

    @property
    def _is_long(self) -> bool:
        """Whether comparing every row with every other one would cost more than reading them."""
        rows = sum(self.groups.whens().values())
        return self.rows.raw.remote or rows > scan_looks.COMPARED_ROWS


def scanned(raw: RawTable, binding: Binding, engine: Engine, calendar: Calendar) -> Scan:
    """Add a table up where it lies.

    Raises:
        BrokenLineError: A line of it is no row, or a byte no text.
        NotCleanError: Too much of it is odd.
    """
    try:
        query = query_of(raw, binding, calendar)
        looked = _looked(raw, query, engine)
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        raise BrokenLineError from error
    except NotCleanError:
        raise
    except Exception as error:  # a server that cannot do it; every backend has errors of its own
        if not raw.remote:
            raise
        raise NotCleanError from error
    odd = _odd(looked, binding, calendar)
    clean = _clean(looked, query, odd)
    numbers_of = tuple(value.number for value in query.values)
    typed = query.typed(raw.held.source, query.having(odd)) if not raw.remote else ""
    remainder = None
    if _count_odd(looked, odd):
        remainder = read_remainder(raw, query, looked, odd, calendar)
        typed = f"{typed} UNION ALL BY NAME {_used(remainder, query)}"
        columns = ", ".join(_columns(query))
        clean += f" UNION ALL SELECT {columns} FROM {remainder.groups.held.name}"
    groups = Groups(engine, Held(engine, engine.keep(clean)), amounts_of(binding))
    periods = read_periods(groups.whens(), binding, calendar)
    if remainder:
        remainder = replace(remainder, periods=periods)
    if set(periods.unknown) - (set(remainder.groups.whens()) if remainder else set()):
        raise NotCleanError  # the odd rows say how the others are to be read
    held = Held(engine, engine.view(typed)) if typed else raw.held
    rows = Rows(raw, binding, numbers_of, held, faultless=True, fine=True)
    return Scan(rows, groups, periods, query, looked, remainder)


def _used(remainder: CarefulReading, query: ScanQuery) -> str:
    """Return the rows of a remainder that are used, with their cells as they stand."""
    cells = ", ".join(f"part.{cell}" for cell in query.cells)
    part = remainder.rows.raw.held.name
    return f"SELECT used.*, {cells} FROM {remainder.source} JOIN {part} AS part USING ({ROW})"


def _looked(raw: RawTable, query: ScanQuery, engine: Engine) -> Held:
    """Return every row by its keys, in the embedded engine."""
    sql = query.grouped(raw.held.source, looks=not raw.remote)
    if not raw.remote:
        return Held(engine, engine.keep(sql))
    return engine.hold(raw.held.arrow(sql))


def _odd(looked: Held, binding: Binding, calendar: Calendar) -> dict[str, list[str]]:
    """Return the texts of keys that say that a row must be looked at."""
    engine, name = looked.engine, looked.name
    dirty = f"(regexp_matches(text, {quoted(numbers.EDGES)}) OR starts_with(text, {quoted(MARK)}))"
    found: dict[str, list[str]] = {}
    for key in KEYS:
        odd = dirty
        if key == "account" and key in binding.columns:
            odd += f" OR text = '' OR regexp_matches(text, {quoted(TOTALS)})"
        distinct = f"SELECT DISTINCT {key} AS text FROM {name} WHERE {RULE} = 0"
        found[key] = [text for (text,) in engine.ask(f"SELECT text FROM ({distinct}) WHERE {odd}")]
    sql = f"SELECT {WHEN}, CAST(sum({ALL}) AS BIGINT) FROM {name} WHERE {RULE} = 0 GROUP BY ALL"
    whens = dict(engine.ask(f"{sql} ORDER BY ALL"))
    unknown = read_periods(whens, binding, calendar).unknown
    timed = [text for text in whens if text.strip(numbers.SPACE) != text or ":" in text]
    found[WHEN] = list(dict.fromkeys([*unknown, *timed]))
    return found


def _in(odd: dict[str, list[str]]) -> str:
    """Return the condition of groups of which a key is odd."""
    return " OR ".join(among(name, texts) for name, texts in odd.items() if texts) or "false"


def _count_odd(looked: Held, odd: dict[str, list[str]]) -> int:
    counted = f"sum(CASE WHEN {_in(odd)} THEN {ALL} ELSE {ALL} - rows END)"
    sql = f"SELECT {counted} FROM {looked.name} WHERE {RULE} = 0"
    return int(looked.engine.ask(sql)[0][0] or 0)


def _columns(query: ScanQuery) -> list[str]:
    found = [LEFT, WHEN, *KEYS, "rows", FINE_ROWS]
    for name in query.names:
        found += [name, f"{name}_rows", f"{name}_once"]
    return [*found, *([BLANK] if query.binding.amounts else [])]


def _clean(looked: Held, query: ScanQuery, odd: dict[str, list[str]]) -> str:
    """Return the groups of rows that are used, and of those that rules leave out, in SQL."""
    columns = [LEFT_OUT, WHEN, *KEYS]
    columns += [f"CASE {RULE} WHEN 0 THEN rows ELSE {ALL} END AS rows"]
    columns += _columns(query)[2 + len(KEYS) + 1 :]
    used = f"{RULE} <> 0 OR (rows > 0 AND NOT ({_in(odd)}))"
    return f"SELECT {', '.join(columns)} FROM {looked.name} WHERE {used}"
