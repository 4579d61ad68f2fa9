"""From files in a folder to facts and findings."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import ibis
import pandas as pd
import pyarrow as pa
import pytest

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.facts import ACTIVITY_KEYS, BUDGET_COLUMNS, LEDGER, POSTINGS
from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.limits import Limits
from xlcost.errors import UsageError
from xlcost.inputs.columns.periods import Periods
from xlcost.inputs.loading import load
from xlcost.trust.requests import Requests

LEDGER_TEXT = """period,account,cost_centre,amount,document,text
2026-09,5000,100,1000.50,D1,Salary
2026-10,5000,100,1100.25,D2,Salary
2026-10,6300,0200,200,D3,=Rent
"""


def allowed(wanted: Requests) -> bool:
    """Allow whatever a folder asks for."""
    return bool(wanted.items)


def folder(tmp_path: Path, **files: str) -> Path:
    """Write files by their names, without the ending, and return their folder."""
    for name, text in files.items():
        ending = "toml" if name == "xlcost" else "csv"
        (tmp_path / f"{name}.{ending}").write_text(text, encoding="utf-8")
    return tmp_path


def of(dataset: Dataset, code: Code) -> list[Finding]:
    """Return the findings of a code."""
    return [finding for finding in dataset.findings if finding.code is code]


def ledger_of(tmp_path: Path, text: str, settings: str = "") -> Dataset:
    """Load a folder with a ledger and settings."""
    more = {"xlcost": settings} if settings else {}
    dataset = load(folder(tmp_path, ledger=text, **more))
    for source in dataset.facts.sources:
        assert source.rows_read == source.rows_used + source.rows_left_out
    left = sum(source.rows_left_out for source in dataset.facts.sources)
    assert left == dataset.findings.rows_left_out
    return dataset


def test_canonical_files_need_no_settings(tmp_path: Path) -> None:
    """Files with the canonical names and headings are a report's facts without any settings."""
    budget = "Periode;Konto;Ansvar;Beløp\n2026-10;5000;100;1 000,00\n2026-10;6300;0200;250,50\n"
    accounts = "account,name,line,category\n5000,Wages,Salaries,Personnel\n"
    activity = "month,channel,handled,abandoned\n2026-10,phone,100,10\n"
    path = folder(
        tmp_path, ledger=LEDGER_TEXT, budsjett=budget, accounts=accounts, activity=activity
    )
    dataset = load(path)
    facts = dataset.facts
    assert tuple(facts.ledger.columns) == LEDGER
    assert tuple(facts.budget.columns) == BUDGET_COLUMNS
    assert tuple(facts.postings.columns) == POSTINGS
    assert facts.ledger_total == Decimal("2300.75")
    assert facts.budget_total == Decimal("1250.50")
    assert str(dataset.period) == "2026P10"
    assert set(facts.cost_centres["cost_centre"]) == {"100", "0200"}
    assert facts.activity["offered"].tolist() == [110.0]
    assert [f.got for f in of(dataset, Code.UNMAPPED_ACCOUNT)] == ["6300"]
    assert [(f.got, f.where.row) for f in of(dataset, Code.FORMULA_TEXT)] == [("=Rent", 4)]


def test_largest_postings_of_the_period(tmp_path: Path) -> None:
    """Postings are the five largest by size of each account in the period, with their rows."""
    rows = "".join(f"2026-10,5000,1,{amount},D,x\n" for amount in (1, -9, 2, 3, 4, 5, 6))
    dataset = ledger_of(tmp_path, LEDGER_TEXT.splitlines()[0] + "\n" + rows)
    shown = dataset.facts.postings
    assert shown["amount"].tolist() == [-9.0, 6.0, 5.0, 4.0, 3.0]
    assert shown["row"].tolist() == [3, 8, 7, 6, 5]


