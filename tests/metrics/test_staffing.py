"""How many agents the work needs: published values, identities, and a simulated queue."""

from __future__ import annotations

import heapq
import math
import random
import time
from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction
from statistics import mean, stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlcost.catalogue import crews
from xlcost.catalogue.metrics import staffing
from xlcost.catalogue.metrics.staffing import (
    erlang_a_agents,
    erlang_a_service_level,
    erlang_b,
    erlang_c,
    erlang_c_agents,
    erlang_c_asa,
    erlang_c_service_level,
    flexible_staffing_savings,
    traffic_intensity,
    trunks,
)
from xlcost.errors import DivisionByZero, NoAnswer, OutsideDomain, WrongValue

pytestmark = pytest.mark.fast

traffics = st.integers(1, 4_000).map(lambda tenths: tenths / 10)
teams = st.integers(1, 500)
levels = st.integers(1, 99).map(lambda percent: percent / 100)

# D. Collins, "Carrier Grade Voice over IP", second edition, appendix A: the traffic that so many
# lines carry, by blocking in percent.
PERCENT = (0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 2, 3, 4, 5)
ERLANG_B_TABLE = {
    5: "0.5 0.6 0.8 0.9 1.0 1.1 1.1 1.2 1.2 1.3 1.3 1.4 1.7 1.9 2.1 2.2",
    6: "0.7 1.0 1.1 1.3 1.4 1.5 1.6 1.7 1.8 1.8 1.9 1.9 2.3 2.5 2.8 3.0",
    7: "1.1 1.4 1.6 1.8 1.9 2.1 2.2 2.2 2.3 2.4 2.4 2.5 2.9 3.2 3.5 3.7",
    8: "1.4 1.8 2.1 2.3 2.5 2.6 2.7 2.8 2.9 3.0 3.1 3.1 3.6 4.0 4.3 4.5",
    9: "1.8 2.3 2.6 2.9 3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 4.3 4.7 5.1 5.4",
}


@pytest.mark.parametrize("lines", ERLANG_B_TABLE)
def test_published_table_of_erlang_b(lines: int) -> None:
    """The traffic that a printed table gives has, within its rounding, the table's blocking."""
    for percent, printed in zip(PERCENT, ERLANG_B_TABLE[lines].split(), strict=True):
        traffic = float(printed)
        assert erlang_b(traffic - 0.05, lines) <= percent / 100 <= erlang_b(traffic + 0.05, lines)
        assert trunks(traffic - 0.05, percent / 100) == lines


@pytest.mark.parametrize("lines", [1, 10, 60, 150])
def test_recursion_is_the_definition(lines: int) -> None:
    """The recursion gives what Erlang's sums of powers and factorials give in exact fractions."""
    for traffic in (Fraction(1, 2), Fraction(9), Fraction(125)):
        terms = [traffic**number / math.factorial(number) for number in range(lines + 1)]
        blocked = terms[-1] / sum(terms)
        assert erlang_b(float(traffic), lines) == pytest.approx(float(blocked), rel=1e-13)
        if lines > traffic:
            queue = terms[-1] * lines / (lines - traffic)
            waits = queue / (sum(terms[:-1]) + queue)
            assert erlang_c(float(traffic), lines) == pytest.approx(float(waits), rel=1e-12)


def test_published_trunk_group() -> None:
    """erlang.com, calculator manual: 15 lines with a blocking of 0.01 take 8.108 erlangs."""
    assert erlang_b(8.1075, 15) < 0.01 < erlang_b(8.1085, 15)
    assert trunks(8.108, 0.01) == 15


# Call Centre Helper, "Erlang C Formula, Made Simple With an Easy Worked Example": 100 calls of
# 180 s in half an hour, 80 % in 20 s. It goes up from 11 agents to 14.
@pytest.mark.parametrize(
    ("agents", "waits", "level"), [(11, 0.682, 0.390), (12, 0.449, 0.640), (14, 0.1741, 0.888)]
)
def test_published_worked_example(agents: int, waits: float, level: float) -> None:
    """The probability of waiting and the service level are as the worked example prints them."""
    assert erlang_c(10, agents) == pytest.approx(waits, abs=5e-4)
    assert erlang_c_service_level(10, agents, 180, 20) == pytest.approx(level, abs=5e-4)


