"""What a forecast must not do: carry on one-offs, closed cost centres, or another method."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hand_made import (
    MONTHLY,
    OCTOBER,
    HandMade,
    accounts,
    budget,
    cost_centres,
    grid,
    ledger,
    made,
    settings,
    sheet,
    whole_facts,
)
from libreoffice import differences

from xlcost.dataset.earlier import Earlier, EarlierForecast
from xlcost.dataset.facts import BUDGET_COLUMNS, empty
from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import Literal, Value
from xlcost.report.model.spec import Report, Text
from xlcost.workbook.render import write_workbook

METHODS = ("run_rate", "remaining_budget", "seasonal", "last_period")


def company(method: str | None = None, by_line: dict[str, str] | None = None, **facts: Any) -> Any:
    """Return the company with methods of its forecast."""
    methods: dict[str, Any] = {"forecast": method} if method else {}
    methods |= {"forecast_by_line": by_line} if by_line else {}
    return HandMade(whole_facts(**facts), settings=settings(methods=methods))


def with_days(code: str, **days: str) -> pd.DataFrame:
    """Return the cost centres, one of them with its first or last day."""
    frame = cost_centres()
    for side, day in days.items():
        frame.loc[frame["cost_centre"] == code, side] = day
    return frame


def row_key(report: Report, label: str, name: str = "forecast") -> str:
    """Return the key of the row with a label."""
    for row in grid(report, name).rows:
        expression = row.cells["label"].expression
        if isinstance(expression, Literal) and expression.value == label:
            return row.key
    raise AssertionError(label)


def row(report: Report, label: str, name: str = "forecast") -> dict[str, Value]:
    """Return the figures of one row by column."""
    key = row_key(report, label, name)
    return {at[2]: value for at, value in evaluate(report).items() if at[:2] == (name, key)}


def found(report: Report, code: Code) -> list[Finding]:
    """Return the findings of a kind that the report itself has."""
    return [one for one in report.findings if one.code is code]


def passed(report: Report) -> bool:
    """Whether the forecast's controls passed."""
    values = evaluate(report)
    names = ("forecast_lines", "forecast_total", "forecast_run_rate")
    return all(values["checks", name, "verdict"] == "passed" for name in names)


def said(report: Report) -> str:
    """Return the sentences above the table."""
    texts = [b.text for b in sheet(report, "forecast").blocks if isinstance(b, Text)]
    return " ".join(texts).replace("\xa0", " ")


# One-offs


@pytest.mark.parametrize("method", METHODS)
def test_a_one_off_is_never_carried_on(method: str) -> None:
    """October's bonus of 5,000, which no budget has, is in the year once, whatever the method."""
    once = row(made(company(method)), "Salaries")
    ledger_without = ledger()[ledger()["account"] != "5100"]
    without = row(made(company(method, ledger=ledger_without)), "Salaries")
    assert once["year"] == pytest.approx(float(str(without["year"])) + 5_000.0)
    assert (once["m11"], once["m12"]) == (without["m11"], without["m12"])


def test_a_budgeted_one_off_is_still_expected() -> None:
    """A bonus that the budget has in December is expected there, and nowhere else."""
    extra = pd.DataFrame(
        [("original", 202612, "5100", "10", "", 40_000.0, 1)], columns=list(BUDGET_COLUMNS)
    )
    report = made(company("run_rate", budget=pd.concat([budget(), extra])))
    salaries = row(report, "Salaries")
    assert salaries["m11"] == pytest.approx(103_000.0)  # nine months of 100,000 and one of 130,000
    assert salaries["m12"] == pytest.approx(143_000.0)
    assert salaries["year"] == pytest.approx(1_035_000.0 + 103_000.0 + 143_000.0)
    assert passed(report)


# Cost centres that close and open


