"""The sheet Report: the folder, what to build, the buttons, what was understood and what is wrong.

`xlcost_run` reads the named cells for a run and writes its answer into them; see `answer`.
"""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from xlcost.addin.answer import COMPANY_ROWS, FILE_ROWS, FINDING_ROWS, PERIOD_ROWS
from xlcost.addin.canvas import Canvas, Paper
from xlcost.addin.form import BESIDE, PREFIX
from xlcost.addin.looks import SheetLook
from xlcost.locales.words import LANGUAGES, Words
from xlcost.workbook.layout import quoted

_WHERE = ("data_folder",)
_WHAT = ("period", "company", "output_folder", "language", "beside", "allow_errors", "open_report")
_SIGNED = ("prepared_by", "reviewed_by", "approved_by", "signed_on")
_SAID = ("status", "time", "entity", "findings", "path")
# The defined names of the cells, by what they hold.
INPUTS: Mapping[str, str] = {key: f"{PREFIX}{key}" for key in (*_WHERE, *_WHAT, *_SIGNED)}
TABLES: Mapping[str, int] = {
    "files": FILE_ROWS, "list": FINDING_ROWS, "periods": PERIOD_ROWS, "companies": COMPANY_ROWS,
}  # fmt: skip
OUTPUTS: Mapping[str, str] = {key: f"{PREFIX}{key}" for key in (*_SAID, "run_number", *TABLES)}
BUTTONS: Mapping[str, str] = {
    "ReadFiles": "read",
    "CheckData": "check",
    "BuildReport": "build",
    "BuildPacks": "packs",
    "BuildPdf": "pdf",
    "BuildPlan": "plan",
    "BuildFinal": "final",
    "OpenLastReport": "open",
    "CancelRun": "cancel",
}
_FIRST_ROW = 6  # as many as stand on one screen's width
_FILE_COLUMNS = ("input", "file", "understood", "rows", "used", "left_out", "total")
_FINDING_COLUMNS = ("severity", "place", "message", "", "", "", "amount")

_WIDTHS = (2.5, 20.0, 42.0, 66.0, 10.0, 10.0, 10.0, 17.0)
_SPAN = 7
_FOLDERS = ("data_folder", "output_folder")  # whose paths may be long
_LISTED = {"period": "periods", "company": "companies"}
_TEXT = "@"  # Excel would make a date of 2026-10
_MONEY, _COUNT = "#,##0.00", "#,##0"
# Columns of what no reader needs to see: the lists of the drop-downs, and what VBA remembers.
_ASIDE = {
    "periods": 10,
    "companies": 11,
    "run_number": 12,
    **{key: 13 + n for n, key in enumerate(_SIGNED)},
}


def paint(paper: Paper, text: Words) -> None:
    """Paint the sheet."""
    canvas = Canvas(paper, text.text("template.sheets.report"), _WIDTHS)
    canvas.head(text.text("template.report.title"), text.text("template.report.subtitle"), _SPAN)
    canvas.buttons(2, {"BrowseFolder": text.text("template.report.browse")})
    _inputs(canvas, text)
    shown = {macro: text.text(f"template.report.{key}") for macro, key in BUTTONS.items()}
    macros = list(shown)
    for some in (macros[:_FIRST_ROW], macros[_FIRST_ROW:]):
        canvas.buttons(2, {macro: shown[macro] for macro in some})
    _said(canvas, text)
    note = text.text("template.report.buttons_need")
    canvas.wrapped(2, note, SheetLook("note"), span=_SPAN)
    canvas.row += 2
    _table(canvas, text, "files", _FILE_COLUMNS)
    _table(canvas, text, "list", _FINDING_COLUMNS)
    canvas.finish(landscape=True)
    _hidden(canvas)


