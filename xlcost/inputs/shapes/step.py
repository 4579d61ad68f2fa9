"""A step of reshaping: when it is needed, and what it makes of a raw table and its settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from xlcost.dataset.schema import NUMERIC, Input, aliases, folded
from xlcost.dataset.settings import InputSettings
from xlcost.inputs.files.raw_table import ROW, RawTable
from xlcost.system.late import pa
from xlcost.values.calendar import Calendar

Column = list[str | None]


@dataclass(frozen=True)
class Shaped:
    """A table on its way, with the settings that hold from here on, and the fiscal calendar."""

    raw: RawTable
    said: InputSettings
    kind: Input
    calendar: Calendar = field(default_factory=Calendar)

    def column(self, place: int) -> Column:
        """Return the cells of a column, typed ones with their marks."""
        found: Column = self.cells.column(f"c{place}").to_pylist()
        return found

    @property
    def cells(self) -> pa.Table:
        """The rows, which a step has in memory."""
        if self.raw.cells is None:
            raise AssertionError("a step works on rows in memory")
        return self.raw.cells

    @property
    def rows(self) -> list[int]:
        """The numbers of the rows as a person sees them."""
        found: list[int] = self.cells.column(ROW).to_pylist()
        return found

    @property
    def strings(self) -> list[int]:
        """The columns of a table in memory that hold texts."""
        width = range(len(self.raw.header))
        return [p for p in width if pa.types.is_string(self.cells.column(f"c{p}").type)]

    def with_columns(self, changed: dict[int, Column]) -> Shaped:
        """Return the table with other cells in some columns."""
        cells = self.cells
        for place, found in changed.items():
            name = f"c{place}"
            position = cells.column_names.index(name)
            cells = cells.set_column(position, name, pa.array(found, pa.string()))
        return replace(self, raw=replace(self.raw, cells=cells))

    def with_new_columns(self, new: dict[str, Column]) -> Shaped:
        """Return the table with more columns at its right."""
        cells, header = self.cells, list(self.raw.header)
        for heading, found in new.items():
            position = cells.column_names.index(f"c{len(header) - 1}") + 1 if header else 0
            cells = cells.add_column(position, f"c{len(header)}", pa.array(found, pa.string()))
            header.append(heading)
        return replace(self, raw=replace(self.raw, cells=cells, header=tuple(header)))

    def saying(self, **changes: object) -> Shaped:
        """Return the table with other settings."""
        return replace(self, said=self.said.model_copy(update=changes))

    def new_heading(self, heading: str) -> str:
        """Return a heading that no column has yet."""
        known = {folded(name) for name in self.raw.header}
        found, number = heading, 2
        while folded(found) in known:
            found, number = f"{heading} {number}", number + 1
        return found

    def place(self, name: str) -> int | None:
        """Return the column of a canonical name: the settings', else the one known by its name."""
        if name in self.said.columns:
            return self.raw.place_of(self.said.columns[name])
        known = aliases(self.kind.name)
        ignored = {folded(heading) for heading in self.said.ignore}
        keys = [folded(heading) for heading in self.raw.header]
        for exact in (True, False):
            for place, key in enumerate(keys):
                fits = key == folded(name) if exact else known.get(key) == name
                if fits and key not in ignored:
                    return place
        return None

    def measures(self) -> frozenset[int]:
        """Return the columns that hold numbers to add up, by the settings or by their names."""
        known = aliases(self.kind.name)
        given = {self.raw.place_of(heading): name for name, heading in self.said.columns.items()}
        others = (*self.said.amounts, *self.said.averages, *self.said.channels)
        found = {place for h in others if (place := self.raw.place_of(h)) is not None}
        for place, heading in enumerate(self.raw.header):
            column = self.kind.column(given.get(place) or known.get(folded(heading), ""))
            if column is not None and column.kind in NUMERIC:
                found.add(place)
        return frozenset(found)


@dataclass(frozen=True)
class Step:
    """One way in which a table is not yet one row a fact.

    Attributes:
        name: What it does, in a word.
        applies: Whether a table needs it: asked of every table, so it must cost next to nothing.
        change: What comes out: its `cells` hold what changed, its `findings` what is to be told.
        in_memory: Whether it changes rows, which are then read into memory.
    """

    name: str
    applies: Callable[[Shaped], bool]
    change: Callable[[Shaped], Shaped]
    in_memory: bool = True


def filled(cells: Column) -> Column:
    """Return cells of which each blank one holds what the last one above it does."""
    found: Column = []
    last: str | None = None
    for cell in cells:
        last = cell if cell and cell.strip() else last
        found.append(last)
    return found
