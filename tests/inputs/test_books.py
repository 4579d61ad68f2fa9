"""Adjustments, trial balance and currencies: from files to facts, to the cent."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.inputs.loading import load

LEDGER = (
    "period,account,cost_centre,entity,amount\n"
    "2026-09,5000,100,A,1000.10\n2026-10,5000,100,A,1100.20\n2026-10,6300,200,B,200\n"
)
ACCOUNTS = "account,name,line,category\n5000,Wages,Salaries,People\n6300,Rent,Rent,Premises\n"


def loaded(folder: Path, **files: str) -> Dataset:
    """Load a folder with files of these names; rows read are used or left out."""
    for name, text in {"ledger": LEDGER, "accounts": ACCOUNTS, **files}.items():
        ending = "toml" if name == "xlcost" else "csv"
        (folder / f"{name}.{ending}").write_text(text, encoding="utf-8")
    dataset = load(folder)
    for source in dataset.facts.sources:
        assert source.rows_read == source.rows_used + source.rows_left_out
    left = sum(s.rows_left_out for s in dataset.facts.sources if not s.shared)
    assert left == dataset.findings.rows_left_out
    return dataset


def of(dataset: Dataset, code: Code) -> list[Finding]:
    """Return the findings of a code."""
    return [finding for finding in dataset.findings if finding.code is code]


def test_adjustments_are_kept_row_by_row(tmp_path: Path) -> None:
    """Each adjustment has its file, its row and its reason, and is in no sum of the ledger."""
    text = (
        "Periode;Konto;Beløp;Forklaring\n2026-10;5000;1 000,50;Etterslep\n2026-10;6300;-5;Dobbelt\n"
    )
    facts = loaded(tmp_path, justeringer=text).facts
    assert facts.adjustments[["amount", "text", "file", "row"]].to_numpy().tolist() == [
        [1000.5, "Etterslep", "justeringer.csv", 2],
        [-5.0, "Dobbelt", "justeringer.csv", 3],
    ]
    assert facts.ledger_total == Decimal("2300.30")
    assert facts.ledger["amount"].sum() == pytest.approx(2300.30)


def test_adjustments_of_a_faulty_row_are_findings(tmp_path: Path) -> None:
    """A row that has no number is left out and told; the others stay."""
    text = "period,account,amount,text\n2026-10,5000,many,x\n2026-10,5000,7,y\n"
    dataset = loaded(tmp_path, adjustments=text)
    assert dataset.facts.adjustments["text"].tolist() == ["y"]
    assert [f.where.row for f in of(dataset, Code.NOT_A_NUMBER)] == [2]


def test_adjustments_are_converted(tmp_path: Path) -> None:
    """An adjustment in another currency is in the report currency, and without a rate an error."""
    text = "period,account,currency,amount\n2026-10,5000,EUR,10\n2026-10,5000,USD,10\n"
    settings = '[report]\ncurrency = "NOK"\nrates = { EUR = 11.5 }\n'
    dataset = loaded(tmp_path, adjustments=text, xlcost=settings)
    assert dataset.facts.adjustments["amount"].tolist() == [115.0]
    assert [(f.got, f.rows) for f in of(dataset, Code.MISSING_RATE)] == [("USD", 1)]


def test_account_of_an_adjustment_alone_has_its_line(tmp_path: Path) -> None:
    """An account that only an adjustment has is among the accounts, or unmapped."""
    text = "period,account,amount\n2026-10,7777,10\n"
    dataset = loaded(tmp_path, adjustments=text)
    assert "7777" in set(dataset.facts.accounts["account"])
    assert [f.got for f in of(dataset, Code.UNMAPPED_ACCOUNT)] == ["7777"]


def test_trial_balance_that_agrees_says_nothing(tmp_path: Path) -> None:
    """A trial balance by period that agrees in every account makes no finding."""
    text = "period,account,amount\n2026-09,5000,1000.10\n2026-10,5000,1100.20\n2026-10,6300,200\n"
    dataset = loaded(tmp_path, trial_balance=text)
    assert not of(dataset, Code.TOTAL_MISMATCH)
    assert not dataset.facts.trial_balance_is_ytd
    assert dataset.facts.trial_balance["amount"].sum() == pytest.approx(2300.30)


def test_trial_balance_that_differs_is_told_by_account(tmp_path: Path) -> None:
    """Each account that differs by a cent is an error with both amounts, missing accounts too."""
    text = "period,account,amount\n2026-10,5000,1100.21\n"
    dataset = loaded(tmp_path, saldobalanse=text)
    found = of(dataset, Code.TOTAL_MISMATCH)
    assert [(f.severity, f.got, f.expected) for f in found] == [
        (Severity.ERROR, "200.00", "0.00"),
        (Severity.ERROR, "1,100.20", "1,100.21"),
    ]
    assert [f.where.file for f in found] == [
        "Trial balance, account 6300, 2026P10",
        "Trial balance, account 5000, 2026P10",
    ]


def test_trial_balance_of_the_year_so_far(tmp_path: Path) -> None:
    """Closing balances of October are those of the whole year, and a note says so."""
    text = "period,account,amount\n2026-10,5000,2100.30\n2026-10,6300,200\n"
    dataset = loaded(tmp_path, trial_balance=text)
    assert not of(dataset, Code.TOTAL_MISMATCH)
    assert dataset.facts.trial_balance_is_ytd
    assert any("year to date" in finding.got for finding in of(dataset, Code.DETECTED))


@pytest.mark.parametrize("period", ["", "2026"])
def test_trial_balance_without_months(tmp_path: Path, period: str) -> None:
    """Without periods it is that of the whole ledger, with a year that of all its periods."""
    head, value = ("period,", f"{period},") if period else ("", "")
    text = f"{head}account,amount\n{value}5000,2100.30\n{value}6300,200\n"
    dataset = loaded(tmp_path, trial_balance=text)
    assert not of(dataset, Code.TOTAL_MISMATCH)
    assert set(dataset.facts.trial_balance["period"]) == {int(period or 0) * 100}


def test_trial_balance_tells_entities_apart(tmp_path: Path) -> None:
    """Amounts of the right account and the wrong entity do not agree."""
    text = "account,entity,amount\n5000,B,2100.30\n6300,B,200\n"
    found = of(loaded(tmp_path, trial_balance=text), Code.TOTAL_MISMATCH)
    assert [f.where.file for f in found] == [
        "Trial balance, account 5000, A",
        "Trial balance, account 5000, B",
    ]


def test_other_accounts_of_a_trial_balance_are_counted(tmp_path: Path) -> None:
    """Balance-sheet accounts are left out with a note; a control total may hold them, too."""
    text = "account,amount\n5000,2100.30\n6300,200\n1920,-2300.30\n"
    dataset = loaded(tmp_path, trial_balance=text, xlcost="[trial_balance]\ncontrol_total = 0\n")
    assert not of(dataset, Code.TOTAL_MISMATCH)
    note = of(dataset, Code.OTHER_ACCOUNTS)
    assert [(f.got, f.rows, f.amount) for f in note] == [("1920", 1, "-2300.30")]
    source = next(s for s in dataset.facts.sources if s.input == "trial_balance")
    assert (source.rows_used, source.rows_left_out) == (2, 1)


def test_debit_and_credit_of_a_trial_balance(tmp_path: Path) -> None:
    """Two columns are one amount, as in the ledger."""
    text = "Konto;Debet;Kredit\n5000;2500,30;400\n6300;200;\n"
    settings = '[trial_balance.amounts]\n"Debet" = {}\n"Kredit" = { cost_is = "negative" }\n'
    dataset = loaded(tmp_path, saldobalanse=text, xlcost=settings)
    assert not of(dataset, Code.TOTAL_MISMATCH)
    assert dataset.facts.trial_balance["amount"].tolist() == [2100.3, 200.0]


EUROS = (
    "period,account,currency,amount\n2026-09,6400,EUR,100\n2026-10,6400,EUR,100\n"
    "2026-10,6400,USD,10\n2026-10,5000,NOK,50\n"
)
RATES = (
    '[report]\ncurrency = "NOK"\nrates = { USD = 10, EUR = { "2026" = 11.5, "2026-10" = 12.1 } }\n'
)
BUDGET = "period,account,amount\n2026-10,6400,1200\n"


def test_effect_of_currencies(tmp_path: Path) -> None:
    """What rates other than the budget's did is by period and account, exact to the cent."""
    settings = RATES + "budget_rates = { EUR = 11.2, USD = 10.3 }\n"
    facts = loaded(tmp_path, ledger=EUROS, budget=BUDGET, xlcost=settings).facts
    effects = facts.currency_effects.set_index(["period", "account"])["amount"].to_dict()
    assert effects == {(202609, "6400"): 30.0, (202610, "6400"): 87.0}


