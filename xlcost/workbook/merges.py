"""Merged cells: openpyxl works out their borders once for each look, and the next ones share it."""

from __future__ import annotations

from copy import copy
from typing import Any, cast

from openpyxl.cell import MergedCell
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet


class Merges:
    """Merges cells of one row.

    openpyxl adds borders to each merged cell one side at a time, which takes as long as everything
    else in a sheet; ranges whose first and last cell look alike come out alike.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], list[Any]] = {}

    def merge(self, sheet: Worksheet, row: int, first: int, last: int) -> None:
        """Merge the cells of a row from one column to another; they have their looks."""
        looks = self._looks(sheet, row, first, last)
        key = (last - first, tuple(looks[0]), tuple(looks[-1]))
        known = self._made.get(key)
        if known is None:
            start: Any = sheet.cell(row, first)
            start._style = copy(start._style)  # noqa: SLF001  # others share it, and openpyxl may change it
            sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)
            made = self._looks(sheet, row, first, last)
            if tuple(made[0]) == key[1]:  # else openpyxl changed the first cell itself
                self._made[key] = [copy(look) for look in made]
            return
        sheet.merged_cells.add(CellRange(min_row=row, max_row=row, min_col=first, max_col=last))
        for column, look in enumerate(known[1:], first + 1):
            cell: Any = MergedCell(sheet, row, column)
            cell._style = look  # noqa: SLF001  # as in `styles`
            sheet._cells[row, column] = cell  # noqa: SLF001  # as openpyxl's own merge does

    @staticmethod
    def _looks(sheet: Worksheet, row: int, first: int, last: int) -> list[Any]:
        cells = (cast("Any", sheet.cell(row, column)) for column in range(first, last + 1))
        return [cell._style for cell in cells]  # noqa: SLF001  # as in `styles`
