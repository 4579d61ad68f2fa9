"""Runs a button's Python as `RunPython` does, with a stand-in for the workbook that calls.

The stand-in answers what xlwings asks of Excel's own objects: names, cells, status bar, opening a
workbook. xlwings is as it is. The sheet's named cells come as JSON, and what became of them, with
all that the status bar said and the workbooks that were opened, goes back as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

COMMAND = "import xlcost.addin.button; xlcost.addin.button.{}()"


class Sheet:
    """A sheet of cells by row and column."""

    def __init__(self, application: Application) -> None:
        """Start with no cell filled."""
        self.Application = application
        self.Name = "Report"
        self.Parent: Any = None
        self.cells: dict[tuple[int, int], Any] = {}

    def Cells(self, row: int, column: int) -> Range:  # noqa: N802 - names are Excel's
        """Return one cell."""
        return Range(self, row, column)

    def Range(self, first: Range, last: Range) -> Range:  # noqa: N802
        """Return the cells between two."""
        height, width = last.Row - first.Row + 1, last.Column - first.Column + 1
        return Range(self, first.Row, first.Column, height, width)


class Range:
    """A rectangle of cells; its value is a table, or one value where it is one cell."""

    def __init__(
        self, sheet: Sheet, row: int, column: int, height: int = 1, width: int = 1
    ) -> None:
        """Keep where it is."""
        self.Worksheet = sheet
        self.Row, self.Column = row, column
        self.Rows, self.Columns = SimpleNamespace(Count=height), SimpleNamespace(Count=width)

    def _places(self) -> list[list[tuple[int, int]]]:
        return [
            [(self.Row + down, self.Column + right) for right in range(self.Columns.Count)]
            for down in range(self.Rows.Count)
        ]

    @property
    def Value(self) -> Any:  # noqa: N802
        """What the cells hold; nothing is None."""
        cells = self.Worksheet.cells
        rows = tuple(tuple(cells.get(place) for place in row) for row in self._places())
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    @Value.setter
    def Value(self, value: Any) -> None:  # noqa: N802
        for down, row in enumerate(self._places()):
            for right, place in enumerate(row):
                one = value[down][right] if isinstance(value, list | tuple) else value
                self.Worksheet.cells[place] = None if one == "" else one

    def __call__(self, row: int, column: int) -> Range:
        """Return the cell at a place, counted from the first; it may lie outside."""
        return Range(self.Worksheet, self.Row + row - 1, self.Column + column - 1)

    def ClearContents(self) -> None:  # noqa: N802
        """Empty the cells."""
        self.Value = None


class Application:
    """Excel itself, as far as a button sees it."""

    def __init__(self) -> None:
        """Start with nothing said and nothing opened."""
        self.said: list[Any] = []
        self.opened: list[str] = []
        self.ScreenUpdating = True
        self.Version = "16.0"
        self.Workbooks = self

    def __setattr__(self, name: str, value: Any) -> None:
        """Keep whatever the status bar is told."""
        if name == "StatusBar":
            self.said.append(value)
        super().__setattr__(name, value)

    @property
    def Hwnd(self) -> int:  # noqa: N802
        """The handle of a window that is there."""
        import win32gui

        return int(win32gui.GetDesktopWindow())

    @property
    def Count(self) -> int:  # noqa: N802
        """How many other workbooks are open."""
        return 0

    def __call__(self, name: str) -> Any:
        """Return an open workbook; Excel raises when there is none of that name."""
        import pywintypes

        raise pywintypes.com_error(-2147352565, f"{name} is not open.", None, None)

    def Open(self, Filename: str, *_: Any, **_more: Any) -> Any:  # noqa: N802, N803
        """Open a workbook."""
        self.opened.append(Filename)
        return SimpleNamespace(Name=Path(Filename).name, FullName=Filename, Application=self)


def workbook(named: dict[str, Any]) -> Any:
    """Return a workbook whose sheet has a cell for each name, twenty rows apart."""
    sheet = Sheet(Application())
    ranges = {name: sheet.Cells(1 + 20 * at, 3) for at, name in enumerate(named)}
    for name, cell in ranges.items():
        cell.Value = named[name]

    def name_of(name: str) -> Any:
        if name not in ranges:
            import pywintypes

            raise pywintypes.com_error(-2147352567, "There is no such name.", None, None)
        return SimpleNamespace(Name=name, RefersToRange=ranges[name])

    sheet.Parent = SimpleNamespace(
        Name="xlcost.xlsm",
        FullName=r"Z:\Økonomi\xlcost.xlsm",
        Application=sheet.Application,
        Names=name_of,
        ranges=ranges,
    )
    return sheet.Parent


def main(told: str, answer: str) -> None:
    """Press one button after the other, each on a sheet of its own, and write what they left."""
    presses = json.loads(Path(told).read_text(encoding="utf-8"))
    left = [press(one["button"], one["named"]) for one in presses]
    Path(answer).write_text(json.dumps(left, default=str), encoding="utf-8")


def press(button: str, named: dict[str, Any]) -> dict[str, Any]:
    """Press a button and return what it left."""
    import xlwings

    calling = workbook(named)
    xlwings._xlwindows.BOOK_CALLER = calling
    exec(COMMAND.format(button), {})  # noqa: S102 - the words are those of the VBA
    excel = calling.Application
    return {
        "cells": {name: cell.Value for name, cell in calling.ranges.items()},
        "said": excel.said,
        "opened": excel.opened,
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
