"""What would make a wrong number in silence: each is told, and most stop a report."""

from __future__ import annotations

import gzip
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.facts import controls
from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.errors import SettingsError
from xlcost.inputs.loading import load

LEDGER = "period,account,amount\n2026-09,5000,100\n2026-10,5000,120\n2026-10,6000,50.5\n"


def loaded(folder: Path, settings: str = "", **more: object) -> Dataset:
    """Load a folder with the files that stand in it and these settings."""
    if settings:
        (folder / "xlcost.toml").write_text(settings, encoding="utf-8")
    return load(folder, **more)  # type: ignore[arg-type]


def write(folder: Path, **files: str) -> Path:
    """Write CSV files by their names, `__` for a space."""
    for name, text in files.items():
        (folder / f"{name.replace('__', ' ')}.csv").write_text(text, encoding="utf-8")
    return folder


def of(dataset: Dataset, code: Code) -> list[Finding]:
    """Return the findings of a code."""
    return [finding for finding in dataset.findings if finding.code is code]


def workbook(path: Path, sheets: dict[str, list[list[object]]], hidden: str = "") -> None:
    """Write a workbook with these sheets, one of them hidden."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    book.save(path)


def test_the_same_file_twice(tmp_path: Path) -> None:
    """The same bytes under the name of a copy are an error, and the name is a warning."""
    write(tmp_path, ledger=LEDGER)
    (tmp_path / "ledger (1).csv").write_text(LEDGER, encoding="utf-8")
    dataset = loaded(tmp_path)
    assert [(f.severity, f.where.file) for f in of(dataset, Code.COUNTED_TWICE)] == [
        (Severity.ERROR, "ledger.csv")
    ]
    assert [(f.where.file, f.got) for f in of(dataset, Code.FILE_COPY)] == [
        ("ledger (1).csv", "ledger.csv")
    ]


def test_the_same_rows_in_another_file(tmp_path: Path) -> None:
    """The same figures as text and packed are an error, and by other names a warning."""
    write(tmp_path, ledger=LEDGER)
    (tmp_path / "ledger.csv.gz").write_bytes(gzip.compress(LEDGER.encode()))
    dataset = loaded(tmp_path)
    assert [f.severity for f in of(dataset, Code.COUNTED_TWICE)] == [Severity.ERROR]
    assert len(of(dataset, Code.FILE_COPY)) == 1
    (tmp_path / "ledger.csv.gz").rename(tmp_path / "ledger2025.csv.gz")
    assert [f.severity for f in of(loaded(tmp_path), Code.COUNTED_TWICE)] == [Severity.WARNING]
    (tmp_path / "ledger2025.csv.gz").unlink()
    write(tmp_path, ledger2026=LEDGER.replace("2026", "2025"))
    assert not of(loaded(tmp_path), Code.FILE_COPY)


def test_a_file_that_nothing_reads(tmp_path: Path) -> None:
    """A name that speaks of an input is a warning where the file is not read; others are none."""
    write(tmp_path, ledger=LEDGER)
    for name in ("ledger final.csv", "Q4_budsjett.xlsx", "budgetary.csv", "opex-report.xlsx"):
        text = "Remark\nLater\n" if "budsjett" in name else LEDGER
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = of(loaded(tmp_path), Code.UNREAD_FILE)
    assert {(f.severity, f.where.file, f.expected) for f in found} == {
        (Severity.WARNING, "Q4_budsjett.xlsx", "budget"),
        (Severity.WARNING, "ledger final.csv", "ledger"),
    }
    said = '[ledger]\nfiles = "ledger.csv"\n[budget]\nfiles = "none*.csv"\n'
    assert not of(loaded(tmp_path, said), Code.UNREAD_FILE)


def test_workforce_twice(tmp_path: Path) -> None:
    """The same people in two files are an error as well."""
    text = "period,team,fte\n2026-10,A,10\n2026-10,B,5\n"
    write(tmp_path, ledger=LEDGER, workforce=text, workforce2=text)
    assert [f.severity for f in of(loaded(tmp_path), Code.COUNTED_TWICE)] == [Severity.ERROR]


HEAD: list[object] = ["period", "account", "amount"]


def test_hidden_sheets_are_left_out(tmp_path: Path) -> None:
    """A hidden sheet that looks like a ledger is no cost, unless the settings name it."""
    sheets = {"A": [HEAD, ["2026-10", "5000", 100]], "Old": [HEAD, ["2026-10", "5000", 7]]}
    workbook(tmp_path / "ledger.xlsx", sheets, hidden="Old")
    dataset = loaded(tmp_path)
    assert dataset.facts.ledger_total == 100
    notes = [f for f in of(dataset, Code.DETECTED) if f.where.sheet == "Old"]
    assert len(notes) == 1
    assert loaded(tmp_path, '[ledger]\nsheet = "Old"\n').facts.ledger_total == 7


def test_several_sheets_are_told(tmp_path: Path) -> None:
    """Two sheets that are added up are a warning with their names."""
    sheets = {"A": [HEAD, ["2026-10", "5000", 100]], "B": [HEAD, ["2026-10", "5000", 7]]}
    workbook(tmp_path / "ledger.xlsx", sheets)
    dataset = loaded(tmp_path)
    assert dataset.facts.ledger_total == 107
    assert [(f.severity, f.got) for f in of(dataset, Code.SEVERAL_SHEETS)] == [
        (Severity.WARNING, "A, B")
    ]


def test_control_of_zero(tmp_path: Path) -> None:
    """A trial balance adds up to nothing: a control total of zero is a control."""
    write(tmp_path, ledger=LEDGER)
    dataset = loaded(tmp_path, "[ledger]\ncontrol_total = 0\n")
    assert [(f.got, f.expected) for f in of(dataset, Code.TOTAL_MISMATCH)] == [("270.50", "0.00")]


@pytest.mark.parametrize(("control", "agrees"), [("270.50", True), ("270.51", False)])
def test_control_to_the_cent(tmp_path: Path, control: str, *, agrees: bool) -> None:
    """A total is compared to the cent, as people write it, and no finer."""
    write(tmp_path, ledger=LEDGER.replace("50.5", "50.5034"))
    dataset = loaded(tmp_path, f"[ledger]\ncontrol_total = {control}\n")
    assert (not of(dataset, Code.TOTAL_MISMATCH)) is agrees


def test_one_control_for_all_files(tmp_path: Path) -> None:
    """The control total of a table of the settings holds for all its files together."""
    write(tmp_path, ledger1=LEDGER, ledger2=LEDGER.replace("2026", "2025"))
    dataset = loaded(tmp_path, "[ledger]\ncontrol_total = 541\n")
    assert not of(dataset, Code.TOTAL_MISMATCH)
    (control,) = controls(dataset.facts.sources)
    assert (control.files, control.total) == ("ledger1.csv, ledger2.csv", Decimal(541))


def test_controls_of_some_tables(tmp_path: Path) -> None:
    """A table of the settings without a control total is no part of another one's."""
    write(tmp_path, a=LEDGER, b=LEDGER.replace("2026", "2025").replace("100", "1"))
    settings = '[[ledger]]\nfiles = "a.csv"\ncontrol_total = 270.5\n[[ledger]]\nfiles = "b.csv"\n'
    assert not of(loaded(tmp_path, settings), Code.TOTAL_MISMATCH)


