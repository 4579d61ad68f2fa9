"""Why a unit cost changed: by the cost, or by the volume that carries it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from xlcost.report.contacts import allocation, service
from xlcost.report.contacts.allocation import View
from xlcost.report.model import cells
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import Call, Expression, Plus, Ref
from xlcost.report.model.lazy_values import values
from xlcost.report.model.spec import Block, Cell, Column, Grid, Row, Text
from xlcost.report.model.stacked_steps import StackedStep, StackedSteps

GRID = "unit_bridge"
EFFECTS = ("cost_effect", "volume_effect")
ABREAST = 3
WIDTH = 9.0
HEIGHT = 6.0


@dataclass(frozen=True)
class Comparison:
    """What a unit cost is compared with in a span.

    Attributes:
        key: Its key in rows, such as "month_bu".
        before: The view that it is compared with.
        after: The actual.
    """

    key: str
    before: View
    after: View


@dataclass(frozen=True)
class UnitCostSteps:
    """The bridges of some units, whose cost and volume stand in other grids of their sheet.

    Attributes:
        ctx: The report.
        units: Labels of the units by row key.
        shown: The grid of unit costs.
        inputs: The grid with cost and volume, in the rows `…_cost` and `…_volume`.
        first: The unit that charts draw.
    """

    ctx: Context
    units: Mapping[str, str]
    shown: str
    inputs: str
    first: str

    def blocks(self) -> list[Block]:
        """Return the table and its charts; nothing where there is nothing to compare with."""
        changes = self._changes()
        if not changes:
            return []
        parts: list[Block] = [Text(self.ctx.t("notes.unit_bridge")), self._table(changes)]
        for number, change in enumerate(changes):
            chart = self._drawn(change).chart(self._title(change), width=WIDTH, height=HEIGHT)
            parts.append(replace(chart, beside=number % ABREAST > 0))
        return parts

    def omissions(self) -> list[str]:
        """Return that there is nothing to compare with, where there is nothing."""
        return [] if self._changes() else [self.ctx.missing("unit_bridge")]

    def helpers(self) -> tuple[Grid, ...]:
        """Return the grids for the Data sheet that the charts draw from."""
        return tuple(
            self._drawn(change).table(self.ctx.t("bridge.drawn", title=self._title(change)))
            for change in self._changes()
        )

    def checks(self) -> Iterator[Check]:
        """Both effects are the change that the sheet shows, where both sides have contacts."""
        for change in self._changes():
            if not all(self._counted(view) for view in (change.before, change.after)):
                continue
            row = f"{change.key}_{self.first}"
            effects = tuple((1, Ref(GRID, row, name)) for name in EFFECTS)
            before, after = (
                Ref(self.shown, self.first, view.key) for view in (change.before, change.after)
            )
            other = Plus(((1, after), (-1, before)))
            label = self.ctx.t(
                "checks.unit_bridge", unit=self.units[self.first], **self._words(change)
            )
            yield Check(f"{GRID}_{row}", label, Plus(effects), other)

    def _counted(self, view: View) -> bool:
        """Whether a view has contacts; a cost for none of them is not available."""
        contacts = service.activity(self.ctx, "handled", self.ctx.directions, view.slot)
        return values(self.ctx).number(contacts) > 0

    def _changes(self) -> list[Comparison]:
        """Return what the actual of each span is compared with."""
        by_key = {view.key: view for view in allocation.views(self.ctx)}
        long = self.ctx.long
        pairs = [("month_bu", "month_ac"), ("last_month_ac", "month_ac"), ("month_py", "month_ac")]
        pairs = [] if self.ctx.period.is_year else pairs
        pairs += [(f"{long}_bu", f"{long}_ac"), (f"{long}_py", f"{long}_ac")]
        return [
            Comparison(before, by_key[before], by_key[after])
            for before, after in pairs
            if before in by_key and after in by_key
        ]

    def _words(self, change: Comparison) -> dict[str, str]:
        band = change.after.band
        return {"before": change.before.title.lower(), "span": band, "small": band.lower()}

    def _title(self, change: Comparison) -> str:
        label = self.units[self.first].partition(",")[0]
        key = "title" if change.after.span.key == self.ctx.main else "title_span"
        return self.ctx.t(f"unit_bridge.{key}", unit=label, **self._words(change))

    # The table

    def _table(self, changes: list[Comparison]) -> Grid:
        t = self.ctx.t
        columns = (
            Column("label", t("columns.unit"), width=38),
            Column("before", t("unit_bridge.before")),
            *(Column(name, t(f"columns.{name}")) for name in EFFECTS),
            Column("total", t("unit_bridge.change")),
            Column("status", t("columns.status"), width=6.0),
            Column("after", t("columns.actual")),
        )
        rows: list[Row] = []
        for change in changes:
            head = t("unit_bridge.head", **self._words(change))
            rows.append(Row(f"{change.key}_head", cells.texts(label=head), "heading"))
            rows += [self._row(change, key, label) for key, label in self.units.items()]
        return Grid(GRID, columns, tuple(rows), title=t("titles.unit_bridge"))

    def _row(self, change: Comparison, key: str, label: str) -> Row:
        row = f"{change.key}_{key}"
        given: dict[str, Expression] = {
            f"{measure}_{side}": Ref(self.inputs, f"{key}_{measure}", view.key)
            for side, view in (("before", change.before), ("after", change.after))
            for measure in ("cost", "volume")
        }
        by_column = {
            "label": cells.words(label),
            "before": Cell(Ref(self.shown, key, change.before.key), "unit_cost"),
            "status": cells.letter(self.ctx, Ref(GRID, row, "total"), "cost", digits=4),
            "after": Cell(Ref(self.shown, key, change.after.key), "unit_cost"),
        }
        for name in (*EFFECTS, "total"):
            call = Call("unit_cost_bridge", given, column=name)
            by_column[name] = Cell(call, "unit_cost", "variance", "lower")
        total, before = Ref(GRID, row, "total"), Ref(GRID, row, "before")
        return Row(row, cells.coloured(self.ctx, by_column, total, before, "unit_cost"))

    # The charts

    def _drawn(self, change: Comparison) -> StackedSteps:
        row, t = f"{change.key}_{self.first}", self.ctx.t
        end = t("waterfall.end")
        steps = (
            StackedStep("start", change.before.title, Ref(GRID, row, "before"), is_end=True),
            *(StackedStep(name, t(f"columns.{name}"), Ref(GRID, row, name)) for name in EFFECTS),
            StackedStep("end", end, Ref(GRID, row, "after"), is_end=True),
        )
        return StackedSteps(self.ctx, f"unit_steps_{change.key}", steps, "unit_cost")
