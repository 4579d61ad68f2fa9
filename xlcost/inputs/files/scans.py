"""Scans: the fast path, where DuckDB reads a big and clean file by itself when it is asked."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from xlcost.dataset.findings import Code
from xlcost.dataset.limits import Limits
from xlcost.engine import Engine, Held, quoted
from xlcost.inputs.files import dialects
from xlcost.inputs.files.byte_streams import is_packed, open_bytes
from xlcost.inputs.files.encodings import detect_encoding, from_start, known_encoding
from xlcost.inputs.files.faults import Deadline, FileFault, limit, unreadable
from xlcost.inputs.files.header_pairs import LOOKED_AT
from xlcost.inputs.files.headers import find_header
from xlcost.inputs.files.line_files import Lines, count_lines
from xlcost.inputs.files.raw_table import ROW, RawTable, column_names
from xlcost.inputs.files.read_options import ReadOptions
from xlcost.values.marks import MARK

SCANNED_ROWS = 200_000  # of Parquet, from which on rows are only looked at where they are odd
VALUE = 8  # bytes of a number: what a row comes to at least, once it is unpacked
HEAD_BYTES = 64 * 1024
SCAN_ENCODINGS = (None, "utf-8", "utf8", "utf-8-sig")
# Folders named "account=1" are none of a file's columns.
_ITS_OWN = "hive_partitioning = false"
NO_NULL = MARK + "NULL"  # an empty field is an empty text: NULL means that there is no field
_TYPED = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DECIMAL", "DOUBLE", "FLOAT")
_DATED = ("DATE", "TIMESTAMP", "BOOLEAN", "VARCHAR")


@dataclass(frozen=True)
class FileScan:
    """A text file that DuckDB reads when it is asked.

    Attributes:
        raw: The table, without row numbers.
        delimiter: What stands between the fields.
        skip: Lines above the first row.
        encoding: The codec that the settings name, None where it is to be detected.
        lazy: Whether DuckDB can read it; it reads nothing but UTF-8.
    """

    raw: RawTable
    delimiter: str
    skip: int
    encoding: str | None
    lazy: bool

    def with_rows(self, engine: Engine, limits: Limits) -> RawTable | None:
        """Return the table with row numbers, or None where a line is not a row.

        Raises:
            FileFault: The file is past a limit.
        """
        raw, deadline = self.raw, Deadline(limits.seconds)
        if self.encoding is None:
            with open_bytes(raw.file, limits.unpacked_bytes) as stream:
                encoding = detect_encoding(stream, limits, deadline)
        else:
            encoding = known_encoding(self.encoding)
        if encoding.mixed:
            return None
        lines = Lines(self.delimiter, len(raw.header), self.skip, encoding.name)
        table = lines.read(raw.file, limits, deadline)
        if table is None:
            return None
        return replace(
            raw,
            held=engine.hold(table),
            rows=table.num_rows,
            detected=raw.detected | {"encoding": encoding.name},
            reread=None,
            cells=table,
        )


@dataclass(frozen=True)
class _Layout:
    """Where the header of a text file stands: its names, line, number of lines, and end."""

    names: tuple[str, ...]
    row: str
    rows: str
    skip: int


def scan_csv(path: Path, options: ReadOptions, engine: Engine, limits: Limits) -> FileScan | None:
    """Return a table that DuckDB reads when it is asked, or None where the file is not clean.

    Only the first 64 kB are looked at here. Whatever is odd below makes DuckDB stop with an error
    when the table is used: then `exact()` reads the file on the careful path.
    """
    text, lazy = _clean_head(path, options.encoding, limits)
    if not text or options.skip_rows or dialects.separator_line(text.split("\n")[0]):
        return None
    delimiter = options.delimiter or dialects.sniff_delimiter(text)
    layout = _layout(text, delimiter, options)
    if layout is None:
        return None
    width = len(layout.names)
    detected = {
        "encoding": options.encoding or "utf-8",
        "delimiter": dialects.delimiter_name(delimiter),
        "line_ends": dialects.line_ends(text),
        "header_row": layout.row,
        "header_rows": layout.rows,
    }

    def table(*, padded: bool) -> RawTable:
        source = _csv_source(path, delimiter, width, layout.skip, padded=padded)
        held = Held(engine, engine.view(_selected(source, column_names(width), "NULL")))
        by_line = _numbered(path, source, width, layout.skip, limits)
        rest = (layout.names, held, None, (), detected)
        return RawTable(path, path.name, "", *rest, numbered=by_line)

    raw = replace(table(padded=False), padded=lambda: table(padded=True))
    return FileScan(raw, delimiter, layout.skip, options.encoding, lazy)


def _layout(text: str, delimiter: str, options: ReadOptions) -> _Layout | None:
    """Return where the header and the rows stand, or None where a row is not one line."""
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    filled = [(number, record) for number, record in enumerate(records, start=1) if any(record)]
    rows = [record for _, record in filled]
    header = find_header(rows[:LOOKED_AT], [number for number, _ in filled], options)
    width = len(header.names)
    body = rows[header.after :]
    lines = sum(text.count(end) for end in ("\r\n", "\n")) - text.count("\r\n")
    if not body or lines > len(records) or any(len(record) != width for record in body):
        return None  # a line break inside quotes, or rows of different lengths
    row = str(filled[header.first][0] if header.first >= 0 else 0)
    return _Layout(header.names, row, str(header.count), filled[header.after][0] - 1)


def _numbered(
    path: Path, source: str, width: int, skip: int, limits: Limits
) -> Callable[[int], str | None]:
    """Return what numbers the rows of a text file, if each of its lines is one."""

    def query(rows: int) -> str | None:
        if count_lines(path, limits, Deadline(limits.seconds)) != rows + skip:
            return None
        return _selected(source, column_names(width), f"row_number() OVER () + {skip}")

    return query


def _clean_head(path: Path, encoding: str | None, limits: Limits) -> tuple[str, bool]:
    """Return the whole lines of the first 64 kB and whether they are UTF-8; "" where it is odd."""
    with open_bytes(path, limits.unpacked_bytes) as stream:
        head = stream.read(HEAD_BYTES)
        while is_packed(path) and stream.read(HEAD_BYTES):
            pass  # DuckDB would unpack whatever it is given
    found = from_start(head)
    if (found is not None and found.name != "utf-8-sig") or b"\0" in head or b"\x1f" in head:
        return "", False
    head = head[: head.rfind(b"\n") + 1]
    if head.replace(b"\r\n", b"\n").count(b"\r"):
        return "", False
    if encoding not in SCAN_ENCODINGS:
        return head.decode(known_encoding(encoding or "").name, "replace"), False
    try:
        return head.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        return head.decode("cp1252", "replace"), False


def _csv_source(path: Path, delimiter: str, width: int, skip: int, *, padded: bool) -> str:
    """Return DuckDB's table function with nothing left to guess.

    Padded, a row may have too few fields, and no field may have several lines.
    """
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in column_names(width))
    return (
        f"read_csv({quoted(_one_file(path))}, auto_detect = false, columns = {{{columns}}}, "
        f"delim = {quoted(delimiter)}, quote = '\"', escape = '\"', header = false, "
        f"skip = {skip}, nullstr = {quoted(NO_NULL)}, strict_mode = true, "
        f"null_padding = {str(padded).lower()}, "
        f"compression = '{'gzip' if is_packed(path) else 'none'}', {_ITS_OWN})"
    )


def scan_parquet(path: Path, engine: Engine, limits: Limits) -> RawTable:
    """Return a Parquet file as a table whose columns keep their types.

    Raises:
        FileFault: It is not a Parquet file, or has nothing in it.
    """
    try:
        names, rows = _top_names(path, engine), _rows_of(path, engine)
    except duckdb.Error as fault:
        raise unreadable("damaged", str(fault).split("\n")[0]) from fault
    if not names:
        raise FileFault(Code.EMPTY_FILE, "")
    if len(names) > limits.columns:
        raise limit("columns", len(names), limits.columns)
    size = path.stat().st_size
    if rows > SCANNED_ROWS and rows * VALUE > limits.ratio * size:
        raise limit("ratio", rows * VALUE // size, limits.ratio)
    detected = {"format": "parquet"}
    big = rows > SCANNED_ROWS or size > limits.careful_bytes
    source = f"read_parquet({quoted(_one_file(path))}, file_row_number = true, {_ITS_OWN})"
    try:
        described = engine.ask(f"DESCRIBE FROM {source}")
    except duckdb.Error as fault:
        raise unreadable("damaged", str(fault).split("\n")[0]) from fault
    columns = [
        _plain_type(str(name), str(kind), index)
        for index, (name, kind, *_) in enumerate(described[: len(names)])
    ]
    query = _selected(source, columns, "file_row_number + 1")
    # A small file is read at once, to its end: what is damaged in it is known then.
    held = Held(engine, engine.view(query) if big else engine.keep(query))
    raw = RawTable(path, path.name, "", names, held, rows, (), detected)
    by_rows = replace(raw, reread=lambda: raw, numbered=lambda _: query)
    return by_rows if big else raw


def _rows_of(path: Path, engine: Engine) -> int:
    """Return how many rows a Parquet file says that it has."""
    sql = f"SELECT num_rows FROM parquet_file_metadata({quoted(_one_file(path))})"
    return int(engine.ask(sql)[0][0])


def _top_names(path: Path, engine: Engine) -> tuple[str, ...]:
    """Return the names of the columns of a Parquet file, without those inside of one."""
    sql = f"SELECT name, num_children FROM parquet_schema({quoted(_one_file(path))})"
    tree = engine.ask(sql)  # the root first, and each one before what it holds
    found, inside = [], 0
    for name, children in tree[1:]:
        if not inside:
            found.append(str(name))
        inside = max(0, inside - 1) + int(children or 0)
    return tuple(found)


def _plain_type(name: str, kind: str, index: int) -> str:
    """Return a column as it is where the mapping knows its type, else as text."""
    column = '"' + name.replace('"', '""') + '"'
    if kind.startswith("TIMESTAMP"):
        return f"CAST({column} AS TIMESTAMP) AS c{index}"
    if kind.startswith((*_TYPED, *_DATED)) and not kind.endswith("]"):
        return f"{column} AS c{index}"
    return f"CAST({column} AS VARCHAR) AS c{index}"


def _selected(source: str, columns: list[str], row: str) -> str:
    """Return the query of a table over one of DuckDB's readers."""
    return f"SELECT {', '.join(columns)}, CAST({row} AS BIGINT) AS {ROW} FROM {source}"


def _one_file(path: Path) -> str:
    """Return a path in which DuckDB sees no pattern."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))
