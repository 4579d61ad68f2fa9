"""The sheet Savings: levers alone and together, whose totals can be checked in the head."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hand_made import HandMade, activity, company, made, sheet, workforce
from tests.libreoffice import differences
from xlcost.dataset.scope import Scope
from xlcost.errors import SettingsError, UsageError
from xlcost.locales.words import words
from xlcost.planning.kinds import kinds
from xlcost.planning.levers_file import Levers, parse_levers
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import NOT_AVAILABLE, Value
from xlcost.report.model.spec import Chart, Grid, Sheet
from xlcost.report.plan_report import build_plan
from xlcost.values.calendar import Period
from xlcost.workbook.render import write_workbook

# A year at the pace of ten months: 120,000 calls and 60,000 e-mails for 1,827,600.
CALLS, MAILS, COST = 120_000, 60_000, 1_827_600
Figures = dict[tuple[str, str, str], Value]


def planned(*tables: dict[str, Any], dataset: HandMade | None = None, **frame: Any) -> Figures:
    """Return every figure of the plan with these levers."""
    data = dataset or company()
    data.levers = parse_levers({"lever": list(tables), **frame})
    report = build_plan(data, language="en", created="2026-11-05T08:00:00Z", version="0")
    return evaluate(report)


def figure(found: Figures, *address: str) -> float:
    """Return one figure."""
    grid, row, column = address
    value = found[f"plan_{grid}", row, column]
    assert isinstance(value, int | float)
    return float(value)


def test_a_year_as_it_is() -> None:
    """The year is the year to date at its pace, by channel, with the figures of the workforce."""
    found = planned()

    assert figure(found, "channels", "all", "contacts") == CALLS + MAILS
    assert figure(found, "channels", "all", "cost") == pytest.approx(COST)
    assert figure(found, "channels", "c1", "contacts") == CALLS
    assert figure(found, "channels", "c1", "aht") == 300
    assert figure(found, "baseline", "occupancy", "value") == pytest.approx(0.8)
    assert figure(found, "baseline", "shrinkage", "value") == pytest.approx(0.3)
    assert figure(found, "baseline", "abandoned", "value") == 12_000
    assert figure(found, "baseline", "leavers", "value") == 24


def test_an_unfinished_year_is_a_year_at_its_pace(tmp_path: Path) -> None:
    """A report of 2026 with ten months of data plans a year of twelve; 2025 is what it was."""
    found = {}
    for year in (2025, 2026):
        data = company()
        data.period = Period(year, 0)
        report = build_plan(data, language="en", created="2026-11-05T08:00:00Z", version="0")
        found[year] = evaluate(report)
        path = tmp_path / f"{year}.xlsx"
        write_workbook(report, found[year], path)

        assert figure(found[year], "channels", "all", "contacts") == CALLS + MAILS
        assert figure(found[year], "baseline", "leavers", "value") == 24
        assert differences(path) == []
    assert figure(found[2026], "channels", "all", "cost") == pytest.approx(COST)


def test_without_a_plan_nothing_changes() -> None:
    """The sheet of a company without levers.toml has every lever, and saves nothing."""
    found = evaluate(made(company()))

    for level in ("base", "stretch"):
        assert figure(found, "scenarios", "net", level) == 0
        assert figure(found, "scenarios", "opex", level) == pytest.approx(COST)
        assert figure(found, "scenarios", "contacts", level) == CALLS + MAILS
        # Nothing is paid and nothing saved: that is not paid back at once.
        assert found["plan_scenarios", "payback", level] is NOT_AVAILABLE
        assert found["plan_scenarios", "payback_cash", level] is NOT_AVAILABLE
    assert found["plan_levers", "l1", "payback"] is NOT_AVAILABLE
    assert {address[1] for address in found if address[0] == "plan_levers"} == {
        f"l{number}" for number in range(1, len(kinds()) + 1)
    }


def test_one_lever_by_hand() -> None:
    """Automation of a tenth of the calls: contacts · rate · (unit cost − automated cost)."""
    lever = {
        "kind": "automation", "channel": "phone", "deflection_rate": 0.1, "automated_cost": 2,
        "running_cost": 10_000, "one_off": 50_000, "cash_share": 0.25,
    }  # fmt: skip
    found = planned(lever, discount_rate=0.1, years=2)
    unit = figure(found, "channels", "c1", "unit")
    gross = CALLS * 0.1 * (unit - 2)

    assert figure(found, "levers", "l1", "gross") == pytest.approx(gross)
    assert figure(found, "levers", "l1", "net") == pytest.approx(gross - 10_000)
    # A quarter of the agents' cost is cash; the sessions are paid in full.
    in_cash = CALLS * 0.1 * (unit / 4 - 2)
    assert figure(found, "levers", "l1", "cash") == pytest.approx(in_cash - 10_000)
    assert figure(found, "levers", "l1", "avoidance") == pytest.approx(gross - in_cash)
    assert figure(found, "levers", "l1", "payback") == pytest.approx(50_000 / (gross - 10_000))
    assert found["plan_scenarios", "npv", "label"] == "Net present value, years 0–2"
    worth = -50_000 + (gross - 10_000) * (1 / 1.1 + 1 / 1.21)
    assert figure(found, "levers", "l1", "npv") == pytest.approx(worth)
    # Alone it is all there is: together is the same.
    assert figure(found, "scenarios", "gross", "base") == pytest.approx(gross)
    assert figure(found, "scenarios", "contacts", "base") == CALLS * 0.9 + MAILS


def test_no_contact_is_saved_twice() -> None:
    """Two levers that each keep half of the calls away leave a quarter of them, not none."""
    half = {"channel": "phone", "deflection_rate": 0.5}
    found = planned({"kind": "self_service", **half}, {"kind": "automation", **half})
    alone = [figure(found, "levers", key, "gross") for key in ("l1", "l2")]

    assert figure(found, "base", "end", "left_c1") == CALLS / 4
    assert figure(found, "base", "end", "left_c2") == MAILS
    assert alone[0] == pytest.approx(alone[1])
    assert figure(found, "scenarios", "gross", "base") == pytest.approx(alone[0] * 1.5)


def test_a_lever_of_one_channel_has_that_channels_people() -> None:
    """Of hours, leavers and abandoned contacts, a channel has its own, and all have the whole."""
    whole = planned(
        {"kind": "scheduling", "hours_cut": 0.1},
        {"kind": "callback", "take_up": 1, "redial_rate": 1},
        {"kind": "attrition", "leavers_cut": 1, "ramp_cost": 10},
    )
    mails = planned({"kind": "callback", "channel": "email", "take_up": 1, "redial_rate": 1})
    calls = planned(
        {"kind": "scheduling", "channel": "phone", "hours_cut": 0.1},
        {"kind": "callback", "channel": "phone", "take_up": 1, "redial_rate": 1},
        {"kind": "attrition", "channel": "phone", "leavers_cut": 1, "ramp_cost": 10},
    )
    work = {
        key: figure(whole, "channels", key, "contacts") * figure(whole, "channels", key, "aht")
        for key in ("c1", "c2")
    }
    part = work["c1"] / sum(work.values())
    lost = figure(calls, "channels", "c1", "abandoned")

    # Nobody hangs up on an e-mail: all that are abandoned are calls.
    assert lost == figure(calls, "baseline", "abandoned", "value")
    assert figure(mails, "levers", "l1", "gross") == 0
    unit = figure(calls, "channels", "c1", "unit")
    assert figure(calls, "levers", "l1", "gross") == pytest.approx(lost * unit)
    for row in ("l2", "l3"):
        all_of_it = figure(whole, "levers", row, "gross")
        assert figure(calls, "levers", row, "gross") == pytest.approx(part * all_of_it)


def test_seconds_are_saved_once() -> None:
    """Two levers cannot save more seconds than a call has, nor those of calls that are gone."""
    found = planned(
        {"kind": "automation", "channel": "phone", "deflection_rate": 0.5},
        {"kind": "handle_time", "channel": "phone", "seconds_saved": 200},
        {"kind": "handle_time", "channel": "phone", "seconds_saved": 200},
    )

    assert figure(found, "base", "l2", "seconds") == 200
    assert figure(found, "base", "l3", "seconds") == 100
    assert figure(found, "base", "l2", "contacts") == CALLS / 2
    whole = figure(found, "levers", "l2", "gross")
    assert figure(found, "base", "l2", "gross") == pytest.approx(whole / 2)
    assert figure(found, "base", "l3", "gross") == pytest.approx(whole / 4)


def test_fcr_spares_only_repeats_that_there_are() -> None:
    """At 70 % and one more contact each, 100 % would spare the 0.3 of 1.3 that are repeats."""
    found = planned({"kind": "first_contact_resolution", "channel": "phone", "fcr_gain": 0.9})

    assert figure(found, "inputs", "l1_issues", "base") == pytest.approx(1 / 1.3)
    assert figure(found, "base", "end", "left_c1") == pytest.approx(CALLS / 1.3)


def with_help_pages() -> HandMade:
    """Return the company with pages that resolve all, without agents, and calls that differ."""
    frame = activity()
    frame.loc[frame["channel"] == "email", "resolved_first_contact"] = 2_000.0
    pages = frame[frame["channel"] == "email"].assign(channel="pages", talk_seconds=0.0)
    pages["resolved_first_contact"] = pages["handled"]
    return company(activity=pd.concat([frame, pages], ignore_index=True))


def test_fcr_is_that_of_the_levers_channels() -> None:
    """A channel's lever starts from that channel's FCR, one of all from that of the agents."""
    lever = {"kind": "first_contact_resolution", "fcr_gain": 0.05}
    every = planned(lever, dataset=with_help_pages())
    calls = planned({**lever, "channel": "phone"}, dataset=with_help_pages())
    said = {"baseline": {"fcr": 0.5}}
    typed = planned({**lever, "channel": "phone"}, dataset=with_help_pages(), **said)

    # 7,000 of 10,000 calls and 2,000 of 5,000 e-mails: 9,000 of 15,000 for agents.
    assert figure(every, "baseline", "fcr", "value") == pytest.approx(0.6)
    assert figure(every, "inputs", "l1_issues", "base") == pytest.approx(1 / 1.4)
    assert figure(calls, "channels", "c1", "fcr") == pytest.approx(0.7)
    assert figure(calls, "inputs", "l1_issues", "base") == pytest.approx(1 / 1.3)
    assert figure(calls, "base", "end", "left_c1") == pytest.approx(CALLS * (1 - 0.05 / 1.3))
    assert figure(typed, "inputs", "l1_issues", "base") == pytest.approx(1 / 1.5)


def test_who_does_not_call_does_not_give_up(tmp_path: Path) -> None:
    """Callers who give up go with the calls, hours and agents with the work that is left."""
    lever = {"kind": "self_service", "channel": "phone", "deflection_rate": 1}
    data = company()
    data.levers = parse_levers(
        {
            "lever": [
                lever,
                {"kind": "callback", "take_up": 1, "redial_rate": 1},
                {"kind": "scheduling", "hours_cut": 0.1},
                {"kind": "training", "trainees": 10, "training_benefit": 100},
                {"kind": "attrition", "leavers_cut": 1, "ramp_cost": 10},
            ]
        }
    )
    report = build_plan(data, language="en", created="2026-11-05T08:00:00Z", version="0")
    found = evaluate(report)
    path = tmp_path / "plan.xlsx"
    write_workbook(report, found, path)

    # Only callers give up, and the e-mails are a third of the contacts but half of the work.
    assert figure(found, "levers", "l2", "gross") > 0
    assert figure(found, "base", "l2", "gross") == 0
    for key in ("l3", "l4", "l5"):
        alone = figure(found, "levers", key, "gross")
        assert figure(found, "base", key, "gross") == pytest.approx(alone / 2)
    assert differences(path) == []


def test_no_more_transfers_are_cut_than_a_channel_has() -> None:
    """A channel's routing starts from its own transfer rate, one of all from that of all."""
    frame = activity()
    for channel, transferred in (("phone", 1_000.0), ("email", 50.0)):
        frame.loc[frame["channel"] == channel, "transferred"] = transferred
    lever = {"kind": "routing", "transfer_cut": 0.05, "transfer_cost": 4}
    data = company(activity=frame)
    every, mails = (planned({**lever, **one}, dataset=data) for one in ({}, {"channel": "email"}))

    assert figure(every, "levers", "l1", "gross") == pytest.approx((CALLS + MAILS) * 0.05 * 4)
    assert figure(mails, "inputs", "l1_transfer_rate", "base") == pytest.approx(0.01)
    assert figure(mails, "levers", "l1", "gross") == pytest.approx(MAILS * 0.01 * 4)
    said = planned({**lever, "channel": "email"}, dataset=data, baseline={"transfer_rate": 0.5})
    assert figure(said, "levers", "l1", "gross") == pytest.approx(MAILS * 0.05 * 4)


