"""Operating expense as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import factors, money, some

from xlcost.catalogue.metrics import opex
from xlcost.errors import DivisionByZero, OutsideDomain, WrongValue

pytestmark = pytest.mark.fast


@given(st.lists(money, min_size=1, max_size=20), factors)
def test_total_scales(amounts: list[float], factor: float) -> None:
    """The total does not depend on the order, and scales with its lines."""
    result = opex.total_opex(amounts)

    assert opex.total_opex(amounts[::-1]) == result
    assert opex.total_opex([one * factor for one in amounts]) == pytest.approx(
        result * factor, abs=1e-3
    )


def test_cents_add_up() -> None:
    """Ten times ten cents is one, to the last digit."""
    assert opex.total_opex([0.1] * 10) == 1.0
    with pytest.raises(WrongValue):
        opex.total_opex([])


@given(st.lists(some, min_size=1, max_size=20))
def test_shares_add_up_to_one(amounts: list[float]) -> None:
    """The shares of all lines add up to 1."""
    whole = opex.total_opex(amounts)

    assert sum(opex.opex_share(one, whole) for one in amounts) == pytest.approx(1)


@given(money, st.integers(1, 24))
def test_run_rate_of_a_whole_year(actual: float, periods: int) -> None:
    """When the whole year has passed, the run rate is the actual."""
    assert opex.run_rate(actual, periods, periods) == pytest.approx(actual)


def test_run_rate() -> None:
    """The year has 12 periods unless said otherwise; before the first there is no pace."""
    assert opex.run_rate(300, 3) == 1_200
    assert opex.run_rate(300, 3, 13) == 1_300
    with pytest.raises(DivisionByZero):
        opex.run_rate(300, 0)
    with pytest.raises(OutsideDomain):
        opex.run_rate(300, -1)


@given(st.lists(money, min_size=1, max_size=12), st.data())
def test_year_to_date_grows_by_the_period(amounts: list[float], data: st.DataObject) -> None:
    """Year to date and the periods to come add up to the year."""
    elapsed = data.draw(st.integers(0, len(amounts)))
    rest = amounts[elapsed:]
    so_far = opex.year_to_date(amounts, elapsed)

    assert so_far + sum(rest) == pytest.approx(opex.total_opex(amounts), abs=1e-2)


def test_year_to_date_at_its_ends() -> None:
    """No period is 0, all periods are the year, one more is #NUM!; a part of one is cut off."""
    assert opex.year_to_date([1, 2, 3], 0) == 0
    assert opex.year_to_date([1, 2, 3], 3) == 6
    assert opex.year_to_date([1, 2, 3], 2.9) == 3
    assert opex.year_to_date([1, 2, 3], 3.5) == 6
    for periods in (4, -1):
        with pytest.raises(OutsideDomain):
            opex.year_to_date([1, 2, 3], periods)


@pytest.mark.parametrize("ratio", [opex.opex_share, opex.fixed_cost_share, opex.budget_used])
def test_ratios_of_money(ratio: object) -> None:
    """A share of money may be negative or above 1; of nothing it is #DIV/0!."""
    assert callable(ratio)
    assert ratio(30, 120) == 0.25
    assert ratio(-30, 120) == -0.25
    assert ratio(240, 120) == 2
    with pytest.raises(DivisionByZero):
        ratio(30, 0)


def test_opex_per_customer() -> None:
    """Cost over customers; a negative number of customers is #NUM!."""
    assert opex.opex_per_customer(60_000, 24_000) == 2.5
    with pytest.raises(OutsideDomain):
        opex.opex_per_customer(60_000, -1)
