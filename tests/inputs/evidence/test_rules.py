"""Each rule of evidence fires on its kind, and stays silent on a file that is much like it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlcost.dataset.findings import Code
from xlcost.dataset.settings import parse_settings
from xlcost.inputs.loading import load

HEAD = "account,period,amount\n"
LEDGER = HEAD + "5000,2026-01,100\n6300,2026-01,40\n"
ACCOUNTS = "account,line,category,kind\n5000,Pay,People,cost\n6300,Rent,Rent,cost\n"
INCOME = ACCOUNTS + "3000,Sales,Income,income\n"
TWO = "account,period,{}\n5000,2026-01,{}\n6300,2026-01,{}\n7000,2026-01,{}\n"
COLUMNS = "account,{}\n5000,{}\n6300,{}\n7000,{}\n"


def rows(*amounts: tuple[str, str, float]) -> str:
    """Return a ledger of account, period and amount."""
    return HEAD + "".join(f"{a},{p},{x}\n" for a, p, x in amounts)


def growing(*amounts: float) -> str:
    """Return two accounts whose amounts of the months are these, and twice these."""
    both = [("5000", 1), ("6300", 2)]
    return rows(*((a, f"2026-{m:02d}", x * n) for a, n in both for m, x in enumerate(amounts, 1)))


def centres(total: float) -> str:
    """Return amounts of three cost centres and of one that may be their sum."""
    lines = [("10", 100), ("20", 40), ("30", 7), ("ALL", total)]
    head = "account,cost_centre,period,amount\n"
    return head + "".join(
        f"5000,{c},2026-{m:02d},{x + (m if c != 'ALL' else 3 * m)}\n"
        for c, x in lines
        for m in (1, 2, 3)
    )


def amounts(**columns: dict[str, str]) -> dict[str, Any]:
    """Return settings of a budget with columns of amounts."""
    return {"budget": {"amounts": columns}}


MONTHS = {
    name: {"period": f"2026-0{month}", "version": version}
    for name, month, version in (("A", 1, "original"), ("B", 1, "revised"), ("C", 1, "original"))
}
Files = dict[str, str]
# Rule → files (and settings) in which it fires, and those in which it does not.
CASES: dict[Code, tuple[Files, Files, dict[str, Any]]] = {
    Code.TOTAL_KEY: ({"ledger": centres(147)}, {"ledger": centres(150)}, {}),
    Code.ACTUAL_TWICE: (
        {"ledger": LEDGER, "budget": "version," + HEAD + "actual,5000,2026-01,100\n"},
        {"ledger": LEDGER, "budget": "version," + HEAD + "actual,5000,2025-01,100\n"},
        {},
    ),
    Code.UNIT_WORD: (
        {"ledger": LEDGER.replace("amount", "Amount NOK '000")},
        {"ledger": LEDGER.replace("amount", "Amount NOK")},
        {"ledger": {"columns": {"amount": "C"}}},
    ),
    Code.UNIT_DIFFERS: (
        {"ledger": rows(("5000", "2026-01", 99000), ("6300", "2026-01", 41000)),
         "budget": rows(("5000", "2026-01", 100), ("6300", "2026-01", 40))},
        {"ledger": rows(("5000", "2026-01", 99000), ("6300", "2026-01", 41000)),
         "budget": rows(("5000", "2026-01", 9900), ("6300", "2026-01", 40000))},
        {},
    ),
    Code.VARIANCE_COLUMN: (
        {"ledger": LEDGER, "budget": COLUMNS.format("A,B,C", "9,4,5", "8,6,2", "7,1,6")},
        {"ledger": LEDGER, "budget": COLUMNS.format("A,B,C", "9,4,5", "8,6,3", "7,1,4")},
        amounts(**MONTHS),
    ),
    Code.RUNNING_TOTAL: (
        {"ledger": growing(10, 25, 31, 48, 60)},
        {"ledger": growing(10, 25, 11, 28, 20)},
        {},
    ),
    Code.CREDIT_BELOW_ZERO: (
        {"ledger": TWO.format("Debit,Credit", "100,", ",-40", ",-5")},
        {"ledger": TWO.format("Debit,Credit", "100,", ",40", ",-5")},
        {},
    ),
    Code.BROKEN_CODE: (
        {"ledger": rows(("4.00001E+11", "2026-01", 7), ("5000", "2026-01", 5))},
        {"ledger": rows(("400001E", "2026-01", 7), ("5000", "2026-01", 5))},
        {},
    ),
    Code.HEADING_DAYS: (
        {"ledger": LEDGER,
         "budget": COLUMNS.format("2025-01-26,2025-02-26,2025-03-26", "9,4,5", "8,6,3", "7,1,4")},
        {"ledger": LEDGER,
         "budget": COLUMNS.format("2026-01-01,2026-02-01,2026-03-01", "9,4,5", "8,6,3", "7,1,4")},
        {},
    ),
    Code.DOUBLE_ENTRY: (
        {"ledger": rows(("5000", "2026-01", 70), ("1920", "2026-01", -70),
                        ("5000", "2026-02", 50), ("1920", "2026-02", -50))},
        {"ledger": rows(("5000", "2026-01", 70), ("1920", "2026-01", -70),
                        ("5000", "2026-02", 50), ("1920", "2026-02", -49))},
        {},
    ),
    Code.CREDIT_ACCOUNTS: (
        {"ledger": rows(("5000", "2026-01", 100), ("3000", "2026-01", -60))},
        {"ledger": rows(("5000", "2026-01", 100), ("5090", "2026-01", -6))},
        {},
    ),
    Code.INCOME_ABOVE_ZERO: (
        {"ledger": rows(("5000", "2026-01", 70), ("3000", "2026-01", 90)), "accounts": INCOME},
        {"ledger": rows(("5000", "2026-01", 70), ("3000", "2026-01", -90)), "accounts": INCOME},
        {},
    ),
    Code.INCOME_AMONG_COSTS: (
        {"ledger": rows(("3000", "2026-01", 90), ("Total Income", "", 90), ("5000", "2026-01", 7))},
        {"ledger": rows(("3000", "2026-01", -9), ("Total Income", "", -9), ("5000", "2026-01", 7))},
        {},
    ),
    Code.BUDGET_OTHER_YEAR: (
        {"ledger": LEDGER, "budget": rows(("5000", "2025-01", 70))},
        {"ledger": LEDGER, "budget": rows(("5000", "2026-01", 70))},
        {},
    ),
}  # fmt: skip
DAYS = ("2025-01-26", "2025-02-26", "2025-03-26", "2026-01-01", "2026-02-01", "2026-03-01")


def told(folder: Path, files: Files, settings: dict[str, Any]) -> set[Code]:
    """Return the codes of what is said of a folder with these files."""
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return {finding.code for finding in load(folder, parse_settings(settings)).findings}


def of_days(files: Files) -> dict[str, Any]:
    """Return settings that name the columns of days that a budget has."""
    found = [day for day in DAYS if day in files.get("budget", "")]
    return amounts(**{day: {"period": day[:7], "version": "original"} for day in found})


@pytest.mark.parametrize("code", CASES, ids=str)
def test_a_rule_fires_on_its_kind_only(tmp_path: Path, code: Code) -> None:
    """The rule speaks of the file that is misread, and not of the one that is right."""
    fires, silent, settings = CASES[code]
    for name, files, expected in (("fires", fires, True), ("silent", silent, False)):
        said = settings or (of_days(files) if code is Code.HEADING_DAYS else {})
        assert (code in told(tmp_path / name, files, said)) is expected, name


@pytest.mark.parametrize(
    "word",
    ["Total Revenue", "Sum driftsinntekter", "Summa rörelsens intäkter", "Summe Umsatzerlöse",
     "Total produits d'exploitation", "Total ingresos", "Totaal omzet", "Totale ricavi"],
)  # fmt: skip
def test_totals_of_income_in_other_words(tmp_path: Path, word: str) -> None:
    """Income that a file adds up is none of the costs, in whichever language."""
    ledger = rows(("3000", "2026-01", 90), (f'"{word}"', "", 90), ("5000", "2026-01", 7))
    assert Code.INCOME_AMONG_COSTS in told(tmp_path / "bare", {"ledger": ledger}, {})
    files = {"ledger": ledger, "accounts": INCOME}
    said = {"ledger": {"income_is": "positive"}}
    assert Code.INCOME_AMONG_COSTS not in told(tmp_path / "mapped", files, said)
    left = {"ledger": {"leave_out": [{"column": "account", "values": ["3*", word]}]}}
    assert Code.INCOME_AMONG_COSTS not in told(tmp_path / "left", {"ledger": ledger}, left)


@pytest.mark.parametrize(("total", "expected"), [(14.0, True), (15.0, False)])
def test_a_sheet_that_is_the_sum_of_the_others(
    tmp_path: Path, total: float, expected: bool
) -> None:
    """A sheet whose amounts are those of all other sheets together is an error, and no other is."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, amount in (("Oslo", 9.0), ("Bergen", 5.0), ("All", total)):
        sheet = book.create_sheet(name)
        for row in (("account", "period", "amount"), ("5000", "2026-01", amount)):
            sheet.append(row)
    book.save(tmp_path / "ledger.xlsx")
    found = [f for f in load(tmp_path, parse_settings({})).findings if f.code is Code.TOTAL_SHEET]
    assert [f.got for f in found] == (["All"] if expected else [])
