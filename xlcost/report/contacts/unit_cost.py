"""The sheet Unit cost: what one contact, call, resolution, sale or minute costs, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from xlcost.catalogue.families import find
from xlcost.dataset.pack_format import ACTUAL_NO
from xlcost.report.contacts import allocation, benchmark, efficiency, service
from xlcost.report.contacts.allocation import View
from xlcost.report.contacts.unit_cost_bridge import UnitCostSteps
from xlcost.report.model import cells
from xlcost.report.model.chart_of_lines import OUTBOUND, ChannelDirection
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context, basis
from xlcost.report.model.contract import Built, SheetContract
from xlcost.report.model.expressions import Call, Expression, Literal, Ref, Times, Translated
from xlcost.report.model.once import once
from xlcost.report.model.spec import Block, Cell, Column, Format, Grid, Row, Sheet, Text
from xlcost.report.opex import opex_lines
from xlcost.values import contact_words

GRID = "unit_cost"
INPUTS = "unit_inputs"
QUALITY = "unit_quality"
MEASURED = (
    ("resolution", "cost_per_resolution", "resolved"),
    ("minute", "cost_per_minute", "handle_seconds"),
    ("sale", "cost_per_sale", "sales"),
    ("lead", "cost_per_lead", "leads"),
)
BESIDE = ("csat_score", "first_contact_resolution", "service_level")


@dataclass(frozen=True)
class CostedUnit:
    """A unit of work and what it costs.

    Attributes:
        key: Row key.
        metric: The metric of the catalogue.
        label: Label of the row.
        measure: Measure that counts the units.
        directions: Channels that it is about.
        whole: Whether all OpEx is in its cost.
    """

    key: str
    metric: str
    label: str
    measure: str
    directions: tuple[ChannelDirection, ...]
    whole: bool


def units(ctx: Context) -> list[CostedUnit]:
    """Return the units of work that the files allow."""
    return [one for one in _asked_units(ctx) if isinstance(one, CostedUnit)]


@once
def _asked_units(ctx: Context) -> tuple[CostedUnit | str, ...]:
    """Return every unit of work, or in its place the sentence on what it lacks."""
    handled = service.directions_with(ctx, ("handled",))
    label = f"{ctx.label('cost_per_contact')}, {ctx.t('channels.all')}"
    if not handled:
        return ()
    every = CostedUnit("contact", "cost_per_contact", label, "handled", ctx.directions, whole=True)
    costed: list[CostedUnit | str] = [every]
    if allocation.has_key(ctx):
        costed += _by_channel(ctx, handled)
    elif len(handled) == 1 and call_directions(ctx) == handled == ctx.directions:
        label = ctx.label("cost_per_call")
        costed.append(CostedUnit("call", "cost_per_call", label, "handled", handled, whole=True))
    else:
        costed.append(ctx.missing("allocation_key"))
    return (*costed, *(_unit(ctx, *one) for one in MEASURED), *_minutes(ctx))


def _by_channel(ctx: Context, handled: tuple[ChannelDirection, ...]) -> Iterator[CostedUnit | str]:
    """Yield the contacts of agents apart from self-service, calls, and each channel."""
    name, calls, idle = ctx.label("cost_per_contact"), call_directions(ctx), idle_directions(ctx)
    agents = agent_directions(ctx)
    if agents and len(agents) < len(ctx.directions):
        label = f"{name}, {ctx.t('people.agents')}"
        yield CostedUnit("agents", "cost_per_contact", label, "handled", agents, whole=False)
    if calls and not set(calls) <= set(idle):
        label = ctx.label("cost_per_call")
        yield CostedUnit("call", "cost_per_call", label, "handled", calls, whole=False)
    for direction in handled if len(ctx.directions) > 1 else ():
        label = f"{name}, {direction.name}"
        if direction in idle and not self_service(ctx, direction):
            yield ctx.missing("unit_without_time", figure=label)
        elif (direction,) != calls:  # else it is the cost per call already
            key = f"contact_{direction.key}"
            yield CostedUnit(key, "cost_per_contact", label, "handled", (direction,), whole=False)


def _minutes(ctx: Context) -> Iterator[CostedUnit]:
    """Yield what a minute costs in each channel, where several have handle time."""
    directions = service.directions_counting(ctx, "handle_seconds")
    if len(directions) < 2 or not allocation.has_key(ctx):  # noqa: PLR2004 - one is the whole
        return
    for direction in directions:
        label = f"{ctx.label('cost_per_minute')}, {direction.name}"
        key = f"minute_{direction.key}"
        yield CostedUnit(key, "cost_per_minute", label, "handle_seconds", (direction,), whole=False)


def _unit(ctx: Context, key: str, metric: str, measure: str) -> CostedUnit | str:
    """Return a unit over the channels that count it, where their cost is known."""
    directions = service.directions_counting(ctx, measure)
    label = ctx.label(metric)
    if not directions:
        return ctx.missing("measure", figure=label, needed=measure)
    if key in ("sale", "lead"):
        outbound = tuple(
            direction for direction in ctx.directions if direction.direction_no == OUTBOUND
        )
        directions = outbound if set(directions) <= set(outbound) else directions
    if len(directions) == len(service.directions_with(ctx, ("handled",))) and key not in (
        "sale",
        "lead",
    ):
        return CostedUnit(key, metric, label, measure, directions, whole=True)
    if not allocation.has_key(ctx):
        return ctx.missing("needs_allocation", figure=label)
    return CostedUnit(key, metric, label, measure, directions, whole=False)


def call_directions(ctx: Context) -> tuple[ChannelDirection, ...]:
    """Return the telephone channel, inbound."""
    numbers = {number for name, number in ctx.channels.items() if contact_words.is_phone(name)}
    return tuple(
        direction
        for direction in ctx.directions
        if direction.channel_no in numbers and direction.direction_no != OUTBOUND
    )


def self_service(ctx: Context, direction: ChannelDirection) -> bool:
    """Tell whether a channel's sessions need no agent."""
    names = {number: name for name, number in ctx.channels.items()}
    return contact_words.is_self_service(names[direction.channel_no])


