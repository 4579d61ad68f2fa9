"""Whether a lever is worth its money."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import costs, money, shares

from xlcost.catalogue.metrics import investment
from xlcost.errors import DivisionByZero, NoAnswer, OutsideDomain

pytestmark = pytest.mark.fast

rates = st.floats(-0.9, 3)
years = st.lists(money, min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("paid", "saved", "periods"),
    [
        (100_000, [40_000], 2.5),
        (100_000, [20_000, 50_000, 60_000], 2.5),
        (100_000, [100_000, 1], 1.0),
        (100_000, [-20_000, 60_000, 60_000], 3.0),
        (100_000, [150_000, -100_000], 2 / 3),
        (0, [5], 0.0),
        (-10, [-5, -5], 0.0),
        (0.3, [0.1, 0.1, 0.1], 3.0),
    ],
)
def test_payback(paid: float, saved: list[float], periods: float) -> None:
    """The period in which all is back, interpolated; nothing to pay back takes no time."""
    assert investment.payback_periods(paid, saved) == pytest.approx(periods)


@pytest.mark.parametrize(
    ("paid", "saved", "periods"),
    [
        (6_800, [1_950, 4_100, 1_750, 1_450], 2.43),
        (72_000, [25_000, 25_000, 15_000, 10_000, 30_000], 3.7),
        (72_000, [22_000, 15_000, 50_000], 2.7),
        (150_000, [30_000] * 4 + [35_000] * 5 + [40_000], 4.86),
    ],
)
def test_published_paybacks(paid: float, saved: list[float], periods: float) -> None:
    """Worked answers of corporate finance: what is paid back within a year is a part of it."""
    assert investment.payback_periods(paid, saved) == pytest.approx(periods, abs=0.005)


@pytest.mark.parametrize("saved", [[0], [-1], [20_000, 50_000], [0, 0, 0], [-5, 5]])
def test_payback_never(saved: list[float]) -> None:
    """What is not back within the range, or never, is #N/A."""
    with pytest.raises(NoAnswer):
        investment.payback_periods(100_000, saved)


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.integers(2, 40))
def test_payback_of_even_savings(paid: float, saving: float, count: int) -> None:
    """Even savings pay back after investment / saving periods, given once or period by period."""
    once = investment.payback_periods(paid, [saving])
    assume(once < count - 1e-6)

    assert investment.payback_periods(paid, [saving] * count) == pytest.approx(once)


def test_published_present_values() -> None:
    """Microsoft's examples of NPV: the first flow is today in ours, in a year in theirs."""
    flows = [-40_000, 8_000, 9_200, 10_000, 12_000, 14_500]
    assert investment.project_npv(0.08, flows) == pytest.approx(1_922.06, abs=0.005)
    assert investment.project_npv(0.08, [*flows, -9_000]) == pytest.approx(-3_749.47, abs=0.005)
    theirs = investment.project_npv(0.1, [0, -10_000, 3_000, 4_200, 6_800])
    assert theirs == pytest.approx(1_188.44, abs=0.005)


@given(years, rates)
def test_present_value(flows: list[float], rate: float) -> None:
    """Without a rate it is the sum; what is paid today counts in full."""
    assert investment.project_npv(0, flows) == pytest.approx(math.fsum(flows), abs=1e-6)
    later = investment.project_npv(rate, [0, *flows])
    size = investment.project_npv(rate, [abs(flow) for flow in flows])
    assert investment.project_npv(rate, [-500, *flows]) == pytest.approx(
        later - 500, abs=1e-6 + 1e-9 * size
    )
    with pytest.raises(OutsideDomain):
        investment.project_npv(-1, flows)


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        # Microsoft's examples of IRR: after four years and after five; after two, -44.4 %.
        ([-70_000, 12_000, 15_000, 18_000, 21_000], -0.0212),
        ([-70_000, 12_000, 15_000, 18_000, 21_000, 26_000], 0.0866),
        ([-70_000, 12_000, 15_000], -0.4435),
        ([-100, 110], 0.10),
        ([100, -110], 0.10),
        ([0, 0, -100, 0, 121], 0.10),
        ([-1, 1_000_000], 999_999.0),
        ([-1_000_000, 1], -0.999999),
        ([-100, 230, -132.25], 0.15),  # two equal rates are one
    ],
)
def test_published_rates_of_return(flows: list[float], rate: float) -> None:
    """The one rate at which the flows are worth nothing, wherever above -1 it lies."""
    assert investment.project_irr(flows) == pytest.approx(rate, rel=1e-9, abs=5e-5)


