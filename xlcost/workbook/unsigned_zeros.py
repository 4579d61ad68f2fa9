"""What rounds to nothing is shown as nothing: 0.0 %, never -0.0 % or +0.0 %.

The sections of a number format go by the sign of the value, not of what is left of it. A rule
for values between minus and plus half of the last digit gives these a format without a sign. It
comes before the colours, of which LibreOffice takes the first that applies and Excel all.
"""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.workbook.book import Book
from xlcost.workbook.formulas.references import areas
from xlcost.workbook.layout import GridPlace, SheetPlan, TablePlace
from xlcost.workbook.number_formats import Unsigned


def show_zeros_unsigned(book: Book, plan: SheetPlan, sheet: Worksheet) -> None:
    """Add one rule for each way in which the sheet's numbers are rounded."""
    by_format: dict[Unsigned, list[tuple[int, int]]] = {}
    for row, column, unsigned in _cells(book, plan):
        by_format.setdefault(unsigned, []).append((row, column))
    for unsigned, where in by_format.items():
        look = DifferentialStyle(numFmt=NumberFormat(unsigned.number, unsigned.code))
        rule = Rule(
            type="cellIs",
            operator="between",
            dxf=look,
            stopIfTrue=True,  # what is shown as 0 is neither good nor bad
            formula=[f"-{unsigned.limit}", unsigned.limit],
        )
        sheet.conditional_formatting.add(" ".join(areas(where)), rule)


def _cells(book: Book, plan: SheetPlan) -> Iterator[tuple[int, int, Unsigned]]:
    """Yield each cell that shows a rounded number, and how it shows nothing."""
    for place in plan.places:
        if isinstance(place, GridPlace):
            keys = {column.key: number for number, column in enumerate(place.grid.columns, 1)}
            for position, row in enumerate(place.grid.rows, place.first_row):
                for key, cell in row.cells.items():
                    formats = book.formats_in(place.grid.id, row.key, key)
                    unsigned = formats.unsigned(cell.format)
                    if unsigned and key in keys and cell.tone != "verdict":  # 0 failed is green
                        yield position, keys[key], unsigned
        elif isinstance(place, TablePlace):
            first = place.header_row + 1
            for column, format_ in enumerate(place.table.formats, place.column):
                unsigned = book.formats.unsigned(format_)
                if unsigned:
                    for position in range(first, first + place.rows):
                        yield position, column, unsigned
