"""What stands around a run: little memory, poor streams, names that are no text, pipes."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from faults.runs import ROOT, SECONDS, environment

LEDGER = "period,account,amount\n2026-01,5000,100\n"
MEBIBYTE = 1024**2


def _run(
    *arguments: str | Path,
    more: Mapping[str, str] | None = None,
    megabytes: int = 0,
    into: int = subprocess.PIPE,
    temporary: Path,
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line under a limit of memory, or with a stream of a kind."""

    def limited() -> None:
        if megabytes:
            most = megabytes * MEBIBYTE
            resource.setrlimit(resource.RLIMIT_AS, (most, most))

    return subprocess.run(
        [sys.executable, "-m", "xlcost", *map(str, arguments)],
        cwd=ROOT,
        env=environment(temporary, more),
        stdin=subprocess.DEVNULL,
        stdout=into,
        stderr=subprocess.PIPE,
        check=False,
        timeout=SECONDS,
        preexec_fn=limited,
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a folder with a small ledger."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "ledger.csv").write_text(LEDGER, "utf-8")
    return folder


LONG = pytest.mark.long


@pytest.mark.parametrize(
    "megabytes",
    [600, 900, *(pytest.param(one, marks=LONG) for one in range(650, 1250, 50))],
)
def test_little_memory_is_told(data: Path, tmp_path: Path, megabytes: int) -> None:
    """Where a process may have little address space, a run ends well or says so in one sentence."""
    done = _run("check", "--data", data, megabytes=megabytes, temporary=tmp_path / "tmp")
    told = done.stderr.decode()
    assert done.returncode in (0, 3), (done.returncode, told)
    assert (done.returncode == 0) == (not told), told
    assert "Traceback" not in told
    if megabytes < 768:
        assert done.returncode == 3
        assert "of address space, and xlcost needs" in told


@pytest.mark.parametrize("codec", ["ascii", "cp1252", pytest.param("cp850", marks=LONG)])
def test_a_stream_that_knows_few_characters(data: Path, tmp_path: Path, codec: str) -> None:
    """Headings and signs that the terminal does not have are shown as near as it can."""
    (data / "ledger.csv").write_text("period,account,amount,→ 日本 −\n2026-01,5,1,x\n", "utf-8")
    more = {"PYTHONUTF8": "0", "PYTHONIOENCODING": codec}
    done = _run("check", "--data", data, more=more, temporary=tmp_path / "tmp")
    assert done.returncode == 0, done.stderr
    assert b"-> ?? -" in done.stdout
    helped = _run("--help", more=more, temporary=tmp_path / "tmp")
    assert helped.returncode == 0, helped.stderr


def test_a_reader_that_goes_away(data: Path, tmp_path: Path) -> None:
    """A pipe that nobody reads any more ends a run as it would have ended, without a word."""
    reading, writing = os.pipe()
    os.close(reading)
    done = _run("check", "--data", data, into=writing, temporary=tmp_path / "tmp")
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
def test_an_output_that_takes_nothing(data: Path, tmp_path: Path) -> None:
    """What cannot be printed is told once on the other stream, and is exit 3."""
    with Path("/dev/full").open("wb") as full:
        done = _run("check", "--data", data, into=full.fileno(), temporary=tmp_path / "tmp")
    assert done.returncode == 3
    assert done.stderr.decode().startswith("xlcost: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_name_that_is_no_text(data: Path, tmp_path: Path) -> None:
    """A file whose name is no UTF-8 is read, reported and told; init asks for another name."""
    odd = data / os.fsdecode(b"ledger \xff.csv")
    (data / "ledger.csv").rename(odd)
    (data / "xlcost.toml").write_text('[ledger]\nfiles = "ledger*.csv"\n', "utf-8")
    out, temporary = tmp_path / os.fsdecode(b"out \xe6"), tmp_path / "tmp"
    done = _run("report", "--data", data, "--out", out, temporary=temporary)
    assert done.returncode == 0, done.stderr
    assert list(out.glob("*.xlsx"))
    made = _run("init", odd, "--out", tmp_path / "new.toml", temporary=temporary)
    assert made.returncode == 0, made.stderr
    assert "(question)" in (tmp_path / "new.toml").read_text("utf-8")


def test_what_is_no_file(data: Path, tmp_path: Path) -> None:
    """A pipe, a socket, a device and a folder named as inputs are refused, and waited for never."""
    os.mkfifo(data / "budget.csv")
    (data / "activity.csv").mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(data)  # the name of a socket may be short only
        try:
            listening.bind("workforce.csv")
        finally:
            os.chdir(here)
        temporary = tmp_path / "tmp"
        done = _run("check", "--data", data, temporary=temporary)
        assert done.returncode == 0, done.stderr
        for odd in (*(data / f"{n}.csv" for n in ("budget", "activity", "workforce")), "/dev/zero"):
            refused = _run("init", odd, "--out", tmp_path / "new.toml", temporary=temporary)
            assert refused.returncode == 2, odd
            assert len(refused.stderr.splitlines()) == 1


def test_python_dash_m(tmp_path: Path) -> None:
    """`python -m xlcost` is the command."""
    done = _run("--version", temporary=tmp_path / "tmp")
    assert done.returncode == 0
    assert done.stdout.startswith(b"xlcost ")