@pytest.mark.parametrize("name", ["~$ledger.xlsx", ".~lock.ledger.csv#", ".ledger.csv"])
def test_locks_are_no_data(tmp_path: Path, name: str) -> None:
    """Files that Excel or LibreOffice put beside an open one are not read, nor by a pattern."""
    write(tmp_path, ledger=LEDGER)
    (tmp_path / name).write_bytes(b"\x05user" + b" " * 160)
    for settings in ("", '[ledger]\nfiles = "*ledger*"\n'):
        dataset = loaded(tmp_path, settings)
        assert [source.file for source in dataset.facts.sources] == ["ledger.csv"]
        assert not dataset.findings.count(Severity.ERROR)


def test_the_language_that_was_asked_for(tmp_path: Path) -> None:
    """Findings are in the language of the call, down to the names of inputs."""
    write(tmp_path, ledger=LEDGER.replace("50.5", "x"))
    dataset = loaded(tmp_path, '[report]\nlanguage = "en"\n', language="nb")
    assert of(dataset, Code.NOT_A_NUMBER)[0].expected.startswith("et tall som")
    assert "ingen fil for: Budsjett" in of(dataset, Code.MISSING_INPUT)[0].got


def codes(dataset: Dataset, severity: Severity) -> list[Code]:
    """Return the codes of the findings of a severity."""
    return [finding.code for finding in dataset.findings if finding.severity is severity]


