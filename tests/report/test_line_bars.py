"""Bars of actual and budget by category, and beside them how far apart they are."""

from __future__ import annotations

import pytest
from hand_made import accounts, company, ledger, made, sheet

from xlcost.dataset.facts import BUDGET_COLUMNS, empty
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.spec import Chart, Report


def bars(report: Report) -> list[Chart]:
    """Return the bars of a report: amounts, then variances."""
    blocks = sheet(report, "opex_lines").blocks
    return [block for block in blocks if isinstance(block, Chart) and block.kind == "bars"]


def test_bars_are_amounts_and_variances() -> None:
    """Actual stands before the outlined budget; dearer is unfavourable and to the right."""
    report = made(company())
    found = evaluate(report)
    amounts, variances = bars(report)
    drawn = {
        series.role: [found[one.grid, one.row, one.column] for one in series.values]
        for series in (*amounts.series, *variances.series)
    }
    assert [found[one.grid, one.row, one.column] for one in amounts.categories] == [
        "People",
        "Technology",
    ]
    assert drawn["AC"] == [135_000, 38_000]
    assert drawn["BU"] == [100_000, 50_000]
    assert drawn["unfavourable"] == [35_000, 0]
    assert drawn["favourable"] == [0, -12_000]
    assert variances.beside
    assert not variances.names


@pytest.mark.parametrize(("wages", "way"), [(130_000.0, "above"), (40_000.0, "below")])
def test_the_message_is_what_is_furthest_from_its_budget(wages: float, way: str) -> None:
    """The title names the category that is furthest away, how far, and on which side."""
    book = ledger()
    book.loc[(book["period"] == 202610) & (book["account"] == "010"), "amount"] = wages
    title = bars(made(company(ledger=book)))[0].title.replace("\u00a0", " ")
    apart = abs(wages + 5_000 - 100_000)
    assert title == (
        f"People has the largest variance in October 2026: NOK {apart:,.0f} {way} budget"
    )


def test_without_a_budget_there_are_no_bars() -> None:
    """Nothing to compare with is nothing to draw."""
    assert not bars(made(company(budget=empty(BUDGET_COLUMNS))))


def test_one_category_is_drawn_by_its_lines() -> None:
    """Where all cost is of one category its lines are compared, as they stand in the table."""
    known = accounts()
    known.loc[known["kind"] == "cost", "category"] = "All"
    report = made(company(accounts=known))
    found = evaluate(report)
    chart = bars(report)[0]
    names = [found[one.grid, one.row, one.column] for one in chart.categories]
    assert names == ["Salaries", "Agent licences", "Telephony"]
    assert chart.title.startswith("Salaries has the largest variance")
