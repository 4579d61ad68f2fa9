"""What a typical week needs: contacts and handle time by weekday and interval, agents, shifts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pandas as pd

from xlcost.catalogue.metrics import staffing as queue
from xlcost.dataset.report_settings import Staffing
from xlcost.dataset.schema import LOGGED_IN
from xlcost.errors import MetricError
from xlcost.planning import shifts
from xlcost.report.model.chart_of_lines import OUTBOUND, direction_number, text
from xlcost.report.model.context import Context
from xlcost.report.model.once import once
from xlcost.report.model.spec import DataTable, Format

LONGEST = 3600  # seconds: in longer intervals the peaks that staff is for cannot be seen
TABLE = "staffing"
_COLUMNS: Mapping[str, Format] = {
    "contacts": "factor",
    "aht": "factor",
    "required": "count",
    "expected": "factor",
    "flat": "count",
    "full_time": "count",
    "mixed": "count",
    "handled": "count",
    "abandoned": "count",
    "in_threshold": "count",
}
# Of the people logged in, where the intervals say how long they were.
_LOGGED: Mapping[str, Format] = {
    "logged_in": "factor",
    "over": "factor",
    "under": "factor",
    "answered": "factor",
}
STRAY = 0.05  # a day with less of its weekday's usual contacts was closed: those came by chance
_MEASURES = ["offered", "handled", "abandoned", "in_threshold", "handle_seconds", LOGGED_IN]


@dataclass(frozen=True)
class Interval:
    """One interval of one weekday, on a mean day.

    Attributes:
        weekday: 1 is Monday.
        start: Seconds since midnight.
        contacts: Contacts that come.
        aht: Average handle time in seconds.
        required: Agents required at their desks.
        expected: Service level expected with so many.
        full_time: Agents there in full-time shifts.
        mixed: Agents there in full-time and part-time shifts.
        flat: Agents there where the day's peak is staffed whenever contacts come.
        handled: Contacts handled in the period.
        abandoned: Contacts abandoned in the period.
        in_threshold: Contacts answered in time in the period.
        logged_in: Agents logged in, on a mean day.
        over: Agents logged in above the requirement, day by day, on a mean day.
        under: Agents missing to it, day by day, on a mean day.
        served: Service level expected with the agents logged in, day by day; its mean.
    """

    weekday: int
    start: int
    contacts: float
    aht: float
    required: int
    expected: float
    full_time: int
    mixed: int
    flat: int
    handled: float
    abandoned: float
    in_threshold: float
    logged_in: float = 0.0
    over: float = 0.0
    under: float = 0.0
    served: float = 0.0

    @property
    def answered(self) -> float:
        """Contacts expected to be answered in time by the agents logged in."""
        return self.contacts * self.served


@dataclass(frozen=True)
class TypicalWeek:
    """The typical week of one queue.

    Attributes:
        intervals: In order of weekday and time.
        days: How many days of the period each weekday stands for.
        channels: The channels of the queue.
        seconds: Length of an interval.
        contacts: Contacts of the queue in the period.
        outside: Of these, contacts outside the opening hours and days found.
        measured: Whether the files count contacts answered in time.
        logged: Hours that agents were logged in in the period; None where the files do not say.
    """

    intervals: tuple[Interval, ...]
    days: dict[int, int]
    channels: tuple[str, ...]
    seconds: int
    contacts: float
    outside: float
    measured: bool
    logged: float | None = None

    def day(self, weekday: int) -> list[Interval]:
        """Return the intervals of one weekday."""
        return [one for one in self.intervals if one.weekday == weekday]

    @property
    def busiest(self) -> int:
        """The weekday that requires most agents, added up over its intervals."""
        return max(self.days, key=lambda day: sum(one.required for one in self.day(day)))


def channels_of(frame: pd.DataFrame, wanted: list[str]) -> tuple[str, ...]:
    """Return the channels of the queue: those that are set, else the busiest with intervals."""
    inbound = frame[frame["direction"].map(text).map(direction_number) != OUTBOUND]
    sums = inbound.assign(channel=inbound["channel"].map(text)).groupby("channel")["offered"].sum()
    if wanted:
        known = {name.casefold(): name for name in map(str, sums.index)}
        return tuple(known[name.casefold()] for name in wanted if name.casefold() in known)
    return (str(sums.idxmax()),) if len(sums) and sums.max() > 0 else ()


@once
def typical_week(ctx: Context) -> TypicalWeek | None:
    """Return the typical week of the queue that the sheet Staffing is about; None without one."""
    facts = ctx.data.facts
    try:
        return plan(facts.intervals, facts.interval_seconds, ctx.settings.staffing)
    except MetricError:  # a target of 100 %, or a queue that no team of a million answers
        return None


def plan(frame: pd.DataFrame, seconds: int, settings: Staffing) -> TypicalWeek | None:
    """Return the typical week of a queue; None where the intervals do not carry one.

    Args:
        frame: What came in each interval of each day, as the facts have it.
        seconds: Length of an interval.
        settings: Targets and lengths of shifts.

    Raises:
        MetricError: No number of agents meets the targets.
    """
    channels = channels_of(frame, settings.channels) if len(frame) else ()
    if not channels or not 0 < seconds <= LONGEST:
        return None
    every = _queue(frame, channels)
    ahts = _handle_times(every)
    rows = _open_days(every)
    known = rows[rows["offered"] > 0]
    if not len(known) or not ahts:
        return None
    days = _days(known, "weekday")
    intervals: list[Interval] = []
    for weekday, count in days.items():
        times = _opening(known[known["weekday"] == weekday], count, seconds)
        sums = rows[rows["weekday"] == weekday].groupby("start_seconds")[_MEASURES].sum()
        loads = [_Load(weekday, start, count, sums, ahts) for start in times]
        intervals += _day(loads, seconds, settings)
    if not intervals:
        return None
    opened = {one.weekday: days[one.weekday] for one in intervals}
    total = float(every["offered"].sum())
    inside = math.fsum(one.contacts * opened[one.weekday] for one in intervals)
    measured = bool(rows["in_threshold"].sum() > 0)
    hours = float(every[LOGGED_IN].sum()) / 3600
    if hours:
        intervals = [*_with_logged(intervals, rows, opened, seconds, settings)]
    return TypicalWeek(
        tuple(intervals),
        opened,
        channels,
        seconds,
        total,
        round(total - inside, 6),
        measured,
        hours or None,
    )


def _with_logged(
    intervals: list[Interval],
    rows: pd.DataFrame,
    days: dict[int, int],
    seconds: int,
    settings: Staffing,
) -> Iterator[Interval]:
    """Yield intervals with the people logged in, day by day: a mean would hide what is missing."""
    by_day = rows.groupby(["weekday", "start_seconds", "date"], as_index=False)[LOGGED_IN].sum()
    found: dict[tuple[int, int], list[float]] = {}
    columns = (by_day[name].tolist() for name in ("weekday", "start_seconds", LOGGED_IN))
    for weekday, start, there_for in zip(*columns, strict=True):
        found.setdefault((weekday, start), []).append(there_for / seconds)
    for one in intervals:
        there = found.get((one.weekday, one.start), [])
        there = [*there, *[0.0] * (days[one.weekday] - len(there))]
        served = [_served(one, agents_there, seconds, settings) for agents_there in there]
        yield replace(
            one,
            logged_in=math.fsum(there) / len(there),
            over=math.fsum(max(0.0, n - one.required) for n in there) / len(there),
            under=math.fsum(max(0.0, one.required - n) for n in there) / len(there),
            served=math.fsum(served) / len(served),
        )


def _served(one: Interval, there: float, seconds: int, settings: Staffing) -> float:
    """Return the service level to expect with a mean number of agents, between two whole ones."""
    low = math.floor(there)

    def level(staff: int) -> float:
        if not staff:
            return float(not one.contacts)
        return expected(one.contacts, one.aht, staff, seconds, settings)

    return level(low) + (there - low) * (level(low + 1) - level(low))


def _queue(frame: pd.DataFrame, channels: tuple[str, ...]) -> pd.DataFrame:
    """Return the rows of the queue with their weekday; outbound contacts wait for nobody."""
    named = frame["channel"].map(text).isin(channels)
    inbound = frame["direction"].map(text).map(direction_number) != OUTBOUND
    rows = frame[named & inbound].rename(columns={"answered_in_threshold": "in_threshold"})
    numbers = rows.reindex(columns=_MEASURES).astype("float64").fillna(0.0)
    return numbers.assign(
        date=rows["date"],
        start_seconds=rows["start_seconds"].astype("int64"),
        weekday=pd.to_datetime(rows["date"]).dt.day_of_week + 1,
    )


def _handle_times(rows: pd.DataFrame) -> dict[int, float]:
    """Return the handle time by time of day, over all days; by weekday it would be noise.

    Contacts whose time is not known make nobody's shorter; a time of day that knows none has that
    of all.
    """
    timed = rows[(rows["handle_seconds"] > 0) & (rows["handled"] > 0)]
    if timed.empty:
        return {}
    mean = float(timed["handle_seconds"].sum() / timed["handled"].sum())
    sums = timed.groupby("start_seconds")[["handle_seconds", "handled"]].sum()
    ratios = sums["handle_seconds"] / sums["handled"]
    known = dict(zip(map(int, ratios.index), map(float, ratios), strict=True))
    return {start: known.get(start, mean) for start in map(int, rows["start_seconds"].unique())}


def _open_days(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of days that were open: a stray call on a holiday opens no day."""
    by_day = rows.groupby(["weekday", "date"])["offered"].sum()
    by_day = by_day[by_day > 0]
    usual = by_day.groupby(level="weekday").transform("median")
    opened = by_day[by_day >= STRAY * usual].index.get_level_values("date")
    return rows[rows["date"].isin(opened)]


