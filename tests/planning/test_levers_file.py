"""The file of a plan: what it may say, and how each mistake is told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from xlcost.errors import SettingsError
from xlcost.inputs.configuration.toml_files import load_levers
from xlcost.planning.kinds import kinds
from xlcost.planning.levers_file import (
    Levers,
    parse_levers,
    scaled,
)
from xlcost.samples.levers_text import levers_text

pytestmark = pytest.mark.fast


def test_no_file_changes_nothing(tmp_path: Path) -> None:
    """Without a file there is one lever of each kind, and none has an effect."""
    plan = load_levers(tmp_path / "levers.toml")

    assert [lever.kind for lever in plan.levers] == list(kinds())
    assert not plan.given
    for lever in plan.levers:
        effect = lever.effect
        assert (effect.low, effect.base, effect.stretch) == (0, 0, 0)
        assert lever.running_cost == lever.one_off == lever.cash_share == 0


def test_one_number_is_certain() -> None:
    """An effect of one number is the same with bad luck, as planned and at its best."""
    lever = parse_levers({"lever": [{"kind": "handle_time", "seconds_saved": 0.1}]}).levers[0]

    effect = lever.effect
    assert effect.low == effect.base == effect.stretch == Decimal("0.1")


def test_what_is_not_said_is_as_base() -> None:
    """Of a table with base, low and stretch may be left out: they are as planned."""
    cut = {"base": 0.1, "stretch": 0.2}
    effect = parse_levers({"lever": [{"kind": "scheduling", "hours_cut": cut}]}).levers[0].effect

    assert (effect.low, effect.base, effect.stretch) == tuple(map(Decimal, ("0.1", "0.1", "0.2")))


def test_order_is_that_of_their_effect() -> None:
    """Levers stand in the order in which they apply, those of one kind as the file has them."""
    kinds = ["voip_cloud", "handle_time", "automation", "self_service", "automation"]
    tables = [{"kind": kind, "name": str(place)} for place, kind in enumerate(kinds)]
    found = [lever.name for lever in parse_levers({"lever": tables}).levers]

    assert found == ["3", "2", "4", "1", "0"]


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ({"lever": [{"kind": "automaton"}]}, "did you mean automation?"),
        ({"lever": [{"name": "x"}]}, "lever 1: the key kind"),
        ({"lever": [{"kind": "routing", "transfer_cot": 1}]}, "did you mean transfer_cost?"),
        ({"lever": [{"kind": "automation", "deflection_rate": 1.2}]}, "1 or less"),
        ({"lever": [{"kind": "handle_time", "seconds_saved": -1}]}, "0 or more"),
        (
            {"lever": [{"kind": "attrition", "leavers_cut": {"low": 0.3, "base": 0.2}}]},
            "leavers_cut is not right: low, base and stretch must rise",
        ),
        ({"lever": [{"kind": "routing"}, {"kind": "routing"}]}, "about the same contacts"),
        ({"lever": {"kind": "routing"}}, r"\[\[lever\]\]"),
        ({"lever": ["routing"]}, r"\[\[lever\]\]"),
        ({"levers": [{"kind": "routing"}]}, "did you mean lever?"),
        (
            {"lever": [{"kind": "automation", "deflection_rate": 15}]},
            r"deflection_rate is not right: .*\(it is 15; 15 % is 0.15\)",
        ),
        (
            {"lever": [{"kind": "automation", "deflection_rate": "2,5 %"}]},
            "deflection_rate is not right: .*; 2.5 % is 0.025",
        ),
        (
            {"lever": [{"kind": "automation", "deflection_rate": {"low": 0.1}}]},
            "deflection_rate is not right: base is missing",
        ),
        (
            {"lever": [{"kind": "automation", "deflection_rate": {"lo": 0.1}}]},
            "deflection_rate.lo is not known; did you mean low?",
        ),
        ({"discount_rate": 8}, "8 % is 0.08"),
        ({"baseline": {"occupancy": 0}}, "occupancy is not right: it must be more than 0"),
        ({"discount": 0.1}, "did you mean discount_rate?"),
        ({"discount_rate": -1}, "more than -1"),
        ({"years": 11}, "10 or less"),
        ({"baseline": {"shrinkage": 1}}, r"less than 1 \(it is 1\)"),
        ({"baseline": {"shrinkage": 30}}, r"less than 1 \(it is 30; 30 % is 0.3\)"),
    ],
)
def test_mistakes(found: dict[str, Any], sentence: str) -> None:
    """A mistake is one sentence that names the file, the lever and the key."""
    with pytest.raises(SettingsError, match=sentence) as raised:
        parse_levers(found)
    assert str(raised.value).startswith("levers.toml")


def test_file_that_is_no_toml(tmp_path: Path) -> None:
    """A file that cannot be read is told with the place in it."""
    path = tmp_path / "mine.toml"
    path.write_text("lever = = 1", encoding="utf-8")

    with pytest.raises(SettingsError, match=r"mine\.toml cannot be read: .*line 1"):
        load_levers(path)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_sample_has_every_kind(language: str, tmp_path: Path) -> None:
    """The sample's plan shows every lever, in both languages, with the same numbers."""
    path = tmp_path / "levers.toml"
    path.write_text(levers_text(language), encoding="utf-8")
    plan = load_levers(path)

    assert [type(lever) for lever in plan.levers] == list(kinds().values())
    assert all(lever.effect.stretch > 0 for lever in plan.levers)


def test_scaled_money_only() -> None:
    """Incognito multiplies amounts and drops names; shares and seconds stay."""
    tables = [
        {"kind": "training", "name": "Acme", "training_benefit": 5, "trainees": 3, "one_off": 7},
        {"kind": "handle_time", "seconds_saved": 9, "running_cost": 2, "cash_share": 0.5},
    ]
    plan = parse_levers({"lever": tables, "baseline": {"loaded_rate": 4, "aht": 6}})
    shorter, course = scaled(plan, Decimal(2)).levers
    base = scaled(plan, Decimal(2)).frame.baseline

    assert (course.name, course.effect.base, course.one_off) == ("", 10, 14)
    assert course.model_dump()["trainees"] == 3
    assert (shorter.effect.base, shorter.running_cost, shorter.cash_share) == (9, 4, Decimal("0.5"))
    assert (base.loaded_rate, base.aht) == (8, 6)
    assert scaled(Levers(), Decimal(2)).levers == Levers().levers
