"""Cells of an ODS workbook that hold an error, or a formula whose value was never stored."""

from __future__ import annotations

import re
import zipfile
from typing import Any

from lxml import etree

from xlcost.dataset.limits import MEBIBYTE, Limits
from xlcost.inputs.files.cell_errors import Errors
from xlcost.inputs.files.faults import Deadline, limit, unreadable

CONTENT = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_SHEET, _ROW = f"{_TABLE}table", f"{_TABLE}table-row"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_FORMULA, _TYPE = f"{_TABLE}formula", f"{_OFFICE}value-type"
_VALUE_TYPE = "value-type"  # LibreOffice's own, in a name space of its own, says "error"
_SPELLINGS = (b"formula", b"error")  # without either there is no error in a sheet
# As Excel and LibreOffice show them in any language: #DIV/0!, #NAVN?, #N/A, #I/T, Err:502
_SHOWN = re.compile(r"#\S{1,20}[!?]|#\w/\w{1,3}|\w{2,10}:5\d\d")


def find_ods_errors(
    package: zipfile.ZipFile, limits: Limits, deadline: Deadline
) -> dict[int, Errors]:
    """Return the cells with errors by the index of their sheet.

    Raises:
        FileFault: The file is damaged, past a limit, or the time is over.
    """
    if not _may_have_some(package):
        return {}
    found = _Sheets(limits, deadline)
    with package.open(CONTENT) as stream:
        try:
            for event, element in etree.iterparse(
                stream,
                events=("start", "end"),
                tag=[_SHEET, _ROW, *_CELLS],
                resolve_entities=False,
                no_network=True,
            ):
                found.take(event, element)
        except etree.XMLSyntaxError as fault:
            raise unreadable("damaged", str(fault)) from fault
    return found.errors


def _may_have_some(package: zipfile.ZipFile) -> bool:
    """Whether there is a formula, or the word error: most sheets of data have neither."""
    tail = b""
    with package.open(CONTENT) as stream:
        while data := stream.read(MEBIBYTE):
            if any(word in tail + data for word in _SPELLINGS):
                return True
            tail = data[-16:]
    return False


class _Sheets:
    """Follows the cells of a document, of which one may stand for many that are alike."""

    def __init__(self, limits: Limits, deadline: Deadline) -> None:
        self.errors: dict[int, Errors] = {}
        self._limits = limits
        self._deadline = deadline
        self._sheet = -1
        self._depth = self._row = self._column = self._count = 0
        self._in_row: list[tuple[int, int, str]] = []

    def take(self, event: str, element: Any) -> None:
        """Follow one element that begins or ends."""
        if element.tag == _SHEET:
            self._depth += 1 if event == "start" else -1
            if event == "start" and self._depth == 1:  # a table in a cell is no sheet
                self._sheet, self._row = self._sheet + 1, 0
        elif self._depth != 1:
            return
        elif event == "start":
            if element.tag == _ROW:
                self._column, self._in_row = 0, []
        elif element.tag == _ROW:
            self._end_row(_repeated(element, "rows"))
            _forget(element)
        else:
            times = _repeated(element, "columns")
            if error := _error(element):
                self._in_row.append((self._column, times, error))
            self._column += times

    def _end_row(self, times: int) -> None:
        self._deadline.check()
        self._count += sum(wide * times for _, wide, _ in self._in_row)
        if self._count > self._limits.cells:
            raise limit("cells", self._count, self._limits.cells)
        if self._in_row:
            mine = self.errors.setdefault(self._sheet, {})
            for row in range(self._row, self._row + times):
                for first, wide, error in self._in_row:
                    mine.update(((row, first + place), error) for place in range(wide))
        self._row += times


def _forget(row: Any) -> None:
    """Take a row, and what stands before it, out of the tree: nothing asks for it again."""
    row.clear()
    while row.getprevious() is not None:
        del row.getparent()[0]


def _repeated(element: Any, what: str) -> int:
    """Return how many rows or columns an element stands for."""
    times = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(times) if times.isascii() and times.isdigit() and len(times) < 8 else 1  # noqa: PLR2004 - more than any sheet has


def _error(cell: Any) -> str:
    """Return the error of a cell, its formula (=…) where that has no value, or an empty text."""
    formula = cell.get(_FORMULA)
    if formula is None and len(cell.attrib) < 2:  # noqa: PLR2004 - an ordinary cell has its type alone
        return ""
    is_error = any(
        value == "error" and etree.QName(name).localname == _VALUE_TYPE
        for name, value in cell.attrib.items()
    )
    if not is_error and formula is None:
        return ""
    texts = list(cell.iterchildren(_TEXT))
    shown = "".join(texts[0].itertext()).strip() if texts else ""
    if is_error or _SHOWN.fullmatch(shown):
        return shown or "#ERROR!"
    if texts or cell.get(_TYPE) is not None:
        return ""
    return "=" + str(formula).partition("=")[2][:60]
