"""A first settings file from the user's own files."""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path

import pytest
from ledger_makers import saft

from xlcost.dataset.settings import parse_settings
from xlcost.inputs.columns.outline import outline, outlined
from xlcost.inputs.loading import load

pytestmark = pytest.mark.fast


def test_outline_is_right_settings(shared_data: Path) -> None:
    """What `xlcost init` writes for real files can be read, and names their scenarios."""
    names = ("us-boston-operating-fy25.csv", "de-bremen-2016.xlsx", "de-kiel-2017.csv")
    text = outline([shared_data / "ledgers" / name for name in names])
    settings = parse_settings(tomllib.loads(text))
    boston, bremen, kiel = settings.ledger
    assert boston.amounts["FY23 Actual Expense"].period == "2023"
    assert boston.amounts["FY25 Budget"].version == "budget"
    assert bremen.amounts["IST 2016"].version == "actual"
    assert kiel.columns == {"account_name": "Sachkonto-Bez"}
    for name, heading in (("account", "Sachkonto"), ("amount", "Betrag"), ("date", "Datum")):
        assert f"# {name}: column {heading}, known by its name" in text
    assert "(guess)" in text


def test_outline_of_canonical_file(tmp_path: Path) -> None:
    """A file with the canonical name and headings is known by them; hostile names stay texts."""
    path = tmp_path / "ledger-2026.csv"
    path.write_text('period,account,amount,"a""]\n[x"\n2026-10,5000,15.000,1\n', encoding="utf-8")
    text = outline([path])
    assert parse_settings(tomllib.loads(text)).ledger[0].files == ["ledger-2026.csv"]
    assert "can be read in two ways" in text


MONTHLY = [
    ("budget.csv", "Konto;Jan 2026;Feb 2026;Mar 2026", "2026-01", "original"),
    ("budsjett 2026.csv", "Konto;Januar;Februar;Mars", "2026-01", "original"),
    ("drift-budsjett-2026.csv", "Konto;2026-01;2026-02;2026-03", "2026-01", "original"),
    ("ledger 2026.csv", "Konto;P1;P2;P3", "2026P01", "actual"),
    ("ledger.csv", "Konto;202601;202602;202603", "2026-01", "actual"),
    ("forecast.csv", "Konto;jan.26;feb.26;mar.26", "2026-01", "forecast"),
]


@pytest.mark.parametrize(("name", "header", "period", "version"), MONTHLY)
def test_outline_of_months(
    tmp_path: Path, name: str, header: str, period: str, version: str
) -> None:
    """Columns of months become periods of the scenario that the file's name speaks of."""
    (tmp_path / name).write_text(f"{header}\n5000;100,5;200;300\n6000;1;2;3\n", encoding="utf-8")
    text = outline([tmp_path / name])
    settings = parse_settings(tomllib.loads(text))
    (said,) = settings.ledger or settings.budget
    first = said.amounts[header.split(";")[1]]
    assert (first.version, first.period) == (version, period)
    assert len({column.period for column in said.amounts.values()}) == 3


def test_outline_of_a_monthly_budget_is_a_budget(tmp_path: Path) -> None:
    """Settings made for a monthly budget load as a budget by month, and as no actual cost."""
    path = tmp_path / "budget.csv"
    path.write_text("Konto;Jan 2026;Feb 2026\n5000;100;200\n", encoding="utf-8")
    (tmp_path / "ledger.csv").write_text("period,account,amount\n2026-01,5000,7\n", "utf-8")
    (tmp_path / "xlcost.toml").write_text(outline([path]), encoding="utf-8")
    facts = load(tmp_path).facts
    assert facts.ledger_total == 7
    assert facts.budget[["version", "period", "amount"]].to_numpy().tolist() == [
        ["original", 202601, 100.0],
        ["original", 202602, 200.0],
    ]


def test_a_zip_is_what_is_in_it(tmp_path: Path) -> None:
    """A ZIP of a whole ledger, or of files with names of inputs, needs no settings."""
    path = tmp_path / "october.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("SAF-T_1.xml", saft())
        package.writestr("budget.csv", "account,period,amount\n5000,2026-01,1\n")
        package.writestr("notes.txt", "nothing\n")
        package.writestr("accounts.pdf", "%PDF-1.7")  # nobody reads it
    found = outlined([path])
    assert not found.findings
    assert [(one.input, one.sure) for one in found.looks] == [
        ("ledger", "standard"),
        ("budget", "name"),
    ]
    assert "# october.zip/SAF-T_1.xml is a whole ledger (SAF-T):" in found.text
