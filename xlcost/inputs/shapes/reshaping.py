"""Reshaping: the one list of steps, and the table that comes out at its end."""

from __future__ import annotations

from dataclasses import replace

from xlcost.dataset.schema import Input
from xlcost.dataset.settings import InputSettings
from xlcost.engine import Engine
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.shapes.code_and_name import CODE_AND_NAME
from xlcost.inputs.shapes.cumulative import CUMULATIVE
from xlcost.inputs.shapes.fill_down import FILL_DOWN, MERGED
from xlcost.inputs.shapes.heading_rows import HEADING_ROWS
from xlcost.inputs.shapes.quarters import QUARTERS
from xlcost.inputs.shapes.signs import LETTERS, SIGNS
from xlcost.inputs.shapes.stars import STARRED_ROWS
from xlcost.inputs.shapes.step import Shaped, Step
from xlcost.inputs.shapes.table_rows import in_memory
from xlcost.inputs.shapes.two_sides import TWO_SIDES
from xlcost.inputs.shapes.year_and_period import YEAR_AND_PERIOD
from xlcost.values.calendar import Calendar

# In this order: what stands in rows of its own comes down first, then cells are looked at.
STEPS: tuple[Step, ...] = (
    MERGED,
    STARRED_ROWS,
    HEADING_ROWS,
    FILL_DOWN,
    CODE_AND_NAME,
    TWO_SIDES,
    SIGNS,
    LETTERS,
    YEAR_AND_PERIOD,
    QUARTERS,
    CUMULATIVE,
)


def reshaped(
    raw: RawTable, said: InputSettings, kind: Input, engine: Engine, calendar: Calendar
) -> Shaped:
    """Return a table as it is meant, one row a fact, and the settings that hold for it.

    A table that no step speaks of is returned itself, be it a scan that nobody has read yet.

    Args:
        raw: The table as it was read.
        said: What the settings say about it.
        kind: The input it is read for.
        engine: Where its rows go.
        calendar: The fiscal calendar, in whose years running totals begin anew.
    """
    found = Shaped(raw, said, kind, calendar)
    for step in STEPS:
        if raw.remote or not step.applies(found):
            continue
        if step.in_memory:
            found = replace(found, raw=in_memory(found.raw))
        found = step.change(found)
        if found.raw.cells is not None and found.raw.cells is not raw.cells:
            held = engine.hold(found.raw.cells)
            rows = found.raw.cells.num_rows
            stored = replace(found.raw, held=held, rows=rows, reread=None)
            found = replace(found, raw=stored)
    return found
