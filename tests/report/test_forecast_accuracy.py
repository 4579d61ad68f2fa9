"""How earlier forecasts fared: by line and in total, with the number of forecasts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hand_made import HandMade, company, grid, ledger, made, sheet

from xlcost.dataset.earlier import Earlier, EarlierForecast
from xlcost.dataset.pack_format import FORECAST, FORECAST_COLUMNS
from xlcost.inputs.packs.pack_forecasts import forecast_of
from xlcost.inputs.packs.pack_parts import PackTable
from xlcost.inputs.packs.pack_tables import PackBook
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import Value
from xlcost.report.model.spec import Report, Text
from xlcost.values.calendar import Period

SALARIES = "cost | People | Salaries"
TELEPHONY = "cost | Technology | Telephony"
FEES = "income | Income | Service fees"
# August expected September, September expected October; the ledger had 100,000 and 135,000 of
# salaries, twice 30,000 of telephony, and 10,000 and 12,500 of fees.
AUGUST = EarlierForecast(
    202608, {SALARIES: 1.0}, 202609, {SALARIES: 100_000.0, TELEPHONY: 33_000.0, FEES: 10_000.0}
)
SEPTEMBER = EarlierForecast(
    202609,
    {SALARIES: 1.0},
    202610,
    {SALARIES: 108_000.0, TELEPHONY: 27_000.0, FEES: 10_000.0, "cost | Old | Temps": 5_000.0},
)


@pytest.fixture(scope="module")
def report() -> Report:
    """Return October's report after packs of August and September."""
    return made(company(), earlier=Earlier(forecasts=(AUGUST, SEPTEMBER)))


def rows(report: Report) -> dict[str, dict[str, Value]]:
    """Return the figures of each row of the table by what it is called."""
    values = evaluate(report)
    return {
        str(values["forecast_accuracy", row.key, "label"]): {
            at[2]: value for at, value in values.items() if at[:2] == ("forecast_accuracy", row.key)
        }
        for row in grid(report, "forecast_accuracy").rows
    }


def said(report: Report) -> str:
    """Return the sentences of the sheet."""
    texts = [b.text for b in sheet(report, "forecast").blocks if isinstance(b, Text)]
    return " ".join(texts).replace("\xa0", " ")


def test_error_and_bias_of_a_line(report: Report) -> None:
    """Telephony was 10 % too high, then 10 % too low; salaries were met, then missed by a fifth."""
    found = rows(report)
    telephony, salaries = found["Telephony"], found["Salaries"]
    assert telephony["next_n"] == 2
    assert telephony["next_mape"] == pytest.approx(0.1)
    assert telephony["next_bias"] == pytest.approx(0.0)
    assert (telephony["next_expected"], telephony["next_actual"]) == (27_000.0, 30_000.0)
    assert telephony["next_miss"] == -3_000.0
    assert salaries["next_mape"] == pytest.approx((0.0 + 27_000 / 135_000) / 2)
    assert salaries["next_bias"] == pytest.approx(-27_000 / 235_000)
    assert found["Service fees"]["next_actual"] == 12_500.0
    assert "Agent licences" not in found  # of which no pack expected anything


def test_error_and_bias_in_total(report: Report) -> None:
    """The total holds all cost that packs expected against all that came, lines gone included."""
    total = rows(report)["Total OpEx"]
    # 133,000 of 150,000 in September, 140,000 of 173,000 in October.
    mape = (17_000 / 150_000 + 33_000 / 173_000) / 2
    assert total["next_mape"] == pytest.approx(mape)
    assert total["next_bias"] == pytest.approx(-50_000 / 323_000)
    told = said(report)
    assert f"missed by {mape * 100:.1f}% on average (MAPE), 15.5% too low on the whole" in told
    assert "(2 forecasts)" in told
    assert evaluate(report)["checks", "forecast_accuracy", "verdict"] == "passed"


