"""Recognition: which standard a file is written in, by what it holds and never by its name."""

from __future__ import annotations

import codecs
from pathlib import Path

from xlcost.dataset.limits import Limits
from xlcost.inputs.files.byte_streams import open_bytes
from xlcost.inputs.files.faults import FileFault, stumbling
from xlcost.inputs.files.kinds import format_of
from xlcost.inputs.standards.fec import columns_of

HEAD = 64 * 1024
SAFT, SIE, FEC = "saft", "sie", "fec"


def standard_of(path: Path, limits: Limits) -> str:
    """Return "saft", "sie" or "fec", or "" for every other file; it is never read to its end."""
    try:
        with stumbling(path.name):
            if not path.is_file() or path.stat().st_size == 0:
                return ""
            with open_bytes(path, limits.unpacked_bytes) as stream:
                return standard_in(stream.read(HEAD))
    except FileFault:
        return ""


def standard_in(head: bytes) -> str:
    """Return the standard of a file that begins with some bytes."""
    found = format_of(head)
    if found in (SAFT, SIE):
        return found
    if found:
        return ""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode()
    first = head.replace(b"\r", b"\n").lstrip().split(b"\n", 1)[0]
    return FEC if columns_of(first.decode("utf-8", "replace")) else ""
