"""The blocks of a plan: results first, then the inputs, and beside them how both are joined."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xlcost.report.model.check import Check
from xlcost.report.model.expressions import Extreme, Literal, Plus, Ref
from xlcost.report.model.spec import Block, Grid, Text
from xlcost.report.planning import opening, plan_cascade
from xlcost.report.planning.investment import flows_grid
from xlcost.report.planning.plan import SUMMARY, Plan
from xlcost.report.planning.plan_cascade import SCENARIOS
from xlcost.report.planning.plan_inputs import baseline_grid, channels_grid, inputs_grid
from xlcost.report.planning.plan_results import (
    alone_grid,
    levers_grid,
    scenarios_grid,
    tornado_chart,
    tornado_grid,
)

NOTES: Final = ("inputs", "order", "cash", "alone")


def blocks(plan: Plan, first: str = "", *, drawn: bool = True) -> tuple[Block, ...]:
    """Return the blocks of a plan.

    Args:
        plan: The plan.
        first: What is said in place of the first note.
        drawn: Whether there is something to draw: a chart of zeros is none.
    """
    said = NOTES[1:] if first else NOTES
    notes = tuple(Text(plan.t(f"notes.{note}")) for note in said)
    return (
        opening.line(),
        *notes,
        scenarios_grid(plan),
        levers_grid(plan),
        *((tornado_chart(plan),) if drawn else ()),
        channels_grid(plan),
        baseline_grid(plan),
        inputs_grid(plan),
    )


def helpers(plan: Plan) -> tuple[Grid, ...]:
    """Return the grids that the results are reached by: the levers one after the other, flows."""
    return (
        *(plan_cascade.grid(plan, level) for level in SCENARIOS),
        tornado_grid(plan),
        alone_grid(plan),
        flows_grid(plan),
        opening.grid(plan),
    )


def checks(plan: Plan) -> Iterator[Check]:
    """Yield the controls of a plan: nothing is counted twice, nothing is lost."""
    before = Ref(SUMMARY, "contacts", "as_is")
    opex = Ref(SUMMARY, "opex", "as_is")
    for level in SCENARIOS:
        word = plan.t(f"scenarios.{level}").lower()
        left = [
            (1, Ref(plan_cascade.name(level), plan_cascade.END, f"left_{one.key}"))
            for one in plan.channels or (plan.whole,)
        ]
        moved = plan_cascade.taken(plan, level, moved=True)
        gone = plan_cascade.taken(plan, level)
        every = Plus((*left, (1, moved), (1, gone)))
        label = plan.t("checks.contacts", scenario=word)
        yield Check(f"plan_contacts_{level}", label, every, before, format="count")
        saved = Ref(SUMMARY, "gross", level)
        above = Extreme("MAX", (Literal(0), Plus(((1, saved), (-1, opex)))))
        label = plan.t("checks.not_more", scenario=word)
        yield Check(f"plan_most_{level}", label, above, Literal(0))
        parts = Plus(((1, Ref(SUMMARY, "cash", level)), (1, Ref(SUMMARY, "avoidance", level))))
        label = plan.t("checks.cash", scenario=word)
        yield Check(f"plan_cash_{level}", label, parts, Ref(SUMMARY, "net", level))
