"""Reshaping: the one list of steps, and the table that comes out at its end."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from xlcost.dataset.schema import Input
from xlcost.dataset.settings import InputSettings
from xlcost.engine import Engine
from xlcost.inputs.files.raw_table import ROW, RawTable
from xlcost.inputs.shapes.fill_down import FILL_DOWN
from xlcost.inputs.shapes.step import Step

# In this order: what stands in rows of its own comes down first, then cells are looked at.
STEPS: tuple[Step, ...] = (FILL_DOWN,)


def reshaped(raw: RawTable, said: InputSettings, kind: Input, engine: Engine) -> RawTable:
    """Return a table as it is meant, one row a fact.

    A table that no step speaks of is returned itself, be it a scan that nobody has read yet.

    Args:
        raw: The table as it was read.
        said: What the settings say about it.
        kind: The input it is read for.
        engine: Where its rows go.
    """
    found = raw
    for step in STEPS:
        if step.applies(found, said, kind):
            found = step.change(_in_memory(found), said, kind)
    if found is raw or found.cells is None:
        return raw
    held = engine.hold(found.cells)
    return replace(found, held=held, rows=found.cells.num_rows, reread=None)


def _in_memory(raw: RawTable) -> RawTable:
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