def test_published_worked_example_staff() -> None:
    """The same example: 10 erlangs, 14 agents, 7.8 s, and 20 agents with 30 % of shrinkage."""
    assert traffic_intensity(100, 180, 1_800) == 10
    assert erlang_c_asa(10, 14, 180) == pytest.approx(7.8, abs=0.05)
    assert erlang_c_agents(100, 180, 1_800, 0.8, 20, 0.85) == 14
    assert erlang_c_agents(100, 180, 1_800, 0.8, 20, 0.85, 0.3) == 20


def test_published_large_team() -> None:
    """Mitan, "The Erlang-C Formula": 360 calls of 4 minutes in half an hour and 55 agents."""
    assert erlang_c(48, 55) == pytest.approx(0.239, abs=5e-4)
    assert erlang_c_asa(48, 55, 240) == pytest.approx(8.18, abs=0.01)
    assert erlang_c_service_level(48, 55, 240, 15) == pytest.approx(0.846, abs=5e-4)


# Multichannel Merchant, "Operations and Management: Cutting Call Center Costs, Not Service": 175
# calls in half an hour, 70 % to be answered in 30 seconds; handle time, not printed, is 300 s.
@pytest.mark.parametrize(
    ("agents", "delay", "level", "busy"),
    [
        (30, 298, 0.24, 0.97),
        (31, 107, 0.46, 0.94),
        (32, 54, 0.62, 0.91),
        (33, 30, 0.74, 0.88),
        (34, 18, 0.82, 0.86),
        (35, 11, 0.88, 0.83),
    ],
)
def test_published_staffing_levels(agents: int, delay: int, level: float, busy: float) -> None:
    """Each row of a printed table of staffing options has its wait, its level and its occupancy."""
    traffic = traffic_intensity(175, 300, 1_800)

    assert erlang_c_asa(traffic, agents, 300) == pytest.approx(delay, abs=0.5)
    assert erlang_c_service_level(traffic, agents, 300, 30) == pytest.approx(level, abs=0.005)
    assert traffic / agents == pytest.approx(busy, abs=0.005)
    assert erlang_c_agents(175, 300, 1_800, 0.7, 30) == 33


def test_published_impatience() -> None:
    """The case of Zinnov, "Introduction to Erlang": 2,880 calls an hour of a minute, 50 agents.

    With two minutes of patience: for Erlang C a wait of 20.8 s, for Erlang A 3.1 % abandoned.
    """
    assert erlang_c_asa(48, 50, 60) == pytest.approx(20.8, abs=0.05)
    for_ever = erlang_a_service_level(48, 50, 60, 1e9, 120)
    assert 1 - for_ever == pytest.approx(0.031, abs=5e-4)


@given(traffics, teams)
def test_waiting_is_likelier_than_blocking(traffic: float, agents: int) -> None:
    """Who waits finds all agents busy, and a queue keeps them busy longer: B ≤ C."""
    blocked, waits = erlang_b(traffic, agents), erlang_c(traffic, agents)

    assert 0 <= blocked <= waits <= 1
    if agents > traffic:
        share = traffic / agents
        assert waits == pytest.approx(blocked / (1 - share * (1 - blocked)), rel=1e-9)


def test_small_teams_by_hand() -> None:
    """One and two agents have formulas that fit on a line."""
    assert erlang_b(0.5, 1) == pytest.approx(0.5 / 1.5)
    assert erlang_b(1, 2) == pytest.approx(0.5 / 2.5)
    assert erlang_c(0.5, 1) == pytest.approx(0.5)
    assert erlang_c(1, 2) == pytest.approx(1 / 3)


