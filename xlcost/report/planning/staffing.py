"""The sheet Staffing: what a typical week requires, shifts that give it, and their cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from xlcost.catalogue.families import find
from xlcost.dataset.pack_format import ACTUAL_NO
from xlcost.report.model import cells
from xlcost.report.model.chart_of_lines import OUTBOUND, text
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context, equal
from xlcost.report.model.contract import Built, SheetContract
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
from xlcost.report.model.labels import range_label
from xlcost.report.model.spec import (
    Block,
    Cell,
    Chart,
    Column,
    Format,
    Grid,
    Role,
    Row,
    Series,
    Sheet,
    Text,
)
from xlcost.report.model.sums import direction_where
from xlcost.report.planning import staffing_logged, staffing_targets
from xlcost.report.planning.staffing_logged import LOGGED
from xlcost.report.planning.staffing_needs import clock, day_name, needs, of
from xlcost.report.planning.staffing_plan import LONGEST, Interval, TypicalWeek, typical_week
from xlcost.report.planning.staffing_targets import rate, target, targets
from xlcost.values.shown_numbers import format_decimal

DAY = "staffing_day"
WEEK = "staffing_week"
COST = "staffing_cost"
WAYS = ("flat", "full_time", "mixed")  # to staff, the dearest first
AGENTS = ("required", *WAYS)
TOTAL = "total"
# What a way is held against: all day at the peak is a measure of the demand, which no shifts of
# these lengths need give; full-time shifts are a schedule that can be worked.
_AGAINST: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "saving": ("flat", ("full_time", "mixed"), "key_staffing_saving_against_flat"),
    "part_time": ("full_time", ("mixed",), "key_staffing_saving_by_part_time"),
}


def lacking(ctx: Context) -> list[str]:
    """Return that there are no intervals that carry it, where there are none."""
    return [ctx.missing(_why_not(ctx))] if typical_week(ctx) is None else []


def build(ctx: Context) -> Built:
    """Build the sheet."""
    plan = typical_week(ctx)
    if plan is None:
        raise AssertionError(SHEET.key)
    limits = ("limits",) if _model(ctx) == "C" else ()
    blocks: list[Block] = [
        *(Text(ctx.t(f"staffing.{note}", **_words(ctx, plan))) for note in ("week", "agents")),
        staffing_logged.note(ctx, plan),
        *filter(None, (staffing_logged.grid(ctx, plan, WEEK),)),
        _cost(ctx, plan),
        *(Text(ctx.t(f"staffing.{note}")) for note in ("shifts", "inputs", *limits, "breaks")),
        targets(ctx, plan),
        _chart(ctx, plan),
        _day(ctx, plan),
        _week(ctx, plan),
        needs(ctx, plan),
    ]
    title = ctx.t("sheets.staffing")
    return Built(
        Sheet("staffing", title, tuple(blocks), heading=title, protected=True),
        checks=tuple(_checks(ctx, plan)),
        omissions=(*_strange(ctx, plan), *staffing_targets.omissions(ctx)),
    )


SHEET = SheetContract("staffing", build, lacking)


def _strange(ctx: Context, plan: TypicalWeek) -> list[str]:
    """Return the channels of the settings that the intervals do not have."""
    known = {name.casefold() for name in plan.channels}
    strange = [one for one in ctx.settings.staffing.channels if one.casefold() not in known]
    return [ctx.missing("staffing_channels", channels=", ".join(strange))] if strange else []


def _why_not(ctx: Context) -> str:
    facts = ctx.data.facts
    if not len(facts.intervals):
        return "intervals"
    if not 0 < facts.interval_seconds <= LONGEST:
        return "long_intervals"
    return "staffing"


def _words(ctx: Context, plan: TypicalWeek) -> dict[str, str]:
    """Return what the notes speak of."""
    outside = format_decimal(round(plan.outside), locale=ctx.word.language)
    return {
        "period": _period(ctx, plan),
        "channels": ", ".join(plan.channels),
        "outside": ctx.t("staffing.outside", contacts=outside) if plan.outside >= 1 else "",
        "function": f"ERLANG_{_model(ctx)}_AGENTS",
        "model": f"Erlang {_model(ctx)}",
    }


def _covered(ctx: Context, plan: TypicalWeek) -> list[int]:
    """Return the periods with intervals of the queue: a whole year may have those of a month."""
    frame = ctx.data.facts.intervals
    days = frame.loc[frame["channel"].map(text).isin(plan.channels), "date"].unique()
    return sorted({ctx.data.calendar.key(date.fromisoformat(str(day))) for day in days})


def _period(ctx: Context, plan: TypicalWeek) -> str:
    """Return the label of the periods that the intervals cover."""
    known = _covered(ctx, plan)
    if len(known) == ctx.period.periods_in_year:
        known = [ctx.period.key]
    return range_label(ctx.data.calendar, known[0], known[-1], ctx.word.language)


def _model(ctx: Context) -> str:
    return "C" if ctx.settings.staffing.patience_seconds is None else "A"


# The busiest weekday


def _day(ctx: Context, plan: TypicalWeek) -> Grid:
    day = plan.busiest
    rows = [_interval(ctx, plan, one) for one in plan.day(day)]
    inside = tuple(row.key for row in rows)
    by_column = cells.texts(label=ctx.t("staffing.day_total"))
    by_column["contacts"] = Cell(Total(tuple(Ref(DAY, key, "contacts") for key in inside)), "count")
    for name in (*AGENTS, *staffing_logged.hours(plan)):
        agents = Total(tuple(Ref(DAY, key, name) for key in inside))
        by_column[name] = Cell(Times(agents, target("interval_hours")), "hours")
    columns = [
        Column("label", ctx.t("staffing.time")),
        Column("contacts", ctx.t("staffing.contacts"), ctx.t("staffing.demand")),
        Column("aht", ctx.label("average_handle_time"), ctx.t("staffing.demand")),
        Column("traffic", ctx.label("traffic_intensity"), ctx.t("staffing.demand")),
        Column("required", ctx.t("staffing.required"), ctx.t("staffing.need")),
        Column("occupancy", ctx.label("occupancy"), ctx.t("staffing.need")),
        Column("expected", ctx.t("staffing.expected"), ctx.t("staffing.need")),
    ]
    if plan.measured:
        title = ctx.t("staffing.measured", method=ctx.t(f"methods.{_method(ctx)}"))
        columns.append(Column("measured", title, ctx.t("staffing.need")))
    columns += staffing_logged.columns(ctx, plan)
    columns += [Column(way, ctx.t(f"staffing.{way}"), ctx.t("staffing.present")) for way in WAYS]
    title = ctx.t("staffing.day", day=day_name(ctx, day))
    return Grid(DAY, tuple(columns), (*rows, Row(TOTAL, by_column, "total")), title=title)


def _interval(ctx: Context, plan: TypicalWeek, one: Interval) -> Row:
    key, day, start = f"at{one.start}", one.weekday, one.start
    here: dict[str, Expression] = {
        name: Ref(DAY, key, name) for name in ("contacts", "aht", "traffic", "required")
    }
    traffic: dict[str, Expression] = {
        "contacts": here["contacts"],
        "aht": here["aht"],
        "interval_seconds": Literal(plan.seconds),
    }
    busy: dict[str, Expression] = {
        "handle_hours": here["traffic"],
        "logged_in_hours": here["required"],
    }
    by_column = {
        "label": cells.words(clock(start)),
        "contacts": Cell(of("contacts", day, start), "fte"),
        "aht": Cell(of("aht", day, start), "seconds"),
        "traffic": Cell(Call("traffic_intensity", traffic), "fte"),
        "required": Cell(_erlang(ctx, plan, "agents", here), "count"),
        "occupancy": Cell(Call("occupancy", busy), "share"),
        "expected": Cell(_erlang(ctx, plan, "service_level", here), "share"),
        **{way: Cell(of(way, day, start), "count") for way in WAYS},
        **staffing_logged.of_interval(plan, key, DAY, day, start),
    }
    if plan.measured:
        given: dict[str, Expression] = {
            "answered_in_threshold": of("in_threshold", day, start),
            "handled": of("handled", day, start),
        }
        if _method(ctx) == "answered_of_offered":
            given["abandoned"] = of("abandoned", day, start)
        by_column["measured"] = Cell(Call("service_level", given, method=_method(ctx)), "share")
    return Row(key, by_column)


def _erlang(ctx: Context, plan: TypicalWeek, what: str, here: Mapping[str, Expression]) -> Call:
    """Return a function of Erlang of an interval; it has no native form, and stands as a value."""
    metric = f"erlang_{_model(ctx).lower()}_{what}"
    known = {**here, "agents": here["required"], "interval_seconds": Literal(plan.seconds)}
    given = {
        argument.name: known.get(argument.name) or target(argument.name)
        for argument in find(metric).arguments
        if argument.name != "shrinkage"
    }
    return Call(metric, given)


def _method(ctx: Context) -> str:
    """Return the method of the measured service level; intervals know no early abandons."""
    wanted = ctx.settings.methods.service_level
    return wanted if wanted == "answered_of_answered" else "answered_of_offered"


def _chart(ctx: Context, plan: TypicalWeek) -> Chart:
    day = plan.day(plan.busiest)
    keys = [f"at{one.start}" for one in day]
    opened = [one for one in day if one.contacts > 0]  # nobody is needed while it is closed
    most, least = (pick(opened, key=lambda one: one.required) for pick in (max, min))
    idle = sum(one.mixed - one.required for one in day) * plan.seconds / 3600
    title = ctx.t(
        "staffing.chart",
        day=day_name(ctx, plan.busiest),
        most=most.required,
        at=clock(most.start),
        least=least.required,
        then=clock(least.start),
        hours=format_decimal(round(idle), locale=ctx.word.language),
    )

    def series(column: str, role: Role) -> Series:
        values = tuple(Ref(DAY, key, column) for key in keys)
        return Series(ctx.t(f"staffing.{column}"), values, role)

    return Chart(
        "columns",
        title,
        tuple(Ref(DAY, key, "label") for key in keys),
        (series("required", "AC"), series("mixed", "BU")),
        ctx.t("staffing.chart_alt", title=title, count=len(keys)),
        format="count",
        height=5.2,
        width=24.0,
    )


# The week and what it costs


def _week(ctx: Context, plan: TypicalWeek) -> Grid:
    rows, named = [], (*AGENTS, *staffing_logged.hours(plan))
    for day in plan.days:
        by_column = cells.texts(label=day_name(ctx, day))
        by_column["days"] = Cell(Literal(plan.days[day]), "count")
        by_column["contacts"] = Cell(of("contacts", day), "count")
        for name in named:
            by_column[name] = Cell(Times(of(name, day), target("interval_hours")), "hours")
        rows.append(Row(f"day{day}", by_column))
    keys = [row.key for row in rows]
    week = cells.texts(label=ctx.t("staffing.one_week"))
    period = cells.texts(label=ctx.t("staffing.whole_period"))
    for name in ("contacts", *named):
        shown: Format = "count" if name == "contacts" else "hours"
        week[name] = Cell(Total(tuple(Ref(WEEK, key, name) for key in keys)), shown)
        parts = ((1, Times(Ref(WEEK, key, "days"), Ref(WEEK, key, name))) for key in keys)
        period[name] = Cell(Plus(tuple(parts)), shown)
    period["days"] = Cell(Total(tuple(Ref(WEEK, key, "days") for key in keys)), "count")
    columns = (
        Column("label", ctx.t("staffing.weekday")),
        Column("days", ctx.t("staffing.days")),
        Column("contacts", ctx.t("staffing.contacts_a_day")),
        *(Column(name, ctx.t(f"staffing.{name}"), ctx.t("staffing.desk_hours")) for name in AGENTS),
        *staffing_logged.columns(ctx, plan)[:-1],
    )
    totals = (Row("week", week, "subtotal"), Row("period", period, "total"))
    return Grid(WEEK, columns, (*rows, *totals), title=ctx.t("staffing.weeks"))


def _cost(ctx: Context, plan: TypicalWeek) -> Grid:
    """Return hours and cost of the period by way of staffing, against the requirement."""
    priced, based = rate(ctx) is not None, staffing_logged.known(ctx, plan)
    rows = []
    for way in (*((LOGGED,) if based else ()), *WAYS, "required"):
        hours = Ref(COST, way, "hours")
        by_column = cells.texts(label=ctx.t(f"staffing.ways.{way}"))
        there = staffing_logged.in_period(plan) if way == LOGGED else Ref(WEEK, "period", way)
        by_column["hours"] = Cell(there, "hours")
        paid: dict[str, Expression] = {"base_staff": hours, "shrinkage": target("shrinkage")}
        by_column["paid"] = Cell(Call("scheduled_staff", paid), "hours")
        above = Plus(((1, hours), (-1, Ref(COST, "required", "hours"))))
        if way != "required":
            by_column["above"] = Cell(above, "hours")
        if priced:
            by_column["cost"] = Cell(Times(hours, target("desk_rate")), "money")
            if way != "required":
                by_column["idle"] = Cell(
                    Times(Ref(COST, way, "above"), target("desk_rate")), "money"
                )
            by_column |= _savings(way)
            if based and way in WAYS:
                less = Plus(((1, Ref(COST, way, "cost")), (-1, Ref(COST, LOGGED, "cost"))))
                by_column["against"] = Cell(less, "money", "variance", "lower")
        if way in ("full_time", "mixed"):
            flat = Ref(COST, "flat", "hours")
            by_column["why"] = staffing_logged.why(ctx, plan, hours, flat)
        rows.append(Row(way, by_column, "total" if way == "required" else "line"))
    against = ("against",) if based else ()
    names = ("hours", "above", "paid", *(("cost", "idle", *against, *_AGAINST) if priced else ()))
    columns = (
        Column("label", ctx.t("staffing.way"), width=44),
        *(Column(name, ctx.t(f"staffing.costs.{name}")) for name in names),
        Column("why", ctx.t("staffing.costs.why"), width=30, wrap=True),
    )
    title = ctx.t("staffing.cost", period=_period(ctx, plan))
    return Grid(COST, columns, tuple(rows), title=title)


def _savings(way: str) -> dict[str, Cell]:
    """Return what a way of staffing saves against each dearer one that it is compared with."""
    by_column = {}
    for column, (other, ways, name) in _AGAINST.items():
        if way in ways:
            less = Plus(((1, Ref(COST, other, "cost")), (-1, Ref(COST, way, "cost"))))
            by_column[column] = Cell(less, "money", name=name if way == "mixed" else "")
    return by_column


def _checks(ctx: Context, plan: TypicalWeek) -> Iterator[Check]:
    """Yield the controls: no contact is lost, none comes twice, no interval is short of people."""
    staffed, outside = Ref(WEEK, "period", "contacts"), Literal(plan.outside)
    whole = Literal(plan.contacts)
    label = ctx.t("checks.staffing_contacts")
    yield from staffing_logged.checks(ctx, plan)
    yield Check("staffing_contacts", label, Plus(((1, staffed), (1, outside))), whole, 0.5, "count")
    inbound = [
        direction
        for direction in ctx.directions
        if direction.channel_no in _numbers(ctx, plan) and direction.direction_no != OUTBOUND
    ]
    if inbound and ctx.periods_with("activity", ACTUAL_NO, ctx.main):
        parts = tuple(
            (1, Lookup("activity", "offered", (*direction_where(direction), *when)))
            for direction in inbound
            for when in _when(ctx, plan)
        )
        label = ctx.t("checks.staffing_activity")
        yield Check("staffing_activity", label, whole, Plus(parts), 0.5, "count")
    keys = [f"at{one.start}" for one in plan.day(plan.busiest)]
    for way in WAYS:
        given: dict[str, Expression] = {
            "required_agents": CellRange(tuple(Ref(DAY, key, way) for key in keys)),
            "scheduled_agents": CellRange(tuple(Ref(DAY, key, "required") for key in keys)),
            "interval_seconds": Literal(plan.seconds),
            "loaded_rate": Literal(1),
        }
        label = ctx.t("checks.staffing_short", way=ctx.t(f"staffing.ways.{way}"))
        short = Call("flexible_staffing_savings", given)
        yield Check(f"staffing_{way}", label, short, Literal(0), 0.0, "hours")


def _when(ctx: Context, plan: TypicalWeek) -> Iterator[tuple[Criterion, ...]]:
    """Yield what chooses the activity of the periods that have intervals too."""
    actual = equal("version_no", ACTUAL_NO)
    known = _covered(ctx, plan)
    if not ctx.period.is_year or set(ctx.periods_with("activity", ACTUAL_NO, ctx.main)) <= {*known}:
        yield (actual, *ctx.spans[ctx.main].where)
        return
    for key in known:
        yield (actual, equal("period", key))


def _numbers(ctx: Context, plan: TypicalWeek) -> set[int]:
    return {ctx.channels[name] for name in plan.channels if name in ctx.channels}
