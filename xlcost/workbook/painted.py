"""Painted cells: as openpyxl has them, made at once with value, kind and look.

openpyxl makes a cell empty, finds out what its value is, and gives it its look: three steps for
each of some ten thousand cells of a pack, of which the painter knows the outcome before.
"""

from __future__ import annotations

from typing import Any

from openpyxl.cell import Cell

from xlcost.report.model.expressions import ErrorValue
from xlcost.workbook.book import Plain
from xlcost.workbook.texts import cell_text

_KINDS: dict[type, str] = {float: "n", int: "n", bool: "b", type(None): "n"}


class PaintedCell(Cell):
    """One cell with everything that is to be known of it.

    Args:
        sheet: The sheet that it stands on.
        row: Its row, from 1.
        column: Its column, from 1.
        value: What it holds, as openpyxl keeps it: an error and a formula are texts.
        kind: openpyxl's letter for that: n, s, b, e or f.
        style: openpyxl's record of its look, which many cells share.
    """

    __slots__ = ()

    def __init__(
        self, sheet: Any, row: int, column: int, value: Any, kind: str, style: Any
    ) -> None:
        self.parent = sheet
        self.row = row
        self.column = column
        self._value = value
        self.data_type = kind
        self._style = style
        self._hyperlink = None
        self._comment = None


def painted(sheet: Any, row: int, column: int, value: Plain, style: Any) -> Cell:
    """Return a cell with a plain value; a text stays a text whatever it begins with."""
    kind = _KINDS.get(type(value))
    if kind is not None:
        return PaintedCell(sheet, row, column, value, kind, style)
    if isinstance(value, str):
        return PaintedCell(sheet, row, column, cell_text(value), "s", style)
    if isinstance(value, ErrorValue):
        return PaintedCell(sheet, row, column, value.code, "e", style)
    cell: Any = Cell(sheet, row, column, value)  # a date, or a number of a library
    cell._style = style  # noqa: SLF001  # as in `styles`
    return cell  # type: ignore[no-any-return]  # it is openpyxl's own


def formula(sheet: Any, row: int, column: int, text: str, style: Any) -> Cell:
    """Return a cell with a formula."""
    cell = PaintedCell(sheet, row, column, f"={text}", "f", style)
    if not text.isprintable():
        cell.value = f"={text}"  # of which openpyxl refuses what XML cannot carry
    return cell