def _days(rows: pd.DataFrame, by: str) -> dict[int, int]:
    """Return on how many days there are rows, by weekday or by time."""
    days = rows.groupby(by)["date"].nunique()
    return dict(zip(map(int, days.index), map(int, days), strict=True))


def _opening(rows: pd.DataFrame, days: int, seconds: int) -> list[int]:
    """Return the intervals of a weekday's opening hours: from the first usual one to the last.

    Usual is an interval with contacts on half of the days or more; a stray call at night does not
    keep a shift there.
    """
    seen = _days(rows, "start_seconds")
    usual = [start for start, count in seen.items() if 2 * count >= days]
    return list(range(min(usual), max(usual) + 1, seconds)) if usual else []


class _Load:
    """What comes in one interval of a weekday."""

    def __init__(
        self, weekday: int, start: int, days: int, sums: pd.DataFrame, ahts: dict[int, float]
    ) -> None:
        self.weekday = weekday
        self.start = start
        known = start in sums.index
        self.sums = {name: float(sums[name][start]) if known else 0.0 for name in _MEASURES}
        self.contacts = self.sums["offered"] / days
        self.aht = ahts.get(start, 0.0)


def _day(loads: list[_Load], seconds: int, settings: Staffing) -> Iterator[Interval]:
    """Yield a weekday's intervals with what they require and what shifts give them."""
    required = [agents(load.contacts, load.aht, seconds, settings) for load in loads]
    full, part = (
        _intervals(hours, seconds) for hours in (settings.shift_hours, settings.part_time_hours)
    )
    full_time = shifts.present(shifts.cover(required, (full,)), len(required))
    mixed = shifts.present(shifts.cover(required, (full, part)), len(required))
    for place, load in enumerate(loads):
        yield Interval(
            load.weekday,
            load.start,
            load.contacts,
            load.aht,
            required[place],
            expected(load.contacts, load.aht, required[place], seconds, settings),
            full_time[place],
            mixed[place],
            max(required) if load.contacts > 0 else 0,
            load.sums["handled"],
            load.sums["abandoned"],
            load.sums["in_threshold"],
        )