@given(traffics, teams, st.integers(0, 600))
def test_more_agents_serve_better(traffic: float, agents: int, threshold: int) -> None:
    """One agent more never makes a figure worse; a longer promise never lowers a service level."""
    more = agents + 1
    assert erlang_b(traffic, more) <= erlang_b(traffic, agents)
    assert erlang_c(traffic, more) <= erlang_c(traffic, agents)
    now = erlang_c_service_level(traffic, agents, 240, threshold)
    assert erlang_c_service_level(traffic, more, 240, threshold) >= now
    assert erlang_c_service_level(traffic, agents, 240, threshold + 5) >= now
    level = erlang_a_service_level(traffic, agents, 240, threshold, 180)
    assert erlang_a_service_level(traffic, more, 240, threshold, 180) >= level - 1e-12
    assert erlang_a_service_level(traffic, agents, 240, threshold + 5, 180) >= level - 1e-12


@settings(deadline=None)
@given(traffics, levels)
def test_lines_are_the_fewest(traffic: float, blocking: float) -> None:
    """The lines needed keep the promise, and one line fewer would not."""
    lines = trunks(traffic, blocking)

    assert erlang_b(traffic, lines) <= blocking
    assert lines == 0 or erlang_b(traffic, lines - 1) > blocking


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 2_000), levels, st.sampled_from((0, 10, 60)), st.sampled_from((1.0, 0.85)))
def test_agents_are_the_fewest(
    contacts: int, target: float, threshold: int, max_occupancy: float
) -> None:
    """The agents needed keep both promises, and one agent fewer would break one of them."""
    traffic = traffic_intensity(contacts, 240, 1_800)
    agents = erlang_c_agents(contacts, 240, 1_800, target, threshold, max_occupancy)

    def keeps(number: float) -> bool:
        level = erlang_c_service_level(traffic, number, 240, threshold)
        return level >= target and traffic <= number * max_occupancy + 1e-8

    assert keeps(agents)
    assert not keeps(agents - 1)


@settings(deadline=None, max_examples=50)
@given(st.integers(1, 2_000), levels, st.sampled_from((0, 10, 60)), st.sampled_from((5, 90, 900)))
def test_impatient_agents_are_the_fewest(
    contacts: int, target: float, threshold: int, patience: int
) -> None:
    """With patience, too, the agents needed keep the promise, and one fewer would not."""
    traffic = traffic_intensity(contacts, 240, 1_800)
    agents = erlang_a_agents(contacts, 240, 1_800, target, threshold, patience)

    assert erlang_a_service_level(traffic, agents, 240, threshold, patience) >= target
    assert erlang_a_service_level(traffic, agents - 1, 240, threshold, patience) < target


@given(teams, st.integers(1, 95), st.integers(0, 120))
def test_endless_patience_is_erlang_c(agents: int, percent: int, threshold: int) -> None:
    """As patience grows, Erlang A becomes Erlang C."""
    traffic = agents * percent / 100
    patient = erlang_a_service_level(traffic, agents, 240, threshold, 240e9 / (agents * 2))

    assert patient == pytest.approx(
        erlang_c_service_level(traffic, agents, 240, threshold), abs=1e-5
    )


@given(teams, traffics, st.integers(0, 120))
def test_no_patience_is_erlang_b(agents: int, traffic: float, threshold: int) -> None:
    """As patience vanishes, whoever is not answered at once is lost, as in Erlang B."""
    at_once = 1 - erlang_b(traffic, agents)

    assert erlang_a_service_level(traffic, agents, 240, threshold, 0) == pytest.approx(at_once)
    brief = erlang_a_service_level(traffic, agents, 240, threshold, 1e-9)
    assert brief == pytest.approx(at_once, abs=1e-7)


