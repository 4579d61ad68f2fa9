"""A plan of levers as a workbook of its own, from a folder of files."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from small_company import write_folder

from xlcost.errors import UsageError
from xlcost.runs.planning import build_savings_plan

LEVERS = """
[[lever]]
kind = "automation"
name = "A bot for order status"
"""


def texts(path: Path) -> set[str]:
    """Return every text of a workbook, as its cells stand."""
    workbook = openpyxl.load_workbook(path, data_only=True)
    cells = (cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row)
    return {value for value in cells if isinstance(value, str)}


def test_a_plan_holds_the_levers_that_are_named(tmp_path: Path) -> None:
    """A file of levers stands in for the folder's own, and the data are those of the folder."""
    write_folder(tmp_path / "data")
    (tmp_path / "levers.toml").write_text(LEVERS, encoding="utf-8")
    built = build_savings_plan(tmp_path / "data", tmp_path / "out", tmp_path / "levers.toml")
    assert built.path.name.startswith("savings-plan_")
    assert "A bot for order status" in texts(built.path)


def test_a_plan_has_the_look_that_the_settings_name(tmp_path: Path) -> None:
    """A plan is in the company's own look, as its reports are."""
    data = tmp_path / "data"
    write_folder(data, more='theme = "theme.toml"')
    (data / "theme.toml").write_text('font = "Verdana"\n', encoding="utf-8")
    built = build_savings_plan(data, tmp_path / "out")
    workbook = openpyxl.load_workbook(built.path)
    fonts = {
        cell.font.name
        for sheet in workbook
        for row in sheet
        for cell in row
        if cell.value is not None
    }
    assert fonts == {"Verdana"}


def test_a_plan_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    """A file of levers that is absent is one sentence, and nothing is written."""
    write_folder(tmp_path / "data")
    with pytest.raises(UsageError, match=r"levers\.toml is not there"):
        build_savings_plan(tmp_path / "data", tmp_path / "out", tmp_path / "levers.toml")
    assert not (tmp_path / "out").exists()