def test_nothing_without_earlier_packs() -> None:
    """Without an earlier pack there is no table, and one sentence says why."""
    report = made(company())
    with pytest.raises(StopIteration):
        grid(report, "forecast_accuracy")
    assert "No earlier pack has a forecast for a month that has closed since" in said(report)


def test_full_years_when_they_are_over() -> None:
    """What packs of 2025 expected of their year is held against it: 1,200,000 of salaries."""
    year = {SALARIES: 1_260_000.0, TELEPHONY: 360_000.0}
    packs = (EarlierForecast(202506, year), EarlierForecast(202512, year))
    found = rows(made(company(), earlier=Earlier(forecasts=packs)))["Salaries"]
    assert found["year_n"] == 1  # December's own pack forecasts nothing
    assert found["year_mape"] == pytest.approx(0.05)
    assert "next_n" not in found


def test_a_month_without_cost_has_no_percentage() -> None:
    """A month in which a line cost nothing is in the bias, and not in the MAPE."""
    book = ledger()
    gone = (book["account"] == "6900") & (book["period"] == 202609)
    dataset = company(ledger=book[~gone])
    found = rows(made(dataset, earlier=Earlier(forecasts=(AUGUST, SEPTEMBER))))["Telephony"]
    assert found["next_mape"] == pytest.approx(0.1)
    assert found["next_bias"] == pytest.approx((33_000 - 3_000) / 30_000)


def test_a_year_has_none() -> None:
    """A report of a whole year has no sheet Forecast, whatever packs there are."""
    dataset: HandMade = company()
    dataset.period = Period(2025, 0)
    report = made(dataset, earlier=Earlier(forecasts=(AUGUST,)))
    assert "forecast" not in {one.key for one in report.sheets}


# What strangers may write


class Rows:
    """The cells of a pack with one table."""

    titles = ("Data",)

    def __init__(self, *rows: tuple[Any, ...]) -> None:
        self._rows = rows

    def rows(self, *_: object) -> tuple[tuple[Any, ...], ...]:
        """Return the rows below the headings."""
        return self._rows


def read(*cells: tuple[Any, ...]) -> EarlierForecast:
    """Return what a pack of September expected, by the cells of its table."""
    heads = tuple(enumerate(FORECAST_COLUMNS, start=1))
    table = PackTable("Data", 1, 1, len(heads), 1 + len(cells), heads)
    book = PackBook(Path("pack.xlsx"), tables={FORECAST: table})
    return forecast_of(book, Rows(*cells), 202609)  # type: ignore[arg-type]  # what it asks of them


@pytest.mark.parametrize("amount", [True, "x", None, 1e300, float("inf"), float("nan")])
def test_what_is_no_amount_is_no_forecast(amount: object) -> None:
    """Texts, truth values and amounts that no company has are left out."""
    found = read((SALARIES, amount, "run_rate", 0, 202610, amount))
    assert not found.year
    assert not found.next


@pytest.mark.parametrize("period", [202611, 202609, "202610", None, 0])
def test_only_the_next_period_is_the_next(period: object) -> None:
    """A pack that says another period than the one after its own has expected nothing of it."""
    found = read((SALARIES, 12.0, "run_rate", 0, period, 1.0))
    assert found.year == {SALARIES: 12.0}
    assert not found.next_period
    assert not found.next


def test_a_pack_of_an_older_version_has_no_next_period() -> None:
    """A table without the newer columns gives the full-year forecast alone."""
    heads = tuple(enumerate(FORECAST_COLUMNS[:4], start=1))
    table = PackTable("Data", 1, 1, 4, 2, heads)
    book = PackBook(Path("pack.xlsx"), tables={FORECAST: table})
    found = forecast_of(book, Rows((SALARIES, 12.0, "run_rate", 0.0)), 202609)  # type: ignore[arg-type]  # what it asks of them
    assert (found.year, found.next) == ({SALARIES: 12.0}, {})