def test_training_a_new_agent_is_no_running_cost() -> None:
    """What training means stands beside it: a course costs, a new agent's training is spared."""
    course = {"kind": "training", "trainees": 3, "training_cost": 5}
    starters = {"kind": "attrition", "leavers_cut": 0.5, "training_cost": 5}
    found = planned(course, starters)

    assert "running cost" in str(found["plan_inputs", "l1_training_cost", "note"])
    assert "running cost" not in str(found["plan_inputs", "l2_training_cost", "note"])
    assert figure(found, "levers", "l1", "running") == 15
    assert figure(found, "levers", "l2", "running") == 0
    assert figure(found, "levers", "l2", "gross") == pytest.approx(24 * 0.5 * 5)


def test_fcr_of_both_directions_is_their_mean(tmp_path: Path) -> None:
    """A lever over two directions starts from the FCR of both, weighted, in Excel too."""
    data = uneven()
    out = data.facts.activity["direction"] == "outbound"
    data.facts.activity.loc[out, ["handled", "resolved_first_contact"]] = 30_000.0, 27_000.0
    lever = {"kind": "first_contact_resolution", "channel": "phone", "fcr_gain": 1}
    data.levers = parse_levers({"lever": [lever, {"kind": "handle_time", "seconds_saved": 10}]})
    report = build_plan(data, language="nb", created="2026-11-05T08:00:00Z", version="0")
    found = evaluate(report)
    path = tmp_path / "plan.xlsx"
    write_workbook(report, found, path)

    # 7,000 of 10,000 one way and 27,000 of 30,000 the other.
    assert figure(found, "inputs", "l1_issues", "base") == pytest.approx(1 / 1.15)
    assert figure(found, "base", "l1", "taken") == pytest.approx(0.15 / 1.15)
    assert differences(path) == []