@pytest.mark.parametrize("text", ["period,account,amount\n", "period,account,amount\n,Total,,5\n"])
def test_a_ledger_without_rows(tmp_path: Path, text: str) -> None:
    """A ledger of which no row can be used is an error, and its frames still have their types."""
    dataset = loaded(write(tmp_path, ledger=text))
    assert dataset.findings.count(Severity.ERROR)
    assert str(dataset.facts.ledger["period"].dtype) == "int64"


def test_a_period_without_rows(tmp_path: Path) -> None:
    """A report of a month or year that the ledger does not have is an error."""
    write(tmp_path, ledger=LEDGER)
    for period in ("2024-03", "2025"):
        assert Code.EMPTY_PERIOD in codes(loaded(tmp_path, period=period), Severity.ERROR)
    for period in ("2026-10", "2026"):
        assert Code.EMPTY_PERIOD not in codes(loaded(tmp_path, period=period), Severity.ERROR)


def test_a_last_period_far_away(tmp_path: Path) -> None:
    """A last period decades after the others is a warning: nobody reports a typing error."""
    write(tmp_path, ledger=LEDGER + "2062-10,5000,1\n")
    assert Code.FAR_PERIOD in codes(loaded(tmp_path), Severity.WARNING)
    assert Code.FAR_PERIOD not in codes(loaded(tmp_path, period="2026-10"), Severity.WARNING)


def test_a_year_among_months(tmp_path: Path) -> None:
    """Costs dated with a year are in no month, and a warning says how much."""
    write(tmp_path, ledger=LEDGER + "2026,6000,77\n")
    assert [f.amount for f in of(loaded(tmp_path), Code.YEAR_AMONG_MONTHS)] == ["77.00"]


def test_months_that_are_missing(tmp_path: Path) -> None:
    """A ledger of October alone says that its run-rate speaks of one month."""
    write(tmp_path, ledger=LEDGER)
    (finding,) = of(loaded(tmp_path), Code.MISSING_PERIODS)
    assert finding.got == "P01, P02, P03, P04, P05, P06, P07, P08"
    year = "".join(f"2026-{month:02d},5000,1\n" for month in range(1, 11))
    write(tmp_path, ledger="period,account,amount\n" + year)
    assert not of(loaded(tmp_path), Code.MISSING_PERIODS)


def test_a_year_that_is_not_over(tmp_path: Path) -> None:
    """Ten months beside a budget of twelve are a warning; all twelve, or one year, are not."""
    months = [f"2026-{month:02d},5000,1\n" for month in range(1, 13)]
    write(tmp_path, ledger="period,account,amount\n" + "".join(months[:10]))
    (finding,) = of(loaded(tmp_path, period="2026"), Code.MISSING_PERIODS)
    assert (finding.got, finding.expected) == ("P11, P12", "2026")
    for rows in ("".join(months), "2026,5000,1\n"):
        write(tmp_path, ledger="period,account,amount\n" + rows)
        assert not of(loaded(tmp_path, period="2026"), Code.MISSING_PERIODS)