@given(teams, traffics)
def test_patience_of_a_handle_time(agents: int, traffic: float) -> None:
    """With patience equal to handle time callers leave a queue as from endless agents.

    The number in the system is then Poisson, and who is answered at once found a free agent.
    """
    at_once = erlang_a_service_level(traffic, agents, 240, 0, 240)
    terms = (
        math.exp(number * math.log(traffic) - traffic - math.lgamma(number + 1))
        for number in range(agents)
    )

    assert at_once == pytest.approx(math.fsum(terms), abs=1e-9)


def test_one_impatient_agent_by_hand() -> None:
    """One agent, traffic and patience of one handle time: 1/e are answered at once."""
    assert erlang_a_service_level(1, 1, 60, 0, 60) == pytest.approx(math.exp(-1))
    assert erlang_a_service_level(1, 1, 60, 1e9, 60) == pytest.approx(1 - math.exp(-1))


def _waits(
    chance: random.Random, rate: float, agents: int, patience: float, calls: int
) -> list[float]:
    """Return the wait of each call in a simulated queue, handle time 1; endless if it gave up."""
    free = [0.0] * agents
    now, waits = 0.0, []
    for _ in range(calls):
        now += chance.expovariate(rate)
        wait = max(0.0, free[0] - now)
        if wait > chance.expovariate(1 / patience):
            waits.append(math.inf)
        else:
            heapq.heapreplace(free, now + wait + chance.expovariate(1))
            waits.append(wait)
    return waits


@pytest.mark.parametrize(
    ("rate", "agents", "patience"), [(9.0, 10, 2.0), (24.0, 20, 0.5), (17.0, 20, 1e6)]
)
def test_simulated_queue(rate: float, agents: int, patience: float) -> None:
    """A queue simulated call by call answers in time what the formulas say, within its error.

    Twenty runs with fixed seeds; the mean lies within 4 standard errors but once in 2,000 times.
    """
    threshold, at_once, in_time, asa = 0.1, [], [], []
    for seed in range(20):
        waits = _waits(random.Random(seed), rate, agents, patience, 12_000)[2_000:]  # noqa: S311
        at_once.append(sum(wait == 0 for wait in waits) / len(waits))
        in_time.append(sum(wait <= threshold for wait in waits) / len(waits))
        asa.append(mean(wait for wait in waits if wait < math.inf))

    def agrees(runs: list[float], answer: float) -> bool:
        return abs(mean(runs) - answer) < 4 * stdev(runs) / math.sqrt(len(runs))

    assert agrees(at_once, erlang_a_service_level(rate, agents, 1, 0, patience))
    assert agrees(in_time, erlang_a_service_level(rate, agents, 1, threshold, patience))
    if patience == 1e6:
        assert agrees([1 - run for run in at_once], erlang_c(rate, agents))
        assert agrees(in_time, erlang_c_service_level(rate, agents, 1, threshold))
        assert agrees(asa, erlang_c_asa(rate, agents, 1))
        assert not agrees(in_time, erlang_c_service_level(rate, agents - 1, 1, threshold))


def test_no_traffic() -> None:
    """Without contacts nobody is needed, and who is there is free."""
    assert trunks(0, 0.01) == trunks(0, 0) == 0
    assert erlang_c_agents(0, 240, 1_800, 0.8, 20) == 0
    assert erlang_c_agents(100, 0, 1_800, 1, 20, 0, 1) == 0
    assert erlang_a_agents(0, 240, 1_800, 0.8, 20, 60) == 0
    assert erlang_b(0, 3) == erlang_c(0, 3) == erlang_c_asa(0, 3, 240) == 0
    assert erlang_c_service_level(0, 3, 240, 0) == 1
    assert erlang_a_service_level(0, 3, 240, 0, 60) == 1


@pytest.mark.parametrize("agents", [0, 9, 10, 10.9])
def test_no_more_agents_than_traffic(agents: float) -> None:
    """With no more agents than traffic all wait for ever; only impatience makes an end of it."""
    assert erlang_c(10, agents) == 1
    assert erlang_c_service_level(10, agents, 240, 20) == 0
    with pytest.raises(NoAnswer):
        erlang_c_asa(10, agents, 240)
    level = erlang_a_service_level(10, agents, 240, 20, 60)
    assert level == 0 if agents == 0 else 0 < level < 1


