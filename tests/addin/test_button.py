"""The buttons, pressed on a stand-in for the workbook that is open in Excel."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from xlcost.addin import button
from xlcost.addin.form import LIST_ROWS
from xlcost.addin.report_sheet import INPUTS, OUTPUTS
from xlcost.dataset.findings import Findings
from xlcost.errors import EnvironmentFault
from xlcost.runs.pack import BuiltReport
from xlcost.samples.make import LAST_PERIOD, make_sample

ROOT = Path(__file__).resolve().parents[2]


class Cell:
    """A cell as xlwings shows it; Excel takes a text that begins with = for a formula."""

    def __init__(self, book: Book, row: int) -> None:
        """Keep where it is."""
        self.book, self.row = book, row

    @property
    def value(self) -> Any:
        """What it holds; nothing is None."""
        return self.book.cells.get(self.row)

    @value.setter
    def value(self, value: Any) -> None:
        assert not str(value).startswith(("=", "+", "-", "@")), f"a formula: {value}"
        if self.row in {self.book.rows[name] for name in self.book.protected}:
            message = "(-2147352567, 'Exception occurred.')"
            raise RuntimeError(message)
        text = value.removeprefix("'") if isinstance(value, str) else value
        self.book.cells[self.row] = None if text == "" else text
        self.book.written.append((self.row, text))

    def offset(self, down: int, _right: int) -> Cell:
        """Return a cell below."""
        return Cell(self.book, self.row + down)


class Book:
    """A workbook as xlwings shows it: its names, its cells and the Excel that has it open."""

    def __init__(self, **inputs: Any) -> None:
        """Fill in the inputs."""
        self.cells: dict[int, Any] = {}
        self.written: list[tuple[int, Any]] = []
        self.said: list[Any] = []
        self.opened: list[str] = []
        self.fails_to_open = False
        self.protected: set[str] = set()
        names = [*INPUTS.values(), *OUTPUTS.values()]
        self.rows = {name: 100 * place for place, name in enumerate(names)}
        for key, value in inputs.items():
            self.cells[self.rows[INPUTS[key]]] = value
        self.app = self.books = self.names = self

    def __getitem__(self, name: str) -> Any:
        """Return a name."""
        return type("Name", (), {"refers_to_range": Cell(self, self.rows[name])})

    def __setattr__(self, name: str, value: Any) -> None:
        """Keep whatever the status bar is told."""
        if name == "status_bar":
            self.said.append(value)
        super().__setattr__(name, value)

    def open(self, path: str) -> None:
        """Open another workbook, or fail as COM does."""
        if self.fails_to_open:
            raise RuntimeError
        self.opened.append(path)

    def shown(self, key: str) -> Any:
        """Return what an output holds."""
        return self.cells.get(self.rows[OUTPUTS[key]])

    @property
    def list(self) -> list[str]:
        """The findings in the sheet."""
        first = self.rows[OUTPUTS["list"]]
        rows = (self.cells.get(row) for row in range(first, first + LIST_ROWS + 5))
        return [str(row) for row in rows if row is not None]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Norwegian sample in a folder as people name them."""
    return make_sample(tmp_path_factory.mktemp("Delt mappe") / "Økonomi 2026 æøå", "nb")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Path:
    """Return the sample with many amounts that are no numbers."""
    folder = tmp_path_factory.mktemp("faulty")
    for path in data.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    ledger = folder / "hovedbok.csv"
    lines = ledger.read_text(encoding="cp1252").splitlines()
    amounts = range(1, LIST_ROWS + 8)
    for row in amounts:
        lines[row] = lines[row].replace(",", ",x") if ";" in lines[row] else f"{lines[row]}x"
    ledger.write_text("\n".join(lines), encoding="cp1252")
    return folder


def _book(data: Path, out: Path, **more: Any) -> Book:
    inputs = {"data_folder": str(data), "output_folder": str(out), "language": "nb"}
    return Book(**{**inputs, **more})


@pytest.fixture(scope="module")
def pressed(data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Path]:
    """Press Build report once, and return the workbook and the folder for reports."""
    out = tmp_path_factory.mktemp("ut") / "Rapporter æøå"
    book = _book(data, out, period=LAST_PERIOD)
    button.build_report(book)
    return book, out


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


def test_report_is_built_told_and_opened(pressed: tuple[Book, Path]) -> None:
    """A press builds the report, tells status, time, findings and path, and opens it."""
    book, out = pressed
    (report,) = out.glob("*.xlsx")
    assert book.shown("path") == str(report)
    assert book.opened == [str(report)]
    assert book.shown("status").startswith("Rapporten er laget, på ")
    assert book.shown("findings").startswith("feil: 0 · advarsler: ")
    assert str(datetime.now().astimezone().year) in book.shown("time")
    assert len(book.list) >= 1
    assert all(line.startswith("Advarsel: ") for line in book.list)
    assert load_workbook(report, read_only=True).sheetnames


