"""One sheet of the template while it is painted: texts, inputs, formulas with their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from xlcost.addin.looks import SheetLook, dress, fill
from xlcost.workbook import theme
from xlcost.workbook.book import Caches, Plain
from xlcost.workbook.layout import quoted
from xlcost.workbook.text_width import lines, width
from xlcost.workbook.texts import looks_like_formula

_PADDING = 1.5
_BUTTON_HEIGHT = 27.0
_PIXEL = 0.75  # points
_DIGIT = 7  # pixels of a digit of the standard font
_A4 = 9


@dataclass(frozen=True)
class Button:
    """A button that runs a macro.

    Attributes:
        sheet: The title of its sheet.
        name: Its name.
        text: What stands on it.
        macro: The macro that it runs.
        left, top, width, height: Its place in points.
    """

    sheet: str
    name: str
    text: str
    macro: str
    left: float
    top: float
    width: float
    height: float


@dataclass
class Paper:
    """What the sheets of the template share.

    Attributes:
        workbook: The workbook.
        caches: The values of its formulas.
        dynamic: Formulas that spill in an Excel that can; by sheet title, their first cells.
        buttons: Added when everything else is written.
    """

    workbook: Workbook
    caches: Caches = field(default_factory=Caches)
    dynamic: dict[str, set[str]] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)


class Canvas:
    """A sheet to paint on, row by row.

    Args:
        paper: What the sheets share.
        title: The sheet's title.
        widths: Widths of the columns, in characters.
    """

    def __init__(self, paper: Paper, title: str, widths: Sequence[float]) -> None:
        self.paper = paper
        self.sheet = paper.workbook.create_sheet(title)
        self.title = title
        self.widths = list(widths)
        self.row = 1
        for number, wide in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = wide
        self._cached = paper.caches.formulas.setdefault(title, {})
        self._dynamic = paper.dynamic.setdefault(title, set())
        self._heights: dict[int, float] = {}

    def put(self, column: int, value: Plain, look: SheetLook, row: int | None = None) -> Cell:
        """Write a value; a text stays one whatever it begins with."""
        cell: Cell = self.sheet.cell(row or self.row, column)
        if isinstance(value, str):
            cell.value = value
            cell.data_type = "s"
            look = replace(look, quoted=looks_like_formula(value))
        elif value is not None:
            cell.value = value  # type: ignore[assignment]  # no error value is an input
        dress(cell, look)
        return cell

    def wrapped(self, column: int, text: str, look: SheetLook, *, span: int = 1) -> Cell:
        """Write a text that is broken into lines across columns, and make its row high enough."""
        if span > 1:
            self.sheet.merge_cells(
                start_row=self.row,
                end_row=self.row,
                start_column=column,
                end_column=column + span - 1,
            )
        cell = self.put(column, text, look)
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        self.fit(column, text, cell.font.sz or theme.BODY, span=span, bold=bool(cell.font.b))
        return cell

    def fit(self, column: int, text: str, size: float, *, span: int = 1, bold: bool = False) -> int:
        """Make the row high enough for a text that is broken into lines; return how many."""
        room = sum(self.widths[column - 1 : column - 1 + span]) - _PADDING
        count = lines(text, room, size, bold=bold)
        self.height(count * theme.LINE_HEIGHT * size / theme.BODY + 3.0)
        return count

    def formula(
        self, column: int, text: str, value: Plain, look: SheetLook, *, dynamic: bool = False
    ) -> Cell:
        """Write a formula, without its equals sign, and what it comes to."""
        cell: Cell = self.sheet.cell(self.row, column)
        where = cell.coordinate
        if dynamic:
            self.sheet[where] = ArrayFormula(where, f"={text}")
            self._dynamic.add(where)
        else:
            cell.value = f"={text}"
        dress(cell, look)
        self._cached[where] = value
        return cell

    def spill(
        self, column: int, text: str, rows: Sequence[Sequence[Plain]], look: SheetLook
    ) -> None:
        """Write a formula that fills a table, and what stands in each of its cells."""
        first = f"{get_column_letter(column)}{self.row}"
        end = f"{get_column_letter(column + len(rows[0]) - 1)}{self.row + len(rows) - 1}"
        for down, values in enumerate(rows):
            for right, value in enumerate(values):
                self.put(column + right, value, look, self.row + down)
        self.sheet[first] = ArrayFormula(f"{first}:{end}", f"={text}")
        self._dynamic.add(first)
        self._cached[first] = rows[0][0]

    def height(self, points: float) -> None:
        """Make the row at least this high."""
        known = self._heights.get(self.row, theme.ROW_HEIGHT)
        self._heights[self.row] = round(max(known, points), 1)
        self.sheet.row_dimensions[self.row].height = self._heights[self.row]

    def head(self, title: str, subtitle: str, span: int) -> None:
        """Write the sheet's title and what it is for, and leave a row free."""
        self.row = 2
        self.put(2, title, SheetLook("title"))
        self.height(26.0)
        self.row = 3
        self.wrapped(2, subtitle, SheetLook("subtitle"), span=span)
        self.row = 5

    def heading(self, text: str, span: int) -> None:
        """Write a heading with a rule below it."""
        for column in range(2, 2 + span):
            self.put(column, text if column == 2 else None, SheetLook("heading"))  # noqa: PLR2004  # the label of a heading stands in the second column
        self.height(20.0)
        self.row += 1

    def shade(self, column: int, span: int, color: str) -> None:
        """Colour cells of the row."""
        for number in range(column, column + span):
            self.sheet.cell(self.row, number).fill = fill(color)

    def link(self, cell: Cell, title: str, address: str = "A1") -> None:
        """Make a cell lead to a place of the workbook."""
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quoted(title)}!{address}")

    def name(self, cell: Cell, name: str) -> None:
        """Give a cell a name that code finds it by."""
        self.define(name, f"{quoted(self.title)}!${cell.column_letter}${cell.row}")

    def define(self, name: str, formula: str) -> None:
        """Give a name to cells, or to a formula that finds them."""
        self.paper.workbook.defined_names[name] = DefinedName(name, attr_text=formula)

    def choices(self, cell: Cell, words: Sequence[str], prompt: str, *, only: bool = True) -> None:
        """Offer words for a cell, and refuse others where nothing else can be meant."""
        rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
        rule.showErrorMessage = only
        rule.showInputMessage = bool(prompt)
        rule.prompt = prompt or None
        rule.add(cell)
        self.sheet.add_data_validation(rule)

    def buttons(self, column: int, texts: Mapping[str, str]) -> None:
        """Reserve the row for buttons, side by side; texts by macro."""
        self.height(_BUTTON_HEIGHT + 12.0)
        left = sum(_points(wide) for wide in self.widths[: column - 1])
        top = sum(self._heights.get(row, theme.ROW_HEIGHT) for row in range(1, self.row))
        for macro, text in texts.items():
            wide = max(104.0, round(width(text, 11.0) * 5.6) + 36.0)
            self.paper.buttons.append(
                Button(self.title, macro, text, macro, left, top + 6.0, wide, _BUTTON_HEIGHT)
            )
            left += wide + 10.0
        self.row += 1

    def finish(self, *, freeze: str = "", landscape: bool = False) -> None:
        """Set how the sheet is seen and printed."""
        sheet = self.sheet
        sheet.print_area = f"A1:{get_column_letter(len(self.widths))}{max(self.row, 2)}"
        sheet.sheet_view.showGridLines = False
        sheet.sheet_format.defaultRowHeight = theme.ROW_HEIGHT
        sheet.sheet_format.customHeight = True
        if freeze:
            sheet.freeze_panes = freeze
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        margins = sheet.page_margins
        margins.left = margins.right = 0.45
        margins.top = margins.bottom = 0.6
        margins.header = margins.footer = 0.3


def _points(wide: float) -> float:
    """Return the points that a column of so many characters, its padding counted, takes."""
    return int(wide * _DIGIT) * _PIXEL