@pytest.mark.parametrize(
    "flows",
    [
        [-2_000, 10_000, -10_000],  # CFA's example: 38 % and 262 %
        [-252, 1_431, -3_035, 2_850, -1_000],  # Ross: 25, 33.3, 42.9 and 66.7 %
        [-100, 230, -132],  # 10 % and 20 %
        [-100, 230, -140],  # never 0
        [100, 100],
        [-100, -5],
        [0, 0],
        [-100],
    ],
)
def test_no_rate_or_several(flows: list[float]) -> None:
    """None or several rates are no answer, never whichever is met first."""
    with pytest.raises(NoAnswer):
        investment.project_irr(flows)


@given(years)
def test_rate_of_return_makes_the_value_zero(flows: list[float]) -> None:
    """At the internal rate of return the net present value is 0."""
    try:
        rate = investment.project_irr(flows)
    except NoAnswer:
        return
    assume(-0.99 < rate < 1e6)
    size = investment.project_npv(rate, [abs(flow) for flow in flows])

    assert abs(investment.project_npv(rate, flows)) <= 1e-9 * size


@given(st.lists(st.sampled_from([-0.5, -0.1, 0.0, 0.1, 0.3, 1.0]), min_size=1, max_size=4))
def test_every_rate_is_found(known: list[float]) -> None:
    """Flows made to have certain rates have an answer when these are one, and else none."""
    flows = [1.0]
    for rate in known:
        # A factor 1 - (1+rate)·x is 0 at x = 1/(1+rate).
        flows = [
            low - (1 + rate) * high for low, high in zip([*flows, 0], [0, *flows], strict=True)
        ]
    if len(set(known)) > 1:
        with pytest.raises(NoAnswer):
            investment.project_irr(flows)
    elif len(known) == 1:
        assert investment.project_irr(flows) == pytest.approx(known[0], abs=1e-9)


def test_many_periods_are_quick() -> None:
    """Thirty years of months, with repairs between the savings, take no noticeable time."""
    flows = [-100_000.0, *([900.0] * 360)]
    flows[120] = flows[240] = -1_000.0
    started = time.monotonic()

    assert investment.project_irr(flows) == pytest.approx(0.0083, abs=0.001)
    assert time.monotonic() - started < 2


def test_published_return() -> None:
    """LinkedIn, "How do you evaluate ROI in a call center": 15,000 for 10,000 is 50 %."""
    assert investment.return_on_investment(15_000, 10_000) == 0.5


@given(costs, shares)
def test_return_on_investment(cost: float, share: float) -> None:
    """Benefit = cost · (1 + return); nothing invested has no return."""
    if cost == 0:
        with pytest.raises(DivisionByZero):
            investment.return_on_investment(1, cost)
        return
    benefit = cost * (1 + share)

    assert investment.return_on_investment(benefit, cost) == pytest.approx(share, abs=1e-12)


@pytest.mark.parametrize(
    ("paid", "running", "years", "whole"),
    [
        # ATCVoIP, "VoIP Cost Analysis Guide": a telephone exchange for twenty people.
        (25_000, 18_000, 5, 115_000),
        # T2K, "VoIP and Phone System ROI": one for fifty, at the least and at the most.
        (36_000, 15_000, 4, 96_000),
        (61_000, 19_000, 4, 137_000),
    ],
)
def test_published_total_cost(paid: float, running: float, years: int, whole: float) -> None:
    """What an exchange costs over its life is as two guides to telephony print it."""
    assert investment.total_cost_of_ownership(paid, running, years) == whole


