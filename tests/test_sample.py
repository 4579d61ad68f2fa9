"""The sample folder and the sample report of the documentation are what xlcost makes today."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs"))

import sample  # noqa: E402 - a script beside the pages

from tests.regenerate import COMMAND as AGAIN  # noqa: E402

MOST = 1_000_000  # bytes that anybody who clones the project carries


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder as it is made today."""
    folder = tmp_path_factory.mktemp("sample")
    sample.build(folder)
    return folder


def names(folder: Path) -> list[str]:
    """Return every file below a folder."""
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def test_the_sample_is_the_one_that_is_made(made: Path) -> None:
    """Each export and each cell of the report is what `python -m tests.regenerate` writes."""
    assert names(made) == names(sample.FOLDER), AGAIN
    for name in names(made):
        new, old = made / name, sample.FOLDER / name
        if name.endswith(".xlsx"):
            assert sample.contents(new) == sample.contents(old), f"{name}: {AGAIN}"
        else:
            assert new.read_bytes() == old.read_bytes(), f"{name}: {AGAIN}"


def test_the_sample_is_small(made: Path) -> None:
    """Whoever clones the project carries less than a megabyte of it."""
    assert sum((made / name).stat().st_size for name in names(made)) < MOST


def test_the_sample_report_is_complete(made: Path) -> None:
    """The exports alone, with no file edited, give a report of costs, contacts and people."""
    found = sample.contents(made / sample.PACK)
    assert {"Summary", "OpEx by line", "Unit cost", "Resources", "Forecast", "Checks"} <= set(found)
    assert not [cell for rows in found.values() for row in rows for cell in row if cell == "#REF!"]


def test_the_page_shows_what_init_says(made: Path) -> None:
    """The first report's page has the answer of `xlcost init` word for word."""
    page = sample.PAGE.read_text(encoding="utf-8")
    assert (made / sample.SAID).read_text(encoding="utf-8") in page, AGAIN
