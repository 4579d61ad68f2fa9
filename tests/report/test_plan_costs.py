"""Levers' costs shrink as their savings do, and the plan opens with one line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.hand_made import HandMade, activity, company, made
from tests.report.test_savings import CALLS, figure, planned
from xlcost.errors import UsageError
from xlcost.planning.levers_file import parse_levers
from xlcost.report.model.evaluation import evaluate
from xlcost.report.plan_report import build_plan
from xlcost.report.planning.planner import planner

HALF: dict[str, Any] = {
    "kind": "self_service",
    "channel": "phone",
    "deflection_rate": 0.5,
}
BOT: dict[str, Any] = {
    "kind": "automation",
    "channel": "phone",
    "deflection_rate": 0.1,
    "running_cost": 8_000,
}


@pytest.mark.parametrize(("share", "running"), [(0, 8_000), (1, 4_000), (0.25, 7_000)])
def test_running_cost_that_varies_shrinks_with_the_saving(share: float, running: float) -> None:
    """A bot that finds half of its calls gone saves half, and its variable cost is half."""
    found = planned(HALF, {**BOT, "variable_share": share})
    alone = figure(found, "levers", "l2", "gross")
    assert figure(found, "base", "l2", "gross") == pytest.approx(alone / 2)
    assert figure(found, "base", "l2", "lost") == pytest.approx(0.5)
    assert figure(found, "base", "l2", "running") == pytest.approx(running)
    assert figure(found, "levers", "l2", "running") == pytest.approx(8_000)  # by itself
    assert figure(found, "scenarios", "running", "base") == pytest.approx(running)


def test_courses_shrink_with_the_work() -> None:
    """Where part of the work is gone, fewer agents are trained, for the saving and its cost."""
    training = {
        "kind": "training", "trainees": 10, "training_benefit": 900, "training_cost": 400,
    }  # fmt: skip
    found = planned({**HALF, "channel": ""}, training)
    left = figure(found, "base", "l2", "gross") / 9_000
    assert 0 < left < 1
    assert figure(found, "base", "l2", "running") == pytest.approx(4_000 * left)
    assert figure(found, "levers", "l2", "running") == 4_000


def test_a_lever_without_effect_keeps_its_cost() -> None:
    """What saves nothing by itself has lost nothing to others: its cost is as it was said."""
    found = planned(HALF, {**BOT, "deflection_rate": 0, "variable_share": 1})
    assert figure(found, "base", "l2", "running") == 8_000


def test_a_limit_shrinks_the_cost() -> None:
    """A saving above all cost is cut to it, and what varies is cut alike, alone and together."""
    huge = {
        "kind": "voip_cloud", "legacy_cost": 3_655_200, "cost_cut": 1, "running_cost": 1_000,
        "variable_share": 1,
    }  # fmt: skip
    found = planned(huge)  # twice the cost of the year, 1,827,600
    assert figure(found, "levers", "l1", "running") == pytest.approx(500)
    assert figure(found, "base", "l1", "running") == pytest.approx(500)


def test_the_planner_knows_it_too() -> None:
    """The template's Planner asks for the variable share, with the same words and formulas."""
    values = evaluate(planner("en", "2026-10-31T00:00:00Z", "0"))
    label = values["plan_inputs", "l1_variable_share", "label"]
    assert label == "Share of it that varies with volume"
    assert values["plan_base", "l2", "lost"]


# The first line


def opening(language: str, *levers: dict[str, Any], dataset: HandMade | None = None) -> str:
    """Return the first line of a plan."""
    data = dataset or company()
    data.levers = parse_levers({"lever": list(levers)})
    report = build_plan(data, language=language, created="2026-11-05T08:00:00Z", version="0")
    text = report.sheets[0].blocks[0]
    assert evaluate(report)["plan_opening", "sentence", "words"] == getattr(text, "text", None)
    return str(getattr(text, "text", "")).replace("\xa0", " ")


def voip(cut: float, running: float, cash: float) -> dict[str, Any]:
    """Return a lever that saves a part of 1,000,000, costs something, and is cash in part."""
    return {
        "kind": "voip_cloud", "legacy_cost": 1_000_000, "cost_cut": cut,
        "running_cost": running, "cash_share": cash,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lever", "told"),
    [
        (voip(0.5, 50_000, 0.5), "saves NOK 450k a year on paper, NOK 200k in cash."),
        (voip(0.5, 50_000, 0), "saves NOK 450k a year on paper, and costs NOK 50k in cash."),
        (voip(0.5, 0, 0), "saves NOK 500k a year on paper, nothing in cash."),
        (
            voip(0.01, 30_000, 1),
            "costs NOK 20k a year more than it saves on paper, NOK 20k in cash.",
        ),
        (voip(0, 0, 0), "saves nothing a year, neither on paper nor in cash."),
        (voip(0.00001, 5, 1), "saves NOK 5 a year on paper, NOK 5 in cash."),
    ],
)
def test_the_plan_opens_with_its_line(lever: dict[str, Any], told: str) -> None:
    """On paper and in cash, with the words of each sign, also for nothing and for very little."""
    assert opening("en", lever) == f"The plan {told}"


def test_the_line_in_norwegian() -> None:
    """The Norwegian line has Norwegian amounts and words."""
    told = opening("nb", voip(0.5, 50_000, 0.5))
    assert told.startswith("Planen sparer 450")
    assert told.endswith(" i likviditet.")
    nothing = "Planen sparer ingenting i året, verken på papiret eller i likviditet."
    assert opening("nb", voip(0, 0, 0)) == nothing


def test_without_contacts_there_is_no_sheet_and_no_control() -> None:
    """A company without contacts has no Savings, none of its controls, and About says why."""
    data = company(activity=activity().head(0))
    report = made(data)
    assert "savings" not in {one.key for one in report.sheets}
    values = evaluate(report)
    assert not [at for at in values if at[0] == "checks" and at[1].startswith("plan_")]
    told = [str(v) for at, v in values.items() if at[0].startswith("about")]
    blocks = [getattr(b, "text", "") for s in report.sheets for b in s.blocks]
    assert any("Savings is left out: there are no contacts handled" in t for t in told + blocks)
    with pytest.raises(UsageError, match="no contacts handled"):
        build_plan(data, language="en", created="2026-11-05T08:00:00Z", version="0")
    data.levers = parse_levers({"baseline": {"contacts": CALLS}, "lever": [voip(0.5, 0, 0)]})
    assert "savings" in {one.key for one in made(replace(data)).sheets}
