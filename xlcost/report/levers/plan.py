"""A plan of levers: what a year costs as it is, and the cells where people say what may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from xlcost.catalogue import find
from xlcost.inputs.configuration.levers import EFFECTS, Lever
from xlcost.locales.words import Words
from xlcost.report.model import cells
from xlcost.report.model.expressions import Call, Expression, Literal, Over, Plus, Ref, Times, Total
from xlcost.report.model.spec import Cell, Column, Format, Grid, Row, RowStyle

CHANNELS: Final = "plan_channels"
BASELINE: Final = "plan_baseline"
INPUTS: Final = "plan_inputs"
ALL: Final = "all"
ASSISTED: Final = "assisted"
LEVELS: Final = ("low", "base", "stretch")
LABEL_WIDTH: Final = 38.0
NUMBER_WIDTH: Final = 11.5

# What else the plan takes from the data, in the order shown, and how it is shown.
MEASURES: Final[Mapping[str, Format]] = {
    "occupancy": "share",
    "shrinkage": "share",
    "loaded_rate": "unit_cost",
    "paid_hours": "hours",
    "abandoned": "count",
    "fcr": "share",
    "transfer_rate": "share",
    "leavers": "fte",
}
FORMATS: Final[Mapping[str, Format]] = {
    "deflection_rate": "share",
    "fcr_gain": "share",
    "share_moved": "share",
    "take_up": "share",
    "transfer_cut": "share",
    "seconds_saved": "seconds",
    "hours_cut": "share",
    "training_benefit": "money",
    "leavers_cut": "share",
    "cost_cut": "share",
    "automated_cost": "unit_cost",
    "extra_contacts": "fte",
    "vendor_price": "unit_cost",
    "avoidable_share": "share",
    "redial_rate": "share",
    "callback_cost": "unit_cost",
    "transfer_cost": "unit_cost",
    "trainees": "count",
    "training_cost": "money",
    "recruiting_cost": "money",
    "ramp_cost": "money",
    "legacy_cost": "money",
    "rent_saved": "money",
    "cash_share": "share",
    "running_cost": "money",
    "one_off": "money",
}
_PEOPLE: Final = frozenset({"scheduling", "attrition"})
COMMON: Final = ("cash_share", "running_cost", "one_off")
# The service that could suffer, by the metrics that would show it.
WATCHED: Final[Mapping[str, tuple[str, ...]]] = {
    "self_service": ("csat_score", "repeat_contact_rate"),
    "automation": ("csat_score", "first_contact_resolution", "repeat_contact_rate"),
    "first_contact_resolution": ("average_handle_time", "average_speed_of_answer"),
    "outsourcing": ("csat_score", "first_contact_resolution", "transfer_rate"),
    "callback": ("csat_score", "average_speed_of_answer"),
    "routing": ("service_level", "average_speed_of_answer"),
    "handle_time": ("first_contact_resolution", "csat_score", "repeat_contact_rate"),
    "scheduling": ("service_level", "average_speed_of_answer", "abandonment_rate"),
    "training": ("shrinkage", "service_level"),
    "attrition": ("occupancy",),
    "voip_cloud": ("service_level", "abandonment_rate"),
}


@dataclass(frozen=True)
class Channel:
    """A channel of the plan: a year of contacts, their cost and their seconds.

    Attributes:
        key: Row key.
        name: As the company calls it.
        contacts: A year's contacts.
        cost: A year's cost, where it is known by channel.
        aht: Seconds a contact.
        names: What levers may call it, such as the channel of which it is one direction.
        agents: Whether agents handle its contacts: no lever saves those of others.
        abandoned: A year's abandoned contacts, where they are counted by channel.
        fcr: Part of its contacts resolved at once, where it is known by channel.
    """

    key: str
    name: str
    contacts: Cell
    cost: Cell | None
    aht: Cell
    names: tuple[str, ...] = ()
    agents: bool = True
    abandoned: Cell | None = None
    fcr: Cell | None = None

    def means(self, name: str) -> bool:
        """Whether a person means this channel by a name."""
        return name.casefold() in map(str.casefold, self.names)


@dataclass(frozen=True)
class Plan:
    """Everything that the sheets of a plan are made of.

    Attributes:
        word: Words of the language.
        channels: The channels; none where only all contacts together are known.
        whole: All contacts together.
        assisted: Those that agents handle, where there are others too.
        measures: The other figures of a year, by key; each an input where no data says it.
        sources: Where each of these comes from, in words.
        levers: In the order in which they apply.
        discount_rate: Rate of a year.
        years: How many years are looked at.
        named: Whether its key figures have names in the workbook.
    """

    word: Words
    channels: tuple[Channel, ...]
    whole: Channel
    assisted: Channel | None
    measures: Mapping[str, Cell]
    sources: Mapping[str, str]
    levers: tuple[Lever, ...]
    discount_rate: Decimal
    years: int
    named: bool = True
    keys: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        keys = tuple(f"l{number}" for number in range(1, len(self.levers) + 1))
        object.__setattr__(self, "keys", keys)

    def t(self, key: str, **fields: object) -> str:
        """Return a text of the section [plan]."""
        return self.word.text(f"plan.{key}", **fields)

    def label(self, metric: str) -> str:
        """Return a metric's own label."""
        return find(metric).label(self.word.language)

    def title(self, key: str) -> str:
        """Return what a lever is called: as the company does, else its kind and channel."""
        return self.lever(key).name or self.kind(key)

    def kind(self, key: str) -> str:
        """Return a lever's kind, and over which contacts it goes."""
        lever = self.lever(key)
        kind = self.t(f"kinds.{lever.kind}")
        if not lever.channel:
            return kind
        scope = self.scope(lever)
        return f"{kind} ({scope[0].name if len(scope) == 1 else lever.channel})"

    def lever(self, key: str) -> Lever:
        """Return the lever of a row key."""
        return self.levers[self.keys.index(key)]

    def watched(self, lever: Lever) -> str:
        """Return the service measures that a lever could make worse."""
        names = [self.label(name) for name in WATCHED[lever.kind]]
        return ", ".join([names[0], *(name[0].lower() + name[1:] for name in names[1:])])

    def scope(self, lever: Lever) -> tuple[Channel, ...]:
        """Return the channels whose contacts a lever changes; none means all in one."""
        if not lever.channel:
            return tuple(one for one in self.channels if one.agents)
        return tuple(one for one in self.channels if one.means(lever.channel))

    def reach(self, lever: Lever) -> tuple[str, ...]:
        """Return the rows of the channels whose contacts a lever changes."""
        return tuple(one.key for one in self.scope(lever)) if self.channels else (ALL,)

    def overlap(self, one: Lever, other: Lever) -> bool:
        """Whether two levers change the same contacts, whatever they call their channels."""
        return bool(set(self.reach(one)) & set(self.reach(other)))

    def timed(self, key: str) -> str:
        """Return the row that has the seconds of a channel's contacts: its own, or that of all."""
        found = [one for one in self.channels if one.key == key]
        # What people say of all contacts goes before what the data say of some.
        said = self.whole.aht.tone == "input"
        return ALL if said and all(one.agents for one in found) else key

    def has_own_fcr(self, lever: Lever) -> bool:
        """Whether it is known which part of a lever's own contacts is resolved at once."""
        scope = self.scope(lever)
        return bool(lever.channel and scope) and all(one.fcr for one in scope)

    def place(self, lever: Lever) -> str:
        """Return the row of the channels that has the contacts which a lever changes."""
        scope = self.scope(lever)
        if len(scope) == 1:
            return scope[0].key
        return self.assisted.key if self.assisted else ALL

    def parted(self, lever: Lever) -> bool:
        """Whether a lever about hours or people has those of some channels only."""
        return bool(lever.channel and lever.kind in _PEOPLE and self.channels)

    def known(self, lever: Lever) -> bool:
        """Whether there are contacts that a lever can change."""
        one = not self.channels and self.whole.means(lever.channel)
        return not lever.channel or one or bool(self.scope(lever))


