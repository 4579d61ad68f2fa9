"""What lookups add up: rows of the tables on Data, found by an index that many of them share."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from xlcost.report.model.spec import DataTable

Columns = dict[str, npt.NDArray[np.float64]]
Index = dict[tuple[float, ...], npt.NDArray[np.intp]]
Limits = tuple[tuple[str, str, float], ...]
_NOWHERE = np.array([], dtype=np.intp)
_COMPARE: Mapping[str, Callable[[npt.NDArray[np.float64], float], npt.NDArray[np.bool_]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "<": operator.lt,
    ">": operator.gt,
}


class LookupTables:
    """The numeric columns of tables, and the rows of them that criteria choose.

    Args:
        columns: By table and column; a table may be added as long as nothing has asked for it.
    """

    def __init__(self, columns: dict[str, Columns]) -> None:
        self.columns = columns
        self._indices: dict[tuple[str, ...], Index] = {}
        self._spans: dict[tuple[str, Limits], npt.NDArray[np.bool_]] = {}
        self._measures: dict[tuple[str, str], npt.NDArray[np.float64]] = {}

    def amounts(
        self, table: str, measure: str, equal: Sequence[tuple[str, float]], limits: Limits
    ) -> list[float]:
        """Return a measure of the rows whose columns have given values and lie between limits."""
        rows = self._equal(table, equal)
        if limits:
            rows = rows[self._within(table, limits)[rows]]
        amounts: list[float] = self._measure(table, measure)[rows].tolist()
        return amounts

    def _equal(self, table: str, wanted: Sequence[tuple[str, float]]) -> npt.NDArray[np.intp]:
        """Return the rows whose columns have given values: many lookups share an index."""
        key = (table, *(column for column, _ in wanted))
        if key not in self._indices:
            self._indices[key] = _index(self.columns[table], key[1:])
        return self._indices[key].get(tuple(value for _, value in wanted), _NOWHERE)

    def _within(self, table: str, limits: Limits) -> npt.NDArray[np.bool_]:
        """Return which rows lie between limits, mostly the periods of a span."""
        key = (table, limits)
        if key not in self._spans:
            columns = self.columns[table]
            met = [_COMPARE[sign](columns[column], limit) for column, sign, limit in limits]
            self._spans[key] = np.logical_and.reduce(met)
        return self._spans[key]

    def _measure(self, table: str, name: str) -> npt.NDArray[np.float64]:
        """Return what is added up; what is no number adds nothing."""
        key = (table, name)
        if key not in self._measures:
            self._measures[key] = np.nan_to_num(self.columns[table][name])
        return self._measures[key]


def _index(table: Columns, columns: tuple[str, ...]) -> Index:
    """Return the rows of a table by the values of some columns."""
    count = len(next(iter(table.values())))
    if not columns:
        return {(): np.arange(count)}
    order = np.lexsort([table[name] for name in columns[::-1]])
    keys = np.column_stack([table[name][order] for name in columns])
    starts = np.flatnonzero(np.any(keys[1:] != keys[:-1], axis=1)) + 1
    groups = np.split(order, starts) if count else []
    firsts = keys[[0, *starts]].tolist() if count else []
    return {tuple(key): rows for key, rows in zip(firsts, groups, strict=True)}


def columns_of(table: DataTable) -> Columns:
    """Return the numeric columns of a table; a text counts as NaN, which no criterion meets."""
    columns: Columns = {}
    for position, name in enumerate(table.columns):
        values = (row[position] for row in table.rows)
        columns[name] = np.array(
            [float(v) if isinstance(v, int | float) else math.nan for v in values], dtype=float
        )
    return columns
