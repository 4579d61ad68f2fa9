"""CSV files on the careful path: every dialect, every row with the line it starts on."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from secrets import token_hex
from threading import Lock

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.limits import Limits
from xlcost.inputs.files import dialects, stray_quotes
from xlcost.inputs.files.arrow_tables import TableBuilder, padded
from xlcost.inputs.files.byte_streams import open_bytes
from xlcost.inputs.files.encodings import Encoding, detect_encoding, known_encoding
from xlcost.inputs.files.faults import Deadline, FileFault, limit, unreadable
from xlcost.inputs.files.header_pairs import LOOKED_AT
from xlcost.inputs.files.headers import Header, find_header
from xlcost.inputs.files.raw_table import ROW, with_faults
from xlcost.inputs.files.read_options import ReadOptions
from xlcost.inputs.files.stray_quotes import StrayQuote
from xlcost.inputs.files.wide_rows import shifted
from xlcost.system.late import pa, pc
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
    above: tuple[str, ...] = ()


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
    way = _Way(delimiter, skipped, options.quoting)
    try:
        found = _read(path, encoding, way, options, limits, deadline)
    except StrayQuote as stray:
        # A quotation mark that quotes nothing would swallow rows: each line is one then.
        found = _read(path, encoding, replace(way, stray=stray.row), options, limits, deadline)
    detected = {
        "encoding": encoding.name + (" + cp1252" if encoding.mixed else ""),
        "delimiter": dialects.delimiter_name(delimiter),
        "line_ends": dialects.line_ends(sample),
        **found.detected,
    }
    return replace(found, detected=detected)


def _read(
    path: Path,
    encoding: Encoding,
    way: _Way,
    options: ReadOptions,
    limits: Limits,
    deadline: Deadline,
) -> TextTable:
    """Read the rows in one way."""
    replaced = _Replaced()
    with open_bytes(path, limits.unpacked_bytes) as stream, _field_limit(limits.field_bytes):
        lines = islice(encoding.lines(stream), way.skipped, None)
        clean = _clean_lines(lines, way.skipped, replaced, strict=encoding.strict)
        records = way.records(clean, limits)
        head = list(islice(records, LOOKED_AT))
        header = _header(head, options, limits)
        builder, wide = _fill(chain(head, records), header, limits, deadline)
    table = builder.table()
    width = len(header.names)
    ragged = [number for number, record in wide if any(map(str.strip, record[width:]))]
    moved = _shifted(table, wide, width, way.delimiter)
    findings = [
        *_replaced_findings(path, sorted({*encoding.other_rows, *replaced.rows})),
        *_ragged_findings(path, [number for number in ragged if number not in moved], width),
        *_stray_findings(path, way.stray),
    ]
    names = padded(header.names, table.num_columns - 1)
    detected = {
        "header_row": str(head[header.first][0]) if header.first >= 0 else "0",
        "header_rows": str(header.count if header.first >= 0 else 0),
    }
    faults = {number: (str(Code.SHIFTED_ROW), piece) for number, piece in moved.items()}
    above = tuple(
        " ".join(filter(None, map(str.strip, r))) for _, r in head[: max(header.first, 0)]
    )
    return TextTable(names, with_faults(table, faults), tuple(findings), detected, above)


def _shifted(
    table: pa.Table, wide: list[tuple[int, list[str]]], width: int, delimiter: str
) -> dict[int, str]:
    """Return the rows whose fields have shifted, with the piece that says so."""
    if not wide:
        return {}
    wider = pa.array([number for number, _ in wide], pa.int64())
    narrow = table.filter(pc.invert(pc.is_in(table.column(ROW), wider)))
    return shifted(wide, narrow, width, delimiter)


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


@dataclass(frozen=True)
class _Way:
    """How lines become records.

    Attributes:
        delimiter: What stands between the fields.
        skipped: Lines above the first one.
        quoting: Whether fields may be quoted.
        stray: The row in which a quotation mark turned out to quote nothing, else None.
    """

    delimiter: str
    skipped: int
    quoting: bool
    stray: int | None = None

    def records(self, lines: Iterator[str], limits: Limits) -> Iterator[tuple[int, list[str]]]:
        """Yield each record that is not blank, with the number of the line it starts on."""
        if not self.quoting:
            return stray_quotes.unquoted(lines, self.delimiter, self.skipped)
        if self.stray is not None:
            return stray_quotes.by_line(lines, self.delimiter, self.skipped)
        return _records(lines, self.delimiter, self.skipped, limits)


@dataclass
class _Lines:
    """Lines on their way to the csv module, those of the record at hand remembered."""

    lines: Iterator[str]
    held: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        for line in self.lines:
            self.held.append(line)
            yield line


def _records(
    lines: Iterator[str], delimiter: str, skipped: int, limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not blank, with the number of the line it starts on.

    A last record of our own tells whether a quote is still open at the end of the file.

    Raises:
        StrayQuote: A quotation mark quotes nothing.
    """
    seen = _Lines(chain(lines, (SENTINEL,)))
    reader = csv.reader(seen, delimiter=delimiter, strict=True)
    last = 0
    record: list[str] = []
    widths: Counter[int] = Counter()
    try:
        for record in reader:
            number, last = skipped + last + 1, reader.line_num
            own, seen.held = seen.held, []
            if record[-1:] and record[-1].endswith(SENTINEL):
                if len(own) > 1 and len(record[-1]) > len(SENTINEL):
                    raise _open_quote(record, number)
                break
            if not any(map(str.strip, record)):
                continue
            if len(own) > 1:
                usual = widths.most_common(1) or [(len(record), 1)]
                if stray_quotes.is_swallowing(own, delimiter, usual[0][0]):
                    raise StrayQuote(number)
            widths[len(record)] += 1
            yield number, record
    except csv.Error as fault:
        raise _fault(str(fault), skipped + last + 1, seen.held, limits) from fault


