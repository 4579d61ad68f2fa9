"""The command line, the button and the template's VBA project on Windows, in Wine."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from wine import SCRIPTS, Windows

from xlcost.pack import build_report
from xlcost.samples.make import LAST_PERIOD, make_sample

MOMENT = "1793491200"
COMMAND = SCRIPTS / "command.py"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as people name them, with the sample company's Norwegian files."""
    return make_sample(tmp_path_factory.mktemp("data") / "Regnskap æøå 2026", "nb")


def test_help_answers(windows_python: Windows) -> None:
    """`xlcost --help` runs on Windows and lists the commands, in a code page of old too."""
    done = windows_python.run(COMMAND, "--help")
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    for command in (b"report", b"check", b"demo", b"functions"):
        assert command in done.stdout


def test_the_report_is_the_same_on_windows(
    windows_python: Windows, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sample company's report has the same parts, byte for byte, and is the same file."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)
    here = build_report(data, tmp_path / "her", LAST_PERIOD, "nb").path
    there = tmp_path / "Rapporter på Windows"
    words = ("--data", data, "--period", LAST_PERIOD, "--out", there, "--lang", "nb")
    done = windows_python.run(COMMAND, "report", *words)
    told = done.stdout.decode("cp1252", "replace") + done.stderr.decode("cp1252", "replace")
    assert done.returncode == 0, told
    (built,) = there.iterdir()
    assert built.name == here.name
    with zipfile.ZipFile(built) as theirs, zipfile.ZipFile(here) as ours:
        assert theirs.namelist() == ours.namelist()
        assert [name for name in ours.namelist() if ours.read(name) != theirs.read(name)] == []
    assert built.read_bytes() == here.read_bytes()
