"""Why OpEx changed by channel: its price is the cost of a contact, its quantity the contacts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlcost.report.bridges import drivers
from xlcost.report.bridges.driver_tables import LABEL_WIDTH, heads
from xlcost.report.bridges.drivers import BUDGET, PRIOR, Pair
from xlcost.report.contacts import allocation, service
from xlcost.report.contacts.allocation import View
from xlcost.report.model import cells
from xlcost.report.model.chart_of_lines import ChannelDirection
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import (
    Call,
    Expression,
    Literal,
    Plus,
    Ref,
    Rounded,
    Times,
    Total,
)
from xlcost.report.model.lazy_values import values
from xlcost.report.model.once import once
from xlcost.report.model.spec import Block, Cell, Column, Grid, Row, Text
from xlcost.report.opex import opex_lines

GRID = "price_volume_mix"
INPUTS = "price_volume_inputs"
EFFECTS = ("price", "volume", "mix")
REST = "rest"


def blocks(ctx: Context) -> list[Block]:
    """Return the split by channel; nothing where channels have no cost of their own."""
    table = _table(ctx)
    if table is None:
        return []
    method = ctx.t(f"outlook.variants.{ctx.settings.methods.price_volume_mix}")
    return [
        Text(ctx.t("price_volume_mix.title", before=table.before().lower()), "heading"),
        Text(ctx.t("price_volume_mix.note", method=method)),
        table.effects(),
        table.inputs(),
    ]


def checks(ctx: Context) -> Iterator[Check]:
    """The effects of all channels are the whole change of OpEx, where every cost has contacts."""
    table = _table(ctx)
    if table is None or table.has_rest:
        return
    for pair in table.pairs:
        label = ctx.t("checks.price_volume_mix", span=ctx.span_word(pair.span))
        this = Ref(GRID, "total", f"{pair.span}_total")
        yield Check(f"price_volume_mix_{pair.span}", label, this, table.change(pair))


def _table(ctx: Context) -> _Table | None:
    if not allocation.has_key(ctx) or len(service.directions_with(ctx, ("handled",))) < 2:  # noqa: PLR2004  # one has no mix
        return None
    spans = ctx.shown
    for other in (BUDGET, PRIOR):
        pairs = tuple(filter(None, (drivers.pair(ctx, span, other) for span in spans)))
        if pairs:
            return _Table(ctx, pairs)
    return None


@once
def _count(ctx: Context, direction: ChannelDirection, view: View) -> float:
    return values(ctx).number(service.activity(ctx, "handled", (direction,), view.slot))


@dataclass(frozen=True)
class _Table:
    ctx: Context
    pairs: tuple[Pair, ...]

    @property
    def directions(self) -> tuple[ChannelDirection, ...]:
        """The channels that had a contact in any of the spans."""
        handled = service.directions_with(self.ctx, ("handled",))
        views = [view for pair in self.pairs for view in (pair.before, pair.after)]
        return tuple(
            direction for direction in handled if any(_count(self.ctx, direction, v) for v in views)
        )

    @property
    def has_rest(self) -> bool:
        """Whether a channel has cost in a span in which it has no contacts."""
        views = [view for pair in self.pairs for view in (pair.before, pair.after)]
        counted = all(
            _count(self.ctx, direction, view) for direction in self.directions for view in views
        )
        return not counted or len(allocation.cost_directions(self.ctx)) > len(self.directions)

    def before(self) -> str:
        """Return the head of what is compared with."""
        return drivers.head_before(self.ctx, self.pairs[0].other)

    def change(self, pair: Pair) -> Expression:
        """Return the change of the whole OpEx."""
        before, after = (
            Ref(opex_lines.GRID, opex_lines.TOTAL, f"{pair.span}_{name}")
            for name in (pair.other, "ac")
        )
        return Plus(((1, after), (-1, before)))

    # What the split is made of

    def inputs(self) -> Grid:
        """Return contacts and cost of a contact, before and after."""
        t, before, after = self.ctx.t, self.before(), self.ctx.t("columns.actual")
        titles = {
            "volume_0": t("bridge.contacts", version=before),
            "volume_1": t("bridge.contacts", version=after),
            "price_0": t("price_volume_mix.unit", version=before),
            "price_1": t("price_volume_mix.unit", version=after),
        }
        columns = [Column("label", t("columns.channel"), width=LABEL_WIDTH)]
        for pair in self.pairs:
            columns += heads(self.ctx, pair.span, titles)
        rows = []
        for direction in self.directions:
            by_column = cells.texts(label=direction.name)
            for pair in self.pairs:
                by_column |= self._input_cells(pair, direction)
            rows.append(Row(direction.key, by_column))
        title = t("price_volume_mix.inputs")
        return Grid(INPUTS, tuple(columns), tuple(rows), title=title)

    def _input_cells(self, pair: Pair, direction: ChannelDirection) -> dict[str, Cell]:
        by_column = {}
        for place, view in enumerate((pair.before, pair.after)):
            key = f"{pair.span}_volume_{place}"
            counted = service.activity(self.ctx, "handled", (direction,), view.slot)
            by_column[key] = Cell(counted, "count")
            given: dict[str, Expression] = {
                "total_cost": allocation.cost_of(view, (direction,)),
                "contacts": Ref(INPUTS, direction.key, key),
            }
            price = Call("cost_per_contact", given)
            by_column[f"{pair.span}_price_{place}"] = Cell(price, "unit_cost")
        return by_column

    # The split

    def effects(self) -> Grid:
        """Return price, volume and mix by channel, and what they add up to."""
        t = self.ctx.t
        titles = {name: t(f"price_volume_mix.{name}") for name in (*EFFECTS, "total")}
        columns = [Column("label", t("columns.channel"), width=LABEL_WIDTH)]
        for pair in self.pairs:
            columns += heads(self.ctx, pair.span, titles)
        rows = [self._direction(direction) for direction in self.directions]
        rows += [self._rest()] if self.has_rest else []
        rows.append(self._total([row.key for row in rows]))
        return Grid(GRID, tuple(columns), tuple(rows))

    def _direction(self, direction: ChannelDirection) -> Row:
        by_column = cells.texts(label=direction.name)
        for pair in self.pairs:
            parts = self._split(pair, direction)
            for name, part in zip(EFFECTS, parts, strict=True):
                by_column[f"{pair.span}_{name}"] = Cell(part, "money", "variance")
            refs = tuple(Ref(GRID, direction.key, f"{pair.span}_{name}") for name in EFFECTS)
            by_column[f"{pair.span}_total"] = Cell(Total(refs), "money", "variance")
        return Row(direction.key, by_column)

    def _split(
        self, pair: Pair, direction: ChannelDirection
    ) -> tuple[Expression, Expression, Expression]:
        """Return PRICE_VOLUME_MIX for one channel, by the method that is set."""
        p0, p1 = self._price(pair, direction, 0), self._price(pair, direction, 1)
        q0, q1 = (Ref(INPUTS, direction.key, f"{pair.span}_volume_{place}") for place in (0, 1))
        price, volume = Plus(((1, p1), (-1, p0))), Plus(((1, q1), (-1, q0)))
        method = self.ctx.settings.methods.price_volume_mix
        if method == "midpoint":
            half = Literal(0.5)
            quantities, prices = Plus(((1, q0), (1, q1))), Plus(((1, p0), (1, p1)))
            by_price = Times(Times(price, quantities), half)
            return by_price, Times(Times(volume, prices), half), Literal(0)
        if method == "new_volume":
            return Times(price, q1), Times(volume, p0), Literal(0)
        return Times(price, q0), Times(volume, p0), Times(price, volume)

    def _price(self, pair: Pair, direction: ChannelDirection, place: int) -> Expression:
        """Return what a contact costs on one side; a new or a closed channel is all volume."""
        views = (pair.before, pair.after)
        for side in (place, 1 - place):
            if _count(self.ctx, direction, views[side]):
                return Ref(INPUTS, direction.key, f"{pair.span}_price_{side}")
        return Literal(0)

    def _rest(self) -> Row:
        by_column = cells.texts(label=self.ctx.t("price_volume_mix.rest"))
        for pair in self.pairs:
            refs = [Ref(GRID, direction.key, f"{pair.span}_total") for direction in self.directions]
            parts = ((1, self.change(pair)), *((-1, ref) for ref in refs))
            # Where nothing is left, what computing leaves of it would be shown as -0.
            left = Rounded(Plus(parts), 6)
            by_column[f"{pair.span}_total"] = Cell(left, "money", "variance")
        return Row(REST, by_column)

    def _total(self, keys: list[str]) -> Row:
        by_column = cells.texts(label=self.ctx.t("rows.all_channels"))
        for pair in self.pairs:
            for name in (*EFFECTS, "total"):
                chosen = [key for key in keys if key != REST or name == "total"]
                refs = tuple(Ref(GRID, key, f"{pair.span}_{name}") for key in chosen)
                cell = Cell(Total(refs), "money", "variance")
                by_column[f"{pair.span}_{name}"] = cell
        return Row("total", by_column, "total")
