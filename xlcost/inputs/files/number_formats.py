"""Number formats with letters: RM #,##0.00 is a number, which python-calamine takes for a date.

An ODS file says of each cell itself what it holds, and needs no such look.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from lxml import etree

from xlcost.inputs.files import xlsb_errors
from xlcost.inputs.files.faults import Deadline
from xlcost.inputs.files.guard import column_index
from xlcost.inputs.files.kinds import FileKind
from xlcost.inputs.files.workbook_errors import binary_parts, parsed_part, sheet_parts
from xlcost.inputs.files.xls_numbers import xls_numbers
from xlcost.inputs.files.xlsb_numbers import xlsb_formats, xlsb_numbers
from xlcost.values.marks import NUMBER

STYLES = "xl/styles.xml"
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_WORD = re.compile(r"[^\W\d_]+")
_DATE_LETTERS = frozenset("dmyhsDMYHS")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
Places = dict[tuple[int, int], str]


def is_number_format(code: str) -> bool:
    """Tell whether a format with letters is one of numbers, as Excel decides it.

    Letters in quotes, brackets or behind a backslash say nothing. No date has a #, and words that
    are not made of the letters of dates alone, such as DKK, are currencies.
    """
    bare = _QUOTED.sub("", code)
    if "#" in bare:
        return True
    words = _WORD.findall(bare)
    return "0" in bare and not any(set(word) <= _DATE_LETTERS for word in words)


def numbers_shown_as_dates(path: Path, kind: FileKind, deadline: Deadline) -> Mapping[int, Places]:
    """Return the numbers of cells whose format has letters, by sheet, row and column from 0."""
    try:
        if kind is not FileKind.ZIPPED_WORKBOOK:
            found = xls_numbers(path, _is_lettered, deadline)
            return {index: _texts(cells) for index, cells in found.items()}
        with zipfile.ZipFile(path) as package:
            if xlsb_errors.WORKBOOK in package.namelist():
                return _of_xlsb(package, deadline)
            styles = _styles(package)
            if not styles:
                return {}
            return {
                index: _numbers(package, part, styles, deadline)
                for part, index in sheet_parts(package).items()
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, etree.XMLSyntaxError, struct.error):
        return {}  # the reader says what is wrong with it


def _is_lettered(code: str) -> bool:
    """Tell whether a format is one of numbers and has letters of dates."""
    return bool(set(_QUOTED.sub("", code)) & _DATE_LETTERS) and is_number_format(code)


def _texts(cells: Mapping[tuple[int, int], float]) -> Places:
    """Return numbers as the reader writes them."""
    return {place: _text(number) for place, number in cells.items()}


def _text(number: float) -> str:
    return NUMBER + format(Decimal(repr(number)), "f").removesuffix(".0")


def _of_xlsb(package: zipfile.ZipFile, deadline: Deadline) -> Mapping[int, Places]:
    """Return the numbers of a binary workbook."""
    codes = xlsb_formats(package)
    styles = frozenset(style for style, code in codes.items() if _is_lettered(code))
    if not styles:
        return {}
    return {
        index: _texts(xlsb_numbers(package, part, styles, deadline))
        for part, index in binary_parts(package).items()
    }


def _styles(package: zipfile.ZipFile) -> frozenset[str]:
    """Return the styles whose format is one of numbers and has letters of dates."""
    if STYLES not in package.namelist():
        return frozenset()
    root = parsed_part(package, STYLES)
    codes = {one.get("numFmtId"): one.get("formatCode") or "" for one in root.iter("{*}numFmt")}
    lettered = {number for number, code in codes.items() if _is_lettered(code)}
    formats = root.find("{*}cellXfs")
    used = [] if formats is None else list(formats)
    return frozenset(str(i) for i, one in enumerate(used) if one.get("numFmtId") in lettered)


def _numbers(
    package: zipfile.ZipFile, part: str, styles: frozenset[str], deadline: Deadline
) -> Places:
    """Return the numbers of the cells of a sheet that have one of these styles."""
    found: Places = {}
    with package.open(part) as stream:
        for _, cell in etree.iterparse(stream, tag="{*}c", resolve_entities=False, no_network=True):
            place = _CELL.fullmatch(cell.get("r") or "")
            value = cell.findtext("{*}v")
            if place and value and cell.get("s") in styles and cell.get("t") in (None, "n"):
                row, column = int(place[2]) - 1, column_index(place[1].encode())
                found[row, column] = _text(float(value))
            cell.clear()
            deadline.check()
    return found
