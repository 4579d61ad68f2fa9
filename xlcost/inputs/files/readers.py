"""Readers: any file to its raw tables and what was wrong with it; bad data is never raised."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.limits import Limits
from xlcost.engine import Engine, Held
from xlcost.inputs.files.csv_files import TextTable, read_csv
from xlcost.inputs.files.faults import FileFault, stumbling, unreadable
from xlcost.inputs.files.html_tables import read_html, read_mhtml
from xlcost.inputs.files.kinds import FileKind, is_misnamed, kind_of
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.files.read_options import ReadOptions
from xlcost.inputs.files.scans import FileScan, scan_csv, scan_parquet
from xlcost.inputs.files.spreadsheetml import read_spreadsheetml
from xlcost.inputs.files.spreadsheets import SheetTable, read_workbook, sheet_table

__all__ = ["Limits", "RawTable", "ReadOptions", "read_tables"]


def read_tables(
    path: Path, options: ReadOptions, engine: Engine, limits: Limits
) -> tuple[list[RawTable], list[Finding]]:
    """Read a file.

    Args:
        path: The file.
        options: What the settings say about it.
        engine: Where the rows go.
        limits: What reading it may cost.

    Returns:
        One table a text file, one a sheet with cells; and the findings that speak of the file as a
        whole. A file that cannot be read has no table and a finding of severity error.
    """
    try:
        with stumbling(path.name):
            if not path.is_file():  # reading a pipe or a device may never end
                raise unreadable("no_file")
            kind = kind_of(path)
            tables = _READERS[kind](path, kind, options, engine, limits)
    except FileFault as fault:
        return [], [fault.finding(path.name)]
    if not tables:
        return [], [Finding(Severity.ERROR, Code.EMPTY_FILE, Where(path.name))]
    findings = [_misnamed(path)] if is_misnamed(path, kind) else []
    return tables, findings


def _read_text(
    path: Path, _kind: FileKind, options: ReadOptions, engine: Engine, limits: Limits
) -> list[RawTable]:
    if path.stat().st_size > limits.careful_bytes and options.quoting:
        scanned = scan_csv(path, options, engine, limits)
        if scanned is not None and scanned.lazy:
            again = _careful_later(path, options, engine, limits, scanned)
            return [dataclasses.replace(scanned.raw, reread=again)]
        lines = None if scanned is None else scanned.with_rows(engine, limits)
        if lines is not None:
            return [lines]
    return [_text_table(path, read_csv(path, options, limits), engine)]


def _text_table(path: Path, text: TextTable, engine: Engine) -> RawTable:
    return RawTable(
        path,
        path.name,
        "",
        text.header,
        engine.hold(text.table),
        text.table.num_rows,
        text.findings,
        text.detected,
        cells=text.table,
        above=text.above,
    )


def _careful_later(
    path: Path, options: ReadOptions, engine: Engine, limits: Limits, scanned: FileScan
) -> Callable[[], RawTable]:
    """Return what `exact()` does: read the file with its row numbers, or say why not."""

    def again() -> RawTable:
        try:
            with stumbling(path.name):
                lines = scanned.with_rows(engine, limits)
                return lines or _text_table(path, read_csv(path, options, limits), engine)
        except FileFault as fault:
            raw = scanned.raw
            findings = (*raw.findings, fault.finding(path.name))
            nothing = Held(engine, engine.view(f"SELECT * FROM {raw.held.name} LIMIT 0"))
            return dataclasses.replace(raw, held=nothing, rows=0, findings=findings, reread=None)

    return again


def _read_workbook(
    path: Path, kind: FileKind, options: ReadOptions, engine: Engine, limits: Limits
) -> list[RawTable]:
    return [_of_sheet(path, one, engine) for one in read_workbook(path, kind, options, limits)]


def _of_sheet(
    path: Path, sheet: SheetTable, engine: Engine, told: Mapping[str, str] | None = None
) -> RawTable:
    """Return what a sheet holds as a raw table."""
    return RawTable(
        path,
        path.name,
        sheet.sheet,
        sheet.header,
        engine.hold(sheet.table),
        sheet.table.num_rows,
        (),
        {**sheet.detected, **(told or {})},
        cells=sheet.table,
        above=sheet.above,
        left=sheet.left,
        merged=sheet.merged,
    )


def _read_parquet(
    path: Path, _kind: FileKind, _options: ReadOptions, engine: Engine, limits: Limits
) -> list[RawTable]:
    return [scan_parquet(path, engine, limits)]


def _read_marked(
    path: Path, kind: FileKind, options: ReadOptions, engine: Engine, limits: Limits
) -> list[RawTable]:
    """Read the tables of a workbook of 2003 or of a page, as sheets of a workbook."""
    grids = _MARKED[kind](path, limits)
    names = [grid.name for grid in grids]
    if options.sheet is not None and options.sheet not in names:
        raise FileFault(Code.UNREADABLE_FILE, "no_sheet", options.sheet, ", ".join(names))
    wanted = [grid for grid in grids if grid.size and options.sheet in (None, grid.name)]
    sheets = [
        sheet_table(grid.sheet(place), grid.table(), options) for place, grid in enumerate(wanted)
    ]
    told = {"format": str(kind)}
    return [_of_sheet(path, sheet, engine, told) for sheet in sheets if sheet is not None]


_MARKED = {
    FileKind.SPREADSHEET_XML: read_spreadsheetml,
    FileKind.HTML: read_html,
    FileKind.MHTML: read_mhtml,
}
_READERS = {
    **dict.fromkeys(_MARKED, _read_marked),
    FileKind.TEXT: _read_text,
    FileKind.PARQUET: _read_parquet,
    FileKind.ZIPPED_WORKBOOK: _read_workbook,
    FileKind.OLD_WORKBOOK: _read_workbook,
}


def _misnamed(path: Path) -> Finding:
    """Say that a text file has the name of a workbook; it was read as what it is."""
    return Finding(
        Severity.WARNING, Code.DETECTED, Where(path.name), "CSV", path.suffix, reason="misnamed"
    )
