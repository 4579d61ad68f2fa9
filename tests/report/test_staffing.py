"""The sheet Staffing: a typical week from intervals, agents, shifts, hours and their cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hand_made import HandMade, activity, grid, made, settings, sheet, values, whole_facts

from tests.inputs.test_published import read
from tests.libreoffice import differences
from xlcost.catalogue.metrics.staffing import (
    erlang_a_agents,
    erlang_c_agents,
    erlang_c_service_level,
    flexible_staffing_savings,
)
from xlcost.dataset import facts as frames
from xlcost.dataset.report_settings import Staffing
from xlcost.planning.shifts import cover, present
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import Literal, Value
from xlcost.report.model.spec import Chart, Report, Text
from xlcost.report.planning.staffing_needs import clock
from xlcost.report.planning.staffing_plan import TypicalWeek, plan
from xlcost.values.calendar import Period
from xlcost.workbook.render import write_workbook

HOUR = 3600
DEMAND = (40, 60, 80, 60, 50, 70, 60, 40, 20, 20)  # calls an hour from 8 to 18
HOLIDAY = date(2026, 10, 7)
Usual = dict[tuple[str, str, str], Value]


def intervals(demand: tuple[int, ...] = DEMAND, **changes: Any) -> pd.DataFrame:
    """Return October 2026 by the hour: Mondays twice the calls, a holiday, calls of 300 s."""
    rows = []
    for day in (date(2026, 10, 1) + timedelta(number) for number in range(31)):
        if day.weekday() > 4 or day == HOLIDAY:
            continue
        for number, calls in enumerate(demand):
            offered = calls * (2 if day.weekday() == 0 else 1)
            handled = offered * 0.9
            rows.append(
                {
                    "date": day.isoformat(),
                    "start_seconds": (8 + number) * HOUR,
                    "channel": "phone",
                    "direction": "inbound",
                    "team": "",
                    "entity": "",
                    "offered": float(offered),
                    "handled": handled,
                    "abandoned": offered - handled,
                    "answered_in_threshold": handled * 0.8,
                    "handle_seconds": handled * 300,
                    "wait_seconds": handled * 20,
                }
                | changes
            )
    return pd.DataFrame(rows)[list(frames.INTERVALS)]


def company(frame: pd.DataFrame | None = None, **report: Any) -> HandMade:
    """Return the hand-made company with intervals, and an activity that agrees with them."""
    frame = intervals() if frame is None else frame
    calls = activity()
    october = (calls["period"] == 202610) & (calls["channel"] == "phone")
    calls.loc[october & (calls["version"] == "actual"), "offered"] = frame["offered"].sum()
    facts = whole_facts(activity=calls, intervals=frame, interval_seconds=HOUR)
    return HandMade(facts, settings=settings(**report))


def planned(frame: pd.DataFrame | None = None, **wanted: Any) -> TypicalWeek:
    """Return the plan of the intervals."""
    found = plan(intervals() if frame is None else frame, HOUR, Staffing(**wanted))
    assert found is not None
    return found


@pytest.fixture(scope="module")
def usual() -> Usual:
    """Return the figures of the company as it is."""
    return values(company())


def test_a_typical_week_is_means_by_weekday() -> None:
    """Each weekday has the mean of its own days; a day without calls is no day of the week."""
    found = planned()

    assert found.days == {1: 4, 2: 4, 3: 3, 4: 5, 5: 5}
    assert found.busiest == 1
    assert [one.contacts for one in found.day(1)] == [2.0 * calls for calls in DEMAND]
    assert [one.contacts for one in found.day(3)] == list(map(float, DEMAND))
    assert {round(one.aht, 9) for one in found.intervals} == {300.0}
    assert found.outside == 0


def test_agents_are_those_of_the_functions() -> None:
    """Each interval has the agents of ERLANG_C_AGENTS, or ERLANG_A_AGENTS where patience is set."""
    intervals = planned().intervals
    assert len(intervals) > 1
    for one in intervals:
        wanted = (one.contacts, one.aht, HOUR, 0.8, 20)
        assert one.required == erlang_c_agents(*wanted, 0.88)
        traffic = one.contacts * one.aht / HOUR
        assert one.expected == erlang_c_service_level(traffic, one.required, one.aht, 20)
        assert 0.8 <= one.expected < 1
    impatient = planned(patience_seconds=60, max_occupancy=1)
    for one in impatient.intervals:
        assert one.required == erlang_a_agents(one.contacts, one.aht, HOUR, 0.8, 20, 60)


def test_unknown_handle_time_shortens_nobodys() -> None:
    """Contacts whose time no file has are left out of the mean; an hour without any has that."""
    frame = intervals()
    frame.loc[frame["date"] == "2026-10-05", "handle_seconds"] = float("nan")
    frame.loc[frame["start_seconds"] == 10 * HOUR, "handle_seconds"] = 0.0

    assert {round(one.aht, 9) for one in planned(frame).intervals} == {300.0}


def test_stray_call_on_a_holiday_opens_no_day() -> None:
    """A closed day's few contacts are outside: the weekday keeps the mean of its open days."""
    stray = intervals().head(1).assign(date=HOLIDAY.isoformat(), offered=3.0)
    found = planned(pd.concat([intervals(), stray], ignore_index=True))

    assert found.days == planned().days
    assert [one.contacts for one in found.day(3)] == list(map(float, DEMAND))
    assert found.outside == 3


