"""Functions that do nothing, to measure what a call costs before xlcost does anything."""

from __future__ import annotations

from typing import Any

import xlwings as xw


@xw.func
def empty():  # type: ignore[no-untyped-def]  # noqa: ANN201 - xlwings reads annotations
    """Answer at once."""
    return 1.0


@xw.func
@xw.arg("first", "raw")
@xw.arg("second", "raw")
@xw.ret("raw")
def echo(first: Any, second: Any):  # type: ignore[no-untyped-def]  # noqa: ANN201, ARG001
    """Give a range back, cell for cell, as the fastest converter does."""
    return [list(row) for row in first]


@xw.func
@xw.arg("value", "raw")
@xw.ret("raw")
def seen(value: Any):  # type: ignore[no-untyped-def]  # noqa: ANN201
    """Tell what Python sees of a cell."""
    return [[repr(value)]]


@xw.func
def broken():  # type: ignore[no-untyped-def]  # noqa: ANN201
    """Fail."""
    message = "It fails, as asked."
    raise RuntimeError(message)