def test_broken_numbers_are_cut() -> None:
    """14.9 agents are 14, as Excel's own functions cut."""
    assert erlang_b(10, 14.9) == erlang_b(10, 14)
    assert erlang_c(10, 14.9) == erlang_c(10, 14)
    assert erlang_c_asa(10, 14.9, 60) == erlang_c_asa(10, 14, 60)
    assert erlang_c_service_level(10, 14.9, 60, 20) == erlang_c_service_level(10, 14, 60, 20)
    assert erlang_a_service_level(10, 14.9, 60, 20, 60) == erlang_a_service_level(
        10, 14, 60, 20, 60
    )


def test_rounding_hires_nobody() -> None:
    """70 agents at their desks are 100 in the schedule, 8.8 erlangs at 0.88 need 10, not 11."""
    for desks in range(1, 200):
        for percent in (10, 20, 25, 30, 40, 50):
            hundred = 100 - percent
            expected = -(-desks * 100 // hundred)
            assert crews.scheduled(desks, percent / 100) == expected
    assert erlang_c_agents(8.8, 1, 1, 0, 0, 0.88) == 10
    assert erlang_c_agents(10, 1, 1, 0, 0) == 10
    assert erlang_a_agents(1, 1, 1, 0, 0, 1, 0.5) == 2


def test_targets_beyond_reach() -> None:
    """Every contact in time is #N/A, agents who are never busy or never there #DIV/0!."""

    def patient(*more: float) -> float:
        return erlang_c_agents(100, 180, 1_800, *more)

    def impatient(target: float, threshold: float, *more: float) -> float:
        return erlang_a_agents(100, 180, 1_800, target, threshold, 60, *more)

    for agents in (patient, impatient):
        with pytest.raises(NoAnswer):
            agents(1, 20)
        with pytest.raises(DivisionByZero):
            agents(0.8, 20, 0)
        with pytest.raises(DivisionByZero):
            agents(0.8, 20, 1, 1)
    with pytest.raises(NoAnswer):
        trunks(10, 0)
    assert trunks(10, 1) == 0
    with pytest.raises(DivisionByZero):
        traffic_intensity(100, 180, 0)
    with pytest.raises(DivisionByZero):
        erlang_c_service_level(10, 14, 0, 20)


def test_limit_of_occupancy() -> None:
    """A large team meets 80 in 20 nearly without a pause; the limit gives it one."""
    free = erlang_c_agents(5_000, 240, 1_800, 0.8, 20)
    limited = erlang_c_agents(5_000, 240, 1_800, 0.8, 20, 0.88)
    traffic = traffic_intensity(5_000, 240, 1_800)

    assert traffic / free > 0.97
    assert limited == math.ceil(traffic / 0.88)
    assert erlang_a_agents(5_000, 240, 1_800, 0.8, 20, 120, 0.88) <= limited


def test_large_teams_are_exact_and_quick() -> None:
    """100,000 agents take well under a second, and agree with the square-root rule.

    Halfin and Whitt, 1981: with β·√traffic agents above the traffic, the probability of waiting is
    1/(1 + β·Φ(β)/φ(β)).
    """
    start = time.perf_counter()
    agents = erlang_c_agents(1_000_000, 180, 1_800, 0.8, 20)
    impatient = erlang_a_agents(1_000_000, 180, 1_800, 0.8, 20, 300)
    taken = time.perf_counter() - start

    assert 100_000 < agents < 100_100
    assert impatient < agents
    assert taken < 1
    beta = 0.5
    above = (1 + math.erf(beta / math.sqrt(2))) / 2
    density = math.exp(-(beta**2) / 2) / math.sqrt(2 * math.pi)
    traffic = 99_841.93
    waits = erlang_c(traffic, math.floor(traffic + beta * math.sqrt(traffic)))
    assert waits == pytest.approx(1 / (1 + beta * above / density), abs=3e-3)


@pytest.mark.parametrize(
    ("traffic", "agents"), [(0.1, 1), (999.5, 1_000), (100_400, 100_000), (99_000, 100_000)]
)
def test_no_digit_is_lost_on_the_way(traffic: float, agents: int) -> None:
    """Up to 100,000 agents B and C are what the sum of quotients gives with forty digits."""
    with localcontext() as context:
        context.prec = 40
        offered, term, terms = Decimal(traffic), Decimal(1), Decimal(1)
        for busy in range(agents, 0, -1):
            term = term * busy / offered
            terms += term
        blocked = 1 / terms
        waits = blocked * agents / (agents - offered * (1 - blocked))
    assert erlang_b(traffic, agents) == pytest.approx(float(blocked), rel=1e-11)
    wanted = float(waits) if agents > traffic else 1
    assert erlang_c(traffic, agents) == pytest.approx(wanted, rel=1e-10)


@pytest.mark.parametrize(
    "call",
    [
        lambda: erlang_b(10, 1e300),
        lambda: erlang_c(10, 1e7),
        lambda: trunks(1e300, 0.01),
        lambda: erlang_c_agents(1e300, 1, 1, 0.8, 20),
        lambda: erlang_a_agents(1e300, 1, 1, 0.8, 20, 60),
        lambda: erlang_a_service_level(10, 14, 1, 20, 1e300),
        lambda: traffic_intensity(1e300, 1e300, 1),
    ],
)
def test_too_large_is_an_error(call: Callable[[], float]) -> None:
    """What no cell could wait for is #NUM! at once."""
    with pytest.raises(OutsideDomain):
        call()


def test_flexible_staffing() -> None:
    """Only what stands above the requirement costs; a gap elsewhere takes nothing off."""
    assert flexible_staffing_savings([10, 14, 12], [14, 14, 10], 1_800, 400) == 800
    assert flexible_staffing_savings([10, 14], [8, 12], 1_800, 400) == 0
    with pytest.raises(WrongValue):
        flexible_staffing_savings([10, 14], [8], 1_800, 400)


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1))
def test_flexible_staffing_adds_up(pairs: list[tuple[int, int]]) -> None:
    """The saving less the cost of the gaps is the cost of the whole difference."""
    needed = [float(need) for need, _ in pairs]
    there = [float(one) for _, one in pairs]
    saving = flexible_staffing_savings(needed, there, 1_800, 400)
    gap = flexible_staffing_savings(there, needed, 1_800, 400)

    assert saving - gap == pytest.approx((sum(there) - sum(needed)) * 200, abs=1e-6)