def test_flat_staffing_has_nobody_while_closed() -> None:
    """A centre that is open at night only has no agents all day long, staffed flat or not."""
    by_day = intervals()
    night = by_day.assign(start_seconds=(by_day["start_seconds"] + 12 * HOUR) % (24 * HOUR))
    frame = night[(night["start_seconds"] < 6 * HOUR) | (night["start_seconds"] >= 20 * HOUR)]
    for one in planned(frame).day(1):
        closed = 6 * HOUR <= one.start < 20 * HOUR
        assert (one.flat == 0) == (one.required == 0) == closed


def test_contacts_at_no_usual_time_leave_the_sheet_out() -> None:
    """A call a day, each at another hour, has no opening hours: About says so, nothing breaks."""
    days = intervals().groupby("date").head(1).reset_index(drop=True)
    hours = (pd.to_datetime(days["date"]).dt.day - 1) // 7 + 8
    rare = days.assign(start_seconds=hours * HOUR, offered=1.0, handled=1.0, handle_seconds=300.0)
    found = made(company(rare))

    assert plan(rare, HOUR, Staffing()) is None
    assert "staffing" not in {one.key for one in found.sheets}


def test_part_time_is_held_against_full_time(usual: Usual) -> None:
    """Shifts are compared with shifts that can be worked, and with flat staffing apart."""
    cost = {
        (row, column): float(value)
        for (name, row, column), value in usual.items()
        if name == "staffing_cost" and isinstance(value, int | float)
    }
    flat, full, mixed = (cost[way, "cost"] for way in ("flat", "full_time", "mixed"))

    assert cost["mixed", "part_time"] == pytest.approx(full - mixed)
    assert cost["mixed", "part_time"] >= 0
    assert cost["mixed", "saving"] == pytest.approx(flat - mixed)
    assert ("staffing_cost", "full_time", "part_time") not in usual


def test_every_way_of_staffing_covers_the_requirement() -> None:
    """Nobody is missing in any interval, and part-time shifts never make it dearer."""
    found = planned()
    for one in found.intervals:
        assert min(one.flat, one.full_time, one.mixed) >= one.required
    assert sum(one.mixed for one in found.intervals) <= sum(
        one.full_time for one in found.intervals
    )


def test_flat_staffing_is_the_peak_all_day() -> None:
    """Flat staffing has the agents of the day's busiest interval in each of its intervals."""
    found = planned()
    for day in found.days:
        need = [one.required for one in found.day(day)]
        assert len(set(need)) > 1
        assert {one.flat for one in found.day(day)} == {max(need)}


