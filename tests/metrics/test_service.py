"""How well customers are served, also on published files."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import counts, factors, shares, some

from xlcost.catalogue.metrics import service, unit_cost
from xlcost.errors import DivisionByZero, OutsideDomain, WrongValue

pytestmark = pytest.mark.fast

SHARES = (
    service.first_contact_resolution,
    service.contacts_per_issue,
    service.csat_score,
    service.abandonment_rate,
    service.average_speed_of_answer,
    service.transfer_rate,
    service.repeat_contact_rate,
    service.average_talk_time,
    service.containment_rate,
    service.customer_effort_score,
    service.backlog_days,
)
# Of which the one is no part of the other.
UNBOUND = (
    service.contacts_per_issue,
    service.average_speed_of_answer,
    service.average_talk_time,
    service.customer_effort_score,
    service.backlog_days,
)


def seconds(clock: str) -> int:
    """Return "00:02:14" as seconds."""
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(rest)


def test_published_daily_file(shared_data: Path) -> None:
    """Talk time over all days is 159.5279 s, weighted by calls; each day's answer rate agrees."""
    with (shared_data / "contact" / "kaggle-callcenter-daily.csv").open(
        encoding="utf-8-sig"
    ) as file:
        days = list(csv.DictReader(file))
    handled = [float(day["Answered Calls"]) for day in days]
    talk = [
        seconds(day["Talk Duration (AVG)"]) * calls
        for day, calls in zip(days, handled, strict=True)
    ]

    assert service.average_talk_time(sum(talk), sum(handled)) == pytest.approx(159.5279, abs=5e-5)
    for day in days:
        rate = service.abandonment_rate(float(day["Abandoned Calls"]), float(day["Incoming Calls"]))
        assert 1 - rate == pytest.approx(float(day["Answer Rate"].rstrip("%")) / 100, abs=5.1e-5)


def test_published_monthly_file(shared_data: Path) -> None:
    """San Francisco HSS, 2011 to 2024: 26,978 of 696,649 offered calls were abandoned."""
    path = shared_data / "contact" / "sf-hss-callcenter-monthly.csv"
    with path.open(encoding="utf-8-sig") as file:
        months = list(csv.DictReader(file))
    handled = sum(float(month["Inbound Calls"] or 0) for month in months)
    abandoned = sum(float(month["Abandoned Calls"] or 0) for month in months)

    assert (handled, abandoned) == (669_671, 26_978)
    rate = service.abandonment_rate(abandoned, handled + abandoned)
    assert rate == pytest.approx(0.038725, abs=1e-6)


@pytest.mark.parametrize("ratio", SHARES)
@given(part=counts, whole=some, factor=factors)
def test_ratios_scale(ratio: object, part: float, whole: float, factor: float) -> None:
    """A ratio times its denominator is its numerator, and it does not change with scale."""
    assert callable(ratio)
    part = part if ratio in UNBOUND else min(part, whole)
    result = ratio(part, whole)

    assert result * whole == pytest.approx(part)
    assert ratio(part * factor, whole * factor) == pytest.approx(result)


@pytest.mark.parametrize("ratio", SHARES)
def test_ratios_at_their_ends(ratio: object) -> None:
    """None of none is #DIV/0!, a negative number #NUM!, and so is a part above its whole."""
    assert callable(ratio)
    with pytest.raises(DivisionByZero):
        ratio(0, 0)
    above = () if ratio in UNBOUND else ((6, 5), (11, 10))
    for pair in ((-1, 5), (1, -5), *above):
        with pytest.raises(OutsideDomain):
            ratio(*pair)


@given(counts, counts, counts, some)
def test_handle_time_is_its_parts(talk: float, hold: float, after: float, handled: float) -> None:
    """Handle time is talk, hold and after-call time added up."""
    whole = service.average_handle_time(talk, hold, after, handled)
    parts = [service.average_talk_time(part, handled) for part in (talk, hold, after)]

    assert whole == pytest.approx(sum(parts))


@given(counts, some, some)
def test_cost_of_a_resolution(cost: float, contacts: float, resolved: float) -> None:
    """Cost per contact times contacts per issue is cost per resolution."""
    product = unit_cost.cost_per_contact(cost, contacts) * service.contacts_per_issue(
        contacts, resolved
    )

    assert product == pytest.approx(unit_cost.cost_per_resolution(cost, resolved))


