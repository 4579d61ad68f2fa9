"""All levers together: each changes only the contacts and the cost that those before it left."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xlcost.report.model import cells
from xlcost.report.model.expressions import Expression, Extreme, Over, Plus, Ref, Times, Total
from xlcost.report.model.spec import Cell, Column, Format, Grid, Row
from xlcost.report.planning.lever_year import (
    State,
    cash,
    contacts_alone,
    gross,
    lost,
    parted_cost,
    running,
    seconds_in,
    share_taken,
    unit_alone,
)
from xlcost.report.planning.plan import (
    ALL,
    ALONE,
    LABEL_WIDTH,
    Plan,
    effect,
    number,
    of_channel,
)

START: Final = "start"
END: Final = "end"
SCENARIOS: Final = ("base", "stretch")
_SUMMED: Final = ("avoided", "gross", "cash", "running")


def name(level: str) -> str:
    """Return the grid of a scenario."""
    return f"plan_{level}"


def total(level: str, column: str) -> Ref:
    """Return the sum of a column over all levers of a scenario."""
    return Ref(name(level), END, column)


def taken(plan: Plan, level: str, *, moved: bool = False) -> Expression:
    """Return the contacts that do not come any more, or those that a vendor handles."""
    way = "vendor" if moved else "away"
    rows = [key for key in plan.keys if plan.lever(key).takes == way]
    return Total(tuple(Ref(name(level), key, "avoided") for key in rows))


def grid(plan: Plan, level: str) -> Grid:
    """Return the levers of a scenario in the order in which they apply."""
    places = _places(plan)
    rows = [_start(plan, places)]
    before = START
    for key in plan.keys:
        rows.append(_lever(plan, level, key, before))
        before = key
    rows.append(_together(plan, level, before))
    title = plan.t("titles.cascade", scenario=plan.t(f"scenarios.{level}"))
    return Grid(name(level), tuple(_columns(plan, places)), tuple(rows), title=title)


def _columns(plan: Plan, places: list[tuple[str, str]]) -> Iterator[Column]:
    def by_channel(column: str, title: str) -> list[Column]:
        said = plan.t(f"columns.{title}")
        return [Column(f"{column}_{key}", label, said) for key, label in places]

    yield Column("label", plan.t("columns.lever"), width=LABEL_WIDTH)
    for key in ("contacts", "part_left", "taken", "avoided"):
        yield Column(key, plan.t(f"columns.{key}"))
    yield Column("unit", plan.label("cost_per_contact"))
    for key in ("seconds", "asked", "gross", "cash", "lost", "running", "cost_left"):
        yield Column(key, plan.t(f"columns.{key}"))
    yield from by_channel("left", "left")
    if any(parted_cost(plan, key) for key in plan.keys):
        yield from by_channel("worth", "worth")
    if any(map(plan.followed, plan.levers)):
        yield from by_channel("kept", "kept")
    for key in plan.keys:
        if any(key in _partly_before(plan, other) for other in plan.keys):
            yield Column(f"hours_{key}", plan.title(key), plan.t("columns.hours"))
    if any(lever.shortens for lever in plan.levers):
        yield from by_channel("saved", "seconds")
        yield from by_channel("time", "time")


def _together(plan: Plan, level: str, last: str) -> Row:
    """Return the sums of all levers, and what the last of them leaves."""
    by_column = cells.texts(label=plan.t("rows.together"))
    for column in _SUMMED:
        added = Total(tuple(Ref(name(level), key, column) for key in plan.keys))
        by_column[column] = Cell(added, "count" if column == "avoided" else "money")
    by_column["cost_left"] = Cell(Ref(name(level), last, "cost_left"), "money")
    for place, _ in _places(plan):
        by_column[f"left_{place}"] = Cell(Ref(name(level), last, f"left_{place}"), "count")
    return Row(END, by_column, "total")


def _places(plan: Plan) -> list[tuple[str, str]]:
    """Return the channels whose contacts are followed."""
    return [(one.key, one.name) for one in plan.channels or (plan.whole,)]


def _start(plan: Plan, places: list[tuple[str, str]]) -> Row:
    by_column = {"label": cells.words(plan.t("rows.as_it_is"))}
    by_column["cost_left"] = Cell(of_channel(ALL, "cost"), "money")
    by_column |= {f"left_{key}": Cell(of_channel(key, "contacts"), "count") for key, _ in places}
    return Row(START, by_column)


def _lever(plan: Plan, level: str, key: str, before: str) -> Row:
    here, scope = name(level), plan.reach(plan.lever(key))

    def mine(column: str) -> Ref:
        return Ref(here, key, column)

    def previous(column: str) -> Ref:
        return Ref(here, before, column)

    state = _state(plan, level, key)
    by_column = {
        "label": cells.words(plan.title(key)),
        "contacts": Cell(Total(tuple(previous(f"left_{place}") for place in scope)), "count"),
        **_part_left(plan, key, here, before),
        "taken": Cell(share_taken(plan, state), "share"),
        "avoided": Cell(Times(mine("contacts"), number(mine("taken"))), "count"),
        **_unit(plan, state, before),
        "asked": Cell(gross(plan, state), "money"),
        "gross": Cell(
            Extreme("MIN", (number(mine("asked")), previous("cost_left"))),
            "money",
        ),
        "cash": Cell(cash(plan, key, mine("gross"), number(mine("avoided"))), "money"),
        "lost": Cell(lost(mine("gross"), Ref(ALONE, key, f"asked_{level}")), "share"),
        "running": Cell(running(plan, key, mine("lost")), "money"),
        "cost_left": Cell(Plus(((1, previous("cost_left")), (-1, mine("gross")))), "money"),
    }
    if plan.lever(key).shortens:
        by_column |= _seconds(plan, state, before)
    by_column |= {f"hours_{one}": _hours(plan, here, key, one) for one in _partly_before(plan, key)}
    for place, _ in _places(plan):
        left: Expression = previous(f"left_{place}")
        if place in scope and plan.lever(key).takes:
            left = Plus(((1, left), (-1, Times(left, number(mine("taken"))))))
        by_column[f"left_{place}"] = Cell(left, "count")
    return Row(key, by_column)


def _part_left(plan: Plan, key: str, here: str, before: str) -> dict[str, Cell]:
    """Return the part that is left of what a lever follows: contacts, or what goes with them."""
    followed = plan.followed(plan.lever(key))
    if not followed:
        part = Over(Ref(here, key, "contacts"), contacts_alone(plan, key))
        return {"part_left": Cell(part, "share")}
    by_column, kept = {}, []
    for ref in followed:
        left = Times(number(ref), number(Ref(here, before, f"left_{ref.row}")))
        shown: Format = "share" if ref.column == "part" else "count"
        by_column[f"kept_{ref.row}"] = Cell(Over(left, of_channel(ref.row, "contacts")), shown)
        kept.append(Ref(here, key, f"kept_{ref.row}"))
    return {"part_left": Cell(Over(Total(tuple(kept)), Total(followed)), "share"), **by_column}


def _unit(plan: Plan, state: State, before: str) -> dict[str, Cell]:
    """Return the cost of a contact of those that are left in a lever's scope."""
    here, key = name(state.level), state.key
    if not parted_cost(plan, key):
        return {"unit": Cell(unit_alone(plan, key), "unit_cost")}
    by_column, worth = {}, []
    for direction in plan.reach(plan.lever(key)):
        left = number(Ref(here, before, f"left_{direction}"))
        by_column[f"worth_{direction}"] = Cell(Times(left, of_channel(direction, "unit")), "money")
        worth.append(Ref(here, key, f"worth_{direction}"))
    return {"unit": Cell(Over(Total(tuple(worth)), state.contacts), "unit_cost"), **by_column}