def test_part_time_shifts_follow_the_demand() -> None:
    """Shifts last as long as is set, and those of half a day leave fewer people idle."""
    found = planned(shift_hours=8, part_time_hours=4)
    day = found.day(1)
    need = [one.required for one in day]
    long, short = (cover(need, lengths) for lengths in ((8,), (8, 4)))

    assert [one.full_time for one in day] == present(long, len(need))
    assert [one.mixed for one in day] == present(short, len(need))
    assert {shift.length for shift in short} == {4, 8}
    idle = {
        way: sum(getattr(one, way) - one.required for one in day)
        for way in ("flat", "full_time", "mixed")
    }
    assert idle["flat"] > idle["full_time"] > idle["mixed"]
    broken = planned(shift_hours=Decimal("7.5"), part_time_hours=4).day(1)
    assert [one.full_time for one in broken] == [one.full_time for one in day]


def test_stray_calls_keep_no_shift() -> None:
    """A call one night is outside the opening hours; the sheet and a control say so."""
    frame = intervals()
    stray = frame.iloc[:1].assign(start_seconds=23 * HOUR, offered=3.0)
    whole = pd.concat([frame, stray], ignore_index=True)
    found = planned(whole)

    assert max(one.start for one in found.intervals) == 17 * HOUR
    assert found.outside == 3
    report = made(company(whole))
    notes = [block.text for block in sheet(report, "staffing").blocks if isinstance(block, Text)]
    assert any("3 contacts outside" in note for note in notes)
    assert evaluate(report)["checks", "staffing_contacts", "verdict"] == "passed"


