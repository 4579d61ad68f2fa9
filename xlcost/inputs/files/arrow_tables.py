"""Arrow tables: rows of text of any length, gathered in batches into one table of strings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from xlcost.dataset.limits import Limits
from xlcost.inputs.files.faults import limit
from xlcost.inputs.files.raw_table import ROW, column_names
from xlcost.system.late import pa

BATCH_CELLS = 400_000  # keeps a batch small even where one row is very wide


class TableBuilder:
    """Gathers rows; narrow ones are filled with NULL, empty columns beyond the names are dropped.

    Args:
        width: Number of columns that have a place in the header.
        limits: What a table may hold.
    """

    def __init__(self, width: int, limits: Limits) -> None:
        self.rows = 0
        self._width = width
        self._limits = limits
        self._widest = width
        self._pending: list[Sequence[str | None]] = []
        self._numbers: list[int] = []
        self._batches: list[tuple[list[pa.Array], pa.Array]] = []
        self._room = 1 + BATCH_CELLS // max(1, width)

    def add(self, number: int, row: Sequence[str | None]) -> bool:
        """Add a row with the number a person sees; return whether a batch was just closed."""
        self._pending.append(row)
        self._numbers.append(number)
        if len(row) > self._widest:
            self._widest = len(row)
            self._room = 1 + BATCH_CELLS // self._widest
            if self._widest > self._limits.columns:
                raise limit("columns", self._widest, self._limits.columns)
        if len(self._pending) >= self._room:
            self._close_batch()
            return True
        return False

    def _close_batch(self) -> None:
        columns = [pa.array(column, pa.string()) for column in zip_longest(*self._pending)]
        self._batches.append((columns, pa.array(self._numbers, pa.int64())))
        self.rows += len(self._numbers)
        if self.rows * self._widest > 4 * self._limits.cells:
            raise limit("cells", self.rows * self._widest, 4 * self._limits.cells)
        self._pending, self._numbers = [], []

    def table(self) -> pa.Table:
        """Return everything that was added: c0, c1, … and `_row`."""
        if self._pending:
            self._close_batch()
        used = self._used_width()
        empty = pa.array([], pa.string())
        names = [*column_names(used), ROW]
        chunks: list[pa.ChunkedArray] = []
        for index in range(used):
            parts = [
                columns[index] if index < len(columns) else pa.nulls(len(numbers), pa.string())
                for columns, numbers in self._batches
            ]
            chunks.append(pa.chunked_array(parts or [empty], pa.string()))
        rows = [numbers for _, numbers in self._batches] or [pa.array([], pa.int64())]
        return pa.table([*chunks, pa.chunked_array(rows, pa.int64())], names=names)

    def _used_width(self) -> int:
        """Return the number of columns up to the last one that has a name or any text."""
        used = self._width
        for columns, _ in self._batches:
            for index in range(len(columns) - 1, used - 1, -1):
                if any(value for value in columns[index].unique().to_pylist()):
                    used = index + 1
                    break
        return used


def padded(names: Sequence[str], width: int) -> tuple[str, ...]:
    """Return the names of all columns, "" for those that the header does not name."""
    return (*names, *[""] * (width - len(names)))
