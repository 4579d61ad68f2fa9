"""One answer says what customer service is, by whatever dimension the ledger has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ledger_makers import fec, paid, saft, sie
from openpyxl import Workbook

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.findings import Code, Severity
from xlcost.dataset.settings import parse_settings
from xlcost.errors import SettingsError
from xlcost.inputs.loading import load

OCTOBER = (
    paid("1", "2026-10-01", "5000", "90000.00", department="100"),
    paid("2", "2026-10-15", "5000", "1000.00", department="200", project="P1"),
    paid("3", "2026-10-20", "6300", "200.50", project="P2"),
    paid("4", "2026-10-21", "6300", "30.25"),
)
ALL = 91230.75


def _loaded(folder: Path, said: Any = None) -> Dataset:
    (folder / "a.xml").write_text(saft(OCTOBER), encoding="utf-8")
    return load(folder, None if said is None else parse_settings({"customer_service": said}))


def _cost(dataset: Dataset) -> float:
    return round(float(dataset.facts.ledger["amount"].sum()), 2)


@pytest.mark.parametrize(
    ("said", "cost"),
    [
        ({"project": ["P1"]}, 1000.0),
        ({"Prosjekt": ["Flytting"]}, 1000.0),  # the name of P1
        ({"project": {"P1": "25 %", "P2": 1}}, 450.5),
        ({"Avdeling": ["Kundeservice"]}, 90000.0),
        ({"Department": ["100", "200"]}, 91000.0),
        ({"account": ["63*"]}, 230.75),
        ({"line": ["Salaries"], "project": ["P1", "P2"]}, 1000.0),
        ({"category": ["Premises"]}, 230.75),
        ({"entity": ["Fjordlys AS"]}, ALL),
        ("all", ALL),
    ],
)
def test_any_dimension_answers(said: Any, cost: float, tmp_path: Path) -> None:
    """What is named, by code, name, range or share, is the report; the rest is told."""
    dataset = _loaded(tmp_path, said)
    assert _cost(dataset) == cost
    assert not dataset.whole_company
    told = [float(f.amount) for f in dataset.findings if f.code is Code.OUT_OF_SCOPE]
    assert round(sum(told) + cost, 2) == ALL
    assert float(dataset.facts.ledger_total + dataset.facts.ledger_outside) == 0


def test_the_question_names_the_dimensions(tmp_path: Path) -> None:
    """Until it is said, the question shows what there is to choose from, and how it is said."""
    question = next(iter(_loaded(tmp_path).findings)).sentence()
    assert "cost_centre: 100 Kundeservice, 200 Salg" in question
    assert "project: P1 Flytting" in question
    assert 'customer_service = { cost_centre = ["100"] }' in question


def test_what_is_nowhere_is_told(tmp_path: Path) -> None:
    """A code that no amount has is told, as an error where nothing else is customer service."""
    for values, severity in ((["900"], Severity.ERROR), (["100", "900"], Severity.WARNING)):
        found = _loaded(tmp_path, {"cost_centre": values}).findings
        (told,) = [one for one in found if one.code is Code.NOT_IN_LEDGER]
        assert (told.got, told.severity) == ("900", severity)
    with pytest.raises(SettingsError, match=r"customer_service\.Region.*project"):
        _loaded(tmp_path, {"Region": ["1"]})
    with pytest.raises(SettingsError, match="one column of the ledger"):
        _loaded(tmp_path, {"project": ["P1"], "vendor": ["X"]})


def test_postings_are_those_of_the_part(tmp_path: Path) -> None:
    """The postings behind a line are those of customer service, not larger ones beside them."""
    postings = _loaded(tmp_path, {"project": ["P1", "P2"]}).facts.postings
    assert sorted(postings["amount"]) == [200.5, 1000.0]


def test_a_csv_goes_by_its_own_columns(tmp_path: Path) -> None:
    """A column that is none of xlcost's tells the part in a CSV, and in a budget beside it."""
    text = "account,period,amount,Region\n5000,2026-01,70,north\n5000,2026-01,30,south\n"
    for name in ("ledger", "budget"):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    dataset = load(tmp_path, parse_settings({"customer_service": {"region": ["North"]}}))
    assert _cost(dataset) == 70
    assert dataset.facts.budget["amount"].sum() == 70


@pytest.mark.parametrize(
    ("key", "value", "cost"),
    [
        ("customer_service.project", "P1", 1000.0),
        ("customer_service.cost_centre", "100\n200", 91000.0),
        ("customer_service", '{ project = { "P1" = 0.5 } }', 500.0),
    ],
)
def test_a_cell_answers(key: str, value: str, cost: float, tmp_path: Path) -> None:
    """A row of the settings workbook says it as a key of TOML does."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Settings"
    sheet.append(["Key", "Value"])
    sheet.append([key, value])
    book.save(tmp_path / "xlcost.xlsx")
    assert _cost(_loaded(tmp_path)) == cost


@pytest.mark.parametrize(
    ("rows", "cost", "whole"),
    [
        ("100,yes\n200,\n", 90000.0, False),  # one yes: all others are not
        ("100,yes\n", 90000.0, False),  # nor what the list lacks
        ("100,\n200,no\n", 90230.75, False),
        ("100,no\n200,0.5\n", 730.75, False),
        ("100,\n200,0.5\n", ALL - 500, True),  # a share says nothing of the others
    ],
)
def test_a_list_answers(rows: str, cost: float, whole: bool, tmp_path: Path) -> None:
    """A yes in the list of cost centres means that the others are not customer service."""
    text = f"cost_centre,customer_service\n{rows}"
    (tmp_path / "cost_centres.csv").write_text(text, encoding="utf-8")
    dataset = _loaded(tmp_path)
    assert (_cost(dataset), dataset.whole_company) == (cost, whole)


@pytest.mark.parametrize(("key", "column"), [("project", "project"), ("Avdeling", "cost_centre")])
def test_a_budget_without_the_column_is_told(key: str, column: str, tmp_path: Path) -> None:
    """A budget that lacks what customer service goes by counts for nothing, and is told so."""
    text = "account,period,amount\n5000,2026-10,70\n"
    (tmp_path / "budget.csv").write_text(text, encoding="utf-8")
    dataset = _loaded(tmp_path, {key: ["P1", "100"]})
    (told,) = [one for one in dataset.findings if one.code is Code.SERVICE_COLUMN]
    assert (told.where.file, told.expected) == ("budget.csv", column)
    assert told.severity is Severity.WARNING
    assert dataset.facts.budget.empty


def test_sie_goes_by_its_objects(tmp_path: Path) -> None:
    """A dimension of SIE is a column by the name that the file gives it."""
    text = sie(OCTOBER).replace(
        '#DIM 1 "Kostnadsställe"', '#DIM 1 "Kostnadsställe"\r\n#DIM 20 "Kanal"'
    )
    text = text.replace('{1 "100"}', '{1 "100" 20 "Telefon"}')
    (tmp_path / "a.se").write_bytes(text.encode("cp865"))
    said = parse_settings({"customer_service": {"kanal": ["telefon"]}})
    assert _cost(load(tmp_path, said)) == 90000.0


def test_fec_goes_by_columns_that_no_law_names(tmp_path: Path) -> None:
    """A column beside the legal ones is a dimension: a cost centre by its name, or another."""
    text = fec(OCTOBER, own=("Section analytique", "Centre de coût"))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    for said, cost in (({"Section analytique": ["100"]}, 90000), ({"cost_centre": ["P1"]}, 1000)):
        assert _cost(load(tmp_path, parse_settings({"customer_service": said}))) == cost