def test_wrong_cells_are_told_by_row(tmp_path: Path) -> None:
    """A cell that is no number or no period leaves its row out and names it."""
    text = LEDGER_TEXT + "2026-10,5000,100,1e3,D4,x\nsoon,5000,100,5,D5,x\n2026-10,5000,100,,D6,x\n"
    dataset = ledger_of(tmp_path, text)
    assert [(f.where.row, f.where.column, f.got) for f in of(dataset, Code.NOT_A_NUMBER)] == [
        (5, "amount", "1e3")
    ]
    assert [(f.where.row, f.got) for f in of(dataset, Code.NOT_A_DATE)] == [(6, "soon")]
    assert [f.where.row for f in of(dataset, Code.MISSING_VALUE)] == [7]
    assert dataset.facts.ledger_total == Decimal("2300.75")


def test_many_faults_are_counted(tmp_path: Path) -> None:
    """Twenty faults of a kind are shown one by one, the others in one finding that counts them."""
    rows = "".join(f"2026-10,5000,100,x{n},D,t\n" for n in range(50))
    dataset = ledger_of(tmp_path, LEDGER_TEXT + rows)
    found = of(dataset, Code.NOT_A_NUMBER)
    assert len(found) == 21
    assert found[-1].rows == 30


def test_ambiguous_amounts_stop(tmp_path: Path) -> None:
    """A column with nothing but 15.000 asks for the setting, and the setting answers."""
    text = "period;account;amount\n2026-10;5000;15.000\n2026-10;5000;5\n"
    dataset = ledger_of(tmp_path, text)
    found = of(dataset, Code.AMBIGUOUS_DECIMAL)
    assert [(f.severity, f.rows) for f in found] == [(Severity.ERROR, 1)]
    answered = ledger_of(tmp_path, text, '[ledger]\ndecimal = ","\n')
    assert answered.facts.ledger_total == Decimal(15005)


def test_six_decimals(tmp_path: Path) -> None:
    """A seventh decimal is rounded, and never in silence."""
    text = "period,account,amount\n2026-10,1,1.1234567\n2026-10,1,2.123456\n"
    dataset = ledger_of(tmp_path, text)
    assert dataset.facts.ledger_total == Decimal("3.246913")
    assert [f.where.row for f in of(dataset, Code.TOO_MANY_DECIMALS)] == [2]


def test_sign_and_unit(tmp_path: Path) -> None:
    """Costs that are negative and amounts in thousands become costs in the currency's unit."""
    text = "period,account,amount\n2026-10,1,-1.5\n2026-10,2,0.25\n"
    dataset = ledger_of(tmp_path, text, '[ledger]\ncost_is = "negative"\namount_unit = 1000\n')
    assert dataset.facts.ledger["amount"].tolist() == [1500.0, -250.0]


def test_rules_and_totals(tmp_path: Path) -> None:
    """Rows of totals, and rows that the settings name, are left out with number and sum."""
    text = LEDGER_TEXT + "2026-10,9999,100,7,D9,Closing\n,Total,,2307.75,,\n"
    rules = '[ledger]\nleave_out = [{column = "account", values = [9999]}]\n'
    dataset = ledger_of(tmp_path, text, rules)
    (rule,) = of(dataset, Code.ROW_LEFT_OUT)
    assert (rule.rows, rule.amount) == (1, "7")
    (total,) = of(dataset, Code.TOTALS_ROW_LEFT_OUT)
    assert (total.where.row, total.got, total.amount) == (6, "Total", "2307.75")
    assert dataset.facts.ledger_total == Decimal("2300.75")


SUBTOTALS = ("Sum 5000-5001", "Totalt konto 5", "5000-5001 Total", "Subtotal: 50", "I alt 5")


@pytest.mark.parametrize("label", SUBTOTALS)
@pytest.mark.parametrize("fast", [False, True])
def test_subtotals_with_numbers(tmp_path: Path, label: str, *, fast: bool) -> None:
    """A row of totals whose label names accounts is no cost beside those accounts."""
    text = f"period,account,amount\n2026-10,5000,100\n2026-10,5001,50\n2026-10,{label},150\n"
    limits = Limits(careful_bytes=10) if fast else Limits()
    dataset = load(folder(tmp_path, ledger=text), limits=limits)
    assert dataset.facts.ledger_total == 150
    assert [f.amount for f in of(dataset, Code.TOTALS_ROW_LEFT_OUT)] == ["150"]


