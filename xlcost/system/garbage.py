"""Garbage: what is freed when, while many objects are made that are all needed to the end."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected_after() -> Iterator[None]:
    """Let Python look for garbage after some work, not again and again during it.

    A pack is some hundred thousand objects that stay until it is written: a fifth of the time of
    making it went into looking whether they can go. What nothing names is freed at once all the
    same; what names itself in a circle, such as a workbook, is freed here.
    """
    if not gc.isenabled():  # some work that this is a part of does the same
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect(0)  # all that came meanwhile is in the youngest generation