def test_a_budget_is_converted_at_the_rates_of_the_budget(tmp_path: Path) -> None:
    """It stays what was approved whatever the currency does, open months without a rate too."""
    budget = (
        "version,period,account,currency,amount\noriginal,2026-09,6400,EUR,100\n"
        "original,2026-12,6400,EUR,100\noriginal,2026-10,6400,USD,10\n"
        "prior_year,2026-10,6400,EUR,10\noriginal,2026-10,5000,NOK,50\n"
    )
    settings = RATES.replace('"2026" = 11.5, ', '"2026-09" = 11.5, ')
    settings += "budget_rates = { EUR = 11.2 }\n"
    dataset = loaded(tmp_path, ledger=EUROS, budget=budget, xlcost=settings)
    found = dataset.facts.budget.set_index(["version", "period", "account"])["amount"].to_dict()
    assert found == {
        ("original", 202609, "6400"): 1120.0,
        ("original", 202612, "6400"): 1120.0,
        ("original", 202610, "6400"): 100.0,
        ("original", 202610, "5000"): 50.0,
        ("prior_year", 202610, "6400"): 121.0,
    }
    assert not of(dataset, Code.MISSING_RATE)


def test_only_the_ledger_has_an_effect_of_currencies(tmp_path: Path) -> None:
    """A trial balance in the same currencies, and adjustments, are not counted beside it."""
    settings = RATES + "budget_rates = { EUR = 11.2, USD = 10.3 }\n"
    adjustments = "period,account,currency,amount\n2026-10,6400,EUR,1000\n"
    books = {"ledger": EUROS, "trial_balance": EUROS, "adjustments": adjustments}
    facts = loaded(tmp_path, **books, budget=BUDGET, xlcost=settings).facts
    effects = facts.currency_effects.set_index(["period", "account"])["amount"].to_dict()
    assert effects == {(202609, "6400"): 30.0, (202610, "6400"): 87.0}


