"""Sums on the Data sheet that ratios point at, so that each formula is short and can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlcost.dataset.pack_format import COST
from xlcost.report.model.chart_of_lines import ChannelDirection
from xlcost.report.model.expressions import Criterion, Literal, Lookup, Placed, Ref, Total
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


@dataclass(frozen=True)
class KeptSum(Placed):
    """What a cell of the sums on Data holds; a reference to the cell brings it.

    Attributes:
        slot: Its column.
        row: Its row.
        measure: What is summed.
        scope: Over which channels, in words; empty for all of them.
        parts: Over how many.
    """

    slot: Slot
    row: str
    measure: str
    scope: str
    parts: int

    @property
    def ref(self) -> Ref:
        """The cell that holds it."""
        return Ref(self.slot.grid, self.row, self.slot.key, self)


def activity(
    measure: str,
    directions: tuple[ChannelDirection, ...],
    slot: Slot,
    *,
    every: tuple[ChannelDirection, ...],
) -> Ref:
    """Return the cell with the sum of a measure over some channels; `every` are all of them."""
    if len(directions) == len(every):
        lookup = Lookup("activity", measure, slot.where)
        return KeptSum(lookup, slot, measure, measure, "", 1).ref
    if len(directions) == 1:
        only = directions[0]
        lookup = Lookup("activity", measure, (*direction_where(only), *slot.where))
        return KeptSum(lookup, slot, f"{measure}_{only.key}", measure, only.name, 1).ref
    parts = tuple(activity(measure, (one,), slot, every=every) for one in directions)
    key = "_".join((measure, *(one.key for one in directions)))
    names = ", ".join(one.name for one in directions)
    return KeptSum(Total(parts), slot, key, measure, names, len(directions)).ref


def workforce(measure: str, slot: Slot) -> Ref:
    """Return the cell with the sum of a measure of people and licences."""
    lookup = Lookup("workforce", measure, slot.where)
    return KeptSum(lookup, slot, f"workforce_{measure}", measure, "", 1).ref


def labour(slot: Slot, label: str) -> Ref:
    """Return the cell with the cost of the lines that pay people."""
    where = (
        Criterion("kind_no", "=", Literal(COST)),
        Criterion("labour", "=", Literal(1)),
        *slot.where,
    )
    lookup = Lookup("opex_lines", "amount", where)
    return KeptSum(lookup, slot, "labour", label, "", 1).ref


def grids(
    kept: Sequence[KeptSum], titles: Mapping[str, str], head: str, words: Mapping[str, str]
) -> tuple[Grid, ...]:
    """Return the grids for the Data sheet; one that nothing points at is left out.

    Args:
        kept: The sums that something points at, in the order in which it does.
        titles: Title of each grid.
        head: Head of the labels.
        words: Label of each measure that has one.
    """
    chosen = {name: [one for one in kept if one.slot.grid == name] for name in titles}
    return tuple(
        _grid(name, sums, titles[name], head, words) for name, sums in chosen.items() if sums
    )


def _grid(
    name: str, kept: Sequence[KeptSum], title: str, head: str, words: Mapping[str, str]
) -> Grid:
    slots: dict[str, Slot] = {}
    rows: dict[str, dict[str, KeptSum]] = {}
    for one in kept:
        slots.setdefault(one.slot.key, one.slot)
        rows.setdefault(one.row, {}).setdefault(one.slot.key, one)
    ordered = sorted(slots.values(), key=lambda slot: slot.place)
    measures = list(dict.fromkeys(one.measure for one in kept))
    firsts = [next(iter(row.values())) for row in rows.values()]
    firsts.sort(key=lambda one: (measures.index(one.measure), one.parts))
    columns = (
        Column("label", head),
        *(Column(slot.key, slot.title, slot.band) for slot in ordered),
    )
    made = tuple(_row(one, rows[one.row], ordered, words) for one in firsts)
    return Grid(name, columns, made, title=title)


def _row(
    first: KeptSum, sums: Mapping[str, KeptSum], slots: Sequence[Slot], words: Mapping[str, str]
) -> Row:
    shown = FORMATS.get(first.row.removeprefix("workforce_"), _format(first.measure))
    label = words.get(first.measure, first.measure)
    label = f"{label}: {first.scope}" if first.scope else label
    cells = {slot.key: Cell(sums[slot.key].expression, shown) for slot in slots if slot.key in sums}
    return Row(first.row, {"label": Cell(Literal(label)), **cells})


def _format(measure: str) -> Format:
    if measure.endswith("_seconds"):
        return "seconds"
    return "hours" if measure.endswith("_hours") else "count"


def direction_where(direction: ChannelDirection) -> tuple[Criterion, ...]:
    """Return the criteria that choose a channel, or one direction of it."""
    channel = Criterion("channel_no", "=", Literal(direction.channel_no))
    if direction.direction_no is None:
        return (channel,)
    return (channel, Criterion("direction_no", "=", Literal(direction.direction_no)))
