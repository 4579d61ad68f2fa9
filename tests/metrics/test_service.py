"""How well customers are served, also on published files."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import counts, factors, some

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
    result = ratio(part, whole)

    assert result * whole == pytest.approx(part)
    assert ratio(part * factor, whole * factor) == pytest.approx(result)


@pytest.mark.parametrize("ratio", SHARES)
def test_ratios_at_their_ends(ratio: object) -> None:
    """None of none is #DIV/0!, a negative number #NUM!, and a result above 1 is shown."""
    assert callable(ratio)
    with pytest.raises(DivisionByZero):
        ratio(0, 0)
    for pair in ((-1, 5), (1, -5)):
        with pytest.raises(OutsideDomain):
            ratio(*pair)
    assert ratio(6, 5) == 1.2


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
        service.service_level(5, 10, 5, 15, "short_abandons_excluded")
    with pytest.raises(WrongValue):
        service.service_level(1, 2, 3, 0, "best")
    with pytest.raises(OutsideDomain):
        service.service_level(1, 2, -3)
    assert service.service_level(1, 2, -3, -4, "answered_of_answered") == 0.5