def given(key: str, name: str, level: str = "base") -> Ref:
    """Return the cell where people say one thing about a lever."""
    return Ref(INPUTS, f"{key}_{name}", level)


def effect(key: str, level: str) -> Ref:
    """Return the cell with a lever's uncertain input."""
    return Ref(INPUTS, f"{key}_effect", level)


def number(ref: Ref) -> Expression:
    """Return a cell's number, and 0 where it is not available."""
    return Total((ref,))


def measure(name: str) -> Expression:
    """Return a figure of the year as it is."""
    return number(Ref(BASELINE, name, "value"))


def of_channel(channel: str, column: str) -> Expression:
    """Return a figure of a channel, or of all."""
    return number(Ref(CHANNELS, channel, column))


def resolved(plan: Plan, key: str) -> Expression:
    """Return the part of a lever's contacts resolved at once: of its own channels, where known."""
    own = plan.has_own_fcr(plan.lever(key))
    return number(given(key, "fcr")) if own else measure("fcr")


def _resolved_in(lanes: tuple[Channel, ...]) -> Expression:
    """Return the part of some channels' contacts resolved at once."""
    if len(lanes) == 1:
        return of_channel(lanes[0].key, "fcr")
    every = tuple(Ref(CHANNELS, one.key, "contacts") for one in lanes)
    sums = tuple(
        (1, Times(of_channel(one.key, "contacts"), of_channel(one.key, "fcr"))) for one in lanes
    )
    return Over(Plus(sums), Total(every))


