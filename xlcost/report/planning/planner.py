"""The Planner: the same plan of levers without data, every figure of the year an input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from xlcost.locales.words import words
from xlcost.planning.kinds import kinds
from xlcost.planning.lever import Lever
from xlcost.planning.levers_file import Levers, parse_levers
from xlcost.report.model.evaluation import Values
from xlcost.report.model.live_texts import filled
from xlcost.report.model.spec import Report, Sheet
from xlcost.report.planning import plan_sheet
from xlcost.report.planning.plan import ALL, LEVELS, MEASURES, Channel, Plan, typed

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
    tables = [{"kind": name, **_numbers(kind)} for name, kind in kinds().items()]
    return parse_levers({"lever": tables, "discount_rate": Decimal("0.08")})


def _numbers(kind: type[Lever]) -> dict[str, object]:
    """Return a lever's example as the file of a plan has it."""
    effect = kind.effect_name()
    levels = dict(zip(LEVELS, kind.example[effect], strict=True))
    return {**kind.example, effect: levels}


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
    report = Report(
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
    values = Values(report)
    told = (
        replace(one, blocks=tuple(filled(block, values) for block in one.blocks)) for one in sheets
    )
    return replace(report, sheets=tuple(told))
