"""Disks that take no more: one sentence that names the folder, and what was there is as it was."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from faults.runs import ROOT, Ended, environment, left_over
from faults.test_kills import stands
from small_company import write_folder

# The system takes no more than so many bytes of a file, which is told as a full disk is.
CODE = """
import errno, os, resource, sys
from xlcost.system import unfinished
most = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
from xlcost.console.entry import run
run()
"""


def _limited(most: int, *arguments: str | Path, temporary: Path) -> Ended:
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(most), *map(str, arguments)],
        cwd=ROOT,
        env=environment(temporary),
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("most", [0, 2_000, 60_000])
def test_a_disk_that_fills_up_leaves_the_old_report(most: int, tmp_path: Path) -> None:
    """At whatever byte the disk is full, the exit is 3 in one sentence and the old pack stays."""
    data, out, temporary = write_folder(tmp_path / "data"), tmp_path / "out", tmp_path / "tmp"
    arguments = ("report", "--data", data, "--out", out, "--format", "csv")
    whole = _limited(resource.RLIM_INFINITY, *arguments, temporary=temporary)
    assert whole.code == 0, whole.err
    before = {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    write_folder(data, extra=7.0)
    told = _limited(most, *arguments, temporary=temporary)
    told.in_one_sentence(3)
    stands(out)
    assert {path: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()} == before
    assert not left_over(out, temporary)


def test_a_full_temporary_folder_is_not_a_damaged_workbook(tmp_path: Path) -> None:
    """Where the child that reads a workbook has no room, the folder is named, not the file."""
    data = write_folder(tmp_path / "data")
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in (data / "ledger.csv").read_text(encoding="utf-8").splitlines():
        book.active.append(line.split(","))
    book.save(data / "ledger.xlsx")
    (data / "ledger.csv").unlink()
    told = _limited(1_000, "check", "--data", data, temporary=tmp_path / "tmp")
    told.in_one_sentence(3)
    assert "temporary files" in told.err
    assert "damaged" not in told.err + told.out
    assert not left_over(tmp_path / "tmp")


def test_a_temporary_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Without a place for temporary files the run ends in one sentence."""
    assert signal.SIGXFSZ  # the system has the limit that these tests set
    data = write_folder(tmp_path / "data")
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["account", "name"])
    book.save(data / "accounts.xlsx")
    told = _limited(0, "check", "--data", data, temporary=tmp_path / "tmp")
    told.in_one_sentence(3)
