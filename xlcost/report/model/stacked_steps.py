"""A waterfall as stacked columns need it: parts above and below zero over a base nobody sees."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.report.model import cells, joins
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import Expression, Extreme, Literal, Plus, Ref
from xlcost.report.model.spec import Cell, Chart, Column, Format, Grid, Role, Row, Series

ZERO = Literal(0)
NAMES = (
    "delta",
    "after",
    # The running total's part above zero and below it, and what two steps have in common of each:
    # every other formula is short because these stand in cells of their own.
    "above",
    "below",
    "common_above",
    "common_below",
    "base",
    "total",
    "favourable",
    "favourable_below",
    "unfavourable",
    "unfavourable_below",
)


@dataclass(frozen=True)
class StackedStep:
    """One column of a waterfall: an end, or what is added to where the step before it led.

    Attributes:
        key: Row key in the grid.
        label: What stands below the column.
        amount: What it adds; of an end, where it stands.
        is_end: Whether it stands on the axis.
    """

    key: str
    label: str
    amount: Expression
    is_end: bool = False


@dataclass(frozen=True)
class StackedSteps:
    """The steps of one waterfall; the first one is an end."""

    ctx: Context
    grid: str
    steps: tuple[StackedStep, ...]
    format: Format = "money"

    def table(self, title: str) -> Grid:
        """Return the grid for the Data sheet."""
        rows: list[Row] = []
        for step in self.steps:
            rows.append(self._end(step) if step.is_end else self._step(step, rows[-1].key))
        columns = [Column("label", self.ctx.t("columns.step"), width=34)]
        columns += [Column(name, self.ctx.t(f"waterfall.{name}")) for name in NAMES]
        columns += joins.columns(self.ctx)
        joined = joins.joined(self.grid, rows, self.format)
        return Grid(self.grid, tuple(columns), joined, title=title)

    def chart(self, title: str, *, width: float, height: float = 7.5) -> Chart:
        """Return the chart that draws the grid."""
        between = sum(not step.is_end for step in self.steps)
        return Chart(
            "waterfall",
            title,
            tuple(Ref(self.grid, step.key, "label") for step in self.steps),
            (
                self._series("base", "base"),
                self._series("total", "total"),
                self._series("favourable", "favourable", "-"),
                self._series("favourable_below", "favourable", "-"),
                self._series("unfavourable", "unfavourable", "+"),
                self._series("unfavourable_below", "unfavourable", "+"),
                *joins.series(self.ctx, self.grid, [step.key for step in self.steps]),
            ),
            self.ctx.t("charts.waterfall_alt", title=title, count=between),
            format=self.format,
            width=width,
            height=height,
        )

    def _series(self, column: str, role: Role, sign: str = "") -> Series:
        values = tuple(Ref(self.grid, step.key, column) for step in self.steps)
        return Series(self.ctx.t(f"waterfall.{column}"), values, role, sign=sign)

    def _blank(self) -> dict[str, Cell]:
        """Return empty cells for every series: a chart reads whole columns."""
        return {name: Cell(Literal(None), self.format) for name in NAMES}

    def _end(self, step: StackedStep) -> Row:
        after = Ref(self.grid, step.key, "after")
        amounts: dict[str, Expression] = {"after": step.amount, "total": after, **_levels(after)}
        shown = {name: Cell(expression, self.format) for name, expression in amounts.items()}
        label = {"label": cells.words(step.label)}
        return Row(step.key, self._blank() | label | shown, "subtotal")

    def _step(self, step: StackedStep, before: str) -> Row:
        """Return a step: its part above zero and its part below, over a base that is not seen."""

        def here(column: str) -> Ref:
            return Ref(self.grid, step.key, column)

        def there(column: str) -> Ref:
            return Ref(self.grid, before, column)

        amounts: dict[str, Expression] = {
            "delta": step.amount,
            "after": Plus(((1, there("after")), (1, here("delta")))),
            **_levels(here("after")),
            "common_above": Extreme("MIN", (there("above"), here("above"))),
            "common_below": Extreme("MAX", (there("below"), here("below"))),
            "base": Plus(((1, here("common_above")), (1, here("common_below")))),
            "favourable": Plus(((1, there("above")), (-1, here("common_above")))),
            "favourable_below": Plus(((1, here("below")), (-1, here("common_below")))),
            "unfavourable": Plus(((1, here("above")), (-1, here("common_above")))),
            "unfavourable_below": Plus(((1, there("below")), (-1, here("common_below")))),
        }
        shown = {name: Cell(expression, self.format) for name, expression in amounts.items()}
        return Row(step.key, self._blank() | {"label": cells.words(step.label), **shown})


def _levels(after: Ref) -> dict[str, Expression]:
    """Return the parts of a running total above zero and below it."""
    return {"above": Extreme("MAX", (ZERO, after)), "below": Extreme("MIN", (ZERO, after))}
