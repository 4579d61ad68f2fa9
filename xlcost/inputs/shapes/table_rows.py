"""The rows of a table in memory, for the steps that change rows."""

from __future__ import annotations

from dataclasses import replace

from xlcost.inputs.files.raw_table import ROW, RawTable
from xlcost.system.late import pa


def in_memory(raw: RawTable) -> RawTable:
    """Return a table whose rows are in memory as texts, with their numbers."""
    if raw.cells is not None:
        return raw
    exact = raw.exact()
    if exact.cells is not None:
        return exact
    held = exact.table.to_pyarrow()
    for position, name in enumerate(held.column_names):
        if name != ROW and not pa.types.is_string(held.column(name).type):
            held = held.set_column(position, name, held.column(name).cast(pa.string()))
    return replace(exact, cells=held)
