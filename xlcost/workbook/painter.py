"""Puts one sheet's blocks into its cells, and finds out how wide its columns must be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from openpyxl.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.report.model.expressions import ErrorValue, Literal, Ref
from xlcost.report.model.spec import Cell, Column, Format, Grid, Row
from xlcost.workbook import theme
from xlcost.workbook.book import Book, Plain
from xlcost.workbook.columns import LEAST, Columns
from xlcost.workbook.layout import GridPlace, SheetPlan, TablePlace, TextPlace, quoted
from xlcost.workbook.number_formats import alignment
from xlcost.workbook.pages import fitted
from xlcost.workbook.styles import Look
from xlcost.workbook.texts import cell_text, looks_like_formula

_SHORT_WORD = 14
_BOLD = ("total", "subtotal", "heading")
_TABLE_STYLE = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)


@dataclass(frozen=True)
class _Spot:
    """What a cell's look depends on besides the cell: its column and its place among bands."""

    column: Column
    number: int
    align: str
    first_of_band: bool
    last: bool


class Painter:
    """Paints one sheet.

    Args:
        book: What is shared.
        plan: The sheet's blocks and their places.
        sheet: The sheet to paint on.
    """

    def __init__(self, book: Book, plan: SheetPlan, sheet: Worksheet) -> None:
        self.book = book
        self.plan = plan
        self.sheet = sheet
        self.columns = Columns(plan.columns, book.theme.breadth)
        self._labelling = {ref.grid for ref in book.label_formats}  # grids that charts write from
        self._cells: dict[tuple[int, int], Any] = sheet._cells  # noqa: SLF001  # where openpyxl keeps them
        self._cached = book.caches.formulas.setdefault(plan.title, {})

    def paint(self) -> None:
        """Paint every text, grid and table, then fit columns and rows."""
        for place in self.plan.places:
            if isinstance(place, TextPlace):
                self._text(place)
            elif isinstance(place, GridPlace):
                self._grid(place)
            elif isinstance(place, TablePlace):
                self._table(place)
        below = [place.header_row for place in self.plan.places if isinstance(place, TablePlace)]
        last = min(below, default=self.plan.last_row)
        self.columns = fitted(self.plan, self.columns, last, pages=self.book.report.pages)
        self.columns.fit(self.sheet)

    def _cell(self, row: int, column: int) -> SheetCell:
        """Return a cell, as openpyxl's own method does, without its tests of every number."""
        place = row, column
        cell: SheetCell | None = self._cells.get(place)
        if cell is None:
            cell = self._cells[place] = SheetCell(self.sheet, row, column)
        return cell

    def _put(self, row: int, column: int, value: Plain, look: Look) -> SheetCell:
        """Write a plain value; a text stays a text whatever it begins with."""
        cell = self._cell(row, column)
        if isinstance(value, str):
            cell.value = text = cell_text(value)
            cell.data_type = "s"
            if looks_like_formula(text):
                look = look._replace(quoted=True)
        elif isinstance(value, ErrorValue):
            cell.value = value.code
            cell.data_type = "e"
        elif value is not None:
            cell.value = value
        self.book.styles.apply(cell, look)
        return cell

    def _text(self, place: TextPlace) -> None:
        text = place.text
        look = Look(part=text.style)
        if text.said is None:
            self._put(place.row, 1, text.text, look)
        else:
            self._value(place.row, 1, Cell(text.said), text.text, look, sorted_=False)
        span = self.plan.reach(place.row)
        self.columns.line(place.row, text.text, text.style, span, fill=text.style == "alert")

    def _grid(self, place: GridPlace) -> None:
        grid = place.grid
        if place.title_row:
            self._put(place.title_row, 1, grid.title, Look(part="heading"))
            span = self.plan.reach(place.title_row)
            self.columns.line(place.title_row, grid.title, "heading", span)
        spots = list(_spots(grid))
        if place.band_row:
            self._bands(place)
        if place.header_row:
            for spot in spots:
                look = Look(
                    part="header",
                    align=spot.align,
                    first_of_band=spot.first_of_band,
                    level=_indent(spot.number, spot.align),
                )
                self._put(place.header_row, spot.number, spot.column.title, look)
                span = 1
                if self._spills(grid, spot, place.header_row):
                    self._stretch(place.header_row, spot.number, look)
                    span = self.plan.reach(place.header_row) - spot.number + 1
                else:
                    self.columns.header(spot.number, spot.column.title)
                self.columns.title(place.header_row, spot.number, spot.column.title, span)
        for position, row in enumerate(grid.rows, place.first_row):
            self._row(place, position, row, spots)
        titles = {column.title.casefold() for column in grid.columns if column.title}
        named = len(titles) == len(grid.columns)  # as Excel demands of its tables
        if grid.table and named and place.header_row and grid.rows:
            self._excel_table(grid.id, place.header_row, place.last_row, 1, len(grid.columns))

    def _spills(self, grid: Grid, spot: _Spot, position: int) -> bool:
        """Tell whether a last column of long texts uses the sheet's free columns to its right."""
        return (
            spot.column.wrap
            and spot.last
            and spot.align == "left"
            and not grid.table
            and len(grid.columns) < self.plan.reach(position)
        )

    def _bands(self, place: GridPlace) -> None:
        start = 1
        columns = place.grid.columns
        for number, column in enumerate(columns, 1):
            after = columns[number].band if number < len(columns) else None
            part = "band" if column.band else "plain_band"
            value = column.band if number == start and column.band else None
            self._put(place.band_row, number, value, Look(part=part))
            if after != column.band:
                if number > start and column.band:
                    self.book.merges.merge(self.sheet, place.band_row, start, number)
                start = number + 1

    def _row(self, place: GridPlace, position: int, row: Row, spots: list[_Spot]) -> None:
        grid = place.grid
        if row.level:
            self.sheet.row_dimensions[position].outlineLevel = row.level
        for spot in spots:
            cell = row.cells.get(spot.column.key)
            if cell is None:
                look = Look(row=row.style, first_of_band=spot.first_of_band)
                self.book.styles.apply(self._cell(position, spot.number), look)
            else:
                self._figure(grid, row, spot, position, cell)
            if self._spills(grid, spot, position):
                self._stretch(position, spot.number, Look(row=row.style))

    def _stretch(self, position: int, first: int, look: Look) -> None:
        last = self.plan.reach(position)
        for number in range(first + 1, last + 1):
            self.book.styles.apply(self._cell(position, number), look)
        self.book.merges.merge(self.sheet, position, first, last)

    def _figure(self, grid: Grid, row: Row, spot: _Spot, position: int, cell: Cell) -> None:
        value = self.book.plain(self.book.values[grid.id, row.key, spot.column.key])
        level = row.level if spot.number == 1 else 0
        formats = self.book.formats
        if grid.id in self._labelling:
            formats = self.book.formats_of(Ref(grid.id, row.key, spot.column.key))
        shown = formats.shown(value, cell.format, cell.tone, "")
        align = spot.align if cell.format == "text" else alignment(cell.format)
        if spot.column.clip:
            align = "fill"  # cut at the edge of the cell, and never over its neighbour
        if row.style == "heading" and isinstance(value, str):
            align = "left"
        wraps = self._wraps(spot, cell, shown)
        look = Look(
            code=formats.code(cell.format, cell.tone),
            align=align,
            row=row.style,
            tone=cell.tone,
            wrap=wraps and not spot.column.clip,
            level=_indent(spot.number, align, level),
            first_of_band=spot.first_of_band,
        )
        made = self._value(position, spot.number, cell, value, look, sorted_=grid.table)
        self._extras(made, cell)
        if wraps and not spot.column.clip:
            size = theme.SIZES["note"] if row.style == "note" else theme.BODY
            spills = self._spills(grid, spot, position)
            span = self.plan.reach(position) - spot.number + 1 if spills else 1
            bold = row.style in _BOLD
            self.columns.wrapped(position, spot.number, shown, size, bold=bold, span=span)
        self._widen(row, spot, shown, look.level, wraps=wraps)

    def _widen(self, row: Row, spot: _Spot, shown: str, level: int, *, wraps: bool) -> None:
        """Have its column wide enough for what a cell shows."""
        width = spot.column.width
        if wraps or spot.column.clip:
            self.columns.at_least(spot.number, width or 0.0)
        elif not (spot.last and row.style in ("note", "heading")):
            bold = row.style in _BOLD
            self.columns.body(spot.number, shown, bold=bold, level=level, width=width)

    def _wraps(self, spot: _Spot, cell: Cell, shown: str) -> bool:
        if cell.format != "text":
            return False
        if cell.tone == "input" and spot.column.wrap:
            return True  # what people will write there
        wide = self.columns.text_width(shown)
        # Half the width that was wished for may be all that a page has room for.
        return wide > theme.WIDEST or (spot.column.wrap and wide > LEAST * (spot.column.width or 0))

    def _value(
        self,
        position: int,
        column: int,
        cell: Cell,
        value: Plain,
        look: Look,
        *,
        sorted_: bool,
    ) -> SheetCell:
        title = self.plan.title
        self.book.caches.figures[title, position, column] = value
        if isinstance(cell.expression, Literal):
            return self._put(position, column, value, look)
        text = self.book.formulas.text(
            cell.expression,
            title,
            value if isinstance(value, ErrorValue) else None,
            sorted_=sorted_,
        )
        if text is None:
            return self._put(position, column, value, look)
        made = self._cell(position, column)
        made.value = f"={text}"
        self.book.styles.apply(made, look)
        self._cached[made.coordinate] = 0 if value is None else value
        return made

    def _extras(self, made: SheetCell, cell: Cell) -> None:
        titles = self.book.layout.titles
        if cell.link in titles:
            made.hyperlink = Hyperlink(
                ref=made.coordinate, location=f"{quoted(titles[cell.link])}!A1"
            )
        if cell.target:
            made.hyperlink = Hyperlink(ref=made.coordinate, target=quote(cell.target))
        if cell.name:
            where = f"{quoted(self.plan.title)}!${made.column_letter}${made.row}"
            self.book.workbook.defined_names[cell.name] = DefinedName(cell.name, attr_text=where)

    def _table(self, place: TablePlace) -> None:
        table = place.table
        if place.title_row:
            self._put(place.title_row, place.column, table.title, Look(part="heading"))
        for offset, (name, format_) in enumerate(zip(table.columns, table.formats, strict=True)):
            column = place.column + offset
            align = alignment(format_)
            indent = _indent(offset + 1, align)
            head = Look(part="header", align=align, level=indent)
            self._put(place.header_row, column, name, head)
            code = self.book.formats.code(format_)
            look = Look(code=code, align=align, row="note", level=indent)
            for position, row in enumerate(table.rows, place.header_row + 1):
                self._put(position, column, row[offset], look)
            self.columns.header(column, name + "  ")  # room for the filter's button
            self._table_width(column, [row[offset] for row in table.rows], format_)
        last = place.header_row + place.rows
        self._excel_table(table.name, place.header_row, last, place.column, len(table.columns))

    def _table_width(self, column: int, values: list[Plain], format_: Format) -> None:
        numbers = [value for value in values if isinstance(value, int | float)]
        texts = sorted({value for value in values if isinstance(value, str)}, key=len)[-20:]
        extremes = [min(numbers), max(numbers)] if numbers else []
        for value in [*texts, *extremes]:
            shown = self.book.formats.shown(value, format_, "", "")
            self.columns.body(column, shown[:80])

    def _excel_table(self, name: str, top: int, bottom: int, left: int, count: int) -> None:
        right = get_column_letter(left + count - 1)
        table = Table(
            displayName=name,
            name=name,
            ref=f"{get_column_letter(left)}{top}:{right}{bottom}",
            tableStyleInfo=_TABLE_STYLE,
        )
        self.sheet.add_table(table)


def _side(grid: Grid, column: Column) -> str:
    """Return the side that a column stands on: words among numbers stay with the numbers."""
    cells = [
        row.cells[column.key]
        for row in grid.rows
        if column.key in row.cells and row.style != "heading"
    ]
    numbers = [cell.format for cell in cells if cell.format != "text"]
    words = [
        cell.expression.value
        for cell in cells
        if cell.format == "text" and isinstance(cell.expression, Literal)
    ]
    long = any(isinstance(word, str) and len(word) > _SHORT_WORD for word in words)
    return "left" if long or not numbers else alignment(numbers[0])


def _indent(column: int, align: str, level: int = 0) -> int:
    """Return a text's indent: its outline level, and a gap to the numbers on its left."""
    return level + (1 if align == "left" and column > 1 else 0)


def _spots(grid: Grid) -> Iterator[_Spot]:
    """Yield each column with what its cells' look depends on."""
    before = ""
    for number, column in enumerate(grid.columns, 1):
        yield _Spot(
            column=column,
            number=number,
            align=_side(grid, column),
            first_of_band=bool(column.band or before) and column.band != before and number > 1,
            last=number == len(grid.columns),
        )
        before = column.band
