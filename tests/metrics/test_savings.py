"""What each lever saves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import costs, counts, money, prices, shares, some

from xlcost.catalogue.metrics import savings
from xlcost.catalogue.metrics.unit_cost import cost_per_contact
from xlcost.errors import DivisionByZero, NoAnswer, OutsideDomain

pytestmark = pytest.mark.fast

DEFLECTIONS = pytest.mark.parametrize(
    "deflection", [savings.automation_savings, savings.self_service_savings]
)


@DEFLECTIONS
def test_published_deflection(deflection: Callable[..., float]) -> None:
    """Teneo's levers: what is avoided less what avoids it, worked by hand from whole numbers."""
    # 10,000 contacts at 6, 3 in 10 answered for 1 each, a licence of 2,000.
    assert deflection(10_000, 0.3, 6, 1, 2_000) == 13_000
    assert deflection(10_000, 0.3, 6, 1) == 15_000
    # ChatSupportBot, "What Is Ticket Deflection": 40 % of 500 tickets a month, at 8 each.
    assert deflection(500, 0.4, 8, 0) == 1_600
    with pytest.raises(OutsideDomain):
        deflection(10_000, 1.01, 6, 1)


@DEFLECTIONS
@given(counts, shares, prices, prices)
def test_deflection_doubles_with_contacts(
    deflection: Callable[..., float], contacts: float, rate: float, cost: float, instead: float
) -> None:
    """Twice the contacts save twice as much, and none of them save nothing but cost the licence."""
    once = deflection(contacts, rate, cost, instead)

    assert deflection(2 * contacts, rate, cost, instead) == pytest.approx(2 * once)
    assert deflection(contacts, 0, cost, instead) == 0
    assert deflection(contacts, 0, cost, instead, 500) == -500
    assert deflection(contacts, rate, cost, cost) == 0


@given(some, shares, costs)
def test_deflection_never_saves_more_than_all(contacts: float, rate: float, cost: float) -> None:
    """A deflection that costs nothing saves at the most what all contacts cost."""
    unit = cost_per_contact(cost, contacts)

    assert savings.automation_savings(contacts, rate, unit, 0) <= cost * (1 + 1e-12)


@given(counts, shares, shares, prices)
def test_fcr_goes_both_ways(contacts: float, before: float, after: float, cost: float) -> None:
    """What a better first-contact resolution saves, a worse one costs; no change saves nothing."""
    there = savings.fcr_savings(contacts, before, after, 1.2, cost)

    assert there == -savings.fcr_savings(contacts, after, before, 1.2, cost)
    assert savings.fcr_savings(contacts, before, before, 1.2, cost) == 0


def test_published_fcr_and_attrition() -> None:
    """Customer Think: a million calls, 10 points, 1.5 calls, 8 dollars; Taylor Reach: 25 of 100."""
    assert savings.fcr_savings(1_000_000, 0.65, 0.75, 1.5, 8) == pytest.approx(1_200_000)
    assert savings.attrition_cost(25, 6_000, 0, 0) == 150_000
    assert savings.attrition_cost(33, 6_000, 0, 0) == 198_000


def test_published_make_or_buy() -> None:
    """Bagels for 0.15 and 14,000 more a year, or for 0.40: the same at 56,000 of them."""
    assert savings.outsourcing_break_even(15_000 - 1_000, 0.15, 0.40) == pytest.approx(56_000)
    made = 15_000 + 0.15 * 60_000
    assert made == pytest.approx(24_000)
    assert savings.outsourcing_savings(60_000, made, 0.40, 1_000) == pytest.approx(-1_000)


def test_published_training() -> None:
    """Noe, "Employee Training and Development": 20 trainees of 11,760 each are 235,200."""
    assert savings.training_savings(20, 0, 11_760) == 235_200


def test_a_printed_example_that_does_not_add_up() -> None:
    """careerbeeps.com: a tenth of 2.90 dollars in 4,500 calls is 1,305, not 1,033; docs say so."""
    rate = 2.90 * 3600 * 0.8 * 0.7 / 240  # of an hour, for calls of 240 s to cost 2.90
    right = savings.aht_savings(4_500, 24, rate, 0.8, 0.3)
    page = Path(__file__).parents[2] / "docs" / "levers" / "handle_time.md"

    assert right == pytest.approx(1_305)
    assert "it is 1,305 dollars, not 1,033" in page.read_text(encoding="utf-8")


