"""From one amount to another in steps that add up."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import columns, money

from xlcost.catalogue.measures import NEGLIGIBLE
from xlcost.catalogue.metrics.bridge import LabourCostBridge, labour_cost_bridge, opex_bridge
from xlcost.errors import DivisionByZero, OutsideDomain, WrongValue

pytestmark = pytest.mark.fast

VOLUMES = st.integers(1, 10**6).map(float)
TIMES = st.integers(1, 7200).map(float)
PARTS = st.integers(10, 99).map(lambda hundredths: hundredths / 100)
RATES = st.integers(1, 10**5).map(lambda cents: cents / 100)
STEPS = LabourCostBridge._fields[1:-1]


@st.composite
def drivers(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the drivers of up to six channels, budget and actual, and a ledger that differs."""
    volumes, more, times, slower = draw(columns(VOLUMES, VOLUMES, TIMES, TIMES))
    return {
        "budget_volumes": volumes,
        "actual_volumes": more,
        "budget_ahts": times,
        "actual_ahts": slower,
        "budget_occupancy": draw(PARTS),
        "actual_occupancy": draw(PARTS),
        "budget_shrinkage": draw(PARTS),
        "actual_shrinkage": draw(PARTS),
        "budget_rate": draw(RATES),
        "actual_rate": draw(RATES),
        "actual_labour_cost": draw(money),
    }


def modelled(given: dict[str, Any], side: str) -> float:
    """Return the labour cost that the drivers of one side come to, written out anew."""
    work = zip(given[f"{side}_volumes"], given[f"{side}_ahts"], strict=True)
    hours = math.fsum(volume * time for volume, time in work) / 3600
    paid = hours / given[f"{side}_occupancy"] / (1 - given[f"{side}_shrinkage"])
    return float(paid * given[f"{side}_rate"])


def as_budgeted(given: dict[str, Any], *moved: str) -> dict[str, Any]:
    """Return drivers of which only some are not as budgeted, and a ledger that follows them."""
    found = {
        name: value
        if name in moved or name.startswith("budget_")
        else given.get(name.replace("actual_", "budget_"), value)
        for name, value in given.items()
    }
    return found | {"actual_labour_cost": modelled(found, "actual")}


@given(drivers())
def test_steps_add_up(drawn: dict[str, Any]) -> None:
    """Start and steps are the end, but for rounding that every spreadsheet takes for 0."""
    found = labour_cost_bridge(**drawn)
    reached = [found.start]
    for name in STEPS:
        reached.append(reached[-1] + getattr(found, name))

    assert found.end == drawn["actual_labour_cost"]
    assert found.start == pytest.approx(modelled(drawn, "budget"))
    left = math.fsum((*found[:-1], -found.end))
    assert abs(left) <= NEGLIGIBLE * max(abs(found.end), *map(abs, reached))


@given(drivers())
def test_other_is_what_the_drivers_do_not_explain(drawn: dict[str, Any]) -> None:
    """What is left to the ledger is its distance to what the actual drivers come to."""
    found = labour_cost_bridge(**drawn)
    explained = modelled(drawn, "actual")

    size = max(abs(found.end), explained, found.start)
    assert found.other == pytest.approx(found.end - explained, abs=1e-9 * size)


@pytest.mark.parametrize(
    ("moved", "step"),
    [
        ("actual_ahts", "aht"),
        ("actual_occupancy", "occupancy"),
        ("actual_shrinkage", "shrinkage"),
        ("actual_rate", "rate"),
        ("actual_labour_cost", "other"),
    ],
)
@given(drawn=drivers())
def test_a_driver_that_moves_alone_takes_all(drawn: dict[str, Any], moved: str, step: str) -> None:
    """Where one driver moves and the others stay, its step is the whole variance."""
    case = as_budgeted(drawn, moved)
    if step == "other":
        case["actual_labour_cost"] += 5_000
    found = labour_cost_bridge(**case)._asdict()
    change = case["actual_labour_cost"] - modelled(case, "budget")

    size = max(abs(found["start"]), abs(found["end"]))
    assert found.pop(step) == pytest.approx(change, abs=1e-9 * size)
    assert all(found[name] == pytest.approx(0, abs=1e-12 * size) for name in STEPS if name != step)


@given(drivers(), st.sampled_from((0.5, 2.0, 4.0)))
def test_the_same_mix_is_volume(drawn: dict[str, Any], factor: float) -> None:
    """More of the same work is volume, and nothing else; not one part of it is called mix."""
    case = as_budgeted(drawn)
    case["actual_volumes"] = [factor * volume for volume in case["budget_volumes"]]
    found = labour_cost_bridge(**case | {"actual_labour_cost": modelled(case, "actual")})

    assert found.volume == pytest.approx(found.start * (factor - 1))
    assert found.mix == 0
    assert found.other == pytest.approx(0, abs=1e-12 * max(found.start, found.end))


@given(drivers())
def test_another_mix_of_as_many_contacts_is_mix(drawn: dict[str, Any]) -> None:
    """As many contacts in other channels are mix, and no volume."""
    case = as_budgeted(drawn)
    case["actual_volumes"] = case["budget_volumes"][::-1]
    case["actual_labour_cost"] = modelled(case, "actual")
    found = labour_cost_bridge(**case)

    assert found.volume == 0
    size = max(abs(found.start), abs(found.end))
    assert found.mix == pytest.approx(found.end - found.start, abs=1e-9 * size)


