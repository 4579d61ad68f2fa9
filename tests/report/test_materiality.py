"""Materiality by line: each kind of rule, live on OpEx by line and told on Commentary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hand_made import company, made, settings, values
from libreoffice import differences

from xlcost.report.model.evaluation import evaluate
from xlcost.workbook.render import write_workbook

LINES = ("Salaries", "Agent licences", "Telephony", "Service fees")
STRICT = {"amount": 1, "pct": 0}


def flags(**materiality: Any) -> set[str]:
    """Return the lines whose variance of the month is marked."""
    found = values(replace(company(), settings=settings(materiality=materiality)))
    marked = {
        name
        for number, name in enumerate(LINES, start=1)
        if found["opex", f"line{number}", "month_material"] == "●"
    }
    told = {
        str(value)
        for (grid, _, column), value in found.items()
        if grid == "commentary" and column == "line"
    }
    assert told == marked  # the sheet Commentary has a row for each mark
    return marked


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"lines": ["SALARIES"], "amount": 50_000}, {"Agent licences"}),
        ({"categories": ["Technology"], "amount": 15_000}, {"Salaries"}),
        ({"behaviours": ["fixed"], "amount": 12_000}, {"Salaries", "Agent licences"}),
        ({"behaviours": ["fixed"], "amount": 12_000.01}, {"Salaries"}),
        ({"kinds": ["income"], **STRICT}, {"Salaries", "Agent licences", "Service fees"}),
        ({"lines": ["Salaries"], "kinds": ["income"]} | STRICT, {"Salaries", "Agent licences"}),
        ({"lines": ["Salaries"], "pct": 0.36}, {"Agent licences"}),
        ({"lines": ["Salaries"], "pct": 0.36, "mode": "or"}, {"Salaries", "Agent licences"}),
        ({"lines": ["Nobody"], "amount": 1e9}, {"Salaries", "Agent licences"}),
    ],
)  # fmt: skip
def test_rules(rule: dict[str, Any], expected: set[str]) -> None:
    """A rule changes what it says for the lines that fit each of its lists, and nothing else."""
    assert flags(rules=[rule]) == expected


def test_the_first_rule_that_fits_holds() -> None:
    """Of two rules for one line, the first is taken whole."""
    rules = [{"lines": ["Salaries"], "amount": 1e9}, {"categories": ["People"], **STRICT}]
    assert flags(rules=rules) == {"Agent licences"}


def test_favourable_variances_are_marked() -> None:
    """Money that was not spent has to be explained as well."""
    assert "Agent licences" in flags()


def test_totals_have_the_bounds_of_all() -> None:
    """A rule for a line does not reach its category, the total or a cost centre."""
    rules = [{"kinds": ["cost"], "amount": 1e9}]
    found = values(replace(company(), settings=settings(materiality={"rules": rules})))
    assert found["opex", "total", "month_material"] == "●"
    assert found["opex", "line1", "month_material"] == ""


def test_the_bounds_are_live(tmp_path: Path) -> None:
    """LibreOffice finds the same marks from the bounds on the Data sheet."""
    rules = [
        {"lines": ["Salaries"], "pct": 0.5, "mode": "and"},
        {"categories": ["Technology"], "amount": 100, "mode": "or"},
    ]
    dataset = replace(
        company(),
        settings=settings(materiality={"rules": rules, "always": ["Service fees", "People"]}),
    )
    report = made(dataset)
    path = tmp_path / "report.xlsx"
    write_workbook(report, evaluate(report), path)
    assert differences(path) == []
