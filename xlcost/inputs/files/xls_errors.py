"""Cells of an XLS workbook that hold an error: its records say so, python-calamine does not."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

from xlcost.inputs.files.cell_errors import Errors, error_text
from xlcost.inputs.files.faults import Deadline, unreadable

_STREAMS = ("Workbook", "Book")
_BEGIN, _END, _PASSWORD, _SHEET = 0x0809, 0x000A, 0x002F, 0x0085
_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
_CONSTANT = 0x0205  # a truth value or an error that stands there without a formula
_NO_NUMBER = b"\xff\xff"  # at the end of a formula's result: it is something else
_IS_ERROR = 2
_ENCRYPTED = "EncryptedPackage"  # a newer workbook with a password, whatever its name
_RECORDS = 100_000  # between two looks at the clock


def find_xls_errors(path: Path, deadline: Deadline) -> dict[int, Errors]:
    """Return the cells with errors by the index of their sheet.

    Raises:
        FileFault: The file is damaged, or the time is over.
    """
    stream = workbook_stream(path)
    places: dict[int, int] = {}  # where a sheet begins: its index
    found: dict[int, Errors] = {}
    mine: Errors | None = None  # the errors of the sheet that the records belong to
    depth = 0
    for number, (start, kind, data) in enumerate(records(stream)):
        if number % _RECORDS == 0:
            deadline.check()
        if kind == _PASSWORD:
            return {}  # all that follows is encrypted, which its reader tells
        if kind == _SHEET and len(data) > struct.calcsize("<I"):
            places[struct.unpack_from("<I", data)[0]] = len(places)
        elif kind == _BEGIN:
            depth += 1  # a chart inside a sheet begins and ends, too
            if depth == 1:
                mine = found.setdefault(places[start], {}) if start in places else None
        elif kind == _END:
            depth = max(0, depth - 1)
        elif mine is not None and depth == 1 and (error := _error(kind, data)):
            mine[struct.unpack_from("<HH", data)] = error
    return {index: errors for index, errors in found.items() if errors}


def workbook_stream(path: Path) -> bytes:
    """Return the records of a workbook; older ones are nothing but records."""
    try:
        if not olefile.isOleFile(path):
            return path.read_bytes()
        with olefile.OleFileIO(path) as container:
            if container.exists(_ENCRYPTED):
                raise unreadable("password")
            name = next((name for name in _STREAMS if container.exists(name)), None)
            return b"" if name is None else bytes(container.openstream(name).read())
    except (OSError, ValueError, IndexError, struct.error) as fault:
        if isinstance(fault, OSError) and fault.errno is not None:
            raise
        raise unreadable("damaged", str(fault).split("\n")[0]) from fault


def records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield where each record begins, its kind and what is in it."""
    place, end = 0, len(stream)
    while place + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, place)
        yield place, kind, stream[place + 4 : place + 4 + length]
        place += 4 + length


def _error(kind: int, data: bytes) -> str:
    """Return the error that a cell's record holds, or an empty text."""
    if kind in _FORMULAS:
        result = data[6:14]
        if result[6:] == _NO_NUMBER and result[0] == _IS_ERROR:
            return error_text(result[2])
    elif kind == _CONSTANT and data[7:8] == b"\x01":
        return error_text(data[6])
    return ""
