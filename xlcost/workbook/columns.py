"""Widths of columns and heights of rows, so that nothing is cut off and nothing shows ###."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from math import fsum

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.workbook import theme
from xlcost.workbook.text_width import DIGIT, lines, width

_PADDING = 1.6
_TITLE_PADDING = 1.2
_HEADER_LINES = 2.4  # a long header is broken into about two lines
_LONGEST_WORD = 24.0  # of a text in lines: a longer one, such as a path, is broken
_LEAST_LINE = 60.0  # characters that a line of text reaches across, whatever the columns are
LEAST = 0.5  # of what was wished for, as people write in columns that are empty yet
_HAIR = 0.01  # centimetres
_STANDARD = 64 / 7  # a column that nobody set


@dataclass(frozen=True)
class _Wrapped:
    row: int
    column: int
    text: str
    size: float
    bold: bool
    span: int


@dataclass(frozen=True)
class _Line:
    row: int
    text: str
    style: str
    span: int
    fill: bool


class Columns:
    """Collects what a sheet's columns must hold.

    Args:
        count: How many columns its grids and tables reach across.
        breadth: How wide the font is, in parts of Calibri.
    """

    def __init__(self, count: int, breadth: float = 1.0) -> None:
        self.count = count
        self._breadth = breadth
        self._widths = dict.fromkeys(range(1, count + 1), theme.NARROWEST)
        self._needed: dict[int, float] = {}  # by what cannot be broken into more lines
        self._heights: dict[int, float] = {}
        self._wrapped: list[_Wrapped] = []
        self._lines: list[_Line] = []

    def text_width(self, text: str) -> float:
        """Return the width of a text of the body."""
        return self._width(text)

    def at_least(self, column: int, wanted: float) -> None:
        """Make a column at least this wide, if the page has room for it."""
        if wanted > self._widths.setdefault(column, theme.NARROWEST):
            self._widths[column] = wanted

    def _need(self, column: int, width: float) -> None:
        if width > self._needed.setdefault(column, theme.NARROWEST):
            self._needed[column] = width
        self.at_least(column, width)

    def body(
        self,
        column: int,
        text: str,
        *,
        bold: bool = False,
        level: int = 0,
        width: float | None = None,
    ) -> None:
        """Make room for a text or number on one line."""
        self._need(column, self._width(text, bold=bold) + _PADDING + 1.4 * level)
        self.at_least(column, width or 0.0)

    def header(self, column: int, title: str) -> None:
        """Make room for a header's longest word, and for all of it in a few lines."""
        longest = max((self._width(word, bold=True) for word in title.split()), default=0.0)
        whole = self._width(title, bold=True) / _HEADER_LINES
        self._need(column, longest + _TITLE_PADDING)
        self.at_least(column, max(longest, whole) + _TITLE_PADDING)

    def wrapped(
        self, row: int, column: int, text: str, size: float, *, bold: bool = False, span: int = 1
    ) -> None:
        """Note a text that is broken into lines, so that its row becomes high enough."""
        self._wrapped.append(_Wrapped(row, column, text, size, bold, span))
        if span == 1:
            longest = max((self._width(word, bold=bold) for word in text.split()), default=0.0)
            self._need(column, min(longest, _LONGEST_WORD) + _PADDING)
            self.at_least(column, min(self._width(text, bold=bold), 30.0) + _PADDING)

    def title(self, row: int, column: int, text: str, span: int) -> None:
        """Note a column's title, which may be broken into lines."""
        self._wrapped.append(_Wrapped(row, column, text, theme.BODY, bold=True, span=span))

    def line(self, row: int, text: str, style: str, span: int, *, fill: bool = False) -> None:
        """Note a line of text across the first columns of the sheet."""
        self._lines.append(_Line(row, text, style, span, fill))

    def within(self, room: float, last_row: int) -> Columns:
        """Return these columns for a page, and the heights of the rows that follow from them.

        They lose what they could do without, where a page has no room for all.

        Args:
            room: The centimetres that a page has at the smallest letters that are printed.
            last_row: The last row whose height is stated: a spreadsheet that has to find one cuts
                the letters of a row or moves them out of line.
        """
        over = self.size(0)[0] / DIGIT - room / DIGIT
        spare = {
            column: max(wide - max(self._needed.get(column, 0.0), LEAST * wide), 0.0)
            for column, wide in self._widths.items()
        }
        part = min(1.0, over / fsum(spare.values())) if over > 0 and any(spare.values()) else 0.0
        made = copy(self)
        made._take(part, spare, last_row)  # noqa: SLF001  # a copy of itself
        return made

    def _take(self, part: float, spare: Mapping[int, float], last_row: int) -> None:
        self._widths = {
            column: wide - part * spare[column] for column, wide in self._widths.items()
        }
        self._heights = self._measured(last_row)

    def _measured(self, last_row: int) -> dict[int, float]:
        """Return the height of every row down to the last one, in points."""
        heights = dict.fromkeys(range(1, last_row + 1), theme.ROW_HEIGHT)
        for item in self._wrapped:
            room = fsum(
                self._widths.get(column, 0.0)
                for column in range(item.column, item.column + item.span)
            )
            count = lines(
                item.text, (room - _TITLE_PADDING / 2) / self._breadth, item.size, bold=item.bold
            )
            height = max(theme.ROW_HEIGHT, count * theme.LINE_HEIGHT * item.size / theme.BODY + 2.5)
            heights[item.row] = max(heights.get(item.row, 0.0), height)
        for line in self._lines:
            size = theme.SIZES.get(line.style, theme.BODY)
            height = self._count(line) * theme.LINE_HEIGHT * size / theme.BODY + 3.0
            heights[line.row] = max(theme.ROW_HEIGHT, height)
        return {row: round(min(height, 409.0), 1) for row, height in heights.items()}

    def _count(self, line: _Line) -> int:
        """Return in how many lines a text stands, which is broken where its sheet is narrower."""
        reached = (self._widths.get(column, 0.0) for column in range(1, line.span + 1))
        room = max(fsum(reached), _LEAST_LINE)
        bold = line.style in ("title", "heading", "alert")
        size = theme.SIZES.get(line.style, theme.BODY)
        return lines(line.text, (room - _PADDING) / self._breadth, size, bold=bold)

    def fit(self, sheet: Worksheet) -> None:
        """Set the widths and the heights, and join the cells under texts that are broken."""
        for column, wanted in self._widths.items():
            sheet.column_dimensions[get_column_letter(column)].width = round(wanted, 2)
        for row, height in self._heights.items():
            sheet.row_dimensions[row].height = height
        for line in self._lines:
            if self._count(line) > 1 or line.fill:
                self._join(sheet, line)

    def _join(self, sheet: Worksheet, line: _Line) -> None:
        last = max(line.span, 1)
        cell = sheet.cell(line.row, 1)
        cell._style = copy(cell._style)  # type: ignore[union-attr]  # noqa: SLF001  # cells of one look share it, and shorter lines must not wrap
        sheet.merge_cells(start_row=line.row, end_row=line.row, start_column=1, end_column=last)
        cell.alignment = Alignment(wrap_text=True, vertical="center" if line.fill else "top")

    def size(self, last_row: int) -> tuple[float, float]:
        """Return the width and the height of the sheet's cells in centimetres."""
        wide = fsum(self.centimetres(column) for column in range(1, self.count + 1))
        return wide, self.distance(last_row + 1)

    def distance(self, row: int) -> float:
        """Return how many centimetres a row's upper edge stands below that of the sheet."""
        points = fsum(self._heights.get(above, theme.ROW_HEIGHT) for above in range(1, row))
        return points / 72 * 2.54

    def offset(self, centimetres: float) -> tuple[int, float]:
        """Return the column (from 0) and the distance into it of a point on the sheet."""
        column = 0
        rest = centimetres
        while True:
            wide = self.centimetres(column + 1)
            if rest < wide:
                return column, rest
            rest -= wide
            column += 1

    def last(self, centimetres: float) -> int:
        """Return the last column that something is on which ends at a point."""
        return self.offset(max(centimetres - _HAIR, 0.0))[0] + 1

    def edge(self, centimetres: float) -> float:
        """Return where that column ends."""
        last = self.last(centimetres)
        return fsum(self.centimetres(column) for column in range(1, last + 1))

    def centimetres(self, column: int) -> float:
        """Return a column's width."""
        return self._widths.get(column, _STANDARD) * DIGIT

    def _width(self, text: str, *, bold: bool = False) -> float:
        return width(text, bold=bold) * self._breadth