def test_currency_without_a_budget_rate_is_told(tmp_path: Path) -> None:
    """It has no effect, and a note names it."""
    settings = RATES + "budget_rates = { EUR = { 2026 = 11.2 } }\n"
    dataset = loaded(tmp_path, ledger=EUROS, budget=BUDGET, xlcost=settings)
    assert dataset.facts.currency_effects["amount"].tolist() == [30.0, 90.0]
    notes = of(dataset, Code.NO_BUDGET_RATE)
    assert [(f.severity, f.got, f.rows) for f in notes] == [(Severity.NOTE, "USD", 1)]


def test_postings_on_a_closed_cost_centre(tmp_path: Path) -> None:
    """Rows before or after the days of a cost centre are used, and a warning says how many."""
    centres = "cost_centre,name,active_from,active_to\n100,One,2026-10-01,\n200,Two,,31.08.2026\n"
    dataset = loaded(tmp_path, cost_centres=centres)
    found = of(dataset, Code.INACTIVE_COST_CENTRE)
    assert [(f.got, f.rows, f.amount, f.left_out) for f in found] == [
        ("100", 1, "1000.10", False),
        ("200", 1, "200.00", False),
    ]
    assert dataset.facts.ledger_total == Decimal("2300.30")


def test_a_day_of_a_cost_centre_that_is_none_is_told(tmp_path: Path) -> None:
    """A text that is no day is a warning and bounds nothing."""
    centres = "cost_centre,name,active_from,active_to\n100,One,soon,\n200,Two,2026-10-31,n/a\n"
    dataset = loaded(tmp_path, cost_centres=centres)
    assert [f.got for f in of(dataset, Code.NOT_A_DATE)] == ["soon"]
    assert not of(dataset, Code.INACTIVE_COST_CENTRE)


