"""Cells of an XLSB workbook that hold an error: its records say so, python-calamine does not."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Collection, Iterator
from typing import BinaryIO, cast

from xlcost.dataset.limits import MEBIBYTE
from xlcost.inputs.files.cell_errors import Errors, error_text
from xlcost.inputs.files.faults import Deadline

WORKBOOK = "xl/workbook.bin"
_ROW, _SHEET = 0, 156
_ERRORS = frozenset({3, 11})  # one that stands there, and the result of a formula
_CELL = struct.Struct("<IIB")  # column, style, error
_RECORDS = 100_000  # between two looks at the clock


def sheet_relations(package: zipfile.ZipFile) -> list[str]:
    """Return the relation of each sheet to its part, in the order of the workbook."""
    found = []
    with package.open(WORKBOOK) as stream:
        for _, data in records(cast("BinaryIO", stream), {_SHEET}):
            (length,) = struct.unpack_from("<I", data, 8)
            found.append(data[12 : 12 + 2 * length].decode("utf-16-le", "replace"))
    return found


def find_xlsb_errors(package: zipfile.ZipFile, part: str, deadline: Deadline) -> Errors:
    """Return the cells of a sheet that hold an error.

    Raises:
        FileFault: The time is over.
    """
    row, found = 0, Errors()
    with package.open(part) as stream:
        of_cells = records(cast("BinaryIO", stream), {_ROW, *_ERRORS})
        for number, (kind, data) in enumerate(of_cells):
            if number % _RECORDS == 0:
                deadline.check()
            if kind == _ROW:
                (row,) = struct.unpack_from("<I", data)
            else:
                column, _, code = _CELL.unpack_from(data)
                found[row, column] = error_text(code)
    return found


def records(stream: BinaryIO, wanted: Collection[int]) -> Iterator[tuple[int, bytes]]:
    """Yield the records of some kinds; a number takes as many bytes as it needs, seven bits each.

    Raises:
        EOFError: The last record is cut off.
    """
    rest, place = b"", 0
    while chunk := stream.read(MEBIBYTE):
        rest, place = rest[place:] + chunk, 0
        while (head := _head(rest, place)) is not None:
            kind, length, start = head
            if start + length > len(rest):
                break
            if kind in wanted:
                yield kind, rest[start : start + length]
            place = start + length
    if place < len(rest):
        raise EOFError(f"a record is cut off {len(rest) - place} bytes before the end")


def _head(data: bytes, place: int) -> tuple[int, int, int] | None:
    """Return the kind of a record, its length and where it begins; None where more is needed."""
    numbers = []
    for most in (2, 4):
        number = 0
        for index in range(most):
            if place >= len(data):
                return None
            byte = data[place]
            place += 1
            number |= (byte & 0x7F) << (7 * index)
            if byte < 0x80:  # noqa: PLR2004 - the last byte of a number has no eighth bit
                break
        numbers.append(number)
    return numbers[0], numbers[1], place
