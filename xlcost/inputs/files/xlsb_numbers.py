"""Numbers of an XLSB workbook by the format they are shown in, out of its records."""

from __future__ import annotations

import struct
import zipfile
from typing import BinaryIO, cast

from xlcost.inputs.files.faults import Deadline
from xlcost.inputs.files.xls_numbers import Cells, unpacked
from xlcost.inputs.files.xlsb_errors import records

STYLES = "xl/styles.bin"
_ROW, _RK, _REAL, _FORMULA = 0, 2, 5, 9
_FORMAT, _STYLE, _BEGIN_STYLES, _END_STYLES = 44, 47, 617, 618
_WANTED = frozenset({_ROW, _RK, _REAL, _FORMULA})
_STYLE_BITS = 0xFF_FFFF
_LOOK = 100_000  # records between two looks at the clock


def xlsb_formats(package: zipfile.ZipFile) -> dict[int, str]:
    """Return the format of each style of cells, where the workbook has it and Excel has not."""
    if STYLES not in package.namelist():
        return {}
    codes: dict[int, str] = {}
    used: list[int] = []
    of_cells = False
    wanted = {_FORMAT, _STYLE, _BEGIN_STYLES, _END_STYLES}
    with package.open(STYLES) as stream:
        for kind, data in records(cast("BinaryIO", stream), wanted):
            if kind == _FORMAT:
                number, length = struct.unpack_from("<HI", data)
                codes[number] = data[6 : 6 + 2 * length].decode("utf-16-le", "replace")
            elif kind == _STYLE and of_cells:
                used.append(struct.unpack_from("<H", data, 2)[0])
            else:
                of_cells = kind == _BEGIN_STYLES
    return {place: codes[number] for place, number in enumerate(used) if number in codes}


def xlsb_numbers(
    package: zipfile.ZipFile, part: str, styles: frozenset[int], deadline: Deadline
) -> Cells:
    """Return the numbers of the cells of a sheet that have one of these styles."""
    row, found = 0, Cells()
    with package.open(part) as stream:
        for number, (kind, data) in enumerate(records(cast("BinaryIO", stream), _WANTED)):
            if number % _LOOK == 0:
                deadline.check()
            if kind == _ROW:
                (row,) = struct.unpack_from("<I", data)
                continue
            column, style = struct.unpack_from("<II", data)
            if style & _STYLE_BITS not in styles:
                continue
            if kind == _RK:
                found[row, column] = unpacked(*struct.unpack_from("<I", data, 8))
            else:
                (found[row, column],) = struct.unpack_from("<d", data, 8)
    return found