def test_entity_is_a_title(tmp_path: Path) -> None:
    """One entity's name over the costs of two is a warning."""
    text = "period,account,amount,entity\n2026-10,5000,1,A\n2026-10,5000,2,B\n"
    write(tmp_path, ledger=text)
    (finding,) = of(loaded(tmp_path, '[report]\nentity = "A"\n'), Code.SEVERAL_ENTITIES)
    assert (finding.got, finding.expected) == ("A, B", "A")
    keep = '[report]\nentity = "A"\n[ledger]\nkeep = [{column = "entity", values = ["A"]}]\n'
    assert not of(loaded(tmp_path, keep), Code.SEVERAL_ENTITIES)


def test_costs_below_zero(tmp_path: Path) -> None:
    """Costs that are all negative ask for the sign, and the setting answers either way."""
    write(tmp_path, ledger=LEDGER.replace(",5000,", ",5000,-").replace("50.5", "-50.5"))
    assert of(loaded(tmp_path), Code.COSTS_BELOW_ZERO)
    for said in ("negative", "positive"):
        dataset = loaded(tmp_path, f'[ledger]\ncost_is = "{said}"\n')
        assert not of(dataset, Code.COSTS_BELOW_ZERO)


BUDGET = "period,account,amount,version\n" + "".join(
    f"2026-{month:02d},5000,100,original\n" for month in range(1, 13)
)


EARLY = {f"2026-{month:02d}" for month in range(1, 9)}


def test_a_revised_budget_for_some_months(tmp_path: Path) -> None:
    """A revised budget of the last months is no budget of the year: error until one is chosen."""
    revised = "".join(f"2026-{month},5000,110,revised\n" for month in (10, 11, 12))
    write(tmp_path, ledger=LEDGER, budget=BUDGET + revised)
    (finding,) = of(loaded(tmp_path), Code.PARTIAL_REVISION)
    assert finding.severity is Severity.ERROR
    assert finding.got.startswith("2026P01, 2026P02")
    chosen = loaded(tmp_path, '[report]\nbudget_version = "original"\n')
    assert [f.severity for f in of(chosen, Code.PARTIAL_REVISION)] == [Severity.WARNING]


def test_budget_version_is_one_that_exists(tmp_path: Path) -> None:
    """The version of the budget is found without regard to case, and a wrong one is wrong use."""
    write(tmp_path, ledger=LEDGER, budget=BUDGET)
    chosen = loaded(tmp_path, '[report]\nbudget_version = "Original"\n')
    assert chosen.settings.report.budget_version == "original"
    with pytest.raises(SettingsError, match="did you mean original"):
        loaded(tmp_path, '[report]\nbudget_version = "Orignal"\n')


def test_words_of_the_list_of_accounts(tmp_path: Path) -> None:
    """A kind that is not known stops a report; a behaviour that is not known is a warning."""
    accounts = (
        "account,line,category,kind,behaviour,recurring\n"
        "5000,A,B,Takings,fixed,yes\n6000,A,B,Incomes,sticky,\n7000,A,B,revenue,,perhaps\n"
    )
    dataset = loaded(write(tmp_path, ledger=LEDGER, accounts=accounts))
    found = [(f.got, f.severity, f.where.row) for f in of(dataset, Code.UNKNOWN_WORD)]
    assert found == [
        ("Incomes", Severity.ERROR, 3),
        ("Takings", Severity.ERROR, 2),
        ("sticky", Severity.WARNING, 3),
        ("perhaps", Severity.WARNING, 4),
    ]


def test_formulas_without_a_value(tmp_path: Path) -> None:
    """An amount that is a formula nobody calculated is an error that says what to do."""
    rows = [HEAD, ["2026-10", "5000", 100], ["2026-10", "5000", "=C2*2"]]
    workbook(tmp_path / "ledger.xlsx", {"A": rows})
    (finding,) = of(loaded(tmp_path), Code.NOT_A_NUMBER)
    assert (finding.where.row, finding.got, finding.severity) == (3, "=C2*2", Severity.ERROR)
    assert "open the workbook in Excel" in finding.expected


