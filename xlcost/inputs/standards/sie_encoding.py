"""The encoding of a SIE file: code page 437 says the standard, and systems write others as well."""

from __future__ import annotations

import codecs

from xlcost.inputs.files.byte_streams import open_bytes
from xlcost.inputs.files.faults import Deadline
from xlcost.inputs.standards.source import LedgerSource

CHUNK = 1024 * 1024
UTF_16 = "utf-16"
DOS = "cp865"  # the letters of 437, and ø Ø, which Norwegian and Danish systems write into it
# The letters of Nordic names in both code pages: å ä ö Å Ä Ö é ü æ Æ, ø Ø in the second only.
IN_DOS = bytes((0x86, 0x84, 0x94, 0x8F, 0x8E, 0x99, 0x82, 0x81, 0x91, 0x92))
IN_WINDOWS = bytes((0xE5, 0xE4, 0xF6, 0xC5, 0xC4, 0xD6, 0xE9, 0xFC, 0xE6, 0xC6, 0xF8, 0xD8))


def encoding_of(source: LedgerSource, deadline: Deadline) -> str:
    """Return the encoding in which the letters of a file make sense."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, dos, windows = True, 0, 0
    with open_bytes(source.path, source.limits.unpacked_bytes) as stream:
        if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return UTF_16
        stream.seek(0)
        while data := stream.read(CHUNK):
            dos += sum(map(data.count, IN_DOS))
            windows += sum(map(data.count, IN_WINDOWS))
            if is_utf8:
                is_utf8 = _decodes(decoder, data)
            deadline.check()
    if is_utf8 and _decodes(decoder, b"", final=True):
        return "utf-8-sig"
    return "cp1252" if windows > dos else DOS


def _decodes(decoder: codecs.IncrementalDecoder, data: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(data, final)
    except UnicodeDecodeError:
        return False
    return True
