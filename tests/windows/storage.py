"""Opens a compound file with Windows' own storage API and tells the size of every stream."""

from __future__ import annotations

import json
import sys
from typing import Any

_STORAGE = 1
_CHUNK = 1 << 20


def main(path: str) -> None:
    """Print each stream's path and the number of bytes that could be read of it."""
    import pythoncom
    from win32com import storagecon

    mode = storagecon.STGM_READ | storagecon.STGM_SHARE_EXCLUSIVE
    root = pythoncom.StgOpenStorage(path, None, mode, None, 0)
    sys.stdout.write(json.dumps(dict(_streams(root, "", mode))))


def _streams(storage: Any, above: str, mode: int) -> list[tuple[str, int]]:
    found = []
    entries = storage.EnumElements()
    while batch := entries.Next():
        for entry in batch:
            name, kind = entry[0], entry[1]
            if kind == _STORAGE:
                inner = storage.OpenStorage(name, None, mode, None, 0)
                found += _streams(inner, f"{above}{name}/", mode)
            else:
                stream = storage.OpenStream(name, None, mode, 0)
                size = 0
                while data := stream.Read(_CHUNK):
                    size += len(data)
                found.append((above + name, size))
    return found


if __name__ == "__main__":
    main(sys.argv[1])