def test_dear_vendor_and_cheap_one() -> None:
    """A vendor dearer than what goes away in house costs; the contacts are still handled."""
    lever = {"kind": "outsourcing", "channel": "email", "share_moved": 0.5, "avoidable_share": 1}
    unit = figure(planned(), "channels", "c2", "unit")
    dear = planned({**lever, "vendor_price": unit + 1})
    cheap = planned({**lever, "vendor_price": unit - 1})

    assert figure(dear, "scenarios", "net", "base") == pytest.approx(-MAILS / 2)
    assert figure(cheap, "scenarios", "net", "base") == pytest.approx(MAILS / 2)
    assert dear["plan_levers", "l1", "payback"] == "never"
    assert figure(cheap, "levers", "l1", "payback") == 0
    assert figure(dear, "scenarios", "contacts", "base") == CALLS + MAILS
    assert figure(dear, "scenarios", "moved", "base") == MAILS / 2


def test_a_vendor_is_paid_in_cash() -> None:
    """While nobody has said which salaries fall away, a vendor's bill only makes a year dearer."""
    lever = {
        "kind": "outsourcing", "channel": "email", "share_moved": 0.5, "avoidable_share": 1,
        "vendor_price": 3, "one_off": 1_000,
    }  # fmt: skip
    unit = figure(planned(), "channels", "c2", "unit")
    found = planned(lever)
    half = planned({**lever, "cash_share": 0.5})

    for grid, row, column in (("levers", "l1", "cash"), ("scenarios", "cash", "base")):
        assert figure(found, grid, row, column) == pytest.approx(-MAILS / 2 * 3)
        assert figure(half, grid, row, column) == pytest.approx(MAILS / 2 * (unit / 2 - 3))
    assert figure(found, "scenarios", "avoidance", "base") == pytest.approx(MAILS / 2 * unit)
    assert figure(found, "scenarios", "opex_cash", "base") == pytest.approx(COST + MAILS / 2 * 3)
    assert figure(found, "scenarios", "opex", "base") < COST
    assert found["plan_scenarios", "payback_cash", "base"] == "never"
    assert figure(half, "scenarios", "payback_cash", "base") == pytest.approx(
        1_000 / (MAILS / 2 * (unit / 2 - 3))
    )


