"""Every shared case of a ledger or budget is right to the cent, or refused with its cause."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from exports import cases

SIDES = '[ledger]\nfiles = "{file}"\n'
BALANCE = 'leave_out = [{{ column = "{column}", values = ["{values}"] }}]\n'


@dataclass(frozen=True)
class Case:
    """How a case is run and what comes of it.

    Attributes:
        how: "bare", "init", "case" (the settings of the case) or the text of settings.
        code: The finding that refuses it; "" where it is right.
        says: What the refusal says.
        warns: A finding that goes with a right answer.
    """

    how: str = "bare"
    code: str = ""
    says: str = ""
    warns: str = ""
    names: tuple[str, ...] = field(default=())


def right(how: str = "bare", warns: str = "") -> Case:
    """Return a case that is right to the cent."""
    return Case(how, warns=warns)


def refused(code: str, says: str, how: str = "bare") -> Case:
    """Return a case that is refused."""
    return Case(how, code, says)


GROUPED = """
[ledger]
files = "hovedbok.csv"
heading_rows = { account = "A" }
"""
QUICKBOOKS = """
[ledger]
files = "ledger.xlsx"
heading_rows = { account = "A" }
date_order = "mdy"
"""
PROFIT_AND_LOSS = """
[ledger]
files = "ledger.xlsx"
columns = { account = "A" }
leave_out = [{ column = "A", values = ["3*"] }]
[ledger.amounts]
"Jan 2026" = { period = "2026-01" }
"Feb 2026" = { period = "2026-02" }
"Mar 2026" = { period = "2026-03" }
"""
JOURNAL = """
[ledger]
files = "ledger.csv"
fill_down = ["Date", "Trans #"]
leave_out = [{ column = "Account", values = ["2400"] }]
"""
FEC = """
[ledger]
files = "ledger.txt"
leave_out = [{ column = "CompteNum", values = ["400000..499999"] }]
"""
BALANCES = """
[ledger]
leave_out = [{ column = "account", values = ["1*", "2*"] }]
"""
BALANCES_OF_SIE = """
[ledger]
files = "*.se"
leave_out = [{ column = "account", values = ["1000..2999"] }]
"""
CREDITS = """
[ledger]
files = "ledger.csv"
[ledger.amounts]
"Debit" = {}
"Credit" = {}
"""

CASES: dict[str, list[Case]] = {
    "01-crdr-suffix": [right()],
    "02-sh-indicator": [right(), right("case"), right("init")],
    "02b-dc-indicator": [right(), right("case"), right("init")],
    "05-kr-unicode": [right()],
    "07b-sap-star-subtotals": [right("case", "TOTALS_ROW_LEFT_OUT")],
    "09b-div-html-xls": [right()],
    "10-spreadsheetml-xls": [right()],
    "11-qbo-gl-detail": [right(QUICKBOOKS)],
    "12-qbo-pl-month": [refused("INCOME_AMONG_COSTS", "leave_out"), right(PROFIT_AND_LOSS)],
    "16-sie4": [right(), right(BALANCES), right(BALANCES_OF_SIE)],
    "17-saft-no": [right(), right(BALANCES)],
    "17c-saft-zip": [right("case"), right(BALANCES)],
    "17d-zip-csv": [right(), right("case")],
    "19-datev-extf": [refused("UNREADABLE_FILE", "Sachkontenbuchungen", "case")],
    "20-fec-tab": [refused("DOUBLE_ENTRY", "leave_out", "case"), right(FEC)],
    "23-qb-journal": [refused("MISSING_VALUE", "Date", "case"), right(JOURNAL)],
    "28-sci-accounts-csv": [right(warns="BROKEN_CODE")],
    "30-merged-down": [right()],
    "32-no-totalsum": [right("case"), right("init", "TOTALS_ROW_LEFT_OUT")],
    "32b-de-gesamtergebnis": [right("init", "TOTALS_ROW_LEFT_OUT")],
    "32d-sv-totalsumma": [right("init", "TOTALS_ROW_LEFT_OUT")],
    "32l-de-subtotal-long": [right(warns="TOTALS_ROW_LEFT_OUT")],
    "33-jan26-became-day": [right("init", "HEADING_DAYS")],
    "34-quarters": [refused("MISSING_COLUMN", "amount", "init")],
    "35b-hittil": [right("init")],
    "35c-months-and-total": [right("init")],
    "35f-months-fy": [right("init")],
    "36b-fy26-p1": [right()],
    "36e-1-26": [right()],
    "36h-2026-1-num": [right()],
    "36k-jan.26": [right()],
    "37-sv-months": [right("init")],
    "41-hovedbok-gruppert": [right(GROUPED)],
    "43-unquoted-thousands": [refused("SHIFTED_ROW", "100,000.00")],
    "43b-unquoted-decimal-comma": [refused("SHIFTED_ROW", "100000,00")],
    "46-ofx": [refused("UNREADABLE_FILE", "bank statement", "case")],
    "48-no-header": [right("case")],
    "57-credit-already-negative": [refused("CREDIT_BELOW_ZERO", "-500", "case"), right(CREDITS)],
    "65-year-in-title": [right("init", "BUDGET_OTHER_YEAR")],
    "66-result-rows": [right("init", "TOTALS_ROW_LEFT_OUT")],
    "67-variance-report": [right("init")],
    "71-unquoted-middle": [refused("SHIFTED_ROW", "100,000.00")],
    "73-debitamount-creditamount": [right(), right("init")],
    "76-stray-quotes": [right(warns="STRAY_QUOTE")],
    "77-fec-pipe-in-label": [refused("SHIFTED_ROW", "6", "case")],
    "78-tab-in-text": [refused("SHIFTED_ROW", "101500.00", "case")],
}


def _settings(folder: Path, how: str) -> str | None:
    if how == "bare":
        return None
    if how == "init":
        return cases.init(folder)
    return (folder / "settings.toml").read_text(encoding="utf-8") if how == "case" else how


def test_every_case_is_run(shared_data: Path) -> None:
    """No case of the shared folder is forgotten."""
    folder = shared_data / "exports/ledgers"
    assert {path.name for path in folder.iterdir() if path.is_dir()} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_case_is_right_or_refused(shared_data: Path, tmp_path: Path, name: str) -> None:
    """A case gives its right answer to the cent, or an error with a sentence of its cause."""
    folder = shared_data / "exports/ledgers" / name
    for place, case in enumerate(CASES[name]):
        work = tmp_path / str(place)
        work.mkdir()
        outcome = cases.run(folder, work, _settings(folder, case.how))
        if case.code:
            assert case.code in {str(one.code) for one in outcome.errors}, outcome.said
            assert case.says in outcome.said
            continue
        assert not outcome.errors, outcome.said
        for part, amounts in cases.expected(folder).items():
            assert amounts is None or outcome.amounts(part) == cases.money(amounts), outcome.said
        assert not case.warns or case.warns in outcome.codes, outcome.said


def test_a_variance_report_is_a_budget_of_its_month(shared_data: Path, tmp_path: Path) -> None:
    """Of actual, budget, variance, year to date and year, the budget of the month is left."""
    folder = shared_data / "exports/ledgers/67-variance-report"
    text = cases.init(folder, ["ledger.csv", "budsjett.xlsx"])
    outcome = cases.run(folder, tmp_path, text)
    budget = outcome.amounts("budget")
    assert sum(map(float, outcome.amounts("ledger").values())) == pytest.approx(402_352.25)
    assert {key.split("|")[1] for key in budget} == {"202603"}
    assert sum(map(float, budget.values())) == pytest.approx(141_890.75)


def test_quarters_are_spread_where_the_settings_say_so(shared_data: Path, tmp_path: Path) -> None:
    """A quarter is a third of itself in each of its months, to the cent."""
    folder = shared_data / "exports/ledgers/34-quarters"
    text = '[budget]\nfiles = "budget.xlsx"\nquarters = "spread"\n[budget.amounts]\n'
    text += "".join(f'"Q{n} FY26" = {{ period = "2026Q{n}" }}\n' for n in range(1, 5))
    budget = cases.run(folder, tmp_path, text).amounts("budget")
    assert budget["5010|202601"] == budget["5010|202602"] == "100416.83"
    assert budget["5010|202603"] == "100416.84"
    assert len(budget) == 48