def typed(value: Decimal | float | None, shown: Format, note: str = "") -> Cell:
    """Return an input cell."""
    held = None if value is None else float(value)
    return Cell(Literal(held), shown, "input", note=note)


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
    if any(one.fcr for one in plan.channels):
        columns.append(Column("fcr", plan.t("measures.fcr"), width=NUMBER_WIDTH))
    if any(map(plan.parted, plan.levers)):
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
    found = {"label": cells.words(channel.name), "contacts": channel.contacts}
    if channel.cost is not None:
        found["cost"] = channel.cost
        unit = Call(
            "cost_per_contact",
            {
                "total_cost": Ref(CHANNELS, channel.key, "cost"),
                "contacts": Ref(CHANNELS, channel.key, "contacts"),
            },
        )
    found |= {"unit": Cell(unit, "unit_cost"), "aht": channel.aht}
    if channel.abandoned is not None:
        found["abandoned"] = channel.abandoned
    if channel.fcr is not None:
        found["fcr"] = channel.fcr
    return Row(channel.key, found, style)


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
    name = EFFECTS[lever.kind]
    watch = plan.t("watch", measures=plan.watched(lever))
    note = f"{plan.kind(key)}. {watch}" if lever.name else watch
    head = cells.texts(label=plan.title(key), note=note)
    rows = [Row(f"{key}_head", head, "heading")]
    texts = cells.texts(label=plan.t(f"inputs.{name}"), note=plan.t(f"meanings.{name}"))
    levels = {
        level: typed(getattr(lever.effect, level), FORMATS[name], plan.t(f"meanings.{name}"))
        for level in LEVELS
    }
    rows.append(Row(f"{key}_effect", texts | levels, level=0))
    own = [one for one in type(lever).model_fields if one in FORMATS and one not in COMMON]
    for one in (*(each for each in own if each != name), *COMMON):
        note = plan.t(f"meanings.{one}")
        cell = typed(getattr(lever, one), FORMATS[one], note)
        texts = cells.texts(label=plan.t(f"inputs.{one}"), note=note)
        rows.append(Row(f"{key}_{one}", texts | {"base": cell}))
    if lever.kind == "first_contact_resolution":
        if plan.has_own_fcr(lever):
            texts = cells.texts(label=plan.t("measures.fcr"), note=plan.sources["fcr"])
            cell = Cell(_resolved_in(plan.scope(lever)), "share")
            rows.append(Row(f"{key}_fcr", texts | {"base": cell}))
        rows.append(_issues(plan, key))
    return rows


def _issues(plan: Plan, key: str) -> Row:
    """Return how many of the contacts begin an issue: the others are its repeats."""
    unresolved = Plus(((1, Literal(1)), (-1, resolved(plan, key))))
    repeats = Times(unresolved, given(key, "extra_contacts"))
    share = Over(Literal(1), Plus(((1, Literal(1)), (1, repeats))))
    texts = cells.texts(label=plan.t("inputs.issues"), note=plan.t("meanings.issues"))
    return Row(f"{key}_issues", texts | {"base": Cell(share, "share")})
