"""Unit costs, the allocation behind them, and the service ratios beside them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hand_made import (
    HandMade,
    activity,
    company,
    grid,
    made,
    settings,
    sheet,
    values,
    whole_facts,
    workforce,
)

from xlcost.errors import SettingsError
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import NOT_AVAILABLE
from xlcost.report.model.spec import Chart, Text
from xlcost.values.calendar import Period


def with_settings(**report: Any) -> HandMade:
    """Return the company with other settings of the report."""
    return HandMade(whole_facts(), settings=settings(**report))


def test_allocation() -> None:
    """A channel costs its own lines and its share by handle time; channels add up to OpEx."""
    found = values(company())
    # 143,000 is shared; phone and e-mail each have 3,000,000 handle seconds.
    assert found["allocation", "month_ac_c1", "total"] == 30_000 + 71_500
    assert found["allocation", "month_ac_c2", "total"] == 71_500
    assert found["allocation", "month_ac_total", "total"] == 173_000
    assert found["unit_cost", "call", "month_ac"] == 10.15
    assert found["unit_cost", "contact_c2", "month_ac"] == 14.3


def test_allocation_by_contacts() -> None:
    """Set to contacts, shared cost follows handled contacts."""
    found = values(with_settings(allocation="contacts"))
    share = found["allocation", "month_ac_c1", "share"]
    assert share == pytest.approx(2 / 3)
    assert found["checks", "channels_month", "verdict"] == "passed"


def test_directions_without_handle_time() -> None:
    """A channel that measures no time is split between its directions by their contacts."""
    frame = activity(("actual",))
    frame[["talk_seconds", "hold_seconds", "after_call_seconds"]] = 0.0
    calls = frame["channel"] == "phone"
    outbound = frame[calls].assign(direction="outbound", handled=2_500.0)
    dataset = company(activity=pd.concat([frame, outbound], ignore_index=True))
    dataset.settings = settings(allocation="contacts")
    found = values(dataset)
    assert found["allocation", "month_ac_c1d1", "within"] == 0.8
    assert found["allocation", "month_ac_c1d2", "direct"] == 30_000 * 0.2
    assert found["checks", "channels_month", "verdict"] == "passed"


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [({"phone": 0.75, "email": 0.25}, "passed"), ({"phone": 0.5, "fax": 0.5}, "failed")],
    ids=["whole", "channel_without_data"],
)
def test_fixed_shares(shares: dict[str, float], verdict: str) -> None:
    """A share of a channel that is not in the data is a failed control, never scaled in silence."""
    found = values(with_settings(allocation="fixed", channel_shares=shares))
    assert found["checks", "channels_month", "verdict"] == verdict


def test_fixed_shares_must_be_whole() -> None:
    """Fixed shares that do not add up to one are refused with the settings."""
    with pytest.raises(SettingsError, match="must add up to 1"):
        with_settings(allocation="fixed", channel_shares={"phone": 0.5, "email": 0.4})


def test_no_key_no_channels() -> None:
    """Without handle times there is only the blended figure, and About says why."""
    frame = activity()
    frame[["talk_seconds", "hold_seconds", "after_call_seconds"]] = 0.0
    report = made(company(activity=frame))
    assert [row.key for row in grid(report, "unit_cost").rows] == ["contact"]
    texts = [b.text for one in report.sheets for b in one.blocks if isinstance(b, Text)]
    assert any("only the blended cost" in text for text in texts)


def test_directions() -> None:
    """Cost per call is of inbound calls: a channel's cost is split by handle time."""
    frame = activity(("actual",))
    outbound = frame[frame["channel"] == "phone"].assign(direction="outbound", sales=100.0)
    outbound["handled"] = 2_000.0
    outbound["talk_seconds"] = 400_000.0
    found = values(company(activity=pd.concat([frame, outbound], ignore_index=True)))
    # Phone: 3,000,000 seconds inbound and 1,000,000 outbound, 3,000,000 of e-mail.
    assert found["allocation", "month_ac_c1d1", "direct"] == 30_000 * 3 / 4
    assert found["unit_inputs", "call_volume", "month_ac"] == 10_000
    cost = 30_000 / 4 + 143_000 / 7
    assert found["unit_cost", "sale", "month_ac"] == pytest.approx(cost / 100)
    assert found["checks", "channels_month", "verdict"] == "passed"