def agent_directions(ctx: Context) -> tuple[ChannelDirection, ...]:
    """Return the channels whose contacts agents handle."""
    return tuple(direction for direction in ctx.directions if not self_service(ctx, direction))


def idle_directions(ctx: Context) -> tuple[ChannelDirection, ...]:
    """Return the channels that carry no shared cost because the key does not know them."""
    if ctx.settings.allocation != "handle_seconds" or not allocation.has_key(ctx):
        return ()
    known = service.directions_counting(ctx, "handle_seconds")
    return tuple(direction for direction in ctx.directions if direction not in known)


def lacking(ctx: Context) -> list[str]:
    """Return that there are no contacts, where there are none."""
    return [] if ctx.directions and units(ctx) else [ctx.missing("unit_cost")]


def build(ctx: Context) -> Built:
    """Build the sheet."""
    shown, asked_for = units(ctx), [one for one in _asked_units(ctx) if isinstance(one, str)]
    if ctx.whole_company:
        return Built(_open(ctx), omissions=tuple(asked_for))
    blocks: list[Block] = [Text(ctx.t("notes.unit_cost")), _grid(ctx, shown)]
    quality = _quality(ctx)
    if quality.rows:
        blocks.append(quality)
    bridge, essential = _bridge(ctx, shown), len(blocks)
    blocks += bridge.blocks()
    blocks.append(_inputs(ctx, shown))
    if allocation.has_key(ctx):
        blocks += [Text(ctx.t("notes.allocation")), allocation.grid(ctx)]
    title = ctx.t("sheets.unit_cost")
    return Built(
        Sheet("unit_cost", title, tuple(blocks), heading=title, essential=essential),
        helpers=bridge.helpers(),
        checks=(*_checks(ctx), *bridge.checks()),
        omissions=(
            *asked_for,
            *efficiency.unavailable(ctx),
            *bridge.omissions(),
            *_idle_directions(ctx),
        ),
    )


SHEET = SheetContract("unit_cost", build, lacking, printed=True)


