"""The waterfall stands when its running total crosses zero."""

from __future__ import annotations

import pytest
from hand_made import budget, company, ledger, made, values
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from xlcost.report.model.evaluation import evaluate

NUMBERS = st.integers(-200_000, 200_000)


@given(wages=NUMBERS, licences=NUMBERS, phones=NUMBERS)
@hypothesis_settings(
    max_examples=12, deadline=None, suppress_health_check=list(HealthCheck)
)  # each example builds a report
def test_columns_reach_the_running_total(wages: int, licences: int, phones: int) -> None:
    """Base and coloured parts span exactly from one running total to the next, on both sides."""
    book = ledger()
    for account, amount in (("010", wages), ("5400", licences), ("6900", phones)):
        book.loc[(book["period"] == 202610) & (book["account"] == account), "amount"] = amount
    found = values(company(ledger=book))
    before = float(found["waterfall", "start", "after"])  # type: ignore[arg-type]
    for key in ("category1", "category2"):
        row = {
            name: float(value)
            for (grid, step, name), value in found.items()
            if grid == "waterfall" and step == key and isinstance(value, int | float)
        }
        after = row["after"]
        up = row["favourable"] + row["unfavourable"]
        down = row["favourable_below"] + row["unfavourable_below"]
        top = max(row["base"], 0) + up
        bottom = min(row["base"], 0) + down
        assert up >= 0 >= down
        reached = top if max(before, after) > 0 else row["base"]
        assert reached == pytest.approx(max(before, after), abs=1e-6)
        reached = bottom if min(before, after) < 0 else row["base"]
        assert reached == pytest.approx(min(before, after), abs=1e-6)
        good = row["favourable"] - row["favourable_below"]
        assert good == pytest.approx(max(before - after, 0), abs=1e-6)
        before = after
    assert before == pytest.approx(float(found["waterfall", "end", "after"]))  # type: ignore[arg-type]


def test_many_categories_are_gathered() -> None:
    """More categories than a chart can show become one step, and the sum still closes."""
    from hand_made import accounts

    known = accounts()
    book, plan = ledger(), budget()
    row = known.iloc[0]
    for number in range(20):
        code = f"7{number:03d}"
        known.loc[len(known)] = {**row, "account": code, "line": code, "category": code}
        book.loc[len(book)] = [202610, code, "10", "", 1_000.0 * number, 1]
        plan.loc[len(plan)] = ["original", 202610, code, "10", "", 500.0, 1]
    report = made(company(ledger=book, budget=plan, accounts=known))
    found = evaluate(report)
    steps = {row for (grid, row, _) in found if grid == "waterfall"}
    assert "rest" in steps
    assert len(steps) == 12
    assert found["waterfall", "rest", "after"] == pytest.approx(found["waterfall", "end", "after"])
