"""Ledgers and budgets in the shapes of further systems and languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from exports import cases
from openpyxl import Workbook

MONTHS = ("2026-08", "2026-09", "2026-10")
COSTS = {
    "5010": (80_000.0, 81_200.5, 79_900.25),
    "6300": (20_000.0, 20_000.0, 20_000.0),
    "6553": (3_250.75, 3_250.75, 4_100.25),
    "6790": (900.0, -450.0, 11_000.0),
}
RIGHT = {
    f"{account}|{month.replace('-', '')}": f"{amount:.2f}"
    for account, amounts in COSTS.items()
    for month, amount in zip(MONTHS, amounts, strict=True)
}
ROWS = [
    (month, account, COSTS[account][place])
    for place, month in enumerate(MONTHS)
    for account in COSTS
]
LEDGER = "Date,Account,Amount\n" + "".join(f"{m}-15,{a},{x:.2f}\n" for m, a, x in ROWS)
ACCOUNTS = "account,line,category,kind\n" + "".join(f"{a},{a},OpEx,cost\n" for a in COSTS)


def run(folder: Path, work: Path, settings: str | None = None, **files: str) -> cases.Outcome:
    """Read files, named without their ending, beside a list of accounts."""
    for name, text in ({"accounts": ACCOUNTS} | files).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    work.mkdir()
    return cases.run(folder, work, cases.init(folder) if settings == "init" else settings)


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    """Return an empty folder for the files, and the name of one to read them in."""
    (tmp_path / "case").mkdir()
    return tmp_path / "case", tmp_path / "work"


@pytest.mark.parametrize(
    ("heading", "debit", "credit"),
    [
        ("D/H", "D", "H"),
        ("Dare/Avere", "D", "A"),
        ("Strona", "Wn", "Ma"),
        ("MD/D", "MD", "D"),
        ("Fortegn", "+", "-"),
        ("Af Bij", "Af", "Bij"),
    ],
)
def test_words_of_debit_and_credit(
    places: tuple[Path, Path], heading: str, debit: str, credit: str
) -> None:
    """The words of debit and credit of further languages turn the credits."""
    rows = "".join(f"{m};{a};{abs(x):.2f};{debit if x > 0 else credit}\n" for m, a, x in ROWS)
    outcome = run(*places, ledger=f"Period;Account;Amount;{heading}\n{rows}")
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == RIGHT


def test_letters_that_are_no_signs(places: tuple[Path, Path]) -> None:
    """Letters that may mean anything turn no amount where no heading speaks of signs."""
    rows = "".join(f"{m};{a};{x:.2f};{'DA'[k % 2]}\n" for k, (m, a, x) in enumerate(ROWS))
    outcome = run(*places, ledger=f"Period;Account;Amount;Status\n{rows}")
    assert outcome.amounts("ledger") == RIGHT


def test_a_value_without_sign_beside_debit_and_credit(places: tuple[Path, Path]) -> None:
    """Debit and credit hold where a column of values beside them has no sign."""
    rows = "".join(
        f"{m};{a};{abs(x):.2f};{x if x > 0 else ''};{-x if x < 0 else ''}\n" for m, a, x in ROWS
    )
    outcome = run(*places, ledger=f"Period;Account;Value;Debit;Credit\n{rows}")
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == RIGHT


@pytest.mark.parametrize(
    "months",
    [
        ("sierpień 2026", "wrzesień 2026", "październik 2026"),
        ("srpen 2026", "září 2026", "říjen 2026"),
        ("augusztus 2026", "szeptember 2026", "október 2026"),
    ],
)
def test_months_of_further_languages(places: tuple[Path, Path], months: tuple[str, ...]) -> None:
    """Polish, Czech and Hungarian months are months, and no whole years."""
    rows = "".join(f"{a};{';'.join(f'{x:.2f}' for x in xs)}\n" for a, xs in COSTS.items())
    outcome = run(*places, "init", ledger=f"Konto;{';'.join(months)}\n{rows}")
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == RIGHT


def test_parts_of_a_year_that_nobody_knows(places: tuple[Path, Path]) -> None:
    """Columns that would all be the same whole year are not guessed at, and the reason is said."""
    rows = "".join(f"{a};{';'.join(f'{x:.2f}' for x in xs)}\n" for a, xs in COSTS.items())
    budget = f"Account;Abuztua 2026;Iraila 2026;Urria 2026\n{rows}"
    outcome = run(*places, "init", ledger=LEDGER, budget=budget)
    assert "not used: Abuztua 2026: a part of a year that is not known" in outcome.settings
    assert outcome.errors
    assert not outcome.amounts("budget")


def test_a_budget_by_rows_of_months(places: tuple[Path, Path]) -> None:
    """A column called Budget belongs to the month of its row, and the year so far is left out."""
    rows = "".join(
        f"{a};{m};{COSTS[a][k]:.2f};{sum(COSTS[a][: k + 1]):.2f}\n"
        for a in COSTS
        for k, m in enumerate(MONTHS)
    )
    budget = f"Account;Month;Budget;Budget YTD\n{rows}"
    outcome = run(*places, "init", ledger=LEDGER, budget=budget)
    assert not outcome.errors, outcome.said
    assert outcome.amounts("budget") == RIGHT


def test_sheets_with_the_same_headings(places: tuple[Path, Path]) -> None:
    """`init` reads all sheets of the same headings; one that is the sum of the others is told."""
    book = Workbook()
    book.remove(book.active)
    for name, share in (("North", 0.25), ("South", 0.75), ("Group", 1.0)):
        sheet = book.create_sheet(name)
        sheet.append(["Account", "Period", "Amount"])
        for month, account, amount in ROWS:
            sheet.append([account, month, amount * share])
    book.save(places[0] / "ledger.xlsx")
    outcome = run(*places, "init")
    assert "all are read: North, South, Group" in outcome.settings
    assert [str(one.code) for one in outcome.errors] == ["TOTAL_SHEET"]


def test_a_budget_below_zero(places: tuple[Path, Path]) -> None:
    """A budget of costs below zero is told with its sum, and what the sentence says mends it."""
    budget = "Account,Period,Amount\n" + "".join(f"{a},{m},{-x:.2f}\n" for m, a, x in ROWS)
    outcome = run(*places, ledger=LEDGER, budget=budget)
    assert "COSTS_BELOW_ZERO" in outcome.codes
    assert 'cost_is = "negative" under [budget]' in outcome.said
    told = places[1].with_name("told")
    outcome = run(places[0], told, '[budget]\ncost_is = "negative"\n')
    assert "COSTS_BELOW_ZERO" not in outcome.codes
    assert outcome.amounts("budget") == RIGHT


def test_a_parent_account_with_zeros(places: tuple[Path, Path]) -> None:
    """Account 6000 that is the sum of 6300, 6553 and 6790 is a total beside its parts."""
    total = [sum(COSTS[a][k] for a in COSTS if a[0] == "6") for k in range(3)]
    parent = "".join(f"{m}-15,6000,{x:.2f}\n" for m, x in zip(MONTHS, total, strict=True))
    outcome = run(*places, ledger=LEDGER + parent)
    assert [str(one.code) for one in outcome.errors] == ["TOTAL_KEY"]
    assert "6000" in outcome.errors[0].sentence()


@pytest.mark.parametrize(
    ("heading", "debit", "credit"),
    [
        ("Type", "Invoice", "Credit note"),
        ("Belegart", "Rechnung", "Gutschrift"),
        ("Posting key", "40", "50"),
    ],
)
def test_credit_notes_without_a_sign(
    places: tuple[Path, Path], heading: str, debit: str, credit: str
) -> None:
    """Credit notes above zero are refused, and the dictated sign makes them right."""
    rows = "".join(f"{m};{a};{abs(x):.2f};{debit if x > 0 else credit}\n" for m, a, x in ROWS)
    outcome = run(*places, ledger=f"Period;Account;Amount;{heading}\n{rows}")
    assert [str(one.code) for one in outcome.errors] == ["CREDIT_ABOVE_ZERO"]
    assert "900.00" not in outcome.errors[0].sentence()
    assert "450.00" in outcome.errors[0].sentence()
    sign = f'sign = {{ column = "{heading}", debit = ["{debit}"], credit = ["{credit}"] }}'
    assert sign in outcome.said
    outcome = run(places[0], places[1].with_name("told"), f"[ledger]\n{sign}\n")
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == RIGHT


def test_credit_notes_with_a_sign(places: tuple[Path, Path]) -> None:
    """Credit notes that are below zero need nothing."""
    rows = "".join(f"{m};{a};{x:.2f};{'Bill' if x > 0 else 'Refund'}\n" for m, a, x in ROWS)
    outcome = run(*places, ledger=f"Period;Account;Amount;Type\n{rows}")
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == RIGHT


def test_amounts_with_vat(places: tuple[Path, Path]) -> None:
    """An amount with VAT beside one without is refused; `init` and the sentence take the other."""
    rows = "".join(f"{m},{a},{x * 1.25:.2f},{x * 0.25:.2f},{x:.2f}\n" for m, a, x in ROWS)
    head = "Period,Account,Amount,VAT amount,Amount excl. VAT\n"
    outcome = run(*places, ledger=head + rows)
    assert [str(one.code) for one in outcome.errors] == ["GROSS_AMOUNT"]
    told = 'columns = { amount = "Amount excl. VAT" }'
    assert told in outcome.said
    outcome = run(places[0], places[1].with_name("told"), f"[ledger]\n{told}\n")
    assert outcome.amounts("ledger") == RIGHT
    head = "Period,Account,Beløp inkl. mva,MVA,Beløp eks. mva\n"
    outcome = run(places[0], places[1].with_name("init"), "init", ledger=head + rows)
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == RIGHT


def test_three_months_of_the_year_so_far(places: tuple[Path, Path]) -> None:
    """Rows of the year so far are refused, and `cumulative` makes months of them."""
    rows = "".join(
        f"{a},{m},{sum(COSTS[a][: k + 1]):.2f}\n" for a in COSTS for k, m in enumerate(MONTHS)
    )
    outcome = run(*places, ledger=LEDGER, budget=f"Account,Period,Amount\n{rows}")
    assert [str(one.code) for one in outcome.errors] == ["RUNNING_TOTAL"]
    assert "cumulative = true under [budget]" in outcome.said
    told = places[1].with_name("told")
    outcome = run(places[0], told, "[budget]\ncumulative = true\n")
    assert not outcome.errors, outcome.said
    assert outcome.amounts("budget") == RIGHT


def test_running_totals_of_a_year_from_august(places: tuple[Path, Path]) -> None:
    """Running totals begin anew with the fiscal year, and not in January."""
    added = {"2025-08": 10, "2025-12": 20, "2026-01": 40, "2026-07": 80, "2026-08": 160}
    year, so_far = "", 0
    heads, cells = [], []
    for month, amount in added.items():
        fiscal = month if month.endswith("-08") else year
        year, so_far = fiscal, (so_far if fiscal == year else 0) + amount
        heads.append(month)
        cells.append(str(so_far))
    text = "Account," + ",".join(heads) + "\n5010," + ",".join(cells) + "\n"
    told = "report.fiscal_year_start = 8\n[budget]\ncumulative = true\n[budget.amounts]\n"
    told += "".join(f'"{head}" = {{ period = "{head}" }}\n' for head in heads)
    outcome = run(*places, told, ledger=LEDGER, budget=text)
    assert outcome.amounts("budget") == {
        "5010|202601": "10.00",
        "5010|202605": "20.00",
        "5010|202606": "40.00",
        "5010|202612": "80.00",
        "5010|202701": "160.00",
    }


def test_months_as_numbers(places: tuple[Path, Path]) -> None:
    """Headings 1 to 12 beside the year are its periods, and the year is none of them."""
    head = ",".join(["Account", *(str(month) for month in range(1, 13)), "2026"])
    rows = "".join(
        f"{a},{','.join(f'{xs[0] + k:.2f}' for k in range(12))},{xs[0] * 12 + 66:.2f}\n"
        for a, xs in COSTS.items()
    )
    outcome = run(*places, "init", ledger=LEDGER, budget=f"{head}\n{rows}")
    assert not outcome.errors, outcome.said
    assert outcome.amounts("budget") == {
        f"{a}|2026{k + 1:02d}": f"{xs[0] + k:.2f}" for a, xs in COSTS.items() for k in range(12)
    }


@pytest.mark.parametrize("word", ["Kaikki yhteensä", "Celkový součet", "Genel Toplam", "Összesen"])
def test_totals_of_further_languages(places: tuple[Path, Path], word: str) -> None:
    """The totals of Finnish, Czech, Turkish and Hungarian pivots are left out."""
    total = sum(x for _, _, x in ROWS)
    rows = "".join(f"{a},{m},{x:.2f}\n" for m, a, x in ROWS)
    outcome = run(*places, ledger=f"Account,Period,Amount\n{rows}{word},,{total:.2f}\n")
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == RIGHT


@pytest.mark.parametrize(
    "words", ["x 1.000", "NOK 1 000", "in migliaia di euro", "kSEK", "tys. PLN"]
)
def test_words_of_units(places: tuple[Path, Path], words: str) -> None:
    """A table in thousands is told with its sum, in further languages."""
    rows = "".join(f"{m};{a};{x / 1000:.5f}\n" for m, a, x in ROWS)
    outcome = run(*places, ledger=f"{words}\n\nPeriod;Account;Amount\n{rows}")
    assert "UNIT_WORD" in outcome.codes, outcome.said


def test_the_year_so_far_without_accounts(places: tuple[Path, Path]) -> None:
    """Running totals without a column of accounts are refused by the column that is missing."""
    told = "[ledger]\ncumulative = true\n"
    outcome = run(*places, told, ledger="Period,Amount\n2026-08,5.00\n2026-09,9.00\n")
    assert [str(one.code) for one in outcome.errors] == ["MISSING_COLUMN"]
