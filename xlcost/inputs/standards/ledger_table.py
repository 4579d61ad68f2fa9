"""The ledger table: the postings of a standard ledger as a raw table with canonical columns."""

from __future__ import annotations

from dataclasses import replace

from xlcost.engine import Engine, Held, quoted
from xlcost.inputs.files.raw_table import FAULT, FAULT_GOT, ROW, RawTable, column_names
from xlcost.inputs.standards.posting import Postings
from xlcost.inputs.standards.read_ledger import ReadLedger
from xlcost.inputs.standards.source import LedgerSource
from xlcost.values.calendar import MONTHS, Calendar

COLUMNS = ("account", "amount", "period", "date", "document", "text", "vendor")
NAMES = {"saft": "SAF-T", "sie": "SIE", "fec": "FEC"}
ISO = "'[0-9]{4}-[0-9]{2}-[0-9]{2}'"


def source_of(postings: Postings, engine: Engine) -> str:
    """Return what stands for the postings in a query, once all of them were taken."""
    few = postings.close()
    return f"read_parquet({quoted(str(postings.path))})" if few is None else engine.hold(few).name


def ledger_table(source: LedgerSource, read: ReadLedger, rows: str, engine: Engine) -> RawTable:
    """Return the postings as a table: in memory where they are few, else looked at where they lie.

    Args:
        source: The file.
        read: What its reader found.
        rows: What stands for its postings in a query.
        engine: Where they are.
    """
    path, name, postings = source.path, source.name, read.postings
    query = _query(rows, read, source.calendar)
    header = (*COLUMNS, *read.dimensions)
    version = f" {read.ledger.version}" if read.ledger.version else ""
    detected = {"format": f"{NAMES[read.ledger.standard]}{version}", **read.detected}
    if not postings.is_many or postings.faults:
        cells = engine.arrow(f"{query} ORDER BY {ROW}")
        if not postings.faults:
            cells = cells.drop_columns([FAULT, FAULT_GOT])
        held = engine.hold(cells)
        return RawTable(
            path,
            name,
            "",
            header,
            held,
            cells.num_rows,
            read.findings,
            detected,
            cells=cells,
            ledger=read.ledger,
        )
    columns = ", ".join([*column_names(len(header)), ROW])
    lying = f"SELECT {columns} FROM ({query}) AS postings"  # noqa: S608 - as below
    held = Held(engine, engine.view(lying))
    raw = RawTable(
        path, name, "", header, held, postings.rows, read.findings, detected, ledger=read.ledger
    )
    return replace(raw, reread=lambda: raw, numbered=lambda _: lying)


def _query(source: str, read: ReadLedger, calendar: Calendar) -> str:
    """Return the postings in the columns of a raw table, in SQL."""
    row = "line" if read.postings.by_line else "number"
    values = ["account", "amount", _period(read.postings, calendar)]
    values += ["date", "document", "text", "vendor"]
    values += [f"coalesce(objects[{place + 1}], '')" for place in range(len(read.dimensions))]
    named = [f"{value} AS c{place}" for place, value in enumerate(values)]
    named += [f"{row} AS {ROW}", f"fault AS {FAULT}", f"got AS {FAULT_GOT}"]
    return f"SELECT {', '.join(named)} FROM {source}"  # noqa: S608 - our own columns


def _period(postings: Postings, calendar: Calendar) -> str:
    """Return the period of a posting: the month that its period's number means, else its day's.

    Numbers may count from the first month of a fiscal year. Most days say which month that is, so
    the period is told as a month, which is the same in every calendar. A 13th period closes a year:
    its postings belong where their days are.
    """
    if calendar.periods_in_year != MONTHS:
        said = "printf('%04dP%02d', month // 100, month % 100)"
        known = f"month % 100 BETWEEN 1 AND {calendar.periods_in_year}"
        return f"CASE WHEN {known} THEN {said} ELSE date END"
    month = f"(month // 100 * {MONTHS} + month % 100 - 1 + {postings.shift})"
    said = f"printf('%04d-%02d', {month} // {MONTHS}, {month} % {MONTHS} + 1)"
    day = f"CASE WHEN regexp_full_match(date, {ISO}) THEN left(date, 7) ELSE date END"
    return f"CASE WHEN month % 100 BETWEEN 1 AND {MONTHS} THEN {said} ELSE {day} END"
