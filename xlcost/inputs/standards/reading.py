"""Reading a standard ledger: by its standard, to a table and what was wrong; nothing is raised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from xlcost.dataset.findings import Finding
from xlcost.dataset.limits import Limits
from xlcost.engine import Engine
from xlcost.inputs.files.faults import FileFault, stumbling, unreadable
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.standards.fec import read_fec
from xlcost.inputs.standards.ledger_table import NAMES, ledger_table, source_of
from xlcost.inputs.standards.own_control import own_control
from xlcost.inputs.standards.read_ledger import ReadLedger
from xlcost.inputs.standards.recognition import FEC, SAFT, SIE
from xlcost.inputs.standards.saft import read_saft
from xlcost.inputs.standards.sie import read_sie
from xlcost.inputs.standards.source import LedgerSource
from xlcost.locales.words import Words
from xlcost.values.calendar import Calendar

_READERS: dict[str, Callable[[LedgerSource], ReadLedger]] = {
    SAFT: read_saft,
    SIE: read_sie,
    FEC: read_fec,
}


def read_standard(
    path: Path,
    name: str,
    standard: str,
    engine: Engine,
    limits: Limits,
    calendar: Calendar,
    word: Words,
) -> tuple[list[RawTable], list[Finding]]:
    """Read a file in a legal standard.

    Args:
        path: The file.
        name: What a person calls it.
        standard: Which standard it is in.
        engine: Where the rows go.
        limits: What reading it may cost.
        calendar: The fiscal calendar.
        word: The words of the report language.

    Returns:
        Its table, and what speaks of the file as a whole; no table where it cannot be read.
    """
    scratch = engine.folder / f"{engine.new_name()}.parquet"
    try:
        with stumbling(name):
            source = LedgerSource(path, name, scratch, limits, calendar)
            read = _READERS[standard](source)
            if not read.postings.count:
                raise unreadable("no_postings", NAMES[standard])
            rows = source_of(read.postings, engine)
            ledger, found = own_control(source, read, rows, engine, word)
            raw = ledger_table(source, replace(read, ledger=ledger), rows, engine)
            return [replace(raw, findings=(*raw.findings, *found))], []
    except FileFault as fault:
        return [], [fault.finding(name)]