def test_only_who_waits_is_in_the_queue() -> None:
    """The busiest channel is the queue unless others are set; outbound calls are never in it."""
    chat = intervals(tuple(calls // 2 for calls in DEMAND), channel="chat")
    sales = intervals(direction="outbound")
    frame = pd.concat([intervals(), chat, sales], ignore_index=True)

    assert planned(frame).channels == ("phone",)
    assert planned(frame).contacts == intervals()["offered"].sum()
    both = planned(frame, channels=["Chat", "phone"])
    assert both.contacts == intervals()["offered"].sum() * 1.5
    assert planned(frame, channels=["chat"]).contacts == intervals()["offered"].sum() / 2


def test_hours_and_cost_by_hand() -> None:
    """Hours are agents times days; an hour at the desk costs the paid hour / (1 − shrinkage)."""
    found = values(company(staffing={"shrinkage": 0.25, "loaded_rate": 300}))
    days = planned().days
    ones = planned().intervals
    hours = {
        way: sum(getattr(one, way) * days[one.weekday] for one in ones)
        for way in ("required", "flat", "full_time", "mixed")
    }

    assert found["staffing_targets", "desk_rate", "value"] == 400
    for way, total in hours.items():
        assert found["staffing_cost", way, "hours"] == pytest.approx(total)
        assert found["staffing_cost", way, "paid"] == pytest.approx(total / 0.75)
        assert found["staffing_cost", way, "cost"] == pytest.approx(total * 400)
    assert found["staffing_cost", "mixed", "saving"] == pytest.approx(
        (hours["flat"] - hours["mixed"]) * 400
    )
    above = sum(
        flexible_staffing_savings([one.required], [one.mixed], HOUR, 400) * days[one.weekday]
        for one in ones
    )
    assert found["staffing_cost", "mixed", "idle"] == pytest.approx(above)


def test_shrinkage_and_rate_come_from_the_period(usual: Usual) -> None:
    """Without settings, shrinkage is the workforce's own, the rate labour cost / paid hours."""
    assert usual["staffing_targets", "shrinkage", "value"] == pytest.approx(45 / 150)
    assert usual["staffing_targets", "loaded_rate", "value"] == pytest.approx(135_000 / 3_300)


def test_shrinkage_is_that_of_the_agents() -> None:
    """A team that never logs in, such as planners, does not make the agents' shrinkage smaller."""
    dataset = company()
    people = dataset.facts.workforce
    planners = people[people["team"] == "Lines"].assign(logged_in_hours=0.0, shrinkage_hours=10.0)
    both = pd.concat([people[people["team"] != "Lines"], planners], ignore_index=True)
    dataset.facts = replace(dataset.facts, workforce=both)
    found = values(dataset)

    assert found["staffing_targets", "shrinkage", "value"] == pytest.approx(45 / 150)
    assert found["staffing_targets", "shrinkage", "source"] == (
        "teams that log in, in the period; can be changed here"
    )


def test_without_a_rate_there_are_hours_only() -> None:
    """Where nothing says what an hour costs, the sheet has hours and About says why no cost."""
    dataset = company()
    dataset.facts = replace(dataset.facts, workforce=frames.empty(tuple(dataset.facts.workforce)))
    report = made(dataset)
    columns = [column.key for column in grid(report, "staffing_cost").columns]

    assert "hours" in columns
    assert "cost" not in columns
    assert evaluate(report)["staffing_targets", "shrinkage", "value"] == 0


def test_measured_service_level_stands_beside_the_expected_one(usual: Usual) -> None:
    """72 of 100 offered calls are answered in time, whichever hour; without counts no column."""
    assert usual["staffing_day", "at28800", "measured"] == pytest.approx(0.72)
    without = made(company(intervals(answered_in_threshold=0.0)))
    assert "measured" not in [column.key for column in grid(without, "staffing_day").columns]


def test_measured_service_level_follows_its_method() -> None:
    """Of all answered, 80 of 100 are in time; the head of the column names the method."""
    dataset = company(methods={"service_level": "answered_of_answered"})
    report = made(dataset)
    heads = {column.key: column.title for column in grid(report, "staffing_day").columns}
    assert evaluate(report)["staffing_day", "at28800", "measured"] == pytest.approx(0.8)
    assert "of all answered" in heads["measured"]


def test_controls(usual: Usual) -> None:
    """The controls agree, and one fails where the activity has other calls than the intervals."""
    keys = {row for name, row, _ in usual if name == "checks" and row.startswith("staffing")}
    assert len(keys) == 5
    assert all(usual["checks", key, "verdict"] == "passed" for key in keys)

    odd = company()
    odd.facts = replace(odd.facts, activity=activity())
    assert values(odd)["checks", "staffing_activity", "verdict"] == "failed"


def test_a_year_with_the_intervals_of_a_month() -> None:
    """In a report of the year, October's intervals are compared with October, and say so."""
    data = company()
    data.period = Period(2026, 0)
    report = made(data)
    found = evaluate(report)

    assert found["checks", "staffing_activity", "verdict"] == "passed"
    texts = [getattr(block, "text", "") for block in sheet(report, "staffing").blocks]
    assert any("Typical week for phone in October 2026" in text for text in texts)
    assert "October 2026" in str(grid(report, "staffing_cost").title)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"intervals": frames.empty(frames.INTERVALS)}, "time of day"),
        ({"interval_seconds": 4 * HOUR}, "an hour or less"),
        ({"intervals": intervals(handle_seconds=0.0)}, "no handle time"),
    ],
)
def test_what_carries_no_plan_is_left_out(changes: dict[str, Any], sentence: str) -> None:
    """Without intervals, in long ones or without handle time About says why it is left out."""
    dataset = company()
    dataset.facts = replace(dataset.facts, **changes)
    report = made(dataset)

    assert "staffing" not in [one.key for one in report.sheets]
    assert any(sentence in text for text in about(report))


def about(report: Report) -> list[str]:
    """Return every text of the sheet About."""
    blocks = sheet(report, "about").blocks
    texts = [
        str(cell.expression.value)
        for block in blocks
        for row in getattr(block, "rows", ())
        for cell in row.cells.values()
        if isinstance(cell.expression, Literal)
    ]
    return texts + [block.text for block in blocks if isinstance(block, Text)]


def test_a_channel_that_is_not_there_is_told() -> None:
    """Of the channels wanted, one without intervals is named on About, and the rest is staffed."""
    report = made(company(staffing={"channels": ["Phone", "fax"]}))

    assert any("fax" in text for text in about(report))
    assert not any("without" in text and "Phone" in text for text in about(report))
    assert evaluate(report)["staffing_targets", "channels", "value"] == "phone"


