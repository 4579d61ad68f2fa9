"""A plan as an investment: its cash flows, when they pay back, and what they are worth today."""

from __future__ import annotations

from typing import Final

from xlcost.report.model import cells
from xlcost.report.model.expressions import (
    Answered,
    Call,
    CellRange,
    Expression,
    Extreme,
    Plus,
    Ref,
)
from xlcost.report.model.spec import Cell, Column, Grid, Row
from xlcost.report.planning.plan import BASELINE, LABEL_WIDTH, LEVERS, SUMMARY, Plan
from xlcost.report.planning.plan_cascade import SCENARIOS

FLOWS: Final = "plan_flows"


def payback(plan: Plan, paid: Ref, net: Ref) -> Cell:
    """Return the years after which what is paid once has come back."""
    # What loses money every year never pays back, also where nothing is paid at first.
    lost = Plus(((-1, net),))
    call = Call("payback_periods", {"investment": Extreme("MAX", (paid, lost)), "savings": net})
    # Where nothing is paid and nothing is saved there is nothing to pay back.
    asked = Extreme("MAX", (paid, net, lost))
    return Cell(Answered(call, plan.t("never"), asked), "fte")


def present_value(plan: Plan, column: str) -> Expression:
    """Return what a column of the flows is worth today."""
    flows = CellRange(tuple(Ref(FLOWS, f"y{year}", column) for year in range(plan.years + 1)))
    rate = Ref(BASELINE, "discount_rate", "value")
    return Call("project_npv", {"discount_rate": rate, "cash_flows": flows})


def flows_grid(plan: Plan) -> Grid:
    """Return the cash flows, year by year: what is paid once today, then the net saving."""
    ends = [column for level in SCENARIOS for column in (level, f"{level}_cash")]
    columns = (
        Column("label", plan.t("columns.year"), width=LABEL_WIDTH),
        *(Column(key, plan.title(key)) for key in plan.keys),
        *(Column(one, plan.t(f"columns.flow_{one}")) for one in ends),
    )
    rows = []
    for year in range(plan.years + 1):
        label = plan.t("rows.today") if year == 0 else plan.t("rows.year", year=year)
        by_column = {"label": cells.words(label)}
        for key in plan.keys:
            later: Expression = Ref(LEVERS, key, "net")
            once = Plus(((-1, Ref(LEVERS, key, "one_off")),))
            by_column[key] = Cell(later if year else once, "money")
        for level in SCENARIOS:
            once = Plus(((-1, Ref(SUMMARY, "one_off", level)),))
            for column, row in ((level, "net"), (f"{level}_cash", "cash")):
                by_column[column] = Cell(Ref(SUMMARY, row, level) if year else once, "money")
        rows.append(Row(f"y{year}", by_column))
    return Grid(FLOWS, columns, tuple(rows), title=plan.t("titles.flows"))
