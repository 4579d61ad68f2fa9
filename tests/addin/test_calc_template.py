"""The template workbook itself in Calc, with nothing replaced but xlwings' own module."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from calc_host import Answer, ask, double
from openpyxl import load_workbook

from xlcost.addin import broadcast, template
from xlcost.samples.make import make_sample

CALCULATOR = "Calculator"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company's files, in a folder with spaces and æøå."""
    folder = tmp_path_factory.mktemp("tall fra økonomi")
    return make_sample(folder, "en")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template with the double in it, in a folder with spaces and æøå."""
    path = tmp_path_factory.mktemp("mappe æøå") / "mal.xlsm"
    path.write_bytes(template.build("en", double()))
    return path


@pytest.fixture(scope="module")
def shown(built: Path) -> Answer:
    """The template, calculated by Calc."""
    return ask(built, sheets=("Start", CALCULATOR), macros=("xlcost_buttons.CheckAgain",))


def test_calculator_shows_the_values_it_was_saved_with(built: Path, shown: Answer) -> None:
    """Each formula of the Calculator, ours and its twin, gives in Calc what the file has cached."""
    book = load_workbook(built, data_only=True)
    formulas = load_workbook(built)[CALCULATOR]
    checked, wrong = 0, []
    for row in formulas.iter_rows():
        for cell in row:
            # Calc shows the text of a spilled formula in braces.
            if cell.data_type != "f" or "FORMULATEXT" in str(cell.value):
                continue
            cached = book[CALCULATOR].cell(cell.row, cell.column).value
            value = shown.sheets[CALCULATOR][cell.row - 1][cell.column - 1]
            checked += 1
            if not _same(value, cached):
                wrong.append(f"{cell.coordinate} shows {value!r}, was saved with {cached!r}")
    assert checked > 100
    assert not wrong, "\n".join(wrong)


def _same(shown: Any, cached: Any) -> bool:
    if isinstance(cached, str):
        number = next((n for n, t in broadcast.ERROR_NUMBERS.items() if t == cached), None)
        return shown in (cached, f"Error {number}")
    return isinstance(shown, float) and abs(shown - cached) <= 1e-9 * max(1, abs(cached))


def test_start_says_that_python_answers(shown: Answer) -> None:
    """The live status of Start names the versions that answer."""
    assert any(str(cell).startswith("xlcost ") for row in shown.sheets["Start"] for cell in row)
    assert shown.macros == {"xlcost_buttons.CheckAgain": ""}


def test_buttons_go_from_a_folder_to_a_report(built: Path, data: Path, tmp_path: Path) -> None:
    """Each press starts a process that the workbook's own timer asks, until the report is open.

    Nothing is replaced but what starts a program on Windows: the timer is the host's, the files
    are real, and the command is taken apart as Windows does it.
    """
    out = tmp_path / "rapporter æøå & co"
    path = tmp_path / "mal.xlsm"
    path.write_bytes(built.read_bytes())
    names = {
        "xlcost_data_folder": str(data),
        "xlcost_output_folder": str(out),
        "xlcost_open_report": "no",
    }
    buttons = ("xlcost_buttons.BuildReport", "xlcost_buttons.OpenLastReport")
    told = ask(path, names=names, macros=buttons, sheets=("Report",))
    assert not any(told.macros.values()), told.macros
    assert out.is_dir(), "\n".join(map(str, told.names.items()))
    (report,) = out.glob("*.xlsx")
    assert told.names["xlcost_path"] == str(report)
    assert len(load_workbook(report).sheetnames) > 5
    assert told.names["xlcost_status"].startswith("Report built")
    assert told.names["xlcost_time"]
    assert told.names["xlcost_findings"].startswith("errors: 0")
    assert not told.names["xlcost_run_number"]
    assert str(report) in [unquote(urlsplit(address).path) for address in told.documents]
    rows = [row for row in told.sheets["Report"] if row[1] == "Warning"]
    assert any("row 12924" in str(row[2]) for row in rows)
    assert not list(tmp_path.glob("xlcost-run-*"))


def test_button_tells_a_fault_in_one_sentence(built: Path, tmp_path: Path) -> None:
    """A folder that is not there is one plain sentence in the sheet, and no report is made."""
    path = tmp_path / "mal.xlsm"
    path.write_bytes(built.read_bytes())
    names = {"xlcost_data_folder": str(tmp_path / "nowhere ÆØÅ")}
    told = ask(path, names=names, macros=("xlcost_buttons.BuildReport",))
    assert "nowhere ÆØÅ was not found" in told.names["xlcost_status"]
    assert not told.names["xlcost_path"]


def test_macros_speak_the_language_of_the_workbook(tmp_path: Path) -> None:
    """A Norwegian template says in Norwegian what its VBA says itself, letters and all."""
    path = tmp_path / "mal.xlsm"
    path.write_bytes(template.build("nb", double()))
    told = ask(path, macros=("xlcost_buttons.OpenLastReport",))
    assert told.names["xlcost_status"] == "Det finnes ingen rapport ennå: trykk Lag rapport."