def test_what_never_pays_back() -> None:
    """A lever that costs more than it saves says so in words, in each language."""
    found = planned({"kind": "voip_cloud", "running_cost": 5, "one_off": 1})

    assert found["plan_levers", "l1", "payback"] == "never"


SHARES = st.integers(0, 100).map(lambda percent: percent / 100)
AMOUNTS = st.integers(0, 10_000_000)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_never_more_than_there_is(data: st.DataObject) -> None:
    """Whatever people type, no more than all cost is saved, and no channel goes below zero."""
    tables = []
    for kind, declared in kinds().items():
        name = declared.effect_name()
        largest = {"seconds_saved": AMOUNTS, "training_benefit": AMOUNTS}
        effect = sorted(data.draw(largest.get(name, SHARES)) for _ in range(3))
        table: dict[str, Any] = {
            "kind": kind,
            name: dict(zip(("low", "base", "stretch"), effect, strict=True)),
            "cash_share": data.draw(SHARES),
        }
        table |= {"legacy_cost": data.draw(AMOUNTS)} if kind == "voip_cloud" else {}
        table |= {"trainees": 50} if kind == "training" else {}
        table |= {"ramp_cost": data.draw(AMOUNTS)} if kind == "attrition" else {}
        table |= {"transfer_cost": data.draw(AMOUNTS)} if kind == "routing" else {}
        tables.append(table)
    found = planned(*tables)

    for level in ("base", "stretch"):
        assert figure(found, "scenarios", "gross", level) <= COST * (1 + 1e-9)
        assert figure(found, level, "end", "cost_left") >= -1e-6
        for channel in ("left_c1", "left_c2"):
            assert figure(found, level, "end", channel) >= -1e-6
        parts = [figure(found, "scenarios", row, level) for row in ("cash", "avoidance", "net")]
        assert parts[0] + parts[1] == pytest.approx(parts[2], abs=1e-3)