def test_progress_stands_in_the_status_bar_and_ends(pressed: tuple[Book, Path]) -> None:
    """Each step is told in the words of the language, and Excel gets its status bar back."""
    book, _ = pressed
    assert "xlcost: Leser hovedboken …" in book.said
    assert "xlcost: Skriver arbeidsboken …" in book.said
    assert book.said[-1] is False


def test_sheet_says_at_once_that_work_began(pressed: tuple[Book, Path]) -> None:
    """The first thing that is written is that the report is being built."""
    book, _ = pressed
    assert book.written[0] == (book.rows[OUTPUTS["status"]], "Lager rapporten …")


def test_check_writes_nothing_but_the_findings(data: Path, tmp_path: Path) -> None:
    """Check data needs no folder for reports, and leaves the last report's path as it was."""
    book = Book(data_folder=str(data), language="nb")
    book.cells[book.rows[OUTPUTS["path"]]] = "an older report"
    button.check_data(book)
    assert book.shown("status") == "Dataene er i orden; ingenting ble skrevet."
    assert book.shown("path") == "an older report"
    assert not list(tmp_path.iterdir())
    assert book.opened == []


def test_faulty_data_is_refused_and_listed(pressed: tuple[Book, Path], faulty: Path) -> None:
    """Errors in the data build nothing, are counted and listed; the old report stays."""
    _, out = pressed
    (report,) = out.glob("*.xlsx")
    before = report.read_bytes()
    book = _book(faulty, out)
    book.cells[book.rows[OUTPUTS["path"]]] = str(report)
    button.build_report(book)
    assert book.shown("status").startswith("Ingen rapport ble laget, fordi dataene har feil")
    assert not book.shown("findings").startswith("feil: 0")
    assert book.list[0].startswith("Feil: hovedbok.csv, rad ")
    assert len(book.list) == LIST_ROWS
    assert book.list[-1].startswith("… og ")
    assert book.shown("path") == str(report)
    assert report.read_bytes() == before
    assert book.opened == []


def test_options_reach_the_build(data: Path, tmp_path: Path, asked: dict[str, Any]) -> None:
    """What a person chose is what the same public call as the command line's is given."""
    book = _book(data, tmp_path, allow_errors="ja", open_report="nei", period="2026P10")
    button.build_report(book)
    assert asked["allow_errors"] is True
    assert (asked["data"], asked["out"]) == (data, tmp_path)
    assert (asked["period"], asked["language"]) == ("2026P10", "nb")
    assert book.opened == []
    button.build_report(_book(data, tmp_path, language=None, allow_errors=False))
    assert asked["allow_errors"] is False
    assert (asked["period"], asked["language"]) == (None, None)


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ({"data_folder": None}, "Fill in the data folder."),
        ({"output_folder": "  "}, "Fill in the folder for reports."),
        ({"data_folder": "https://firma.sharepoint.com/sites/a"}, "is an address on the web"),
        ({"data_folder": "data"}, "data is not a whole path"),
        ({"language": "de"}, "The language is en, nb or blank, not de."),
        ({"allow_errors": "perhaps"}, "Build in spite of errors is yes, no or blank, not perhaps."),
        ({"period": "yesterday"}, "yesterday"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(
    data: Path, tmp_path: Path, inputs: dict[str, Any], sentence: str
) -> None:
    """A wrong input is one plain sentence in the sheet, and nothing is written."""
    book = _book(data, tmp_path / "out", **{"language": "en", **inputs})
    button.build_report(book)
    assert sentence in book.shown("status")
    assert "\n" not in book.shown("status")
    assert "Traceback" not in book.shown("status")
    assert book.shown("time")
    assert not list((tmp_path / "out").glob("*"))


def test_folder_that_is_not_there_is_named(data: Path, tmp_path: Path) -> None:
    """A missing data folder and an output folder that is a file are named in the sentence."""
    book = _book(tmp_path / "ingen slik mappe", tmp_path)
    button.check_data(book)
    assert "ingen slik mappe" in book.shown("status")
    (tmp_path / "a file").write_text("x", encoding="utf-8")
    book = _book(data, tmp_path / "a file")
    button.build_report(book)
    assert "a file" in book.shown("status")
    assert (tmp_path / "a file").read_text(encoding="utf-8") == "x"


def test_folders_are_taken_as_people_paste_them(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: dict[str, Any]
) -> None:
    """Quotes around a copied path, blanks and variables of the system are understood."""
    monkeypatch.setenv("XLCOST_HERE", str(tmp_path))
    book = _book(data, tmp_path, data_folder=f' "{data}" ', output_folder="$XLCOST_HERE/ut")
    button.build_report(book)
    assert (asked["data"], asked["out"]) == (data, tmp_path / "ut")


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("press", [button.build_report, button.check_data])
def test_a_folder_that_asks_for_more_is_told_in_a_sentence(
    tmp_path: Path, press: Callable[[Any], None], language: str
) -> None:
    """What a folder asks for and how a person allows it is told; nothing is read or written."""
    folder = tmp_path / "received"
    folder.mkdir()
    (folder / "ledger.csv").write_text("period,account,amount\n2026-10,5000,1\n", "utf-8")
    (folder / "xlcost.toml").write_text("[limits]\nseconds = 21\n", encoding="utf-8")
    book = _book(folder, tmp_path / "out", language=language)
    press(book)
    said = str(book.shown("status"))
    assert "limits.seconds" in said
    assert f'xlcost check --data "{folder}" --trust' in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("period", "read"),
    [
        (datetime(2026, 10, 1), "2026-10"),  # noqa: DTZ001 - a cell has no time zone
        ("2026-10", "2026-10"),
        (" 2026P10 ", "2026P10"),
        (2026.0, "2026"),
        (None, None),
    ],
    ids=str,
)
def test_period_is_read_however_excel_keeps_it(
    data: Path, tmp_path: Path, asked: dict[str, Any], period: Any, read: str | None
) -> None:
    """Excel makes a date of 2026-10 and a number of 2026; a blank cell is the last period."""
    button.build_report(_book(data, tmp_path, period=period))
    assert asked["period"] == read


