"""A step of reshaping: when it is needed, and what it makes of a raw table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pyarrow as pa

from xlcost.dataset.schema import AMOUNTS, NUMERIC, Input, aliases, folded
from xlcost.dataset.settings import InputSettings
from xlcost.inputs.files.raw_table import RawTable

Applies = Callable[[RawTable, InputSettings, Input], bool]
Change = Callable[[RawTable, InputSettings, Input], RawTable]
Column = list[str | None]


@dataclass(frozen=True)
class Step:
    """One way in which a table is not yet one row a fact.

    Attributes:
        name: What it does, in a word.
        applies: Whether a table needs it: asked of every table, so it must cost next to nothing.
        change: The new table; its `cells` hold what changed, its `findings` what is to be told.
    """

    name: str
    applies: Applies
    change: Change


def column(raw: RawTable, place: int) -> Column:
    """Return the cells of a column, typed ones with their marks."""
    if raw.cells is None:
        raise AssertionError("a step works on rows in memory")
    found: Column = raw.cells.column(f"c{place}").to_pylist()
    return found


def with_columns(raw: RawTable, changed: dict[int, Column]) -> RawTable:
    """Return a table with other cells in some columns."""
    cells = raw.cells
    if cells is None:
        raise AssertionError("a step works on rows in memory")
    for place, found in changed.items():
        name = f"c{place}"
        position = cells.column_names.index(name)
        cells = cells.set_column(position, name, pa.array(found, pa.string()))
    return replace(raw, cells=cells)


def with_new_columns(raw: RawTable, new: dict[str, Column]) -> RawTable:
    """Return a table with more columns at its right."""
    cells, header = raw.cells, list(raw.header)
    if cells is None:
        raise AssertionError("a step works on rows in memory")
    for heading, found in new.items():
        position = cells.column_names.index(f"c{len(header) - 1}") + 1 if header else 0
        cells = cells.add_column(position, f"c{len(header)}", pa.array(found, pa.string()))
        header.append(heading)
    return replace(raw, cells=cells, header=tuple(header))


def place_of(raw: RawTable, heading: str) -> int | None:
    """Return the column that a heading, a letter or a number of the settings means."""
    wanted = folded(heading)
    named = (place for place, name in enumerate(raw.header) if wanted and folded(name) == wanted)
    return next(named, None)


def measures(raw: RawTable, said: InputSettings, kind: Input) -> frozenset[int]:
    """Return the columns that hold numbers to add up, by the settings or by their names."""
    known = aliases(kind.name)
    given = {folded(heading): name for name, heading in said.columns.items()}
    others = {folded(heading) for heading in (*said.amounts, *said.averages, *said.channels)}
    found = set()
    for place, heading in enumerate(raw.header):
        key = folded(heading)
        column_of = kind.column(given.get(key) or known.get(key, ""))
        if key in others or (column_of is not None and column_of.kind in NUMERIC):
            found.add(place)
    return frozenset(found)


def is_amounts(kind: Input) -> bool:
    """Tell whether an input is one of amounts."""
    return kind.name in AMOUNTS
