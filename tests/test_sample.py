"""The sample folder and the sample report of the documentation are what xlcost makes today."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs"))

import sample  # noqa: E402 - a script beside the pages

MOST = 1_000_000  # bytes that anybody who clones the project carries
HASH = re.compile(r"[0-9a-f]{32,64}")
AGAIN = "run `python docs/sample.py`, look, and commit it"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder as it is made today."""
    folder = tmp_path_factory.mktemp("sample")
    sample.build(folder)
    return folder


def names(folder: Path) -> list[str]:
    """Return every file below a folder."""
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return the cells of each sheet; of a file that was read, its size and hash hang on zlib."""
    book = load_workbook(path, read_only=True, data_only=True)
    return {
        sheet.title: [
            row
            for row in sheet.iter_rows(values_only=True)
            if not any(HASH.fullmatch(str(cell)) for cell in row)
        ]
        for sheet in book
    }


def test_the_sample_is_the_one_that_is_made(made: Path) -> None:
    """Each export and each cell of the report is what `python docs/sample.py` writes."""
    assert names(made) == names(sample.FOLDER), AGAIN
    for name in names(made):
        new, old = made / name, sample.FOLDER / name
        if name.endswith(".xlsx"):
            assert contents(new) == contents(old), f"{name}: {AGAIN}"
        else:
            assert new.read_bytes() == old.read_bytes(), f"{name}: {AGAIN}"


def test_the_sample_is_small(made: Path) -> None:
    """Whoever clones the project carries less than a megabyte of it."""
    assert sum((made / name).stat().st_size for name in names(made)) < MOST


def test_the_sample_report_is_complete(made: Path) -> None:
    """The exports alone, with no file edited, give a report of costs, contacts and people."""
    found = contents(made / sample.PACK)
    assert {"Summary", "OpEx by line", "Unit cost", "Resources", "Forecast", "Checks"} <= set(found)
    assert not [cell for rows in found.values() for row in rows for cell in row if cell == "#REF!"]
