"""A pack in other forms: PDF, tables for other tools, and a company nobody knows again."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from conftest import ROOT
from small_company import write_folder

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.incognito import factor, incognito
from xlcost.errors import EnvironmentFault
from xlcost.inputs.loading import load
from xlcost.outputs import pdf
from xlcost.outputs.formats import FORMATS, write_tables
from xlcost.outputs.run_specs import Options
from xlcost.runs.pack import BuiltReport, build_report

PERIOD = "2026-02"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of data."""
    return write_folder(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def built(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltReport:
    """Return a pack with every table format and a PDF."""
    options = Options(pdf=True, formats=FORMATS)
    return build_report(folder, tmp_path_factory.mktemp("out"), PERIOD, options=options)


def beside(built: BuiltReport, name: str) -> Path:
    """Return a path beside the pack."""
    return built.path.parent / name


def test_the_three_formats_hold_the_same_tables(built: BuiltReport) -> None:
    """JSON, CSV and Parquet have the same tables, rows and columns."""
    document = json.loads(beside(built, "opex-data_2026-02_en.json").read_text(encoding="utf-8"))
    for name, rows in document.items():
        comma = pd.read_csv(beside(built, "opex-data_2026-02_en_csv") / f"{name}.csv")
        column = pd.read_parquet(beside(built, "opex-data_2026-02_en_parquet") / f"{name}.parquet")
        assert len(rows) == len(comma) == len(column)
        assert list(rows[0]) == list(comma.columns) == list(column.columns)
    assert {"pack", "opex", "activity", "key_figures", "figures", "controls"} <= document.keys()


def test_tables_add_up_to_the_ledger(built: BuiltReport) -> None:
    """The table of amounts holds the ledger to the cent, and the figures of the report."""
    opex = pd.read_parquet(beside(built, "opex-data_2026-02_en_parquet") / "opex.parquet")
    actual = opex[opex["version"] == "actual"]
    assert actual["amount"].sum() == pytest.approx(2 * (109_496 + 77.77), abs=0.001)
    figures = pd.read_csv(beside(built, "opex-data_2026-02_en_csv") / "key_figures.csv")
    named = figures.set_index("name")
    assert named.loc["opex_month_ac", "value"] == pytest.approx(110_078.77)
    unit = named.loc["unit_cost_contact"]
    assert (unit["metric"], unit["unit"]) == ("cost_per_contact", "unit_cost")
    assert unit["value"] == pytest.approx(110_078.77 / 270)


def test_the_table_of_findings_has_what_the_report_noticed(tmp_path: Path) -> None:
    """Every finding that a run tells stands in its table, what was noticed while building too."""
    folder = write_folder(tmp_path / "data")
    with (folder / "xlcost.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[report.materiality]\nalways = ["No such line"]\n')
    made = build_report(folder, tmp_path / "out", PERIOD, options=Options(formats=("csv",)))
    listed = pd.read_csv(tmp_path / "out" / "opex-data_2026-02_en_csv" / "findings.csv")
    assert list(listed["code"]) == [finding.code for finding in made.findings]
    assert "UNKNOWN_WORD" in set(listed["code"])


def test_a_row_of_a_finding_is_a_whole_number(built: BuiltReport) -> None:
    """Beside findings without a row, a row is 2 and not 2.0, in every format."""
    place = {"code": "FORMULA_TEXT", "row": 2}
    document = json.loads(beside(built, "opex-data_2026-02_en.json").read_text(encoding="utf-8"))
    found = [{key: one[key] for key in place} for one in document["findings"]]
    assert place in found
    assert {one["row"] for one in found} >= {2, None}
    text = (beside(built, "opex-data_2026-02_en_csv") / "findings.csv").read_text(encoding="utf-8")
    assert "FORMULA_TEXT,ledger.csv,,2,text" in text
    frame = pd.read_parquet(beside(built, "opex-data_2026-02_en_parquet") / "findings.parquet")
    assert frame["row"].dtype == "Int64"


def test_no_text_of_a_csv_acts_as_a_formula(tmp_path: Path) -> None:
    """A text that a spreadsheet would calculate has an apostrophe before it; numbers stay."""
    frame = pd.DataFrame({"text": ["=1+1", "@x", "-y", "plain"], "amount": [-1.0, 2.0, 3.0, 4.0]})
    made = write_tables({"t": frame}, tmp_path / "out", "csv")
    text = (made / "t.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines() == ["text,amount", "'=1+1,-1.0", "'@x,2.0", "'-y,3.0", "plain,4.0"]


def test_a_folder_of_tables_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """Tables of before are gone; a folder that holds anything else is left as it is."""
    frame = pd.DataFrame({"a": [1]})
    made = write_tables({"old": frame}, tmp_path / "out", "csv")
    write_tables({"new": frame}, tmp_path / "out", "csv")
    assert [path.name for path in made.iterdir()] == ["new.csv"]
    (made / "mine.docx").write_text("words", encoding="utf-8")
    with pytest.raises(EnvironmentFault, match=r"mine\.docx"):
        write_tables({"newer": frame}, tmp_path / "out", "csv")
    assert sorted(path.name for path in made.iterdir()) == ["mine.docx", "new.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["out_csv"]


def test_the_pdf_stands_beside_the_workbook(built: BuiltReport) -> None:
    """LibreOffice printed the pack, and nothing of its work is left."""
    assert built.path.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")
    assert not list(built.path.parent.glob("*.tmp"))


def test_what_is_made_a_pdf_has_no_link_from_sheet_to_sheet(
    built: BuiltReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice writes a link on one line and cuts a long name: the workbook keeps its links."""
    given: list[Path] = []

    def convert(_: str, folder: Path) -> str:
        given.append(Path(shutil.copy(folder / "pack.xlsx", tmp_path / "given.xlsx")))
        (folder / "pack.pdf").write_bytes(b"%PDF-")
        return ""

    monkeypatch.setattr(pdf, "office", lambda: "soffice")
    monkeypatch.setattr(pdf, "_convert", convert)
    pack = Path(shutil.copy(built.path, tmp_path / "pack.xlsx"))
    pdf.write_pdf(pack)

    def links(path: Path) -> int:
        book = openpyxl.load_workbook(path)
        cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
        return sum(cell.hyperlink is not None for cell in cells)

    assert links(pack) > 0
    assert links(given[0]) == 0
    assert openpyxl.load_workbook(given[0])["Summary"]["A1"].value


def test_without_libreoffice_nothing_is_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PDF that cannot be made is told before anything is read or written: one sentence."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_PLACES", ())
    with pytest.raises(EnvironmentFault, match="needs LibreOffice"):
        build_report(folder, tmp_path / "out", PERIOD, options=Options(pdf=True))
    assert not (tmp_path / "out").exists()


def test_an_office_that_fails_is_one_sentence(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where LibreOffice makes no PDF, the sentence says why, and the workbook is finished."""
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\necho no display >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(EnvironmentFault, match="no display"):
        build_report(folder, tmp_path / "out", PERIOD, options=Options(pdf=True))
    assert (tmp_path / "out" / "opex-report_2026-02_en.xlsx").is_file()
    assert not list((tmp_path / "out").glob("*.pdf"))


@pytest.fixture(scope="module")
def company(folder: Path) -> Dataset:
    """Return the company as loaded."""
    return load(folder, period=PERIOD)


def test_incognito_keeps_every_ratio(company: Dataset) -> None:
    """Money is the same multiple everywhere, to the cent; volumes stay."""
    report = company.settings.report
    bound = report.materiality.model_copy(update={"amount": Decimal(100)})
    report = report.model_copy(update={"materiality": bound})
    settings = company.settings.model_copy(update={"report": report})
    company = replace(company, settings=settings)
    other, by = incognito(company), factor(company)
    assert abs(by - 1) >= 0.1
    assert other.facts.ledger_total == company.facts.ledger_total * by
    assert other.facts.budget_total == company.facts.budget_total * by
    before = company.facts.ledger["amount"].to_numpy() * float(by)
    assert other.facts.ledger["amount"].to_numpy() == pytest.approx(before)
    assert other.facts.activity["handled"].sum() == company.facts.activity["handled"].sum()
    assert other.settings.report.materiality.amount == Decimal(100) * by


def test_incognito_names_nobody(folder: Path, tmp_path: Path) -> None:
    """No name, code or file of the company is in any part of the workbook; every page says so."""
    options = Options(incognito=True, formats=("json",))
    built = build_report(folder, tmp_path, PERIOD, options=options)
    names = ("Small AS", "Kari Berg", "Ola Dahl", "../up", "a/b", "Bergen", "Desk", "ledger.csv")
    with zipfile.ZipFile(built.path) as archive:
        text = "".join(archive.read(part).decode("utf-8", "replace") for part in archive.namelist())
    text += (tmp_path / "opex-data_2026-02_en_incognito.json").read_text(encoding="utf-8")
    assert [name for name in names if name in text] == []
    sheets = openpyxl.load_workbook(built.path).worksheets
    assert all("Incognito" in str(sheet.oddHeader.center.text) for sheet in sheets)
    assert built.failed == 0
    assert not list(tmp_path.glob("*.manifest.json"))


def test_every_column_is_documented(built: BuiltReport) -> None:
    """docs/outputs.md names every table, and every column that is no measure of an input."""
    page = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    inputs = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")
    document = json.loads(beside(built, "opex-data_2026-02_en.json").read_text(encoding="utf-8"))
    for name, rows in document.items():
        assert f"| `{name}` |" in page
        unknown = [column for column in rows[0] if f"`{column}`" not in page + inputs]
        assert not unknown, name
