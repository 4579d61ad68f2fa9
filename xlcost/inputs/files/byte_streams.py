"""Byte streams: a file, or what is packed in it, up to the size that the limits allow."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from xlcost.inputs.files.faults import limit, unreadable

if TYPE_CHECKING:
    from typing_extensions import Buffer

GZIP = b"\x1f\x8b"


class _Limited(io.RawIOBase):
    """A stream that stops with a finding when more comes out of it than the limit allows."""

    def __init__(self, source: BinaryIO, allowed: int) -> None:
        super().__init__()
        self._source = source
        self._allowed = allowed

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._source.seek(offset, whence)

    def tell(self) -> int:
        return self._source.tell()

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        try:
            data = self._source.read(len(view))
        except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
            raise unreadable("damaged", str(fault)) from fault
        if self._source.tell() > self._allowed:
            raise limit("unpacked", f"> {self._allowed:,}", self._allowed)
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._source.close()
        super().close()


def is_packed(path: Path) -> bool:
    """Whether a file is packed with gzip, whatever its name says."""
    with path.open("rb") as stream:
        return stream.read(2) == GZIP


def open_bytes(path: Path, allowed: int) -> BinaryIO:
    """Open a file, unpacking gzip, so that no more than `allowed` bytes come out of it."""
    source = gzip.open(path, "rb") if is_packed(path) else path.open("rb")  # noqa: SIM115  # the caller closes the stream
    return cast("BinaryIO", io.BufferedReader(_Limited(cast("BinaryIO", source), allowed), 2**20))
