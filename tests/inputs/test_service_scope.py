"""Which part of a company's ledger the report speaks of: what is left out is told with amounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlcost.dataset.findings import Code, Severity
from xlcost.dataset.settings import parse_settings
from xlcost.inputs.loading import load
from xlcost.inputs.service_parts import share_of

LEDGER = (
    "account,period,cost_centre,amount\n"
    "5000,2026-01,10,1000\n5000,2026-01,20,400\n6300,2026-01,10,80\n1920,2026-01,10,-1480\n"
    "3000,2026-01,10,500\n"
)
ACCOUNTS = (
    "account,line,category,kind,customer service,labour\n"
    "5000,Pay,People,cost,,yes\n6300,Rent,Premises,cost,25 %,\n1920,Bank,,balance,,\n"
    "3000,Sales,Income,income,,\n"
)
CENTRES = "cost_centre,name,customer_service\n10,Service,yes\n20,Sales,no\n"


def _write(folder: Path) -> None:
    for name, text in (("ledger", LEDGER), ("accounts", ACCOUNTS), ("cost_centres", CENTRES)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def test_what_is_no_customer_service_is_left_out_and_told(tmp_path: Path) -> None:
    """Balance accounts, other cost centres and other parts are out of the figures, by line."""
    _write(tmp_path)
    dataset = load(tmp_path, parse_settings({"ledger": {"income_is": "positive"}}))
    facts = dataset.facts
    held = facts.ledger.set_index(["account", "cost_centre"])["amount"].to_dict()
    assert held == {("5000", "10"): 1000, ("6300", "10"): 20, ("3000", "10"): -500}
    told = {f.got: f.amount for f in dataset.findings if f.code is Code.OUT_OF_SCOPE}
    assert told == {"Bank": "-1480.00", "Pay (20)": "400.00", "Rent": "60.00"}
    assert facts.ledger_total == 520
    assert facts.ledger_total + facts.ledger_outside == 500  # the file's own sum
    assert "1920" not in set(facts.accounts["account"])
    assert facts.accounts.set_index("account")["labour"]["5000"] == "yes"


def test_income_above_zero_is_an_error_until_it_is_said(tmp_path: Path) -> None:
    """Income written above zero would count as cost: an error that says what to set."""
    _write(tmp_path)
    dataset = load(tmp_path)
    (found,) = [f for f in dataset.findings if f.code is Code.INCOME_ABOVE_ZERO]
    assert found.severity is Severity.ERROR
    assert found.amount == "500.00"
    assert 'income_is = "positive"' in found.sentence()


def test_a_share_that_is_none_is_an_error(tmp_path: Path) -> None:
    """A text that is neither yes, no nor a share is told, and nothing is left out by it."""
    _write(tmp_path)
    (tmp_path / "cost_centres.csv").write_text(CENTRES.replace(",no", ",some"), encoding="utf-8")
    found = [f for f in load(tmp_path).findings if f.code is Code.UNKNOWN_WORD]
    assert [(f.severity, f.got) for f in found] == [(Severity.ERROR, "some")]


@pytest.mark.parametrize(
    ("text", "share"),
    [("", 1), ("ja", 1), ("nei", 0), ("0,25", 0.25), ("25 %", 0.25), ("2", None), ("x", None)],
)
def test_shares(text: str, share: float | None) -> None:
    """A share is a word, a part or a percentage."""
    assert share_of(text) == share


def test_an_account_that_nobody_knows_counts(tmp_path: Path) -> None:
    """Where a list says yes of some accounts, blanks do not count; one that it lacks is told."""
    _write(tmp_path)
    text = "account,line,category,customer service\n5000,Pay,People,yes\n6300,Rent,Premises,\n"
    (tmp_path / "accounts.csv").write_text(text, encoding="utf-8")
    (tmp_path / "cost_centres.csv").unlink()
    dataset = load(tmp_path)
    held = dataset.facts.ledger.groupby("account")["amount"].sum().to_dict()
    assert held == {"5000": 1400, "1920": -1480, "3000": 500}
    unknown = {f.got for f in dataset.findings if f.code is Code.UNMAPPED_ACCOUNT}
    assert unknown == {"1920", "3000"}