def test_a_target_beyond_reach_leaves_it_out() -> None:
    """No number of agents answers every call in time: there is no sheet, and no crash."""
    report = made(company(staffing={"target_service_level": 1}))
    assert "staffing" not in [one.key for one in report.sheets]


@pytest.mark.parametrize("language", ["en", "nb"])
def test_workbook(tmp_path: Path, language: str) -> None:
    """LibreOffice agrees with every figure; the sheet is protected but for its two inputs."""
    report = made(company(), language=language)
    path = tmp_path / "report.xlsx"
    write_workbook(report, evaluate(report), path)
    title = sheet(report, "staffing").title
    shown = openpyxl.load_workbook(path)[title]
    free = [cell for row in shown.iter_rows() for cell in row if not cell.protection.locked]

    assert [line for line in differences(path) if line.startswith(title)] == []
    assert shown.protection.sheet
    assert len(free) == 2


def test_chart_says_what_it_shows() -> None:
    """The chart's title is its message: the most and the fewest agents, and when."""
    report = made(company())
    chart = next(b for b in sheet(report, "staffing").blocks if isinstance(b, Chart))
    day = planned().day(1)
    most = max(day, key=lambda one: one.required)

    least = min(day, key=lambda one: one.required)
    idle = sum(one.mixed - one.required for one in day)
    found = evaluate(report)

    assert chart.title == (
        f"Monday needs {most.required} agents at 10:00 and {least.required} at "
        f"{clock(least.start)}; part-time shifts exceed the need by {idle} hours a day"
    )
    drawn = [
        [found[ref.grid, ref.row, ref.column] for ref in one.values]  # noqa: PD011 - no frame
        for one in chart.series
    ]
    assert drawn == [[one.required for one in day], [one.mixed for one in day]]
    assert [one.role for one in chart.series] == ["AC", "BU"]


def test_chart_speaks_of_the_hours_that_are_open() -> None:
    """A centre that closes for lunch does not need 0 agents at noon: it is not there."""
    frame = intervals()
    report = made(company(frame[frame["start_seconds"] != 12 * HOUR]))
    chart = next(b for b in sheet(report, "staffing").blocks if isinstance(b, Chart))

    assert " and 0 at " not in str(chart.title)


def test_every_weekday_has_its_needs(usual: Usual) -> None:
    """The last table has the agents required at each time of each weekday."""
    shown = {key: value for key, value in usual.items() if key[0] == "staffing_needs"}
    for one in planned().intervals:
        assert shown["staffing_needs", f"at{one.start}", f"day{one.weekday}"] == one.required
    assert shown["staffing_needs", "at28800", "label"] == "08:00"


@pytest.mark.parametrize(
    ("name", "period", "contacts"),
    [("technion", "1999-02", 33_066), ("intervals", "2025-09", 43_839)],
)
def test_published_queues(shared_data: Path, name: str, period: str, contacts: int) -> None:
    """A bank's calls one by one and a year's queue-hours make a week that loses no contact."""
    facts = read(shared_data, name, period=period).facts
    found = plan(facts.intervals, facts.interval_seconds, Staffing())

    assert found is not None
    assert found.contacts == contacts
    staffed = sum(one.contacts * found.days[one.weekday] for one in found.intervals)
    assert staffed + found.outside == pytest.approx(contacts)
    assert all(one.expected >= 0.8 for one in found.intervals)
    assert all(one.mixed >= one.required for one in found.intervals)


def test_patience_makes_it_erlang_a() -> None:
    """With a patience the sheet's agents are those of ERLANG_A_AGENTS, and its note names it."""
    report = made(company(staffing={"patience_seconds": 120}))
    found = evaluate(report)
    notes = [block.text for block in sheet(report, "staffing").blocks if isinstance(block, Text)]

    assert any("ERLANG_A_AGENTS" in note for note in notes)
    assert not any("Erlang C" in note for note in notes)
    for number, calls in enumerate(DEMAND):
        agents = found["staffing_day", f"at{(8 + number) * HOUR}", "required"]
        assert agents == erlang_a_agents(2 * calls, 300, HOUR, 0.8, 20, 120, 0.88)
    assert found["staffing_day", "total", "required"] == found["staffing_week", "day1", "required"]
