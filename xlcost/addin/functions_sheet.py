"""The sheet Functions: the reference, one row a function, written from the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl.styles import Alignment
from openpyxl.worksheet.table import Table, TableStyleInfo

from xlcost.addin.calculator_sheet import family_label
from xlcost.addin.canvas import Canvas, Paper
from xlcost.addin.looks import SheetLook
from xlcost.catalogue.families import catalogue
from xlcost.catalogue.metric import Metric
from xlcost.locales.words import Words

_COLUMNS = {
    "function": 30.0,
    "family": 14.0,
    "label": 24.0,
    "syntax": 40.0,
    "summary": 48.0,
    "result": 29.0,
    "errors": 60.0,
}


def paint(paper: Paper, text: Words, places: Mapping[str, int], *, python: bool = True) -> None:
    """Paint the sheet; each function leads to its place on the Calculator, where there is one.

    Args:
        paper: What the sheets share.
        text: Words.
        places: The row of each function on the Calculator.
        python: Whether Python gives the functions; else they are named LAMBDAs.
    """
    title = text.text("template.sheets.functions")
    canvas = Canvas(paper, title, (2.5, *_COLUMNS.values()))
    said = text.text(f"template.{'functions' if python else 'lambdas'}.subtitle")
    canvas.head(text.text("template.functions.title"), said, 6)
    top = canvas.row
    for column, key in enumerate(_COLUMNS, 2):
        canvas.put(column, text.text(f"template.functions.{key}"), SheetLook("header"))
    canvas.height(20.0)
    canvas.row += 1
    for metric in catalogue():
        for name in metric.excel_names:
            _row(canvas, metric, name, text, places.get(metric.name))
    last = canvas.row - 1
    table = Table(
        displayName="xlcost_reference",
        name="xlcost_reference",
        ref=f"B{top}:{chr(ord('A') + len(_COLUMNS))}{last}",
        tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=False),
    )
    canvas.sheet.add_table(table)
    canvas.finish(landscape=True, freeze=f"C{top + 1}")
    canvas.sheet.print_title_rows = f"{top}:{top}"


def _row(canvas: Canvas, metric: Metric, name: str, text: Words, place: int | None) -> None:
    better = f", {text.text(f'template.functions.{metric.better}')}" if metric.better else ""
    unit = text.text(f"template.units.{metric.unit.replace(' ', '_')}")
    shown = {
        "family": family_label(text, metric.family),
        "label": metric.label(text.language),
        "syntax": f"={metric.syntax.replace(metric.excel_name, name, 1)}",
        "summary": metric.definition(text.language) or metric.summary,
        "result": f"{unit}{better}",
        "errors": " ".join(metric.raises.values()).replace("`", ""),
    }
    cell = canvas.put(2, name, SheetLook("link" if place else "strong"))
    cell.alignment = Alignment(vertical="top")
    if place:
        canvas.link(cell, text.text("template.sheets.calculator"), f"B{place}")
    for column, value in enumerate(shown.values(), 3):
        quiet = column > 6  # noqa: PLR2004 - what is read last
        canvas.wrapped(column, value, SheetLook("label" if quiet else "text"))
    canvas.row += 1
