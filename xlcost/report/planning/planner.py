"""The Planner: the same plan of levers without data, every figure of the year an input."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from xlcost.dataset.levers import Levers, parse_levers
from xlcost.locales.words import words
from xlcost.report.model.spec import Report, Sheet
from xlcost.report.planning import plan_sheet
from xlcost.report.planning.plan import ALL, MEASURES, Channel, Plan, typed

# Round numbers to overwrite: a centre of about forty, in any currency.
YEAR: Final[Mapping[str, float]] = {
    "contacts": 300_000,
    "cost": 1_800_000,
    "aht": 330,
    "occupancy": 0.8,
    "shrinkage": 0.3,
    "loaded_rate": 26,
    "paid_hours": 56_000,
    "abandoned": 15_000,
    "fcr": 0.7,
    "transfer_rate": 0.1,
    "leavers": 9,
}
_LEVERS: Final = (
    {"kind": "self_service", "deflection_rate": (0.02, 0.05, 0.08), "automated_cost": 0.25,
     "running_cost": 20_000, "one_off": 30_000},
    {"kind": "automation", "deflection_rate": (0.03, 0.08, 0.15), "automated_cost": 0.5,
     "running_cost": 40_000, "one_off": 60_000, "cash_share": 0.3},
    {"kind": "first_contact_resolution", "fcr_gain": (0.01, 0.02, 0.04),
     "running_cost": 15_000},
    {"kind": "outsourcing", "share_moved": (0, 0, 0.1), "vendor_price": 4,
     "avoidable_share": 0.7, "cash_share": 1},
    {"kind": "callback", "take_up": (0.2, 0.4, 0.5), "redial_rate": 0.5, "callback_cost": 4.5},
    {"kind": "routing", "transfer_cut": (0.01, 0.02, 0.03), "transfer_cost": 3,
     "one_off": 15_000},
    {"kind": "handle_time", "seconds_saved": (5, 15, 30), "running_cost": 25_000,
     "one_off": 20_000, "cash_share": 0.25},
    {"kind": "scheduling", "hours_cut": (0.005, 0.01, 0.02), "cash_share": 0.8},
    {"kind": "training", "trainees": 15, "training_cost": 400,
     "training_benefit": (200, 700, 1_200)},
    {"kind": "attrition", "leavers_cut": (0.1, 0.2, 0.3), "recruiting_cost": 2_000,
     "training_cost": 3_500, "ramp_cost": 4_500, "cash_share": 0.5},
    {"kind": "voip_cloud", "legacy_cost": 60_000, "cost_cut": (0.1, 0.25, 0.35),
     "one_off": 20_000, "cash_share": 1},
)  # fmt: skip


def plan(language: str) -> Plan:
    """Return the plan whose every figure is an input."""
    word = words(language)
    levers = _levers()
    whole = Channel(
        ALL,
        word.text("plan.rows.all_channels"),
        typed(YEAR["contacts"], "count"),
        typed(YEAR["cost"], "money"),
        typed(YEAR["aht"], "seconds"),
    )
    source = word.text("plan.sources.example")
    return Plan(
        word,
        (),
        whole,
        None,
        {name: typed(YEAR[name], shown) for name, shown in MEASURES.items()},
        dict.fromkeys(MEASURES, source),
        levers.levers,
        levers.frame.discount_rate,
        levers.frame.years,
        named=False,
    )


def _levers() -> Levers:
    """Return one lever of each kind, with effects to overwrite."""
    tables = [
        {
            key: dict(zip(("low", "base", "stretch"), value, strict=True))
            if isinstance(value, tuple)
            else value
            for key, value in one.items()
        }
        for one in _LEVERS
    ]
    return parse_levers({"lever": tables, "discount_rate": Decimal("0.08")})


def planner(language: str, created: str, version: str) -> Report:
    """Return the Planner and the sheet of its steps."""
    made = plan(language)
    word = made.word
    first, second = (word.text(f"plan.sheets.{key}") for key in ("planner", "steps"))
    note = word.text("plan.notes.planner")
    sheets = (
        Sheet(
            "planner",
            first,
            plan_sheet.blocks(made, note),
            heading=first,
            subheading=note,
            protected=True,
        ),
        Sheet("planner_steps", second, plan_sheet.helpers(made), heading=second, protected=True),
    )
    return Report(
        sheets=sheets,
        language=language,
        title=word.text("plan.title"),
        entity="",
        period_label="",
        file_stem="planner",
        currency="",
        not_available=word.text("report.not_available"),
        created=created,
        version=version,
    )