def test_constant_numbers(tmp_path: Path) -> None:
    """A constant amount or price holds for every row, and one that is no number is refused."""
    write(tmp_path, ledger="period,account\n2026-10,5000\n2026-10,6000\n")
    write(tmp_path, workforce="period,team,licences_paid\n2026-10,A,4\n")
    settings = '[ledger.constants]\namount = "5"\n[workforce.constants]\nlicence_price = 99.5\n'
    facts = loaded(tmp_path, settings).facts
    assert facts.ledger_total == 10
    assert facts.postings["amount"].tolist() == [5.0, 5.0]
    assert facts.workforce["licence_price"].tolist() == [99.5]
    with pytest.raises(SettingsError, match=r"ledger\.constants\.amount is 'five'"):
        loaded(tmp_path, '[ledger.constants]\namount = "five"\n')


def test_codes_of_typed_columns(tmp_path: Path) -> None:
    """An account that a Parquet file holds as 5000.0 is 5000, and joins the list of accounts."""
    rows = pa.table(
        {
            "period": ["2026-10", "2026-10", "2026-10"],
            "account": pa.array([5000.0, 6000.5, None], pa.float64()),
            "cost_centre": pa.array([Decimal("100.00"), Decimal("200.50"), None]),
            "amount": [1.5, 2.0, 4.0],
        }
    )
    pq.write_table(rows, tmp_path / "ledger.parquet")
    ledger = loaded(tmp_path).facts.ledger
    assert sorted(ledger["account"]) == ["", "5000", "6000.5"]
    assert sorted(ledger["cost_centre"]) == ["", "100", "200.50"]


def test_period_numbers_beside_days(tmp_path: Path) -> None:
    """A column of periods without a year gives way to the day beside it; alone it is told."""
    text = "Periode;Dato;Konto;Beløp\n10;05.10.2026;5000;7\n9;15.09.2026;5000;8\n"
    dataset = loaded(write(tmp_path, ledger=text))
    assert dataset.facts.ledger["period"].tolist() == [202609, 202610]
    write(tmp_path, ledger="Periode;Konto;Beløp\n10;5000;7\n")
    assert "with its year" in of(loaded(tmp_path), Code.NOT_A_DATE)[0].expected


def test_closing_periods(tmp_path: Path) -> None:
    """Period 013 of SAP is told with its setting, and counts to December with it."""
    write(tmp_path, ledger="period,account,amount\n2026/012,5000,1\n2026/013,5000,2\n")
    assert 'closing_periods = "last"' in of(loaded(tmp_path), Code.NOT_A_DATE)[0].expected
    dataset = loaded(tmp_path, '[ledger]\nclosing_periods = "last"\n')
    assert dataset.facts.ledger[["period", "amount"]].to_numpy().tolist() == [[202612, 3]]


def test_debit_and_credit(tmp_path: Path) -> None:
    """Two columns for one amount are debit less credit, without a setting and with it."""
    write(tmp_path, ledger="Periode;Konto;Debet;Kredit\n2026-10;5000;10;\n2026-10;6000;;4\n")
    sides = '[ledger.amounts]\n"Debet" = {}\n"Kredit" = { cost_is = "negative" }\n'
    for found in (loaded(tmp_path), loaded(tmp_path, sides)):
        assert found.facts.ledger["amount"].tolist() == [10, -4]


def test_a_heading_twice(tmp_path: Path) -> None:
    """Two columns headed Amount are a warning: the second one is not used."""
    write(tmp_path, ledger="period,account,Amount,Amount\n2026-10,5000,1,2\n")
    found = of(loaded(tmp_path), Code.REPEATED_HEADING)
    assert [(f.severity, f.got) for f in found] == [(Severity.WARNING, "Amount")]


def test_a_sheet_of_a_text_file(tmp_path: Path) -> None:
    """A sheet that the settings name in a file without sheets is told."""
    dataset = loaded(write(tmp_path, ledger=LEDGER), '[ledger]\nsheet = "Nope"\n')
    warnings = [f for f in of(dataset, Code.DETECTED) if f.severity is Severity.WARNING]
    assert ["Nope" in f.got for f in warnings] == [True]


