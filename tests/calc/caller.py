"""A stand-in for xlwings in the Python that a button starts: the calling workbook is in Calc.

The cells come as a JSON file and go back the same way; `double.py` writes them into the workbook.
"""

from __future__ import annotations

import json
import os
import sys
import types
from pathlib import Path
from typing import Any


class Cell:
    """A cell below a defined name."""

    def __init__(self, book: Caller, name: str, down: int = 0) -> None:
        """Keep where it is."""
        self._book, self._name, self._down = book, name, down

    @property
    def value(self) -> Any:
        """What it holds; nothing is None."""
        return self._book.cells.get(self._name) or None

    @value.setter
    def value(self, value: Any) -> None:
        self._book.write(self._name, self._down, value)

    def offset(self, down: int, right: int) -> Cell:
        """Return a cell below."""
        assert right == 0
        return Cell(self._book, self._name, self._down + down)

    @property
    def refers_to_range(self) -> Cell:
        """What a defined name stands for."""
        return self


class Caller:
    """The workbook whose button was pressed, with the Excel that it is open in."""

    def __init__(self, path: Path) -> None:
        """Read what the cells hold."""
        self._path = path
        self.cells: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["cells"]
        self._told: dict[str, Any] = {"cells": self.cells, "written": [], "said": [], "opened": []}
        self.app = self.books = self

    def __setattr__(self, name: str, value: Any) -> None:
        """Keep what the status bar is told."""
        if name == "status_bar":
            self._tell("said", value)
        else:
            super().__setattr__(name, value)

    @property
    def names(self) -> Any:
        """The defined names; an unknown one is a KeyError."""
        return {name: Cell(self, name) for name in self.cells}

    def open(self, path: str) -> None:
        """Note that a workbook was opened."""
        self._tell("opened", path)

    def write(self, name: str, down: int, value: Any) -> None:
        """Note what goes into a cell."""
        self._tell("written", [name, down, value])

    def _tell(self, what: str, value: Any) -> None:
        self._told[what].append(value)
        self._path.write_text(json.dumps(self._told), encoding="utf-8")


def install() -> None:
    """Put the stand-in where `import xlwings` finds it."""
    stub = types.ModuleType("xlwings")
    caller = Caller(Path(os.environ["XLCOST_CELLS"]))
    vars(stub)["Book"] = types.SimpleNamespace(caller=lambda: caller)
    sys.modules["xlwings"] = stub
