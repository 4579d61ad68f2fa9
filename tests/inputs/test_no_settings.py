"""A whole ledger in a legal standard beside a contact centre's export: a pack without settings."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from inputs.profiles.samples import write
from ledger_makers import fec, paid, saft, sie
from openpyxl import Workbook

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Severity
from xlcost.inputs.loading import load
from xlcost.inputs.profiles.library import named
from xlcost.report.build import build
from xlcost.report.checks import failed
from xlcost.report.model.evaluation import evaluate

OCTOBER = (
    paid("1", "2026-09-15", "5000", "90000.00", department="100"),
    paid("2", "2026-10-15", "5000", "100000.00", department="100"),
    paid("3", "2026-10-20", "6300", "25000.50", department="200"),
)


def _zip(folder: Path) -> None:
    with zipfile.ZipFile(folder / "alt.zip", "w") as package:
        package.writestr("SAF-T_1.xml", saft(OCTOBER))


def _sie(folder: Path) -> None:
    (folder / "export.se").write_bytes(sie(OCTOBER).encode("cp865"))


def _fec(folder: Path) -> None:
    (folder / "999999999FEC20261231.txt").write_text(fec(OCTOBER), encoding="utf-8")


def _in_a_cell(folder: Path, key: str, value: str) -> None:
    """Write an answer into the settings workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Key", "Value"], [key, value]):
        sheet.append(row)
    sheet.title = "Settings"
    book.save(folder / "xlcost.xlsx")


@pytest.mark.parametrize(
    ("ledger", "system", "answer", "mine"),
    [
        (_zip, "amazon-connect-historical-metrics", ("cost_centre", "100"), 100000),
        (_sie, "genesys-cloud-queue-performance", ("cost_centre", '{ "100" = "50 %" }'), 50000),
        (_fec, "zendesk-tickets", ("account", "641*"), 100000),
    ],
)
def test_a_ledger_and_an_export_are_a_pack(
    ledger: Callable[[Path], None],
    system: str,
    answer: tuple[str, str],
    mine: float,
    tmp_path: Path,
) -> None:
    """The pack is titled whole company, all controls pass, and one cell gives its unit costs."""
    ledger(tmp_path)
    write(named(system), tmp_path)
    dataset = load(tmp_path, period="2026-10")
    assert not [one for one in dataset.findings if one.severity is Severity.ERROR]
    assert "whole company" in _pack(dataset)[0]
    cost = float(dataset.facts.ledger.query("period == 202610")["amount"].sum())
    assert cost == pytest.approx(125000.50)
    _in_a_cell(tmp_path, f"customer_service.{answer[0]}", answer[1])
    answered = load(tmp_path, period="2026-10")
    title, values = _pack(answered)
    assert "whole company" not in title
    handled = answered.facts.activity.query("period == 202610")["handled"].sum()
    assert values["unit_cost", "contact", "month_ac"] == pytest.approx(mine / float(handled))


def _pack(dataset: Dataset) -> tuple[str, dict[tuple[str, str, str], object]]:
    report = build(dataset, language="en", created="2026-11-02T08:00:00Z", version="1")
    values = dict(evaluate(report))
    assert not failed(report, values)
    return report.title, values  # type: ignore[return-value]  # addresses are such tuples
