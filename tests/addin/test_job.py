"""The runs that the buttons start: a job goes into a folder, and lines for the sheet come out."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from small_company import write_folder

from xlcost.addin import job, run_folder
from xlcost.addin.answer import FINDING_ROWS, SheetAnswer, cell
from xlcost.addin.report_sheet import BUTTONS
from xlcost.addin.run_folder import CANCEL, JOB, OUTCOME, PROGRESS, RunFolder, decoded, encoded
from xlcost.addin.tasks import TASKS
from xlcost.dataset.findings import Code, Finding, Findings, Severity, Where
from xlcost.errors import EnvironmentFault
from xlcost.locales.words import LANGUAGES, words
from xlcost.outputs.manifest import manifest_path, read_manifest
from xlcost.runs.batch import build_batch
from xlcost.runs.pack import BuiltReport
from xlcost.samples.make import LAST_PERIOD, make_sample

ROOT = Path(__file__).resolve().parents[2]


class Sheet:
    """What the sheet holds when the lines of an outcome were obeyed."""

    def __init__(self, lines: list[list[str]]) -> None:
        """Obey them as VBA does."""
        self.lines = lines
        self.cells: dict[tuple[str, int, int], str] = {}
        self.links: dict[tuple[str, int], list[str]] = {}
        self.done: list[list[str]] = []
        assert lines[-1] == [run_folder.END]
        for verb, *fields in lines[:-1]:
            if verb in ("cell", "number"):
                name, down, right, value = fields
                assert not value.startswith(("=", "+", "@")), f"a formula: {value}"
                self.cells[name.removeprefix("xlcost_"), int(down), int(right)] = value
            elif verb == "link":
                self.links[fields[0].removeprefix("xlcost_"), int(fields[1])] = fields[3:]
            elif verb not in ("clear", "fit"):
                self.done.append([verb, *fields])

    def __getitem__(self, key: str) -> str:
        """Return what the first cell of a name holds."""
        return self.cells.get((key, 0, 0), "")

    def column(self, key: str, right: int = 0) -> list[str]:
        """Return what a column of a table holds, from its top."""
        found = ((down, text) for (name, down, at), text in self.cells.items()
                 if name == key and at == right)  # fmt: skip
        return [text for _, text in sorted(found)]


@pytest.fixture
def runs(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the place of the folders of runs, as Excel's VBA names it."""
    place = tmp_path_factory.mktemp("Midlertidig æøå & co")
    monkeypatch.setenv("TEMP", str(place))
    return place


@pytest.fixture
def press(runs: Path) -> Callable[..., Sheet]:
    """Return what presses a button: the job is done in this process, and its outcome is obeyed."""

    def pressed(task: str, **cells: object) -> Sheet:
        number = str(time.time_ns())
        folder = _folder(runs, number, task=task, **cells)
        job.main(number)
        return Sheet(decoded((folder / OUTCOME).read_bytes()))

    return pressed


def _folder(runs: Path, number: str, **cells: object) -> Path:
    folder = runs / f"{run_folder.PREFIX}{number}"
    folder.mkdir()
    (folder / JOB).write_bytes(encoded([(key, str(value)) for key, value in cells.items()]))
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Norwegian sample in a folder as people name them."""
    return make_sample(tmp_path_factory.mktemp("Delt mappe") / "Økonomi 50% & 'co'", "nb")


_LEDGER = "Periode;Konto;Kontonavn;Kostnadssted;Beløp\n" + "".join(
    f"2026-{month:02};{account};{name};210;{1000 + month},00\n"
    for month in range(9)
    if month
    for account, name in (("5000", "Lønn"), ("6300", "Leie lokale"), ("6900", "Telefon"))
)


@given(st.lists(st.lists(st.text(), min_size=2, max_size=4), max_size=4))
def test_any_text_comes_through_the_files(lines: list[list[str]]) -> None:
    """A field is any text; in the file it is ASCII without a tab or a line's end of its own."""
    content = encoded(lines)
    assert content.isascii()
    assert content.count(b"\r\n") == len(lines) == content.count(b"\n")
    assert decoded(content) == [[_seen(field) for field in line] for line in lines]


