"""The other process: it calls xlwings' COM server as the VBA in the workbook does.

It reads one request a line on standard input, `{"module", "function", "arguments", "repeat",
"errors", "by_reference"}`, and answers each with a line: `{"value", "seconds"}` or `{"failed"}`.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from windows import wire

_MISSING = -2147352572


def main(class_id: str, log: str) -> None:
    """Answer requests until standard input ends; what went wrong is told in the log."""
    with Path(log).open("w", encoding="utf-8", buffering=1) as sys.stderr:
        _answer_all(class_id)


def _answer_all(class_id: str) -> None:
    call = {False: _by_pywin32(class_id), True: _by_comtypes(class_id)}
    for request in sys.stdin.buffer:
        wanted = json.loads(request)
        sys.stdout.buffer.write(wire.line(_answer(call[wanted["errors"]], wanted)))
        sys.stdout.buffer.flush()


def _answer(call: Callable[..., Any], wanted: dict[str, Any]) -> dict[str, Any]:
    try:
        value, seconds = call(wanted["module"], wanted["function"], wanted)
    except Exception as failed:  # noqa: BLE001 - what a cell would show
        return {"failed": str(failed)}
    return {"value": wire.packed(value), "seconds": seconds}


def _by_pywin32(class_id: str) -> Callable[..., Any]:
    """Return a caller that sends ranges as Excel does: arrays of two dimensions."""
    import pythoncom
    import pywintypes
    from win32com.client import VARIANT, dynamic

    unknown = pythoncom.CoCreateInstance(
        pywintypes.IID(class_id), None, pythoncom.CLSCTX_LOCAL_SERVER, pythoncom.IID_IDispatch
    )
    server = dynamic.Dispatch(unknown)
    makers = {
        "currency": Decimal,
        "date": lambda text: pywintypes.Time(dt.datetime.fromisoformat(text)),
        "missing": lambda _: pythoncom.ArgNotFound,
    }
    blank = VARIANT(pythoncom.VT_EMPTY, None)

    def sent(value: Any) -> Any:
        return blank if value is None else value

    def call(module: str, function: str, wanted: dict[str, Any]) -> Any:
        arguments = [sent(one) for one in wire.unpacked(wanted["arguments"], makers)]
        if wanted["by_reference"]:  # as VBA passes a variable
            arguments = VARIANT(pythoncom.VT_BYREF | pythoncom.VT_VARIANT, arguments)
        seconds = []
        for _ in range(wanted["repeat"]):
            start = time.perf_counter()
            value = server.CallUDF(module, function, arguments)
            seconds.append(time.perf_counter() - start)
        return value, seconds

    return call


def _by_comtypes(class_id: str) -> Callable[..., Any]:
    """Return a caller that sends error cells as Excel does: variants of the type of errors."""
    import ctypes

    import comtypes
    from comtypes.automation import VARIANT, VT_ARRAY, VT_ERROR, VT_VARIANT, IDispatch
    from comtypes.client.dynamic import Dispatch

    class_identity = comtypes.GUID(class_id)
    server = Dispatch(
        comtypes.CoCreateInstance(class_identity, IDispatch, comtypes.CLSCTX_LOCAL_SERVER)
    )

    def error(number: int) -> Any:
        variant = VARIANT()
        variant.vt = VT_ERROR
        variant._.VT_I4 = number
        return variant

    library = ctypes.oledll.oleaut32  # type: ignore[attr-defined]  # on Windows alone
    library.SafeArrayCreate.restype = ctypes.c_void_p

    def table(rows: Any) -> Any:
        """Return the cells of a range as Excel sends them: one array of two dimensions."""
        bounds = (ctypes.c_ulong * 4)(len(rows), 1, len(rows[0]), 1)
        array = library.SafeArrayCreate(VT_VARIANT, 2, bounds)
        for row, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells, 1):
                place = (ctypes.c_long * 2)(row, column)
                given = cell if isinstance(cell, VARIANT) else VARIANT(cell)
                library.SafeArrayPutElement(ctypes.c_void_p(array), place, ctypes.byref(given))
        variant = VARIANT()
        variant.vt = VT_ARRAY | VT_VARIANT
        variant._.c_void_p = array
        return variant

    makers = {"error": error, "missing": lambda _: error(_MISSING), "currency": Decimal}

    def call(module: str, function: str, wanted: dict[str, Any]) -> Any:
        given = wire.unpacked(wanted["arguments"], makers)
        arguments = [table(one) if isinstance(one, tuple) else one for one in given]
        return server.CallUDF(module, function, arguments), []

    return call


if __name__ == "__main__":
    main(*sys.argv[1:])