def _fault(said: str, row: int, held: list[str], limits: Limits) -> Exception:
    """Return what an error of the csv module means."""
    if "field larger" in said:
        return limit("field", f"> {limits.field_bytes:,}", limits.field_bytes)
    if "expected after" in said:
        return StrayQuote(row)
    if "unexpected end" in said:
        return _open_quote(held, row)
    return unreadable("damaged", said, row=row)


def _open_quote(parts: list[str], row: int) -> FileFault:
    """Return the fault of a quote that is never closed."""
    start = "".join(parts)[:40].split("\n")[0]
    return unreadable("unclosed_quote", start, row=row)


def _header(head: list[tuple[int, list[str]]], options: ReadOptions, limits: Limits) -> Header:
    if not head:
        raise FileFault(Code.EMPTY_FILE, "")
    widest = max(len(row) for _, row in head)
    if widest > limits.columns:  # before anybody looks at so many names
        raise limit("columns", widest, limits.columns)
    return find_header([row for _, row in head], [number for number, _ in head], options)


def _fill(
    records: Iterator[tuple[int, list[str]]], header: Header, limits: Limits, deadline: Deadline
) -> tuple[TableBuilder, list[tuple[int, list[str]]]]:
    """Gather the rows below the names; return them and the rows that are wider than the names."""
    width = len(header.names)
    builder = TableBuilder(width, limits)
    wide: list[tuple[int, list[str]]] = []
    for number, record in islice(records, header.after, None):
        if len(record) > width > 0:
            wide.append((number, record))
        if builder.add(number, record):
            deadline.check()
    return builder, wide


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


def _stray_findings(path: Path, row: int | None) -> Iterator[Finding]:
    """Say that a quotation mark quotes nothing, so that each line was read as a row."""
    if row is not None:
        yield Finding(Severity.WARNING, Code.STRAY_QUOTE, Where(path.name, row=row), rows=0)


@contextmanager
def _field_limit(allowed: int) -> Iterator[None]:
    """Let fields be as long as the limits say, here only."""
    with _FIELD_LIMIT:
        before = csv.field_size_limit(allowed)
        try:
            yield
        finally:
            csv.field_size_limit(before)
