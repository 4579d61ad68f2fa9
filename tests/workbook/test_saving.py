"""What is written in one pass is what openpyxl writes and a second pass completes."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table

from xlcost.report.model.expressions import ErrorValue
from xlcost.workbook.book import Caches
from xlcost.workbook.cached_values import complete
from xlcost.workbook.saving import save

pytestmark = pytest.mark.fast

_MOMENT = datetime(2026, 11, 5, 6, tzinfo=UTC)
_VALUES: tuple[Any, ...] = (
    *("plain", "", " kept ", "a < b & c > d", 'quotes "and" \'', "two\nlines", "tab\tend"),
    *("carriage\rreturn", "_x000D_ is a word", "Ære, ØRE 😀", "#N/A", "=1+1", "plain"),
    *(0, -1, 1, 12.5, 1e20, 10**18, 0.1 + 0.2, 1 / 3, -0.0, 1e-7, float("nan"), True, False),
    *(date(2026, 10, 31), datetime(2026, 10, 31, 12, 30), None),  # noqa: DTZ001  # Excel knows no zones
)
_CACHED = (1, 2.5, "text", "_x0041_", True, None, ErrorValue("#DIV/0!"), date(2026, 1, 31), " & ")


def _workbook() -> tuple[Workbook, Caches]:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "All & sundry"
    for row, value in enumerate(_VALUES, 1):
        sheet.cell(row, 2, value)
        if row % 3 == 0:
            sheet.cell(row, 2).font = Font(bold=True)
    cached = {}
    for row, value in enumerate(_CACHED, 2):
        cell = sheet.cell(row, 30, f'=IF(B{row}<>"a & b",1,"\n")')
        cached[cell.coordinate] = value
    cached["B12"] = 2
    for row, column in ((40, 1), (40, 2), (41, 5)):
        sheet.cell(row, column).alignment = Alignment(wrap_text=True)
    sheet.merge_cells("D50:G50")
    sheet.cell(51, 4).hyperlink = Hyperlink(ref="D51", location="'All & sundry'!A1")
    sheet.cell(52, 4, "out").hyperlink = "https://example.com/?a=1&b=2"
    sheet.row_dimensions[5].height = 31.4
    sheet.row_dimensions[6].outlineLevel = 2
    sheet.row_dimensions[7].hidden = True
    sheet.row_dimensions[99].height = 15  # without a cell
    rule = CellIsRule(operator="lessThan", formula=["0"], font=Font(color="FF0000"))
    sheet.conditional_formatting.add("B1:B30", rule)
    other = book.create_sheet("Table")
    for row in (("name", "amount"), ("x", 1), ("y", 2)):
        other.append(row)
    other.add_table(Table(displayName="amounts", ref="A1:B3"))
    chart = BarChart()
    chart.add_data(Reference(other, min_col=2, min_row=2, max_row=3))
    other.add_chart(chart, "D2")
    book.create_sheet("Empty")
    figures = {("Table", 2, 2): 1, ("Table", 3, 2): 2}
    caches = Caches({"All & sundry": cached, "Table": {}, "Empty": {}}, figures, ["two bars"])
    return book, caches


def test_one_pass_writes_what_two_wrote() -> None:
    """Every kind of cell, row, rule, table and chart comes out byte for byte as openpyxl has it."""
    once, twice, plain = io.BytesIO(), io.BytesIO(), io.BytesIO()
    book, caches = _workbook()
    save(book, once, caches, _MOMENT)
    book, caches = _workbook()
    book.save(plain)
    complete(plain, twice, caches, _MOMENT)
    assert once.getvalue() == twice.getvalue()


def test_a_formula_without_a_value_is_refused() -> None:
    """A formula whose value nobody worked out is no workbook: a reader would see nothing."""
    book, caches = _workbook()
    del caches.formulas["All & sundry"]["AD2"]
    with pytest.raises(KeyError):
        save(book, io.BytesIO(), caches, _MOMENT)


def test_the_cells_of_a_saved_sheet_can_go() -> None:
    """A saved workbook holds no cells: they would stay until Python looks for circles."""
    book, caches = _workbook()
    save(book, io.BytesIO(), caches, _MOMENT)
    assert not any(sheet._cells for sheet in book.worksheets)