def test_several_entities_in_their_currencies(tmp_path: Path) -> None:
    """Entities in three currencies add up in the report's, by period; a missing rate is told."""
    ledger = (
        "period,account,entity,currency,amount\n2026-09,5000,NO,NOK,100\n2026-09,5000,SE,SEK,100\n"
        "2026-10,5000,SE,SEK,100\n2026-10,5000,DK,DKK,100\n2026-09,5000,DK,DKK,100\n"
    )
    rates = 'SEK = { "2026-09" = 1.01, "2026P10" = 1.02 }, DKK = { "2026-10" = 1.55 }'
    settings = f'[report]\ncurrency = "NOK"\nrates = {{ {rates} }}\n'
    dataset = loaded(tmp_path, ledger=ledger, xlcost=settings)
    sums = dataset.facts.ledger.set_index(["period", "entity"])["amount"].to_dict()
    assert sums == {
        (202609, "NO"): 100.0,
        (202609, "SE"): 101.0,
        (202610, "SE"): 102.0,
        (202610, "DK"): 155.0,
    }
    missing = of(dataset, Code.MISSING_RATE)
    assert [(f.severity, f.got, f.rows) for f in missing] == [(Severity.ERROR, "DKK", 1)]


@pytest.mark.parametrize("named_by", ["end", "start"])
@pytest.mark.parametrize("start", range(1, 13))
def test_fiscal_year_may_begin_in_any_month(tmp_path: Path, start: int, named_by: str) -> None:
    """Days, months and fiscal periods of one month share a key; twelve months fill one year."""
    months = [(2025 + (start + n - 1) // 12, (start + n - 1) % 12 + 1) for n in range(12)]
    rows = "".join(f"{year}-{month:02d}-15,5000,{n}\n" for n, (year, month) in enumerate(months, 1))
    name = 2025 if start == 1 or named_by == "start" else 2026
    settings = f'[report]\nfiscal_year_start = {start}\nfiscal_year_named_by = "{named_by}"\n'
    budget = "".join(f"{y}-{m:02d},5000,1\n" for y, m in months)
    fiscal = "".join(f"{name}P{n:02d},phone,1\n" for n in range(1, 13))
    facts = loaded(
        tmp_path,
        ledger="date,account,amount\n" + rows,
        budget="period,account,amount\n" + budget,
        activity="period,channel,handled\n" + fiscal,
        xlcost=settings,
    ).facts
    keys = [name * 100 + n for n in range(1, 13)]
    assert facts.ledger.set_index("period")["amount"].to_dict() == dict(
        zip(keys, map(float, range(1, 13)), strict=True)
    )
    assert facts.budget["period"].tolist() == keys
    assert facts.activity["period"].tolist() == keys


def test_thirteen_periods(tmp_path: Path) -> None:
    """Days fall into thirteen periods of four weeks, as their names do, with rates by period."""
    rows = (
        "2026-01-28,5000,NOK,1\n2026-01-29,5000,NOK,2\n2026-12-02,5000,EUR,4\n"
        "2026-12-31,5000,EUR,8\n"
    )
    settings = (
        '[report]\nperiods_in_year = 13\ncurrency = "NOK"\n'
        'rates = { EUR = { "2026P12" = 10, "2026P13" = 11 } }\n'
    )
    budget = "period,account,amount\n2026P13,5000,5\n2026P01,5000,6\n"
    facts = loaded(
        tmp_path,
        ledger="date,account,currency,amount\n" + rows,
        budget=budget,
        trial_balance="period,account,amount\n2026P13,5000,88\n",
        xlcost=settings,
    ).facts
    assert facts.ledger.set_index("period")["amount"].to_dict() == {
        202601: 1.0,
        202602: 2.0,
        202612: 40.0,
        202613: 88.0,
    }
    assert facts.budget["period"].tolist() == [202601, 202613]
