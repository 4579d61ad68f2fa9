"""The watch over a table whose rows are read when they are asked for: damage and time are told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from xlcost.dataset.limits import MEBIBYTE, Limits
from xlcost.engine import Engine
from xlcost.inputs.files.faults import OF_DATA, Deadline, stumbling
from xlcost.inputs.files.raw_table import RawTable

PACE = MEBIBYTE  # bytes of a file that a second more is given for: the slowest machine is faster
TICK = 1.0


@contextmanager
def watched(raw: RawTable, engine: Engine, limits: Limits) -> Iterator[None]:
    """Use the rows of a table; DuckDB reads a big file as late as this.

    A packed file of a few megabytes can hold rows without end, which nobody counts before.

    Args:
        raw: The table.
        engine: What reads and adds up.
        limits: What reading one file may cost.

    Raises:
        FileFault: The file is damaged below its first rows, or takes too long.
        EnvironmentFault: There is not enough memory.
    """
    if raw.remote:  # a server has limits of its own
        yield
        return
    size = raw.file.stat().st_size if raw.file.is_file() else 0
    deadline = Deadline(limits.seconds + size // PACE)
    done = threading.Event()

    def watch() -> None:
        while not done.wait(min(deadline.left, TICK)):
            if deadline.is_over:
                engine.interrupt()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        with stumbling(raw.name, OF_DATA):
            yield
    except duckdb.InterruptException:
        if not deadline.is_over:
            raise
        raise deadline.fault() from None
    finally:
        done.set()
        watcher.join()