def _seen(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def test_every_button_has_a_task() -> None:
    """The words of each task's beginning are there, in both languages, and no other."""
    for language in LANGUAGES:
        assert words(language).section("button.begins").keys() == TASKS.keys()
    assert len(BUTTONS) == len(TASKS) + 1  # Browse is a button, Open and Cancel are no tasks


def test_a_run_is_known_by_its_number(runs: Path) -> None:
    """What is no number is refused: it might be a path."""
    for number in ("../x", "", "1/2", "1" * 41, "a", "１"):
        with pytest.raises(ValueError, match="known by its number"):
            RunFolder.numbered(number)
    assert RunFolder.numbered("12").path == runs / "xlcost-run-12"


def test_check_tells_what_was_understood_and_what_is_wrong(
    data: Path, press: Callable[..., Sheet]
) -> None:
    """A check fills both tables, with links to file and row, and the periods of the data."""
    before = {path: path.read_bytes() for path in data.iterdir()}
    sheet = press("check", data_folder=f' "{data}" ', speaks="nb", language="nb")
    assert sheet["status"].startswith("Ingen feil, 2 advarsler")
    assert sheet["entity"] == "Nordlys Kundeservice AS"
    assert sheet["findings"].startswith("feil: 0 · advarsler: 2")
    assert sheet.column("periods")[0] == "2026-10"
    assert len(sheet.column("periods")) == 22
    ledger = sheet.column("files", 1).index("hovedbok.csv")
    assert sheet.cells["files", ledger, 0] == "Hovedbok"
    assert float(sheet.cells["files", ledger, 6]) == 173061259.9
    row = next(n for n, text in enumerate(sheet.column("list", 1)) if "hovedbok.csv" in text)
    assert sheet.links["list", row] == [str(data / "hovedbok.csv"), "'hovedbok'!A12924"]
    assert all(Path(link[0]).is_file() for link in sheet.links.values())
    assert not sheet.done
    assert {path: path.read_bytes() for path in data.iterdir()} == before


def test_first_reading_writes_settings_and_opens_them(
    tmp_path: Path, press: Callable[..., Sheet]
) -> None:
    """Read my files writes the settings workbook once, and opens it each time; none is replaced."""
    folder = tmp_path / "første gang"
    folder.mkdir()
    (folder / "eksport.csv").write_text(_LEDGER, encoding="utf-8")
    sheet = press("read_files", data_folder=folder, speaks="nb")
    book = folder / "xlcost.xlsx"
    assert sheet.done == [["open", str(book)]]
    assert "lest" in sheet["status"]
    assert "Hovedbok" in sheet.column("files")
    assert "Kontoer" in load_workbook(book, read_only=True).sheetnames
    before = book.read_bytes()
    again = press("read_files", data_folder=folder, speaks="nb")
    assert again.done == [["open", str(book)]]
    assert book.read_bytes() == before


@pytest.fixture(scope="module")
def built(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Sheet, Path]:
    """Press Final once, and return the sheet and the report."""
    runs, out = tmp_path_factory.mktemp("runs"), tmp_path_factory.mktemp("ut") / "Rapporter æøå"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEMP", str(runs))
        _folder(
            runs, "1", task="final", data_folder=data, output_folder=out, speaks="nb",
            period=LAST_PERIOD, prepared_by="Kari Å", reviewed_by="-", approved_by="Per",
            signed_on="5.11.2026", allow_errors="ja",
        )  # fmt: skip
        job.main("1")
    sheet = Sheet(decoded((runs / "xlcost-run-1" / OUTCOME).read_bytes()))
    return sheet, out


def test_final_report_is_signed_and_opened(built: tuple[Sheet, Path], data: Path) -> None:
    """Final builds the report with names and date, which its manifest keeps; settings stay."""
    sheet, out = built
    (report,) = out.glob("*.xlsx")
    assert sheet["path"] == str(report)
    assert sheet.done == [["open", str(report)]]
    assert sheet["status"].startswith("Den endelige rapporten er laget og underskrevet")
    said = read_manifest(manifest_path(report)).settings_given["report"]
    assert said["status"] == "final"
    assert (said["prepared_by"], said["approved_by"]) == ("Kari Å", "Per")
    assert said["approved_on"] == "2026-11-05"
    assert 'status = "final"' not in (data / "xlcost.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of two companies with several cost centres."""
    return write_folder(tmp_path_factory.mktemp("small"))


def test_packs_of_cost_centres_are_built(
    small: Path, tmp_path: Path, press: Callable[..., Sheet]
) -> None:
    """Packs builds one for each cost centre beside the company's, and opens the index."""
    sheet = press("packs", data_folder=small, output_folder=tmp_path, period="2026-02")
    index = tmp_path / "opex-index_2026-02_en_cost-centre.xlsx"
    assert sheet.done == [["open", str(index)]]
    assert sheet["path"] == str(index)
    assert len(list(tmp_path.glob("opex-report_*.xlsx"))) == 1 + 5  # four, and rows without one
    assert "5" in sheet["status"]


def test_plan_is_built(data: Path, tmp_path: Path, press: Callable[..., Sheet]) -> None:
    """Plan builds the workbook of the levers and opens it."""
    sheet = press("plan", data_folder=data, output_folder=tmp_path, period=LAST_PERIOD)
    (made,) = tmp_path.glob("*.xlsx")
    assert sheet.done == [["open", str(made)]]
    assert words("nb").text("report.sheets.savings") in load_workbook(made).sheetnames


def test_one_company_of_several_is_built(
    small: Path, tmp_path: Path, press: Callable[..., Sheet]
) -> None:
    """The sheet lists the companies; the pack of one is what the command line makes of each."""
    assert press("check", data_folder=small, period="2026-02").column("companies") == ["A", "B"]
    sheet = press("build", data_folder=small, output_folder=tmp_path, company="b", period="2026-02")
    (made,) = tmp_path.glob("*.xlsx")
    assert sheet["path"] == str(made)
    batch = build_batch(small, tmp_path / "each", "entity", "2026-02")
    (same,) = (part for part in batch.parts if part.entry.label.endswith(" B"))
    assert made.name == same.entry.file
    assert _values(made) == _values(batch.index.parent / same.entry.file)


def _values(path: Path) -> dict[tuple[str, str], object]:
    """Return the values of a pack, but for the sheet that tells when and from what it was made."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in load_workbook(path, data_only=True).worksheets[:-1]
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


@pytest.mark.parametrize("missing", ["prepared_by", "approved_by", "signed_on"])
def test_nothing_is_final_without_names_and_date(
    data: Path, tmp_path: Path, press: Callable[..., Sheet], missing: str
) -> None:
    """Without who prepared it, who approved it and the date nothing is built."""
    given = {"prepared_by": "Kari", "approved_by": "Per", "signed_on": "2026-11-05", missing: "-"}
    given |= {"signed_on": ""} if missing == "signed_on" else {}
    sheet = press("final", data_folder=data, output_folder=tmp_path / "out", **given)
    assert "needs the names of who prepared and approved it" in sheet["status"]
    assert not (tmp_path / "out").exists()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """Put a call that only remembers in the place of the build, and return what it was given."""
    given: dict[str, Any] = {}

    def remember(
        data: Path, out: Path, period: str | None, language: str | None, **more: Any
    ) -> Any:
        given.update(data=data, out=out, period=period, language=language, **more)
        return BuiltReport(tmp_path / "report.xlsx", Findings(), 0.0)

    monkeypatch.setattr("xlcost.runs.pack.build_report", remember)
    return given


def test_options_reach_the_build(
    data: Path, tmp_path: Path, press: Callable[..., Sheet], asked: dict[str, Any]
) -> None:
    """What a person chose is what the same public call as the command line's is given."""
    sheet = press(
        "build", data_folder=data, output_folder=tmp_path, language="nb", allow_errors="ja",
        open_report="nei", period="2026P10", beside="pptx; HTML",
    )  # fmt: skip
    assert asked["options"].allow_errors is True
    assert asked["options"].formats == ("html", "pptx")
    assert (asked["data"], asked["out"]) == (data, tmp_path)
    assert (asked["period"], asked["language"]) == ("2026P10", "nb")
    assert sheet.done == []
    press("build", data_folder=data, allow_errors="false")
    assert asked["options"].allow_errors is False
    assert (asked["period"], asked["language"]) == (None, None)
    assert asked["out"] == data / "Reports"


def test_excel_prints_where_no_libreoffice_is(
    data: Path,
    tmp_path: Path,
    press: Callable[..., Sheet],
    asked: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """PDF asks LibreOffice when it is there, and Excel itself when it is not."""
    monkeypatch.setattr("xlcost.outputs.pdf.office", lambda: "soffice")
    assert press("pdf", data_folder=data).done[0][0] == "open"
    assert asked["options"].pdf

    def none() -> str:
        raise EnvironmentFault("A PDF needs LibreOffice.")

    monkeypatch.setattr("xlcost.outputs.pdf.office", none)
    report, pdf = tmp_path / "report.xlsx", tmp_path / "report.pdf"
    sheet = press("pdf", data_folder=data)
    assert not asked["options"].pdf
    assert sheet.done == [["pdf", str(report), str(pdf)], ["open", str(report)]]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"data_folder": ""}, "No folder chosen: press Browse."),
        ({"data_folder": "https://firma.sharepoint.com/sites/a"}, "is a web address"),
        ({"data_folder": "data"}, "data is not a full path"),
        ({"data_folder": "/nowhere/økonomi"}, "The folder /nowhere/økonomi was not found"),
        ({"data_folder": __file__}, "is a file"),
        ({"output_folder": __file__}, "is a file"),
        ({"language": "de"}, "Language must be en, nb or blank, not de."),
        ({"beside": "html, docx"}, "Also as must be html, pptx, both or blank, not docx."),
        ({"allow_errors": "perhaps"}, "Build despite errors must be yes, no or blank, not"),
        ({"period": "yesterday"}, "yesterday is not a period"),
        ({"company": "Nobody"}, "The data has no company Nobody; available: Nordlys"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(
    data: Path, press: Callable[..., Sheet], cells: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    """A wrong input is one plain sentence in the sheet, and nothing is written."""
    given = {"data_folder": data, "output_folder": tmp_path / "out", "language": "en", **cells}
    sheet = press("build", **given)
    assert sentence in sheet["status"]
    assert sheet["time"]
    assert not (tmp_path / "out").exists()


def test_folder_without_data_is_told(tmp_path: Path, press: Callable[..., Sheet]) -> None:
    """An empty folder is told by the button that reads, and by the one that builds."""
    (tmp_path / "brev.docx").write_bytes(b"x")
    sheet = press("read_files", data_folder=tmp_path, speaks="nb")
    assert "legg eksportene fra systemene dine der" in sheet["status"]
    sheet = press("build", data_folder=tmp_path, speaks="nb")
    assert sheet["status"].startswith("Ingen rapport ble laget")
    assert not (tmp_path / "xlcost.xlsx").exists()


def test_faulty_data_is_refused_and_listed(tmp_path: Path, press: Callable[..., Sheet]) -> None:
    """Errors in the data build nothing, and stand in the sheet with their rows, gravest first."""
    ledger = tmp_path / "hovedbok.csv"
    ledger.write_text(_LEDGER.replace("1003,00", "10o3,x0"), encoding="utf-8")
    sheet = press("build", data_folder=tmp_path, speaks="nb")
    assert sheet["status"].startswith("Ingen rapport ble laget: dataene har feil")
    assert sheet.column("list")[0] == "Feil"
    assert sheet.links["list", 0][0] == str(ledger)
    assert sheet.done == []
    assert not (tmp_path / "Reports").exists()


def test_more_findings_than_rows_are_counted(data: Path) -> None:
    """The last row of the table says how many more there are; texts never become formulas."""
    one = Finding(Severity.ERROR, Code.NOT_A_NUMBER, Where("hovedbok.csv", row=2), "=x")
    many = SheetAnswer("-done", None, (one,) * (FINDING_ROWS + 5), data)
    sheet = Sheet([*map(list, many.lines(words("en"), "now")), [run_folder.END]])
    assert len(sheet.column("list", 2)) == FINDING_ROWS
    assert sheet.column("list", 2)[-1] == "… and 6 more."
    assert sheet["status"] == "'-done"
    assert "password" in cell("status", "a?password=***")[-1]


@pytest.mark.parametrize("name", ["Mappe #1", "Mappe 50%20"])
def test_no_link_leads_astray(tmp_path: Path, data: Path, name: str) -> None:
    """Excel would read a mark or a blank in such a path as in an address: no link is better."""
    folder = tmp_path / name
    folder.mkdir()
    (folder / "hovedbok.csv").write_bytes(b"")
    for where, count in ((folder, 0), (data, 1)):
        one = Finding(Severity.ERROR, Code.EMPTY_FILE, Where("hovedbok.csv"))
        lines = SheetAnswer("", None, (one,), where).lines(words("en"), "")
        assert sum(line[0] == "link" for line in lines) == count
    out = Finding(Severity.ERROR, Code.EMPTY_FILE, Where("../hovedbok.csv"))
    lines = SheetAnswer("", None, (out,), data).lines(words("en"), "")
    assert not [line for line in lines if line[0] == "link"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_folder_asks_for_is_asked_in_excel(
    tmp_path: Path, press: Callable[..., Sheet], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that wants more than its own files is a question; yes holds for just that."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "received"
    folder.mkdir()
    (folder / "ledger.csv").write_text("period,account,amount\n2026-10,5000,1\n", "utf-8")
    (folder / "xlcost.toml").write_text("[limits]\nseconds = 21\n", encoding="utf-8")
    sheet = press("check", data_folder=folder, speaks=language)
    ((verb, task, mark, question),) = sheet.done
    assert (verb, task) == ("ask", "check")
    assert "limits.seconds" in question
    assert "limits.seconds" in sheet["status"]
    assert not sheet.column("files")
    other = press("check", data_folder=folder, speaks=language, allow=mark[::-1])
    assert other.done[0][0] == "ask"
    allowed = press("check", data_folder=folder, speaks=language, allow=mark)
    assert allowed.column("files")
    assert press("check", data_folder=folder, speaks=language).column("files")


def _failing(fault: BaseException) -> Callable[..., Any]:
    def fail(*_: Any, **__: Any) -> Any:
        raise fault

    return fail


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (EnvironmentFault("The disk is full."), "The disk is full."),
        (PermissionError(13, "Permission denied", "ledger.csv"), "ledger.csv: Permission denied."),
        (ModuleNotFoundError("No module named 'duckdb'", name="duckdb"), "(duckdb)"),
        (ZeroDivisionError("a bug"), "(ZeroDivisionError)"),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Exception) else "",
)
def test_whatever_fails_is_told_in_the_sheet(
    data: Path,
    runs: Path,
    press: Callable[..., Sheet],
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    told: str,
) -> None:
    """Faults of the machine, missing parts and bugs end in one sentence, never in a traceback."""
    monkeypatch.setattr("xlcost.inputs.loading.load", _failing(fault))
    sheet = press("check", data_folder=data)
    assert told in sheet["status"]
    assert "Traceback" not in sheet["status"]
    if isinstance(fault, ZeroDivisionError):
        log = runs / "xlcost-button.txt"
        assert str(log) in sheet["status"]
        assert "Traceback" in log.read_text(encoding="utf-8")


def test_progress_is_told_while_it_works(
    data: Path, runs: Path, press: Callable[..., Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run says at once that it began, then each step in the words of the language."""
    monkeypatch.setattr(job, "BEAT", 0.01)
    said = []

    def slow(*_: Any, on_progress: Callable[[str], None], **__: Any) -> Any:
        for step in ("ledger", "Konto.csv"):
            on_progress(step)
            time.sleep(0.3)
            (folder,) = runs.glob("xlcost-run-*")
            said.append(dict(decoded((folder / PROGRESS).read_bytes())))
        raise EnvironmentFault("Enough.")

    monkeypatch.setattr("xlcost.inputs.loading.load", slow)
    press("check", data_folder=data, speaks="nb")
    first, second = said
    assert first["step"] == "Leser hovedboken …"
    assert first["bar"].startswith("xlcost: Leser hovedboken … (")
    assert second["step"] == "Konto.csv …"
    assert int(second["beat"]) > int(first["beat"])


def test_cancelled_run_stops_and_says_so(
    data: Path, runs: Path, press: Callable[..., Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that is told to stop does so with its next step, and leaves nothing half."""
    from xlcost.system import stopping

    monkeypatch.setattr(job, "BEAT", 0.01)

    def endless(*_: Any, **__: Any) -> Any:
        (folder,) = runs.glob("xlcost-run-*")
        (folder / CANCEL).write_text("cancel", encoding="ascii")
        until = time.monotonic() + 30
        while time.monotonic() < until:
            time.sleep(0.01)
            stopping.check()

    monkeypatch.setattr("xlcost.inputs.loading.load", endless)
    sheet = press("check", data_folder=data)
    assert sheet["status"] == "Run stopped. Earlier files are unchanged."


def test_run_that_does_not_hear_is_ended(
    data: Path, runs: Path, press: Callable[..., Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a step never asks whether to stop, the run leaves its answer and ends all the same."""
    monkeypatch.setattr(job, "BEAT", 0.01)
    monkeypatch.setattr(job, "PATIENCE", 0.1)
    ended, codes = threading.Event(), []

    def leave(code: int) -> None:
        codes.append(code)
        (folder,) = runs.glob("xlcost-run-*")
        lines[:] = decoded((folder / OUTCOME).read_bytes())
        ended.set()

    lines: list[list[str]] = []

    def deaf(*_: Any, **__: Any) -> Any:
        (folder,) = runs.glob("xlcost-run-*")
        (folder / CANCEL).write_text("cancel", encoding="ascii")
        assert ended.wait(30)
        raise EnvironmentFault("It would not have come so far.")

    monkeypatch.setattr(os, "_exit", leave)
    monkeypatch.setattr("xlcost.inputs.loading.load", deaf)
    press("check", data_folder=data)
    assert set(codes) == {job.CANCELLED}
    assert "stopped" in Sheet(lines)["status"]


def test_old_runs_are_cleared(runs: Path, press: Callable[..., Sheet]) -> None:
    """What a run left that nobody asked for is removed by a later one; what is young stays."""
    old, young, other = (runs / name for name in ("xlcost-run-1", "xlcost-run-2", "xlcost-runs"))
    for folder in (old, young, other):
        folder.mkdir()
    os.utime(old, (0, 0))
    os.utime(other, (0, 0))
    press("check", data_folder="")
    assert not old.exists()
    assert young.exists()
    assert other.exists()


def test_run_keeps_its_temporary_files_to_itself(
    data: Path, press: Callable[..., Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Temporary files of a run lie in one folder of its own, which is gone with it."""
    import tempfile

    seen = []

    def look(*_: Any, **__: Any) -> Any:
        seen.append(Path(tempfile.gettempdir()))
        raise EnvironmentFault("Enough.")

    monkeypatch.setattr("xlcost.inputs.loading.load", look)
    press("check", data_folder=data)
    assert seen[0] != Path(tempfile.gettempdir())
    assert not seen[0].exists()


def test_folder_is_chosen_outside_of_a_sandbox(
    press: Callable[..., Sheet], monkeypatch: pytest.MonkeyPatch, runs: Path
) -> None:
    """On a Mac the dialog is AppleScript's own; what was chosen for another folder is emptied."""
    assert "cannot be shown here" in press("browse")["status"]
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(run_folder, "place", lambda: runs)
    answers = {"/Users/kari/Økonomi 2026/\n": "chosen", "": "No folder was chosen."}
    for stdout, told in answers.items():
        done = subprocess.CompletedProcess([], 0, stdout.encode(), b"")
        monkeypatch.setattr(subprocess, "run", lambda *_, done=done, **__: done)
        sheet = press("browse")
        assert told in sheet["status"]
        assert sheet["data_folder"] == stdout.strip()
    assert sheet.cells.get(("period", 0, 0)) is None


def test_run_begins_before_anything_heavy_is_loaded() -> None:
    """Loading the run's module brings no pandas, openpyxl, Ibis or duckdb: it speaks at once."""
    code = (
        "import sys, xlcost.addin.job; "
        "print([m for m in ('pandas', 'openpyxl', 'ibis', 'duckdb', 'pydantic', 'xlwings') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_start_returns_at_once(runs: Path) -> None:
    """Where xlwings waits for what it starts, the run is a process of its own all the same."""
    folder = _folder(runs, "7", task="check", data_folder="")
    code = "import xlcost.addin.job as job; job.start('7')"
    subprocess.run([sys.executable, "-c", code], check=True)
    until = time.monotonic() + 120
    while not (folder / OUTCOME).exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert "No folder chosen" in Sheet(decoded((folder / OUTCOME).read_bytes()))["status"]