def test_tornado_is_in_order() -> None:
    """The chart's levers stand by what their uncertain input changes, the largest first."""
    found = planned(
        {"kind": "scheduling", "hours_cut": {"low": 0, "base": 0.01, "stretch": 0.02}},
        {"kind": "self_service", "deflection_rate": {"low": 0, "base": 0.1, "stretch": 0.3}},
        {"kind": "handle_time", "seconds_saved": 30},
    )
    rows = [f"l{number}" for number in (1, 2, 3)]
    spans = [figure(found, "tornado", r, "up") - figure(found, "tornado", r, "down") for r in rows]

    assert spans == sorted(spans, reverse=True)
    assert found["plan_tornado", "l1", "label"] == "Self-service"
    assert spans[2] == 0


def test_what_the_data_lack_is_an_input() -> None:
    """A figure that no file has is an input cell; one that levers.toml gives holds it."""
    data = company(workforce=workforce().iloc[:0])
    data.levers = parse_levers({"baseline": {"loaded_rate": 31.5}})
    report = build_plan(data, language="en", created="2026-11-05T08:00:00Z", version="0")
    blocks = [block for one in report.sheets for block in one.blocks if isinstance(block, Grid)]
    baseline = next(block for block in blocks if block.id == "plan_baseline")
    cells = {row.key: row.cells["value"] for row in baseline.rows}

    assert cells["occupancy"].tone == cells["loaded_rate"].tone == "input"
    assert cells["fcr"].tone == ""
    assert evaluate(report)["plan_baseline", "loaded_rate", "value"] == 31.5


