"""The child process that reads one workbook with python-calamine and hands on Arrow files.

It is a process of its own because the Rust library aborts the whole process when a workbook claims
more cells than there is memory. Its exit tells its parent what happened; it never writes anything
but the files it was told to write.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
import os
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine as calamine

from xlcost.system.late import pa
from xlcost.values.marks import BOOLEAN, DATE, DURATION, ERROR, MARK, NUMBER

ROWS_IN_BATCH = 8192
RESULT = "result.json"
OUT_OF_MEMORY = 77
NO_ROOM = 78  # the folder for temporary files takes no more
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


def cell_text(value: Any) -> str | None:
    """Return a cell as text, typed cells with their marker, empty ones as None."""
    if isinstance(value, str):
        if not value:
            return None
        return _clean(value) if "\0" in value or MARK in value else value
    if isinstance(value, bool):
        return BOOLEAN + ("1" if value else "0")
    if isinstance(value, float | int):
        return _number(value)
    return None if value is None else _time(value)


def _time(value: Any) -> str:
    """Return a date, a time of day or a duration as text."""
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return DATE + (value.date() if midnight else value).isoformat()
    if isinstance(value, dt.date):
        return DATE + value.isoformat()
    if isinstance(value, dt.time):
        parts = {"hours": value.hour, "minutes": value.minute, "seconds": value.second}
        value = dt.timedelta(**parts, microseconds=value.microsecond)
    return DURATION + repr(value.total_seconds())


def _clean(text: str) -> str:
    """Return a text without NUL and markers; old workbooks hand on UTF-16 as if it were Latin-1."""
    if len(text) % 2 == 0 and not text[1::2].strip("\0"):
        text = text[0::2]
    return text.replace("\0", "\ufffd").replace(MARK, "\ufffd")


def _number(value: float) -> str:
    """Return the shortest exact decimal text of a number, without an exponent."""
    text = repr(value)
    if "n" in text:  # inf and nan are no numbers in Excel
        return ERROR + "#NUM!"
    if "e" in text:
        text = format(Decimal(text), "f")
    return NUMBER + text.removesuffix(".0")


def _write_sheet(sheet: Any, path: Path) -> tuple[int, list[list[int]]]:
    """Write the cells of a sheet; return its first column and its merged cells."""
    left = sheet.start[1] if sheet.start else 0
    names = [f"c{index}" for index in range(sheet.width)]
    schema = pa.schema([(name, pa.string()) for name in names])
    rows = sheet.iter_rows()
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        while batch := list(islice(rows, max(1, min(ROWS_IN_BATCH, 2_000_000 // sheet.width)))):
            writer.write_batch(_batch(batch, schema))
    merged = [
        [top, first - left, bottom, last - left]
        for (top, first), (bottom, last) in (sheet.merged_cell_ranges or ())
    ]
    return left, merged


def _batch(rows: Sequence[Iterable[Any]], schema: Any) -> Any:
    columns = zip(*rows, strict=True)
    arrays = [pa.array([cell_text(value) for value in column], pa.string()) for column in columns]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def read(path: str, folder: Path, wanted: str | None, most_sheets: int) -> dict[str, Any]:
    """Write every sheet that has cells into the folder; return what was found."""
    try:
        book = calamine.CalamineWorkbook.from_path(path)
    except calamine.PasswordError:
        return {"fault": "password"}
    sheets = book.sheets_metadata
    if len(sheets) > most_sheets:
        return {"fault": "sheets", "got": len(sheets)}
    names = [sheet.name for sheet in sheets]
    if wanted is not None and wanted not in names:
        return {"fault": "no_sheet", "got": wanted, "names": names}
    found = []
    for index, metadata in enumerate(sheets):
        if metadata.typ is not calamine.SheetTypeEnum.WorkSheet:
            continue
        if wanted is not None and metadata.name != wanted:
            continue
        sheet = book.get_sheet_by_index(index)
        if not sheet.width or not sheet.height:
            continue
        left, merged = _write_sheet(sheet, folder / f"{index}.arrow")
        hidden = metadata.visible is not calamine.SheetVisibleEnum.Visible
        found.append(
            {
                "name": metadata.name,
                "index": index,
                "left": left,
                "merged": merged,
                "hidden": hidden,
            }
        )
        del sheet
    return {"sheets": found}


def set_limits(memory_bytes: int, seconds: float) -> None:
    """Let the system stop this process at the limits, where the system can."""
    try:
        import resource  # noqa: PLC0415 - Windows has no such module
    except ImportError:
        return
    used = 0
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        used = pages * resource.getpagesize()
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, int(seconds) + 2),
        (resource.RLIMIT_AS, (used or memory_bytes) + memory_bytes),
    ):
        with contextlib.suppress(OSError, ValueError):
            _, hard = resource.getrlimit(what)
            resource.setrlimit(what, (most, hard))


def main(arguments: Sequence[str]) -> int:
    """Read the workbook that the arguments name.

    Args:
        arguments: The request as one JSON text: path, folder, sheet, sheets, memory_bytes, seconds.
    """
    request = json.loads(arguments[0])
    set_limits(request["memory_bytes"], request["seconds"])
    folder = Path(request["folder"])
    try:
        result = read(request["path"], folder, request["sheet"], request["sheets"])
    except (MemoryError, pa.ArrowMemoryError):
        return OUT_OF_MEMORY
    except OSError as fault:
        if fault.errno in _FULL:
            return _no_room(fault)
        result = _damaged(fault)
    except BaseException as fault:  # noqa: BLE001 - a panic of the library is no Exception
        result = _damaged(fault)
    try:
        (folder / RESULT).write_text(json.dumps(result), encoding="utf-8")
    except OSError as fault:
        return _no_room(fault)
    return 0


def _damaged(fault: BaseException) -> dict[str, Any]:
    return {"fault": "damaged", "got": str(fault).split("\n")[0][:200]}


def _no_room(fault: OSError) -> int:
    """Say what the system says of the folder for temporary files, as far as it takes words."""
    with contextlib.suppress(OSError):
        sys.stderr.write(os.strerror(fault.errno or errno.ENOSPC))
    return NO_ROOM


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
