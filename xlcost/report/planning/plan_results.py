"""What a plan comes to: each lever alone, all together side by side, and what matters most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xlcost.report.model import cells
from xlcost.report.model.expressions import (
    Call,
    Expression,
    Extreme,
    Literal,
    Over,
    Picked,
    Plus,
    Rank,
    Ref,
    Rounded,
    Times,
    Total,
)
from xlcost.report.model.spec import Cell, Chart, Column, Format, Grid, Row, RowStyle, Series
from xlcost.report.planning import plan_cascade
from xlcost.report.planning.investment import payback, present_value
from xlcost.report.planning.lever_year import (
    State,
    cash,
    contacts_alone,
    gross,
    lost,
    running,
    seconds_in,
    unit_alone,
)
from xlcost.report.planning.plan import (
    ALL,
    ALONE,
    LABEL_WIDTH,
    LEVELS,
    LEVERS,
    NUMBER_WIDTH,
    SUMMARY,
    Plan,
    effect,
    given,
    number,
    of_channel,
)
from xlcost.report.planning.plan_cascade import SCENARIOS

TORNADO: Final = "plan_tornado"
_WIDTHS: Final = {"payback": 9.0, "rank": 7.0}
_ROWS: Final = (
    *("contacts", "moved", "opex_cash", "opex", "unit", "unit_asked", "gross", "running", "net"),
    *("cash", "avoidance", "one_off", "payback", "payback_cash", "npv", "npv_cash"),
)


def scenarios_grid(plan: Plan) -> Grid:
    """Return the year as it is, as planned and at its best, side by side."""
    columns = (
        Column("label", plan.t("columns.scenario"), width=LABEL_WIDTH),
        Column("as_is", plan.t("scenarios.as_is"), width=NUMBER_WIDTH),
        *(Column(one, plan.t(f"scenarios.{one}"), width=NUMBER_WIDTH) for one in SCENARIOS),
    )
    rows: dict[str, dict[str, Cell]] = {
        "contacts": {"as_is": Cell(of_channel(ALL, "contacts"), "count")},
        "opex_cash": {"as_is": Cell(Ref(SUMMARY, "opex", "as_is"), "money")},
        "opex": {"as_is": Cell(of_channel(ALL, "cost"), "money")},
        "unit": {"as_is": _unit("as_is", "as_is")},
        "unit_asked": {"as_is": _unit("as_is", "as_is")},
    }
    for level in SCENARIOS:
        for key, cell in _scenario(plan, level):
            rows.setdefault(key, {})[level] = cell
    made = []
    for key in (one for one in _ROWS if one in rows):
        by_column = rows[key]
        style: RowStyle = "total" if key in ("opex_cash", "net") else "line"
        label = cells.texts(label=plan.t(f"rows.{key}", years=plan.years))
        made.append(Row(key, label | by_column, style))
    return Grid(SUMMARY, columns, tuple(made), title=plan.t("titles.scenarios"))


def _unit(contacts: str, level: str) -> Cell:
    """Return the cost of a contact: of those that still come, or of those that came before."""
    by_name: dict[str, Expression] = {
        "total_cost": Ref(SUMMARY, "opex", level),
        "contacts": Ref(SUMMARY, "contacts", contacts),
    }
    return Cell(Call("cost_per_contact", by_name), "unit_cost")


def _scenario(plan: Plan, level: str) -> Iterator[tuple[str, Cell]]:
    """Yield the rows of one scenario."""

    def mine(row: str) -> Ref:
        return Ref(SUMMARY, row, level)

    saved = plan_cascade.total(level, "gross")
    in_cash = plan_cascade.total(level, "cash")
    before = Ref(SUMMARY, "contacts", "as_is")
    fewer = Plus(((1, before), (-1, plan_cascade.taken(plan, level))))
    yield "contacts", Cell(fewer, "count")
    if any(lever.takes == "vendor" for lever in plan.levers):
        yield "moved", Cell(plan_cascade.taken(plan, level, moved=True), "count")
    after = Plus(((1, Ref(SUMMARY, "opex", "as_is")), (-1, mine("net"))))
    yield "opex", Cell(after, "money")
    paid = Plus(((1, Ref(SUMMARY, "opex", "as_is")), (-1, mine("cash"))))
    yield "opex_cash", Cell(paid, "money")
    yield "unit", _unit(level, level)
    yield "unit_asked", _unit("as_is", level)
    yield "gross", Cell(saved, "money")
    yield "running", Cell(plan_cascade.total(level, "running"), "money")
    net = Plus(((1, mine("gross")), (-1, mine("running"))))
    name = f"key_plan_{level}" if plan.named else ""
    yield "net", Cell(net, "money", "variance", "higher", name)
    yield "cash", Cell(Plus(((1, in_cash), (-1, mine("running")))), "money", "variance", "higher")
    yield "avoidance", Cell(Plus(((1, saved), (-1, in_cash))), "money")
    once = Total(tuple(given(key, "one_off") for key in plan.keys))
    yield "one_off", Cell(once, "money")
    yield "payback", payback(plan, mine("one_off"), mine("net"))
    yield "payback_cash", payback(plan, mine("one_off"), mine("cash"))
    for row, column in (("npv", level), ("npv_cash", f"{level}_cash")):
        yield row, Cell(present_value(plan, column), "money", "variance", "higher")


def levers_grid(plan: Plan) -> Grid:
    """Return each lever by itself, as planned: its saving, its cost, and what it is worth."""
    keys = ("gross", "running", "net", "cash", "avoidance", "one_off", "payback", "npv", "rank")
    columns = (
        Column("label", plan.t("columns.lever"), width=LABEL_WIDTH),
        *(Column(key, plan.t(f"columns.{key}"), width=_WIDTHS.get(key)) for key in keys),
        Column("watch", plan.t("columns.watch"), width=30.0, wrap=True),
    )
    rows = tuple(_lever(plan, key) for key in plan.keys)
    return Grid(LEVERS, columns, rows, title=plan.t("titles.levers"))


def _lever(plan: Plan, key: str) -> Row:
    def mine(column: str) -> Ref:
        return Ref(LEVERS, key, column)

    asked = number(Ref(ALONE, key, "asked_base"))
    taken = Times(contacts_alone(plan, key), effect(key, "base"))
    in_cash = cash(plan, key, mine("gross"), taken)
    among = tuple(Ref(ALONE, each, "rounded") for each in plan.keys)
    by_column: dict[str, Cell] = {
        "label": cells.words(plan.title(key)),
        "gross": Cell(Extreme("MIN", (asked, of_channel(ALL, "cost"))), "money"),
        "running": Cell(running(plan, key, Ref(ALONE, key, "lost")), "money"),
        "net": Cell(
            Plus(((1, mine("gross")), (-1, mine("running")))), "money", "variance", "higher"
        ),
        "cash": Cell(Plus(((1, in_cash), (-1, mine("running")))), "money", "variance", "higher"),
        "avoidance": Cell(Plus(((1, mine("gross")), (-1, in_cash))), "money"),
        "one_off": Cell(given(key, "one_off"), "money"),
        "payback": payback(plan, mine("one_off"), mine("net")),
        "npv": Cell(present_value(plan, key), "money", "variance", "higher"),
        "rank": Cell(Rank(Ref(ALONE, key, "rounded"), among), "count"),
        "watch": cells.words(plan.watched(plan.lever(key))),
    }
    return Row(key, by_column)


def alone_grid(plan: Plan) -> Grid:
    """Return what each lever alone saves at each of its three inputs, and how far that reaches."""
    asked: dict[str, Format] = {f"asked_{level}": "money" for level in LEVELS}
    rest: dict[str, Format] = dict.fromkeys(LEVELS, "money")
    rest |= {"down": "money", "up": "money", "span": "money", "rounded": "money", "place": "count"}
    columns = (
        Column("label", plan.t("columns.lever"), width=LABEL_WIDTH),
        *(Column(key, plan.t(f"columns.{key}")) for key in (*asked, *rest)),
        Column("lost", plan.t("columns.lost")),
        Column("unit", plan.label("cost_per_contact")),
        *_seconds_columns(plan),
    )
    rows = []
    for key in plan.keys:
        by_column = {
            "label": cells.words(plan.title(key)),
            "lost": Cell(lost(Ref(LEVERS, key, "gross"), Ref(ALONE, key, "asked_base")), "share"),
            "unit": Cell(unit_alone(plan, key), "unit_cost"),
        }
        for level in LEVELS:
            seconds = Ref(ALONE, key, f"seconds_{level}")
            state = State(
                key,
                level,
                contacts_alone(plan, key),
                number(Ref(ALONE, key, "unit")),
                number(seconds),
            )
            by_column[f"asked_{level}"] = Cell(gross(plan, state), "money")
            if plan.lever(key).shortens:
                by_column |= _seconds(plan, key, level)
        by_column |= {column: Cell(item, rest[column]) for column, item in _reach(plan, key)}
        rows.append(Row(key, by_column))
    return Grid(ALONE, columns, tuple(rows), title=plan.t("titles.alone"))


def _seconds_columns(plan: Plan) -> Iterator[Column]:
    """Yield the columns of the seconds that levers save alone, if there are such levers."""
    if not any(lever.shortens for lever in plan.levers):
        return
    for level in LEVELS:
        group = f"{plan.t('columns.time')} ({plan.t(f'levels.{level}')})"
        for direction in plan.channels or (plan.whole,):
            yield Column(f"time_{level}_{direction.key}", direction.name, group)
        yield Column(f"seconds_{level}", plan.t("columns.seconds"), group)


def _seconds(plan: Plan, key: str, level: str) -> dict[str, Cell]:
    """Return the seconds that a lever alone saves: of each channel, and a contact."""
    by_column, times = {}, []
    for direction in plan.reach(plan.lever(key)):
        saved = seconds_in(plan, effect(key, level), direction)
        column = f"time_{level}_{direction}"
        by_column[column] = Cell(Times(of_channel(direction, "contacts"), saved), "count")
        times.append(Ref(ALONE, key, column))
    mean = Over(Total(tuple(times)), contacts_alone(plan, key))
    return {**by_column, f"seconds_{level}": Cell(mean, "seconds")}


def _reach(plan: Plan, key: str) -> Iterator[tuple[str, Expression]]:
    def mine(column: str) -> Ref:
        return Ref(ALONE, key, column)

    for level in LEVELS:
        capped = Extreme("MIN", (number(mine(f"asked_{level}")), of_channel(ALL, "cost")))
        yield level, Plus(((1, capped), (-1, Ref(LEVERS, key, "running"))))
    yield "down", Plus(((1, mine("low")), (-1, mine("base"))))
    yield "up", Plus(((1, mine("stretch")), (-1, mine("base"))))
    both = (mine("low"), mine("stretch"))
    span = Plus(((1, Extreme("MAX", both)), (-1, Extreme("MIN", both))))
    yield "span", Rounded(span)
    yield "rounded", Rounded(mine("base"))
    yield "place", Rank(mine("span"), tuple(Ref(ALONE, each, "span") for each in plan.keys))


def tornado_grid(plan: Plan) -> Grid:
    """Return the levers in the order of what their uncertain input changes, the largest first."""
    columns = (
        Column("label", plan.t("columns.lever"), width=LABEL_WIDTH),
        Column("base", plan.t("columns.net")),
        Column("down", plan.t("columns.down")),
        Column("up", plan.t("columns.up")),
        Column("place", plan.t("columns.place")),
    )
    places = tuple(Ref(ALONE, key, "place") for key in plan.keys)
    rows = []
    for place, key in enumerate(plan.keys, start=1):
        wanted = Ref(TORNADO, key, "place")
        by_column = {"place": Cell(Literal(place), "count")}
        for column in ("label", "base", "down", "up"):
            items = tuple(Ref(ALONE, each, column) for each in plan.keys)
            shown: Format = "text" if column == "label" else "money"
            by_column[column] = Cell(Picked(items, places, wanted), shown)
        rows.append(Row(key, by_column))
    return Grid(TORNADO, columns, tuple(rows), title=plan.t("titles.tornado"))


def tornado_chart(plan: Plan) -> Chart:
    """Return the chart of what matters most."""

    def column(name: str) -> tuple[Ref, ...]:
        return tuple(Ref(TORNADO, key, name) for key in plan.keys)

    return Chart(
        "tornado",
        plan.t("charts.tornado"),
        column("label"),
        (
            Series(plan.t("levels.low"), column("down"), "low"),
            Series(plan.t("levels.stretch"), column("up"), "high"),
        ),
        plan.t("charts.tornado_alt", count=len(plan.keys)),
        height=max(5.5, 1.6 + 0.5 * len(plan.keys)),
        width=24.0,
    )
