"""Two runs at once on the same output: each file is whole and beside what belongs to it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from faults.runs import ended, left_over, start
from faults.test_kills import TABLES, stands
from small_company import write_folder

from xlcost.system.unfinished import (
    SHOWN,
    clear,
    in_turn,
    own_temporary_files,
    unfinished_file,
    unfinished_folder,
)


@pytest.mark.parametrize("pairs", [pytest.param(10, marks=pytest.mark.long), 1])
def test_two_runs_at_once_leave_one_pack(pairs: int, tmp_path: Path) -> None:
    """Of two runs with different data one comes last, workbook and manifest together."""
    folders = [write_folder(tmp_path / name, extra=extra) for name, extra in (("a", 0), ("b", 7))]
    out, temporary = tmp_path / "out", tmp_path / "tmp"
    for _ in range(pairs):
        runs = [
            start("report", "--data", data, "--out", out, "--format", "csv", temporary=temporary)
            for data in folders
        ]
        for run in map(ended, runs):
            if run.code:
                run.in_one_sentence(3)
        stands(out)
        assert list((out / TABLES).iterdir())
        assert not left_over(out, temporary)


def test_what_a_living_run_claims_is_not_cleared(tmp_path: Path) -> None:
    """Files and folders of a run alive stay, however old they look; those of dead ones go."""
    with unfinished_file(tmp_path) as (mine, _), unfinished_folder(tmp_path) as folder:
        dead = tmp_path / ".xlcost-0123456789abcdef.tmp"
        dead.mkdir()
        (dead / "half.csv").touch()
        theirs = tmp_path / ".xlcost-notes.tmp"
        theirs.touch()
        (tmp_path / ".xlcost-00ff.tmp").symlink_to(tmp_path / "elsewhere")
        clear(tmp_path)
        assert mine.exists()
        assert folder.exists()
        assert not dead.exists()
        assert theirs.exists()
        assert (tmp_path / ".xlcost-00ff.tmp").is_symlink()
    assert not mine.exists()
    assert not folder.exists()
    with in_turn(tmp_path):
        pass


def test_a_run_takes_turns_in_its_own_temporary_folder(tmp_path: Path) -> None:
    """What a run claims as a whole does not keep it from making files and folders inside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(tmp_path))
        with own_temporary_files():
            inside = Path(tempfile.gettempdir())
            assert inside.is_relative_to(tmp_path)
            clear(tmp_path, SHOWN)
            with in_turn(inside) as is_mine:
                assert is_mine
        assert not list(tmp_path.iterdir())