def test_fcr_of_one_percent() -> None:
    """Where each unresolved issue comes back once, a point of resolution is about 1 % of cost."""
    issues, cost = 100_000.0, 6.0
    contacts = issues * (1 + 0.30)  # at 70 % each unresolved issue comes back once

    saved = savings.fcr_savings(issues, 0.70, 0.71, 1, cost)

    assert saved == pytest.approx(6_000)
    assert saved / (contacts * cost) == pytest.approx(0.0077, abs=0.0001)


@given(counts, shares, st.floats(0.1, 1), st.floats(0, 0.9))
def test_handle_time_scales(
    contacts: float, rate: float, occupancy: float, shrinkage: float
) -> None:
    """Handle time saved costs what the hours cost; more occupancy makes it worth less."""
    saved = savings.aht_savings(contacts, 36, rate * 100, occupancy, shrinkage)

    assert saved * occupancy * (1 - shrinkage) == pytest.approx(contacts * rate)
    assert saved >= savings.aht_savings(contacts, 36, rate * 100, 1, shrinkage) * (1 - 1e-12)
    assert savings.aht_savings(contacts, 0, rate * 100, occupancy, shrinkage) == 0


def test_handle_time_without_hours() -> None:
    """No occupancy, or nothing but shrinkage, is #DIV/0!."""
    with pytest.raises(DivisionByZero):
        savings.aht_savings(1_000, 10, 30, 0, 0.3)
    with pytest.raises(DivisionByZero):
        savings.aht_savings(1_000, 10, 30, 0.8, 1)


def test_callback() -> None:
    """Only those who would have called again save anything; a dear callback costs."""
    assert savings.callback_savings(1_000, 0.4, 6, 5) == 400
    assert savings.callback_savings(1_000, 0, 6, 5) == 0
    assert savings.callback_savings(1_000, 0.5, 5, 6) == -500


@given(counts, shares, shares, prices)
def test_routing_goes_both_ways(contacts: float, before: float, after: float, cost: float) -> None:
    """Fewer transfers save what more of them cost."""
    there = savings.routing_savings(contacts, before, after, cost)

    assert there == -savings.routing_savings(contacts, after, before, cost)
    assert savings.routing_savings(contacts, before, before, cost) == 0


@given(counts, money, prices, costs, costs)
def test_outsourcing_adds_up(
    contacts: float, in_house: float, price: float, retained: float, transition: float
) -> None:
    """Saving, the vendor's bill and what stays make up the cost in house."""
    saved = savings.outsourcing_savings(contacts, in_house, price, retained, transition)

    whole = saved + contacts * price + retained + transition
    assert whole == pytest.approx(in_house, rel=1e-9, abs=1e-4 + 1e-9 * contacts * price)


@given(costs, prices, prices)
def test_break_even_is_where_both_cost_the_same(
    fixed: float, variable: float, price: float
) -> None:
    """At the break-even volume outsourcing saves nothing; a vendor never dearer has none."""
    if price <= variable:
        with pytest.raises(NoAnswer):
            savings.outsourcing_break_even(fixed, variable, price)
        return
    volume = savings.outsourcing_break_even(fixed, variable, price)
    in_house = fixed + variable * volume

    assert savings.outsourcing_savings(volume, in_house, price, 0) == pytest.approx(
        0, abs=1e-9 * max(1, in_house)
    )


def test_voip_training_attrition() -> None:
    """Each is the plain sum of its parts, and nothing where nothing changes."""
    assert savings.voip_savings(100, 100) == 0
    assert savings.voip_savings(80_000, 50_000, 12_000, 20_000) == 22_000
    assert savings.training_savings(40, 600, 600) == 0
    assert savings.training_savings(0, 600, 1_100) == 0
    assert savings.attrition_cost(0, 1_500, 2_500, 4_000) == 0
    assert savings.attrition_cost(12, 1_500, 2_500, 4_000) == 96_000


@given(money, shares)
def test_cash_and_avoidance_are_the_saving(saving: float, share: float) -> None:
    """Cash and cost avoidance add up to the saving."""
    cash = savings.cash_saving(saving, share)

    assert cash + savings.cash_saving(saving, 1 - share) == pytest.approx(saving, abs=1e-6)