@pytest.mark.parametrize(
    ("method", "level"),
    [
        ("abandoned_count_as_met", 0.83),
        ("answered_of_answered", 0.86),
        ("answered_of_offered", 0.81),
        ("short_abandons_excluded", 0.83),
    ],
)
def test_published_service_levels(method: str, level: float) -> None:
    """ICMI, "Service Level Calculations": 1,000 answered, 860 in time, 60 abandoned, 20 early."""
    assert round(service.service_level(860, 1_000, 60, 20, method), 2) == level


@pytest.mark.parametrize(
    ("method", "level"),
    [
        ("", 760 / 1_000),
        ("answered_of_offered", 760 / 1_000),
        ("answered_of_answered", 760 / 950),
        ("abandoned_count_as_met", 780 / 1_000),
        ("short_abandons_excluded", 760 / 980),
        ("SHORT_abandons_EXCLUDED", 760 / 980),
    ],
)
def test_service_level_methods(method: str, level: float) -> None:
    """950 answered, 760 of them in time; 50 abandoned, 20 of them early: four levels."""
    assert service.service_level(760, 950, 50, 20, method) == level


@given(st.data())
def test_service_levels_are_ordered(data: st.DataObject) -> None:
    """Counting early abandons as met is never below leaving them out, nor that below counting."""
    handled = data.draw(st.integers(1, 10_000))
    abandoned = data.draw(st.integers(0, 10_000))
    answered = data.draw(st.integers(0, handled))
    early = data.draw(st.integers(0, abandoned))
    levels = [
        service.service_level(answered, handled, abandoned, early, method)
        for method in ("answered_of_offered", "short_abandons_excluded", "abandoned_count_as_met")
    ]

    assert levels == sorted(levels)
    assert all(0 <= level <= 1 for level in levels)


def test_service_level_refuses() -> None:
    """Nothing offered is #DIV/0!, an unknown method #VALUE!, and only what is used is checked."""
    with pytest.raises(DivisionByZero):
        service.service_level(0, 0, 0)
    with pytest.raises(DivisionByZero):
        service.service_level(0, 0, 5, 5, "short_abandons_excluded")
    with pytest.raises(OutsideDomain):
        service.service_level(5, 10, 5, 15, "short_abandons_excluded")
    with pytest.raises(OutsideDomain):
        service.service_level(11, 10, 5)
    with pytest.raises(WrongValue):
        service.service_level(1, 2, 3, 0, "best")
    with pytest.raises(OutsideDomain):
        service.service_level(1, 2, -3)
    assert service.service_level(1, 2, -3, -4, "answered_of_answered") == 0.5


@given(some, shares, shares)
def test_net_promoter_score_lies_between_its_ends(
    responses: float, first: float, second: float
) -> None:
    """All promoters are 1, all detractors −1, and as many of both 0; more than all are refused."""
    promoters = round(responses * min(first, 1 - second))
    detractors = round(responses * second) if promoters < responses else 0.0
    detractors = min(detractors, responses - promoters)
    score = service.net_promoter_score(promoters, detractors, responses)

    assert -1 <= score <= 1
    assert service.net_promoter_score(detractors, promoters, responses) == pytest.approx(-score)
    assert service.net_promoter_score(responses, 0, responses) == 1
    assert service.net_promoter_score(0, responses, responses) == -1
    with pytest.raises(OutsideDomain):
        service.net_promoter_score(responses, 1, responses)


def test_published_scores() -> None:
    """DELA: 30 and 20 in a hundred are +10; scores of 4, 5, 6, 7 and 7 are 5.8 on average."""
    assert service.net_promoter_score(30, 20, 100) == pytest.approx(0.1)
    assert service.customer_effort_score(4 + 5 + 6 + 7 + 7, 5) == 5.8


@given(counts, some, counts)
def test_net_resolution_is_never_below_gross(
    resolved: float, handled: float, unresolvable: float
) -> None:
    """Leaving out what could not be resolved never lowers the rate, and none left out is gross."""
    resolved = min(resolved, handled)
    unresolvable = min(unresolvable, handled - resolved)
    gross = service.first_contact_resolution(resolved, handled)

    assert service.net_first_contact_resolution(resolved, handled, 0) == gross
    if unresolvable < handled:
        assert service.net_first_contact_resolution(resolved, handled, unresolvable) >= gross
