"""What one unit of work costs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import columns, costs, counts, factors, money, prices, shares, some

from xlcost.catalogue.metrics import unit_cost
from xlcost.errors import DivisionByZero, OutsideDomain, WrongValue

pytestmark = pytest.mark.fast

RATIOS = (
    unit_cost.cost_per_call,
    unit_cost.cost_per_sale,
    unit_cost.cost_per_lead,
    unit_cost.cost_per_contact,
    unit_cost.cost_per_resolution,
    unit_cost.cost_per_fte,
)


@pytest.mark.parametrize("ratio", RATIOS)
@given(total_cost=money, units=some, factor=factors)
def test_cost_times_units_is_the_total(
    ratio: object, total_cost: float, units: float, factor: float
) -> None:
    """Unit cost times units is the total, and twice the cost of twice the units is the same."""
    assert callable(ratio)
    result = ratio(total_cost, units)

    assert result * units == pytest.approx(total_cost)
    assert ratio(total_cost * factor, units * factor) == pytest.approx(result)


@pytest.mark.parametrize("ratio", RATIOS)
def test_nothing_to_divide_by(ratio: object) -> None:
    """No units is #DIV/0!, also where there was no cost; fewer than none is #NUM!."""
    assert callable(ratio)
    for cost in (100.0, 0.0, -1.0):
        with pytest.raises(DivisionByZero):
            ratio(cost, 0)
    with pytest.raises(OutsideDomain):
        ratio(100.0, -1)


def test_blended_is_no_mean_of_ratios() -> None:
    """A dear, small channel has the weight of its contacts: 4.40 and not (4 + 20) / 2."""
    assert unit_cost.blended_cost_per_contact([3_900, 500], [975, 25]) == 4.4
    with pytest.raises(WrongValue):
        unit_cost.blended_cost_per_contact([1, 2], [1])
    with pytest.raises(DivisionByZero):
        unit_cost.blended_cost_per_contact([1, 2], [0, 0])


@given(columns(costs, some))
def test_blended_lies_between_its_channels(drawn: tuple[list[float], list[float]]) -> None:
    """The blended cost lies between that of the cheapest and that of the dearest channel."""
    channels = [cost / contacts for cost, contacts in zip(*drawn, strict=True)]
    blended = unit_cost.blended_cost_per_contact(*drawn)

    assert min(channels) <= blended * (1 + 1e-12)
    assert max(channels) >= blended * (1 - 1e-12)


@given(total_cost=money, handle_seconds=some)
def test_a_minute_is_sixty_seconds(total_cost: float, handle_seconds: float) -> None:
    """The cost of all minutes is the total cost."""
    minute = unit_cost.cost_per_minute(total_cost, handle_seconds)

    assert minute * handle_seconds / 60 == pytest.approx(total_cost)


@given(wage=prices, benefits_rate=st.floats(0, 3), overhead=prices)
def test_loaded_is_above_the_wage(wage: float, benefits_rate: float, overhead: float) -> None:
    """Wage, benefits and overhead add up; overhead is 0 when omitted; benefits may exceed it."""
    loaded = unit_cost.loaded_hourly_cost(wage, benefits_rate, overhead)

    assert loaded == pytest.approx(wage + wage * benefits_rate + overhead)
    assert unit_cost.loaded_hourly_cost(wage, benefits_rate) + overhead == pytest.approx(loaded)


def test_productive_hours() -> None:
    """60 % of 2,000 hours were productive: the hour costs 50; none at all is #DIV/0!."""
    assert unit_cost.cost_per_productive_hour(60_000, 2_000, 0.6) == 50
    with pytest.raises(DivisionByZero):
        unit_cost.cost_per_productive_hour(60_000, 2_000, 0)
    with pytest.raises(OutsideDomain):
        unit_cost.cost_per_productive_hour(60_000, 2_000, 1.01)


@given(shared_cost=money, drawn=st.lists(counts, min_size=1, max_size=9).filter(any))
def test_shares_add_up(shared_cost: float, drawn: list[float]) -> None:
    """The channels' parts add up to the shared cost; a channel without time carries none."""
    parts = unit_cost.channel_cost_share(shared_cost, drawn)

    assert sum(parts) == pytest.approx(shared_cost)
    assert all(part == 0 for part, time in zip(parts, drawn, strict=True) if time == 0)


@pytest.mark.parametrize(
    ("cost", "position"),
    [(2.69, "below"), (2.70, "within"), (4.0, "within"), (5.60, "within"), (5.61, "above")],
)
def test_published_band(cost: float, position: str) -> None:
    """LiveAgent: the cost of a call varies between $2.70 and $5.60; the bounds are within."""
    assert unit_cost.benchmark_position(cost) == position


def test_band_of_ones_own() -> None:
    """A band may be given; rounding does not push a cost out of it; a reversed one is #NUM!."""
    assert unit_cost.benchmark_position(0.1 + 0.2, 0.1, 0.3) == "within"
    assert unit_cost.benchmark_position(30, 40, 60) == "below"
    assert unit_cost.benchmark_position(40, 40, 40) == "within"
    with pytest.raises(OutsideDomain):
        unit_cost.benchmark_position(4, 6, 2)


@given(money, some, money, some)
def test_unit_cost_bridge_adds_up(
    cost_before: float, volume_before: float, cost_after: float, volume_after: float
) -> None:
    """Cost and volume effect add up to the change of the unit cost."""
    bridge = unit_cost.unit_cost_bridge(cost_before, volume_before, cost_after, volume_after)
    size = max(1.0, abs(cost_before), abs(cost_after)) / min(volume_before, volume_after)

    assert bridge.cost_effect + bridge.volume_effect == pytest.approx(
        bridge.total, abs=1e-12 * size
    )


@given(total_cost=costs, contacts=some, rate=shares)
def test_resolution_is_never_cheaper_than_contact(
    total_cost: float, contacts: float, rate: float
) -> None:
    """While not every contact resolves its issue, a resolution costs at least a contact."""
    resolved = max(contacts * rate, 1)
    contact = unit_cost.cost_per_contact(total_cost, contacts)

    assert unit_cost.cost_per_resolution(total_cost, resolved) >= contact * (1 - 1e-12)
