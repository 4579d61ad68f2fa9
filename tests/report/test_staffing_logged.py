"""The people logged in are the baseline: too many, too few, what that costs and what it serves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hand_made import HandMade, made, sheet, workforce

from tests.libreoffice import differences
from tests.report.test_staffing import HOUR, company, intervals
from xlcost.catalogue.metrics.staffing import erlang_c_service_level
from xlcost.dataset.schema import LOGGED_IN
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import Value
from xlcost.report.model.spec import Report, Text
from xlcost.workbook.render import write_workbook

CALLS = (12,) * 10  # an hour, of 300 seconds: one erlang, for which three agents are required
RATE = 300


def with_logged(first: float = 6.0, rest: float = 2.0) -> pd.DataFrame:
    """Return intervals with agents logged in: some before noon of a day, others after."""
    frame = intervals(CALLS)
    monday = pd.to_datetime(frame["date"]).dt.day_of_week == 0
    frame = frame[~monday].reset_index(drop=True)
    morning = frame["start_seconds"] < 13 * HOUR
    return frame.assign(**{LOGGED_IN: morning.map({True: first, False: rest}) * HOUR})


def dataset(frame: pd.DataFrame) -> HandMade:
    """Return the company with a known cost of an hour at the desk."""
    return company(frame, staffing={"shrinkage": 0.25, "loaded_rate": RATE})


@pytest.fixture(scope="module")
def report() -> Report:
    """Return the report with six agents in the morning and two in the afternoon."""
    return made(dataset(with_logged()))


@pytest.fixture(scope="module")
def found(report: Report) -> dict[tuple[str, str, str], Value]:
    """Return its figures."""
    return evaluate(report)


def said(report: Report) -> str:
    """Return the notes of the sheet."""
    return " ".join(b.text for b in sheet(report, "staffing").blocks if isinstance(b, Text))


def test_too_many_and_too_few(found: dict[tuple[str, str, str], Value]) -> None:
    """17 days: five hours a day with six agents for three, five with two, at 400 an hour."""
    required = found["staffing_day", f"at{8 * HOUR}", "required"]
    assert required == 3
    value = {row: found["staffing_logged", row, "value"] for row in (
        "total", "outside", "inside", "required", "over", "under", "over_cost", "under_cost",
    )}  # fmt: skip
    assert value["total"] == value["inside"] == pytest.approx(17 * 40)
    assert value["outside"] == pytest.approx(0)
    assert value["required"] == pytest.approx(17 * 30)
    assert (value["over"], value["under"]) == pytest.approx((17 * 15, 17 * 5))
    assert value["over_cost"] == pytest.approx(17 * 15 * RATE / 0.75)
    assert value["under_cost"] == pytest.approx(17 * 5 * RATE / 0.75)
    day = {name: found["staffing_day", f"at{14 * HOUR}", name] for name in ("logged_in", "under")}
    assert day == {"logged_in": 2, "under": 1}
    assert found["checks", "staffing_logged", "verdict"] == "passed"


def test_the_service_expected_with_them(found: dict[tuple[str, str, str], Value]) -> None:
    """Half of the calls come to six agents and half to two, of one erlang."""
    levels = [erlang_c_service_level(1, staff, 300, 20) for staff in (6, 2)]
    served = found["staffing_logged", "served", "value"]
    assert served == pytest.approx(sum(levels) / 2)
    afternoon = found["staffing_day", f"at{14 * HOUR}", "served"]
    assert afternoon == pytest.approx(levels[1])


def test_patterns_are_held_against_them(found: dict[tuple[str, str, str], Value]) -> None:
    """Each pattern's cost stands against theirs, and one above flat says why in its row."""
    cost = {way: found["staffing_cost", way, "cost"] for way in ("logged_in", "flat", "full_time")}
    assert cost["logged_in"] == pytest.approx(680 * RATE / 0.75)
    assert cost["flat"] == pytest.approx(510 * RATE / 0.75)
    dearer = float(str(cost["full_time"])) - float(str(cost["logged_in"]))
    assert found["staffing_cost", "full_time", "against"] == pytest.approx(dearer)
    assert dearer == pytest.approx(136 * RATE / 0.75)  # ten hours take two shifts of eight
    assert "10 hours are open" in str(found["staffing_cost", "full_time", "why"])
    assert ("staffing_cost", "flat", "why") not in found


def test_a_good_day_hides_no_bad_one() -> None:
    """Eight agents on nine days and none on eight, where three are required: neither is right."""
    frame = with_logged(4, 4)
    days = sorted(frame["date"].unique())
    odd = frame["date"].isin(days[::2])
    found = evaluate(
        made(dataset(frame.assign(**{LOGGED_IN: odd.map({True: 8, False: 0}) * HOUR})))
    )
    assert found["staffing_logged", "over", "value"] == pytest.approx(9 * 10 * 5)
    assert found["staffing_logged", "under", "value"] == pytest.approx(8 * 10 * 3)


def test_hours_of_the_teams_where_intervals_do_not_say() -> None:
    """Without intervals of people the teams' logged-in hours are the baseline, in total alone."""
    people = dataset(intervals(CALLS, team="Desk"))
    people.facts = replace(people.facts, workforce=workforce())
    report = made(people)
    found = evaluate(report)
    assert found["staffing_logged", "total", "value"] == 2_000  # 20 people of 100 hours
    assert found["staffing_cost", "logged_in", "hours"] == 2_000
    assert "when they were is not known" in said(report)
    assert ("staffing_logged", "over", "value") not in found


def test_without_people_the_sheet_says_what_it_is() -> None:
    """Where nothing says who was logged in, there is no baseline, and a note says so."""
    report = made(dataset(intervals(CALLS)))
    assert not [at for at in evaluate(report) if at[0] == "staffing_logged"]
    assert "No file says how long people were logged in" in said(report)


def test_recalculated(report: Report, tmp_path: Path) -> None:
    """LibreOffice comes to the same figures."""
    path = tmp_path / "report.xlsx"
    write_workbook(report, evaluate(report), path)
    assert differences(path) == []
