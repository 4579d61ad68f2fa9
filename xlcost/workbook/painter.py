"""Puts one sheet's blocks into its cells, and finds out how wide its columns must be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from openpyxl.cell import Cell as SheetCell
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.report.model.expressions import ErrorValue, Literal
from xlcost.report.model.spec import Cell, Column, Format, Grid, Row
from xlcost.workbook import theme
from xlcost.workbook.book import Book, Plain
from xlcost.workbook.columns import LEAST, Columns
from xlcost.workbook.layout import GridPlace, SheetPlan, TablePlace, TextPlace, quoted
from xlcost.workbook.number_formats import alignment
from xlcost.workbook.pages import fitted
from xlcost.workbook.painted import formula, painted
from xlcost.workbook.styles import Look
from xlcost.workbook.texts import cell_text, looks_like_formula

_SHORT_WORD = 14
_BOLD = ("total", "subtotal", "heading")
_TABLE_STYLE = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)


@dataclass(frozen=True)
class _Spot:
    """What a cell's look depends on besides the cell: its column and its place among bands.

    A last column of long texts `spans` the sheet's free columns to its right.
    """

    column: Column
    number: int
    align: str
    first_of_band: bool
    last: bool
    span: int


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
        self._cells: dict[tuple[int, int], Any] = sheet._cells  # noqa: SLF001  # where openpyxl keeps them
        self._cached = book.caches.formulas.setdefault(plan.title, {})
        self._looks: dict[tuple[object, ...], Look] = {}  # of the grid that is being painted

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

    def _style(self, look: Look, value: Plain = None) -> Any:
        if isinstance(value, str) and looks_like_formula(value):
            look = look._replace(quoted=True)
        return self.book.styles.record(self.sheet, look)

    def _put(self, row: int, column: int, value: Plain, look: Look) -> None:
        """Write a plain value; a text stays a text whatever it begins with."""
        self._cells[row, column] = painted(self.sheet, row, column, value, self._style(look, value))

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
        spots = list(_spots(grid, self.plan.reach(place.top_row)))
        if place.band_row:
            self._bands(place)
        if place.header_row:
            self._header(place.header_row, spots)
        self._looks.clear()
        for position, row in enumerate(grid.rows, place.first_row):
            self._row(place, position, row, spots)
        titles = {column.title.casefold() for column in grid.columns if column.title}
        named = len(titles) == len(grid.columns)  # as Excel demands of its tables
        if grid.table and named and place.header_row and grid.rows:
            names = [column.title for column in grid.columns]
            self._excel_table(grid.id, place.header_row, place.last_row, 1, names)

    def _header(self, position: int, spots: list[_Spot]) -> None:
        for spot in spots:
            title = spot.column.title
            look = Look(
                part="header",
                align=spot.align,
                first_of_band=spot.first_of_band,
                level=_indent(spot.number, spot.align),
            )
            self._put(position, spot.number, title, look)
            if spot.span > 1:
                self._stretch(position, spot, look)
            else:
                self.columns.header(spot.number, title)
            self.columns.title(position, spot.number, title, spot.span)

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
                self._put(position, spot.number, None, look)
            else:
                self._figure(grid, row, spot, position, cell)
            if spot.span > 1:
                self._stretch(position, spot, Look(row=row.style))

    def _stretch(self, position: int, spot: _Spot, look: Look) -> None:
        """Join a cell and those to its right that its text may use."""
        last = spot.number + spot.span - 1
        for number in range(spot.number + 1, last + 1):
            self._put(position, number, None, look)
        self.book.merges.merge(self.sheet, position, spot.number, last)

    def _figure(self, grid: Grid, row: Row, spot: _Spot, position: int, cell: Cell) -> None:
        value = self.book.plain(self.book.values[grid.id, row.key, spot.column.key])
        formats = self.book.formats_in(grid.id, row.key, spot.column.key)
        shown = formats.shown(value, cell.format, cell.tone, "")
        wraps = cell.format == "text" and self._wraps(spot, cell, shown)
        words = row.style == "heading" and isinstance(value, str)
        key = spot.number, cell.format, cell.tone, row.style, row.level, wraps, words, formats
        look = self._looks.get(key)
        if look is None:
            code = formats.code(cell.format, cell.tone)
            look = self._looks[key] = _look(spot, row, cell, code, wraps=wraps, words=words)
        self._value(position, spot.number, cell, value, look, sorted_=grid.table)
        self._room(row, spot, position, shown, look, wraps=wraps)

    def _room(
        self, row: Row, spot: _Spot, position: int, shown: str, look: Look, *, wraps: bool
    ) -> None:
        """Make room for what a cell shows."""
        bold = row.style in _BOLD
        if spot.column.clip:
            self.columns.at_least(spot.number, spot.column.width or 0.0)
        elif wraps:
            size = theme.SIZES["note"] if row.style == "note" else theme.BODY
            self.columns.wrapped(position, spot.number, shown, size, bold=bold, span=spot.span)
            self.columns.at_least(spot.number, spot.column.width or 0.0)
        elif not (spot.last and row.style in ("note", "heading")):
            wanted = spot.column.width or 0.0
            self.columns.body(spot.number, shown, bold=bold, level=look.level, width=wanted)

    def _wraps(self, spot: _Spot, cell: Cell, shown: str) -> bool:
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
    ) -> None:
        title = self.plan.title
        self.book.caches.figures[title, position, column] = value
        text = None
        if type(cell.expression) is not Literal:
            failed = value if isinstance(value, ErrorValue) else None
            text = self.book.formulas.text(cell.expression, title, failed, sorted_=sorted_)
        if text is None:
            self._put(position, column, value, look)
        else:
            made = formula(self.sheet, position, column, text, self._style(look))
            self._cells[position, column] = made
            self._cached[made.coordinate] = 0 if value is None else value
        if cell.link or cell.to is not None or cell.target or cell.name:
            self._extras(self._cells[position, column], cell)

    def _extras(self, made: SheetCell, cell: Cell) -> None:
        if where := self._led(cell):
            made.hyperlink = Hyperlink(ref=made.coordinate, location=where)
        if cell.target:
            made.hyperlink = Hyperlink(ref=made.coordinate, target=quote(cell.target))
        if cell.name:
            where = f"{quoted(self.plan.title)}!${made.column_letter}${made.row}"
            self.book.workbook.defined_names[cell.name] = DefinedName(cell.name, attr_text=where)

    def _led(self, cell: Cell) -> str:
        """Return where a click on a cell leads, or nothing."""
        layout = self.book.layout
        if cell.to is not None:
            place = layout.shown(cell.to)
            return f"{quoted(place.sheet)}!{place.address}" if place else ""
        return f"{quoted(layout.titles[cell.link])}!A1" if cell.link in layout.titles else ""

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
        self._excel_table(table.name, place.header_row, last, place.column, table.columns)

    def _table_width(self, column: int, values: list[Plain], format_: Format) -> None:
        numbers = [value for value in values if isinstance(value, int | float)]
        texts = sorted({value for value in values if isinstance(value, str)}, key=len)[-20:]
        extremes = [min(numbers), max(numbers)] if numbers else []
        for value in [*texts, *extremes]:
            shown = self.book.formats.shown(value, format_, "", "")
            self.columns.body(column, shown[:80])

    def _excel_table(
        self, name: str, top: int, bottom: int, left: int, titles: Sequence[str]
    ) -> None:
        right = get_column_letter(left + len(titles) - 1)
        table: Any = Table(
            displayName=name,
            name=name,
            ref=f"{get_column_letter(left)}{top}:{right}{bottom}",
            tableStyleInfo=_TABLE_STYLE,
        )
        table._initialise_columns()  # noqa: SLF001  # else openpyxl reads the whole table for them
        for column, title in zip(table.tableColumns, titles, strict=True):
            column.name = cell_text(title)
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


def _look(spot: _Spot, row: Row, cell: Cell, code: str, *, wraps: bool, words: bool) -> Look:
    """Return the look of a cell; a heading's `words` begin at the left."""
    align = spot.align if cell.format == "text" else alignment(cell.format)
    if spot.column.clip:
        align = "fill"  # cut at the edge of the cell, and never over its neighbour
    if words:
        align = "left"
    return Look(
        code=code,
        align=align,
        row=row.style,
        tone=cell.tone,
        wrap=wraps and not spot.column.clip,
        level=_indent(spot.number, align, row.level if spot.number == 1 else 0),
        first_of_band=spot.first_of_band,
    )


def _spots(grid: Grid, columns: int) -> Iterator[_Spot]:
    """Yield each column with what its cells' look depends on, on a sheet of so many columns."""
    before = ""
    for number, column in enumerate(grid.columns, 1):
        side, last = _side(grid, column), number == len(grid.columns)
        spills = column.wrap and last and side == "left" and not grid.table
        yield _Spot(
            column=column,
            number=number,
            align=side,
            first_of_band=bool(column.band or before) and column.band != before and number > 1,
            last=last,
            span=max(columns - number + 1, 1) if spills else 1,
        )
        before = column.band
