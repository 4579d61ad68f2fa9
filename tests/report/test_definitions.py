"""Definitions stand apart: agents, all staff, self-service; and n/a where there is nothing."""

from __future__ import annotations

import pandas as pd
import pytest
from hand_made import (
    accounts,
    activity,
    company,
    evaluate,
    grid,
    ledger,
    made,
    sheet,
    values,
    workforce,
)

from xlcost.report.model.spec import Chart, Report, Text
from xlcost.values.contact_words import is_self_service

UNIT = "unit_cost"


def with_planners() -> pd.DataFrame:
    """Return the workforce with a team that is paid and never logs in."""
    people = workforce()
    planners = people[people["team"] == "Lines"].assign(
        team="Planners", logged_in_hours=0.0, handle_hours=0.0, shrinkage_hours=20.0
    )
    return pd.concat([people, planners], ignore_index=True)


def with_sessions() -> pd.DataFrame:
    """Return activity with 5,000 sessions of self-service a month, as many as mails."""
    frame = activity()
    sessions = frame[frame["channel"] == "email"].assign(channel="Self-service", talk_seconds=0.0)
    return pd.concat([frame, sessions], ignore_index=True)


def texts(report: Report) -> list[str]:
    """Return the sentences of a report, those of About among them."""
    return [one.text for part in report.sheets for one in part.blocks if isinstance(one, Text)]


def test_agents_stand_beside_all_staff() -> None:
    """Two shrinkages and utilisations have two names; the one of agents is that of Staffing."""
    found = values(company(workforce=with_planners()))
    paid = 22 * 150 + 2 * 150
    assert found["resources", "shrinkage", "label"] == "Shrinkage, all staff"
    assert found["resources", "shrinkage_agents", "label"] == "Shrinkage, agents"
    assert found["resources", "shrinkage", "p13"] == pytest.approx((22 * 45 + 20) / paid)
    assert found["resources", "shrinkage_agents", "p13"] == pytest.approx(45 / 150)
    assert found["resources", "utilisation", "p13"] == pytest.approx(22 * 80 / paid)
    assert found["resources", "utilisation_agents", "p13"] == pytest.approx(80 / 150)


def test_all_who_are_agents_have_one_name() -> None:
    """Where everybody logs in there is one shrinkage, under its plain name."""
    found = values(company())
    assert found["resources", "shrinkage", "label"] == "Shrinkage"
    assert ("resources", "shrinkage_agents", "p13") not in found


def test_self_service_is_no_contact_of_agents() -> None:
    """Sessions count in the cost per contact of all channels, and not in that of agents."""
    found = values(company(activity=with_sessions()))
    every, agents = (found[UNIT, key, "month_ac"] for key in ("contact", "agents"))
    assert found[UNIT, "agents", "label"] == "Cost per contact, agents"
    assert every * 20_000 == pytest.approx(agents * 15_000)  # sessions have no cost of their own
    assert found["key_figures", "unit_cost_agents", "ac"] == agents
    assert (UNIT, "agents", "month_ac") not in values(company())


@pytest.mark.parametrize(
    ("name", "alone"),
    [("Self-service", True), ("Selvbetjening", True), ("Chatbot", True), ("IVR", True),
     ("Självbetjäning", True), ("Chat", False), ("Phone", False), ("Postkasse", False),
     ("Robotics support", False)],
)  # fmt: skip
def test_self_service_by_its_name(name: str, alone: bool) -> None:
    """Self-service, bots and voice menus need no agent; other channels do."""
    assert is_self_service(name) is alone


def test_a_channel_without_time_costs_nothing_that_is_shown() -> None:
    """By handle time, a channel that measures none has no unit cost; About says what to do."""
    frame = activity()
    frame.loc[frame["channel"] == "email", "talk_seconds"] = 0.0
    report = made(company(activity=frame))
    found = evaluate(report)
    assert (UNIT, "contact_c1", "month_ac") not in found
    assert not [key for key in found if key[0] == UNIT and found[key] == 0]
    assert any('allocation = "contacts"' in text for text in texts(report))


def test_minutes_by_channel() -> None:
    """Where several channels have handle time, each has its cost per minute."""
    found = values(company())
    mails = [key for key in found if key[0] == UNIT and key[1].startswith("minute_")]
    assert mails
    whole = found["unit_inputs", "minute_cost", "month_ac"]
    rows = {key[1] for key in mails}
    assert sum(found["unit_inputs", f"{row}_cost", "month_ac"] for row in rows) == (
        pytest.approx(whole)
    )


def test_a_month_without_postings_is_no_zero() -> None:
    """Contacts before the ledger begins give no cost of 0: n/a, a gap in the line, no "0 →"."""
    book = ledger()
    report = made(company(ledger=book[book["period"] >= 202603]))
    found = evaluate(report)
    assert found["months", "p1", "opex"] == found["months", "p1", "unit"] == "n/a"
    assert found["resources", "loaded_rate", "p1"] == "n/a"
    titles = [one.title for one in sheet(report, "summary").blocks if isinstance(one, Chart)]
    assert titles
    assert not [title for title in titles if ": 0" in title.replace("\u00a0", " ")]


def test_an_hour_without_labour_is_not_shown() -> None:
    """Without an account of labour there is no cost of an hour, and About says why."""
    plain = accounts().assign(driver="", line="Cost", name="x")
    report = made(company(accounts=plain))
    found = evaluate(report)
    assert ("resources", "loaded_rate", "p13") not in found
    assert any("no account is labour cost" in text for text in texts(report))


def test_a_closed_channel_has_no_handle_time() -> None:
    """The bridge shows no time of the budget as the actual of a channel without contacts."""
    frame = activity()
    closed = (frame["channel"] == "email") & (frame["period"] == 202610)
    frame.loc[closed & (frame["version"] == "actual"), ["handled", "talk_seconds"]] = 0.0
    people = workforce()
    plan = people[people["period"] > 202600].assign(version="budget")
    report = made(company(activity=frame, workforce=pd.concat([people, plan], ignore_index=True)))
    found = evaluate(report)
    lane = next(row.key for row in grid(report, "drivers_bu").rows if row.key != "all"
                and found["drivers_bu", row.key, "month_volume_1"] == 0)  # fmt: skip
    assert found["drivers_bu", lane, "month_aht_1"] is None
    assert found["drivers_bu", lane, "month_aht_0"]
    assert found["checks", "bridge_bu_month", "verdict"] == "passed"
