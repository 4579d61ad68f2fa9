"""Each lever of a plan by hand, what together they do to a contact's cost, and their ranks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hand_made import company, made
from tests.report.test_savings import CALLS, COST, MAILS, Figures, figure, planned
from xlcost.planning.kinds import kinds
from xlcost.report.model.evaluation import evaluate
from xlcost.report.planning import plan_inputs, planner

CONTACTS = CALLS + MAILS
# A year at the pace of ten months: 12 × 103,500 of wages for 12 × 3,300 paid hours.
WAGES = 1_242_000


def alone(table: dict[str, Any], column: str = "gross", **frame: Any) -> tuple[float, Figures]:
    """Return what a lever comes to by itself, and every figure of its plan."""
    found = planned(table, **frame)
    return figure(found, "levers", "l1", column), found


@pytest.mark.parametrize("kind", ["self_service", "automation"])
def test_deflection(kind: str) -> None:
    """Contacts that do not come, at the cost of a contact of theirs less that of a session."""
    lever = {"kind": kind, "channel": "email", "deflection_rate": 0.2, "automated_cost": 1.5}
    gross, found = alone(lever)
    unit = figure(found, "channels", "c2", "unit")
    assert gross == pytest.approx(MAILS * 0.2 * (unit - 1.5))


def test_first_contact_resolution() -> None:
    """Issues are contacts less their repeats; each one resolved at once spares its repeats."""
    lever = {
        "kind": "first_contact_resolution", "channel": "phone", "fcr_gain": 0.1,
        "extra_contacts": 2,
    }  # fmt: skip
    gross, found = alone(lever)
    issues = CALLS / (1 + 0.3 * 2)
    assert gross == pytest.approx(issues * 0.1 * 2 * figure(found, "channels", "c1", "unit"))


def test_outsourcing() -> None:
    """Only the avoidable part of a contact's cost goes away, and the vendor is paid for each."""
    lever = {
        "kind": "outsourcing", "channel": "email", "share_moved": 0.5, "avoidable_share": 0.6,
        "vendor_price": 3,
    }  # fmt: skip
    gross, found = alone(lever)
    unit = figure(found, "channels", "c2", "unit")
    assert gross == pytest.approx(MAILS * 0.5 * (0.6 * unit - 3))


def test_callback() -> None:
    """Of those who would have called again, each contact less what calling back costs."""
    gross, found = alone(
        {"kind": "callback", "take_up": 0.5, "redial_rate": 0.4, "callback_cost": 3}
    )
    assert gross == pytest.approx(
        12_000 * 0.5 * 0.4 * (figure(found, "channels", "all", "unit") - 3)
    )


@pytest.mark.parametrize(("cut", "gone"), [(0.05, 0.05), (0.3, 0.2)])
def test_routing(cut: float, gone: float) -> None:
    """The rate of transfers falls by points, and never below none."""
    lever = {"kind": "routing", "transfer_cut": cut, "transfer_cost": 4}
    gross, _ = alone(lever, baseline={"transfer_rate": 0.2})
    assert gross == pytest.approx(CONTACTS * gone * 4)


def test_handle_time() -> None:
    """Seconds are hours at the desk, over occupancy and presence, at the rate of a paid hour."""
    gross, _ = alone({"kind": "handle_time", "channel": "phone", "seconds_saved": 30})
    hours = CALLS * 30 / 3600 / 0.8 / (1 - 0.3)
    assert gross == pytest.approx(hours * WAGES / (12 * 3_300))


def test_scheduling() -> None:
    """A tenth of the paid hours is a tenth of what they cost."""
    gross, _ = alone({"kind": "scheduling", "hours_cut": 0.1})
    assert gross == pytest.approx(WAGES / 10)


def test_training() -> None:
    """What trained agents bring is the saving; what the courses cost is a running cost."""
    lever = {
        "kind": "training", "trainees": 20, "training_benefit": 5_000, "training_cost": 1_000,
        "running_cost": 700,
    }  # fmt: skip
    gross, found = alone(lever)
    assert gross == 100_000
    assert figure(found, "levers", "l1", "running") == 20_700
    assert figure(found, "levers", "l1", "net") == 79_300


def test_attrition() -> None:
    """Agents who stay spare recruiting, training and the time until they are up to speed."""
    lever = {
        "kind": "attrition", "leavers_cut": 0.25, "recruiting_cost": 1_000,
        "training_cost": 2_000, "ramp_cost": 4_000,
    }  # fmt: skip
    gross, _ = alone(lever)
    assert gross == pytest.approx(24 * 0.25 * 7_000)


def test_voip_and_cloud() -> None:
    """A part of the old system's cost, and the rent that goes with it."""
    lever = {"kind": "voip_cloud", "legacy_cost": 50_000, "cost_cut": 0.4, "rent_saved": 3_000}
    gross, _ = alone(lever)
    assert gross == pytest.approx(23_000)


def test_without_effect_every_lever_saves_nothing() -> None:
    """Each lever of an empty plan has a saving of zero, in cash and in all."""
    found = evaluate(made(company()))
    for number in range(1, len(kinds()) + 1):
        for column in ("gross", "net", "cash", "avoidance", "npv"):
            assert figure(found, "levers", f"l{number}", column) == 0


