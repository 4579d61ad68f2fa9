"""Reads a VBA project by the book ([MS-OVBA] 2.3.4), without the library that wrote it."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from olefile import OleFileIO
from oletools.olevba import decompress_stream

_STREAM_NAME, _OFFSET, _END = 0x001A, 0x0031, 0x0010
_COOKIES = {0x0013: "the project", 0x002C: "a module"}
_PROJECT_VERSION = 0x0009  # its size says 4, and 6 bytes follow
_NO_VERSION = 0xFFFF  # what one who does not compile writes
_HEADER = 7


def container_faults(project: bytes) -> list[str]:
    """Return where a project (`vbaProject.bin`) departs from what a writer must do."""
    with OleFileIO(io.BytesIO(project)) as container:
        faults = _header_faults(container.openstream(["VBA", "_VBA_PROJECT"]).read())
        names = [parts[-1] for parts in container.listdir()]
        faults += [f"{name} is a cache" for name in names if name.startswith("__SRP_")]
        listing = decompress_stream(bytearray(container.openstream(["VBA", "dir"]).read()))
        return faults + list(_module_faults(container, bytes(listing)))


def _header_faults(head: bytes) -> list[str]:
    faults = []
    mark, version, reserved = struct.unpack_from("<HHB", head)
    if (mark, reserved) != (0x61CC, 0):
        faults.append(f"the mark is {mark:04X} and {reserved:02X}")
    if version != _NO_VERSION:
        faults.append(f"the version is {version:04X}")
    if len(head) != _HEADER:
        faults.append(f"{len(head) - _HEADER} bytes of cache")
    return faults


def _module_faults(container: OleFileIO, listing: bytes) -> Iterator[str]:
    stream = ""
    for kind, data in _records(listing):
        if kind == _STREAM_NAME:
            stream = data.decode("cp1252")
        elif kind in _COOKIES and data != b"\xff\xff":
            yield f"the cookie of {_COOKIES[kind]} is {data.hex()}"
        elif kind == _END and data:
            yield f"{len(data)} bytes behind the end of the list of modules"
        elif kind == _OFFSET and any(data):
            offset = int.from_bytes(data, "little")
            yield f"{stream} begins with {offset} bytes that are no source"
        elif kind == _OFFSET:
            written = container.openstream(["VBA", stream]).read()
            source = bytes(decompress_stream(bytearray(written)))
            if b"Attribute VB_" not in source[:80] and b"VB_Base" not in source:
                yield f"{stream} does not begin with its source"


def _records(listing: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each record of the stream `dir`: its number and what is in it."""
    at = 0
    while at < len(listing):
        kind, size = struct.unpack_from("<HI", listing, at)
        size = 6 if kind == _PROJECT_VERSION else size
        yield kind, bytes(listing[at + 6 : at + 6 + size])
        at += 6 + size
        if kind == _END and at < len(listing):
            yield _END, bytes(listing[at:])
            return
