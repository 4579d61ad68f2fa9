"""Packs of parts: they add up to the company, and one that fails stops no other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from commented import rows, words_of, write
from libreoffice import all_differences, differences
from openxml_audit import OpenXmlValidator
from small_company import CENTRES, write_folder
from test_cli import xlcost

from xlcost.console.screens import show_batch
from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Code, Finding, Findings, Severity, Where
from xlcost.dataset.slices import DIMENSIONS, parts, slices
from xlcost.errors import EnvironmentFault, UsageError
from xlcost.inputs.loading import load
from xlcost.outputs import others
from xlcost.outputs.file_names import FileNames, safe
from xlcost.outputs.run_specs import Options, RunSpec
from xlcost.report import checks
from xlcost.report.build import build
from xlcost.report.index import IndexEntry
from xlcost.report.model.evaluation import evaluate
from xlcost.runs import batch, pack
from xlcost.runs.batch import BuiltBatch, build_batch, pinned
from xlcost.runs.pack import BuiltReport

PERIOD = "2026-02"
MOMENT = "1772409600"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of data."""
    return write_folder(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def company(folder: Path) -> Dataset:
    """Return the company as loaded."""
    return load(folder, period=PERIOD)


@pytest.fixture(scope="module")
def built(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> BuiltBatch:
    """Return a run over the cost centres."""
    return build_batch(folder, tmp_path_factory.mktemp("out"), "cost_centre", PERIOD)


@dataclass(frozen=True)
class Watched:
    """A run over the sites, and what whoever watched it heard."""

    built: BuiltBatch
    out: Path
    parts: list[tuple[int, int, str]]
    steps: list[str]


@pytest.fixture(scope="module")
def sites(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """Return a run over the sites, one pack after the other, at a moment that is told."""
    out = tmp_path_factory.mktemp("sites")
    heard: list[tuple[int, int, str]] = []
    steps: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", MOMENT)
        found = build_batch(
            folder, out, "site", PERIOD,
            on_progress=steps.append, on_part=lambda *one: heard.append(one),
        )  # fmt: skip
    return Watched(found, out, heard, steps)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_parts_add_up_to_the_company(company: Dataset, dimension: str) -> None:
    """Every row is in exactly one part: sums, rows and postings of the parts are the company's."""
    scopes = parts(company, dimension)
    found = list(slices(company, scopes))
    assert sum((one.facts.ledger_total for one in found), Decimal(0)) == company.facts.ledger_total
    assert sum((one.facts.budget_total for one in found), Decimal(0)) == company.facts.budget_total
    for name in ("ledger", "budget", "postings"):
        rows = sum(len(getattr(one.facts, name)) for one in found)
        assert rows == len(getattr(company.facts, name)), name


def test_what_has_no_value_is_a_part_of_its_own(company: Dataset) -> None:
    """Rows without a cost centre, and centres without a site, make the last part."""
    scopes = parts(company, "cost_centre")
    assert [scope.code for scope in scopes] == ["../up", "CON", "a/b", "a:b", ""]
    (rest,) = slices(company, scopes[-1:])
    assert rest.facts.ledger_total == Decimal("155.54")
    sites = parts(company, "site")
    assert [scope.code for scope in sites] == ["Bergen", "Oslo", ""]


def test_teams_follow_their_cost_centre(company: Dataset) -> None:
    """Contacts belong to the centre that a team is by code or by name; others have none."""
    handled = {
        one.scope.code: float(one.facts.activity["handled"].sum())
        for one in slices(company, parts(company, "cost_centre"))
    }
    assert handled == {"../up": 180.0, "CON": 360.0, "a/b": 0.0, "a:b": 0.0, "": 0.0}


def test_no_control_of_a_part_fails(company: Dataset) -> None:
    """In a part the ledger's control compares with the part's own sum, and passes."""
    sites = parts(company, "site")
    assert len(sites) > 1
    for one in slices(pinned(company), sites):
        report = build(one, created="2026-03-05T08:00:00Z", version="0")
        assert checks.failed(report, evaluate(report)) == 0, one.scope


def test_an_unknown_dimension_is_refused(company: Dataset) -> None:
    """What a company cannot be split by is one clear sentence."""
    with pytest.raises(UsageError, match="'colour'"):
        parts(company, "colour")


def test_names_of_parts_never_become_paths() -> None:
    """Codes clean to names that any system takes, and no two are the same."""
    assert safe("../../etc/passwd") == "etc-passwd"
    assert safe("CON") == "CON_"
    assert safe("lpt1.txt") == "lpt1.txt_"
    assert safe("C:\\x\0y\n") == "C-x-y"
    assert safe(" . ") == "none"
    assert len(safe("ø" * 300).encode()) <= 80
    names = FileNames()
    assert [names.of(code) for code in ("a/b", "a:b", "A-B", "a/b")] == [
        "a-b", "a-b-2", "A-B-3", "a-b-4",
    ]  # fmt: skip


def test_every_part_has_a_pack_beside_the_company(built: BuiltBatch) -> None:
    """The company, each centre and the rest have a workbook in the folder, and none outside it."""
    names = [part.entry.file for part in built.parts]
    stem = "opex-report_2026-02_en_cost-centre-"
    assert names == [f"{stem}{end}.xlsx" for end in ("up", "CON_", "a-b", "a-b-2", "none")]
    assert all((built.index.parent / name).is_file() for name in names)
    workbook = openpyxl.load_workbook(built.index.parent / names[0])
    assert "Cost centre ../up Desk" in str(workbook.worksheets[0].oddHeader.left.text)


def test_a_part_is_as_live_and_as_valid_as_the_company(built: BuiltBatch) -> None:
    """LibreOffice and the validator agree with the pack of a part, and of what has no centre."""
    paths = [built.index.parent / built.parts[place].entry.file for place in (1, -1)]
    assert all_differences(paths) == {path: [] for path in paths}
    for path in paths:
        assert not OpenXmlValidator().validate(str(path)).errors


def test_the_index_adds_up_and_leads_to_each_pack(built: BuiltBatch) -> None:
    """The index has a link a pack, live totals that agree with the company's, and its verdict."""
    assert built.adds_up
    sheet = openpyxl.load_workbook(built.index, data_only=True).worksheets[0]
    rows = {str(row[0].value): row for row in sheet.iter_rows() if row[0].value}
    first = rows[f"Cost centre {CENTRES[0][0]} Desk"]
    assert first[0].hyperlink.target == "opex-report_2026-02_en_cost-centre-up.xlsx"
    texts = [cell.value for cell in rows["Parts add up to the company"][1:] if cell.value]
    assert texts == ["passed"] * 4
    total, whole = rows["Sum of 5 parts"], rows["The whole company"]
    heads = {cell.value: cell.column - 1 for row in sheet.iter_rows(max_row=6) for cell in row}
    month = [row[3:9] for row in (total, whole)]
    assert [c.value for c in month[0]] == pytest.approx([c.value for c in month[1]], abs=0.005)
    # 2026-02: (10,000.11 + 999.99) × (1 + 2 + 3 + 4) + 77.77
    assert whole[3].value == pytest.approx(110_078.77, abs=0.001)
    assert first[heads["Manager"]].value == CENTRES[0][4]
    assert first[heads["Forecast"]].value > 0
    assert (first[heads["Written"]].value, first[heads["Wanted"]].value > 0) == (0, True)
    assert differences(built.index) == []
    assert not OpenXmlValidator().validate(str(built.index)).errors


def test_parts_are_compared_with_the_company_budget(built: BuiltBatch) -> None:
    """A centre that only the original budget knows is not compared with it beside the revised."""
    budgets = {part.entry.label: part.entry.amounts.get("month_bu", 0) for part in built.parts}
    assert budgets["Cost centre CON Lines"] == pytest.approx(2 * 11_000.10)
    assert budgets["Cost centre a/b Chat"] == 0


def test_a_pack_that_fails_stops_no_other(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """One pack that cannot be written is told in the index, and the others are built.

    The command says so as well, and ends with that pack's exit code.
    """
    write = batch.write_pack

    def failing(dataset: Dataset, out: Path, spec: RunSpec, **more: str) -> BuiltReport:
        if dataset.scope.code == "CON":
            raise EnvironmentFault("The disk is full.")
        return write(dataset, out, spec, **more)  # type: ignore[arg-type]  # the name alone

    monkeypatch.setattr(batch, "write_pack", failing)
    found = build_batch(folder, tmp_path, "cost_centre", PERIOD)
    assert [part.exit_code for part in found.parts] == [0, 3, 0, 0, 0]
    assert not found.adds_up
    sheet = openpyxl.load_workbook(found.index, data_only=True).worksheets[0]
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "The disk is full." in values
    assert "failed" in values
    assert show_batch(found, "en") == 3
    told = capsys.readouterr().out
    assert "The disk is full." in told
    assert "do not add up" in told
    assert told.splitlines()[-1] == str(found.index)


@pytest.fixture
def pdf_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice makes no PDF of one part; of the others it is not asked."""

    def write(path: Path, *_: object) -> Path:
        if "CON_" in path.name:
            raise EnvironmentFault("LibreOffice made no PDF; the workbook itself is finished.")
        return path

    monkeypatch.setattr(others, "write_pdf", write)
    monkeypatch.setattr(pack, "office", lambda: "soffice")


@pytest.mark.usefixtures("pdf_of_one")
def test_a_pack_without_its_pdf_stands_in_the_index(folder: Path, tmp_path: Path) -> None:
    """A workbook that is finished keeps its link and its amounts; what is missing is told."""
    found = build_batch(folder, tmp_path, "cost_centre", PERIOD, options=Options(pdf=True))
    assert [part.exit_code for part in found.parts] == [0, 3, 0, 0, 0]
    assert found.parts[1].entry.file == "opex-report_2026-02_en_cost-centre-CON_.xlsx"
    assert "made no PDF" in found.parts[1].entry.reason
    assert found.adds_up


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of files that another program has open, so that they cannot be replaced."""
    names: set[str] = set()
    replace_file = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name in names:
            raise PermissionError(13, "used by another process")
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    return names


def test_workbooks_left_open_over_night_stop_no_pack(
    folder: Path, tmp_path: Path, opened: set[str]
) -> None:
    """The pack and the index of before are open in Excel: the new ones stand beside them."""
    names = ("opex-report_2026-02_en", "opex-index_2026-02_en_site")
    opened.update(f"{name}.xlsx" for name in names)
    found = build_batch(folder, tmp_path, "site", PERIOD)
    assert all(part.entry.file and not part.exit_code for part in found.parts)
    assert found.index is not None
    assert [found.company.path.name, found.index.name] == [f"{name} (new).xlsx" for name in names]
    told = "\n".join(found.faults)
    assert [f"{name} (new).xlsx" in told for name in names] == [True, True]
    assert len(found.faults) == 2
    assert found.adds_up


def test_an_index_that_cannot_be_written_hides_no_pack(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A disk that is full in the end: what became of each part is told all the same, exit 3."""

    def full(*_: object) -> None:
        raise EnvironmentFault("No space left for the index.")

    monkeypatch.setattr(batch, "write_workbook", full)
    found = build_batch(folder, tmp_path, "site", PERIOD)
    assert found.index is None
    assert show_batch(found, "en") == 3
    said = capsys.readouterr().out
    assert said.index("Site Bergen") < said.index("No space left for the index.")
    assert Path(said.splitlines()[-1]) == found.company.path


def test_what_is_wrong_with_a_run_is_said_before_its_files(
    built: BuiltBatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """How many packs are missing, and that the rest does not add up, stand above the paths."""
    first, *rest = built.parts
    failed = replace(
        first, entry=IndexEntry(first.entry.label, reason="The disk is full."), exit_code=3
    )
    assert show_batch(replace(built, parts=(failed, *rest), adds_up=False), "en") == 3
    lines = capsys.readouterr().out.splitlines()
    assert lines[-5] == "1 report is missing or incomplete, for the reasons above"
    assert lines[-4].startswith("The parts do not add up")
    assert lines[-3].startswith("4 reports of parts built")


def test_indexes_of_several_splits_stand_beside_each_other(sites: Watched, folder: Path) -> None:
    """The index of the managers does not take the place of that of the sites."""
    managers = build_batch(folder, sites.out, "manager", PERIOD)
    assert managers.index != sites.built.index
    assert sites.built.index is not None
    assert sites.built.index.is_file()


def test_several_processes_make_the_same_packs(
    sites: Watched, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Packs that were built beside each other are, byte by byte, those built one by one."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)
    monkeypatch.setattr(batch, "_PAYS", 1)
    two = build_batch(folder, tmp_path, "site", PERIOD, processes=2)
    assert [part.entry for part in sites.built.parts] == [part.entry for part in two.parts]
    for part in two.parts:
        one, other = (where / part.entry.file for where in (sites.out, tmp_path))
        assert one.read_bytes() == other.read_bytes()


def test_the_command_line_builds_them_all(folder: Path, tmp_path: Path) -> None:
    """The command prints what became of each part, the index's path last, and exits with 0."""
    done = xlcost(
        "report", "--data", folder, "--period", PERIOD, "--out", tmp_path, "--each", "site"
    )
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.splitlines()[-1]) == tmp_path / "opex-index_2026-02_en_site.xlsx"
    assert "Site Bergen" in done.stdout


def test_comments_stay_with_their_part(tmp_path: Path) -> None:
    """What is written in a part's pack is in that part's next one, and in no other's."""
    data = tmp_path / "data"
    rule = "[report.materiality]\namount = 1\npct = 0"
    write_folder(data, more=rule)
    first = build_batch(data, tmp_path / "out", "site", PERIOD)
    # The last part, centres without a site, has nothing to explain.
    files = [part.entry.file for part in first.parts[:2]]
    paths = [first.company.path, *(first.index.parent / file for file in files)]
    for place, path in enumerate(paths[:2]):
        write(path, rows(path)[0]["line"], text=f"Words of {place}")
    build_batch(data, tmp_path / "out", "site", PERIOD)

    said = [sorted(text for texts in words_of(path).values() for text in texts) for path in paths]
    assert said == [["Words of 0"], ["Words of 1"], []]
    assert {row["state"] for row in rows(paths[1]) if row["text"]} == {"current"}


def test_a_run_tells_of_each_part_that_is_done(sites: Watched) -> None:
    """Whoever watches a run hears of every part: how many are done, of how many, and which."""
    labels = [part.entry.label for part in sites.built.parts]
    assert sites.parts == [(number, 3, label) for number, label in enumerate(labels, 1)]
    assert {"report", "workbook"} <= set(sites.steps)


def test_the_index_counts_what_is_wrong_with_each_pack(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failed controls, errors and warnings of a pack stand on its row of the index."""
    write_pack = batch.write_pack

    def troubled(dataset: Dataset, out: Path, spec: RunSpec, **more: str) -> BuiltReport:
        made = write_pack(dataset, out, spec, **more)  # type: ignore[arg-type]  # the name alone
        where = Where("ledger.csv", row=2)
        told = [Finding(severity, Code.NOT_A_NUMBER, where) for severity in Severity]
        return replace(made, failed=7, findings=Findings((*told, told[1])))

    monkeypatch.setattr(batch, "write_pack", troubled)
    found = build_batch(folder, tmp_path, "site", PERIOD)
    sheet = openpyxl.load_workbook(found.index, data_only=True).worksheets[0]
    shown = {str(row[0].value): [cell.value for cell in row] for row in sheet.iter_rows()}
    kinds = list(Severity)
    counts = [1 + (kinds[1] is kind) for kind in (Severity.ERROR, Severity.WARNING)]
    assert shown["Site Bergen"][-3:] == [7, *counts]
    assert shown["Sum of 3 parts"][-3:] == [21, *(3 * count for count in counts)]
