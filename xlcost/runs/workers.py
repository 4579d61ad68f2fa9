"""Workers: processes that make things side by side, and end with the run that started them."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, count, islice
from typing import TypeVar

Task = TypeVar("Task")
Made = TypeVar("Made")

_MOST = 61  # processes that Windows waits for at once
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
    pool = ProcessPoolExecutor(
        processes,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_end_with_the_run,
    )
    try:
        while True:
            for number, task in zip(
                islice(numbers, _AHEAD * processes - len(waiting)), tasks, strict=False
            ):
                open_tasks[number] = task
                waiting[pool.submit(make, task)] = number
            if not waiting:
                return
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                made = future.result()
                del open_tasks[waiting.pop(future)]
                yield made
    except BrokenProcessPool:
        # The system ended a process, mostly for want of memory: go on in this one.
        pool.shutdown(wait=False, cancel_futures=True)
        yield from map(make, chain(open_tasks.values(), tasks))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _end_with_the_run() -> None:
    """Watch, in a worker, the process that started it: a run that was killed tells nobody."""
    run = multiprocessing.parent_process()
    if run is None:
        return

    def watch() -> None:
        run.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
