"""The remainder of a scan: the rows that are odd, found with their numbers and read carefully."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import duckdb

from xlcost.engine import Held
from xlcost.inputs.files.faults import FileFault
from xlcost.inputs.files.line_files import without_blank_rows
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.ledgers.careful import CarefulReading, read_carefully
from xlcost.inputs.ledgers.row_numbers import by_number
from xlcost.inputs.ledgers.scan_columns import NotCleanError, Value
from xlcost.inputs.ledgers.scan_query import ALL, ScanQuery
from xlcost.system.late import pa
from xlcost.values import numbers
from xlcost.values.calendar import Calendar

MOST = 100_000  # odd rows that are looked for: where more are, every row is looked at


def read_remainder(
    raw: RawTable,
    query: ScanQuery,
    looked: Held,
    odd: Mapping[str, Sequence[str]],
    calendar: Calendar,
) -> CarefulReading:
    """Find the rows that a scan could not use, and read them the careful way.

    Raises:
        NotCleanError: There are too many, their numbers are not known, or they speak against how
            the columns of the others were read.
    """
    part = _located(raw, query, looked, odd)
    known = {value.column: value.number.dialect for value in query.values}
    for value in query.values:
        column = value.number.bound.column
        if column and raw.is_text(column):
            _agree(part, value, query)
    return read_carefully(part, query.binding, looked.engine, calendar, known)


def _located(
    raw: RawTable, query: ScanQuery, looked: Held, odd: Mapping[str, Sequence[str]]
) -> RawTable:
    """Return the odd rows with their numbers, as a table by themselves."""
    rows = int(looked.engine.ask(f"SELECT sum({ALL}) FROM {looked.name}")[0][0])
    try:
        with by_number(raw, rows) as numbered:
            if numbered is None:
                raise NotCleanError
            engine, source = numbered
            sql = query.odd(source, query.having(odd))
            found: pa.Table = engine.arrow(f"{sql} LIMIT {MOST + 1}")
    except duckdb.InterruptException:
        raise
    except (duckdb.Error, FileFault) as error:
        raise NotCleanError from error
    if found.num_rows > MOST:
        raise NotCleanError
    return _part(raw, found)


def _part(raw: RawTable, rows: pa.Table) -> RawTable:
    """Return some rows of a table, as a table with numbered rows."""
    is_text = all(raw.is_text(f"c{place}") for place in range(len(raw.header)))
    kept = without_blank_rows(rows) if is_text else rows
    return replace(
        raw,
        held=raw.held.engine.hold(kept),
        rows=kept.num_rows,
        reread=None,
        numbered=None,
        cells=kept if is_text else None,
    )


def _agree(part: RawTable, value: Value, query: ScanQuery) -> None:
    """Make sure that the odd amounts leave the decimal mark of the others as it is.

    Raises:
        NotCleanError: They do not.
    """
    said, number = query.binding.said, value.number
    shapes = part.seen.shapes(number.bound.column, MOST)
    mark = number.dialect.decimal
    rows = {f"0{mark}5": value.votes} if mark else {}
    if numbers.decide(rows | shapes, said.decimal, said.thousands) != number.dialect:
        raise NotCleanError
