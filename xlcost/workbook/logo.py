"""A company's logo: a PNG or JPEG that is checked before a workbook carries it."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field
from typing import Literal

from openpyxl.drawing.image import Image

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"IEND\xaeB`\x82"
_JPEG = b"\xff\xd8\xff"
_JPEG_END = b"\xff\xd9"
_NO_FRAMES = (0xC4, 0xC8, 0xCC)  # markers among the frames' own that begin no frame
_FRAMES = range(0xC0, 0xD0)
_ALONE = (0x01, *range(0xD0, 0xDA))  # markers without a length


@dataclass(frozen=True)
class Logo:
    """A picture that has been looked at.

    Attributes:
        data: The file.
        kind: What it is.
        width: Pixels from left to right.
        height: Pixels from top to bottom.
    """

    data: bytes = field(repr=False)
    kind: Literal["png", "jpeg"]
    width: int
    height: int


def read_logo(data: bytes) -> Logo:
    """Return a picture with its size, as its own head states it.

    Raises:
        ValueError: It is no PNG or JPEG, or it ends too early.
    """
    try:
        if data.startswith(_PNG):
            size, kind, whole = _png_size(data), "png", data.rstrip(b"\0").endswith(_PNG_END)
        elif data.startswith(_JPEG):
            size, kind, whole = _jpeg_size(data), "jpeg", data.rstrip(b"\0").endswith(_JPEG_END)
        else:
            raise ValueError("is neither a PNG nor a JPEG")
    except (struct.error, IndexError) as fault:
        raise ValueError("is cut short") from fault
    if not whole:
        raise ValueError("is cut short")
    if not all(size):
        raise ValueError("has no size")
    return Logo(data, kind, *size)  # type: ignore[arg-type]  # one of the two words


def _png_size(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise ValueError("is no whole PNG")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while True:
        if data[at] != 0xFF:  # noqa: PLR2004  # every marker begins with it
            raise ValueError("is no whole JPEG")
        marker = data[at + 1]
        if marker == 0xFF:  # noqa: PLR2004  # one more before the marker
            at += 1
        elif marker in _FRAMES and marker not in _NO_FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        elif marker in _ALONE:
            at += 2
        else:
            at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]


class LogoImage(Image):
    """A logo as openpyxl writes it: its own class would need a library that reads every format.

    Args:
        logo: The picture.
    """

    def __init__(self, logo: Logo) -> None:
        self.ref = io.BytesIO(logo.data)
        self.format = logo.kind
        self.width, self.height = logo.width, logo.height
        self._picture = logo.data

    def _data(self) -> bytes:
        return self._picture
