"""Intervals: what came in each part of each day of the report's period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import gcd, lcm
from typing import Any

from xlcost.dataset.facts import ACTUAL, INTERVALS, empty
from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.schema import LOGGED_IN
from xlcost.engine import frame_of
from xlcost.inputs.columns.clocks import START
from xlcost.inputs.columns.periods import ISO, KEY
from xlcost.inputs.contacts.counts import CountTable
from xlcost.inputs.contacts.levels import direction_name, version_of_counts
from xlcost.locales.words import Words
from xlcost.system.late import pd
from xlcost.values.calendar import Calendar, Period
from xlcost.values.shown_numbers import format_decimal

HALF_HOUR = 1800
FINEST = 300  # starts on no grid of five minutes or more are those of single contacts
KEYS = ("channel", "direction", "team", "entity")
MEASURES = ("offered", "handled", "abandoned", "answered_in_threshold", "wait_seconds", LOGGED_IN)
HANDLE = ("talk_seconds", "hold_seconds", "after_call_seconds")
COMPARED = ("offered", "handled", "abandoned")
HALF = 0.5
OUTBOUND = "outbound"


def intervals(tables: Sequence[CountTable], chosen: Period) -> tuple[pd.DataFrame, int]:
    """Return what came in each interval of a period, and how long an interval is.

    The intervals are those of the files; single contacts are counted by the half hour, and files
    with intervals that differ, in length or in when they begin, by one that fits them all.
    """
    grids = [(table, _grid(table, chosen)) for table in tables]
    found = [(table, grid) for table, grid in grids if grid is not None]
    if not found:
        return empty(INTERVALS), 0
    kinds = {grid for _, grid in found}
    seconds = lcm(*(step if step >= FINEST else HALF_HOUR for step, _ in kinds))
    own = len(kinds) == 1 and min(kinds)[0] == seconds
    frames = [
        _summed(part, None if own else seconds)
        for table, _ in found
        for part in _parts(table, chosen)
    ]
    return _together(frames), seconds


def _together(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Return what came by interval, with the people logged in where a file says how long."""
    every = pd.concat([frame for frame in frames if len(frame)] or frames, ignore_index=True)
    columns = [*INTERVALS, *([LOGGED_IN] if LOGGED_IN in every else [])]
    every = every.reindex(columns=["version", *columns])
    every = every[every["version"] == ACTUAL]
    keys = ["date", "start_seconds", *KEYS]
    summed = every.groupby(keys, as_index=False, sort=True)[columns[len(keys) :]].sum()
    return summed[columns]


def _parts(table: CountTable, chosen: Period) -> list[Any]:
    """Return the rows of a table that lie in a period and know their day and time."""
    found = []
    for part in table.parts:
        if START not in part.columns:
            continue
        inside = part[KEY] // 100 == chosen.year if chosen.is_year else part[KEY] == chosen.key
        found.append(part.filter(inside & (part[START] >= 0) & (part[ISO] != "")))
    return found


def _grid(table: CountTable, chosen: Period) -> tuple[int, int] | None:
    """Return the smallest step between starts, and how long after midnight its grid begins.

    None where a table does not know the time of day.
    """
    starts: set[int] = set()
    for part in _parts(table, chosen):
        starts |= set(part.select(START).distinct().to_pyarrow()[START].to_pylist())
    if len(starts) < 2:  # noqa: PLR2004 - one time of day is a stamp of the whole day
        return None
    first = min(starts)
    step = gcd(*(start - first for start in starts))
    return step, first % step


def _summed(part: Any, seconds: int | None) -> pd.DataFrame:
    """Return the sums of a part by its intervals; `seconds` where they are not its own."""
    start = part[START] if seconds is None else part[START] // seconds * seconds
    sums = {name: part[name].cast("float64").sum() for name in MEASURES if name in part.columns}
    handled = [part[name].cast("float64").fill_null(0) for name in HANDLE if name in part.columns]
    if handled:
        sums["handle_seconds"] = sum(handled[1:], handled[0]).sum()
    keys = {"version": part["version"], "date": part[ISO], "start_seconds": start.cast("int64")}
    grouped = part.group_by(**keys, **{name: part[name] for name in KEYS}).agg(**sums)
    frame = frame_of(grouped)
    frame["version"] = frame["version"].map(version_of_counts)
    frame["direction"] = frame["direction"].map(direction_name)
    return frame


def disagreements(
    activity: pd.DataFrame,
    tables: Sequence[CountTable],
    by_interval: pd.DataFrame,
    calendar: Calendar,
    word: Words,
) -> list[Finding]:
    """Return a warning for each channel of which the activity and the intervals say other counts.

    Intervals of one month in a report of the year, or of one direction where a channel works in
    both, are held against their like.

    Args:
        activity: The activity of every period.
        tables: The tables of intervals, for the measures that they have.
        by_interval: The intervals of the period.
        calendar: In which fiscal period a day lies.
        word: The words of the report language.
    """
    days = map(date.fromisoformat, by_interval["date"].unique())
    inside = activity["period"].isin({calendar.key(day) for day in days})
    mine = activity[inside & (activity["version"] == ACTUAL)]
    if mine.empty or by_interval.empty:
        return []
    mine = mine[_alike(mine, by_interval)]
    known = [name for name in COMPARED if any(name in table.measures for table in tables)]
    monthly = mine.groupby(mine["channel"].str.casefold())[known].sum()
    summed = by_interval.groupby(by_interval["channel"].str.casefold())[known].sum()
    monthly = monthly.reindex(summed.index, fill_value=0.0)
    found = []
    for channel in summed.index:
        for name in known:
            both = (float(monthly.loc[channel, name]), float(summed.loc[channel, name]))
            if abs(both[0] - both[1]) < HALF:
                continue
            shown = [format_decimal(n, "#,##0", locale=word.language) for n in both]
            got = f"{channel}, {name}: {shown[0]} / {shown[1]}"
            expected = word.text("expected.interval_counts")
            where = Where(word.text("report.inputs.intervals"))
            found.append(
                Finding(
                    Severity.WARNING,
                    Code.COUNTS_DISAGREE,
                    where,
                    got,
                    expected,
                    rows=int((by_interval["channel"].str.casefold() == channel).sum()),
                )
            )
    return found


def _alike(activity: pd.DataFrame, by_interval: pd.DataFrame) -> pd.Series:
    """Tell which rows of activity are of a direction that the intervals of their channel have."""
    there: dict[str, set[bool]] = {}
    for channel, direction in zip(*(by_interval[key] for key in KEYS[:2]), strict=True):
        both = {True, False}  # where the intervals do not say, they may be of either
        ways = both if direction == "" else {direction == OUTBOUND}
        there.setdefault(str(channel).casefold(), set()).update(ways)
    pairs = zip(*(activity[key] for key in KEYS[:2]), strict=True)
    alike = [
        (direction == OUTBOUND) in there.get(str(channel).casefold(), set())
        for channel, direction in pairs
    ]
    return pd.Series(alike, index=activity.index, dtype=bool)