def test_limits_of_the_settings(tmp_path: Path) -> None:
    """The limits of one file can be set."""
    dataset = loaded(write(tmp_path, ledger=LEDGER), "[limits]\nunpacked_bytes = 20\n")
    assert of(dataset, Code.LIMIT_REACHED)


@pytest.mark.parametrize("url", ["duckdb:///nothere.duckdb", "sqlite://nothere.db"])
def test_a_database_is_never_made(tmp_path: Path, url: str) -> None:
    """A database file that is not there is wrong use, and nothing is written."""
    settings = f'[ledger]\ndatabase = "{url}"\ntable = "gl"\n'
    with pytest.raises(SettingsError, match=r"there is no file .*nothere"):
        loaded(tmp_path, settings, permission=lambda _: True)
    assert [path.name for path in tmp_path.iterdir()] == ["xlcost.toml"]


def test_a_database_beside_the_data_is_only_read(tmp_path: Path) -> None:
    """A database file is found beside the data, and its bytes stay as they were."""
    base = tmp_path / "books.duckdb"
    with duckdb.connect(str(base)) as connection:
        connection.execute(
            "CREATE TABLE gl AS SELECT '2026-10' AS period, '1' AS account, 1.5 AS amount"
        )
    before = base.read_bytes()
    settings = '[ledger]\ndatabase = "duckdb://books.duckdb"\ntable = "gl"\n'
    dataset = loaded(tmp_path, settings, permission=lambda _: True)
    assert dataset.facts.ledger_total == Decimal("1.5")
    assert base.read_bytes() == before


def test_a_budget_that_ends_before_its_year(tmp_path: Path) -> None:
    """A budget of calendar 2026 in a year from April warns of the months that it counts as 0."""
    april = "[report]\nfiscal_year_start = 4\n"
    write(tmp_path, ledger=LEDGER, budget=BUDGET)
    assert not of(loaded(tmp_path), Code.PARTIAL_BUDGET)
    (finding,) = of(loaded(tmp_path, april), Code.PARTIAL_BUDGET)
    assert finding.severity is Severity.WARNING
    assert finding.got == "2027P10, 2027P11, 2027P12"
    whole = "".join(f"2026,{account},1200,original\n" for account in (5000, 6000))
    for budget in ("period,account,amount,version\n" + whole, BUDGET[: BUDGET.index("2026-01")]):
        write(tmp_path, ledger=LEDGER, budget=budget)
        assert not of(loaded(tmp_path), Code.PARTIAL_BUDGET)


def test_a_budget_of_a_company_that_began_in_autumn(tmp_path: Path) -> None:
    """Months before the first posting and the first budget are missing to nobody."""
    late = "".join(row + "\n" for row in BUDGET.splitlines() if row[:7] not in EARLY)
    write(tmp_path, ledger=LEDGER, budget=late)
    assert not of(loaded(tmp_path), Code.PARTIAL_BUDGET)
    write(tmp_path, ledger=LEDGER + "2026-08,5000,1\n", budget=late)
    (finding,) = of(loaded(tmp_path), Code.PARTIAL_BUDGET)
    assert finding.got == "2026P08"


def test_periods_that_nobody_counted(tmp_path: Path) -> None:
    """Costs of September and contacts of October alone make the year's unit cost too high."""
    counts = "period,channel,handled\n2026-10,phone,10\n"
    people = "period,fte\n2026-09,2\n2026-10,2\n"
    write(tmp_path, ledger=LEDGER, activity=counts, workforce=people)
    (finding,) = of(loaded(tmp_path), Code.UNCOUNTED_PERIODS)
    assert finding.severity is Severity.WARNING
    assert (finding.expected, finding.got) == ("Activity", "2026P09")
    for said in ("2026-09,phone,8\n", "2026,phone,100\n"):
        write(tmp_path, activity=counts + said)
        assert not of(loaded(tmp_path), Code.UNCOUNTED_PERIODS)