@given(money, money, st.integers(0, 120))
def test_total_cost_of_ownership(paid: float, running: float, periods: int) -> None:
    """Twice the life costs twice the running cost more; no life costs the investment."""
    whole = investment.total_cost_of_ownership(paid, running, periods)
    twice = investment.total_cost_of_ownership(paid, running, 2 * periods)

    assert twice - whole == pytest.approx(running * periods, rel=1e-6, abs=1)
    assert investment.total_cost_of_ownership(paid, running, 0) == paid


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 10**6), st.integers(1, 10**6), st.floats(-0.2, 1))
def test_discounted_payback_of_an_even_saving(paid: int, saved: int, rate: float) -> None:
    """One saving every period pays back when a long range of it does, or never."""
    periods = 100
    assume(paid * rate < saved * (1 - 1e-9))  # at its limit only a long range comes near enough
    try:
        long = investment.discounted_payback_periods(paid, [saved] * periods, rate)
    except (NoAnswer, OutsideDomain):
        return
    assert investment.discounted_payback_periods(paid, [saved], rate) == pytest.approx(
        long, rel=1e-6
    )


def test_published_discounted_payback() -> None:
    """Of 800, 48.3 are left after three periods of 45, 331 and 376; the fourth brings 342."""
    found = investment.discounted_payback_periods(800, [50, 400, 500, 500], 0.1)
    worth = [50 / 1.1, 400 / 1.21, 500 / 1.331, 500 / 1.4641]
    assert found == pytest.approx(3 + (800 - sum(worth[:3])) / worth[3])
    assert investment.discounted_payback_periods(800, [50, 400, 500], 0) == pytest.approx(2.7)
    with pytest.raises(NoAnswer):
        investment.discounted_payback_periods(800, [50, 400, 400], 0.1)
    with pytest.raises(NoAnswer):
        investment.discounted_payback_periods(1_000, [100], 0.1)
    assert investment.discounted_payback_periods(0, [5], 0.1) == 0


FLOWS = [-10_000, 2_750, 4_250, 3_250, 2_750]
DAYS = [39_448, 39_508, 39_751, 39_859, 39_904]  # from 1 January 2008 to 1 April 2009


def test_published_dated_flows() -> None:
    """Microsoft's examples of XNPV, XIRR and MIRR: 2,086.65, 37.34 % and 12.61 %."""
    assert investment.dated_npv(0.09, FLOWS, DAYS) == pytest.approx(2_086.647602)
    rate = investment.dated_irr(FLOWS, DAYS)
    assert rate == pytest.approx(0.373362535)
    assert investment.dated_npv(rate, FLOWS, DAYS) == pytest.approx(0, abs=1e-6)
    flows = [-120_000, 39_000, 30_000, 21_000, 37_000, 46_000]
    assert investment.modified_irr(flows, 0.1, 0.12) == pytest.approx(0.126094131)
    with pytest.raises(OutsideDomain):
        investment.dated_npv(0.09, [1, 2], [10, 9])
    with pytest.raises(NoAnswer):
        investment.dated_irr([1, 2], [1, 400])
    for odd in ([1, 2], [-1, -2], [-5]):
        with pytest.raises(DivisionByZero):
            investment.modified_irr(odd, 0.1, 0.1)


@given(years, st.floats(-0.5, 1))
def test_whole_years_apart_dates_change_nothing(flows: list[float], rate: float) -> None:
    """Flows 365 days apart, in whatever order they are given, are those of a plain net value."""
    days = [float(40_000 + 365 * place) for place in range(len(flows))]
    plain = investment.project_npv(rate, flows)
    size = sum(abs(flow) / (1 + rate) ** place for place, flow in enumerate(flows)) + 1
    assert investment.dated_npv(rate, flows, days) == pytest.approx(plain, abs=1e-9 * size)
    turned = [flows[0], *reversed(flows[1:])], [days[0], *reversed(days[1:])]
    assert investment.dated_npv(rate, *turned) == pytest.approx(plain, abs=1e-9 * size)


@given(years, st.floats(-0.5, 1))
def test_an_index_above_one_is_a_value_above_zero(flows: list[float], rate: float) -> None:
    """A project is worth something where more comes in than goes out, in money of today."""
    if not any(flow < 0 for flow in flows):
        with pytest.raises(DivisionByZero):
            investment.profitability_index(rate, flows)
        return
    index = investment.profitability_index(rate, flows)
    paid = sum(-flow / (1 + rate) ** place for place, flow in enumerate(flows) if flow < 0)
    value = investment.project_npv(rate, flows)
    assert (index - 1) * paid == pytest.approx(value, abs=1e-9 * paid * max(1, index))
