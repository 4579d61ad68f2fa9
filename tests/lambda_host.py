"""Calls of named LAMBDAs in pyOpenVBA's engine, whose answers were measured in Excel."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from example_calls import Call
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from pyopenvba.apps.excel import ExcelApplication
from windows.wire import MISSING

from xlcost.addin import broadcast
from xlcost.addin.broadcast import ERROR_BASE, ERROR_NUMBERS
from xlcost.catalogue.families import catalogue
from xlcost.catalogue.lambdas import named, saved
from xlcost.catalogue.metric import OMITTED, Metric

TOLERANCE = 1e-9
Table = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Asked:
    """A call with its arguments in cells.

    Attributes:
        metric: The function.
        call: The call.
        formula: It as a cell says it.
        row: Where its arguments begin.
    """

    metric: Metric
    call: Call
    formula: str
    row: int


def skipped_places(call: Call) -> bool:
    """Tell whether an argument is left out between two others: F(1,,2).

    The engine takes it for a blank cell; by Microsoft's page about ISOMITTED it is missing.
    """
    given = list(call.arguments)
    while given and given[-1] is MISSING:
        given.pop()
    return MISSING in given


def workbook(
    calls: Iterable[tuple[Metric, Call]], path: Path, *, live: bool = False
) -> list[Asked]:
    """Write a workbook with every LAMBDA as a name and the arguments of calls in its cells.

    Args:
        calls: The calls.
        path: The workbook.
        live: Whether it has formulas as well, for an engine that reads files: each cell of an
            answer by itself, and no optional parameter, which those engines do not know.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for name, metric in named(catalogue()):
        book.defined_names[name] = DefinedName(
            name, attr_text=saved(metric).replace("_xlop.", "_xlpm.") if live else saved(metric)
        )
    asked, row = [], 1
    for metric, call in calls:
        column, places, height = 1, [], 1
        for value in call.arguments:
            if value is MISSING:
                continue
            rows = value if isinstance(value, tuple) else ((value,),)
            _fill(sheet, row, column, rows)
            width = len(rows[0])
            first = f"{get_column_letter(column)}{row}"
            last = f"{get_column_letter(column + width - 1)}{row + len(rows) - 1}"
            places.append(f"{first}:{last}" if isinstance(value, tuple) else first)
            column += width + 1
            height = max(height, len(rows))
        asked.append(Asked(metric, call, f"{call.function.upper()}({','.join(places)})", row))
        if live:
            _ask(sheet, asked[-1])
            height = max(height, len(by_python(call, metric)))
        row += height + 1
    book.save(path)
    return asked


ANSWERS = 100  # the column in which live answers begin


def places(asked: Asked) -> dict[str, Any]:
    """Return what Python answers by the cells in which an engine's answers stand."""
    return {
        f"{get_column_letter(ANSWERS + right)}{asked.row + down}": value
        for down, row in enumerate(by_python(asked.call, asked.metric))
        for right, value in enumerate(row)
    }


def _ask(sheet: Any, asked: Asked) -> None:
    answer = by_python(asked.call, asked.metric)
    if len(answer) == len(answer[0]) == 1:
        sheet.cell(asked.row, ANSWERS).value = f"={asked.formula}"
        return
    for down in range(len(answer)):
        for right in range(len(answer[0])):
            part = f"=INDEX({asked.formula},{down + 1},{right + 1})"
            sheet.cell(asked.row + down, ANSWERS + right).value = part


def _fill(sheet: Any, row: int, column: int, rows: Table) -> None:
    for down, values in enumerate(rows):
        for right, value in enumerate(values):
            if value is None:
                continue
            plain = float(value) if isinstance(value, Decimal) else _error(value)
            cell = sheet.cell(row + down, column + right)
            cell.value = plain
            if isinstance(plain, str):
                cell.data_type = "e" if plain.startswith("#") else "s"


def _error(value: Any) -> Any:
    is_error = type(value) is int and value - ERROR_BASE in ERROR_NUMBERS
    return ERROR_NUMBERS[value - ERROR_BASE] if is_error else value


class Engine:
    """pyOpenVBA with a workbook open.

    Args:
        path: The workbook.
    """

    def __init__(self, path: Path) -> None:
        self._application = ExcelApplication.open(path, with_vba=False).application

    def answer(self, formula: str) -> Table:
        """Return what a formula comes to, as rows; an error is its text."""
        return tuple(_rows(self._application.evaluate_text(f"={formula}")))


def _rows(value: Any) -> Iterator[tuple[Any, ...]]:
    bounds = getattr(value, "bounds", None)
    if bounds is None:
        yield (_cell(value),)
    elif len(bounds) == 1:
        yield tuple(_cell(value.get([at])) for at in range(bounds[0][0], bounds[0][1] + 1))
    else:
        for row in range(bounds[0][0], bounds[0][1] + 1):
            columns = range(bounds[1][0], bounds[1][1] + 1)
            yield tuple(_cell(value.get([row, at])) for at in columns)


def _cell(value: Any) -> Any:
    number = getattr(value, "number", None)
    return ERROR_NUMBERS.get(number, str(value)) if number is not None else value


def by_python(call: Call, metric: Metric) -> Table:
    """Return what the function in Python answers, as rows."""
    given = [OMITTED if value is MISSING else value for value in call.arguments]
    answer = broadcast.call(metric, given)
    return answer if isinstance(answer, tuple) else ((answer,),)


def same(one: Table, other: Table) -> bool:
    """Tell whether two answers are the same in shape and in every cell."""
    return len(one) == len(other) and all(
        len(row) == len(beside) and all(map(same_cell, row, beside))
        for row, beside in zip(one, other, strict=True)
    )


def same_cell(one: Any, other: Any) -> bool:
    """Tell whether two cells show the same."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return bool(one == other)