def step_by_step(traffic: float, agents: int, aht: float, patience: float) -> tuple[float, float]:
    """Return who gives up and how long the served wait, state by state of the queue."""
    service, leave = 1 / aht, 1 / patience
    states = [1.0]
    while len(states) < agents + 10 or states[-1] > 1e-17 * max(states):
        there = len(states)
        gone = min(there, agents) * service + max(0, there - agents) * leave
        states.append(states[-1] * traffic * service / gone)
    served = waited = 0.0
    for there, weight in enumerate(states):
        odds, time_ = 1.0, 0.0
        for ahead in range(there - agents, -1, -1):
            all_ = agents * service + (ahead + 1) * leave
            odds *= (agents * service + ahead * leave) / all_
            time_ += 1 / all_
        served += weight * odds
        waited += weight * odds * time_
    return 1 - served / sum(states), waited / served


@pytest.mark.parametrize(
    ("traffic", "agents", "aht", "patience"),
    [
        (48, 50, 60, 120), (10, 14, 180, 300), (10, 7, 180, 60), (100, 60, 200, 30),
        (0.5, 1, 60, 600), (30, 20, 120, 2_000), (300, 310, 100, 50),
    ],
)  # fmt: skip
def test_impatience_state_by_state(
    traffic: float, agents: int, aht: float, patience: float
) -> None:
    """Abandonment and speed of answer are those of a queue that is followed state by state."""
    given_up, wait = step_by_step(traffic, agents, aht, patience)
    assert staffing.erlang_a_abandonment(traffic, agents, aht, patience) == pytest.approx(given_up)
    assert staffing.erlang_a_asa(traffic, agents, aht, patience) == pytest.approx(wait, rel=1e-8)


