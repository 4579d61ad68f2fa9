"""Readers on published files: every ledger, contact-centre and workforce file as it came."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from xlcost.dataset.findings import Code
from xlcost.engine import Engine
from xlcost.inputs.files.readers import Limits, RawTable, ReadOptions, read_tables

MOERS_WORKBOOK = "moers-multirow-merged-totals.xlsx"
FILES = {
    "ledgers/us-boston-operating-fy25.csv": (943, 9),
    "ledgers/no-stavanger-drift-2016.original.csv": (11_130, 14),
    "ledgers/no-bergen-drift-2013.original.csv": (1_761, 14),
    "ledgers/no-forde-invest-2013.original.csv": (778, 9),
    "ledgers/de-moers-haushalt.csv": (2_119, 12),
    "ledgers/de-kiel-2017.csv": (6_595, 13),
    "ledgers/de-bremen-2016.xlsx": (10_482, 9),
    "ledgers/us-okc-fy14-budget-parens.csv": (4_501, 13),
    "ledgers/us-okc-fy17-revenue-CRonly.csv": (204, 6),
    "contact/sf-hss-callcenter-monthly.csv": (160, 6),
    "contact/technion-bank-calls-1999-02.txt": (33_344, 17),
    "contact/kaggle-callcenter-daily.csv": (1_251, 9),
    "workforce/workforce-interval-queues-SYNTH.csv": (720, 19),
}


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Return one engine for the tests of this module."""
    with Engine() as connection:
        yield connection


def only(path: Path, engine: Engine) -> RawTable:
    """Return the only table of a file that has no fault."""
    tables, findings = read_tables(path, ReadOptions(), engine, Limits())
    assert findings == []
    assert len(tables) == 1
    assert tables[0].table.count().to_pyarrow().as_py() == tables[0].rows
    return tables[0]


def column(raw: RawTable, name: str) -> list[str | None]:
    """Return the cells under a name, in the order of the rows."""
    index = raw.header.index(name)
    cells: list[str | None] = raw.table.to_pyarrow().sort_by("_row").column(f"c{index}").to_pylist()
    return cells


@pytest.mark.parametrize("name", FILES)
def test_rows_and_columns(shared_data: Path, engine: Engine, name: str) -> None:
    """Every published file has the rows that its description states, and all its columns."""
    raw = only(shared_data / name, engine)
    assert (raw.rows, len(raw.header)) == FILES[name]


def test_stavanger(shared_data: Path, engine: Engine) -> None:
    """The 347 wider rows of Stavanger are used, so its amounts sum to zero."""
    raw = only(shared_data / "ledgers/no-stavanger-drift-2016.original.csv", engine)
    (finding,) = raw.findings
    assert (finding.code, finding.rows) == (Code.RAGGED_ROW, 347)
    amounts = column(raw, "beloep")
    assert sum(Decimal(amount or "") for amount in amounts) == 0
    lines = shared_data.joinpath("ledgers/no-stavanger-drift-2016.original.csv").read_bytes()
    number = finding.where.row
    assert number is not None
    assert lines.split(b"\n")[number - 1].count(b";") == 13


def test_moers_dialects(shared_data: Path, engine: Engine) -> None:
    """The twelve dialects of one ledger hold the same codes in the same rows."""
    expected = column(only(shared_data / "ledgers/de-moers-haushalt.csv", engine), "Profitcenter")
    files = sorted((shared_data / "ledgers/moers-dialects").iterdir())
    assert len(files) == 12
    for path in files:
        raw = only(path, engine)
        totals = path.name == MOERS_WORKBOOK
        cells = column(raw, "Profitcenter / Nr." if totals else "Profitcenter")
        assert cells[: len(cells) - totals] == expected, path.name
        assert len(raw.header) == 12


def test_moers_text(shared_data: Path, engine: Engine) -> None:
    """Umlauts survive in every encoding, old Macintosh files included."""
    for path in sorted((shared_data / "ledgers/moers-dialects").iterdir()):
        raw = only(path, engine)
        name = "Konto / Bezeichnung" if path.name == MOERS_WORKBOOK else "Kontengruppe"
        assert column(raw, name)[1] == "öffentlich-rechtliche Leistungsentgelte", path.name


def test_moers_merged_header(shared_data: Path, engine: Engine) -> None:
    """Two header rows with merged cells below titles become names with their group."""
    raw = only(shared_data / "ledgers/moers-dialects" / MOERS_WORKBOOK, engine)
    assert raw.header[8:] == ("2015 / Ist", "2016 / Ist", "2016 / Plan", "2017 / Plan")
    assert raw.detected["header_row"] == "4"
    first = raw.table.to_pyarrow().sort_by("_row").to_pylist()[0]
    assert (first["_row"], first["c8"]) == (6, "\x1fN-206.41")


def test_bremen(shared_data: Path, engine: Engine) -> None:
    """A line break in a heading is folded, numbers keep their type and codes their zeros."""
    raw = only(shared_data / "ledgers/de-bremen-2016.xlsx", engine)
    assert raw.header[7] == "Haushaltssoll 14. Mt. 2016"
    totals = {"Anschlag 2016": "20741537580.00", "IST 2016": "18785521638.40"}
    for name, total in totals.items():
        cells = column(raw, name)
        assert all(cell is None or cell.startswith("\x1fN") for cell in cells)
        assert sum(Decimal(cell[2:]) for cell in cells if cell) == Decimal(total)
    assert column(raw, "FKZ")[0] == "010"


def test_gla_files_drift(shared_data: Path, engine: Engine) -> None:
    """The thirteen periods are read although their columns drift: extra ones stay, unnamed."""
    files = sorted((shared_data / "ledgers/uk-gla-2014-periods").iterdir())
    tables = [only(path, engine) for path in files]
    assert sum(raw.rows or 0 for raw in tables) == 10_927
    assert {raw.header[:7] for raw in tables} == {tables[0].header[:7]}
    drifted = {path.stem for path, raw in zip(files, tables, strict=True) if raw.findings}
    assert drifted == {"2014-P02", "2014-P03", "2014-P05", "2014-P09"}
    assert tables[8].header[7:9] == ("Directorate", "Service Expenditure Analysis")


def test_freiburg(shared_data: Path, engine: Engine) -> None:
    """Three-part column groups of a quoted cp1252 file keep their own names."""
    path = next((shared_data / "ledgers").glob("de-freiburg-*.csv"))
    raw = only(path, engine)
    assert raw.rows == 363
    assert raw.header[12] == "Ergebnis 2015 (Erträge)"
    assert raw.detected["encoding"] == "cp1252"