def test_unknown_channel_is_told() -> None:
    """A lever about a channel that no file has is wrong use, with the channels that there are."""
    with pytest.raises(
        SettingsError, match=r"'fax' is not in the data. Known are: 'phone', 'email'"
    ):
        planned({"kind": "automation", "channel": "fax"})


def test_year_without_channels_says_why() -> None:
    """A channel beside a total of all channels is told as that, not as one that is not there."""
    lever = {"kind": "automation", "channel": "email"}

    with pytest.raises(SettingsError, match=r"'email' cannot be told apart, since \[baseline\]"):
        planned(lever, baseline={"contacts": 1_000})


def two_ways() -> HandMade:
    """Return the company with calls in both directions."""
    frame = activity()
    outbound = frame[frame["channel"] == "phone"].assign(direction="outbound")
    return company(activity=pd.concat([frame, outbound], ignore_index=True))


def uneven() -> HandMade:
    """Return the company with calls in both directions, the outbound ones a third as long."""
    frame = activity()
    outbound = frame[frame["channel"] == "phone"].assign(direction="outbound")
    for measure in ("talk_seconds", "hold_seconds", "after_call_seconds"):
        outbound[measure] /= 3
    return company(activity=pd.concat([frame, outbound], ignore_index=True))


IN, OUT, BOTH = "phone, inbound", "phone, outbound", "phone"


@pytest.mark.parametrize("names", [(IN, BOTH), (BOTH, IN), (OUT, BOTH), (BOTH, ""), ("", OUT)])
def test_overlapping_channels_share_what_is_left(names: tuple[str, str], tmp_path: Path) -> None:
    """Seconds and contacts of a channel and of its direction are saved once, in Excel too."""
    data = uneven()
    saved = [{"kind": "handle_time", "channel": one, "seconds_saved": 9_999} for one in names]
    taken = [{"kind": "automation", "channel": one, "deflection_rate": 0.5} for one in names]
    data.levers = parse_levers({"lever": [*taken, *saved]})
    report = build_plan(data, language="en", created="2026-11-05T08:00:00Z", version="0")
    found = evaluate(report)
    path = tmp_path / "plan.xlsx"
    write_workbook(report, found, path)
    directions = [row for grid, row, column in found if (grid, column) == ("plan_channels", "aht")]
    directions = [direction for direction in directions if direction != "all"]

    assert len(directions) == 3
    for direction in directions:
        whole = figure(found, "channels", direction, "aht")
        seconds = [
            float(value)
            for key in ("l3", "l4")
            if isinstance(value := found.get(("plan_base", key, f"saved_{direction}")), int | float)
        ]
        assert sum(seconds) == pytest.approx(whole if seconds else 0)
    halves = {1: 0.5, 2: 0.25, 0: 1}
    for direction in directions:
        hits = sum(("plan_base", key, f"saved_{direction}") in found for key in ("l3", "l4"))
        left = figure(found, "channels", direction, "contacts") * halves[hits]
        assert figure(found, "base", "end", f"left_{direction}") == pytest.approx(left)
        assert figure(found, "base", "end", f"left_{direction}") >= 0
    work = sum(
        figure(found, "base", key, "contacts") * figure(found, "base", key, "seconds")
        for key in ("l3", "l4")
    )
    there = sum(
        figure(found, "base", "l2", f"left_{direction}")
        * figure(found, "channels", direction, "aht")
        for direction in directions
    )
    assert 0 < work <= there * (1 + 1e-9)
    assert figure(found, "scenarios", "gross", "base") <= COST * (1 + 1e-9)
    assert differences(path) == []