@pytest.mark.parametrize(
    "lever",
    [
        {"kind": "self_service", "deflection_rate": 0.2, "automated_cost": 1},
        {"kind": "automation", "deflection_rate": 0.2, "automated_cost": 1},
        {"kind": "first_contact_resolution", "fcr_gain": 0.1},
        {"kind": "outsourcing", "share_moved": 0.3, "vendor_price": 2, "avoidable_share": 1},
        {"kind": "routing", "transfer_cut": 0.1, "transfer_cost": 3},
        {"kind": "handle_time", "seconds_saved": 12},
    ],
    ids=lambda lever: str(lever["kind"]),
)
def test_twice_the_contacts_save_twice_as_much(lever: dict[str, Any]) -> None:
    """Where contacts and their cost double, so does what a lever saves, alone and in the plan."""
    known = {"aht": 300, "fcr": 0.7, "transfer_rate": 0.2}
    once = planned(lever, baseline={"contacts": 50_000, "total_cost": 400_000, **known})
    twice = planned(lever, baseline={"contacts": 100_000, "total_cost": 800_000, **known})

    for address in (("levers", "l1", "gross"), ("scenarios", "gross", "base")):
        assert figure(once, *address) > 0
        assert figure(twice, *address) == pytest.approx(2 * figure(once, *address))


def test_cost_per_contact_after_the_levers() -> None:
    """What is left of the cost, over the contacts that still come, and over all that are asked."""
    lever = {
        "kind": "automation", "channel": "phone", "deflection_rate": 0.5, "automated_cost": 2,
        "running_cost": 10_000,
    }  # fmt: skip
    found = planned(lever)
    left = COST - figure(found, "scenarios", "net", "base")
    come = CONTACTS - CALLS / 2

    assert figure(found, "scenarios", "unit", "as_is") == pytest.approx(COST / CONTACTS)
    assert figure(found, "scenarios", "opex", "base") == pytest.approx(left)
    assert figure(found, "scenarios", "unit", "base") == pytest.approx(left / come)
    assert figure(found, "scenarios", "unit_asked", "base") == pytest.approx(left / CONTACTS)


def test_a_plan_in_cash_alone() -> None:
    """The value and the payback of the cash leave out what is merely avoided."""
    lever = {"kind": "scheduling", "hours_cut": 0.1, "cash_share": 0.25, "one_off": 30_000}
    found = planned(lever, discount_rate=0.1, years=2)
    yearly = WAGES / 10 / 4
    worth = -30_000 + yearly * (1 / 1.1 + 1 / 1.21)

    assert figure(found, "scenarios", "cash", "base") == pytest.approx(yearly)
    assert figure(found, "scenarios", "npv_cash", "base") == pytest.approx(worth)
    assert figure(found, "scenarios", "npv", "base") > worth
    assert figure(found, "scenarios", "payback_cash", "base") == pytest.approx(30_000 / yearly)
    assert figure(found, "scenarios", "payback", "base") == pytest.approx(7_500 / yearly)


def test_levers_are_ranked_by_their_net_saving_as_planned() -> None:
    """The lever that saves most at its base input is the first, whatever its worst case is."""
    found = planned(
        {"kind": "scheduling", "hours_cut": 0.04},
        {"kind": "training", "trainees": 10, "training_benefit": 9_000, "running_cost": 80_000},
        {
            "kind": "self_service", "channel": "phone",
            "deflection_rate": {"low": 0, "base": 0.1, "stretch": 0.1},
        },
    )  # fmt: skip
    net = [figure(found, "levers", f"l{number}", "net") for number in (1, 2, 3)]

    assert net[0] > net[1] > net[2] > 0
    assert [figure(found, "levers", f"l{number}", "rank") for number in (1, 2, 3)] == [1, 2, 3]
    assert found["plan_levers", "l1", "label"] == "Self-service (phone)"


def test_the_tornado_is_what_uncertainty_changes() -> None:
    """Its two sides are the net saving at the low and at the stretch input, less that at base."""
    found = planned(
        {"kind": "scheduling", "hours_cut": {"low": 0.01, "base": 0.05, "stretch": 0.06}},
        {"kind": "training", "trainees": 1, "training_benefit": 100, "running_cost": 9_000},
    )
    assert found["plan_tornado", "l1", "label"] == "Flexible and part-time shifts"
    assert figure(found, "tornado", "l1", "base") == pytest.approx(0.05 * WAGES)
    assert figure(found, "tornado", "l1", "down") == pytest.approx(-0.04 * WAGES)
    assert figure(found, "tornado", "l1", "up") == pytest.approx(0.01 * WAGES)
    assert figure(found, "tornado", "l2", "base") == -8_900
    assert figure(found, "tornado", "l2", "down") == figure(found, "tornado", "l2", "up") == 0


@pytest.mark.parametrize(
    ("kind", "measure"),
    [
        ("self_service", "Customer satisfaction"),
        ("automation", "Repeat contact rate"),
        ("first_contact_resolution", "Average handle time"),
        ("outsourcing", "Customer satisfaction"),
        ("callback", "Average speed of answer"),
        ("routing", "Service level"),
        ("handle_time", "First contact resolution"),
        ("scheduling", "Service level"),
        ("training", "Shrinkage"),
        ("attrition", "Occupancy"),
        ("voip_cloud", "Service level"),
    ],
)
def test_the_service_that_could_suffer(kind: str, measure: str) -> None:
    """Beside each lever stands the measure that would show it first, on its row and its inputs."""
    found = planned({"kind": kind})
    for address in (("plan_levers", "l1", "watch"), ("plan_inputs", "l1_head", "note")):
        assert measure.casefold() in str(found[address]).casefold()


def test_every_input_stands_on_the_sheet() -> None:
    """Whatever a lever can be told has a cell of its own, in the order of the levers."""
    said = planner.plan("en")
    rows = {row.key for row in plan_inputs.inputs_grid(said).rows}
    for key, lever in zip(said.keys, said.levers, strict=True):
        inputs = set(type(lever).model_fields) - {"kind", "name", "channel", lever.effect_name()}
        assert {f"{key}_{name}" for name in ("effect", *inputs)} <= rows