def _seconds(plan: Plan, state: State, before: str) -> dict[str, Cell]:
    """Return the seconds that a lever saves: of each channel what earlier levers have left."""
    here, key = name(state.level), state.key
    earlier = _earlier(plan, key)
    by_column, times = {}, []
    for direction in plan.reach(plan.lever(key)):
        saved = tuple(
            Ref(here, one, f"saved_{direction}")
            for one in earlier
            if direction in plan.reach(plan.lever(one))
        )
        left = number(Ref(here, before, f"left_{direction}"))
        mine = number(Ref(here, key, f"saved_{direction}"))
        by_column[f"saved_{direction}"] = Cell(
            seconds_in(plan, effect(key, state.level), direction, saved), "seconds"
        )
        by_column[f"time_{direction}"] = Cell(Times(left, mine), "count")
        times.append(Ref(here, key, f"time_{direction}"))
    return {"seconds": Cell(Over(Total(tuple(times)), state.contacts), "seconds"), **by_column}


def _partly_before(plan: Plan, key: str) -> list[str]:
    """Return the levers before one about hours that have saved some in other channels, too."""
    if not plan.lever(key).cuts_hours:
        return []
    mine = set(plan.reach(plan.lever(key)))
    return [one for one in _earlier(plan, key) if not mine.issuperset(plan.reach(plan.lever(one)))]


def _hours(plan: Plan, here: str, key: str, one: str) -> Cell:
    """Return what an earlier lever has saved in the channels of a later one, by its seconds."""
    every = plan.reach(plan.lever(one))
    mine = [direction for direction in every if direction in plan.reach(plan.lever(key))]
    in_both, in_all = (
        Total(tuple(Ref(here, one, f"time_{direction}") for direction in directions))
        for directions in (mine, every)
    )
    return Cell(Times(Ref(here, one, "gross"), Over(in_both, in_all)), "money")


def _earlier(plan: Plan, key: str) -> list[str]:
    """Return the levers before one that have shortened contacts of its channels."""
    lever = plan.lever(key)
    return [
        one
        for one in plan.keys[: plan.keys.index(key)]
        if plan.lever(one).shortens and plan.overlap(plan.lever(one), lever)
    ]


def _state(plan: Plan, level: str, key: str) -> State:
    """Return what is left for a lever in a scenario."""
    here, partly = name(level), _partly_before(plan, key)
    hours = (
        number(Ref(here, key, f"hours_{one}")) if one in partly else Ref(here, one, "gross")
        for one in _earlier(plan, key)
    )
    return State(
        key,
        level,
        Ref(here, key, "contacts"),
        number(Ref(here, key, "unit")),
        number(Ref(here, key, "seconds")),
        number(Ref(here, key, "part_left")),
        tuple(hours),
    )
