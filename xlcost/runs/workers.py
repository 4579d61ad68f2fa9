"""Workers: processes that make things side by side, and end with the run that started them."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, count, islice
from multiprocessing.connection import Connection
from typing import TypeVar

from xlcost.system import stopping

Task = TypeVar("Task")
Made = TypeVar("Made")

_MOST = 61  # processes that Windows waits for at once
_TICK = 0.2  # seconds between two looks at whether the run was asked to end
_AHEAD = 2  # tasks a process: one in work and one that waits, so that memory stays small


def side_by_side(
    make: Callable[[Task], Made], tasks: Iterator[Task], processes: int
) -> Iterator[Made]:
    """Yield what is made of each task, whichever is ready first.

    Args:
        make: A function of a module, which raises nothing.
        tasks: What travels to the processes; taken as they become free.
        processes: How many work at once.
    """
    processes = min(processes, _MOST)
    numbers = count()
    open_tasks: dict[int, Task] = {}  # without a result yet
    waiting: dict[Future[Made], int] = {}
    context = multiprocessing.get_context("spawn")
    # Closed, it tells all workers at once to stop; one that died waits for no answer.
    hear, tell = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(
        processes,
        mp_context=context,
        initializer=_begin,
        initargs=(hear, tempfile.gettempdir()),
    )
    try:
        while True:
            for number, task in zip(
                islice(numbers, _AHEAD * processes - len(waiting)), tasks, strict=False
            ):
                open_tasks[number] = task
                with stopping.held():  # a Ctrl-C is the run's, which tells its workers
                    waiting[pool.submit(make, task)] = number
            if not waiting:
                return
            stopping.check()
            for future in wait(waiting, _TICK, FIRST_COMPLETED).done:
                made = future.result()
                del open_tasks[waiting.pop(future)]
                yield made
    except BrokenProcessPool:
        stopping.check()
        # The system ended a process, mostly for want of memory: go on in this one.
        pool.shutdown(wait=False, cancel_futures=True)
        yield from map(make, chain(open_tasks.values(), tasks))
    finally:
        tell.close()  # what is in work after an end before its time is not wanted any more
        pool.shutdown(wait=True, cancel_futures=True)
        hear.close()


def _begin(hear: Connection, temporary: str) -> None:
    """Make a process a worker: it ends when it is told to, and when its run is no more."""
    tempfile.tempdir = temporary  # which the run clears away, whatever happens here

    def listen() -> None:
        with contextlib.suppress(EOFError, OSError):
            hear.recv_bytes()
        stopping.ask(signal.SIGTERM)

    threading.Thread(target=listen, daemon=True).start()
    _end_with_the_run()


def _end_with_the_run() -> None:
    """Watch, in a worker, the process that started it: a run that was killed tells nobody."""
    run = multiprocessing.parent_process()
    if run is None:
        return

    def watch() -> None:
        run.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
