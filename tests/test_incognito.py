"""A company nobody knows again: every amount is another one by one factor, and nothing else is."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from whole_folder import CURRENCIES, write

from xlcost.dataset.findings import Code
from xlcost.dataset.incognito import factor, incognito
from xlcost.inputs.loading import load
from xlcost.report.build import build
from xlcost.report.model.evaluation import Address, cells, evaluate
from xlcost.report.model.expressions import Value

MORE = """\
[report.staffing]
loaded_rate = 400

[report.thresholds]
cost_per_contact = { green = 20, amber = 30 }
service_level = { green = 0.8, amber = 0.7 }
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


@pytest.fixture(scope="module", params=["currencies", "trial balance"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Told, Told, float]:
    """Return the cells of a company that uses every input, as it is and incognito, and the factor.

    Several currencies leave no trial balance: it would have to be in the report's.
    """
    folder = tmp_path_factory.mktemp("whole")
    if request.param == "currencies":
        currencies, without = ("NOK", "EUR", "USD"), ("trial_balance.csv",)
        write(folder, more=CURRENCIES + MORE, currencies=currencies, without=without)
    else:
        write(folder, more=MORE)
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


def test_findings_are_whole_sentences_that_tell_nothing(tmp_path: Path) -> None:
    """Currencies, periods and lines stay, names are neutral ones, other quotes are hidden."""
    files = {
        "ledger": (
            "period,account,cost_centre,entity,currency,amount\n2026-09,5000,K7,Acme,NOK,100\n"
            "2026-10,5000,K9,Beta,EUR,10.5\n2026-10,6300,K9,Beta,NOK,1\n"
            "soon,6300,K9,Beta,NOK,9\n"
        ),
        "budget": "period,account,amount\n2026-10,5000,90\n",
        "accounts": "account,line,category\n5000,Salaries,People\n6300,Rent,Premises\n",
        "cost_centres": "cost_centre,name\nK7,Klondike\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    settings = '[report]\nentity = "Acme"\ncurrency = "NOK"\nrates = { EUR = 11.5 }\n'
    (tmp_path / "xlcost.toml").write_text(settings, encoding="utf-8")
    plain = load(tmp_path)
    hidden = incognito(plain)
    amount = round(1 * float(factor(plain)), 2)
    told = {one.code: one.message() for one in hidden.findings}
    assert told[Code.MIXED_CURRENCY] == "EUR translated to NOK (1 row)"
    assert told[Code.NO_BUDGET] == f"Rent has actual cost but no budget ({amount:,.2f})"
    assert "The company" in told[Code.SEVERAL_ENTITIES]
    assert "Company 1, Company 2" in told[Code.SEVERAL_ENTITIES]
    assert "…" in told[Code.NOT_A_DATE]
    codes = [one.got for one in hidden.findings if one.code is Code.UNMAPPED_COST_CENTRE]
    assert codes
    assert set(codes) <= set(hidden.facts.cost_centres["cost_centre"])
    every = " ".join(one.sentence() for one in hidden.findings)
    assert not [name for name in ("Acme", "Beta", "K7", "K9", "Klondike", "soon") if name in every]
