"""The drivers of labour cost as a reader checks them: by channel, and those of all channels."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.dataset.pack_format import COST
from xlcost.report.bridges import drivers
from xlcost.report.bridges.drivers import Pair
from xlcost.report.bridges.waterfall import span_label
from xlcost.report.contacts import resources, service
from xlcost.report.model import cells
from xlcost.report.model.chart_of_lines import ChannelDirection
from xlcost.report.model.context import Context, Span, equal
from xlcost.report.model.expressions import (
    Call,
    CellRange,
    Criterion,
    Expression,
    Literal,
    Lookup,
    Plus,
    Ref,
    Times,
    Total,
)
from xlcost.report.model.lazy_values import values
from xlcost.report.model.spec import Cell, Column, Format, Grid, Row

LABEL_WIDTH = 36.0
ALL = "all"
OWN = ("occupancy", "shrinkage", "rate")


def heads(ctx: Context, span: str, titles: dict[str, str]) -> list[Column]:
    """Return the columns of a span; every table of the sheet has four of them a span."""
    band = span_label(ctx, span)
    return [Column(f"{span}_{key}", title, band if title else "") for key, title in titles.items()]


@dataclass(frozen=True)
class DriverTables:
    """Two tables of drivers, before and after, for the spans of one comparison."""

    ctx: Context
    pairs: tuple[Pair, ...]

    @property
    def other(self) -> str:
        """What is compared with: "bu" or "py"."""
        return self.pairs[0].other

    @property
    def _channels(self) -> str:
        return f"drivers_{self.other}"

    @property
    def _rates(self) -> str:
        return f"driver_rates_{self.other}"

    def before(self) -> str:
        """Return the head of what is compared with."""
        return drivers.head_before(self.ctx, self.other)

    # By channel

    def channels(self) -> Grid:
        """Return contacts and handle time by channel, before and after."""
        t, before, after = self.ctx.t, self.before(), self.ctx.t("columns.actual")
        titles = {
            "volume_0": t("bridge.contacts", version=before),
            "volume_1": t("bridge.contacts", version=after),
            "aht_0": t("bridge.seconds", version=before),
            "aht_1": t("bridge.seconds", version=after),
        }
        columns = [Column("label", t("columns.channel"), width=LABEL_WIDTH)]
        for pair in self.pairs:
            columns += heads(self.ctx, pair.span, titles)
        directions = drivers.directions(self.ctx)
        rows = [self._direction(direction) for direction in directions]
        rows.append(self._all(directions))
        return Grid(self._channels, tuple(columns), tuple(rows), title=t("bridge.channels"))

    def _direction(self, direction: ChannelDirection) -> Row:
        by_column = cells.texts(label=direction.name)
        for pair in self.pairs:
            for place, view in enumerate((pair.before, pair.after)):
                volume = service.activity(self.ctx, "handled", (direction,), view.slot)
                by_column[f"{pair.span}_volume_{place}"] = Cell(volume, "count")
                by_column[f"{pair.span}_aht_{place}"] = self._time(pair, direction, place)
        return Row(direction.key, by_column)

    def _time(self, pair: Pair, direction: ChannelDirection, place: int) -> Cell:
        """Return a channel's handle time; a closed one has none, a new one is taken as it is.

        A channel that is new moves the mix then, and not the time of a contact: the note says so.
        """
        known = values(self.ctx)
        views = (pair.before, pair.after)
        own = [drivers.handle_time(self.ctx, view, (direction,)) for view in views]
        if known.number(own[place]):
            return Cell(own[place], "seconds")
        if place or not known.number(own[1]):
            return Cell(Literal(None), "seconds")
        taken = Ref(self._channels, direction.key, f"{pair.span}_aht_1")
        return Cell(taken, "seconds", "muted", note=self.ctx.t("bridge.new_channel"))

    def _all(self, directions: tuple[ChannelDirection, ...]) -> Row:
        by_column = cells.texts(label=self.ctx.t("rows.all_channels"))
        for pair in self.pairs:
            for place, view in enumerate((pair.before, pair.after)):
                key = f"{pair.span}_volume_{place}"
                refs = tuple(Ref(self._channels, direction.key, key) for direction in directions)
                by_column[key] = Cell(Total(refs), "count")
                time = drivers.handle_time(self.ctx, view, directions)
                by_column[f"{pair.span}_aht_{place}"] = Cell(time, "seconds")
        return Row(ALL, by_column, "subtotal")

    # Of all channels

    def rates(self) -> Grid:
        """Return occupancy, shrinkage, rate and labour cost, before and after, and their effect."""
        t = self.ctx.t
        titles = {
            "0": self.before(),
            "1": t("columns.actual"),
            "change": t("bridge.change"),
            "effect": t("bridge.effect"),
        }
        columns = [Column("label", t("bridge.driver"), width=LABEL_WIDTH)]
        for pair in self.pairs:
            columns += heads(self.ctx, pair.span, titles)
        shown: dict[str, Format] = {
            "occupancy": "share",
            "shrinkage": "share",
            "rate": "unit_cost",
            "labour": "money",
            "modelled": "money",
            "unexplained": "money",
        }
        rows = []
        for key, format_ in shown.items():
            label = t(f"bridge.{key}_at_rates" if self._moved(key) else f"bridge.of_{key}")
            if key == "shrinkage":
                label = resources.label(self.ctx, key)
            by_column = cells.texts(label=label)
            for pair in self.pairs:
                by_column |= self._rate_cells(pair, key, format_)
            rows.append(Row(key, by_column, "subtotal" if key == "unexplained" else "line"))
        return Grid(self._rates, tuple(columns), tuple(rows), title=t("bridge.rates"))

    def _moved(self, key: str) -> bool:
        return key in ("labour", "rate") and any(map(self.moved_by_rates, self.pairs))

    def moved_by_rates(self, pair: Pair) -> float:
        """Return what other rates than the budget's did to the labour cost of a span."""
        if pair.other != drivers.BUDGET:
            return 0.0
        return values(self.ctx).number(currency(pair.after.span, equal("labour", 1)))

    def _rate_cells(self, pair: Pair, key: str, shown: Format) -> dict[str, Cell]:
        span = pair.span
        refs = [Ref(self._rates, key, f"{span}_{place}") for place in (0, 1)]
        change: Expression = Plus(((1, refs[1]), (-1, refs[0])))
        by_column = {
            f"{span}_0": Cell(self._value(pair, key, 0), shown),
            f"{span}_1": Cell(self._value(pair, key, 1), shown),
            f"{span}_change": Cell(change, shown),
        }
        if shown == "share":
            by_column[f"{span}_change"] = Cell(Times(Literal(100), change), "points")
        if key in OWN:
            by_column[f"{span}_effect"] = Cell(self._call(pair, key), "money", "variance")
        if key == "unexplained":
            effect = Ref(self._rates, key, f"{span}_change")
            by_column[f"{span}_effect"] = Cell(effect, "money", "variance")
        return by_column

    def _value(self, pair: Pair, key: str, place: int) -> Expression:
        if key == "labour":
            return self._labour(pair, place)
        if key == "modelled":
            return self._modelled(pair, place)
        if key == "unexplained" and place:
            return self._call(pair, "other")
        if key == "unexplained":
            return Plus(((1, self._ref(pair, "labour", 0)), (-1, self._ref(pair, "modelled", 0))))
        return self._driver(pair, key, place)

    def _driver(self, pair: Pair, key: str, place: int) -> Expression:
        """Return occupancy, shrinkage, or the cost of a paid hour."""
        view = (pair.before, pair.after)[place]
        if key != "rate":
            return resources.of_people(self.ctx, key, view.slot)
        return resources.hour_cost(self._ref(pair, "labour", place), view.slot)

    def _modelled(self, pair: Pair, place: int) -> Expression:
        """Return the labour cost that the drivers of one side come to."""
        if not place:
            return self._call(pair, "start")
        minus = (-1, self._ref(pair, "unexplained", 1))
        return Plus(((1, self._ref(pair, "labour", 1)), minus))

    def _labour(self, pair: Pair, place: int) -> Expression:
        view = (pair.before, pair.after)[place]
        lookup = Lookup("opex_lines", "amount", (equal("labour", 1), *view.costs))
        if not place or not self.moved_by_rates(pair):
            return lookup
        return Plus(((1, lookup), (-1, currency(view.span, equal("labour", 1)))))

    def _ref(self, pair: Pair, key: str, place: int) -> Ref:
        return Ref(self._rates, key, f"{pair.span}_{place}")

    # The bridge

    def step(self, pair: Pair, key: str) -> Expression:
        """Return the amount of one of the steps, or of "other"."""
        if key in OWN:
            return Ref(self._rates, key, f"{pair.span}_effect")
        if key == "other":
            return Ref(self._rates, "unexplained", f"{pair.span}_effect")
        return self._call(pair, key)

    def _call(self, pair: Pair, column: str) -> Call:
        directions = drivers.directions(self.ctx)

        def range_(name: str) -> CellRange:
            return CellRange(
                tuple(Ref(self._channels, direction.key, name) for direction in directions)
            )

        span, given = pair.span, dict[str, Expression]()
        for place, version in enumerate(("budget", "actual")):
            given[f"{version}_volumes"] = range_(f"{span}_volume_{place}")
            given[f"{version}_ahts"] = range_(f"{span}_aht_{place}")
            for name in OWN:
                given[f"{version}_{name}"] = self._ref(pair, name, place)
        given["actual_labour_cost"] = self._ref(pair, "labour", 1)
        return Call("labour_cost_bridge", given, column=column)


def currency(span: Span, *chosen: Criterion) -> Lookup:
    """Return what other rates than the budget's did to the cost of a span."""
    where = (*chosen, equal("kind_no", COST), *span.where)
    return Lookup("currency_effects", "amount", where)
