"""The guard: looks a packed workbook over as a stream before anything else opens it."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from xlcost.dataset.limits import MEBIBYTE, Limits
from xlcost.inputs.files.faults import Deadline, limit, raise_of_system, unreadable

CHUNK = MEBIBYTE
OVERLAP = 64 * 1024  # a tag that two chunks share is seen whole in one of them
SMALL = 16 * MEBIBYTE  # below this nobody minds how well a part is packed
MEMBERS = 20_000
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"))
SHEET = re.compile(r"(^|/)worksheets/[^/]+\.xml$")
REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
# Every pattern is linear in what it looks at: it ends at the next tag of a cell, and `*+` and `(?>`
# give nothing back. No clock can stop a search that is under way.
_PLACE = rb"""(?>[^<>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["'])[^<>]*+"""
FILLED = re.compile(rb"<(?:\w+:)?c\b(?=[^<>]*+(?<!/)>)" + _PLACE)
ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^<>]*+(?<!/)>)(?=[^<>]*\bt=["']e["'])"""
    + _PLACE
    + rb""">(?>[^<]++|<(?!/?(?:\w+:)?[cv]\b))*+<(?:\w+:)?v\b[^<>]*+>([^<]{1,20}+)</"""
)
FORMULA_CELL = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^<>]*+(?<!/)>)("""
    + _PLACE
    + rb""")>\s*+<(?:\w+:)?f\b(?:[^<>]*+(?<=/)>|[^<>]*+(?<!/)>([^<]{0,9000}+)</(?:\w+:)?f>)"""
    + rb"""\s*+(<(?:\w+:)?v\s*+/>|<(?:\w+:)?v>\s*+</(?:\w+:)?v>)?+\s*+</(?:\w+:)?c>"""
)
TEXT_RESULT = re.compile(rb"""\bt=["']str["']""")  # a formula whose value is an empty text
ERROR_MARKS = (b't="e"', b"t='e'")
FORMULA_MARKS = (b"<f", b":f")
# A sheet as deep as Excel allows, with no column to the right of this, has fewer cells than this:
NARROW_CELLS = 47 * 1_048_576
BEYOND_NARROW = re.compile(rb"""r=["'](?:A[V-Z]|[B-Z][A-Z]|[A-Z]{3})[0-9]""")

CellErrors = dict[str, dict[tuple[int, int], str]]  # part name: (row, column from 0): error


@dataclass
class Lookover:
    """What the guard saw on its way.

    Attributes:
        errors: Cells that hold an error such as #REF!, or a formula (=…) without a value, which
            python-calamine hands on as empty.
    """

    errors: CellErrors = field(default_factory=lambda: defaultdict(dict))


def look_over(path: Path, limits: Limits, deadline: Deadline) -> Lookover:
    """Unpack every part of a workbook once, keeping nothing.

    Raises:
        FileFault: The file is damaged, holds an XML document type, unpacks to more than the
            limits allow, or has a sheet that spans too many cells.
    """
    seen = Lookover()
    total = 0
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            if len(members) > MEMBERS:
                raise limit("parts", len(members), MEMBERS)
            for member in members:
                if member.flag_bits & 1:
                    raise unreadable("password")
                box = _Box(limits)
                for chunk, size in _chunks(package, member):
                    _check_size(member, total + size, size, limits)
                    _check_chunk(member.filename, chunk, box, seen)
                    deadline.check()
                box.check()
                total += member.file_size
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as fault:
        raise_of_system(path.name, fault)
        raise unreadable("damaged", str(fault)) from fault
    return seen


def _chunks(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[tuple[bytes, int]]:
    """Yield a part in chunks that overlap, with the number of bytes so far."""
    size, tail = 0, b""
    with package.open(member) as stream:
        while data := stream.read(CHUNK):
            size += len(data)
            yield tail + data, size
            tail = data[-OVERLAP:]


def _check_size(member: zipfile.ZipInfo, total: int, size: int, limits: Limits) -> None:
    if total > limits.unpacked_bytes:
        raise limit("unpacked", f"> {limits.unpacked_bytes:,}", limits.unpacked_bytes)
    if size > SMALL and size > limits.ratio * max(1, member.compress_size):
        raise limit("ratio", size // max(1, member.compress_size), limits.ratio)


def _check_chunk(name: str, chunk: bytes, box: _Box, seen: Lookover) -> None:
    """Look at a part of a part: document types, far cells, cells with errors."""
    if name.endswith((".xml", ".rels")) and any(word in chunk for word in FORBIDDEN):
        raise unreadable("document_type", name)
    if not SHEET.search(name):
        return
    box.add(chunk)
    if any(mark in chunk for mark in ERROR_MARKS):
        for letters, digits, error in ERROR_CELL.findall(chunk):
            place = (int(digits) - 1, column_index(letters))
            seen.errors[name][place] = error.decode("utf-8", "replace")
    if any(mark in chunk for mark in FORMULA_MARKS):
        for start, letters, digits, formula, empty in FORMULA_CELL.findall(chunk):
            if not (empty and TEXT_RESULT.search(start)):
                place = (int(digits) - 1, column_index(letters))
                seen.errors[name][place] = "=" + formula[:60].decode("utf-8", "replace")


class _Box:
    """The rectangle that the cells of one sheet span, as python-calamine will allocate it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._row = self._column = 0

    def add(self, chunk: bytes) -> None:
        """Widen the rectangle by the cells of a chunk."""
        if self._limits.cells >= NARROW_CELLS and not (self._column or self._is_wide(chunk)):
            return
        row, column = _far_corner(REFERENCE.findall(chunk))
        if max(row, self._row) * max(column, self._column) > self._limits.cells:
            row, column = _far_corner(FILLED.findall(chunk))  # formatted cells hold nothing
        self._row, self._column = max(row, self._row), max(column, self._column)

    @staticmethod
    def _is_wide(chunk: bytes) -> bool:
        return BEYOND_NARROW.search(chunk) is not None

    def check(self) -> None:
        """Stop before a sheet whose cells span more than the limit."""
        if self._row * self._column > self._limits.cells:
            raise limit("cells", self._row * self._column, self._limits.cells)


def _far_corner(cells: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    """Return the number of rows and columns up to the last cell of a list."""
    if not cells:
        return 0, 0
    letters = {cell[0] for cell in cells}
    return max(int(cell[1]) for cell in cells), 1 + max(map(column_index, letters))


def column_index(letters: bytes) -> int:
    """Return 0 for A, 26 for AA."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
