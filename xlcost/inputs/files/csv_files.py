"""CSV files on the careful path: every dialect, every row with the line it starts on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from secrets import token_hex
from threading import Lock

import pyarrow as pa

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.limits import Limits
from xlcost.inputs.files import dialects
from xlcost.inputs.files.arrow_tables import TableBuilder, padded
from xlcost.inputs.files.byte_streams import open_bytes
from xlcost.inputs.files.encodings import Encoding, detect_encoding, known_encoding
from xlcost.inputs.files.faults import Deadline, FileFault, limit, unreadable
from xlcost.inputs.files.headers import LOOKED_AT, Header, find_header
from xlcost.inputs.files.read_options import ReadOptions
from xlcost.values.marks import MARK

SAMPLE_CHARACTERS = 256 * 1024
NOTHING = "\ufffd"  # stands for a character that has no place in a table
SENTINEL = token_hex(16)  # a last line of our own: it is a record, unless a quote is still open
SHOWN_ROWS = 10
_FIELD_LIMIT = Lock()  # csv keeps one limit for the whole process


@dataclass(frozen=True)
class TextTable:
    """What a text file holds: names, cells, and how it was understood."""

    header: tuple[str, ...]
    table: pa.Table
    findings: tuple[Finding, ...]
    detected: dict[str, str]


@dataclass
class _Replaced:
    """Rows in which characters were replaced."""

    rows: list[int] = field(default_factory=list)

    def clean(self, number: int, line: str) -> str:
        """Return a line without NUL and without the marker of typed cells."""
        self.rows.append(number)
        return line.replace("\0", NOTHING).replace(MARK, NOTHING)


def read_csv(path: Path, options: ReadOptions, limits: Limits) -> TextTable:
    """Read a text file with Python's csv module.

    Raises:
        FileFault: The file is empty, too large, too slow or has a quote that is never closed.
    """
    deadline = Deadline(limits.seconds)
    encoding = _encoding(path, options, limits, deadline)
    with open_bytes(path, limits.unpacked_bytes) as stream:
        sample = "".join(_sample_lines(encoding.lines(stream), options.skip_rows))
    first_line = sample[: sample.find("\n") + 1] or sample[:16]
    named = dialects.separator_line(first_line)
    body = sample[len(first_line) :] if named else sample
    delimiter = options.delimiter or named or dialects.sniff_delimiter(body)
    skipped = options.skip_rows + (1 if named else 0)
    replaced = _Replaced()
    with open_bytes(path, limits.unpacked_bytes) as stream, _field_limit(limits.field_bytes):
        lines = islice(encoding.lines(stream), skipped, None)
        clean = _clean_lines(lines, skipped, replaced, strict=encoding.strict)
        records = _records(clean, delimiter, skipped, limits)
        head = list(islice(records, LOOKED_AT))
        header = _header(head, options)
        builder, ragged = _fill(chain(head, records), header, limits, deadline)
    table = builder.table()
    detected = {
        "encoding": encoding.name + (" + cp1252" if encoding.mixed else ""),
        "delimiter": dialects.delimiter_name(delimiter),
        "line_ends": dialects.line_ends(sample),
        "header_row": str(head[header.first][0]) if header.first >= 0 else "0",
        "header_rows": str(header.count if header.first >= 0 else 0),
    }
    findings = [
        *_replaced_findings(path, sorted({*encoding.other_rows, *replaced.rows})),
        *_ragged_findings(path, ragged, len(header.names)),
    ]
    names = padded(header.names, table.num_columns - 1)
    return TextTable(names, table, tuple(findings), detected)


def _encoding(path: Path, options: ReadOptions, limits: Limits, deadline: Deadline) -> Encoding:
    if options.encoding is not None:
        return known_encoding(options.encoding)
    with open_bytes(path, limits.unpacked_bytes) as stream:
        return detect_encoding(stream, limits, deadline)


def _sample_lines(lines: Iterator[str], skip: int) -> Iterator[str]:
    """Yield whole lines of the start of a file."""
    taken = 0
    for line in islice(lines, skip, None):
        yield line[:SAMPLE_CHARACTERS].replace("\0", NOTHING)
        taken += len(line)
        if taken > SAMPLE_CHARACTERS:
            return


def _clean_lines(
    lines: Iterator[str], skipped: int, replaced: _Replaced, *, strict: bool
) -> Iterator[str]:
    """Yield lines without characters that cannot be; note the rows that had some."""
    for number, line in enumerate(lines, start=skipped + 1):
        if "\0" in line or MARK in line:
            yield replaced.clean(number, line)
        else:
            if not strict and NOTHING in line:
                replaced.rows.append(number)
            yield line


def _records(
    lines: Iterator[str], delimiter: str, skipped: int, limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not blank, with the number of the line it starts on.

    A last record of our own tells whether a quote is still open at the end of the file.
    """
    reader = csv.reader(chain(lines, (SENTINEL,)), delimiter=delimiter)
    last = 0
    record: list[str] = []
    try:
        for record in reader:
            if any(record) and not (len(record) == 1 and record[0] == SENTINEL):
                if not any(map(str.strip, record)):
                    last = reader.line_num
                    continue
                if record[-1].endswith(SENTINEL):
                    break
                yield skipped + last + 1, record
            last = reader.line_num
    except csv.Error as fault:
        if "field larger" in str(fault):
            raise limit("field", f"> {limits.field_bytes:,}", limits.field_bytes) from fault
        raise unreadable("damaged", str(fault), row=skipped + last + 1) from fault
    if record[-1:] != [SENTINEL]:
        start = "".join(record)[:40].split("\n")[0]
        raise unreadable("unclosed_quote", start, row=skipped + last + 1)


def _header(head: list[tuple[int, list[str]]], options: ReadOptions) -> Header:
    if not head:
        raise FileFault(Code.EMPTY_FILE, "")
    return find_header([row for _, row in head], [number for number, _ in head], options)


def _fill(
    records: Iterator[tuple[int, list[str]]], header: Header, limits: Limits, deadline: Deadline
) -> tuple[TableBuilder, list[int]]:
    """Gather the rows below the names; return them and the rows that are wider than the names."""
    width = len(header.names)
    builder = TableBuilder(width, limits)
    ragged: list[int] = []
    for number, record in islice(records, header.after, None):
        if len(record) > width > 0 and any(map(str.strip, record[width:])):
            ragged.append(number)
        if builder.add(number, record):
            deadline.check()
    return builder, ragged


def _replaced_findings(path: Path, rows: list[int]) -> Iterator[Finding]:
    """Say which rows held characters that are not of the file's encoding."""
    if rows:
        shown = ", ".join(str(row) for row in rows[:SHOWN_ROWS])
        more = " …" if len(rows) > SHOWN_ROWS else ""
        where = Where(path.name, row=rows[0])
        yield Finding(Severity.WARNING, Code.ENCODING_REPLACED, where, shown + more, rows=len(rows))


def _ragged_findings(path: Path, rows: list[int], width: int) -> Iterator[Finding]:
    """Say, once a file, that some rows have more fields than there are names."""
    if rows:
        where = Where(path.name, row=rows[0])
        yield Finding(Severity.WARNING, Code.RAGGED_ROW, where, expected=str(width), rows=len(rows))


@contextmanager
def _field_limit(allowed: int) -> Iterator[None]:
    """Let fields be as long as the limits say, here only."""
    with _FIELD_LIMIT:
        before = csv.field_size_limit(allowed)
        try:
            yield
        finally:
            csv.field_size_limit(before)