def test_accounts_that_only_sound_like_totals(tmp_path: Path) -> None:
    """A name in which such a word is a part of another, or in the middle, is an account."""
    names = ("Summer staff 2026", "Totalkonto 5", "5000 Total rewards", "Sumatra 1")
    rows = "".join(f"2026-10,{name},1\n" for name in names)
    dataset = ledger_of(tmp_path, "period,account,amount\n" + rows)
    assert dataset.facts.ledger_total == len(names)


def test_currencies(tmp_path: Path) -> None:
    """Other currencies are converted at the given rates; without a rate they stop the report."""
    text = "period,account,amount,currency\n2026-10,1,10,NOK\n2026-10,1,2,EUR\n2026-10,1,3,USD\n"
    settings = '[report]\ncurrency = "NOK"\nrates = {EUR = {"2026-10" = 11.25}}\n'
    dataset = ledger_of(tmp_path, text, settings)
    assert dataset.facts.ledger_total == Decimal("32.50")
    assert [(f.got, f.rows) for f in of(dataset, Code.MISSING_RATE)] == [("USD", 1)]
    assert [f.got for f in of(dataset, Code.MIXED_CURRENCY)] == ["EUR"]


def test_duplicates_only_with_documents(tmp_path: Path) -> None:
    """Whole rows that repeat are a warning where documents tell them apart, and still count."""
    with_document = ledger_of(tmp_path, LEDGER_TEXT + LEDGER_TEXT.splitlines()[1] + "\n")
    assert [f.rows for f in of(with_document, Code.DUPLICATE_ROW)] == [1]
    assert with_document.facts.ledger["rows"].sum() == 4
    plain = ledger_of(tmp_path, "period,account,amount\n2026-10,1,5\n2026-10,1,5\n")
    assert not of(plain, Code.DUPLICATE_ROW)