def _checks(ctx: Context) -> Iterator[Check]:
    """Channels against the total, and unit cost times volume against cost."""
    for span in ctx.shown:
        word = ctx.span_word(span)
        total = Ref(opex_lines.GRID, opex_lines.TOTAL, f"{span}_ac")
        if allocation.has_key(ctx):
            this = Ref(allocation.GRID, f"{span}_ac_total", "total")
            label = ctx.t("checks.channels", span=word)
            yield Check(f"channels_{span}", label, this, total)
        if not ctx.periods_with("activity", ACTUAL_NO, span):
            continue  # no contacts, no cost per contact: there is nothing to multiply
        unit = Ref(GRID, "contact", f"{span}_ac")
        volume = Ref(INPUTS, "contact_volume", f"{span}_ac")
        label = ctx.t("checks.unit_volume", span=word)
        yield Check(f"unit_{span}", label, Times(unit, volume), total)


def asked(ctx: Context) -> dict[str, str]:
    """Return the metrics of a whole company that cannot be told yet, with their labels."""
    found = {"contact": f"{ctx.label('cost_per_contact')}, {ctx.t('channels.all')}"}
    if call_directions(ctx):
        found["call"] = ctx.label("cost_per_call")
    for key, metric, measure in MEASURED:
        if service.directions_counting(ctx, measure):
            found[key] = ctx.label(metric)
    return found


def _open(ctx: Context) -> Sheet:
    """Return the sheet of a whole company: its unit costs are not available, and why."""
    columns = [Column("label", ctx.t("columns.unit"), width=38)]
    shown = [view for view in allocation.views(ctx) if view.key.endswith("_ac")]
    columns += [Column(view.key, view.title, view.band) for view in shown]
    rows = []
    for key, label in asked(ctx).items():
        nothing = {
            view.key: Cell(Literal(ctx.t("not_available")), "text", "muted") for view in shown
        }
        rows.append(Row(key, {"label": cells.words(label), **nothing}))
    question = Text(ctx.t("notes.whole_company"), "alert")
    title = ctx.t("sheets.unit_cost")
    return Sheet(
        "unit_cost", title, (question, Grid(GRID, tuple(columns), tuple(rows))), heading=title
    )


def _columns(ctx: Context) -> list[Column]:
    """Return a column a view, with variance and letter after each budget.

    Every grid of the sheet has them all, so that columns stand below each other.
    """
    heads = []
    for view in allocation.views(ctx):
        heads.append(Column(view.key, view.title, view.band))
        if view.key.endswith("_bu"):
            span = view.key.removesuffix("_bu")
            heads += [
                Column(f"{span}_var", ctx.t("columns.variance"), view.band),
                Column(f"{span}_status", ctx.t("columns.status"), view.band, 6.0),
            ]
    return heads


def _judged(ctx: Context, grid: str, row: str, metric: str) -> dict[str, Cell]:
    """Return variance and letter of a figure against its budget."""
    by_column: dict[str, Cell] = {}
    kind = cells.kind_of_metric(metric)
    for view in allocation.views(ctx):
        if view.key.endswith("_bu") and kind:
            span = view.key.removesuffix("_bu")
            actual, budget = Ref(grid, row, f"{span}_ac"), Ref(grid, row, view.key)
            shown = cells.metric_format(metric)
            change = Ref(grid, row, f"{span}_var")
            compared = {
                f"{span}_var": cells.variance(ctx, actual, budget, kind, shown),
                f"{span}_status": cells.status(ctx, change, kind, digits=4),
            }
            by_column |= cells.coloured(ctx, compared, change, budget, shown)
    return by_column


def _grid(ctx: Context, shown: list[CostedUnit]) -> Grid:
    columns = [Column("label", ctx.t("columns.unit"), width=38), *_columns(ctx)]
    band = benchmark.has_band(ctx) and any(unit.key == "call" for unit in shown)
    if band:
        columns.append(Column("benchmark", ctx.t("columns.benchmark"), width=14))
    rows = []
    for unit in shown:
        by_column = {"label": cells.words(unit.label)}
        cost, volume = (argument.name for argument in find(unit.metric).arguments)
        for view in allocation.views(ctx):
            given: dict[str, Expression] = {
                cost: Ref(INPUTS, f"{unit.key}_cost", view.key),
                volume: Ref(INPUTS, f"{unit.key}_volume", view.key),
            }
            name = f"key_unit_{unit.key}" if view.key == f"{ctx.main}_ac" else ""
            by_column[view.key] = Cell(Call(unit.metric, given), "unit_cost", name=name)
        by_column |= _judged(ctx, GRID, unit.key, unit.metric)
        if band and unit.key == "call":
            by_column["benchmark"] = _position(ctx, Ref(GRID, unit.key, f"{ctx.main}_ac"))
        rows.append(Row(unit.key, by_column))
    return Grid(GRID, tuple(columns), tuple(rows))


