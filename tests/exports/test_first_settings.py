"""`xlcost init FOLDER`: whole companies as their systems export them, without an edited file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from exports.swedish_company import make
from ledger_makers import sie
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from xlcost.console.cli import app
from xlcost.dataset.dataset import Dataset
from xlcost.inputs.loading import load
from xlcost.runs.first_settings import first_settings, outline_of

OCTOBER = 202610
MOST_CORRECTIONS = 3


def situation(shared_data: Path, name: str, folder: Path) -> dict[str, object]:
    """Copy the files of a situation, and return what is true of them."""
    source = shared_data / "exports/situations" / name
    for path in source.iterdir():
        if path.name != "truth.json":
            shutil.copy(path, folder / path.name)
    return json.loads((source / "truth.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]  # of this shape


def cost(dataset: Dataset, first: int, last: int) -> float:
    """Return what the periods cost, without income."""
    accounts = dataset.facts.accounts
    income = set(accounts.loc[accounts["kind"] == "income", "account"])
    ledger = dataset.facts.ledger
    mine = ledger[ledger["period"].between(first, last) & ~ledger["account"].isin(income)]
    return float(mine["amount"].sum())


SERVICE = (
    "offered", "handled", "abandon", "sl", "asa", "aht", "tickets", "created", "fcr", "csat", "cpc",
)  # fmt: skip


def service(dataset: Dataset, first: int, last: int) -> dict[str, float]:
    """Return what calls and tickets came to, as the truth of a situation has it."""
    activity = dataset.facts.activity
    mine = activity[activity["period"].between(first, last)]
    calls = mine[mine["channel"] == "phone"].sum(numeric_only=True)
    tickets = mine[mine["channel"] != "phone"].sum(numeric_only=True)
    done = calls["handled"] + tickets["handled"]
    times = calls[["talk_seconds", "hold_seconds", "after_call_seconds"]].sum()
    found = {
        "offered": calls["offered"],
        "handled": calls["handled"],
        "abandon": calls["abandoned"] / calls["offered"],
        "sl": calls["answered_in_threshold"] / calls["offered"],
        "asa": calls["wait_seconds"] / calls["handled"],
        "aht": times / calls["handled"],
        "tickets": tickets["handled"],
        "created": tickets["offered"],
        "fcr": tickets["resolved_first_contact"] / tickets["handled"],
        "csat": tickets["csat_satisfied"] / tickets["csat_responses"],
        "cpc": cost(dataset, first, last) / done,
    }
    return {name: float(value) for name, value in found.items()}


def test_a_swedish_company_needs_one_answer(tmp_path: Path) -> None:
    """Files of another country are right as they are; which part is customer service is a cell."""
    truth = make(tmp_path)
    made = first_settings(tmp_path)
    book = load_workbook(made.path)
    corrections = [("customer_service", "all")]
    for row in book["Settings"].iter_rows(min_row=2):
        for key, value in corrections:
            if row[0].value == key:
                row[1].value = value
    book.save(made.path)
    dataset = load(tmp_path)
    assert not dataset.whole_company
    assert not [one for one in dataset.findings if one.severity == "error"]
    for month, said in truth.cost.items():
        assert cost(dataset, 202600 + month, 202600 + month) == pytest.approx(float(said))
    ledger, budget = dataset.facts.ledger, dataset.facts.budget
    centres = ledger[ledger["period"] == OCTOBER].groupby("cost_centre")["amount"].sum()
    assert centres.to_dict() == pytest.approx({k: float(v) for k, v in truth.centres.items()})
    planned = budget.groupby("period")["amount"].sum()
    assert planned.to_dict() == pytest.approx(
        {202600 + m: float(b) for m, b in truth.budget.items()}
    )
    calls = dataset.facts.activity.set_index("period")
    for month, said_calls in truth.offered.items():
        assert calls.loc[202600 + month, "offered"] == said_calls
        assert calls.loc[202600 + month, "handled"] == truth.handled[month]
        assert calls.loc[202600 + month, "talk_seconds"] == truth.talk[month]
    assert set(dataset.facts.accounts["line"]) != {""}
    assert len(corrections) <= MOST_CORRECTIONS


def test_a_norwegian_company_needs_no_correction(shared_data: Path, tmp_path: Path) -> None:
    """Five exports become a workbook in Norwegian by which every cost is right: no cell edited."""
    truth = situation(shared_data, "norwegian", tmp_path)
    made = first_settings(tmp_path)
    assert made.dataset.settings.report.language == "nb"
    month, ytd = truth["month"], truth["ytd"]
    assert isinstance(month, dict)
    assert isinstance(ytd, dict)
    assert cost(made.dataset, OCTOBER, OCTOBER) == pytest.approx(month["cost"], abs=0.005)
    assert cost(made.dataset, 202601, OCTOBER) == pytest.approx(ytd["cost"], abs=0.005)
    for key, first, last in (
        ("month", OCTOBER, OCTOBER), ("ytd", 202601, OCTOBER), ("py_month", 202510, 202510),
    ):  # fmt: skip
        said = truth[key]
        assert isinstance(said, dict)
        assert service(made.dataset, first, last) == pytest.approx(
            {name: said[name] for name in SERVICE}
        )
    sheets = load_workbook(made.path).sheetnames
    assert sheets == [
        "Innstillinger", "Filer", "Kontoer", "Kostnadssteder", "Kanaler og utfall", "Å gjøre",
    ]  # fmt: skip
    assert not [one for one in made.questions if one.severity == "error"]


def test_a_wide_sheet_needs_no_correction(shared_data: Path, tmp_path: Path) -> None:
    """Actual and budget side by side in one workbook are read from the folder as they are."""
    truth = situation(shared_data, "wide-sheet", tmp_path)
    made = first_settings(tmp_path)
    ledger = made.dataset.facts.ledger
    found = float(ledger.loc[ledger["period"] == OCTOBER, "amount"].sum())
    assert found == pytest.approx(truth["oct_act"], abs=0.005)


def test_what_people_say_of_accounts_counts(tmp_path: Path) -> None:
    """The sheet of accounts has each code with its money; what is written there maps the ledger."""
    (tmp_path / "gl.csv").write_text(
        "Account,Account name,Cost centre,Date,Amount\n"
        "6300,Rent,10,2026-10-05,100.50\n5000,Salaries,10,2026-10-06,200\n"
        "1920,Bank,,2026-10-06,-300.50\n"
    )
    made = first_settings(tmp_path)
    book = load_workbook(made.path)
    page = book["Accounts"]
    titles = [cell.value for cell in page[1]]
    place = {str(title): number for number, title in enumerate(titles)}
    rows = {str(row[0].value): row for row in page.iter_rows(min_row=2)}
    assert set(rows) == {"6300", "5000", "1920"}
    assert rows["5000"][place["Last 12 periods"]].value == 200
    assert rows["5000"][place["Labour"]].value == "yes"
    for code, line, kind in (
        ("6300", "Rent", "cost"), ("5000", "Pay", "cost"), ("1920", "Bank", "balance"),
    ):  # fmt: skip
        rows[code][place["Line"]].value = line
        rows[code][place["Category"]].value = "People" if code == "5000" else "Premises"
        rows[code][place["Kind"]].value = kind
    book.save(made.path)
    dataset = load(tmp_path)
    assert set(dataset.facts.accounts["line"]) == {"Rent", "Pay"}
    assert float(dataset.facts.ledger["amount"].sum()) == pytest.approx(300.50)


def test_init_says_what_is_next(shared_data: Path, tmp_path: Path) -> None:
    """The command prints the totals by input, what is open and what is next; twice it refuses."""
    situation(shared_data, "norwegian", tmp_path)
    said = CliRunner().invoke(app, ["init", str(tmp_path), "--lang", "en"])
    assert said.exit_code == 0, said.output
    assert "17,129,181.48" in said.output
    ending = said.output.rstrip().splitlines()[-3:]
    assert ending == [
        str(tmp_path / "xlcost.xlsx"), "Next:", f"  xlcost report --data {tmp_path}",
    ]  # fmt: skip
    again = CliRunner().invoke(app, ["init", str(tmp_path)])
    assert again.exit_code == 2
    assert "already exists" in again.output
    empty = tmp_path / "empty"
    empty.mkdir()
    nothing = CliRunner().invoke(app, ["init", str(empty)])
    assert nothing.exit_code == 2
    assert "no file that may be a ledger" in nothing.output


def test_a_messy_folder_is_told_apart(tmp_path: Path) -> None:
    """Months beside their year, a budget and calls in one workbook, a list without headings."""
    months = {8: 1.08, 9: 1.09, 10: 1.1}
    head = "Account,Account name,Cost centre,Date,Amount\n"
    usual = (("5000", "Salaries", 410000), ("6300", "Rent", 52000), ("6540", "IT services", 18000))
    every = ""
    for month, more in months.items():
        rows = "".join(
            f"{code},{name},{centre},2026-{month:02d}-05,{size * share * more:.2f}\n"
            for code, name, size in usual
            for centre, share in ((10, 0.6), (20, 0.4))
        )
        (tmp_path / f"GL 2026-{month:02d}.csv").write_text(head + rows)
        every += rows
    (tmp_path / "GL whole year.csv").write_text(head + every)
    book = Workbook()
    budget = book.worksheets[0]
    budget.title = "Budget 2026"
    budget.append(["Account", "Cost centre", *(f"2026-{month:02d}" for month in range(1, 13))])
    for code, _, size in usual:
        budget.append([int(code), 10, *[size] * 12])
    calls = book.create_sheet("Calls")
    calls.append(["Date", "Inbound calls", "Answered calls", "Abandoned calls"])
    for day in range(1, 20):
        calls.append([f"2026-10-{day:02d}", 300 + day, 280 + day, 20])
    book.create_sheet("Notes").append(["Ask Kari"])
    book.save(tmp_path / "Figures.xlsx")
    (tmp_path / "list.csv").write_text("10;North\n20;South\n")
    (tmp_path / "~$Figures.xlsx").write_bytes(b"Kari")
    (tmp_path / "IMG_1.jpg").write_bytes(b"\xff\xd8\xff")
    made = first_settings(tmp_path)
    facts = made.dataset.facts
    assert float(facts.budget["amount"].sum()) == 12 * sum(size for _, _, size in usual)
    assert facts.activity["offered"].sum() == sum(300 + day for day in range(1, 20))
    assert set(facts.cost_centres["name"]) == {"North", "South"}
    assert [one.where.file for one in made.questions if one.code == "COUNTED_TWICE"]
    workbook = load_workbook(made.path)
    page = workbook["Files"]
    for row in page.iter_rows(min_row=2):
        if row[2].value == "GL whole year.csv":
            row[1].value = "not used"
    workbook.save(made.path)
    found = load(tmp_path)
    assert not [one for one in found.findings if one.severity == "error"]
    actual = sum(size * more for _, _, size in usual for more in months.values())
    assert float(found.facts.ledger["amount"].sum()) == pytest.approx(actual)


@pytest.mark.parametrize("name", ["bok.se", "bok.si", "hauptbuch.ledger"])
def test_a_ledger_in_a_standard_is_found_by_what_it_holds(name: str, tmp_path: Path) -> None:
    """A folder that holds a SIE file alone is looked at, whatever the file's name ends in."""
    (tmp_path / name).write_bytes(sie().encode("cp865"))
    (tmp_path / "notes.docx").write_bytes(b"PK\x03\x04 no table")
    looks = outline_of(tmp_path).looks
    assert [(look.path.name, look.input) for look in looks] == [(name, "ledger")]
