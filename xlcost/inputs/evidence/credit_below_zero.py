"""Credits below zero: a column of credits that is turned although it has its sign already."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.schema import AMOUNTS
from xlcost.inputs.columns.column_relations import HALF_A_CENT
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.inputs.evidence.total_columns import by_row
from xlcost.inputs.ledgers.sums import factor_of
from xlcost.inputs.shapes.two_sides import side_of


def _look(case: TableCase) -> Iterator[Finding]:
    bound = case.binding.amounts
    signs = {factor_of(case.binding, what) > 0 for _, what in bound}
    if len(signs) < 2 or case.amounts is None:  # noqa: PLR2004 - debits and credits
        return
    usual = factor_of(case.binding, bound[0][1]) > 0
    for place, (column, what) in enumerate(bound):
        turned = (factor_of(case.binding, what) > 0) != usual
        if not turned or side_of(column.heading) not in ("credit", ""):
            continue
        amounts = by_row(case, [f"amount_{place}"])[:, 0]
        filled = amounts[abs(amounts) > HALF_A_CENT]
        if len(filled) and (filled < 0).all():
            yield Finding(
                Severity.ERROR,
                Code.CREDIT_BELOW_ZERO,
                case.where(column.heading),
                column.heading,
                case.input,
                rows=0,
                amount=f"{filled.sum():.2f}",
            )


CREDIT_BELOW_ZERO = TableRule(Code.CREDIT_BELOW_ZERO, _look, AMOUNTS)