def _intervals(hours: Decimal, seconds: int) -> int:
    """Return how many intervals a shift lasts; a broken one counts as whole."""
    return math.ceil(hours * 3600 / seconds)


def agents(contacts: float, aht: float, seconds: int, settings: Staffing) -> int:
    """Return the agents required at their desks: Erlang A where patience is set, else Erlang C."""
    target, threshold = float(settings.target_service_level), float(settings.threshold_seconds)
    limit = float(settings.max_occupancy)
    if settings.patience_seconds is None:
        return int(queue.erlang_c_agents(contacts, aht, seconds, target, threshold, limit))
    patience = float(settings.patience_seconds)
    return int(queue.erlang_a_agents(contacts, aht, seconds, target, threshold, patience, limit))


def expected(contacts: float, aht: float, staff: int, seconds: int, settings: Staffing) -> float:
    """Return the service level to expect with so many agents; 1 where nobody comes."""
    traffic, threshold = contacts * aht / seconds, float(settings.threshold_seconds)
    if traffic == 0:
        return 1.0
    if settings.patience_seconds is None:
        return queue.erlang_c_service_level(traffic, staff, aht, threshold)
    patience = float(settings.patience_seconds)
    return queue.erlang_a_service_level(traffic, staff, aht, threshold, patience)


def table(week: TypicalWeek, title: str) -> DataTable:
    """Return the plan as a table of the Data sheet, a row an interval of a weekday."""
    shown = {**_COLUMNS, **(_LOGGED if week.logged else {})}
    rows = tuple(
        (
            one.weekday,
            one.start,
            week.days[one.weekday],
            *(getattr(one, name) for name in shown),
        )
        for one in week.intervals
    )
    columns = ("weekday_no", "start_seconds", "days", *shown)
    return DataTable(TABLE, columns, rows, ("period", "period", "count", *shown.values()), title)
