"""The main job from end to end: from a folder of files to a finished report."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from libreoffice import differences
from lxml import etree
from openxml_audit import OpenXmlValidator
from shared_samples import Samples
from small_company import write_folder

from xlcost.errors import EnvironmentFault, FindingsError, UsageError
from xlcost.inputs.columns.outline import outline
from xlcost.locales.words import LANGUAGES
from xlcost.outputs.run_specs import Options
from xlcost.runs.pack import BuiltReport, build_report

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
BOSTON = "us-boston-operating-fy25.csv"
SAN_FRANCISCO = "sf-hss-callcenter-monthly.csv"


@pytest.fixture(scope="module", params=LANGUAGES)
def pack(request: pytest.FixtureRequest, samples: Samples) -> BuiltReport:
    """Return the sample company's report in one language, from its files in that language."""
    return samples.report(request.param)


def key_figures(path: Path) -> dict[str, Any]:
    """Return the value of every defined name `key_…`."""
    workbook = openpyxl.load_workbook(path, data_only=True)
    found = {}
    for name, defined in workbook.defined_names.items():
        if name.startswith("key_"):
            ((sheet, cell),) = defined.destinations
            found[name] = workbook[sheet][cell.replace("$", "")].value
    return found


def test_every_figure_is_what_a_spreadsheet_calculates(pack: BuiltReport) -> None:
    """The whole report, recalculated hard in LibreOffice, gives in every cell what was cached."""
    assert differences(pack.path) == []


def test_plain_openpyxl_sees_every_number(pack: BuiltReport) -> None:
    """No formula is without a cached value but those whose value is the empty text."""
    live = openpyxl.load_workbook(pack.path)
    seen = openpyxl.load_workbook(pack.path, data_only=True)
    formulas = 0
    for sheet in live:
        for cell in (one for row in sheet.iter_rows() for one in row):
            if cell.data_type == "f":
                formulas += 1
                blank = seen[sheet.title][cell.coordinate].value is None
                assert not blank or '""' in str(cell.value), f"{sheet.title}!{cell.coordinate}"
    assert formulas > 1000


def test_the_validator_finds_nothing_at_all(pack: BuiltReport) -> None:
    """openxml-audit, a port of the Open XML SDK's validator, has no finding of any severity."""
    result = OpenXmlValidator().validate(str(pack.path))

    assert [str(error) for error in result.errors] == []


def test_every_chart_carries_its_values(pack: BuiltReport) -> None:
    """Previewers draw from the charts' own caches, so every reference in them has one."""
    with zipfile.ZipFile(pack.path) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        charts = [etree.fromstring(archive.read(name)) for name in names]

    assert len(charts) >= 2
    for chart in charts:
        references = list(chart.iter(f"{CHART}numRef", f"{CHART}strRef"))
        assert references
        for reference in references:
            assert list(reference.iter(f"{CHART}pt"))


def test_no_check_fails_and_nothing_is_lost(pack: BuiltReport) -> None:
    """Every control of the sample passes, and every row left out stands in a finding."""
    assert key_figures(pack.path)["key_failed_checks"] == 0


