"""A report beside its workbook, and what a spreadsheet shows of a cell by the workbook alone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl
from hand_made import HandMade, made

from xlcost.report.model.evaluation import Address
from xlcost.report.model.expressions import Ref, Value
from xlcost.report.model.spec import Report
from xlcost.runs.pack import written_as
from xlcost.workbook.layout import Layout
from xlcost.workbook.render import write_workbook

NBSP = "\u00a0"


@dataclass(frozen=True)
class Told:
    """A report with the value of every cell, and its workbook as a spreadsheet opens it."""

    report: Report
    values: Mapping[Address, Value]
    layout: Layout
    book: openpyxl.Workbook

    def cell(self, grid: str, row: str, column: str) -> Any:
        """Return the cell of the workbook where a figure stands."""
        place = self.layout.place(Ref(grid, row, column))
        return self.book[place.sheet].cell(place.row, place.column)

    def shown(self, grid: str, row: str, column: str) -> str:
        """Return what the workbook shows where a figure stands."""
        cell = self.cell(grid, row, column)
        return as_shown(cell.value, cell.number_format, self.report.language)


def told_of(dataset: HandMade, path: Path, language: str, **options: Any) -> Told:
    """Return the report of a company, and the workbook that is written of it."""
    report, values = written_as(made(dataset, language=language, **options))
    write_workbook(report, values, path)
    return Told(report, values, Layout(report), openpyxl.load_workbook(path, data_only=True))


def enlarged(value: Any, times: int) -> Any:
    """Return a number many times as large; anything else as it is."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value * times if is_number else value


def as_shown(value: object, code: str, language: str) -> str:
    """Return what a spreadsheet shows of a cached value under a number format."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    if not isinstance(value, int | float) or isinstance(value, bool):
        return str(value)
    first = code.split(";", maxsplit=1)[0]
    digits = re.search(r"\.(0+)", first)
    decimals = len(digits[1]) if digits else 0
    number = Decimal(repr(value)) * (100 if "%" in first else 1)
    number = number.quantize(Decimal(10) ** -decimals, ROUND_HALF_UP)
    text = f"{abs(number):,.{decimals}f}" if "#,##0" in first else f"{abs(number):.{decimals}f}"
    if language == "nb":
        text = text.replace(",", NBSP).replace(".", ",")
    sign = "-" if number < 0 else "+" if first.startswith("+") and number > 0 else ""
    percent = f"{NBSP}%" if " %" in first else "%" if "%" in first else ""
    return sign + text + percent + (f"{NBSP}pp" if "pp" in first else "")
