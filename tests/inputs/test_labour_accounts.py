"""What counts as the cost of people is told, with amounts, where no list says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.settings import parse_settings
from xlcost.inputs.columns.outline import outline
from xlcost.inputs.loading import load

LEDGER = (
    "account,period,amount\n5000,2026-01,1000\n5000,2026-02,500\n5400,2026-01,300.5\n"
    "6300,2026-01,80\n6900,2026-01,9\n"
)
ACCOUNTS = (
    "account,name,line,category,driver{more}\n5000,Wages,Pay,People,{yes}\n"
    "5400,Seats,Licences,Technology,fte{none}\n6300,Wages of others,Rent,Premises,{no}\n"
    "6900,Lines,Lines,Technology,{none}\n"
)


def told(folder: Path, accounts: str, language: str = "en") -> list[Finding]:
    """Return the notes about labour of a folder."""
    (folder / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    (folder / "accounts.csv").write_text(accounts, encoding="utf-8")
    dataset = load(folder, parse_settings({"report": {"language": language}}))
    return [f for f in dataset.findings if f.code is Code.LABOUR_BY_NAME]


@pytest.mark.parametrize(
    ("language", "amounts"),
    [("en", "5000 Wages: 1,500.00; 5400 Seats: 300.50"),
     ("nb", "5000 Wages: 1\xa0500,00; 5400 Seats: 300,50")],
)  # fmt: skip
def test_labour_is_listed_with_its_amounts(tmp_path: Path, language: str, amounts: str) -> None:
    """Accounts that driver or name makes labour are a note; a "no" of the list keeps one out."""
    accounts = ACCOUNTS.format(more=",labour", yes=",yes", no=",no", none=",")
    (one,) = told(tmp_path, accounts, language)
    assert (one.severity, one.got, one.rows, one.amount) == (
        Severity.NOTE, amounts, 1, "1800.50"
    )  # fmt: skip
    assert amounts in one.sentence(language)


def test_labour_that_is_said_is_not_asked_about(tmp_path: Path) -> None:
    """Where the list says it of each account that counts, there is no note."""
    accounts = ACCOUNTS.format(more=",labour", yes=",yes", no=",no", none=",no")
    assert told(tmp_path, accounts) == []


def test_init_proposes_labour(tmp_path: Path) -> None:
    """`xlcost init` lists the accounts that would count as labour, for a person to confirm."""
    path = tmp_path / "accounts.csv"
    path.write_text(ACCOUNTS.format(more="", yes="", no="", none=""), encoding="utf-8")
    text = outline([path], tmp_path)
    assert (
        "# labour (guess), by driver or name: 5000 Wages, 5400 Seats, 6300 Wages of others" in text
    )
    path.write_text(
        ACCOUNTS.format(more=",labour", yes=",yes", no=",no", none=",no"), encoding="utf-8"
    )
    assert "# labour (guess)" not in outline([path], tmp_path)
