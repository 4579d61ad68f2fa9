"""Write docs/sample/: a company's exports as they come, and the report that they become.

Usage: `python docs/sample.py`, or `python tests/golden.py`, which writes this one, too.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from xlcost.runs.first_settings import first_settings
from xlcost.runs.pack import build_report
from xlcost.samples.exports import LAST, make_exports

FOLDER = Path(__file__).with_name("sample")
EXPORTS = "exports"
PACK = f"opex-report_{LAST}_en.xlsx"
BUILT = "1793865600"  # 2026-11-05, as seconds since 1970


def build(folder: Path = FOLDER) -> Path:
    """Write the exports and, by what `xlcost init` says of them, their report; return its path."""
    make_exports(folder / EXPORTS)
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / EXPORTS
        shutil.copytree(folder / EXPORTS, data)
        first_settings(data, "en")
        before = os.environ.get("SOURCE_DATE_EPOCH")
        os.environ["SOURCE_DATE_EPOCH"] = BUILT
        try:
            built = build_report(data, Path(name) / "out", LAST, "en")
        finally:
            os.environ.pop("SOURCE_DATE_EPOCH")
            if before is not None:
                os.environ["SOURCE_DATE_EPOCH"] = before
        shutil.copyfile(built.path, folder / PACK)
    return folder / PACK


if __name__ == "__main__":
    build()
