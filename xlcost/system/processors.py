"""Processors: how many this process may use."""

from __future__ import annotations

import os


def processors() -> int:
    """Return how many processes this run may have worked off at once."""
    allowed = getattr(os, "sched_getaffinity", None)  # not all of them, where it is told to share
    return len(allowed(0)) if allowed else os.cpu_count() or 1
