"""The container of the VBA project, as [MS-OVBA] demands it of one who writes without compiling.

pyOpenVBA starts from a project that Excel made, and keeps the version of its compiled code with
zeros in the code's place, and the compiled code of a sheet. Excel would have to find out that none
of it fits. A writer puts a version there that no Excel has, and source alone: then Excel compiles.
"""

from __future__ import annotations

from pyopenvba.cfb import CFB
from pyopenvba.vba import compress, parse_vba_project, serialize_dir_stream, write_back_modules

_STORAGE = "VBA"
# 2.3.4.1: two bytes of mark, the version, a byte of 0, two that are ignored; and no cache after it.
UNCOMPILED = bytes.fromhex("CC61FFFF000000")
_END = bytes.fromhex("100000000000")  # 2.3.4.2: the terminator, to which pyOpenVBA adds four zeros
_COOKIE = 0xFFFF  # 2.3.4.2.3: what a writer puts where compiled code is told by number


def uncompiled(project: bytes) -> bytes:
    """Return a project (`vbaProject.bin`) with its source alone, every module from its start."""
    container = CFB.from_bytes(project)
    found = parse_vba_project(container)
    for module in found.modules:
        # Written anew, each stream begins with its source.
        module.dirty = True
        module.cookie = _COOKIE
    write_back_modules(container, found)
    found.project_cookie = _COOKIE
    listing = serialize_dir_stream(found)
    if listing.endswith(_END + bytes(4)):
        listing = listing[:-4]
    container.write_stream_in_storage(_STORAGE, "dir", compress(listing))
    container.write_stream_in_storage(_STORAGE, "_VBA_PROJECT", UNCOMPILED)
    container.drop_streams_in_storage(_STORAGE, lambda name: name.startswith("__SRP_"))
    return bytes(container.to_bytes())
