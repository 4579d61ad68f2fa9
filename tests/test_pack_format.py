"""The format of a pack is declared once, and writer and reader both keep to it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.hand_made import company, made
from xlcost.dataset import pack_format
from xlcost.report.model.spec import DataTable, Grid, Report

pytestmark = pytest.mark.fast

ROOM = Path(__file__).resolve().parents[1] / "xlcost"


@pytest.fixture(scope="module")
def report() -> Report:
    """Return the report of a small company."""
    return made(company())


def columns(report: Report) -> dict[str, tuple[str, ...]]:
    """Return the columns of each table of a report, as the workbook heads them."""
    blocks = [block for sheet in report.sheets for block in sheet.blocks]
    tables = {block.name: block.columns for block in blocks if isinstance(block, DataTable)}
    grids = {
        block.id: tuple(column.title for column in block.columns)
        for block in blocks
        if isinstance(block, Grid) and block.table
    }
    return tables | grids


def test_a_report_has_the_tables_that_the_next_one_reads(report: Report) -> None:
    """Each table that the next pack reads stands in a report, with the columns declared."""
    found = columns(report)
    lines = {"LINE", "CATEGORY", "KIND_NO", "VERSION_NO", "PERIOD_NO", "AMOUNT"}
    assert {getattr(pack_format, name) for name in lines} <= set(found[pack_format.OPEX_LINES])
    assert found[pack_format.FORECAST] == pack_format.FORECAST_COLUMNS
    assert found[pack_format.METHODS] == pack_format.METHODS_COLUMNS
    assert len(found[pack_format.COMMENTS]) == len(pack_format.COMMENT_COLUMNS)


def test_a_report_has_the_properties_that_the_next_one_reads(report: Report) -> None:
    """Each property that the next pack reads is written, and no other of the same prefix."""
    declared = {"PERIOD", "SPAN", "SCOPE", "ENTITY", "CREATED", "SHEETS"}
    own = {name for name in report.properties if name.startswith(pack_format.PROPERTY)}
    assert own == {getattr(pack_format, name) for name in declared}
    assert pack_format.STATUS in report.properties


def test_the_format_stands_in_one_module() -> None:
    """No other module spells the name of a property, a key or a table of the format by itself."""
    spelled = {
        value
        for name, value in vars(pack_format).items()
        if isinstance(value, str) and value.startswith(("xlcost_", "xlcost-", "pack_"))
    } - {pack_format.PROPERTY}
    assert len(spelled) > 8
    for path in ROOM.rglob("*.py"):
        if path.name in ("pack_format.py", "vba.py"):  # a module of VBA is called xlcost_run, too
            continue
        texts = {
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        assert not texts & spelled, path
