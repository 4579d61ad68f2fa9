"""Tables of slides: native ones, in letters that can be read in a room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from xlcost.briefing.plain_text import plain_text
from xlcost.briefing.shown_cells import ShownCells
from xlcost.report.model.expressions import Ref
from xlcost.report.model.spec import Column, Grid, Row
from xlcost.workbook.text_width import lines, width
from xlcost.workbook.theme import Theme

SIZE = 12  # points
ROW = Inches(0.3)
_SIDE = Inches(0.06)
_DIGIT = 7 / 96  # inches of a digit at 11 points
_SPARE = 1.4  # the font of a reader may be wider than that of the report, and no figure may break
_WIDER = 1.25  # where only a name may need a line more
_LEAST = 0.45  # inches of a column
_NAMES = Inches(1.5)  # that names have at least
_LEFT_OUT = ("pct", "status")  # where amounts are so long that there is no room
_FEWEST = 2  # columns: the names, and the amounts of the period
_LINE = Inches(0.2)
_BOLD = ("total", "subtotal")
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "No Style, No Grid"
_SIDES = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}


class SlideTable:
    """A grid as a native table.

    Args:
        shown: What its cells show.
        grid: The grid.
        theme: The colours and the font.
        widths: How wide it is, and how wide it may be where its figures need it.
    """

    def __init__(
        self, shown: ShownCells, grid: Grid, theme: Theme, widths: tuple[int, int]
    ) -> None:
        self._shown = shown
        self._theme = theme
        self._rows = [row for row in grid.rows if row.style not in ("heading", "note")]
        usual, most = widths
        self._grid = grid
        self._grid = self._fitting(grid, most)
        needed = self._needed(self._grid.columns[1:])
        wide = min(max(usual, _wide(needed)), most)
        self._widths = [max(wide - sum(needed), int(_NAMES)), *needed]
        self._heights = [self._high(None), *map(self._high, self._rows)]

    @property
    def width(self) -> int:
        """How wide it is."""
        return sum(self._widths)

    def _fitting(self, grid: Grid, most: int) -> Grid:
        """Return the grid with the columns that there is room for: no figure is ever broken."""
        columns = list(grid.columns)
        for key in _LEFT_OUT:
            if _wide(self._needed(columns[1:])) > most:
                columns = [column for column in columns if not column.key.endswith(key)]
        while len(columns) > _FEWEST and _wide(self._needed(columns[1:])) > most:
            columns.pop()
        return replace(grid, columns=tuple(columns))

    @property
    def height(self) -> int:
        """How high it is."""
        return sum(self._heights)

    @property
    def count(self) -> int:
        """How many rows it has below its head."""
        return len(self._rows)

    def cut(self, room: int) -> int:
        """Leave out rows for which there is no room, sums last; return how many they are."""
        out = 0
        while len(self._rows) > 1 and self.height > room:
            single = [at for at, row in enumerate(self._rows) if row.style not in _BOLD]
            at = (single or [len(self._rows) - 1])[-1]
            del self._rows[at], self._heights[at + 1]
            out += 1
        return out

    def on(self, slide: Any, left: int, top: int) -> int:
        """Put it on a slide; return where it ends."""
        grid, wide = self._grid, self.width
        size = len(self._rows) + 1, len(grid.columns)
        frame = slide.shapes.add_table(*size, left, top, wide, self.height)
        properties = frame._element._nvXxPr.cNvPr  # noqa: SLF001 - the library has no name for it
        properties.set("descr", plain_text(grid.title or grid.columns[0].title))
        table = frame.table
        table.first_row, table.horz_banding = True, False
        frame._element.graphic.graphicData.tbl.tblPr.find("{*}tableStyleId").text = _NO_STYLE  # noqa: SLF001 - as above
        for column, space in zip(table.columns, self._widths, strict=True):
            column.width = Emu(space)
        for line, space in zip(table.rows, self._heights, strict=True):
            line.height = Emu(space)
        for at, column in enumerate(grid.columns):
            side = "left" if at == 0 else "right"
            self._write(
                table.cell(0, at), plain_text(column.title), side, self._theme.grey, bold=True
            )
        for down, row in enumerate(self._rows, 1):
            for at, column in enumerate(grid.columns):
                if column.key in row.cells:
                    ref = Ref(grid.id, row.key, column.key)
                    ink = getattr(self._theme, self._shown.judged(ref) or "ink")
                    text, bold = self._shown.text(ref), row.style in _BOLD
                    self._write(
                        table.cell(down, at), text, "right" if at else "left", ink, bold=bold
                    )
                else:
                    self._write(table.cell(down, at), "", "left", self._theme.ink)
        return top + self.height

    def _needed(self, columns: Sequence[Column]) -> list[int]:
        """Return the widths that the columns of figures need."""
        needed = []
        for column in columns:
            texts = [
                *column.title.split(),
                *(self._text(row.key, column.key) for row in self._rows),
            ]
            most = max(width(text, SIZE, bold=True) for text in texts or [""])
            inches = most * _DIGIT * self._theme.breadth * _SPARE
            needed.append(int(Inches(max(inches, _LEAST))) + 2 * int(_SIDE))
        return needed

    def _high(self, row: Row | None) -> int:
        """Return the height of a row, or of the head: as many lines as its longest cell takes."""
        columns = list(zip(self._grid.columns, self._widths, strict=True))
        most = 1
        for column, space in columns[:1] if row else columns:  # figures are never broken
            text = self._text(row.key, column.key) if row else column.title
            digits = (space - 2 * int(_SIDE)) / int(Inches(1)) / (_DIGIT * _WIDER)
            most = max(most, lines(text, digits / self._theme.breadth, SIZE, bold=True))
        return int(ROW) + (most - 1) * int(_LINE)

    def _text(self, row: str, column: str) -> str:
        return self._shown.text(Ref(self._grid.id, row, column))

    def _write(self, cell: Any, text: str, side: str, ink: str, *, bold: bool = False) -> None:
        cell.margin_left = cell.margin_right = _SIDE
        cell.margin_top = cell.margin_bottom = 0
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = _SIDES[side]
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.name = Pt(SIZE), bold, self._theme.font
        run.font.color.rgb = RGBColor.from_string(ink)


def _wide(needed: Sequence[int]) -> int:
    return sum(needed) + int(_NAMES)
