"""Sums on the Data sheet that ratios point at, so that each formula is short and can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xlcost.dataset.pack_format import COST
from xlcost.report.model.chart_of_lines import ChannelDirection
from xlcost.report.model.expressions import Criterion, Expression, Literal, Lookup, Ref, Total
from xlcost.report.model.spec import Cell, Column, Format, Grid, Row

TREND = "sums_trend"
VIEWS = "sums_views"
FORMATS: Mapping[str, Format] = {"fte": "fte", "licence_price": "unit_cost", "labour": "money"}


@dataclass(frozen=True)
class Slot:
    """Where and of which periods a sum is kept: a column of one of the grids of sums.

    Attributes:
        grid: `TREND` for the periods of the trend, `VIEWS` for what stands beside each other.
        key: Its column.
        title: Head of the column.
        band: The band above it.
        where: The criteria for version and periods.
        place: Its place among the columns.
    """

    grid: str
    key: str
    title: str
    band: str
    where: tuple[Criterion, ...]
    place: int


@dataclass
class Sums:
    """The sums that a report asked for, each once."""

    _cells: dict[tuple[str, str, str], Expression] = field(default_factory=dict)
    _slots: dict[tuple[str, str], Slot] = field(default_factory=dict)
    _rows: dict[tuple[str, str], tuple[str, str, int]] = field(default_factory=dict)

    def activity(
        self,
        measure: str,
        lanes: tuple[ChannelDirection, ...],
        slot: Slot,
        *,
        every: tuple[ChannelDirection, ...],
    ) -> Ref:
        """Return the cell with the sum of a measure over some channels; `every` are all of them."""
        if len(lanes) == len(every):
            return self._put(slot, measure, measure, "", Lookup("activity", measure, slot.where))
        if len(lanes) == 1:
            where = (*lane_where(lanes[0]), *slot.where)
            lookup = Lookup("activity", measure, where)
            return self._put(slot, f"{measure}_{lanes[0].key}", measure, lanes[0].name, lookup)
        parts = tuple(self.activity(measure, (lane,), slot, every=every) for lane in lanes)
        key = "_".join((measure, *(lane.key for lane in lanes)))
        names = ", ".join(lane.name for lane in lanes)
        return self._put(slot, key, measure, names, Total(parts), len(lanes))

    def workforce(self, measure: str, slot: Slot) -> Ref:
        """Return the cell with the sum of a measure of people and licences."""
        lookup = Lookup("workforce", measure, slot.where)
        return self._put(slot, f"workforce_{measure}", measure, "", lookup)

    def labour(self, slot: Slot, label: str) -> Ref:
        """Return the cell with the cost of the lines that pay people."""
        where = (
            Criterion("kind_no", "=", Literal(COST)),
            Criterion("labour", "=", Literal(1)),
            *slot.where,
        )
        return self._put(slot, "labour", label, "", Lookup("opex_lines", "amount", where))

    def _put(
        self, slot: Slot, row: str, measure: str, scope: str, sum_: Expression, parts: int = 1
    ) -> Ref:
        self._slots.setdefault((slot.grid, slot.key), slot)
        self._rows.setdefault((slot.grid, row), (measure, scope, parts))
        self._cells.setdefault((slot.grid, row, slot.key), sum_)
        return Ref(slot.grid, row, slot.key)

    def grids(
        self, titles: Mapping[str, str], head: str, words: Mapping[str, str]
    ) -> tuple[Grid, ...]:
        """Return the grids for the Data sheet; one that nothing asked for is left out."""
        return tuple(
            self._grid(name, title, head, words)
            for name, title in titles.items()
            if any(grid == name for grid, _ in self._slots)
        )

    def _grid(self, name: str, title: str, head: str, words: Mapping[str, str]) -> Grid:
        slots = [slot for (grid, _), slot in self._slots.items() if grid == name]
        slots.sort(key=lambda slot: slot.place)
        measures = list(dict.fromkeys(m for (g, _), (m, _, _) in self._rows.items() if g == name))
        wanted = [
            (measures.index(measure), parts, place, key, measure, scope)
            for place, ((grid, key), (measure, scope, parts)) in enumerate(self._rows.items())
            if grid == name
        ]
        rows = []
        for *_, key, measure, scope in sorted(wanted):
            shown = FORMATS.get(key.removeprefix("workforce_"), _format(measure))
            label = words.get(measure, measure)
            label = f"{label}: {scope}" if scope else label
            cells = {
                slot.key: Cell(self._cells[name, key, slot.key], shown)
                for slot in slots
                if (name, key, slot.key) in self._cells
            }
            rows.append(Row(key, {"label": Cell(Literal(label)), **cells}))
        columns = (
            Column("label", head),
            *(Column(slot.key, slot.title, slot.band) for slot in slots),
        )
        return Grid(name, columns, tuple(rows), title=title)


def _format(measure: str) -> Format:
    if measure.endswith("_seconds"):
        return "seconds"
    return "hours" if measure.endswith("_hours") else "count"


def lane_where(lane: ChannelDirection) -> tuple[Criterion, ...]:
    """Return the criteria that choose a channel, or one direction of it."""
    channel = Criterion("channel_no", "=", Literal(lane.channel))
    if lane.direction is None:
        return (channel,)
    return (channel, Criterion("direction_no", "=", Literal(lane.direction)))
