"""Workers: nothing is lost with one of them, and none outlives its run."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

from xlcost.runs.workers import side_by_side

RUN = """
import multiprocessing, threading, time
from xlcost.runs.workers import side_by_side

def tell():
    while len(multiprocessing.active_children()) < 2:
        time.sleep(0.05)
    print(*[child.pid for child in multiprocessing.active_children()], flush=True)

threading.Thread(target=tell).start()
list(side_by_side(time.sleep, iter([60.0, 60.0]), 2))
"""


def fall(number: int) -> int:
    """Return the number; in another process, end that on the third as a system does."""
    if number == 3 and multiprocessing.parent_process() is not None:
        os._exit(9)
    return number


def test_a_worker_that_is_ended_loses_nothing() -> None:
    """What was in work when the system ended a process is made in this one, as is the rest."""
    assert sorted(side_by_side(fall, iter(range(40)), 2)) == list(range(40))


def test_workers_end_with_the_run_that_was_killed() -> None:
    """A run that a scheduler kills leaves no process behind."""
    with subprocess.Popen([sys.executable, "-c", RUN], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        workers = [int(number) for number in run.stdout.readline().split()]
        run.kill()
        run.wait()
        limit = time.monotonic() + 30
        while any(map(_lives, workers)) and time.monotonic() < limit:
            time.sleep(0.1)
        left = [worker for worker in workers if _lives(worker)]
        for worker in left:
            os.kill(worker, 9)
        assert len(workers) == 2
        assert not left


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    return state.split()[0] != "Z"  # ended, and nobody has asked for its exit code yet