@given(drivers(), st.randoms(use_true_random=False))
def test_order_of_channels_does_not_matter(drawn: dict[str, Any], chance: Any) -> None:
    """The steps are the same in whichever order the channels stand."""
    names = ("budget_volumes", "actual_volumes", "budget_ahts", "actual_ahts")
    rows = list(zip(*(drawn[name] for name in names), strict=True))
    chance.shuffle(rows)
    other = drawn | dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    before, after = labour_cost_bridge(**drawn), labour_cost_bridge(**other)

    size = max(abs(before.start), abs(before.end), abs(before.start + before.volume))
    assert after == pytest.approx(before, abs=1e-9 * size)


def test_published_labour() -> None:
    """Webb's labour: 32,000 less for volume, 20,000 more for time, 18,000 more for the rate.

    Horngren, Datar, Rajan, "Cost Accounting", chapter 7: 12,000 jackets budgeted and 10,000 made,
    0.8 hours budgeted and 0.9 hours taken, 20 dollars an hour budgeted and 22 paid.
    """
    found = labour_cost_bridge(
        [12_000], [10_000], [0.8 * 3600], [0.9 * 3600], 1, 1, 0, 0, 20, 22, 198_000
    )

    assert (found.start, found.end) == (192_000, 198_000)
    assert (found.volume, found.aht, found.rate) == pytest.approx((-32_000, 20_000, 18_000))
    assert (found.mix, found.occupancy, found.shrinkage, found.other) == (0, 0, 0, 0)


def test_by_hand() -> None:
    """Each step of a small case, worked out by hand.

    Calls 1,000 × 360 s and e-mails 500 × 720 s are 200 hours, 320 logged in and 400 paid at 300.
    """
    found = labour_cost_bridge(
        [1_000, 500], [1_100, 550 - 110], [360, 720], [396, 720],
        0.625, 0.6875, 0.2, 0.36, 300, 310, 130_000,
    )  # fmt: skip
    hours = {
        "start": 100 + 100,
        "volume": 200 * 1_540 / 1_500,
        "mix": 110 + 88,
        "aht": 1_100 * 396 / 3600 + 88,
    }
    paid = {name: value / 0.625 / 0.8 for name, value in hours.items()}
    paid["occupancy"] = hours["aht"] / 0.6875 / 0.8
    paid["shrinkage"] = hours["aht"] / 0.6875 / 0.64

    assert found.start == pytest.approx(120_000)
    names = list(paid)
    for before, name in pairwise(names):
        assert getattr(found, name) == pytest.approx(300 * (paid[name] - paid[before])), name
    assert found.rate == pytest.approx(10 * paid["shrinkage"])
    assert found.other == pytest.approx(130_000 - 310 * paid["shrinkage"])


def test_published_hours() -> None:
    """15,200 hours at 16.40 against 15,600 at 16.00: 6,080 dearer by the rate, 6,400 less by time.

    A worked answer of managerial accounting: labour price variance 6,080 U, efficiency 6,400 F.
    """
    made, per_hour = 7_800, 3600
    found = labour_cost_bridge(
        [made], [made], [2 * per_hour], [15_200 / made * per_hour], 1, 1, 0, 0, 16, 16.4, 249_280
    )

    assert (found.aht, found.rate) == pytest.approx((-6_400, 6_080))
    assert found.other == pytest.approx(0, abs=1e-6)


def test_labour_without_an_answer() -> None:
    """Nothing to divide by is #DIV/0!; a channel without contacts is no fault."""
    good: Any = [[100, 0], [120, 0], [300, 0], [310, 0], 0.8, 0.8, 0.3, 0.3, 200, 210, 5_000]
    assert labour_cost_bridge(*good).mix == 0
    for place, value in ((0, [0, 0]), (4, 0), (5, 0), (6, 1), (7, 1)):
        with pytest.raises(DivisionByZero):
            labour_cost_bridge(*[value if at == place else one for at, one in enumerate(good)])
    with pytest.raises(OutsideDomain):
        labour_cost_bridge(*[[-1, 0] if at == 1 else one for at, one in enumerate(good)])
    with pytest.raises(WrongValue):
        labour_cost_bridge(*[[1] if at == 3 else one for at, one in enumerate(good)])


@given(columns(money, money))
def test_lines_lead_from_budget_to_actual(drawn: tuple[list[float], list[float]]) -> None:
    """The running totals begin at the budget and end at the actual, exactly, a step a line."""
    budget, actual = drawn
    start, *steps, end = opex_bridge(budget, actual)

    assert start == (math.fsum(budget), math.fsum(budget))
    assert end == (math.fsum(actual), math.fsum(actual))
    assert steps[-1].running_total == end.running_total
    before = start.running_total
    size = max(map(abs, (*budget, *actual, 1)))
    for step, planned, spent in zip(steps, budget, actual, strict=True):
        assert step.amount == pytest.approx(spent - planned)
        assert step.running_total == pytest.approx(before + step.amount, abs=1e-9 * size)
        before = step.running_total


def test_noise_is_no_step() -> None:
    """Noise of floats is no step: 0.1 + 0.2 against 0.3 changed nothing."""
    assert opex_bridge([0.3, 10], [0.1 + 0.2, 12])[1:3] == (
        (0, math.fsum((0.1 + 0.2, 10))),
        (2, math.fsum((0.1 + 0.2, 12))),
    )
    with pytest.raises(WrongValue):
        opex_bridge([1, 2], [1])
