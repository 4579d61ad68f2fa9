"""Names, lines, categories and sites from a ledger's own columns: no list of accounts is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Code, Severity
from xlcost.dataset.settings import parse_settings
from xlcost.inputs.loading import load

LEDGER = (
    "account,Account name,line,category,cost_centre,Department name,site,period,amount\n"
    "5000,Wages,Salaries,People,10,Service,Oslo,2026-01,100\n"
    "5000,Wages,Salaries,People,20,Sales,Bergen,2026-01,50\n"
    "6300,Rent,Premises,Premises,10,Service,Oslo,2026-01,30\n"
)


def read(folder: Path, settings: dict[str, Any] | None = None, **files: str) -> Dataset:
    """Return what is read of files given by their names without an ending."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return load(folder, parse_settings(settings or {}))


def by_account(dataset: Dataset, column: str) -> dict[str, str]:
    """Return a column of the accounts by account."""
    found: dict[str, str] = dataset.facts.accounts.set_index("account")[column].to_dict()
    return found


def test_a_ledger_names_its_own_accounts_and_cost_centres(tmp_path: Path) -> None:
    """Names, lines, categories and sites come from the rows, and nobody asks for a list."""
    dataset = read(tmp_path, ledger=LEDGER)
    assert by_account(dataset, "name") == {"5000": "Wages", "6300": "Rent"}
    assert by_account(dataset, "line") == {"5000": "Salaries", "6300": "Premises"}
    assert by_account(dataset, "category") == {"5000": "People", "6300": "Premises"}
    centres = dataset.facts.cost_centres.set_index("cost_centre")
    assert centres["name"].to_dict() == {"10": "Service", "20": "Sales"}
    assert centres["site"].to_dict() == {"10": "Oslo", "20": "Bergen"}
    assert dataset.facts.ledger_total == 180
    codes = {f.code for f in dataset.findings}
    assert not codes & {Code.SEVERAL_NAMES, Code.UNMAPPED_ACCOUNT, Code.UNKNOWN_COLUMN}


def test_the_list_of_accounts_wins_and_the_rows_fill_in(tmp_path: Path) -> None:
    """Where the list says it, too, the list counts; an account that it lacks is mapped by rows."""
    accounts = "account,name,line,category\n5000,Pay,Payroll,Staff\n"
    dataset = read(tmp_path, ledger=LEDGER, accounts=accounts)
    assert by_account(dataset, "name") == {"5000": "Pay", "6300": "Rent"}
    assert by_account(dataset, "line") == {"5000": "Payroll", "6300": "Premises"}
    assert Code.UNMAPPED_ACCOUNT not in {f.code for f in dataset.findings}


def test_two_names_for_one_code_are_told_and_the_most_frequent_counts(tmp_path: Path) -> None:
    """A code with two names has the more frequent one, and a note says so; case does not matter."""
    ledger = "account,account_name,period,amount\n" + "".join(
        f"5000,{name},2026-01,{n}\n" for n, name in enumerate(["Wages", "WAGES", "Pay", "Wages"])
    )
    dataset = read(tmp_path, ledger=ledger)
    assert by_account(dataset, "name") == {"5000": "Wages"}
    found = [f for f in dataset.findings if f.code is Code.SEVERAL_NAMES]
    assert [(f.severity, f.got, f.expected, f.rows) for f in found] == [
        (Severity.NOTE, "5000", "Wages", 1)
    ]


@pytest.mark.parametrize(
    "lines", [("1", "2", "3", "4"), ("Travel", "Meals", "Hotels", "Taxi")], ids=["numbers", "words"]
)
def test_a_column_called_line_may_be_none_of_accounts(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    """A "Line" that counts rows, or differs within an account, maps nothing until it is named."""
    rows = "".join(f"5000,{line},2026-01,{n + 1}\n" for n, line in enumerate(lines))
    dataset = read(tmp_path, ledger=f"account,Line,period,amount\n{rows}")
    assert by_account(dataset, "line") == {"5000": ""}
    assert any('line = "Line"' in f.sentence() for f in dataset.findings)
    named = read(tmp_path, {"ledger": {"columns": {"line": "Line"}}})
    assert by_account(named, "line") == {"5000": min(lines)}
    found = [f for f in named.findings if f.code is Code.SEVERAL_NAMES]
    assert [(f.severity, f.rows) for f in found] == [(Severity.WARNING, 3)]


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"code_and_name": ["Account"]}, "Account,period,amount\n5000 Wages,2026-01,7\n"),
        (
            {"heading_rows": {"account": "Account"}},
            "Account,period,amount\n5000 Wages,,\n,2026-01,7\n",
        ),
    ],
    ids=["code_and_name", "heading_rows"],
)
def test_a_name_beside_a_code_is_kept(tmp_path: Path, settings: dict[str, Any], text: str) -> None:
    """The name that stands in one cell with its code, or in a heading row, is the account's."""
    dataset = read(tmp_path, {"ledger": settings}, ledger=text)
    assert by_account(dataset, "name") == {"5000": "Wages"}
    assert dataset.facts.ledger_total == 7
