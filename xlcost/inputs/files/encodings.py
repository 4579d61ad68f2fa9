"""The encoding of a text file: which one, and the lines of the file as text."""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from xlcost.dataset.limits import MEBIBYTE, Limits
from xlcost.inputs.files.faults import Deadline, limit, unreadable

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 4096
LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
LIKE_UTF8 = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
ASCII = bytes(range(128))
UNDEFINED_IN_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")


@dataclass(frozen=True)
class Encoding:
    """How bytes become text.

    Attributes:
        name: The codec, as a person would write it into the settings.
        strict: False when bytes that mean nothing are replaced (each such row is reported).
        other_rows: Rows that are in cp1252 in a file that is UTF-8 elsewhere.
    """

    name: str
    strict: bool = True
    other_rows: tuple[int, ...] = ()

    @property
    def mixed(self) -> bool:
        """Whether each line has to be decoded on its own."""
        return bool(self.other_rows)

    def lines(self, stream: BinaryIO) -> Iterator[str]:
        """Return the lines of a file with their line ends; CR, LF and CRLF all end one."""
        if self.mixed:
            return _mixed_lines(stream)
        errors = "strict" if self.strict else "replace"
        return iter(io.TextIOWrapper(stream, self.name, errors, newline=""))


# What Python calls an encoding and no program writes files in: names of hosts, escapes of programs.
NO_FILES = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"})


def known_encoding(name: str) -> Encoding:
    """Return the encoding that the settings name.

    Raises:
        FileFault: Python knows no such codec.
    """
    try:
        codec = codecs.lookup(name)
        bytes(range(128)).decode(codec.name, "replace")
    except (LookupError, ValueError, TypeError, OSError):
        raise unreadable("unknown_encoding", name) from None
    if codec.name in NO_FILES:
        raise unreadable("unknown_encoding", name)
    plain = "utf-8-sig" if codec.name == "utf-8" else codec.name
    return Encoding(plain, strict=False)


def from_start(head: bytes) -> Encoding | None:
    """Return the encoding that the first bytes of a file give away, if they do."""
    for bom, name in BOMS:
        if head.startswith(bom):
            return Encoding(name, strict=name == "utf-8-sig")
    sample = head[:SAMPLE]
    half = max(1, len(sample) // 2)
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.3 and even < 0.05:
        return Encoding("utf-16-le", strict=False)
    if even > 0.3 and odd < 0.05:
        return Encoding("utf-16-be", strict=False)
    return None


def detect_encoding(stream: BinaryIO, limits: Limits, deadline: Deadline) -> Encoding:
    """Read a whole file once and return its encoding.

    UTF-8 is proven, never guessed; what is not UTF-8 is cp1252, or its superset in old Macintosh
    files; a file whose lines mix UTF-8 and cp1252 is told apart line by line.

    Raises:
        FileFault: A line is longer than the limit.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    first = stream.read(MEBIBYTE)
    found = from_start(first)
    valid, run, chunk = True, 0, first
    while chunk:
        run = run + len(chunk) if chunk.find(b"\n") < 0 and chunk.find(b"\r") < 0 else 0
        if run > limits.field_bytes:
            raise limit("field", f"> {limits.field_bytes:,}", limits.field_bytes)
        if valid and (found is None or found.name == "utf-8-sig"):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                valid = False
        deadline.check()
        chunk = stream.read(MEBIBYTE)
    if valid:
        try:
            decoder.decode(b"", final=found is None)
        except UnicodeDecodeError:
            valid = False
    if found is not None and (valid or found.name != "utf-8-sig"):
        return found
    stream.seek(0)
    return Encoding("utf-8") if valid else _eight_bit(stream, deadline)


def _eight_bit(stream: BinaryIO, deadline: Deadline) -> Encoding:
    """Tell cp1252, Latin-1, Mac Roman and a mixture with UTF-8 apart."""
    high: Counter[int] = Counter()
    feeds, like_utf8 = 0, False
    while block := stream.read(MEBIBYTE):
        high.update(block.translate(None, ASCII))
        feeds += block.count(b"\n")
        like_utf8 = like_utf8 or LIKE_UTF8.search(block) is not None
        deadline.check()
    if like_utf8:
        stream.seek(0)
        other = _other_rows(stream, deadline)
        if other:
            return Encoding("utf-8", other_rows=other)
    controls = {byte for byte in high if byte < 0xA0}
    letters = sum(count for byte, count in high.items() if byte >= 0xC0)
    if not feeds and sum(high[byte] for byte in controls) > letters:
        return Encoding("mac_roman")  # CR only and no letter where cp1252 has its letters
    if controls & UNDEFINED_IN_CP1252:
        strict = controls <= UNDEFINED_IN_CP1252
        return Encoding("latin-1") if strict else Encoding("cp1252", strict=False)
    return Encoding("cp1252")


def _other_rows(stream: BinaryIO, deadline: Deadline) -> tuple[int, ...]:
    """Return the lines that are not UTF-8; none where no line beyond ASCII is."""
    other: list[int] = []
    utf8_lines = 0
    for number, line in enumerate(_byte_lines(stream), start=1):
        if not line.isascii():
            try:
                line.decode("utf-8")
                utf8_lines += 1
            except UnicodeDecodeError:
                other.append(number)
        if number % 10_000 == 0:
            deadline.check()
    return tuple(other) if utf8_lines else ()


def _byte_lines(stream: BinaryIO) -> Iterator[bytes]:
    """Split bytes at CR, LF and CRLF, keeping the line ends."""
    for block in stream:
        if b"\r" in block[:-2]:
            yield from LINE.findall(block)
        else:
            yield block


def _mixed_lines(stream: BinaryIO) -> Iterator[str]:
    """Decode each line by itself: UTF-8 where it is, else cp1252."""
    for number, line in enumerate(_byte_lines(stream)):
        try:
            yield line.decode("utf-8-sig" if number == 0 else "utf-8")
        except UnicodeDecodeError:
            yield line.decode("cp1252", "replace")
