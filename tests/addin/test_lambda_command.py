"""The commands `lambdas` and `template --lambdas`: what they write, where, and what they refuse."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from xlcost.catalogue.families import catalogue
from xlcost.console.cli import app

NAMES = {name for metric in catalogue() for name in metric.excel_names}


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's workbook, in the folder in which they stand."""
    monkeypatch.chdir(tmp_path)
    book = openpyxl.Workbook()
    book.create_sheet("Økonomi")["A1"] = "=COST_PER_CALL(4,2)"
    book.save("budget.xlsx")
    return tmp_path / "budget.xlsx"


def _names(file: Path) -> set[str]:
    return set(openpyxl.load_workbook(file).defined_names)


def test_a_new_workbook_has_every_function(tmp_path: Path) -> None:
    """Where nothing is, a workbook with every name and a sheet that explains them is written."""
    file = tmp_path / "deep" / "functions.xlsx"
    done = _run("lambdas", str(file), "--lang", "nb")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1] == str(file) or str(file) in done.stdout
    assert _names(file) == NAMES
    assert openpyxl.load_workbook(file).sheetnames == ["Funksjoner"]


def test_a_copy_is_written_and_the_workbook_stays(mine: Path) -> None:
    """The workbook that is there keeps its bytes; a second copy needs to be asked for."""
    before = mine.read_bytes()
    assert _run("lambdas", "budget.xlsx").exit_code == 0
    copy = mine.with_name("budget (functions).xlsx")
    assert _names(copy) == NAMES
    assert mine.read_bytes() == before
    assert _run("lambdas", "budget.xlsx").exit_code == 2
    assert _run("lambdas", "budget.xlsx", "--force").exit_code == 0
    with zipfile.ZipFile(mine) as old, zipfile.ZipFile(copy) as new:
        names = old.namelist()
        assert names == new.namelist()
        assert [one for one in names if old.read(one) != new.read(one)] == ["xl/workbook.xml"]


def test_in_place_and_out_again(mine: Path) -> None:
    """The workbook itself gets them when it is said so, and gives them back."""
    with zipfile.ZipFile(mine) as old:
        before = old.read("xl/workbook.xml")
    assert _run("lambdas", "budget.xlsx", "--in-place").exit_code == 0
    assert _names(mine) == NAMES
    assert _run("lambdas", "budget.xlsx", "--in-place", "--remove").exit_code == 0
    with zipfile.ZipFile(mine) as new:
        assert new.read("xl/workbook.xml") == before.replace(b"<definedNames/>", b"")


@pytest.mark.parametrize(
    "words",
    [
        ("lambdas", "budget.xlsx", "--in-place", "--out", "b.xlsx"),
        ("lambdas", "budget.xlsx", "--out", "b.xlsm"),
        ("lambdas", "budget.xls"),
        ("lambdas", "nothing.xlsx", "--in-place"),
        ("lambdas", "nothing.xlsx", "--remove"),
        ("lambdas", "."),
        ("template", "--lambdas", "--anywhere"),
        ("template", "t.xlsm", "--lambdas"),
    ],
)
def test_what_cannot_be_meant_is_refused(mine: Path, words: tuple[str, ...]) -> None:
    """Exit 2, one sentence, and no file."""
    before = {path.name: path.read_bytes() for path in mine.parent.iterdir()}
    done = _run(*words)
    assert done.exit_code == 2, done.output
    assert done.stderr.strip()
    assert "Traceback" not in done.output
    assert {path.name: path.read_bytes() for path in mine.parent.iterdir()} == before


def test_the_template_without_macros(mine: Path) -> None:
    """`template --lambdas` writes a workbook that holds no macro and has the three sheets."""
    assert _run("template", "--lambdas").exit_code == 0
    file = mine.with_name("xlcost.xlsx")
    assert {"Calculator", "Planner", "Functions"} <= set(openpyxl.load_workbook(file).sheetnames)
    with zipfile.ZipFile(file) as package:
        assert not [name for name in package.namelist() if "vba" in name.casefold()]
    assert _run("template", "--lambdas").exit_code == 2
