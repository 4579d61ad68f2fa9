"""A cell grid: the cells of one sheet of marked-up text, with their places and merged ranges."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from xlcost.dataset.limits import Limits
from xlcost.inputs.files.faults import limit
from xlcost.inputs.files.raw_table import column_names
from xlcost.system.late import pa

PLAIN = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})(?:[eE][+-]?[0-9]{1,2})?")
MOST = 5_000_000  # cells that are held in memory; a larger table is no web page


@dataclass
class CellGrid:
    """Takes cells one after the other, row by row.

    Attributes:
        name: The name of the sheet.
        limits: What a table may hold.
        hidden: Whether the sheet is hidden.
    """

    name: str
    limits: Limits
    hidden: bool = False
    merged: list[list[int]] = field(default_factory=list)
    _cells: dict[tuple[int, int], str] = field(default_factory=dict)
    _covered: set[tuple[int, int]] = field(default_factory=set)
    _row: int = -1
    _column: int = 0
    _height: int = 0
    _width: int = 0

    def next_row(self, row: int | None = None) -> None:
        """Begin the next row, or the one with this number from 0."""
        self._row = self._row + 1 if row is None else max(row, self._row + 1)
        self._column = 0

    def add(self, text: str, across: int = 0, down: int = 0, column: int | None = None) -> None:
        """Take the next cell of the row, which may reach over others to its right and below."""
        if column is not None:
            self._column = max(column, self._column)
        while (self._row, self._column) in self._covered:
            self._column += 1
        place = self._row, self._column
        if text:
            self._cells[place] = text
            self._reach(*place)
        if across > 0 or down > 0:
            self._merge(place, across, down)
        self._column += 1 + max(0, across)

    def _merge(self, place: tuple[int, int], across: int, down: int) -> None:
        row, column = place
        across = min(max(0, across), self.limits.columns)
        down = min(max(0, down), MOST // (1 + across))
        self.merged.append([row, column, row + down, column + across])
        covered = ((row + y, column + x) for y in range(down + 1) for x in range(across + 1))
        self._covered.update(covered)
        if len(self._covered) > MOST:
            raise limit("cells", len(self._covered), MOST, self.name)

    def _reach(self, row: int, column: int) -> None:
        self._height = max(self._height, row + 1)
        self._width = max(self._width, column + 1)
        most = min(self.limits.cells, MOST)
        if self._width > self.limits.columns:
            raise limit("columns", self._width, self.limits.columns, self.name)
        if self._height * self._width > most:
            raise limit("cells", self._height * self._width, most, self.name)

    @property
    def size(self) -> int:
        """How many cells hold anything."""
        return len(self._cells)

    def table(self) -> pa.Table:
        """Return the cells as columns of texts, typed ones with their marks."""
        columns = [
            pa.array([self._cells.get((row, place)) for row in range(self._height)], pa.string())
            for place in range(self._width)
        ]
        return pa.table(columns, names=column_names(self._width))

    def sheet(self, index: int) -> dict[str, object]:
        """Return what is known of the sheet beside its cells."""
        return {
            "name": self.name,
            "index": index,
            "left": 0,
            "hidden": self.hidden,
            "merged": self.merged,
        }


def plain(text: str) -> str | None:
    """Return a number with a point and without an exponent, or None where a text is none."""
    return format(Decimal(text), "f") if PLAIN.fullmatch(text) else None
