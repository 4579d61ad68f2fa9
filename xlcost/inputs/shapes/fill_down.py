"""Fill down: a value that is written once holds for the blank cells below it."""

from __future__ import annotations

from xlcost.dataset.schema import Input
from xlcost.dataset.settings import InputSettings
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.shapes.step import Column, Step, column, place_of, with_columns


def filled(cells: Column) -> Column:
    """Return cells of which each blank one holds what the last one above it does."""
    found: Column = []
    last: str | None = None
    for cell in cells:
        last = cell if cell and cell.strip() else last
        found.append(last)
    return found


def _applies(_raw: RawTable, said: InputSettings, _kind: Input) -> bool:
    return bool(said.fill_down)


def _change(raw: RawTable, said: InputSettings, _kind: Input) -> RawTable:
    places = [place_of(raw, heading) for heading in said.fill_down]
    return with_columns(raw, {p: filled(column(raw, p)) for p in places if p is not None})


FILL_DOWN = Step("fill_down", _applies, _change)
