"""Merged cells: the borders are those that openpyxl itself would give."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl import Workbook

from xlcost.workbook.merges import Merges
from xlcost.workbook.styles import Look, Styles
from xlcost.workbook.theme import DEFAULT

pytestmark = pytest.mark.fast


def _sheet(workbook: Workbook) -> Any:
    """Return a sheet with three rows of each of two looks, four cells wide."""
    sheet, styles = workbook.create_sheet(), Styles(DEFAULT)
    for row in range(1, 7):
        look = Look(row="total" if row % 2 else "line", part="body")
        for column in range(1, 5):
            sheet.cell(row, column)._style = styles.record(sheet, look)
    return sheet


def test_merged_cells_look_as_openpyxl_makes_them() -> None:
    """Every cell of every merged range, the first of its look or not, has openpyxl's borders."""
    workbook = Workbook()
    ours, theirs, merges = _sheet(workbook), _sheet(workbook), Merges()
    for row in range(1, 7):
        merges.merge(ours, row, 2, 4)
        theirs.merge_cells(start_row=row, end_row=row, start_column=2, end_column=4)
    assert str(ours.merged_cells) == str(theirs.merged_cells)
    for mine, other in zip(ours.iter_rows(), theirs.iter_rows(), strict=True):
        for cell, wanted in zip(mine, other, strict=True):
            assert type(cell) is type(wanted), cell.coordinate
            assert cell._style == wanted._style, cell.coordinate
    assert ours["B1"].border.top.style == "thin"
    assert ours["D5"].border.bottom.style == "medium"
