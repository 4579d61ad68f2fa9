"""The tables that a plan is made from: a year of each channel, the other figures, the levers."""

from __future__ import annotations

from dataclasses import replace

from xlcost.planning.lever import COMMON
from xlcost.report.model import cells
from xlcost.report.model.expressions import Call, Expression, Literal, Over, Plus, Ref, Times, Total
from xlcost.report.model.spec import Cell, Column, Grid, Row, RowStyle
from xlcost.report.planning.lever_year import steps
from xlcost.report.planning.plan import (
    ALL,
    BASELINE,
    CHANNELS,
    INPUTS,
    LABEL_WIDTH,
    LEVELS,
    MEASURES,
    NUMBER_WIDTH,
    SHARES,
    Channel,
    Plan,
    of_channel,
    typed,
)


def channels_grid(plan: Plan) -> Grid:
    """Return a year of each channel as it is."""
    columns = [
        Column("label", plan.t("columns.channel"), width=LABEL_WIDTH),
        Column("contacts", plan.t("columns.contacts"), width=NUMBER_WIDTH),
        Column("cost", plan.t("columns.cost"), width=NUMBER_WIDTH),
        Column("unit", plan.label("cost_per_contact"), width=NUMBER_WIDTH),
        Column("aht", plan.label("average_handle_time"), width=NUMBER_WIDTH),
    ]
    if any(one.abandoned for one in plan.channels):
        columns.append(Column("abandoned", plan.t("measures.abandoned"), width=NUMBER_WIDTH))
    rows = [_channel(one, "line") for one in plan.channels]
    columns += [
        Column(share, plan.t(f"measures.{share}"), width=NUMBER_WIDTH)
        for share in SHARES
        if any(share in one.shares for one in plan.channels)
    ]
    followed = {ref.column for one in plan.levers for ref in plan.followed(one)}
    if "part" in followed or any(map(plan.parted, plan.levers)):
        columns.append(Column("part", plan.t("columns.part"), width=NUMBER_WIDTH))
        rows = [
            replace(row, cells={**row.cells, **_part(plan, one)})
            for row, one in zip(rows, plan.channels, strict=True)
        ]
    rows += [_channel(plan.assisted, "subtotal")] if plan.assisted else []
    rows.append(_channel(plan.whole, "total"))
    return Grid(CHANNELS, tuple(columns), tuple(rows), title=plan.t("titles.channels"))


def _channel(channel: Channel, style: RowStyle) -> Row:
    unit: Expression = Ref(CHANNELS, ALL, "unit")
    by_column = {"label": cells.words(channel.name), "contacts": channel.contacts}
    if channel.cost is not None:
        by_column["cost"] = channel.cost
        unit = Call(
            "cost_per_contact",
            {
                "total_cost": Ref(CHANNELS, channel.key, "cost"),
                "contacts": Ref(CHANNELS, channel.key, "contacts"),
            },
        )
    by_column |= {"unit": Cell(unit, "unit_cost"), "aht": channel.aht}
    if channel.abandoned is not None:
        by_column["abandoned"] = channel.abandoned
    by_column |= channel.shares
    return Row(channel.key, by_column, style)


def _part(plan: Plan, channel: Channel) -> dict[str, Cell]:
    """Return a channel's part of all handle time; of all contacts where that is not known."""
    by_agents = [one for one in plan.channels if one.agents]
    timed = all(one.aht.expression != Literal(None) for one in by_agents)
    if not channel.agents:
        return {}

    def work(key: str) -> Expression:
        contacts = of_channel(key, "contacts")
        return Times(contacts, of_channel(key, "aht")) if timed else contacts

    every = Plus(tuple((1, work(one.key)) for one in by_agents))
    return {"part": Cell(Over(work(channel.key), every), "share")}


def baseline_grid(plan: Plan) -> Grid:
    """Return the other figures of the year, and the rate at which later money counts less."""
    columns = (
        Column("label", plan.t("columns.baseline"), width=LABEL_WIDTH),
        Column("value", plan.t("columns.value"), width=NUMBER_WIDTH),
        Column("source", plan.t("columns.source"), wrap=True),
    )
    rows = [
        Row(
            name,
            {
                **cells.texts(label=plan.t(f"measures.{name}"), source=plan.sources[name]),
                "value": plan.measures[name],
            },
        )
        for name in MEASURES
    ]
    rate = typed(plan.discount_rate, "share", plan.t("notes.discount_rate"))
    texts = cells.texts(
        label=plan.t("measures.discount_rate"), source=plan.t("notes.discount_rate")
    )
    rows.append(Row("discount_rate", {**texts, "value": rate}))
    return Grid(BASELINE, columns, tuple(rows), title=plan.t("titles.baseline"))


def inputs_grid(plan: Plan) -> Grid:
    """Return what people say about each lever: its effect three times, the rest once."""
    columns = (
        Column("label", plan.t("columns.input"), width=LABEL_WIDTH),
        *(Column(level, plan.t(f"levels.{level}"), width=NUMBER_WIDTH) for level in LEVELS),
        Column("note", plan.t("columns.meaning"), wrap=True),
    )
    rows: list[Row] = []
    for key in plan.keys:
        rows += _lever_rows(plan, key)
    return Grid(INPUTS, columns, tuple(rows), title=plan.t("titles.inputs"))


def _lever_rows(plan: Plan, key: str) -> list[Row]:
    lever = plan.lever(key)
    watch = plan.t("watch", measures=plan.watched(lever))
    note = f"{plan.kind(key)}. {watch}" if lever.name else watch
    head = cells.texts(label=plan.title(key), note=note)
    rows = [Row(f"{key}_head", head, "heading"), _effect(plan, key)]
    said = {one: how for one, how in lever.inputs().items() if one != lever.effect_name()}
    for one, how in {**said, **COMMON}.items():
        note = plan.t(f"meanings.{how.meaning or one}")
        cell = typed(getattr(lever, one), how.shape, note)
        texts = cells.texts(label=plan.t(f"inputs.{one}"), note=note)
        rows.append(Row(f"{key}_{one}", texts | {"base": cell}))
    if share := plan.own_share(lever):
        texts = cells.texts(label=plan.t(f"measures.{share}"), note=plan.sources[share])
        cell = Cell(_mean(share, plan.scope(lever)), "share")
        rows.append(Row(f"{key}_{share}", texts | {"base": cell}))
    for name, step in steps(plan, key).items():
        texts = cells.texts(label=plan.t(f"inputs.{name}"), note=plan.t(f"meanings.{name}"))
        rows.append(Row(f"{key}_{name}", texts | {"base": Cell(step, "share")}))
    return rows


def _effect(plan: Plan, key: str) -> Row:
    """Return the row of a lever's uncertain input."""
    lever = plan.lever(key)
    name = lever.effect_name()
    how = lever.inputs()[name]
    note = plan.t(f"meanings.{how.meaning or name}")
    levels = {level: typed(getattr(lever.effect, level), how.shape, note) for level in LEVELS}
    texts = cells.texts(label=plan.t(f"inputs.{name}"), note=note)
    return Row(f"{key}_effect", texts | levels, level=0)


def _mean(share: str, directions: tuple[Channel, ...]) -> Expression:
    """Return a share of some channels' contacts."""
    if len(directions) == 1:
        return of_channel(directions[0].key, share)
    every = tuple(Ref(CHANNELS, one.key, "contacts") for one in directions)
    sums = tuple(
        (1, Times(of_channel(one.key, "contacts"), of_channel(one.key, share)))
        for one in directions
    )
    return Over(Plus(sums), Total(every))
