"""A waterfall as stacked columns need it: parts above and below zero over a base nobody sees."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.report import cells, joins
from xlcost.report.context import Context
from xlcost.report.expressions import Expression, Extreme, Literal, Plus, Ref
from xlcost.report.spec import Cell, Chart, Column, Format, Grid, Role, Row, Series

ZERO = Literal(0)
NAMES = (
    "delta",
    "after",
    "base",
    "total",
    "favourable",
    "favourable_below",
    "unfavourable",
    "unfavourable_below",
)


@dataclass(frozen=True)
class Step:
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
class Steps:
    """The steps of one waterfall; the first one is an end."""

    ctx: Context
    grid: str
    steps: tuple[Step, ...]
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

    def _end(self, step: Step) -> Row:
        found = {
            "label": cells.words(step.label),
            "after": Cell(step.amount, self.format),
            "total": Cell(Ref(self.grid, step.key, "after"), self.format),
        }
        return Row(step.key, self._blank() | found, "subtotal")

    def _step(self, step: Step, before: str) -> Row:
        """Return a step: its part above zero and its part below, over a base that is not seen."""
        start, end = Ref(self.grid, before, "after"), Ref(self.grid, step.key, "after")
        low, high = Extreme("MIN", (start, end)), Extreme("MAX", (start, end))
        start_up, start_down = Extreme("MAX", (ZERO, start)), Extreme("MIN", (ZERO, start))
        base = Plus(((1, Extreme("MAX", (ZERO, low))), (1, Extreme("MIN", (ZERO, high)))))
        found = {
            "delta": step.amount,
            "after": Plus(((1, start), (1, Ref(self.grid, step.key, "delta")))),
            "base": base,
            "favourable": Plus(((1, start_up), (-1, Extreme("MAX", (ZERO, low))))),
            "favourable_below": Plus(((1, Extreme("MIN", (ZERO, low))), (-1, start_down))),
            "unfavourable": Plus(((1, Extreme("MAX", (ZERO, high))), (-1, start_up))),
            "unfavourable_below": Plus(((1, start_down), (-1, Extreme("MIN", (ZERO, high))))),
        }
        shown = {name: Cell(expression, self.format) for name, expression in found.items()}
        return Row(step.key, self._blank() | {"label": cells.words(step.label), **shown})