def test_published_abandonment() -> None:
    """The case of Zinnov: 48 calls a minute, 50 agents: 3.1 % give up, all wait 3.7 seconds."""
    given_up = staffing.erlang_a_abandonment(48, 50, 60, 120)
    assert given_up == pytest.approx(0.031, abs=5e-4)
    assert given_up * 120 == pytest.approx(3.7, abs=0.05)
    assert staffing.erlang_a_asa(48, 50, 60, 120) < given_up * 120


def test_nobody_there_and_nobody_calls() -> None:
    """Without agents all give up and nobody is answered; without calls nobody waits."""
    assert staffing.erlang_a_abandonment(10, 0, 60, 120) == 1
    with pytest.raises(NoAnswer):
        staffing.erlang_a_asa(10, 0, 60, 120)
    assert staffing.erlang_a_abandonment(0, 0, 60, 120) == 0
    assert staffing.erlang_a_asa(0, 5, 60, 120) == 0
    assert staffing.erlang_a_asa(10, 5, 60, 0) == 0


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 2_000), levels, st.integers(10, 3_000))
def test_agents_for_abandonment_are_the_fewest(
    contacts: int, target: float, patience: float
) -> None:
    """One agent fewer, and more than the target would give up."""
    agents = staffing.erlang_a_agents_for_abandonment(contacts, 180, 1_800, target, patience)
    traffic = contacts / 10
    assert staffing.erlang_a_abandonment(traffic, agents, 180, patience) <= target + 1e-12
    if agents > 1:
        assert staffing.erlang_a_abandonment(traffic, agents - 1, 180, patience) > target
    with pytest.raises(NoAnswer):
        staffing.erlang_a_agents_for_abandonment(contacts, 180, 1_800, 0, patience)


@given(traffics, levels)
def test_answer_time_is_the_service_level_asked_the_other_way(traffic: float, level: float) -> None:
    """Within the time that agents give, that part is answered; where none waits it is 0."""
    agents = math.floor(traffic) + 2
    seconds = staffing.erlang_c_answer_time(traffic, agents, 180, level)
    found = erlang_c_service_level(traffic, agents, 180, seconds)
    assert found == pytest.approx(level) if seconds else found >= level
    with pytest.raises(NoAnswer):
        staffing.erlang_c_answer_time(traffic, agents, 180, 1)
    with pytest.raises(NoAnswer):
        staffing.erlang_c_answer_time(agents, agents, 180, level)


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 80), levels, st.sampled_from((1.0, 0.85)))
def test_contacts_are_the_agents_asked_the_other_way(
    agents: int, level: float, busiest: float
) -> None:
    """For the contacts that a team can take it is enough, and for one contact more it is not."""
    most = staffing.erlang_c_contacts(agents, 180, 1_800, level, 20, busiest)
    if most:
        assert erlang_c_agents(most, 180, 1_800, level, 20, busiest) <= agents
    assert erlang_c_agents(most + 1, 180, 1_800, level, 20, busiest) > agents


def test_backlog() -> None:
    """800 e-mails of six minutes are 80 hours, which 13 people with 6.5 hours can do."""
    assert staffing.backlog_agents(600, 200, 360, 6.5, 1) == 13
    assert staffing.backlog_agents(600, 50, 360, 6.5, 1) == 10
    assert staffing.backlog_agents(0, 0, 360, 6.5, 1) == 0
    with pytest.raises(DivisionByZero):
        staffing.backlog_agents(1, 1, 360, 0, 1)
