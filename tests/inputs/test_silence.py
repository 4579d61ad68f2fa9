"""What would make a wrong number in silence: each is told, and most stop a report."""

from __future__ import annotations

import gzip
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from xlcost.facts import controls
from xlcost.inputs.findings import Code, Finding, Severity
from xlcost.inputs.loading import Dataset, load

LEDGER = "period,account,amount\n2026-09,5000,100\n2026-10,5000,120\n2026-10,6000,50.5\n"


def loaded(folder: Path, settings: str = "", **more: object) -> Dataset:
    """Load a folder with the files that stand in it and these settings."""
    if settings:
        (folder / "xlcost.toml").write_text(settings, encoding="utf-8")
    return load(folder, **more)  # type: ignore[arg-type]


def write(folder: Path, **files: str) -> Path:
    """Write CSV files by their names, `__` for a space."""
    for name, text in files.items():
        (folder / f"{name.replace('__', ' ')}.csv").write_text(text, encoding="utf-8")
    return folder


def of(dataset: Dataset, code: Code) -> list[Finding]:
    """Return the findings of a code."""
    return [finding for finding in dataset.findings if finding.code is code]


def workbook(path: Path, sheets: dict[str, list[list[object]]], hidden: str = "") -> None:
    """Write a workbook with these sheets, one of them hidden."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    book.save(path)


def test_the_same_file_twice(tmp_path: Path) -> None:
    """The same bytes under the name of a copy are an error, and the name is a warning."""
    write(tmp_path, ledger=LEDGER)
    (tmp_path / "ledger (1).csv").write_text(LEDGER, encoding="utf-8")
    dataset = loaded(tmp_path)
    assert [(f.severity, f.where.file) for f in of(dataset, Code.COUNTED_TWICE)] == [
        (Severity.ERROR, "ledger.csv")
    ]
    assert [(f.where.file, f.got) for f in of(dataset, Code.FILE_COPY)] == [
        ("ledger (1).csv", "ledger.csv")
    ]


def test_the_same_rows_in_another_file(tmp_path: Path) -> None:
    """The same figures as text and packed are a warning, and files of other months are not."""
    write(tmp_path, ledger=LEDGER)
    (tmp_path / "ledger.csv.gz").write_bytes(gzip.compress(LEDGER.encode()))
    dataset = loaded(tmp_path)
    assert [f.severity for f in of(dataset, Code.COUNTED_TWICE)] == [Severity.WARNING]
    assert len(of(dataset, Code.FILE_COPY)) == 1
    (tmp_path / "ledger.csv.gz").unlink()
    write(tmp_path, ledger2026=LEDGER.replace("2026", "2025"))
    assert not of(loaded(tmp_path), Code.FILE_COPY)


def test_workforce_twice(tmp_path: Path) -> None:
    """The same people in two files are an error as well."""
    text = "period,team,fte\n2026-10,A,10\n2026-10,B,5\n"
    write(tmp_path, ledger=LEDGER, workforce=text, workforce2=text)
    assert [f.severity for f in of(loaded(tmp_path), Code.COUNTED_TWICE)] == [Severity.ERROR]


HEAD: list[object] = ["period", "account", "amount"]


def test_hidden_sheets_are_left_out(tmp_path: Path) -> None:
    """A hidden sheet that looks like a ledger is no cost, unless the settings name it."""
    sheets = {"A": [HEAD, ["2026-10", "5000", 100]], "Old": [HEAD, ["2026-10", "5000", 7]]}
    workbook(tmp_path / "ledger.xlsx", sheets, hidden="Old")
    dataset = loaded(tmp_path)
    assert dataset.facts.ledger_total == 100
    notes = [f for f in of(dataset, Code.DETECTED) if f.where.sheet == "Old"]
    assert len(notes) == 1
    assert loaded(tmp_path, '[ledger]\nsheet = "Old"\n').facts.ledger_total == 7


def test_several_sheets_are_told(tmp_path: Path) -> None:
    """Two sheets that are added up are a warning with their names."""
    sheets = {"A": [HEAD, ["2026-10", "5000", 100]], "B": [HEAD, ["2026-10", "5000", 7]]}
    workbook(tmp_path / "ledger.xlsx", sheets)
    dataset = loaded(tmp_path)
    assert dataset.facts.ledger_total == 107
    assert [(f.severity, f.got) for f in of(dataset, Code.SEVERAL_SHEETS)] == [
        (Severity.WARNING, "A, B")
    ]


def test_control_of_zero(tmp_path: Path) -> None:
    """A trial balance adds up to nothing: a control total of zero is a control."""
    write(tmp_path, ledger=LEDGER)
    dataset = loaded(tmp_path, "[ledger]\ncontrol_total = 0\n")
    assert [(f.got, f.expected) for f in of(dataset, Code.TOTAL_MISMATCH)] == [("270.50", "0.00")]


@pytest.mark.parametrize(("control", "agrees"), [("270.50", True), ("270.51", False)])
def test_control_to_the_cent(tmp_path: Path, control: str, *, agrees: bool) -> None:
    """A total is compared to the cent, as people write it, and no finer."""
    write(tmp_path, ledger=LEDGER.replace("50.5", "50.5034"))
    dataset = loaded(tmp_path, f"[ledger]\ncontrol_total = {control}\n")
    assert (not of(dataset, Code.TOTAL_MISMATCH)) is agrees


def test_one_control_for_all_files(tmp_path: Path) -> None:
    """The control total of a table of the settings holds for all its files together."""
    write(tmp_path, ledger1=LEDGER, ledger2=LEDGER.replace("2026", "2025"))
    dataset = loaded(tmp_path, "[ledger]\ncontrol_total = 541\n")
    assert not of(dataset, Code.TOTAL_MISMATCH)
    (control,) = controls(dataset.facts.sources)
    assert (control.files, control.total) == ("ledger1.csv, ledger2.csv", Decimal(541))


def test_controls_of_some_tables(tmp_path: Path) -> None:
    """A table of the settings without a control total is no part of another one's."""
    write(tmp_path, a=LEDGER, b=LEDGER.replace("2026", "2025").replace("100", "1"))
    settings = '[[ledger]]\nfiles = "a.csv"\ncontrol_total = 270.5\n[[ledger]]\nfiles = "b.csv"\n'
    assert not of(loaded(tmp_path, settings), Code.TOTAL_MISMATCH)


@pytest.mark.parametrize("name", ["~$ledger.xlsx", ".~lock.ledger.csv#", ".ledger.csv"])
def test_locks_are_no_data(tmp_path: Path, name: str) -> None:
    """Files that Excel or LibreOffice put beside an open one are not read, nor by a pattern."""
    write(tmp_path, ledger=LEDGER)
    (tmp_path / name).write_bytes(b"\x05user" + b" " * 160)
    for settings in ("", '[ledger]\nfiles = "*ledger*"\n'):
        dataset = loaded(tmp_path, settings)
        assert [source.file for source in dataset.facts.sources] == ["ledger.csv"]
        assert not dataset.findings.count(Severity.ERROR)


def test_the_language_that_was_asked_for(tmp_path: Path) -> None:
    """Findings are in the language of the call, down to the names of inputs."""
    write(tmp_path, ledger=LEDGER.replace("50.5", "x"))
    dataset = loaded(tmp_path, '[report]\nlanguage = "en"\n', language="nb")
    assert of(dataset, Code.NOT_A_NUMBER)[0].expected.startswith("et tall som")
    assert "Budsjett: det finnes ingen fil" in of(dataset, Code.MISSING_INPUT)[0].got