def _position(ctx: Context, unit_cost: Ref) -> Cell:
    given: dict[str, Expression] = {
        "unit_cost": unit_cost,
        "benchmark_low": basis("benchmark_low"),
        "benchmark_high": basis("benchmark_high"),
    }
    shown = ("below", "within", "above")
    texts: dict[str | bool, str] = {word: ctx.t(f"benchmark.{word}") for word in shown}
    low, high = benchmark.band(ctx)
    note = ctx.t("benchmark.note", low=low, high=high)
    return Cell(Translated(Call("benchmark_position", given), texts), "word", note=note)


def _inputs(ctx: Context, shown: list[CostedUnit]) -> Grid:
    """Return cost and volume of each unit, which the unit costs divide."""
    given = {view.key for view in allocation.views(ctx)}
    blank = [c if c.key in given else replace(c, title="") for c in _columns(ctx)]
    columns = [Column("label", ctx.t("columns.input"), width=38), *blank]
    rows = []
    for unit in shown:
        cost = {"label": cells.words(ctx.t("rows.cost_of", what=unit.label))}
        volume = {"label": cells.words(ctx.t("rows.volume_of", what=unit.label))}
        for view in allocation.views(ctx):
            whole = allocation.total_cost(view)
            money = whole if unit.whole else allocation.cost_of(view, unit.directions)
            cost[view.key] = Cell(money, "money")
            counted = service.activity(ctx, unit.measure, unit.directions, view.slot)
            shown_as: Format = "seconds" if unit.measure == "handle_seconds" else "count"
            volume[view.key] = Cell(counted, shown_as)
        rows += [Row(f"{unit.key}_cost", cost), Row(f"{unit.key}_volume", volume)]
    return Grid(INPUTS, tuple(columns), tuple(rows), title=ctx.t("titles.unit_inputs"))


def _quality(ctx: Context) -> Grid:
    """Return the quality that stands beside cost: cheaper is not always better."""
    columns = [
        Column("label", ctx.t("columns.beside"), width=38),
        *_columns(ctx),
    ]
    rows = []
    for item in efficiency.available(ctx):
        if item.metric not in BESIDE:
            continue
        directions = service.directions_with(ctx, item.needed)
        by_column = {"label": cells.words(service.labelled(ctx, item))}
        for view in allocation.views(ctx):
            if measured(ctx, item.needed, view):
                expression = service.ratio(ctx, item, view.slot, directions)
                by_column[view.key] = Cell(expression, cells.metric_format(item.metric))
            else:
                by_column[view.key] = Cell(Literal(ctx.t("not_measured")), "text", "muted")
        if all(measured(ctx, item.needed, v) for v in allocation.views(ctx)):
            by_column |= _judged(ctx, QUALITY, item.metric, item.metric)
        rows.append(Row(item.metric, by_column))
    return Grid(QUALITY, tuple(columns), tuple(rows), title=ctx.t("titles.quality"))


def measured(ctx: Context, needed: tuple[str, ...], view: View) -> bool:
    """Whether a view has the measures of a ratio: a budget often has volumes only."""
    if view.driver_version == ACTUAL_NO:
        return True
    rows = view.rows(ctx.frames.activity)
    return all(rows[m].sum() > 0 for m in needed)


def _bridge(ctx: Context, shown: list[CostedUnit]) -> UnitCostSteps:
    """Return why the unit costs changed; a minute's volume is seconds, its cost for a minute."""
    labels = {unit.key: unit.label for unit in shown if unit.measure != "handle_seconds"}
    return UnitCostSteps(ctx, labels, GRID, INPUTS, shown[0].key)


def _idle_directions(ctx: Context) -> list[str]:
    """Return which channels carry no shared cost because the key does not know them."""
    idle = [direction.name for direction in idle_directions(ctx)]
    return [ctx.missing("directions_without_time", channels=", ".join(idle))] if idle else []
