"""Numbers of an XLS workbook by the format they are shown in, out of its records."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from xlcost.inputs.files.faults import Deadline
from xlcost.inputs.files.xls_records import (
    BEGIN,
    END,
    FORMULAS,
    PASSWORD,
    records,
    records_of_sheets,
    workbook_stream,
)

Cells = dict[tuple[int, int], float]
_FORMAT, _STYLE = 0x041E, 0x00E0
_NUMBER, _RK, _MANY_RK = 0x0203, 0x027E, 0x00BD
_UNICODE = 0x0600  # the version since which texts are Unicode


def xls_numbers(path: Path, wanted: Callable[[str], bool], deadline: Deadline) -> dict[int, Cells]:
    """Return the numbers of cells with some formats by sheet, row and column from 0.

    Args:
        path: The workbook.
        wanted: Whether a format is one of them.
        deadline: Until when.
    """
    stream = workbook_stream(path)
    styles = _styles(stream, wanted)
    if not styles:
        return {}
    found: dict[int, Cells] = {}
    for sheet, kind, data in records_of_sheets(stream, deadline):
        for place, style, value in _numbers(kind, data):
            if style in styles:
                found.setdefault(sheet, {})[place] = value
    return found


def _styles(stream: bytes, wanted: Callable[[str], bool]) -> frozenset[int]:
    """Return the styles whose format is wanted; they stand before the first sheet."""
    formats: set[int] = set()
    used: list[int] = []
    unicode = True
    for _, kind, data in records(stream):
        if kind == BEGIN:
            unicode = struct.unpack_from("<H", data)[0] >= _UNICODE
        elif kind == _FORMAT and wanted(_code(data, unicode=unicode)):
            formats.add(struct.unpack_from("<H", data)[0])
        elif kind == _STYLE:
            used.append(struct.unpack_from("<H", data, 2)[0])
        elif kind in (END, PASSWORD):
            break
    return frozenset(place for place, number in enumerate(used) if number in formats)


def _code(data: bytes, *, unicode: bool) -> str:
    """Return the text of a format: two bytes a letter where its flag says so."""
    if not unicode:
        return data[3 : 3 + data[2]].decode("cp1252", "replace")
    (length,) = struct.unpack_from("<H", data, 2)
    wide = data[4] & 1
    return data[5 : 5 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _numbers(kind: int, data: bytes) -> Iterator[tuple[tuple[int, int], int, float]]:
    """Yield the place, the style and the value of each number of a record."""
    if kind == _NUMBER or (kind in FORMULAS and data[12:14] != b"\xff\xff"):
        row, column, style, value = struct.unpack_from("<HHHd", data)
        yield (row, column), style, value
    elif kind == _RK:
        row, column, style, packed = struct.unpack_from("<HHHI", data)
        yield (row, column), style, unpacked(packed)
    elif kind == _MANY_RK:
        row, first = struct.unpack_from("<HH", data)
        for place in range((len(data) - 6) // 6):
            style, packed = struct.unpack_from("<HI", data, 4 + 6 * place)
            yield (row, first + place), style, unpacked(packed)


def unpacked(packed: int) -> float:
    """Return a number that takes four bytes: an integer or half a float, perhaps of hundredths."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x8000_0000 else 0))
    else:
        (value,) = struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFF_FFFC))
    return value / 100 if packed & 1 else value
