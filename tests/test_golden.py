"""A report is the same today as when it was looked at, and the same whoever builds it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from shared_samples import Samples

from tests.golden import IGNORED, LANGUAGES, build, differences, golden
from tests.regenerate import COMMAND
from xlcost.samples.make import LAST_PERIOD

SCRIPT = "import sys; from xlcost.runs.pack import build_report; build_report(*sys.argv[1:])"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_the_one_that_was_looked_at(language: str, tmp_path: Path) -> None:
    """Part by part, the hand-made company's report is the committed one.

    Where a change is meant, `python -m tests.regenerate` writes them anew.
    """
    path = tmp_path / golden(language).name
    build(path, language)
    assert differences(golden(language), path) == [], COMMAND


def test_a_changed_part_is_found(tmp_path: Path) -> None:
    """One other number, one part more and one less are each told with the part's name."""
    path = tmp_path / "report.xlsx"
    build(path, "en")
    assert differences(path, path) == []
    changed = tmp_path / "changed.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert b"<v>173000" in data
                data = data.replace(b"<v>173000", b"<v>173001", 1)
            new.writestr(name, data)
    told = "\n".join(differences(path, changed))
    assert "xl/worksheets/sheet1.xml" in told
    assert "173001" in told
    with zipfile.ZipFile(changed, "a") as new:
        new.writestr("xl/more.xml", "<more/>")
    assert "only in changed.xlsx: xl/more.xml" in differences(path, changed)
    assert "only in changed.xlsx: xl/more.xml" in differences(changed, path)


def test_what_is_ignored_has_its_reason() -> None:
    """Each thing that may differ names its part and says why."""
    assert all(part and line and len(reason) > 20 for part, line, reason in IGNORED)


def test_two_processes_build_the_same_pack(samples: Samples, tmp_path: Path) -> None:
    """With SOURCE_DATE_EPOCH, the sample's pack is the same to the byte whatever the hash seed."""
    data = samples.folder("en")
    built = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        environment = os.environ | {"PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "1793865600"}
        command = [sys.executable, "-c", SCRIPT, data, out, LAST_PERIOD, "en"]
        subprocess.run(
            command, check=True, env=environment, cwd=Path(__file__).resolve().parents[1]
        )
        built.append(next(out.glob("*.xlsx")))
    assert differences(*built) == []
    assert built[0].read_bytes() == built[1].read_bytes()
