"""The rows of the sheets of a pack, read as they are asked for."""

from __future__ import annotations

import contextlib
import datetime as dt
import warnings
import zipfile
from collections.abc import Iterator

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple

from xlcost.inputs.files.faults import FileFault, unreadable
from xlcost.inputs.packs.pack_parts import (
    root_of,
)
from xlcost.inputs.packs.pack_tables import PackBook

CellValue = str | float | int | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None


CellRow = tuple[CellValue, ...]


@contextlib.contextmanager
def sheets_of(book: PackBook) -> Iterator[SheetRows]:
    """Open the cells of a workbook that `open_pack` has found in order.

    Raises:
        FileFault: A cell or a part cannot be understood.
    """
    try:
        with warnings.catch_warnings(), book.path.open("rb") as stream:
            warnings.simplefilter("ignore")  # on drawings and rules that are not read anyway
            workbook = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            yield SheetRows(workbook, book)
    except FileFault:
        raise
    except OSError as fault:
        raise unreadable("closed", fault.strerror or str(fault)) from fault
    except Exception as fault:  # the library raises whatever a broken part makes it stumble on
        raise unreadable("damaged", f"{type(fault).__name__}: {fault}"[:200]) from fault


class SheetRows:
    """The rows of a workbook's sheets, read as they are asked for."""

    def __init__(self, workbook: object, book: PackBook) -> None:
        self._workbook = workbook
        self._book = book

    @property
    def titles(self) -> list[str]:
        """The sheets, in their order."""
        return list(self._workbook.sheetnames)  # type: ignore[attr-defined]  # a Workbook

    def rows(
        self, sheet: str, top: int = 1, bottom: int | None = None, left: int = 1, right: int = 60
    ) -> Iterator[CellRow]:
        """Yield the values of a part of a sheet, row by row; blank rows between are there too."""
        found = self._workbook[sheet]  # type: ignore[index]  # a Workbook
        yield from found.iter_rows(
            min_row=top, max_row=bottom, min_col=left, max_col=right, values_only=True
        )

    def typed(self, sheet: str, top: int = 1, right: int = 60) -> Iterator[CellRow]:
        """Yield rows to the end of a sheet; a formula without a proper value as it was typed."""
        formulas = _unanswered(self._book, sheet)
        for number, row in enumerate(self.rows(sheet, top, None, 1, right), start=top):
            mine = formulas.get(number, {})
            yield tuple(mine.get(place, value) for place, value in enumerate(row))


def _unanswered(book: PackBook, sheet: str) -> dict[int, dict[int, str]]:
    """Return the formulas of a sheet that have no value or an error, by row and place.

    Who begins a comment with a minus, or lets another program save a link, has written one.
    """
    found: dict[int, dict[int, str]] = {}
    with zipfile.ZipFile(book.path) as package:
        root = root_of(package, book.parts[sheet]) if sheet in book.parts else None
    for cell in root.iter("{*}c") if root is not None else ():
        formula, value = cell.find("{*}f"), cell.find("{*}v")
        if formula is None or not formula.text:
            continue
        if cell.get("t") == "e" or (cell.get("t") != "str" and not getattr(value, "text", None)):
            place, row = coordinate_to_tuple(str(cell.get("r")))[::-1]
            found.setdefault(row, {})[place - 1] = f"={formula.text}"
    return found