def test_many_channels_have_formulas_that_excel_takes(tmp_path: Path) -> None:
    """A plan over sixty channels is written: no formula grows with them beyond Excel's limit."""
    frame = activity()
    mails = frame[frame["channel"] == "email"]
    more = [mails.assign(channel=f"skill {number}") for number in range(60)]
    data = company(activity=pd.concat([frame, *more], ignore_index=True))
    kinds = (
        *("automation", "first_contact_resolution", "handle_time", "handle_time"),
        *("callback", "scheduling", "training"),
    )
    data.levers = parse_levers({"lever": [{"kind": kind} for kind in kinds]})
    report = build_plan(data, language="en", created="2026-11-05T08:00:00Z", version="0")
    path = tmp_path / "plan.xlsx"
    write_workbook(report, evaluate(report), path)

    assert path.stat().st_size > 0


def test_hours_of_other_channels_are_not_taken_off() -> None:
    """Scheduling has the hours that seconds saved in its own channels leave, not in others."""
    cut = {"kind": "scheduling", "channel": "email", "hours_cut": 0.1}
    alone = figure(planned(cut), "levers", "l1", "gross")
    for channel, same in ((BOTH, True), ("email", False), ("", False)):
        found = planned({"kind": "handle_time", "channel": channel, "seconds_saved": 60}, cut)
        assert (figure(found, "base", "l2", "gross") == pytest.approx(alone)) is same


def test_hours_saved_in_all_channels_are_taken_off_in_part(tmp_path: Path) -> None:
    """Of what seconds in all channels saved, scheduling of one takes off that channel's part."""
    notes = {"kind": "handle_time", "seconds_saved": 60}
    cut = {"kind": "scheduling", "channel": "email", "hours_cut": 0.1}
    data = company()
    data.levers = parse_levers({"lever": [notes, cut]})
    report = build_plan(data, language="nb", created="2026-11-05T08:00:00Z", version="0")
    found = evaluate(report)
    path = tmp_path / "plan.xlsx"
    write_workbook(report, found, path)
    hours = figure(found, "levers", "l2", "gross") / 0.1
    saved = figure(found, "base", "l1", "gross") * MAILS / (CALLS + MAILS)

    assert figure(found, "base", "l2", "gross") == pytest.approx((hours - saved) * 0.1)
    assert differences(path) == []
    idle = planned({**notes, "seconds_saved": 0}, cut)
    assert figure(idle, "base", "l2", "gross") == pytest.approx(hours * 0.1)


@pytest.mark.parametrize("other", ["phone, inbound", "Phone"])
def test_a_channel_and_its_direction_are_the_same_contacts(other: str) -> None:
    """Two levers that cannot be together are refused by the contacts that they mean."""
    tables = [{"kind": "routing", "channel": "phone"}, {"kind": "routing", "channel": other}]
    with pytest.raises(SettingsError, match=r"levers.toml: .* about the same contacts"):
        planned(*tables, dataset=two_ways())
    with pytest.raises(SettingsError, match=r"levers.toml: .* about the same contacts"):
        planned(*tables)
    found = planned({**tables[0], "channel": OUT}, {**tables[1], "channel": IN}, dataset=two_ways())
    assert figure(found, "scenarios", "net", "base") == 0