@pytest.mark.usefixtures("asked")
def test_report_that_cannot_be_opened_is_there_all_the_same(data: Path, tmp_path: Path) -> None:
    """When Excel does not open the report, the sentence says so and the path is told."""
    book = _book(data, tmp_path)
    book.fails_to_open = True
    button.build_report(book)
    assert "Excel åpnet den ikke" in book.shown("status")
    assert book.shown("path") == str(tmp_path / "report.xlsx")


def _failing(fault: Exception) -> Callable[..., Any]:
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
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception, told: str
) -> None:
    """Faults of the machine, missing parts and bugs end in one sentence, never in a traceback."""
    monkeypatch.setattr("xlcost.inputs.loading.load", _failing(fault))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    book = _book(data, tmp_path, language="en")
    button.check_data(book)
    assert told in book.shown("status")
    assert "Traceback" not in book.shown("status")
    assert book.said[-1] is False
    if isinstance(fault, ZeroDivisionError):
        log = tmp_path / "xlcost-button.txt"
        assert str(log) in book.shown("status")
        assert "Traceback" in log.read_text(encoding="utf-8")


def test_sheet_that_cannot_be_written_to_is_told_all_the_same(data: Path, tmp_path: Path) -> None:
    """On a protected sheet nothing is built, and xlwings shows one sentence in a window."""
    book = _book(data, tmp_path / "out", language="en")
    book.protected = set(OUTPUTS.values())
    with pytest.raises(SystemExit) as told:
        button.build_report(book)
    assert "remove the sheet's protection" in str(told.value)
    assert not list((tmp_path / "out").glob("*"))


@pytest.mark.usefixtures("asked")
def test_answer_that_cannot_be_written_is_shown(data: Path, tmp_path: Path) -> None:
    """When Excel refuses the last sentence alone, because a cell is edited, it is shown as well."""
    book = _book(data, tmp_path, language="en")
    book.open = lambda _: book.protected.add(OUTPUTS["status"])  # type: ignore[method-assign]
    with pytest.raises(SystemExit, match="The report is built"):
        button.build_report(book)
    assert book.shown("path") == str(tmp_path / "report.xlsx")


@pytest.mark.parametrize("name", [INPUTS["language"], OUTPUTS["findings"]])
def test_deleted_name_is_one_sentence(data: Path, tmp_path: Path, name: str) -> None:
    """A cell whose defined name was deleted is named in the sheet, with what to do."""
    book = _book(data, tmp_path)
    del book.rows[name]
    button.build_report(book)
    assert name in book.shown("status")
    assert "xlcost template" in book.shown("status")
    del book.rows[OUTPUTS["status"]]
    with pytest.raises(SystemExit, match=r"xlcost template"):
        button.build_report(book)


def test_workbook_that_is_not_found_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """When not even the calling workbook is found, xlwings' window has one sentence."""
    monkeypatch.setattr(button, "_caller", _failing(RuntimeError("no Excel")))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(SystemExit) as told:
        button.check_data()
    assert "Something in xlcost went wrong" in str(told.value)
    assert "Traceback" not in str(told.value)


def test_text_never_becomes_a_formula(data: Path, tmp_path: Path) -> None:
    """A file named as a formula begins is told as text."""
    book = _book(tmp_path / "=cmd", tmp_path)
    (tmp_path / "=cmd").mkdir()
    button.check_data(book)
    book = _book(data, tmp_path, language="=1+1")
    button.check_data(book)
    assert book.shown("status")


def test_button_loads_little_before_it_writes() -> None:
    """Until the sheet says that work began, no dataframe and no database is loaded."""
    code = (
        "import sys, json, xlcost.addin.button; "
        "print(json.dumps([m for m in ('pandas','duckdb','ibis','openpyxl') if m in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert json.loads(done.stdout) == []