@pytest.mark.parametrize("method", METHODS)
def test_a_closed_cost_centre_has_no_more_cost(method: str) -> None:
    """Lines close on 15 November: telephony costs 30,000 in November, and nothing after it."""
    report = made(company(method, cost_centres=with_days("20", active_to="2026-11-15")))
    telephony = row(report, "Telephony")
    assert telephony["m11"] == pytest.approx(30_000.0)
    assert telephony["m12"] == 0.0
    assert telephony["year"] == pytest.approx(11 * 30_000.0)
    salaries = row(report, "Salaries")
    assert salaries["m12"] != 0.0
    assert passed(report)
    assert row(report, "20 Lines", "centres")["forecast"] == pytest.approx(330_000.0)


@pytest.mark.parametrize("method", METHODS)
def test_a_line_of_two_cost_centres_ends_in_one_of_them(method: str) -> None:
    """Half of the telephony is Desk's, which stays: it goes on alone from the month of closing."""
    rows, plan = (
        pd.concat([f, f[f["account"] == "6900"].assign(cost_centre="10")])
        for f in (ledger(), budget())
    )
    centres = with_days("20", active_to="2026-10-31")
    report = made(company(method, ledger=rows, budget=plan, cost_centres=centres))
    telephony = row(report, "Telephony")
    assert (telephony["m11"], telephony["m12"]) == (pytest.approx(30_000.0),) * 2
    assert telephony["year"] == pytest.approx(20 * 30_000.0 + 2 * 30_000.0)
    assert passed(report)


def test_a_budget_after_closing_is_told() -> None:
    """What the budget has for a closed cost centre is left out, and a warning says how much."""
    report = made(company(cost_centres=with_days("20", active_to="2026-10-31")))
    (warning,) = found(report, Code.CLOSED_WITH_BUDGET)
    assert warning.severity is Severity.WARNING
    assert warning.amount == "60000.00"
    assert "20 Lines" in warning.message()
    assert "20 Lines (Oct 26)" in said(report)


def test_a_cost_centre_that_is_not_open_yet_has_no_cost_before() -> None:
    """A cost centre that opens in December has none of the budget of November."""
    extra = pd.DataFrame(
        [("original", period, "6900", "30", "", 9_000.0, 1) for period in (202611, 202612)],
        columns=list(BUDGET_COLUMNS),
    )
    frame = pd.concat(
        [cost_centres(), cost_centres().head(1).assign(cost_centre="30", active_from="2026-12-01")]
    )
    report = made(company(budget=pd.concat([budget(), extra]), cost_centres=frame))
    telephony = row(report, "Telephony")
    assert (telephony["m11"], telephony["m12"]) == (30_000.0, 39_000.0)
    assert passed(report)


# Methods that lack what they need


def test_a_method_is_not_overruled_in_silence() -> None:
    """Seasonal without a prior year is the run rate, with a mark at each line and one warning."""
    rows = ledger()
    report = made(company("seasonal", ledger=rows[rows["period"] > 202600]))
    assert row(report, "Telephony")["method"] == "mean to date *"
    assert row(report, "Telephony", "opex")["method"] == "RR*"
    (warning,) = found(report, Code.FORECAST_FALLBACK)
    assert (warning.severity, warning.rows) == (Severity.WARNING, 4)
    told = warning.message()
    assert "Telephony" in told
    assert "prior-year profile" in told
    assert "prior year is incomplete" in told


def test_a_remaining_budget_without_budget_is_told() -> None:
    """A line without a budget to remain has the run rate, and a warning names the line."""
    plan = budget()
    report = made(company("remaining_budget", budget=plan[plan["account"] != "6900"]))
    (warning,) = found(report, Code.FORECAST_FALLBACK)
    assert warning.got == "Telephony"
    assert "The line has no budget" in warning.message()


def test_what_nobody_asked_for_is_no_fallback() -> None:
    """Where no settings and no budget say a method, the run rate is the method."""
    report = made(company(budget=empty(BUDGET_COLUMNS)))
    assert not found(report, Code.FORECAST_FALLBACK)
    assert row(report, "Telephony")["method"] == "mean to date"


