"""The records of an XLS workbook, and which of them stand in the cells of which sheet."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

from xlcost.inputs.files.faults import Deadline, unreadable

BEGIN, END, PASSWORD = 0x0809, 0x000A, 0x002F
FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
_SHEET = 0x0085
_STREAMS = ("Workbook", "Book")
_ENCRYPTED = "EncryptedPackage"  # a newer workbook with a password, whatever its name
_LOOK = 100_000  # records between two looks at the clock


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


def records_of_sheets(stream: bytes, deadline: Deadline) -> Iterator[tuple[int, int, bytes]]:
    """Yield the index of a sheet, the kind and the content of each record of its cells.

    Nothing of a workbook with a password: all that follows it is encrypted, which its reader tells.

    Raises:
        FileFault: The time is over.
    """
    places: dict[int, int] = {}  # where a sheet begins: its index
    sheet: int | None = None
    depth = 0
    for number, (start, kind, data) in enumerate(records(stream)):
        if number % _LOOK == 0:
            deadline.check()
        if kind == PASSWORD:
            return
        if kind == _SHEET and len(data) > struct.calcsize("<I"):
            places[struct.unpack_from("<I", data)[0]] = len(places)
        elif kind == BEGIN:
            depth += 1  # a chart inside a sheet begins and ends, too
            if depth == 1:
                sheet = places.get(start)
        elif kind == END:
            depth = max(0, depth - 1)
        elif sheet is not None and depth == 1:
            yield sheet, kind, data