@pytest.mark.parametrize(
    ("name", "head", "row", "other"),
    [
        ("budget", "period,account,amount", "2026-10,1,90", "2026-10,1,0"),
        ("adjustments", "period,account,amount,text", "2026-10,1,90,Late", "2026-10,1,0,Late"),
        ("activity", "period,channel,handled", "2026-10,phone,900", "2026-10,phone,1"),
        ("workforce", "period,team,paid_hours", "2026-10,Desk,150", "2026-10,Desk,0"),
    ],
)
def test_rows_that_are_counted_twice_are_told(
    tmp_path: Path, name: str, head: str, row: str, other: str
) -> None:
    """A sum that stands there twice is a warning with its row; nothing, or one contact, is not."""
    text = f"{head}\n{row}\n{other}\n{other}\n{row}\n{row}\n"
    (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    dataset = ledger_of(tmp_path, "period,account,amount\n2026-10,1,5\n")
    found = of(dataset, Code.DUPLICATE_ROW)
    assert [(f.severity, f.where.file, f.where.row, f.rows) for f in found] == [
        (Severity.WARNING, f"{name}.csv", 6, 2)
    ]


def test_lists_have_one_row_a_code(tmp_path: Path) -> None:
    """An account that stands there twice is an error, and the first one counts."""
    accounts = "Konto;Navn;Linje;Kategori;Type\n5000;A;Lønn;Personal;Kostnad\n5000;B;X;Y;\n"
    dataset = load(folder(tmp_path, ledger=LEDGER_TEXT, kontoplan=accounts))
    assert [(f.got, f.where.row) for f in of(dataset, Code.DUPLICATE_KEY)] == [("5000", 3)]
    row = dataset.facts.accounts.set_index("account").loc["5000"]
    assert (row["line"], row["kind"]) == ("Lønn", "cost")


def test_workforce_levels(tmp_path: Path) -> None:
    """Daily FTE are averaged over a month, hours added up, headcounts taken at its ends."""
    text = (
        "date,team,fte,paid_hours,headcount_open,headcount_close,licences_paid,licence_price\n"
        "2026-10-01,A,10,75,11,12,4,100\n2026-10-02,A,12,85,12,14,4,100\n"
        "2026-10-01,B,5,40,5,5,1,200\n2026-10-02,B,5,40,5,5,1,200\n"
    )
    frame = load(folder(tmp_path, ledger=LEDGER_TEXT, workforce=text)).facts.workforce
    row = frame.set_index("team").loc["A"]
    assert (row["fte"], row["paid_hours"]) == (11, 160)
    assert (row["headcount_open"], row["headcount_close"]) == (11, 14)
    assert frame["licence_price"].tolist() == [100, 200]


def test_counts_are_checked(tmp_path: Path) -> None:
    """Counts below zero and counts that disagree are warnings with their rows."""
    text = "month,channel,offered,handled,abandoned\n2026-10,phone,10,8,1\n2026-09,phone,1,2,-1\n"
    dataset = load(folder(tmp_path, ledger=LEDGER_TEXT, activity=text))
    assert [f.where.row for f in of(dataset, Code.COUNTS_DISAGREE)] == [2]
    assert [(f.where.row, f.got) for f in of(dataset, Code.NEGATIVE_COUNT)] == [(3, "-1")]
    assert tuple(dataset.facts.activity.columns)[: len(ACTIVITY_KEYS)] == ACTIVITY_KEYS


def test_missing_columns_and_inputs(tmp_path: Path) -> None:
    """A ledger without its columns, or none at all, is an error that says what to do."""
    dataset = load(folder(tmp_path, ledger="period,konto,sum total\n2026-10,1,5\n"))
    assert [f.expected for f in of(dataset, Code.MISSING_COLUMN)] == ["amount"]
    (tmp_path / "ledger.csv").unlink()
    empty = load(tmp_path)
    assert of(empty, Code.MISSING_INPUT)[0].severity is Severity.ERROR
    assert empty.facts.ledger.empty


def test_settings_columns_and_constants(tmp_path: Path) -> None:
    """Settings name the columns, give constant values and find files by pattern."""
    (tmp_path / "sub").mkdir()
    text = "Kostenart;Wert;Rest\n5000;1,5;x\n"
    for name in ("a", "b"):
        (tmp_path / "sub" / f"{name}-2026-0{ord(name) - 96}.csv").write_text(text, "utf-8")
    settings = (
        '[ledger]\nfiles = "sub/*.csv"\nperiod_in_file_name = true\n'
        'columns = {account = "Kostenart", amount = "wert"}\nconstants = {entity = "E1"}\n'
    )
    dataset = load(folder(tmp_path, xlcost=settings))
    assert dataset.facts.ledger["period"].tolist() == [202601, 202602]
    assert set(dataset.facts.ledger["entity"]) == {"E1"}
    assert [f.got for f in of(dataset, Code.UNKNOWN_COLUMN)] == ["Rest", "Rest"]


def test_scan_is_the_same_as_reading(tmp_path: Path) -> None:
    """The fast path and the careful path make the same facts of the same file."""
    lines = [f"2026-{n % 12 + 1:02d}-1{n % 9},{n % 7},{n % 3},{n}.25,x" for n in range(3000)]
    text = "date,account,cost_centre,amount,text\n" + "\n".join(lines) + "\n"
    path = folder(tmp_path, ledger=text)
    slow = load(path)
    fast = load(path, limits=Limits(careful_bytes=1000))
    pd.testing.assert_frame_equal(slow.facts.ledger, fast.facts.ledger)
    assert slow.facts.ledger_total == fast.facts.ledger_total
    columns = ["account", "amount", "date", "text"]
    pd.testing.assert_frame_equal(slow.facts.postings[columns], fast.facts.postings[columns])


@pytest.mark.parametrize("odd", ["1e3", "1_000", "1,5", "x", "", "1.1234567", "12.345.678"])
def test_scan_gives_up_on_anything_odd(tmp_path: Path, odd: str) -> None:
    """One odd amount far below the sample is found by the scan, and named with its row."""
    lines = ["2026-10,5000,1.25,x"] * 25_000
    text = "period,account,amount,text\n" + "\n".join(lines) + f'\n2026-10,5000,"{odd}",x\n'
    path = folder(tmp_path, ledger=text)
    dataset = load(path, limits=Limits(careful_bytes=1000))
    rows = {f.where.row for f in dataset.findings if f.severity is not Severity.NOTE}
    assert 25_002 in rows


def test_unknown_period_is_wrong_use(tmp_path: Path) -> None:
    """A period that is none is refused before any file is read."""
    with pytest.raises(UsageError):
        load(folder(tmp_path, ledger=LEDGER_TEXT), period="soon")


def test_database_is_an_input(tmp_path: Path) -> None:
    """A table of a database is read by its URL."""
    import duckdb

    base = tmp_path / "books.duckdb"
    with duckdb.connect(str(base)) as connection:
        connection.execute(
            "CREATE TABLE gl AS SELECT DATE '2026-10-05' AS date, '0100' AS account, "
            "CAST(12.34 AS DECIMAL(18, 2)) AS amount"
        )
    settings = f'[ledger]\ndatabase = "duckdb://{base}"\ntable = "gl"\n'
    dataset = load(folder(tmp_path, xlcost=settings), permission=allowed)
    assert dataset.facts.ledger_total == Decimal("12.34")
    assert dataset.facts.ledger["account"].tolist() == ["0100"]


def test_rows_of_a_database_have_no_number(tmp_path: Path) -> None:
    """What is wrong with a row of a database is told without a row, and stops nothing."""
    import duckdb

    base = tmp_path / "books.duckdb"
    with duckdb.connect(str(base)) as connection:
        connection.execute(
            "CREATE TABLE gl AS SELECT * FROM (VALUES ('2026-10-05', '0100', 'D1', '1'), "
            "('2026-10-05', '0100', 'D1', '1'), ('2026-10-06', '', 'D2', '2'), "
            "('soon', '0100', 'D3', '3'), ('2026-10-07', '0100', 'D4', 'x'), "
            "('2026-10-08', '0100', 'D5', '1.23456789')) AS rows(date, account, document, amount)"
        )
        connection.execute(
            "CREATE TABLE accounts AS SELECT *, 'Rent' AS line, 'Rent' AS category FROM (VALUES "
            "('0100', 'Rent', 'cost'), ('0100', 'Rent', 'cost'), ('', 'Blank', 'cost'), "
            "('0200', '=cmd', 'odd')) AS rows(account, name, kind)"
        )
    tables = {"ledger": "gl", "accounts": "accounts"}
    settings = "".join(
        f'[{name}]\ndatabase = "duckdb://{base}"\ntable = "{table}"\n'
        for name, table in tables.items()
    )
    found = load(folder(tmp_path, xlcost=settings), permission=allowed).findings
    told = {finding.code for finding in found}
    assert told >= {
        *(Code.DUPLICATE_KEY, Code.DUPLICATE_ROW, Code.MISSING_VALUE, Code.NOT_A_DATE),
        *(Code.NOT_A_NUMBER, Code.TOO_MANY_DECIMALS, Code.UNKNOWN_WORD),
    }
    assert all(one.where.row is None for one in found if one.where.file in tables.values())


WIDE = """account,actual,budget
5000,10,20
6000,,5
7000,,
"""
WIDE_SETTINGS = """[ledger.amounts]
actual = {version = "actual", period = "2026-10"}
budget = {version = "budget", period = "2026-10"}
"""
LOST_ACTIVITY = "month,channel,handled\n2026-09,phone,1\n2026-10,phone,2\n"


def test_rows_of_several_amounts_are_used_once(tmp_path: Path) -> None:
    """A row with two amounts is one row used, and one with none is used as well."""
    source = ledger_of(tmp_path, WIDE, WIDE_SETTINGS).facts.sources[0]
    assert (source.rows_read, source.rows_used, source.rows_left_out) == (3, 3, 0)


@pytest.mark.parametrize("fast", [False, True])
def test_lost_rows_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, fast: bool
) -> None:
    """Rows used are counted from the sums: rows that went missing on the way do not add up."""
    whole = Periods.lines
    monkeypatch.setattr(
        Periods, "lines", lambda self: [line for line in whole(self) if line[1] != 202609]
    )
    text = LEDGER_TEXT.replace("=Rent", "Rent")
    path = folder(tmp_path, ledger=text, activity=LOST_ACTIVITY)
    dataset = load(path, limits=Limits(careful_bytes=10 if fast else 1_000_000))
    tallies = {
        source.input: (source.rows_read, source.rows_used, source.rows_left_out)
        for source in dataset.facts.sources
    }
    assert tallies == {"ledger": (3, 2, 0), "activity": (2, 1, 0)}


