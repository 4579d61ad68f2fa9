"""A company nobody knows again: every amount is another one by one factor, and nothing else is."""

from __future__ import annotations

import math

import pytest
from whole_folder import CURRENCIES, write

from xlcost.inputs.incognito import factor, incognito
from xlcost.inputs.loading import load
from xlcost.report.build import build
from xlcost.report.model.evaluation import Address, cells, evaluate
from xlcost.report.model.expressions import Value

MORE = f"""\
{CURRENCIES}
[report.staffing]
loaded_rate = 400

[report.thresholds]
cost_per_contact = {{ green = 20, amber = 30 }}
service_level = {{ green = 0.8, amber = 0.7 }}
"""
RULE = """
[[report.materiality.rules]]
lines = ["Salaries"]
amount = 20000
"""
MONEY = ("money", "money_exact", "unit_cost")
ROUNDED = 0.006  # adjustments are shown to the cent
# Cells whose format says nothing of money: lines of charts, and half an hour as a number.
UNTOLD = {"chart_points", "staffing_targets"}
Told = dict[Address, tuple[str, Value]]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, Told, float]:
    """Return the cells of a company that uses every input, as it is and incognito, and the factor.

    Currencies leave no trial balance: it would have to be in the report's.
    """
    folder = tmp_path_factory.mktemp("whole")
    write(folder, more=MORE, currencies=("NOK", "EUR", "USD"), without=("trial_balance.csv",))
    with (folder / "xlcost.toml").open("a", encoding="utf-8") as file:
        file.write(RULE)
    dataset = load(folder, period="2026P03")
    found = []
    for one in (dataset, incognito(dataset)):
        report = build(one, created="2026-04-05T08:00:00Z", version="0")
        values = evaluate(report)
        found.append({address: (cell.format, values[address]) for address, cell in cells(report)})
    return found[0], found[1], float(factor(dataset))


def test_every_amount_of_every_sheet_is_multiplied(both: tuple[Told, Told, float]) -> None:
    """Money is the factor's multiple on each sheet; counts, hours and shares are the same."""
    plain, hidden, by = both
    assert plain.keys() == hidden.keys()
    wrong, sheets = [], set()
    for address, (shown, value) in plain.items():
        other = hidden[address][1]
        if address[0] in UNTOLD or shown == "bytes" or not isinstance(value, int | float):
            continue
        wanted = value * by if shown in MONEY else value
        sheets.add(address[0])
        near = isinstance(other, int | float) and math.isclose(
            wanted, other, rel_tol=1e-6, abs_tol=ROUNDED
        )
        if not near:
            wrong.append((address, value, other))
    assert wrong == []
    assert sheets >= {
        *("summary", "key_figures", "opex", "centres", "adjustments", "bridge_bu", "unit_cost"),
        *("resources", "staffing_cost", "forecast", "plan_levers", "plan_scenarios", "postings"),
        *("commentary", "basis", "materiality", "sources", "findings", "checks", "unit_bridge"),
    }


def test_every_verdict_is_the_same(both: tuple[Told, Told, float]) -> None:
    """Letters, flags, lights, benchmark and controls say what they said of the real company."""
    plain, hidden, _ = both
    judged = [
        address
        for address, (shown, value) in plain.items()
        if shown == "word" and isinstance(value, str) and value
    ]
    assert len(judged) > 100
    assert {"benchmark", "light", "verdict", "month_status", "month_material"} <= {
        column for _, _, column in judged
    }
    assert [one for one in judged if plain[one] != hidden[one]] == []
