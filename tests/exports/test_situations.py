"""Two whole companies as their systems export them: costs and budgets by what `init` writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from exports import cases

from xlcost.inputs.loading import Dataset

OCTOBER, FIRST = 202610, 202601


def _read(shared_data: Path, name: str, work: Path) -> tuple[Dataset, dict[str, Any]]:
    folder = shared_data / "exports/situations" / name
    outcome = cases.run(folder, work, cases.init(folder))
    assert not outcome.errors, outcome.said
    assert outcome.dataset is not None
    return outcome.dataset, json.loads((folder / "truth.json").read_text(encoding="utf-8"))


def _sum(frame: pd.DataFrame, first: int, last: int = OCTOBER) -> float:
    return float(frame.loc[frame["period"].between(first, last), "amount"].sum())


def test_a_wide_sheet(shared_data: Path, tmp_path: Path) -> None:
    """Actual and budget of each month side by side: totals of rows and columns are left out."""
    dataset, truth = _read(shared_data, "wide-sheet", tmp_path)
    ledger, budget = dataset.facts.ledger, dataset.facts.budget
    found = {
        "oct_act": _sum(ledger, OCTOBER),
        "oct_bud": _sum(budget, OCTOBER),
        "ytd_act": _sum(ledger, FIRST),
        "ytd_bud": _sum(budget, FIRST),
        "fy_bud": _sum(budget, FIRST, FIRST + 11),
    }
    assert found == pytest.approx(truth, abs=0.005)


def test_a_norwegian_company(shared_data: Path, tmp_path: Path) -> None:
    """Debit and credit, a list of accounts and a budget by month give the costs of every cut."""
    dataset, truth = _read(shared_data, "norwegian", tmp_path)
    ledger, budget = dataset.facts.ledger, dataset.facts.budget
    income = set(dataset.facts.accounts.query("kind == 'income'")["account"])
    costs, earned = (ledger[ledger["account"].isin(income) == side] for side in (False, True))
    planned = budget[~budget["account"].isin(income)]
    for key, first in (("month", OCTOBER), ("ytd", FIRST)):
        assert _sum(costs, first) == pytest.approx(truth[key]["cost"], abs=0.005)
        assert -_sum(earned, first) == pytest.approx(truth[key]["income"], abs=0.005)
    assert _sum(costs, 202510, 202510) == pytest.approx(truth["py_month"]["cost"], abs=0.005)
    assert _sum(planned, OCTOBER) == pytest.approx(truth["bud_month"], abs=0.005)
    assert _sum(planned, FIRST) == pytest.approx(truth["bud_ytd"], abs=0.005)
    assert _sum(planned, FIRST, FIRST + 11) == pytest.approx(truth["bud_fy"], abs=0.005)
    assert float(dataset.facts.ledger_total) == truth["ledger_total"]
    month = costs[costs["period"] == OCTOBER]
    by_centre = month.groupby("cost_centre")["amount"].sum().to_dict()
    by_account = month.groupby("account")["amount"].sum().to_dict()
    assert by_centre == pytest.approx(truth["by_cc"], abs=0.005)
    assert by_account == pytest.approx(truth["by_line"], abs=0.005)
