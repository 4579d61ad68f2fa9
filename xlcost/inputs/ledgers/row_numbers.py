"""Row numbers: where in a scanned file something stands, told by a pass of its own.

A scan reads a file by several threads and counts no lines. Only what has to be shown with its row
is looked for once more, in the order of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from xlcost.engine import Engine
from xlcost.inputs.files.raw_table import ROW, RawTable


@contextmanager
def by_number(raw: RawTable, rows: int) -> Iterator[tuple[Engine, str] | None]:
    """Give an engine and, in SQL, the cells of a table with their row numbers.

    Nothing is given where the numbers cannot be told, as where a row has several lines.

    Args:
        raw: The table.
        rows: How many rows it has.

    Raises:
        FileFault: The file is past a limit.
    """
    source = raw.numbered(rows) if raw.numbered else None
    if source is None:
        yield None
        return
    with Engine(in_order=True) as engine:
        yield engine, f"({source}) AS numbered"


def first_row(raw: RawTable, rows: int, condition: str) -> int | None:
    """Return the number of the first row of which a condition over its cells holds, if known."""
    with by_number(raw, rows) as found:
        if found is None:
            return None
        engine, source = found
        (row,) = engine.ask(f"SELECT min({ROW}) FROM {source} WHERE {condition}")[0]
        return None if row is None else int(row)
