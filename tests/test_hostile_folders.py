"""The command line over folders that nobody should have: exit codes and one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import called

LEDGER = "period,account,amount\n2026-09,5000,100\n2026-10,5000,120\n2026-10,6000,50.5\n"


@pytest.mark.parametrize("ledger", ["period,account,amount\n", None])
@pytest.mark.parametrize("more", [[], ["--allow-errors"]])
def test_nothing_to_report(tmp_path: Path, ledger: str | None, more: list[str]) -> None:
    """A ledger of headings only, or none at all, is refused in one line, errors allowed or not."""
    if ledger is not None:
        (tmp_path / "ledger.csv").write_text(ledger, encoding="utf-8")
    called("report", "--data", tmp_path, "--out", tmp_path / "out", *more).refused(1)
    assert not list((tmp_path / "out").glob("*"))


def test_data_is_a_folder(tmp_path: Path) -> None:
    """A file where the folder should be named is wrong use."""
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    called("check", "--data", tmp_path / "ledger.csv").refused(2)


def test_init_names_files_as_seen_from_its_own(tmp_path: Path) -> None:
    """Settings that init writes beside a folder find the files inside it."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    settings = tmp_path / "xlcost.toml"
    done = called("init", tmp_path / "sub" / "ledger.csv", "--out", settings)
    assert done.returncode == 0, done.stderr
    assert 'files = "sub/ledger.csv"' in settings.read_text(encoding="utf-8")


def test_failed_controls_are_told(tmp_path: Path) -> None:
    """A report in which controls failed says so at the command line, beside its path."""
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    (tmp_path / "accounts.csv").write_text("account,line,category\n5000,A,B\n", "utf-8")
    done = called("report", "--data", tmp_path, "--out", tmp_path / "out", width=200)
    assert done.returncode == 0, done.stderr
    assert "1 control failed; see the sheet Checks" in done.stdout
