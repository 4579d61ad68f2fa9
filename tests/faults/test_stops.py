"""Runs that are asked to end: always 130 or 143, one word, nothing unfinished, nothing left."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.runs import Ended, ended, left_over, moments, start, xlcost
from faults.test_kills import stands
from small_company import write_folder

from xlcost.system import children, stopping

HEARD = 0.2  # seconds until Python has begun: before, the system ends it without a word
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows sends no such signals.")


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """Hear Ctrl-C in this process, though tests that run in the background of a shell may not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def _stopped(run: Ended, number: int) -> None:
    """Hold that a run ended because it was asked to."""
    if run.code == -number:  # before the first line of ours, or after the last
        assert not run.err
        return
    assert run.code == 128 + number, (run.code, run.out[-2000:], run.err[-4000:])
    assert run.err.strip() == "xlcost: Stopped.", run.err[-4000:]


@pytest.mark.parametrize("count", [pytest.param(60, marks=pytest.mark.long), 6])
def test_signals_at_random_moments(count: int, tmp_path: Path) -> None:
    """Ctrl-C and SIGTERM end a run at any moment, late ones too, and leave nothing unfinished."""
    data, out, temporary = write_folder(tmp_path / "data"), tmp_path / "out", tmp_path / "tmp"
    arguments = ("report", "--data", data, "--out", out, "--format", "csv")
    began = time.monotonic()
    assert xlcost(*arguments, temporary=temporary).code == 0
    longest = time.monotonic() - began - HEARD
    for number, moment in enumerate(moments(count, 60, longest)):
        wanted = (signal.SIGINT, signal.SIGTERM)[number % 2]
        run = start(*arguments, temporary=temporary)
        time.sleep(HEARD + moment)
        os.killpg(run.pid, wanted)
        told = ended(run)
        if told.code != 0 or told.err:  # a run may be quicker than the first one was
            _stopped(told, wanted)
        stands(out)
        assert not left_over(out, temporary), told


@pytest.mark.parametrize("wanted", [signal.SIGINT, signal.SIGTERM])
def test_a_batch_ends_with_its_workers(wanted: signal.Signals, tmp_path: Path) -> None:
    """A run with several processes ends as one, whether all of them get the signal or one does."""
    data, out, temporary = write_folder(tmp_path / "data"), tmp_path / "out", tmp_path / "tmp"
    with (data / "cost_centres.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"C{n},Centre {n},Oslo,A,Kari\n" for n in range(20))
    with (data / "ledger.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"2026-02-15,5000,C{n},A,x,V,{n}.00\n" for n in range(20))
    more = ("--each", "cost_centre", "--processes", "2")
    run = start("report", "--data", data, "--out", out, *more, temporary=temporary)
    until = time.monotonic() + 200
    while len(list(out.glob("*.xlsx"))) < 3 and time.monotonic() < until:
        time.sleep(0.05)
    assert run.poll() is None
    (os.killpg if wanted is signal.SIGINT else os.kill)(run.pid, wanted)
    _stopped(ended(run), wanted)
    stands(out)
    assert not left_over(out, temporary)
    until = time.monotonic() + 60
    while _group_lives(run.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _group_lives(run.pid)  # no worker outlives its run


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_whatever_a_stopped_run_raises_is_no_bug(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A step that fails because it was interrupted is told as what it is."""
    import typer

    from xlcost.console import terminal

    monkeypatch.setenv("TMPDIR", str(tmp_path))

    @terminal.exit_on_error
    def command() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        raise ZeroDivisionError

    with pytest.raises(typer.Exit) as told:
        command()
    assert told.value.exit_code == 130
    assert capsys.readouterr().err == "xlcost: Stopped.\n"


def test_a_signal_raises_nothing_by_itself() -> None:
    """Between two steps there is no exception, so nothing can swallow one; the flag stays."""
    with stopping.listening():
        os.kill(os.getpid(), signal.SIGTERM)
        try:
            time.sleep(0.05)
        except BaseException:  # noqa: BLE001 - any would be wrong
            pytest.fail("The signal raised where it arrived.")
        for _ in range(2):
            with pytest.raises(stopping.Stopped) as told:
                stopping.check()
        assert told.value.number == signal.SIGTERM
    with stopping.listening():
        stopping.check()  # the next run is another one


def test_a_program_that_takes_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    """A child process, and what it started, end within a moment when the run is asked to."""
    script = tmp_path / "slow.py"
    script.write_text(
        "import subprocess, sys, time\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)'])\n"
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(p.pid))\n"
        "time.sleep(300)\n",
        encoding="utf-8",
    )

    def ask() -> None:
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    import threading

    with stopping.listening():
        threading.Thread(target=ask).start()
        with pytest.raises(stopping.Stopped):
            children.run([sys.executable, str(script)], 300)
    grandchild = int((tmp_path / "pid").read_text())
    until = time.monotonic() + 30
    while _lives(grandchild) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _lives(grandchild)


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    except OSError:
        return False
    return state.split()[0] != "Z"
