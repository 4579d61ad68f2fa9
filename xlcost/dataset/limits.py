"""Limits: how large, deep and slow one file may be before reading it stops."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024**2
GIBIBYTE = 1024**3


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost.

    Attributes:
        unpacked_bytes: Size of everything inside a packed file, and of a text file that has to be
            read on the careful path.
        cells: Cells that one sheet may span, empty ones included.
        sheets: Sheets of one workbook.
        columns: Columns of one table (Excel has as many).
        field_bytes: Length of one text field, and of one line.
        seconds: Time for one file.
        memory_bytes: Memory that the child process may use for one workbook.
        careful_bytes: Files up to this size are always read row by row; larger clean ones are
            added up where they lie.
        ratio: Packed to unpacked size of one part of a packed file, once it is not small.
    """

    unpacked_bytes: int = GIBIBYTE
    cells: int = 50_000_000
    sheets: int = 200
    columns: int = 16_384
    field_bytes: int = 16 * MEBIBYTE
    seconds: float = 20.0
    memory_bytes: int = GIBIBYTE
    careful_bytes: int = 5 * MEBIBYTE
    ratio: int = 400
