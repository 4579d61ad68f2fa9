"""Where the year ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import columns, costs, money

from xlcost.catalogue.metrics.forecast import (
    forecast_accuracy,
    forecast_variance,
    full_year_forecast,
    required_run_rate,
)
from xlcost.catalogue.metrics.opex import run_rate
from xlcost.errors import DivisionByZero, OutsideDomain, WrongValue

pytestmark = pytest.mark.fast


def test_four_methods() -> None:
    """After 5 periods and 250,000 the four methods differ, each as its definition says."""
    assert full_year_forecast(250_000, 5) == 600_000
    budget = {"budget_year": 620_000, "budget_ytd": 240_000}
    assert full_year_forecast(250_000, 5, "remaining_budget", **budget) == 630_000
    prior = {"prior_year": 600_000, "prior_ytd": 240_000}
    assert full_year_forecast(250_000, 5, "Seasonal", **prior) == 625_000
    assert full_year_forecast(250_000, 5, "last_period", last_period=52_000) == 614_000
    assert full_year_forecast(250_000, 5, "last_period", 13, last_period=52_000) == 666_000


@given(money, st.integers(1, 12), st.integers(12, 13))
def test_run_rate_is_the_run_rate(actual: float, elapsed: int, periods: int) -> None:
    """The default method is RUN_RATE."""
    assert full_year_forecast(actual, elapsed, "", periods) == run_rate(actual, elapsed, periods)


@given(money, costs)
def test_at_the_end_of_the_year_there_is_nothing_to_guess(actual: float, year: float) -> None:
    """When the year is over, every method gives the actual."""
    assert full_year_forecast(actual, 12) == pytest.approx(actual)
    assert full_year_forecast(actual, 12, "last_period", last_period=year) == actual
    closed = {"budget_year": year, "budget_ytd": year}
    assert full_year_forecast(actual, 12, "remaining_budget", **closed) == actual
    if year:
        prior = {"prior_year": year, "prior_ytd": year}
        assert full_year_forecast(actual, 12, "seasonal", **prior) == pytest.approx(actual)


@pytest.mark.parametrize(
    ("method", "given_one"),
    [
        ("remaining_budget", {"budget_year": 1.0}),
        ("remaining_budget", {"budget_ytd": 1.0}),
        ("seasonal", {"prior_year": 1.0}),
        ("seasonal", {"prior_ytd": 1.0}),
        ("last_period", {}),
        ("guess", {}),
    ],
)
def test_missing_arguments(method: str, given_one: dict[str, float]) -> None:
    """A method whose arguments are missing is #VALUE!, as is one that does not exist."""
    with pytest.raises(WrongValue):
        full_year_forecast(1, 2, method, **given_one)


def test_no_answer() -> None:
    """No period yet, or no prior year to date, is #DIV/0!; negative periods are #NUM!."""
    with pytest.raises(DivisionByZero):
        full_year_forecast(100, 0)
    with pytest.raises(DivisionByZero):
        full_year_forecast(100, 5, "seasonal", prior_year=5, prior_ytd=0)
    with pytest.raises(OutsideDomain):
        full_year_forecast(100, -1)
    assert full_year_forecast(1, -1, "seasonal", prior_year=4, prior_ytd=2) == 2


@given(money, money, st.integers(1, 12))
def test_required_run_rate_lands_on_budget(actual: float, budget: float, left: int) -> None:
    """Spending the required rate in each period left ends the year on its budget."""
    rate = required_run_rate(actual, budget, left)

    assert forecast_variance(actual + rate * left, budget) == pytest.approx(0, abs=1e-3)


def test_required_run_rate_at_the_end() -> None:
    """With no period left there is no rate."""
    with pytest.raises(DivisionByZero):
        required_run_rate(1, 2, 0)


@pytest.mark.parametrize("method", ["run_rate", "last_period"])
def test_no_year_has_more_periods_than_it_has(method: str) -> None:
    """Fourteen periods of twelve are #NUM!; thirteen of thirteen are a whole year."""
    with pytest.raises(OutsideDomain):
        full_year_forecast(100, 14, method, last_period=1)
    assert full_year_forecast(100, 13, method, 13, last_period=1) == 100


def test_published_forecast_errors() -> None:
    """Misses of 10 each against 100, 200 and 150 are 6.67 % of all, and 7.22 % on average."""
    actuals, forecasts = [100, 200, 150], [90, 210, 140]
    assert forecast_accuracy(actuals, forecasts) == pytest.approx(30 / 450)
    assert forecast_accuracy(actuals, forecasts, "mape") == pytest.approx(
        (0.1 + 0.05 + 10 / 150) / 3
    )
    assert forecast_accuracy(actuals, forecasts, "bias") == pytest.approx(-10 / 450)
    with pytest.raises(DivisionByZero):
        forecast_accuracy([100, 0], [100, 1], "mape")
    assert forecast_accuracy([100, 0], [100, 1]) == 0.01
    with pytest.raises(WrongValue):
        forecast_accuracy([1, 2], [1])


@given(columns(money, money))
def test_bias_is_never_more_than_the_error(drawn: tuple[list[float], ...]) -> None:
    """Misses that cancel out leave a bias below the error; one way all of it is bias."""
    actuals, forecasts = drawn
    if any(actuals):
        error = forecast_accuracy(actuals, forecasts)
        assert abs(forecast_accuracy(actuals, forecasts, "bias")) <= error * (1 + 1e-9) + 1e-12
        assert forecast_accuracy(actuals, actuals) == 0
