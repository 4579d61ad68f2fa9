"""Spreadsheets: typed cells keep their type, errors stay errors, sheets can be chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xlcost.dataset.findings import Code
from xlcost.engine import Engine
from xlcost.inputs.files.readers import Limits, RawTable, ReadOptions, read_tables


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Return one engine for the tests of this module."""
    with Engine() as connection:
        yield connection


def rows(raw: RawTable) -> list[tuple[object, ...]]:
    """Return the cells of a table in the order of its rows, `_row` last."""
    frame = raw.table.to_pyarrow().sort_by("_row").to_pylist()
    return [tuple(row.values()) for row in frame]


def workbook(folder: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """Write a workbook with the cells of some sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    path = folder / "book.xlsx"
    book.save(path)
    return path


def test_typed_cells(tmp_path: Path, engine: Engine) -> None:
    """Numbers, dates, durations, truth values and errors travel with their marker, text without."""
    path = workbook(
        tmp_path,
        {
            "Data": [
                ["name", "value"],
                ["number", -1234.5],
                ["whole", 12],
                ["tiny", 1e-7],
                ["large", 1e22],
                ["day", dt.date(2026, 1, 31)],
                ["moment", dt.datetime(2026, 1, 31, 10, 0, 0)],  # noqa: DTZ001 - Excel has no zone
                ["duration", dt.timedelta(hours=30)],
                ["clock", dt.time(1, 1, 1)],
                ["yes", True],
                ["error", "#REF!"],
                ["other error", "=1/0"],
                ["text", "1e5"],
                ["", None],
                ["blank", None],
            ]
        },
    )
    (raw,), findings = read_tables(path, ReadOptions(), engine, Limits())
    assert findings == []
    values = {row[0]: row[1] for row in rows(raw)}
    assert values["number"] == "\x1fN-1234.5"
    assert values["whole"] == "\x1fN12"
    assert values["tiny"] == "\x1fN0.0000001"
    assert values["large"] == "\x1fN10000000000000000000000"
    assert values["day"] == "\x1fD2026-01-31"
    assert values["moment"] == "\x1fD2026-01-31T10:00:00"
    assert values["duration"] == "\x1fT108000.0"
    assert values["clock"] == "\x1fT3661.0"
    assert values["yes"] == "\x1fB1"
    assert values["error"] == "\x1fE#REF!"
    assert values["text"] == "1e5"
    assert values["blank"] is None
    assert [row[-1] for row in rows(raw)] == [*range(2, 14), 15]


def test_errors_find_their_cell(tmp_path: Path, engine: Engine) -> None:
    """An error cell is found in its own sheet, row and column, whatever stands around it."""
    sheets: dict[str, list[list[object]]] = {
        "First": [["a", "b"], ["x", 1]],
        "Second": [[], [None, "a", "b"], [None, 1, 2], [None, 3, "#DIV/0!"], [None, "#N/A", 5]],
    }
    (_, raw), _ = read_tables(workbook(tmp_path, sheets), ReadOptions(), engine, Limits())
    assert raw.sheet == "Second"
    assert [row[-3:] for row in rows(raw)] == [
        ("\x1fN1", "\x1fN2", 3),
        ("\x1fN3", "\x1fE#DIV/0!", 4),
        ("\x1fE#N/A", "\x1fN5", 5),
    ]


def test_sheets(tmp_path: Path, engine: Engine) -> None:
    """Each sheet with cells is a table; the settings may name one, and a wrong name is said."""
    cells: list[list[object]] = [["a", "b"], ["x", 1]]
    path = workbook(tmp_path, {"One": cells, "Empty": [], "Two": cells})
    tables, findings = read_tables(path, ReadOptions(), engine, Limits())
    assert ([raw.sheet for raw in tables], findings) == (["One", "Two"], [])
    tables, _ = read_tables(path, ReadOptions(sheet="Two"), engine, Limits())
    assert [raw.sheet for raw in tables] == ["Two"]
    tables, (finding,) = read_tables(path, ReadOptions(sheet="Three"), engine, Limits())
    assert (tables, finding.reason) == ([], "no_sheet")
    assert "One, Empty, Two" in finding.sentence("nb")
    _, (finding,) = read_tables(path, ReadOptions(), engine, Limits(sheets=2))
    assert (finding.code, finding.reason) == (Code.LIMIT_REACHED, "sheets")


def test_limits_of_the_child(tmp_path: Path, engine: Engine) -> None:
    """A workbook that takes too long or too much memory ends its child, not this process."""
    cells: list[list[object]] = [["a", "b"], *([f"text {i}", i] for i in range(3000))]
    path = workbook(tmp_path, {"One": cells})
    _, (finding,) = read_tables(path, ReadOptions(), engine, Limits(seconds=0.01))
    assert finding.reason == "seconds"
    _, (finding,) = read_tables(path, ReadOptions(), engine, Limits(memory_bytes=100_000))
    assert finding.reason == "memory"


def test_header_options(tmp_path: Path, engine: Engine) -> None:
    """The settings may say where the names are and how many rows they take."""
    cells: list[list[object]] = [["Group", None], ["x", "y"], ["a", "b"], ["c", "d"]]
    path = workbook(tmp_path, {"One": cells})
    options = ReadOptions(header_row=2, header_rows=2)
    (raw,), _ = read_tables(path, options, engine, Limits())
    assert (raw.header, rows(raw)) == (("x / a", "y / b"), [("c", "d", 4)])


def test_parquet_keeps_types(tmp_path: Path, engine: Engine) -> None:
    """Columns of a Parquet file stay typed, lists become text, rows are counted from 1."""
    table = pa.table(
        {
            "account": ["5000", "5010"],
            "amount": pa.array([1.5, -2.5]),
            "day": pa.array([dt.date(2026, 1, 31)] * 2),
            "tags": [["a"], ["b", "c"]],
        }
    )
    path = tmp_path / "led[g]er's.parquet"
    pq.write_table(table, path)
    (raw,), findings = read_tables(path, ReadOptions(), engine, Limits())
    assert findings == []
    assert (raw.header, raw.rows) == (("account", "amount", "day", "tags"), 2)
    day = dt.date(2026, 1, 31)
    assert rows(raw) == [("5000", 1.5, day, "[a]", 1), ("5010", -2.5, day, "[b, c]", 2)]
    path.write_bytes(path.read_bytes()[:-20])
    tables, (finding,) = read_tables(path, ReadOptions(), engine, Limits())
    assert (tables, finding.code) == ([], Code.UNREADABLE_FILE)


def test_names_with_patterns(tmp_path: Path, engine: Engine) -> None:
    """A file name that looks like a pattern of DuckDB names that one file only."""
    (tmp_path / "ledger1.csv").write_text("a;b\n9;9\n")
    path = tmp_path / "ledger[1].csv"
    path.write_text("a;b\n1;2\n")
    (raw,), _ = read_tables(path, ReadOptions(), engine, Limits(careful_bytes=0))
    assert [row[:2] for row in rows(raw)] == [("1", "2")]
