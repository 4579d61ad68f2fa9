"""Year and period in two columns, and quarters in rows, are read as what they say together."""

from __future__ import annotations

from pathlib import Path

import pytest
from exports import cases

COSTS = {("6000", "202512"): 100.5, ("6000", "202601"): 200.25, ("6100", "202602"): -50.0}
RIGHT = {f"{account}|{period}": f"{x:.2f}" for (account, period), x in COSTS.items()}
NAMES = {1: "Januar", 2: "Februar", 12: "Dezember"}


def run(
    folder: Path, text: str, settings: str | None = None, name: str = "ledger.csv"
) -> cases.Outcome:
    """Read one file of text in a folder of its own."""
    case, work = folder / "case", folder / "work"
    case.mkdir()
    work.mkdir()
    (case / name).write_text(text, encoding="utf-8")
    return cases.run(case, work, cases.init(case) if settings == "init" else settings)


def _ledger(heading: str, year: str, period: str) -> str:
    lines = []
    for (account, when), amount in COSTS.items():
        number = int(when[4:])
        cells = year.format(y=when[:4]), period.format(m=number, name=NAMES[number])
        lines.append(f"{cells[0]};{cells[1]};{account};{amount:.2f}")
    return "\n".join([f"{heading};Account;Amount", *lines, ""])


@pytest.mark.parametrize("how", ["bare", "init"])
@pytest.mark.parametrize(
    ("heading", "year", "period"),
    [
        ("Fiscal year;Posting period", "{y}", "{m}"),
        ("Fiscal year;Posting period", "{y}", "{m:03d}"),
        ("Boekjaar;Periode", "{y}", "{m}"),
        ("År;Måned", "{y}", "{m:02d}"),
        ("Year;Month", "{y}", "{name}"),
        ("Jahr;Monat", "{y}", "{m:02d} - {name}"),
        ("Year;Month", "FY{y}", "P{m}"),
        ("Geschäftsjahr;Buchungsperiode", "{y}", "{m}"),
        ("Ejercicio;Periodo", "{y}", "Periodo {m}"),
    ],
)
def test_years_beside_periods(
    tmp_path: Path, heading: str, year: str, period: str, how: str
) -> None:
    """A year and a month or period in two columns are one period, without settings."""
    text = _ledger(heading, year, period)
    outcome = run(tmp_path, text, "init" if how == "init" else None)
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == RIGHT


@pytest.mark.parametrize("key", ["month", "period"])
def test_years_beside_periods_by_key(tmp_path: Path, key: str) -> None:
    """`year` and `month` or `period` name columns that no heading explains."""
    text = _ledger("A1;A2", "{y}", "{m}")
    outcome = run(tmp_path, text, f'[ledger]\ncolumns = {{ year = "A1", {key} = "A2" }}\n')
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == RIGHT


def test_a_year_for_all_rows(tmp_path: Path) -> None:
    """`constants = { year = … }` is the year of months that have none."""
    text = "Month;Account;Amount\n1;6000;10.00\nFeb;6000;20.00\n"
    outcome = run(tmp_path, text, '[ledger]\nconstants = { year = "2026" }\n')
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == {"6000|202601": "10.00", "6000|202602": "20.00"}


def test_a_fiscal_year_beside_months(tmp_path: Path) -> None:
    """July of the fiscal year 2026, which begins in July 2025, is its first period."""
    settings = "[report]\nfiscal_year_start = 7\n"
    text = "Fiscal year;Month;Account;Amount\n2026;July;6000;10\n2026;January;6000;20\n"
    outcome = run(tmp_path, text, settings)
    assert outcome.amounts("ledger") == {"6000|202601": "10.00", "6000|202607": "20.00"}


def test_a_day_beside_year_and_period(tmp_path: Path) -> None:
    """Where a day stands there, too, the day counts."""
    text = "Year;Period;Date;Account;Amount\n2026;1;2026-01-31;6000;10\n"
    outcome = run(tmp_path, text)
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == {"6000|202601": "10.00"}


def test_a_half_that_is_missing(tmp_path: Path) -> None:
    """A row without its year or with a period that is none is left out, with its row."""
    text = "Year;Period;Account;Amount\n2026;1;6000;10\n;2;6000;20\n2026;19;6000;40\n"
    outcome = run(tmp_path, text)
    assert outcome.amounts("ledger") == {"6000|202601": "10.00"}
    assert "row 3" in outcome.said
    assert "row 4" in outcome.said


def test_closing_periods(tmp_path: Path) -> None:
    """Period 13 of a year beside it counts to the last one where the settings say so."""
    text = "Fiscal year;Posting period;Account;Amount\n2025;12;6000;10\n2025;13;6000;5\n"
    outcome = run(tmp_path, text, '[ledger]\nclosing_periods = "last"\n')
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == {"6000|202512": "15.00"}


@pytest.mark.parametrize("months", ["Jan;Feb", "P1;P2", "Januar;Februar"])
def test_months_as_columns_beside_a_year(tmp_path: Path, months: str) -> None:
    """A column a month counts in the year of each row."""
    text = f"Account;Year;{months}\n6000;2025;1;2\n6000;2026;10;20\n6100;2026;100;\n"
    outcome = run(tmp_path, text, "init")
    assert not outcome.errors, outcome.said
    assert outcome.amounts("ledger") == {
        "6000|202501": "1.00", "6000|202502": "2.00", "6000|202601": "10.00",
        "6000|202602": "20.00", "6100|202601": "100.00",
    }  # fmt: skip


def test_a_big_file(tmp_path: Path) -> None:
    """A file that is only looked at is read alike, and its odd rows are found."""
    rows = "".join(
        f"{2025 + n % 2};{n % 12 + 1:03d};6000;1.00;{'x' * 40}\n" for n in range(100_000)
    )
    text = f"Fiscal year;Posting period;Account;Amount;Text\n{rows}2026;;6000;7.00;odd\n"
    outcome = run(tmp_path, text)
    assert outcome.amounts("ledger")["6000|202501"] == "8334.00"
    assert sum(float(x) for x in outcome.amounts("ledger").values()) == 100_000
    assert "row 100002" in outcome.said


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("Period", "2026{q}"), ("Year;Period", "2026;{q}"), ("Quarter", "{q} 2026")],
)
def test_quarters_in_rows(tmp_path: Path, heading: str, cell: str) -> None:
    """A quarter in a row is spread over its months where told, else refused with what to say."""
    rows = [f"{cell.format(q=quarter)};6000;{x}\n" for quarter, x in (("Q1", 100), ("Q2", -10))]
    text = f"{heading};Account;Amount\n{''.join(rows)}"
    columns = 'columns = { period = "Quarter" }\n' if heading == "Quarter" else ""
    outcome = run(tmp_path, text, f"[ledger]\n{columns}")
    assert 'quarters = "spread"' in outcome.said
    assert not outcome.amounts("ledger")
    told = tmp_path / "told"
    told.mkdir()
    outcome = run(told, text, f'[ledger]\n{columns}quarters = "spread"\n')
    assert not outcome.errors, outcome.said
    thirds = ("33.33", "33.33", "33.34", "-3.33", "-3.33", "-3.34")
    assert outcome.amounts("ledger") == {
        f"6000|{202601 + place}": amount for place, amount in enumerate(thirds)
    }
