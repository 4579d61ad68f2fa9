"""Spreadsheets: XLSX, XLSM, XLSB, XLS and ODS, read in a child process within limits."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlcost.dataset.findings import Code
from xlcost.dataset.limits import Limits
from xlcost.inputs.files import workbook_errors
from xlcost.inputs.files.arrow_tables import padded
from xlcost.inputs.files.calamine_child import NO_ROOM, OUT_OF_MEMORY, RESULT
from xlcost.inputs.files.cell_texts import shown
from xlcost.inputs.files.faults import Deadline, FileFault, limit, unreadable
from xlcost.inputs.files.header_pairs import LOOKED_AT, Span
from xlcost.inputs.files.headers import Header, find_header
from xlcost.inputs.files.kinds import FileKind
from xlcost.inputs.files.line_files import without_blank_rows
from xlcost.inputs.files.number_formats import numbers_shown_as_dates
from xlcost.inputs.files.raw_table import ROW, column_names
from xlcost.inputs.files.read_options import ReadOptions
from xlcost.system import children
from xlcost.system.late import pa
from xlcost.system.unfinished import no_room, temporary_folder
from xlcost.values.marks import ERROR

CHILD = "import sys; sys.path.append(sys.argv.pop(1)); from xlcost.inputs.files.calamine_child import main; sys.exit(main(sys.argv[1:]))"  # noqa: E501 - one program in one line
ABORTED = -getattr(signal, "SIGABRT", 6)
KILLED = -getattr(signal, "SIGKILL", 9)
OUT_OF_TIME = -getattr(signal, "SIGXCPU", 24)


@dataclass(frozen=True)
class SheetTable:
    """What a sheet holds: names, cells, and how it was understood."""

    sheet: str
    header: tuple[str, ...]
    table: pa.Table
    detected: dict[str, str]
    above: tuple[str, ...] = ()
    left: int = 0
    merged: tuple[Span, ...] = ()


def read_workbook(
    path: Path, kind: FileKind, options: ReadOptions, limits: Limits
) -> list[SheetTable]:
    """Read the sheets of a workbook that have cells.

    Raises:
        FileFault: The workbook is damaged, locked, past a limit, or has no such sheet.
    """
    deadline = Deadline(limits.seconds)
    errors = workbook_errors.find_errors(path, kind, limits, deadline)
    numbers = numbers_shown_as_dates(path, kind, deadline)
    with temporary_folder() as folder:
        result = _run_child(path, folder, options, limits, deadline)
        tables = []
        for sheet in result["sheets"]:
            cells, found = _cells(folder, sheet), errors.get(sheet["index"], {})
            cells = _with_numbers(sheet, cells, numbers.get(sheet["index"], {}))
            tables.append(sheet_table(*_with_errors(sheet, cells, found, limits), options))
    return [table for table in tables if table is not None]


def read_cells(path: Path, limits: Limits) -> dict[str, pa.Table]:
    """Read the cells of every sheet as they stand, typed ones with their marks.

    Raises:
        FileFault: The workbook is damaged, locked or past a limit.
    """
    with temporary_folder() as folder:
        result = _run_child(path, folder, ReadOptions(), limits, Deadline(limits.seconds))
        found = {}
        for sheet in result["sheets"]:
            found[sheet["name"]] = _cells(folder, sheet)
    return found


def _cells(folder: Path, sheet: Mapping[str, Any]) -> pa.Table:
    """Return the cells of a sheet as the child left them."""
    with pa.OSFile(str(folder / f"{sheet['index']}.arrow")) as source:
        return pa.ipc.open_file(source).read_all()


def _run_child(
    path: Path, folder: Path, options: ReadOptions, limits: Limits, deadline: Deadline
) -> dict[str, Any]:
    """Let the child read the workbook; turn its end into a fault or its result."""
    request = {
        "path": str(path.resolve()),
        "folder": str(folder),
        "sheet": options.sheet,
        "sheets": limits.sheets,
        "memory_bytes": limits.memory_bytes,
        "seconds": deadline.left,
    }
    root = str(Path(__file__).resolve().parents[3])
    try:
        command = [sys.executable, "-P", "-c", CHILD, root, json.dumps(request)]
        done = children.run(command, deadline.left)
    except subprocess.TimeoutExpired:
        raise limit("seconds", f"> {limits.seconds:g}", limits.seconds) from None
    if done.returncode == NO_ROOM:
        raise no_room(OSError(0, done.stderr.decode("utf-8", "replace").strip()))
    if done.returncode == OUT_OF_TIME:
        raise limit("seconds", f"> {limits.seconds:g}", limits.seconds)
    no_memory = b"memory allocation" in done.stderr or b"MemoryError" in done.stderr
    if no_memory or done.returncode in (OUT_OF_MEMORY, ABORTED, KILLED):
        raise limit("memory", f"> {limits.memory_bytes:,}", limits.memory_bytes)
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
        raise unreadable("damaged", last[:200])
    result: dict[str, Any] = json.loads((folder / RESULT).read_text(encoding="utf-8"))
    _raise_fault(result, limits)
    return result


def _raise_fault(result: Mapping[str, Any], limits: Limits) -> None:
    fault = result.get("fault")
    if fault == "sheets":
        raise limit("sheets", int(result["got"]), limits.sheets)
    if fault == "no_sheet":
        names = ", ".join(result["names"])
        raise FileFault(Code.UNREADABLE_FILE, "no_sheet", str(result["got"]), names)
    if fault:
        raise unreadable(str(fault), str(result.get("got", "")))


def _with_numbers(
    sheet: Mapping[str, Any], cells: pa.Table, numbers: Mapping[tuple[int, int], str]
) -> pa.Table:
    """Put numbers back whose format has letters, which python-calamine hands on as dates."""
    columns: dict[int, dict[int, str]] = {}
    for (row, column), text in numbers.items():
        columns.setdefault(column - sheet["left"], {})[row] = text
    for place, found in columns.items():
        if 0 <= place < cells.num_columns:
            values = cells.column(place).to_pylist()
            values = [found.get(row, value) for row, value in enumerate(values)]
            cells = cells.set_column(place, f"c{place}", pa.array(values, pa.string()))
    return cells


def _with_errors(
    sheet: Mapping[str, Any],
    cells: pa.Table,
    errors: Mapping[tuple[int, int], str],
    limits: Limits,
) -> tuple[Mapping[str, Any], pa.Table]:
    """Put cells such as #REF! back, which python-calamine hands on as empty, or not at all.

    Returns:
        The sheet, which may begin further to the left now, and its cells.
    """
    if not errors:
        return sheet, cells
    columns: dict[int, dict[int, str]] = {}
    for (row, column), error in errors.items():
        columns.setdefault(column, {})[row] = ERROR + error
    left, width = sheet["left"], cells.num_columns
    first, last = min(left, *columns), max(left + width - 1, *columns)
    height = max(cells.num_rows, 1 + max(row for row, _ in errors))
    if height * (last - first + 1) > limits.cells:
        raise limit("cells", height * (last - first + 1), limits.cells, sheet["name"])
    below = pa.nulls(height - cells.num_rows, pa.string())
    whole = []
    for column in range(first, last + 1):
        found = columns.get(column, {})
        if not 0 <= column - left < width:
            whole.append(pa.chunked_array([[found.get(row) for row in range(height)]], pa.string()))
            continue
        chunks = [*cells.column(column - left).chunks, below]
        if found:
            values = pa.chunked_array(chunks, pa.string()).to_pylist()
            for row, error in found.items():
                values[row] = error
            chunks = [pa.array(values, pa.string())]
        whole.append(pa.chunked_array(chunks, pa.string()))
    by = left - first
    merged = [[top, start + by, bottom, end + by] for top, start, bottom, end in sheet["merged"]]
    return {**sheet, "merged": merged}, pa.table(whole, names=column_names(len(whole)))


def sheet_table(
    sheet: Mapping[str, Any], cells: pa.Table, options: ReadOptions
) -> SheetTable | None:
    """Cut a sheet into names and rows; None where it has no text at all."""
    numbers = pa.array(range(1, cells.num_rows + 1), pa.int64())
    cells = cells.append_column(ROW, numbers)
    if options.skip_rows:
        cells = cells.slice(options.skip_rows)
    cells = without_blank_rows(cells)
    if not cells.num_rows:
        return None
    head = list(_rows(cells.slice(0, LOOKED_AT)))
    merged: list[Span] = [(top + 1, a, bottom + 1, b) for top, a, bottom, b in sheet["merged"]]
    numbered = cells.column(ROW).slice(0, LOOKED_AT).to_pylist()
    header = find_header(head, numbered, options, merged)
    body = _used_columns(cells.slice(header.after), header)
    detected = {
        "format": "workbook",
        "header_row": str(numbered[header.first]) if header.first >= 0 else "0",
        "header_rows": str(header.count if header.first >= 0 else 0),
    }
    if sheet["hidden"]:
        detected["hidden"] = "yes"
    names = padded(header.names[: body.num_columns - 1], body.num_columns - 1)
    titles = head[: max(header.first, 0)]
    above = tuple(" ".join(filter(None, (shown(cell) for cell in row))) for row in titles)
    return SheetTable(
        sheet["name"], names, body, detected, above, int(sheet["left"]), tuple(merged)
    )


def _rows(cells: pa.Table) -> Iterator[tuple[str | None, ...]]:
    """Yield rows without their number."""
    return zip(*(column.to_pylist() for column in cells.columns[:-1]), strict=True)


def _used_columns(body: pa.Table, header: Header) -> pa.Table:
    """Drop the columns at the right that have neither a name nor a value."""
    width = body.num_columns - 1
    while width and not (width <= len(header.names) and header.names[width - 1]):
        if body.column(width - 1).null_count < body.num_rows:
            break
        width -= 1
    kept = [*range(width), body.num_columns - 1]
    return body.select(kept).rename_columns([*column_names(width), ROW])