@pytest.mark.parametrize("language", ["en", "nb"])
def test_channels_are_known_in_either_language(language: str) -> None:
    """levers.toml is written once: its channel is found whatever the language of the report."""
    data = two_ways()
    for name in ("phone, inbound", "Phone, innkommende"):
        data.levers = parse_levers({"lever": [{"kind": "automation", "channel": name}]})
        found = evaluate(made(data, language=language))
        shown = "phone, inbound" if language == "en" else "phone, innkommende"
        assert shown in str(found["plan_levers", "l1", "label"])


def test_the_only_channel_has_a_name() -> None:
    """A company with one channel may name it in levers.toml: it is all contacts."""
    frame = activity()
    data = company(activity=frame[frame["channel"] == "phone"])
    lever = {"kind": "automation", "channel": "phone", "deflection_rate": 0.1}
    found = planned(lever, dataset=data)

    assert figure(found, "channels", "all", "contacts") == CALLS
    assert figure(found, "base", "l1", "contacts") == CALLS


def test_levers_of_channels_without_contacts() -> None:
    """Where no file has contacts, levers about channels leave the sheet out, and About says so."""
    data = company(activity=activity().iloc[:0])
    data.levers = parse_levers({"lever": [{"kind": "automation", "channel": "phone"}]})
    report = made(data)

    assert "savings" not in {one.key for one in report.sheets}
    texts = [getattr(block, "text", "") for block in sheet(report, "about").blocks]
    assert any("Savings is left out: levers.toml refers to channels (phone)" in t for t in texts)


def test_part_of_the_company_has_no_plan() -> None:
    """A plan is for the company: the report of a part leaves the sheet out and says why."""
    part = company()
    part.scope = Scope("cost_centre", "10", "Desk")
    part.levers = Levers()
    report = made(part)

    assert "savings" not in {one.key for one in report.sheets}
    about = sheet(report, "about")
    assert any("Savings is left out" in getattr(block, "text", "") for block in about.blocks)
    with pytest.raises(UsageError, match="whole company"):
        build_plan(part, language="en", created="2026-11-05T08:00:00Z", version="0")


@pytest.mark.parametrize("language", ["en", "nb"])
def test_sheet_names_what_could_suffer(language: str) -> None:
    """Each lever has the service that could suffer beside it; a plan is drawn, zeros are not."""
    dataset = company()
    assert not _charts(sheet(made(dataset, language=language), "savings"))
    dataset.levers = parse_levers({"lever": [{"kind": kind} for kind in kinds()]})
    savings = sheet(made(dataset, language=language), "savings")
    levers = next(b for b in savings.blocks if isinstance(b, Grid) and b.id == "plan_levers")

    assert savings.protected
    assert all(row.cells["watch"].expression.value for row in levers.rows)  # type: ignore[union-attr]  # texts
    assert _charts(savings) == ["tornado"]


def _charts(one: Sheet) -> list[str]:
    return [block.kind for block in one.blocks if isinstance(block, Chart)]


@pytest.mark.parametrize("language", ["en", "nb"])
def test_what_a_lever_costs_is_not_called_operating_expense(language: str) -> None:
    """The running cost of the levers has a name of its own beside the company's OpEx."""
    word = words(language)
    opex = word.text("report.rows.total_opex").casefold()
    for key in ("columns.running", "rows.running", "inputs.running_cost"):
        own = word.text(f"plan.{key}").casefold()
        assert not set(own.split()) & {opex, *opex.split(), "driftskostnad", "driftskostnader"}