@pytest.mark.parametrize("change", ["month_bu", "last_month_ac", "month_py", "ytd_bu", "ytd_py"])
def test_unit_cost_bridge(change: str) -> None:
    """Cost and volume effect add up to the change, against budget, prior month and prior year."""
    frame = activity()
    measures = [column for column in frame if frame[column].dtype == float]
    october = (frame["period"] == 202610) & (frame["version"] == "actual")
    frame.loc[october, measures] *= 1.25
    found: Any = values(company(activity=frame))
    row = f"{change}_contact"
    cost, volume, total = (
        found["unit_bridge", row, name] for name in ("cost_effect", "volume_effect", "total")
    )
    span = change.partition("_")[0].replace("last", "month")
    after, before = (
        found["unit_cost", "contact", f"{span}_ac"],
        found["unit_cost", "contact", change],
    )
    assert cost + volume == pytest.approx(after - before)
    assert total == pytest.approx(after - before)
    assert volume < 0
    assert found["checks", f"unit_bridge_{row}", "verdict"] == "passed"
    steps = f"unit_steps_{change}"
    assert found[steps, "volume_effect", "after"] == pytest.approx(found[steps, "end", "after"])


def test_unit_cost_bridge_by_hand() -> None:
    """173,000 for 15,000 contacts against 150,000 budgeted for as many is all an effect of cost."""
    found: Any = values(company())
    assert found["unit_bridge", "month_bu_contact", "cost_effect"] == pytest.approx(23_000 / 15_000)
    assert found["unit_bridge", "month_bu_contact", "volume_effect"] == 0
    assert found["unit_bridge", "month_bu_contact", "status"] == "U"


def test_a_whole_year_has_one_unit_cost_bridge() -> None:
    """A report of a whole year compares the year; there is no month in it."""
    dataset = company()
    dataset.period = Period(2026, 0)
    rows = [row.key for row in grid(made(dataset), "unit_bridge").rows]
    assert {key.partition("_")[0] for key in rows} == {"year"}


def test_no_contacts_in_a_month() -> None:
    """A month without contacts has no unit cost: n/a, never an error or a zero."""
    frame = activity()
    october = frame["period"] == 202610
    measures = [column for column in frame if frame[column].dtype == float]
    frame.loc[october & (frame["version"] == "actual"), measures] = 0.0
    found = values(company(activity=frame))
    assert found["unit_cost", "contact", "month_ac"] is NOT_AVAILABLE
    assert found["unit_cost", "contact", "month_status"] is NOT_AVAILABLE
    assert found["unit_cost", "call", "month_ac"] is NOT_AVAILABLE


def test_benchmark_needs_dollars_or_a_band() -> None:
    """The band is shown for calls in dollars or with a band of its own, never in kroner."""
    assert "benchmark" not in {c.key for c in grid(made(company()), "unit_cost").columns}
    dollars = values(with_settings(currency="USD"))
    assert dollars["unit_cost", "call", "benchmark"] == "above"
    own = values(with_settings(benchmark_low=10, benchmark_high=20))
    assert own["unit_cost", "call", "benchmark"] == "within"
    assert ("unit_cost", "contact", "benchmark") not in own


def test_ratio_leaves_out_channels_that_do_not_measure() -> None:
    """A channel without a measure is in neither side of its ratio, and the grid below says so."""
    found = values(company())
    assert found["efficiency", "service_level", "p13"] == 8_800 / 11_000
    assert found["efficiency", "first_contact_resolution", "p13"] == 0.7
    assert found["efficiency", "average_handle_time", "p13"] == 400
    assert found["efficiency_channels", "service_level", "c2"] == "not measured"


def test_speed_and_abandonment() -> None:
    """Who gave up is a part of the calls offered, and the wait is that of the calls handled."""
    found = values(company())
    assert found["efficiency", "abandonment_rate", "p13"] == pytest.approx(1_000 / 11_000)
    assert found["efficiency", "average_speed_of_answer", "p13"] == 20
    assert found["efficiency", "csat_score", "p13"] == 0.8


def test_cost_of_a_resolution_a_minute_and_a_lead() -> None:
    """All cost over what was resolved and over minutes; that of outbound work over its leads."""
    frame = activity(("actual",))
    frame["resolved"] = frame["handled"] * 0.8
    outbound = frame[frame["channel"] == "phone"].assign(direction="outbound", leads=50.0)
    found = values(company(activity=pd.concat([frame, outbound], ignore_index=True)))
    minutes = 3 * 3_000_000 / 60
    assert found["unit_cost", "resolution", "month_ac"] == pytest.approx(173_000 / (25_000 * 0.8))
    assert found["unit_cost", "minute", "month_ac"] == pytest.approx(173_000 / minutes)
    # Half of the lines mapped to calls, and a third of what all channels share, by handle time.
    cost = 30_000 / 2 + 143_000 / 3
    assert found["unit_cost", "lead", "month_ac"] == pytest.approx(cost / 50)


