"""How well paid people and licences are used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import counts, factors, prices, shares, some

from xlcost.catalogue.metrics import workforce
from xlcost.errors import DivisionByZero, OutsideDomain, WrongValue

pytestmark = pytest.mark.fast

RATIOS = (
    workforce.occupancy,
    workforce.utilisation,
    workforce.shrinkage,
    workforce.licence_utilisation,
    workforce.contacts_per_agent_hour,
    workforce.adherence,
    workforce.conformance,
    workforce.absenteeism_rate,
    workforce.agent_utilisation,
)
# Of which the one is a part of the other.
PARTS = (workforce.shrinkage, workforce.adherence, workforce.absenteeism_rate)


@pytest.mark.parametrize("ratio", RATIOS)
@given(part=counts, whole=some, factor=factors)
def test_ratios_scale(ratio: object, part: float, whole: float, factor: float) -> None:
    """A ratio times its denominator is its numerator, and it does not change with scale."""
    assert callable(ratio)
    part = min(part, whole) if ratio in PARTS else part
    result = ratio(part, whole)

    assert result * whole == pytest.approx(part)
    assert ratio(part * factor, whole * factor) == pytest.approx(result)


def test_impossible_results_are_shown() -> None:
    """Occupancy, utilisation and conformance of 1.08 are shown; a part above its whole is not."""
    for ratio in (workforce.occupancy, workforce.utilisation, workforce.conformance):
        assert ratio(1_080, 1_000) == 1.08
    assert workforce.agent_utilisation(1_080, 1_000) == 1.08
    for part in PARTS:
        with pytest.raises(OutsideDomain):
            part(1_080, 1_000)


@pytest.mark.parametrize("ratio", RATIOS)
def test_ratios_at_their_ends(ratio: object) -> None:
    """Nothing to divide by is #DIV/0!, a negative number #NUM!."""
    assert callable(ratio)
    with pytest.raises(DivisionByZero):
        ratio(1, 0)
    with pytest.raises(OutsideDomain):
        ratio(-1, 1)


def test_published_staff_factor() -> None:
    """Reynolds: 24 / 0.70 is 34; and 70 at their desks need 100 in the schedule, not 91."""
    assert int(workforce.scheduled_staff(24, 0.3)) == 34
    assert workforce.scheduled_staff(70, 0.3) == pytest.approx(100)
    assert workforce.scheduled_staff(10, 0) == 10
    with pytest.raises(DivisionByZero):
        workforce.scheduled_staff(10, 1)
    with pytest.raises(OutsideDomain):
        workforce.scheduled_staff(10, 1.2)


@given(some, shares.filter(lambda share: share < 1))
def test_scheduled_staff_less_shrinkage_is_base(base: float, shrinkage: float) -> None:
    """Those scheduled, less those away, are those needed."""
    assert workforce.scheduled_staff(base, shrinkage) * (1 - shrinkage) == pytest.approx(base)


@given(counts, some, prices)
def test_idle_and_used_are_paid(used: float, paid: float, price: float) -> None:
    """The cost of idle and of used licences add up to what is paid."""
    idle = workforce.idle_licence_cost(used, paid, price)
    in_use = workforce.licence_utilisation(used, paid) * paid * price

    assert idle + in_use == pytest.approx(paid * price, abs=1e-2)


def test_attrition() -> None:
    """Leavers over the mean or the opening headcount; an omitted closing one is the opening."""
    assert workforce.attrition_rate(5, 110, 90) == 0.05
    assert workforce.attrition_rate(5, 125, 90, "opening") == 0.04
    assert workforce.attrition_rate(5, 100) == 0.05
    assert workforce.attrition_rate(5, 100, 0) == 0.1
    with pytest.raises(DivisionByZero):
        workforce.attrition_rate(0, 0)
    with pytest.raises(WrongValue):
        workforce.attrition_rate(5, 100, 90, "closing")
    with pytest.raises(OutsideDomain):
        workforce.attrition_rate(5, 100, -1)
    assert workforce.attrition_rate(5, 100, -1, "opening") == 0.05


def test_attrition_annualised() -> None:
    """2 % a month are 24 % a year at that pace, and 21.53 % of those who are there today."""
    assert workforce.annualised_attrition(5, 250, 1) == pytest.approx(0.24)
    compound = workforce.annualised_attrition(5, 250, 1, method="compound")
    assert compound == pytest.approx(1 - 0.98**12)
    assert workforce.annualised_attrition(30, 20, 12) == 1.5
    with pytest.raises(OutsideDomain):
        workforce.annualised_attrition(30, 20, 12, method="compound")
    with pytest.raises(OutsideDomain):
        workforce.annualised_attrition(5, 250, 13)
    with pytest.raises(DivisionByZero):
        workforce.annualised_attrition(0, 0, 1, method="compound")


@given(counts, some, st.integers(1, 12))
def test_attrition_by_both_methods(leavers: float, headcount: float, elapsed: int) -> None:
    """A whole year is the same by both, and the compound rate is never above the simple one."""
    leavers = min(leavers, headcount)
    rates = [
        workforce.annualised_attrition(leavers, headcount, elapsed, method=method)
        for method in ("simple", "compound")
    ]
    assert rates[1] <= rates[0] + 1e-12
    if elapsed == 12:
        assert rates[1] == pytest.approx(rates[0])


def test_chats_at_once() -> None:
    """Two chats at once take half of the agent each."""
    assert workforce.concurrent_handle_time(600_000, 1_000, 2) == 300
    assert workforce.concurrent_handle_time(600_000, 1_000, 1) == 600
    with pytest.raises(DivisionByZero):
        workforce.concurrent_handle_time(600_000, 1_000, 0)