# Beside the method


def test_the_range_of_the_methods() -> None:
    """Licences: 20,000 a month, 8,000 in October; each method's year is worked out by hand."""
    report = made(company())
    licences = row(report, "Agent licences", "forecast_methods")
    to_date = 9 * 20_000.0 + 8_000.0
    by_method = {
        "remaining_budget": to_date + 40_000.0,
        "run_rate": to_date * 1.2,
        "seasonal": to_date / 200_000.0 * 240_000.0,
        "last_period": to_date + 2 * 8_000.0,
    }
    assert {name: licences[name] for name in by_method} == pytest.approx(by_method)
    shown = row(report, "Agent licences")
    assert (shown["by_low"], shown["by_high"]) == pytest.approx((204_000.0, 228_000.0))
    assert shown["by_run_rate"] == pytest.approx(225_600.0)
    total, parts = row(report, "Total OpEx", "forecast_methods"), ("Salaries", "Telephony")
    for name, mine in by_method.items():
        others = [float(str(row(report, part, "forecast_methods")[name])) for part in parts]
        assert total[name] == pytest.approx(sum(others) + mine)
    low = min(float(str(total[name])) for name in by_method)
    high = max(float(str(total[name])) for name in by_method)
    assert (total["low"], total["high"]) == pytest.approx((low, high))


def test_more_than_the_years_budget_is_flagged() -> None:
    """A line whose budget of the year is spent by October has a mark, and a sentence names it."""
    plan = budget()
    small = plan.assign(amount=plan["amount"].where(plan["account"] != "6900", 24_000.0))
    report = made(company(budget=small))
    assert row(report, "Telephony")["over"] == "▲"  # 300,000 of 288,000
    assert row(report, "Salaries")["over"] == ""
    assert "Telephony (NOK 12,000)" in said(report)


def test_the_same_variance_is_said_once() -> None:
    """Where all follows the remaining budget, the sheet says that the variance is that to date."""
    variance = OCTOBER["010"] + OCTOBER["5100"] + OCTOBER["5400"] - MONTHLY["010"] - MONTHLY["5400"]
    assert variance == 23_000.0
    assert "variance of NOK 23,000 equals that of the year to date" in said(made(company()))
    assert "equals that of the year to date" not in said(made(company("run_rate")))
    assert accounts()["recurring"].tolist().count("no") == 1


def with_everything() -> HandMade:
    """Return the company with a method for each line, one-offs, and cost centres that change."""
    extra = pd.DataFrame(
        [
            ("original", 202612, "5100", "10", "", 40_000.0, 1),
            ("original", 202612, "6900", "30", "", 9_000.0, 1),
        ],
        columns=list(BUDGET_COLUMNS),
    )
    rows, plan = (
        pd.concat([f, f[f["account"] != "3000"].assign(cost_centre="20")])
        for f in (ledger(), budget())
    )
    opens = cost_centres().head(1).assign(cost_centre="30", active_from="2026-12-01")
    by_line = {
        "Salaries": "seasonal",
        "Agent licences": "last_period",
        "Telephony": "remaining_budget",
        "Service fees": "run_rate",
    }
    return company(
        by_line=by_line,
        ledger=rows,
        budget=pd.concat([plan, extra]),
        cost_centres=pd.concat([with_days("20", active_to="2026-11-30"), opens]),
    )


def test_recalculated(tmp_path: Path) -> None:
    """LibreOffice comes to the same figures, the accuracy of earlier forecasts included."""
    packs = tuple(
        EarlierForecast(key, {}, key + 1, {"cost | Technology | Telephony": amount})
        for key, amount in ((202606, 66_000.0), (202607, 59_000.0), (202608, 61_500.0))
    )
    report = made(with_everything(), earlier=Earlier(forecasts=packs))
    assert passed(report)
    path = tmp_path / "report.xlsx"
    write_workbook(report, evaluate(report), path)
    assert differences(path) == []
