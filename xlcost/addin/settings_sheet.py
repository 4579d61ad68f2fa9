"""The sheet xlwings.conf: settings that xlwings' VBA reads from the first two columns."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.styles import Alignment

from xlcost.addin.canvas import Canvas, Paper
from xlcost.addin.looks import SheetLook
from xlcost.locales.words import Words
from xlcost.workbook.theme import DEFAULT

TITLE = "xlwings.conf"  # xlwings looks for this title
# xlwings compares texts; what is not here comes from the person's own settings.
_SETTINGS = {
    "ADD_WORKBOOK_TO_PYTHONPATH": ("false", "why_folder"),
    "USE UDF SERVER": ("False", "why_server"),
    "SHOW CONSOLE": ("False", "why_console"),
}
# What a workbook gets of the computer that it is made on, and why.
_OWN = {"PYTHONPATH": "why_path"}
_ADDED = ("interpreter_win", "interpreter_mac")
_WIDTHS = (34.0, 16.0, 90.0)


def paint(paper: Paper, text: Words, own: Mapping[str, str]) -> None:
    """Paint the sheet; its first column must have no gap and name nothing twice.

    Args:
        paper: What the sheets share.
        text: Words.
        own: Settings of this computer.
    """
    canvas = Canvas(paper, TITLE, _WIDTHS)
    for column, key in enumerate(("setting", "value", "why"), 1):
        canvas.put(column, text.text(f"template.settings.{key}"), SheetLook("header"))
    canvas.height(20.0)
    canvas.row += 1
    rows = {name: (value, _OWN.get(name, "why_interpreter")) for name, value in own.items()}
    for name, (value, why) in {**_SETTINGS, **rows}.items():
        canvas.put(1, name, SheetLook(code="@"))
        canvas.put(2, value, SheetLook(code="@"))
        canvas.put(3, text.text(f"template.settings.{why}"), SheetLook("note"))
        canvas.row += 1
    canvas.row += 4
    canvas.wrapped(1, text.text("template.settings.more"), SheetLook("note"), span=3)
    canvas.row += 1
    for name in _ADDED:
        canvas.put(1, name.upper(), SheetLook("label"))
        cell = canvas.put(2, text.text(f"template.settings.{name}"), SheetLook("note"))
        cell.alignment = Alignment(horizontal="left")
        canvas.row += 1
    canvas.finish(landscape=True)
    canvas.sheet.sheet_properties.tabColor = DEFAULT.middle
