"""Patience: a query of somebody's database may take so long and no longer, and ends with the run.

A view that never ends stands in a file of a few kilobytes. DuckDB and PostgreSQL are told to stop
by a thread beside them; SQLite asks by itself, every few thousand steps.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any, Final

from xlcost.dataset.addresses import Address
from xlcost.errors import EnvironmentFault, XlcostError
from xlcost.inputs.configuration.fetching import fetched_by_bytes, fetched_by_rows
from xlcost.inputs.files.faults import Deadline
from xlcost.system import stopping

QUERY_SECONDS: Final = 600
TICK: Final = 0.25
_STEPS: Final = 20_000  # of SQLite's machine between two looks at the clock


def patient(connection: Any, address: Address) -> Any:
    """Return the Ibis backend of a connection, whose every fetch of rows is bounded in time."""
    backend = import_module(f"ibis.backends.{address.scheme}").Backend
    return _bounded(backend, address).from_connection(connection)


@contextmanager
def bounded(connection: Any, address: Address) -> Iterator[None]:
    """Run queries in a block that ends in time, or as soon as the run is asked to end.

    Args:
        connection: The driver's own connection.
        address: What it is connected to.

    Raises:
        EnvironmentFault: They take too long.
        Stopped: The run was asked to end.
    """
    deadline = Deadline(QUERY_SECONDS)
    watching = _asked_by_sqlite if address.scheme == "sqlite" else _told_by_a_thread
    try:
        with watching(connection, lambda: bool(stopping.asked()) or deadline.is_over):
            yield
    except XlcostError:
        raise
    except Exception as fault:
        stopping.check()
        if deadline.is_over:
            raise EnvironmentFault(
                f"The database {address} gave no rows: the query takes longer than "
                f"{QUERY_SECONDS:,} seconds, and was stopped. Ask it for less, or make a table of "
                "the view."
            ) from fault
        raise
    stopping.check()


@contextmanager
def _asked_by_sqlite(connection: Any, is_over: Callable[[], bool]) -> Iterator[None]:
    connection.set_progress_handler(lambda: int(is_over()), _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def _told_by_a_thread(connection: Any, is_over: Callable[[], bool]) -> Iterator[None]:
    interrupt = connection.interrupt if hasattr(connection, "interrupt") else connection.cancel
    done = threading.Event()

    def watch() -> None:
        while not done.wait(TICK):
            if is_over():  # again and again: between two queries nobody hears it
                interrupt()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


@cache
def _bounded(backend: Any, address: Address) -> Any:
    """Return a backend of Ibis as it is, but that its fetches are bounded."""
    fetch = fetched_by_bytes if address.scheme == "duckdb" else fetched_by_rows

    def to_pyarrow(self: Any, *given: Any, **named: Any) -> Any:
        with bounded(self.con, address):
            return fetch(backend, self, address, *given, **named)

    return type(backend.__name__, (backend,), {"to_pyarrow": to_pyarrow})