@pytest.fixture
def boston(shared_data: Path, tmp_path: Path) -> Path:
    """Return a folder with a city's budget and another city's contact centre, as they come.

    Another city: this proves the arithmetic, and says nothing about either of them.
    """
    for source in ("ledgers/" + BOSTON, "contact/" + SAN_FRANCISCO):
        (tmp_path / Path(source).name).write_bytes((shared_data / source).read_bytes())
    text = outline([tmp_path / BOSTON, tmp_path / SAN_FRANCISCO])
    # What a person edits in the outline: one year for both scenarios, and the contact centre.
    edits = {
        '"FY22 Actual Expense" =': "# ",
        '"FY24 Appropriation" =': "# ",
        '"FY23 Actual Expense" =': '"FY23 Actual Expense" = {version = "actual", period = "2023"}#',
        '"FY25 Budget" =': '"FY25 Budget" = {version = "budget", period = "2023"}#',
        "# not used: Inbound Calls": (
            'columns = {handled = "Inbound Calls"}\n'
            'constants = {channel = "phone", direction = "inbound"}\n# not used:'
        ),
    }
    for old, new in edits.items():
        assert old in text, f"{old!r} is not in the outline any more:\n{text}"
        text = text.replace(old, new)
    (tmp_path / "xlcost.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_whole_city_from_its_published_budget(boston: Path) -> None:
    """Boston's FY23 actual against its FY25 budget, mapped to one year, to the cent."""
    built = build_report(boston, boston / "out", "2023")
    found = key_figures(built.path)

    assert round(found["key_opex_year_ac"], 2) == 4_059_689_437.60
    assert round(found["key_opex_year_bu"], 2) == 4_636_924_670.23
    assert found["key_failed_checks"] == 0
    assert differences(built.path) == []


def test_a_contact_centre_from_published_files(boston: Path) -> None:
    """Programme "Boston 311" with San Francisco's calls of 2023: cost / calls, live and cached."""
    settings = boston / "xlcost.toml"
    text = settings.read_text(encoding="utf-8")
    kept = '[ledger]\nkeep = [{column = "Program", values = ["Boston 311"]}]\n'
    settings.write_text(text.replace("[ledger]\n", kept, 1), encoding="utf-8")
    built = build_report(boston, boston / "out", "2023")
    found = key_figures(built.path)
    calls = sum(
        int(line.split(",")[1])
        for line in (boston / SAN_FRANCISCO).read_text(encoding="utf-8-sig").splitlines()[1:]
        if "2023" in line.split(",")[0]
    )

    assert round(found["key_opex_year_ac"], 2) == 1_716_789.78
    assert round(found["key_opex_year_bu"], 2) == 2_189_014.32
    assert found["key_unit_call"] == pytest.approx(1_716_789.78 / calls, rel=1e-12)
    assert found["key_failed_checks"] == 0
    assert differences(built.path) == []


def test_errors_in_the_data_stop_the_report(tmp_path: Path) -> None:
    """A finding of severity error writes nothing; with leave to, every page says so."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "ledger.csv").write_text(
        "period,account,amount\n2026-10,5000,100.00\n2026-10,5001,abc\n", encoding="utf-8"
    )

    with pytest.raises(FindingsError, match=r"ledger\.csv, row 3, column amount"):
        build_report(data, tmp_path / "out")

    assert not list((tmp_path / "out").glob("*"))
    built = build_report(data, tmp_path / "out", allow_errors=True)
    workbook = openpyxl.load_workbook(built.path)
    assert all("error" in str(sheet.oddHeader.center.text).lower() for sheet in workbook)
    also = build_report(data, tmp_path / "also", allow_errors=True, options=Options())
    assert also.path.is_file()


def test_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    """A missing data folder is one sentence, not a traceback."""
    with pytest.raises(UsageError, match="There is no file or folder"):
        build_report(tmp_path / "nowhere", tmp_path / "out")


def test_an_output_folder_that_cannot_be_made_is_a_fault_outside(
    samples: Samples, tmp_path: Path
) -> None:
    """A file where the output folder should be is one sentence, and exit 3."""
    (tmp_path / "out").write_text("in the way", encoding="utf-8")

    with pytest.raises(EnvironmentFault, match="cannot be made"):
        build_report(samples.folder("en"), tmp_path / "out")


def test_refused_data_leave_no_empty_folder(tmp_path: Path) -> None:
    """The output folder is proved before the data are read, and made with its first file."""
    write_folder(tmp_path / "data")
    with (tmp_path / "data" / "ledger.csv").open("a", encoding="utf-8") as file:
        file.write("2026-02-01,5000,CON,A,Salary,,much\n")
    out = tmp_path / "new" / "out"

    with pytest.raises(FindingsError):
        build_report(tmp_path / "data", out)

    assert not out.parent.exists()
    assert build_report(tmp_path / "data", out, options=Options(allow_errors=True)).path.is_file()


def test_an_output_folder_that_takes_no_files_is_told_before_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder without the right to write is one sentence at once, not after an hour of reading."""

    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    (tmp_path / "data").mkdir()
    with pytest.raises(EnvironmentFault, match="takes no files: Permission denied"):
        build_report(tmp_path / "data", tmp_path / "new" / "out")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("moment", ["today", "9" * 20])
def test_a_moment_that_is_no_number_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """A SOURCE_DATE_EPOCH that is no moment is one clear sentence, not a bug."""
    write_folder(tmp_path / "data")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
    with pytest.raises(UsageError, match=f"SOURCE_DATE_EPOCH is '{moment}'"):
        build_report(tmp_path / "data", tmp_path / "out")
