"""Python as VBA starts it: xlwings' own COM server, under the class id that the caller names."""

from __future__ import annotations

import sys
from pathlib import Path


def main(class_id: str, log: str) -> None:
    """Serve until the process is ended; what went wrong is told in the log."""
    import winreg

    import xlwings

    # Wine looks a class up here before it asks the servers that run; Windows does not.
    key = rf"CLSID\{class_id}\LocalServer32"
    winreg.SetValue(winreg.HKEY_CLASSES_ROOT, key, winreg.REG_SZ, "started by hand")
    with Path(log).open("w", encoding="utf-8", buffering=1) as sys.stderr:
        xlwings.serve(class_id)


if __name__ == "__main__":
    main(*sys.argv[1:])
