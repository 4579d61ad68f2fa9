"""Two files or folders that change places in one step, where the system has such a step."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are seen from the folder that the process works in
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def exchange(one: Path, other: Path) -> bool:
    """Let two paths change places; False where the system or the file system cannot.

    Both are whole and at one of the two places at every moment, also when the process is killed.
    """
    names = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "linux":
            rename = ctypes.CDLL(None, use_errno=True).renameat2
            return int(rename(_HERE, names[0], _HERE, names[1], _EXCHANGE)) == 0
        if sys.platform == "darwin":
            return int(ctypes.CDLL(None).renamex_np(*names, _EXCHANGE)) == 0
    except (AttributeError, OSError):  # an older system library
        pass
    return False
