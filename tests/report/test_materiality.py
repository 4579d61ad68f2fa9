"""Materiality by line: each kind of rule, live on OpEx by line and told on Commentary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hand_made import company, made, settings, values
from libreoffice import differences

from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.materiality import stepped
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


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"pct": 0.9}, set()),
        ({"pct": 0.9, "always_amount": 35_000}, {"Salaries"}),
        ({"pct": 0.9, "always_amount": 2_500}, {"Salaries", "Agent licences", "Service fees"}),
        ({"pct": 0.9, "always_amount": 35_000.01}, set()),
        (
            {"always_amount": 100, "rules": [{"kinds": ["income"], "amount": 5_000}]},
            {"Salaries", "Agent licences"},
        ),
        (
            {"pct": 0.9, "rules": [{"lines": ["Salaries"], "always_amount": 30_000}]},
            {"Salaries"},
        ),
    ],
)
def test_an_amount_that_is_enough_alone(rule: dict[str, Any], expected: set[str]) -> None:
    """From `always_amount` on a variance is material, unless a rule has an amount of its own."""
    assert flags(**rule) == expected


def test_amounts_follow_the_size() -> None:
    """Without amounts, 1 % of a period's budgeted cost is enough alone, and a tenth of it lower."""
    flat = flags(amount=None)  # 150,000 a month: 1,500 is 2,000 of 1, 2 and 5, and 200 below
    assert flat == {"Salaries", "Agent licences", "Service fees"}
    found = values(replace(company(), settings=settings(materiality={"amount": None})))
    bounds = [found["basis", f"{name}_threshold", "value"] for name in ("amount", "always")]
    assert bounds == [200.0, 2_000.0]
    given = settings(materiality={"amount": None, "always_amount": 50_000})
    found = values(replace(company(), settings=given))
    bounds = [found["basis", f"{name}_threshold", "value"] for name in ("amount", "always")]
    assert bounds == [200.0, 50_000.0]


def test_steps() -> None:
    """An amount is rounded to the nearest of 1, 2 and 5 times a power of ten."""
    amounts = (1, 1.49, 1.5, 3.4, 3.5, 7.4, 7.5, 82_514, 0.0149, 999)
    assert [stepped(one) for one in amounts] == [1, 1, 2, 2, 5, 5, 10, 100_000, 0.01, 1_000]


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
