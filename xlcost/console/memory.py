"""The memory that a run may have: a limit that somebody set is respected, not run into.

Where a process may have so much address space and no more (`ulimit -v`, a scheduler's limit), C
libraries end it without a word. What they reserve without using is kept small there, and a limit
that no run fits in is told before anything is loaded.
"""

from __future__ import annotations

import contextlib
import ctypes
import os

from xlcost.dataset.limits import MEBIBYTE
from xlcost.errors import EnvironmentFault

LEAST = 768 * MEBIBYTE  # address space of a report of small files; measured: 700 MiB
_FRUGAL = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # its own reserves a gigabyte
    "OPENBLAS_NUM_THREADS": "1",  # nothing here multiplies matrices
}
_M_ARENA_MAX = -8  # of glibc: each thread reserves 64 MiB otherwise


def respect_limit() -> None:
    """Be frugal where the system limits address space; elsewhere do nothing.

    Raises:
        EnvironmentFault: The limit is one that no run fits in.
    """
    allowed = limit()
    if allowed is None:
        return
    if allowed < LEAST:
        message = (
            f"This process may have {allowed // MEBIBYTE:,} MiB of address space, and xlcost needs "
            f"{LEAST // MEBIBYTE:,} MiB at least; raise the limit (ulimit -v)."
        )
        raise EnvironmentFault(message)
    for name, value in _FRUGAL.items():
        os.environ.setdefault(name, value)
    with contextlib.suppress(OSError, AttributeError, TypeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 2)


def limit() -> int | None:
    """Return how many bytes of address space this process may have; None where nobody says."""
    try:
        import resource  # noqa: PLC0415 - Windows has no such module
    except ImportError:
        return None
    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if allowed == resource.RLIM_INFINITY else int(allowed)