def _inputs(canvas: Canvas, text: Words) -> None:
    """Paint the cells to fill in: each with its label, and what it takes."""
    yes, no = text.text("template.report.yes"), text.text("template.report.no")
    values = {
        "language": "" if text.language == "en" else text.language,
        "allow_errors": no,
        "open_report": yes,
    }
    answers: tuple[str, ...] = (yes, no)
    words = {"language": LANGUAGES, "allow_errors": answers, "open_report": answers}
    words["beside"] = BESIDE
    for key in (*_WHERE, *_WHAT):
        label = canvas.put(2, text.text(f"template.report.{key}"), SheetLook())
        label.alignment = Alignment(vertical="center")
        cell = canvas.put(3, values.get(key) or None, SheetLook("input", code=_TEXT))
        cell.alignment = Alignment(horizontal="left", vertical="center", indent=1, wrap_text=True)
        canvas.name(cell, INPUTS[key])
        if key in words:
            canvas.choices(cell, words[key], "")
        if key in _LISTED:
            _listed(canvas, cell, f"{PREFIX}{_LISTED[key]}_listed")
        help_text = text.text(f"template.report.{key}_help")
        note = canvas.wrapped(4, help_text, SheetLook("note"), span=_SPAN - 2)
        note.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
        canvas.height(30.0 if key in _FOLDERS else 20.0)
        canvas.row += 1
    canvas.row += 1


def _listed(canvas: Canvas, cell: Cell, name: str) -> None:
    """Offer what the data holds; 2026 is a period too, and is in no list."""
    rule = DataValidation(type="list", formula1=name, allow_blank=True)
    rule.showErrorMessage = False
    rule.add(cell)
    canvas.sheet.add_data_validation(rule)


def _said(canvas: Canvas, text: Words) -> None:
    """Paint what a run says of itself."""
    canvas.heading(text.text("template.report.result"), _SPAN)
    for key in _SAID:
        canvas.put(2, text.text(f"template.report.{key}"), SheetLook("label"))
        for column in range(3, 2 + _SPAN):
            canvas.put(column, None, SheetLook())
        canvas.sheet.merge_cells(
            start_row=canvas.row, end_row=canvas.row, start_column=3, end_column=1 + _SPAN
        )
        first = key == "status"
        value = text.text("template.report.status_none") if first else None
        cell = canvas.put(3, value, SheetLook("strong" if first else "text", code=_TEXT))
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        canvas.name(cell, OUTPUTS[key])
        canvas.height(34.0 if first else 18.0)
        canvas.row += 1


def _table(canvas: Canvas, text: Words, key: str, columns: tuple[str, ...]) -> None:
    """Paint a table that a run fills: its headings, and as many rows as it may have."""
    canvas.heading(text.text(f"template.report.{key}"), _SPAN)
    numbers = {"rows": _COUNT, "used": _COUNT, "left_out": _COUNT, "total": _MONEY}
    numbers["amount"] = _MONEY
    for place, column in enumerate(columns):
        title = text.text(f"template.report.{key}_{column}") if column else None
        head = canvas.put(2 + place, title, SheetLook("header"))
        side = "right" if column in numbers else "left"
        head.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
    canvas.row += 1
    first = canvas.row
    for row in range(first, first + TABLES[key]):
        for place, column in enumerate(columns):
            is_number = column in numbers
            look = SheetLook("link" if place == 1 else "text", code=numbers.get(column, _TEXT))
            cell = canvas.put(2 + place, None, look, row)
            side = "right" if is_number else "left"
            cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=not is_number)
        canvas.sheet.row_dimensions[row].hidden = row > first
    canvas.row += TABLES[key]
    _range(canvas, OUTPUTS[key], first, canvas.row - 1, 2, 1 + _SPAN)
    canvas.row += 1


def _range(canvas: Canvas, name: str, top: int, bottom: int, left: int, right: int) -> None:
    first, last = get_column_letter(left), get_column_letter(right)
    end = "" if (top, left) == (bottom, right) else f":${last}${bottom}"
    canvas.define(name, f"{quoted(canvas.title)}!${first}${top}{end}")


def _hidden(canvas: Canvas) -> None:
    """Set aside the lists of the drop-downs, the number of the run, and who signed last."""
    for key, column in _ASIDE.items():
        bottom = 1 + TABLES.get(key, 1)
        letter = get_column_letter(column)
        _range(canvas, f"{PREFIX}{key}", 2, bottom, column, column)
        for row in range(2, bottom + 1):
            canvas.put(column, None, SheetLook(code=_TEXT), row).border = Border()
        canvas.sheet.column_dimensions[letter].hidden = True
        if key in TABLES:
            sheet = quoted(canvas.title)
            area = f"{sheet}!${letter}$2:${letter}${bottom}"
            count = f"MAX(1,COUNTA({area}))"
            first = f"{sheet}!${letter}$2"
            canvas.define(f"{PREFIX}{key}_listed", f"{first}:INDEX({area},{count})")