BOOKS = """CREATE TABLE gl AS
SELECT DATE '2026-09-01' + CAST(i % 60 AS INTEGER) AS date, lpad(CAST(i % 7 AS VARCHAR), 4, '0')
    AS account, 'NOK' AS currency, 'E' || (i % 2) AS entity, 'D' || i AS document,
    CAST(i AS DECIMAL(18, 2)) / 4 AS amount
FROM range(2000) AS numbers(i)
"""


def test_sums_are_made_in_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typed rows stay in their database: only sums and the largest postings travel."""
    import duckdb

    base = tmp_path / "books.duckdb"
    with duckdb.connect(str(base)) as connection:
        connection.execute(BOOKS)
        frame = connection.execute("SELECT * FROM gl").df()
    frame["date"] = frame["date"].dt.strftime("%Y-%m-%d")
    files = tmp_path / "files"
    files.mkdir()
    frame.to_csv(files / "ledger.csv", index=False)
    here = load(files)
    travelled: list[int] = []
    whole = ibis.Table.to_pyarrow

    def counted(table: ibis.Table, **options: object) -> pa.Table:
        found = whole(table, **options)
        travelled.append(found.num_rows)
        return found

    monkeypatch.setattr(ibis.Table, "to_pyarrow", counted)
    settings = f'[ledger]\ndatabase = "duckdb://{base}"\ntable = "gl"\n'
    there = load(folder(tmp_path, xlcost=settings), permission=allowed)
    assert max(travelled) < 200
    pd.testing.assert_frame_equal(here.facts.ledger, there.facts.ledger)
    columns = ["account", "amount", "date", "document"]
    pd.testing.assert_frame_equal(here.facts.postings[columns], there.facts.postings[columns])
    assert there.facts.sources[0].rows_used == there.facts.sources[0].rows_read == 2000


def test_sqlite_is_a_database(tmp_path: Path) -> None:
    """A database without exact decimals gives its rows, and they are added up to the cent here."""
    import sqlite3

    base = tmp_path / "books.sqlite"
    connection = sqlite3.connect(base)
    connection.execute("CREATE TABLE gl (date TEXT, account TEXT, amount REAL)")
    rows = [("2026-10-05", "0100", 0.1), ("2026-10-06", "0100", 0.2)]
    connection.executemany("INSERT INTO gl VALUES (?, ?, ?)", rows)
    connection.commit()
    connection.close()
    settings = f'[ledger]\ndatabase = "sqlite://{base}"\ntable = "gl"\n'
    dataset = load(folder(tmp_path, xlcost=settings), permission=allowed)
    assert dataset.facts.ledger_total == Decimal("0.3")
    assert dataset.facts.ledger["account"].tolist() == ["0100"]
