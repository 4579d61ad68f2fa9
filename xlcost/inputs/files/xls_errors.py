"""Cells of an XLS workbook that hold an error: its records say so, python-calamine does not."""

from __future__ import annotations

import struct
from pathlib import Path

from xlcost.inputs.files.cell_errors import Errors, error_text
from xlcost.inputs.files.faults import Deadline
from xlcost.inputs.files.xls_records import FORMULAS, records_of_sheets, workbook_stream

_CONSTANT = 0x0205  # a truth value or an error that stands there without a formula
_NO_NUMBER = b"\xff\xff"  # at the end of a formula's result: it is something else
_IS_ERROR = 2


def find_xls_errors(path: Path, deadline: Deadline) -> dict[int, Errors]:
    """Return the cells with errors by the index of their sheet.

    Raises:
        FileFault: The file is damaged, or the time is over.
    """
    found: dict[int, Errors] = {}
    for sheet, kind, data in records_of_sheets(workbook_stream(path), deadline):
        if error := _error(kind, data):
            found.setdefault(sheet, {})[struct.unpack_from("<HH", data)] = error
    return found


def _error(kind: int, data: bytes) -> str:
    """Return the error that a cell's record holds, or an empty text."""
    if kind in FORMULAS:
        result = data[6:14]
        if result[6:] == _NO_NUMBER and result[0] == _IS_ERROR:
            return error_text(result[2])
    elif kind == _CONSTANT and data[7:8] == b"\x01":
        return error_text(data[6])
    return ""
