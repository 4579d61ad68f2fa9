"""Hostile files: each ends soon, in little memory, with its rows or with one clear sentence."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from xlcost.dataset.findings import Code, Severity
from xlcost.engine import Engine
from xlcost.inputs.files.readers import Limits, ReadOptions, read_tables

SECONDS = 20
GIBIBYTE = 1024**3

# Reads each file and prints what came of it, then the most memory that it or a child ever held.
PROBE = """
import json, resource, sys, time
from pathlib import Path
from xlcost.engine import Engine
from xlcost.inputs.files.readers import Limits, ReadOptions, read_tables
with Engine() as engine:
    for name in sys.argv[1:]:
        start = time.monotonic()
        tables, findings = read_tables(Path(name), ReadOptions(), engine, Limits())
        counts = [raw.table.count().to_pyarrow().as_py() for raw in tables]
        sentences = [found.sentence(language) for found in findings for language in ("en", "nb")]
        print(json.dumps([
            name, time.monotonic() - start, [int(count) for count in counts],
            [[found.severity, found.code, found.reason] for found in findings], sentences,
        ]))
most = max(resource.getrusage(who).ru_maxrss for who in (
    resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps(most * 1024))
"""
EXPECTED = {
    "csv-renamed.xlsx": ("warning", "DETECTED", "misnamed"),
    "huge-dimension-1cell.xlsx": ("error", "LIMIT_REACHED", "cells"),
    "truncated-inside-sheet.xlsx": ("error", "UNREADABLE_FILE", "damaged"),
    "truncated-zip.xlsx": ("error", "UNREADABLE_FILE", "damaged"),
    "unclosed-quote.csv": ("error", "UNREADABLE_FILE", "unclosed_quote"),
    "zipbomb-300MB-whitespace.xlsx": ("error", "LIMIT_REACHED", "ratio"),
}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Return one engine for the tests of this module."""
    with Engine() as connection:
        yield connection


def probe(files: list[Path]) -> tuple[list[tuple[str, float, list[int], list[list[str]]]], int]:
    """Read files in a process of their own; return what came of each, and the most memory."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROBE, *map(str, files)],
        capture_output=True,
        text=True,
        timeout=SECONDS * len(files),
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    *lines, memory = map(json.loads, done.stdout.splitlines())
    assert all(sentence.strip() for line in lines for sentence in line[4])
    return [(Path(line[0]).name, *line[1:4]) for line in lines], memory


@pytest.mark.parametrize("folder", ["derived", "csv-injection", "csv-spectrum/csvs", "readxl"])
def test_every_hostile_file(shared_data: Path, folder: str) -> None:
    """Every file is over within 20 s and 1 GiB: rows, or one finding with a clear sentence."""
    files = sorted(path for path in (shared_data / "hostile" / folder).iterdir() if path.is_file())
    results, memory = probe(files)
    assert len(results) == len(files)
    assert memory < GIBIBYTE
    for name, seconds, counts, findings in results:
        assert seconds < SECONDS, name
        assert bool(counts) != any(finding[0] == "error" for finding in findings), name
        expected = EXPECTED.get(name)
        assert [tuple(finding) for finding in findings] == ([expected] if expected else []), name


def cells(path: Path, engine: Engine, sheet: str | None = None) -> list[list[str | None]]:
    """Return the rows of the only table of a file."""
    (raw,), _ = read_tables(path, ReadOptions(sheet=sheet), engine, Limits())
    frame = raw.table.to_pyarrow().sort_by("_row").drop_columns(["_row"])
    return [list(row.values()) for row in frame.to_pylist()]


def test_csv_spectrum(shared_data: Path, tmp_path: Path, engine: Engine) -> None:
    """Every file of csv-spectrum equals its JSON, line breaks inside quotes included."""
    folder = shared_data / "hostile/csv-spectrum"
    for path in sorted((folder / "csvs").iterdir()):
        expected = json.loads((folder / "json" / f"{path.stem}.json").read_text("utf-8"))
        if path.stem.endswith("_crlf"):  # our copies lost their CR, the JSON still has it
            data = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            path = tmp_path / path.name  # noqa: PLW2901 - the same file as it was published
            path.write_bytes(data)
        (raw,), findings = read_tables(path, ReadOptions(), engine, Limits())
        found = [dict(zip(raw.header, row, strict=True)) for row in cells(path, engine)]
        assert not [*findings, *raw.findings], path.name
        if isinstance(expected, dict):  # its JSON states another phone number than its CSV
            expected = [expected | {"Contact Phone Number": "2095257564"}]
        assert found == expected, path.name


def test_long_field_is_whole(shared_data: Path, engine: Engine) -> None:
    """A field of two megabytes arrives whole."""
    ((number, text),) = cells(shared_data / "hostile/derived/long-field-2MB.csv", engine)
    assert (number, len(text or "")) == ("1", 2_000_000)


def test_nul_never_makes_a_number(shared_data: Path, engine: Engine) -> None:
    """A NUL inside an amount leaves a text that is no number, and the row is named."""
    (raw,), _ = read_tables(
        shared_data / "hostile/derived/nul-bytes.csv", ReadOptions(), engine, Limits()
    )
    assert cells(raw.file, engine) == [["5000", "1\ufffd234,50"]]
    assert [(found.code, found.where.row) for found in raw.findings] == [
        (Code.ENCODING_REPLACED, 2)
    ]


def test_unclosed_quote_names_its_row(shared_data: Path, engine: Engine) -> None:
    """A quote that is never closed is reported with the row it opens in."""
    _, (finding,) = read_tables(
        shared_data / "hostile/derived/unclosed-quote.csv", ReadOptions(), engine, Limits()
    )
    assert finding.where.row == 2


def test_old_workbooks_equal_new_ones(shared_data: Path, engine: Engine) -> None:
    """XLS and XLSX of the same tables give the same sheets, names and cells."""
    folder = shared_data / "hostile/readxl"
    for stem in ("datasets", "deaths", "missing-first-column", "skipping"):
        old, new = (
            read_tables(folder / f"{stem}{suffix}", ReadOptions(), engine, Limits())[0]
            for suffix in (".xls", ".xlsx")
        )
        assert [raw.sheet for raw in old] == [raw.sheet for raw in new]
        for left, right in zip(old, new, strict=True):
            assert left.header == right.header, (stem, left.sheet)
            assert left.table.to_pyarrow().equals(right.table.to_pyarrow()), (stem, left.sheet)


@pytest.mark.parametrize(
    "name", ["dates-1900.xls", "dates-1904.xls", "dates-1900-LibreOffice.xlsx"]
)
def test_both_date_systems(shared_data: Path, engine: Engine, name: str) -> None:
    """Dates of the 1900 and the 1904 system are the same day."""
    (raw,), _ = read_tables(
        shared_data / "hostile/readxl" / name, ReadOptions(header_row=0), engine, Limits()
    )
    assert set(cells_without_header(raw.table.to_pyarrow().to_pylist())) == {"\x1fD2000-01-01"}


def cells_without_header(rows: list[dict[str, str | None]]) -> list[str | None]:
    """Return every cell of a table but its row number."""
    return [value for row in rows for name, value in row.items() if name != "_row"]


def test_notes_are_no_header(shared_data: Path, engine: Engine) -> None:
    """Notes above a table, merged cells among them, are not taken for its names."""
    (raw, _), _ = read_tables(
        shared_data / "hostile/readxl/deaths.xlsx", ReadOptions(), engine, Limits()
    )
    assert raw.header[:3] == ("Name", "Profession", "Age")
    assert raw.detected["header_row"] == "5"


def rewritten(source: Path, target: Path, part: str, content: bytes) -> Path:
    """Copy a workbook with one part replaced."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return target


MAIN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + MAIN + b"&a;</worksheet>"
CORNERS = MAIN + (
    b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">'
    b'<c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(("content", "reason"), [(ENTITY, "document_type"), (CORNERS, "cells")])
def test_workbook_parts(
    shared_data: Path, tmp_path: Path, engine: Engine, content: bytes, reason: str
) -> None:
    """Document types and cells at the end of the world are refused before anything opens them."""
    source = shared_data / "hostile/derived/huge-dimension-1cell.xlsx"
    path = rewritten(source, tmp_path / "book.xlsx", "xl/worksheets/sheet1.xml", content)
    tables, (finding,) = read_tables(path, ReadOptions(), engine, Limits())
    assert tables == []
    assert (finding.severity, finding.reason) == (Severity.ERROR, reason)


def test_a_wrong_dimension_is_no_fault(shared_data: Path, tmp_path: Path, engine: Engine) -> None:
    """A sheet that claims to be huge and is not is read: what counts is the cells it has."""
    content = MAIN + (
        b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a'
        b'</t></is></c></row><row r="2"><c r="A2"><v>7</v></c></row><row r="1048576">'
        b'<c r="XFD1048576" s="0"/></row></sheetData></worksheet>'
    )
    source = shared_data / "hostile/derived/huge-dimension-1cell.xlsx"
    path = rewritten(source, tmp_path / "book.xlsx", "xl/worksheets/sheet1.xml", content)
    assert cells(path, engine) == [["\x1fN7"]]
