"""A workbook in Excel's binary form, written record by record: no program at hand writes one."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ERRORS = {
    "#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D,
    "#NUM!": 0x24, "#N/A": 0x2A,
}  # fmt: skip
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="bin" '
    'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)
_RELATION = (
    '<Relationship Id="{id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{target}"/>'
)


def write_xlsb(
    path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], formats: Sequence[str] = ()
) -> Path:
    """Write sheets of texts, numbers, errors such as #REF! and formulas that come to an error.

    Args:
        path: Where to.
        sheets: By name; None is a cell that is not there, `("=", "#REF!")` a formula, and
            `(1.5, 2)` a number in the second of the formats.
        formats: Formats of numbers.
    """
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.bin")]))
        parts = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.bin") for n in numbers]
        package.writestr("xl/_rels/workbook.bin.rels", _relations(parts))
        bundles = b"".join(
            _record(156, struct.pack("<II", 0, n) + _text(f"rId{n}") + _text(name))
            for n, name in zip(numbers, sheets, strict=True)
        )
        book = _record(131) + _record(143) + bundles + _record(144) + _record(132)
        package.writestr("xl/workbook.bin", book)
        if formats:
            package.writestr("xl/styles.bin", _styles(formats))
        for n, rows in zip(numbers, sheets.values(), strict=True):
            package.writestr(f"xl/worksheets/sheet{n}.bin", b"".join(_sheet(rows)))
    return path


def _styles(formats: Sequence[str]) -> bytes:
    """Return the style 0 of no format, and one for each format."""
    numbers = range(164, 164 + len(formats))
    codes = b"".join(
        _record(44, struct.pack("<H", n) + _text(code))
        for n, code in zip(numbers, formats, strict=True)
    )
    styles = b"".join(_record(47, struct.pack("<HH", 0, n) + bytes(12)) for n in (0, *numbers))
    count = struct.pack("<I", len(formats))
    fonts = _record(615, count) + codes + _record(616)
    cells = _record(617, struct.pack("<I", len(formats) + 1)) + styles + _record(618)
    return _record(278) + fonts + cells + _record(279)


def _relations(items: Sequence[tuple[str, str, str]]) -> str:
    body = "".join(_RELATION.format(id=i, kind=kind, target=target) for i, kind, target in items)
    name = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{name}">{body}</Relationships>'


def _sheet(rows: Sequence[Sequence[object]]) -> Iterator[bytes]:
    width = max(map(len, rows))
    yield _record(129)
    yield _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    yield _record(145)
    for number, row in enumerate(rows):
        yield _record(0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
        for column, value in enumerate(row):
            if value is not None:
                yield _cell(column, value)
    yield _record(146)
    yield _record(130)


def _cell(column: int, value: object) -> bytes:
    start = struct.pack("<II", column, 0)
    if isinstance(value, tuple) and value[0] != "=":
        number, style = value
        return _record(5, struct.pack("<IId", column, style, number))
    if isinstance(value, tuple):  # =1/0, for whatever error it is
        tokens = b"\x1e\x01\x00\x1e\x00\x00\x06"
        rest = struct.pack("<BHI", ERRORS[value[1]], 0, len(tokens)) + tokens + struct.pack("<I", 0)
        return _record(11, start + rest)
    if value in ERRORS:
        return _record(3, start + bytes([ERRORS[str(value)]]))
    if isinstance(value, str):
        return _record(6, start + _text(value))
    assert isinstance(value, int | float)
    return _record(5, start + struct.pack("<d", value))


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, data: bytes = b"") -> bytes:
    """Return a record: its kind and its length in as many bytes of seven bits as they need."""
    return _number(kind) + _number(len(data)) + data


def _number(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