def test_a_sale_carries_all_outbound_work() -> None:
    """Outbound contacts that sold nothing are in the cost of those that did."""
    frame = activity(("actual",))
    outbound = frame.assign(direction="outbound")
    outbound["sales"] = [100.0 if name == "phone" else 0.0 for name in outbound["channel"]]
    found = values(company(activity=pd.concat([frame, outbound], ignore_index=True)))
    # Half of the calls' own lines, and half of the shared ones: calls and mails, by handle time.
    cost = 30_000 / 2 + 143_000 / 2
    assert found["unit_cost", "sale", "month_ac"] == pytest.approx(cost / 100)


def test_service_level_method() -> None:
    """The method of the service level is the one that is set, and it is named beside it."""
    method = {"service_level": "answered_of_answered"}
    found = values(with_settings(methods=method))
    assert found["efficiency", "service_level", "p13"] == 0.88
    assert "of all answered" in str(found["efficiency", "service_level", "label"])


def test_ratio_of_sums() -> None:
    """The year to date of a ratio is a ratio of sums, never the mean of the months."""
    frame = activity()
    now = (frame["period"] == 202610) & (frame["version"] == "actual")
    frame.loc[now, "csat_responses"] *= 9
    frame.loc[now, "csat_satisfied"] = 0.0
    found = values(company(activity=frame))
    assert found["efficiency", "csat_score", "ytd"] == 9 * 800 / (9 * 1_000 + 9_000)


def test_resources() -> None:
    """Occupancy, shrinkage, labour cost per hour and idle licences come from sums over teams."""
    found = values(company())
    assert found["resources", "fte", "p13"] == 22
    assert found["resources", "occupancy", "p13"] == 0.8
    assert found["resources", "shrinkage", "ytd"] == 0.3
    assert found["resources", "loaded_rate", "p13"] == pytest.approx(135_000 / 3_300)
    assert found["resources", "idle_licence_cost", "p13"] == 10 * 500
    assert ("resources", "fte", "ytd") not in found
    assert found["resources", "utilisation", "p13"] == pytest.approx(80 / 150)
    assert found["resources", "productive_rate", "p13"] == pytest.approx(135_000 / (22 * 80))
    assert found["resources", "attrition_rate", "p13"] == pytest.approx(2 / 22)
    assert found["resources", "licence_utilisation", "p13"] == pytest.approx(22 / 32)
    assert found["resources", "handle_hours", "ytd"] == 10 * 22 * 80
    assert "of average headcount" in str(found["resources", "attrition_rate", "label"])


def test_periods_without_people_are_blank() -> None:
    """A file of people that begins in March says nothing of February: no FTE is not 0 FTE."""
    frame = workforce()
    report = made(company(workforce=frame[frame["period"] >= 202603]))
    found = evaluate(report)
    for key in ("fte", "paid_hours", "idle_licence_cost"):
        assert found["resources", key, "p5"] is None
        assert isinstance(found["resources", key, "p6"], int | float)
    charts = [block for block in sheet(report, "resources").blocks if isinstance(block, Chart)]
    # And so the line begins, and its title, in March.
    assert charts[0].title.replace("\u00a0", " ") == "Full-time equivalents: 22.0 → 22.0"


def test_idle_licences_cost_what_their_teams_pay() -> None:
    """Teams of different price: each idle licence has its own team's, as the teams add up."""
    facts = whole_facts()
    workforce = facts.workforce.copy()
    workforce.loc[workforce["team"] == "Lines", "licence_price"] = 1_000.0
    found = evaluate(made(company(workforce=workforce)))
    october = workforce[(workforce["period"] == 202610) & (workforce["version"] == "actual")]
    idle = october["licences_paid"] - october["licences_used"]
    assert idle.sum() == 10
    assert found["resources", "idle_licence_cost", "p13"] == (idle * october["licence_price"]).sum()


def test_no_idle_licence_costs_nothing() -> None:
    """Where every licence is used, there is nothing to pay for."""
    facts = whole_facts()
    workforce = facts.workforce.assign(licences_used=facts.workforce["licences_paid"])
    found = evaluate(made(company(workforce=workforce)))
    assert found["resources", "idle_licence_cost", "p13"] == 0
