"""The command line over folders that nobody should have: exit codes and one clear line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = "from xlcost.console.cli import app; app(prog_name='xlcost')"
LEDGER = "period,account,amount\n2026-09,5000,100\n2026-10,5000,120\n2026-10,6000,50.5\n"


def xlcost(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", CODE, *map(str, arguments)],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1", "COLUMNS": "200"},
    )


def refused(done: subprocess.CompletedProcess[str], code: int) -> None:
    """Assert that a command ended with this exit code and one line on standard error."""
    assert done.returncode == code, done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("xlcost: ")


@pytest.mark.parametrize("ledger", ["period,account,amount\n", None])
@pytest.mark.parametrize("more", [[], ["--allow-errors"]])
def test_nothing_to_report(tmp_path: Path, ledger: str | None, more: list[str]) -> None:
    """A ledger of headings only, or none at all, is refused in one line, errors allowed or not."""
    if ledger is not None:
        (tmp_path / "ledger.csv").write_text(ledger, encoding="utf-8")
    refused(xlcost("report", "--data", tmp_path, "--out", tmp_path / "out", *more), 1)
    assert not list((tmp_path / "out").glob("*"))


def test_data_is_a_folder(tmp_path: Path) -> None:
    """A file where the folder should be named is wrong use."""
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    refused(xlcost("check", "--data", tmp_path / "ledger.csv"), 2)


def test_init_names_files_as_seen_from_its_own(tmp_path: Path) -> None:
    """Settings that init writes beside a folder find the files inside it."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    settings = tmp_path / "xlcost.toml"
    done = xlcost("init", tmp_path / "sub" / "ledger.csv", "--out", settings)
    assert done.returncode == 0, done.stderr
    assert 'files = "sub/ledger.csv"' in settings.read_text(encoding="utf-8")


def test_failed_controls_are_told(tmp_path: Path) -> None:
    """A report in which controls failed says so at the command line, beside its path."""
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    (tmp_path / "accounts.csv").write_text("account,line,category\n5000,A,B\n", "utf-8")
    done = xlcost("report", "--data", tmp_path, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "1 control on the sheet Checks failed" in done.stdout
