"""A workbook of openpyxl to a finished file, in one pass and without files in between."""

from __future__ import annotations

from datetime import datetime
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from xlcost.workbook.book import Caches
from xlcost.workbook.cached_values import Completion, write_parts
from xlcost.workbook.sheet_writer import LookNumbers, SheetWriter
from xlcost.workbook.strings import Strings


def save(workbook: Workbook, target: BinaryIO, caches: Caches, created: datetime) -> None:
    """Write a workbook with everything that openpyxl leaves out; its cells are gone afterwards.

    Args:
        workbook: What is written.
        target: Where the file goes.
        caches: The values of formulas and of the cells that charts draw.
        created: The time that every part of the file says.
    """
    work = Completion(caches, created, written=True)
    parts = _Parts()
    _Writer(workbook, parts, caches, work.strings).write_data()
    write_parts(parts, target, work)


class _Parts(dict[str, bytes]):
    """Takes parts as a ZIP file does, and keeps them as they are."""

    def writestr(self, name: str, data: bytes | str) -> None:
        """Keep one part."""
        self[name] = data.encode() if isinstance(data, str) else data

    def namelist(self) -> list[str]:
        """Return the names of the parts."""
        return list(self)


class _Writer(ExcelWriter):
    """openpyxl's writer, but for the sheets."""

    def __init__(self, workbook: Workbook, parts: _Parts, caches: Caches, strings: Strings) -> None:
        super().__init__(workbook, parts)  # type: ignore[arg-type]  # what it asks of a ZIP file
        self._parts = parts
        self._formulas = caches.formulas
        self._strings = strings
        self._styles = LookNumbers(workbook._cell_styles)  # type: ignore[attr-defined]  # noqa: SLF001  # openpyxl's own list of looks

    def write_worksheet(self, ws: Worksheet) -> None:
        """Write one sheet, as openpyxl's own method does."""
        sheet: Any = ws
        sheet._drawing = SpreadsheetDrawing()  # noqa: SLF001  # as the method that this replaces
        sheet._drawing.charts, sheet._drawing.images = sheet._charts, sheet._images  # noqa: SLF001  # as above
        writer = SheetWriter(
            sheet, self._formulas.get(sheet.title, {}), self._strings, self._styles
        )
        self._parts.writestr(sheet.path[1:], writer.part())
        sheet._rels = writer._rels  # type: ignore[attr-defined]  # noqa: SLF001  # as above
        sheet._cells.clear()  # noqa: SLF001  # they name their sheet, and would stay as long as it
        self.manifest.append(sheet)
