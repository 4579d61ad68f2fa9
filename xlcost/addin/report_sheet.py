"""The sheet Report: what to build, the buttons, and what happened; `button` reads and writes it."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.styles import Alignment

from xlcost.addin.canvas import Canvas, Paper
from xlcost.addin.form import LIST_ROWS, PREFIX
from xlcost.addin.looks import SheetLook
from xlcost.locales.words import LANGUAGES, Words
from xlcost.workbook import theme

# The defined names of the cells, by what they hold.
INPUTS: Mapping[str, str] = {
    key: f"{PREFIX}{key}"
    for key in (
        "period",
        "data_folder",
        "output_folder",
        "language",
        "allow_errors",
        "open_report",
    )
}
OUTPUTS: Mapping[str, str] = {
    key: f"{PREFIX}{key}" for key in ("status", "time", "findings", "path", "list")
}

_WIDTHS = (2.5, 26.0, 64.0, 62.0)
_SPAN = 3
_TEXT = "@"  # Excel would make a date of 2026-10


def paint(paper: Paper, text: Words) -> None:
    """Paint the sheet."""
    canvas = Canvas(paper, text.text("template.sheets.report"), _WIDTHS)
    canvas.head(text.text("template.report.title"), text.text("template.report.subtitle"), _SPAN)
    _inputs(canvas, text)
    macros = {"BuildReport": "build", "CheckData": "check", "OpenLastReport": "open"}
    canvas.buttons(2, {macro: text.text(f"template.report.{key}") for macro, key in macros.items()})
    canvas.put(2, text.text("template.report.buttons_need"), SheetLook("note"))
    canvas.row += 2
    _outputs(canvas, text)
    canvas.finish(landscape=True)


def _inputs(canvas: Canvas, text: Words) -> None:
    canvas.heading(text.text("template.report.inputs"), _SPAN)
    yes, no = text.text("template.report.yes"), text.text("template.report.no")
    start = {
        "language": "" if text.language == "en" else text.language,
        "allow_errors": no,
        "open_report": yes,
    }
    words = {"language": LANGUAGES, "allow_errors": (yes, no), "open_report": (yes, no)}
    for key, name in INPUTS.items():
        label = canvas.put(2, text.text(f"template.report.{key}"), SheetLook())
        label.alignment = Alignment(vertical="center")
        look = SheetLook("input", code=_TEXT)
        cell = canvas.put(3, start.get(key) or None, look)
        cell.alignment = Alignment(
            horizontal="left", vertical="center", indent=1, shrink_to_fit=True
        )
        canvas.name(cell, name)
        if key in words:
            canvas.choices(cell, words[key], "")
        note = canvas.wrapped(4, text.text(f"template.report.{key}_help"), SheetLook("note"))
        note.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
        canvas.height(22.0)
        canvas.row += 1
    canvas.row += 1


def _outputs(canvas: Canvas, text: Words) -> None:
    canvas.heading(text.text("template.report.result"), _SPAN)
    for key, name in OUTPUTS.items():
        if key == "list":
            continue
        canvas.put(2, text.text(f"template.report.{key}"), SheetLook("label"))
        for column in (3, 4):
            canvas.put(column, None, SheetLook())
        canvas.sheet.merge_cells(
            start_row=canvas.row, end_row=canvas.row, start_column=3, end_column=4
        )
        first = key == "status"
        value = text.text("template.report.status_none") if first else None
        cell = canvas.put(3, value, SheetLook("strong" if first else "text"))
        cell.alignment = Alignment(vertical="center", wrap_text=first)
        canvas.name(cell, name)
        canvas.height(34.0 if first else 18.0)
        canvas.row += 1
    canvas.row += 1
    canvas.heading(text.text("template.report.list"), _SPAN)
    for number in range(LIST_ROWS):
        canvas.sheet.merge_cells(
            start_row=canvas.row, end_row=canvas.row, start_column=2, end_column=4
        )
        cell = canvas.put(2, None, SheetLook("note"))
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if not number:
            canvas.name(cell, OUTPUTS["list"])
        canvas.height(2 * theme.LINE_HEIGHT + 3.0)  # a sentence may take two lines
        canvas.row += 1
