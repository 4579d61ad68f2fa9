"""What a figure can come to besides a number: "n/a" or an error."""

from __future__ import annotations

from xlcost.report.model.expressions import (
    Answered,
    Call,
    Expression,
    Over,
    Picked,
    Rank,
    Ref,
    Total,
    passing_parts,
)
from xlcost.workbook.formulas.metric_calls import can_divide
from xlcost.workbook.layout import Layout


class MissingValues:
    """Tells which figures of a report can come to "n/a", from what they are made of."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._known: dict[Ref, bool] = {}

    def may_miss(self, expression: Expression) -> bool:
        """Tell whether a figure can come to "n/a"."""
        if isinstance(expression, Ref):
            if expression not in self._known:
                self._known[expression] = False  # a circle is refused by the evaluation
                target = self._layout.cell(expression).expression
                self._known[expression] = self.may_miss(target)
            return self._known[expression]
        if isinstance(expression, Over):
            return True
        if isinstance(expression, Answered) and expression.asked is not None:
            return True
        if isinstance(expression, Call):
            return can_divide(expression) or any(
                self.may_miss(item) for item in expression.arguments.values()
            )
        return any(self.may_miss(item) for item in passing_parts(expression))


def may_fail(item: Expression) -> bool:
    """Tell whether a part can be an error: what another cell holds, what a metric comes to."""
    if isinstance(item, Ref | Call | Over | Rank | Picked | Total):
        return True
    return any(may_fail(part) for part in passing_parts(item))
