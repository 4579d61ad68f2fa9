"""Moments: days and clock times that an offset, a time zone or the end of a day moves.

A timestamp that says where it was taken (Z, UTC, +02:00, seconds since 1970) is brought into the
time zone of the settings before it counts in a day, an interval and a month; 24:00 is 00:00 of the
next day.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.engine import Engine
from xlcost.inputs.columns.binding import Bound
from xlcost.inputs.columns.cleaning import DAY, WHEN
from xlcost.inputs.columns.clocks import DAY_SECONDS, HOUR, MINUTE, START, start_of
from xlcost.inputs.columns.rows import CLOCK, SOLVED, SOLVED_STAMP, STAMP, Rows
from xlcost.locales.words import Words
from xlcost.system.late import ibis, pa
from xlcost.values import dates
from xlcost.values.calendar import Calendar
from xlcost.values.marks import DURATION, NUMBER

if TYPE_CHECKING:
    import ibis.expr.types as ir

EPOCH = rf"^(?:{NUMBER})?([0-9]{{10}}|[0-9]{{13}})(?:\.[0-9]+)?$"
COMPACT = r"^[0-9]{8}([0-9]{2})([0-9]{2})([0-9]{2})?$"
ZONED = rf"[0-9](?:[.,][0-9]+)?(?: ?[AaPp]\.?[Mm]\.?)? ?\(?({dates.ZONE})\)?$"
OFFSET = r"([-+\x{2212}])([0-9]{1,2}):?([0-9]{2})?$"
END_OF_DAY = rf"(?:^|[^0-9:])24:00(?::00)?(?:$|[^0-9:])|^{DURATION}86400"
IN_HEADING = re.compile(r"\b(?:UTC|GMT|Zulu)\b", re.IGNORECASE)
OWN = "_own"  # columns of the first day, while the second is read in their place
BESIDE = (f"{OWN}{WHEN}", SOLVED)
MILLISECONDS, LONG = 1000, 13  # digits of an epoch in milliseconds
# Hours from UTC of the abbreviations that logs and mails use.
ABBREVIATIONS = {
    "WET": 0,
    "WEST": 1,
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "MET": 1,
    "MEST": 2,
    "EET": 2,
    "EEST": 3,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
}


def localised(
    rows: Rows, engine: Engine, calendar: Calendar, zone: str | None, word: Words
) -> tuple[Rows, list[Finding]]:
    """Return rows whose days and clock times are those of a place, and what is to be said of it.

    Args:
        rows: The rows of activity, intervals or workforce.
        engine: Where they are.
        calendar: The fiscal calendar.
        zone: The time zone of the settings, such as "Europe/Oslo".
        word: The words of the report language.
    """
    binding = rows.binding
    rows = _solved_there(rows, engine, calendar, zone)
    stamp = next((binding.columns[n] for n in ("timestamp", "date") if n in binding.columns), None)
    if stamp is None or not rows.raw.table[stamp.column].type().is_string():
        return rows, []
    clock = binding.columns.get("time", stamp)
    told, utc = _what_it_says(rows, stamp, clock)
    ends = rows.raw.seen.any(clock.column, END_OF_DAY)
    compact = rows.raw.seen.any(stamp.column, COMPACT)
    if not (told or utc or ends or compact):
        return rows, []
    where_day = DAY if binding.when not in (None, stamp) else WHEN
    moved = _moved(rows, engine, calendar, zone, where_day, utc=utc)
    findings = [] if not (told or utc) else [_note(rows, stamp, told or "UTC", zone, word)]
    return replace(rows, held=engine.kept(moved), faultless=False), findings


def _solved_there(rows: Rows, engine: Engine, calendar: Calendar, zone: str | None) -> Rows:
    """Return rows whose tickets were solved on the day that it was there, read as the first day."""
    table, bound = rows.table, rows.binding.columns.get("solved")
    if bound is None or SOLVED_STAMP not in table.columns:
        return rows
    told, utc = _what_it_says(rows, bound, bound)
    if not (told or utc):
        return rows
    names = table.columns
    stamp = table[SOLVED_STAMP]
    solved = table.mutate(
        **{f"{OWN}{name}": table[name] for name in (WHEN, STAMP, CLOCK, START) if name in names},
        **{WHEN: table[SOLVED], STAMP: stamp, CLOCK: stamp, START: start_of(stamp)},
    )
    held = replace(rows, held=engine.kept(solved), faultless=False)
    moved = _moved(held, engine, calendar, zone, WHEN, utc=utc)
    own = {name: moved[f"{OWN}{name}"] for name in names if f"{OWN}{name}" in moved.columns}
    kept = moved.mutate(**{**own, SOLVED: moved[WHEN]}).select(*names)
    return replace(rows, held=engine.kept(kept), faultless=False)


def _what_it_says(rows: Rows, stamp: Bound, clock: Bound) -> tuple[str, bool]:
    """Return the mark of a time zone that stands in the cells, and whether the heading says UTC."""
    headings = (bound.heading for bound in (stamp, clock))
    utc = rows.binding.said.utc or any(IN_HEADING.search(heading) for heading in headings)
    seen = rows.raw.seen
    if seen.any(stamp.column, EPOCH):
        return "1970", utc
    for bound in dict.fromkeys((stamp, clock)):
        if seen.any(bound.column, rf":[0-9.,: APMapm]*{ZONED}"):
            texts = seen.counted(bound.column)[0].to_pylist()
            found = (re.search(ZONED, text.strip()) for text in texts if text and ":" in text)
            mark = next((one[1].strip() for one in found if one), "")
            if mark:
                return mark, utc
    return "", utc


def _moved(
    rows: Rows,
    engine: Engine,
    calendar: Calendar,
    zone: str | None,
    place: str,
    *,
    utc: bool,
) -> ir.Table:
    """Return the rows with their days and starts of day where the clock of a place puts them."""
    day = place
    table = rows.table
    table = table.left_join(engine.table(_numbers_of(rows, calendar, day)), day)
    start = table[START] if START in table.columns else ibis.null().cast("int64")
    compact = _compact(table[STAMP])
    end = table[CLOCK].re_search(END_OF_DAY)
    start = ibis.cases((compact.notnull(), compact), (end, ibis.literal(DAY_SECONDS)), else_=start)
    there = table["_day"].cast("int64") * DAY_SECONDS + start.fill_null(0)
    offset = _offset(table[STAMP], table[CLOCK], utc=utc)
    since = _epoch(table[STAMP])
    moment = ibis.cases((since.notnull(), since), else_=there - offset)
    zoned = since.notnull() | offset.notnull()
    if zone:
        local = moment + _zone_seconds(moment, zone, table)
    else:
        local = ibis.cases((since.notnull(), since), else_=there)
    # Without a clock time there is no moment that a zone could move.
    local = ibis.cases((zoned & (since.notnull() | start.notnull()), local), else_=there)
    table = engine.store(table.mutate(_local=local, _timed=since.notnull() | start.notnull()))
    number = (table["_local"].cast("float64") / DAY_SECONDS).floor().cast("int64")
    table = table.mutate(_number=number)
    found = table.select("_number").distinct().to_pyarrow()["_number"].to_pylist()
    table = table.left_join(engine.table(_days_of(found)), "_number")
    changed: dict[str, Any] = {day: ibis.coalesce(table["_named"], table[day])}
    if START in table.columns:
        seconds = table["_local"] - table["_number"] * DAY_SECONDS
        changed[START] = ibis.cases((table["_timed"] & table["_local"].notnull(), seconds))
    names = rows.table.columns
    return engine.store(table.mutate(**changed).select(*names))


def _distinct(table: ir.Table, name: str) -> list[str]:
    found: list[str] = table.select(name).distinct().to_pyarrow()[name].to_pylist()
    return found


def _numbers_of(rows: Rows, calendar: Calendar, name: str) -> pa.Table:
    """Return the number of the day of each text of a column, where it names one.

    Other columns of days are written alike.
    """
    texts = _distinct(rows.table, name)
    beside = [
        one
        for other in BESIDE
        if other in rows.table.columns
        for one in _distinct(rows.table, other)
    ]
    dialect = dates.decide(
        dict.fromkeys([*texts, *beside], 1), order=rows.binding.said.date_order, prefer_day=True
    )
    read = dates.reader(dialect, calendar)
    days = [found.day if text and (found := read(text)) else None for text in texts]
    numbers = [None if day is None else (day - dates.EPOCH_DAY).days for day in days]
    return pa.table({name: pa.array(texts, pa.string()), "_day": pa.array(numbers, pa.int64())})


def _days_of(numbers: list[int | None]) -> pa.Table:
    known = [number for number in numbers if number is not None]
    names = [(dates.EPOCH_DAY + timedelta(days=number)).isoformat() for number in known]
    return pa.table(
        {"_number": pa.array(known, pa.int64()), "_named": pa.array(names, pa.string())}
    )


def _compact(stamp: Any) -> Any:
    """Return the seconds since midnight of 20261005093000, or nothing."""
    hour, minute, second = (
        stamp.re_extract(COMPACT, group).try_cast("int64") for group in (1, 2, 3)
    )
    seconds = hour * HOUR + minute * MINUTE + second.fill_null(0)
    return ibis.cases((stamp.re_search(COMPACT), seconds))


def _epoch(stamp: Any) -> Any:
    """Return the seconds since 1970 of a text that counts them, or nothing."""
    digits = stamp.re_extract(EPOCH, 1)
    number = digits.try_cast("int64")
    seconds = ibis.cases((digits.length() == LONG, number // MILLISECONDS), else_=number)
    return ibis.cases((stamp.re_search(EPOCH), seconds))


def _offset(stamp: Any, clock: Any, *, utc: bool) -> Any:
    """Return how many seconds a text is ahead of UTC; nothing where it does not say."""
    mark = ibis.coalesce(_mark(clock), _mark(stamp))
    hours, minutes = (mark.re_extract(OFFSET, group).try_cast("int64") for group in (2, 3))
    size = hours * HOUR + minutes.fill_null(0) * MINUTE
    signed = ibis.cases((mark.re_extract(OFFSET, 1) == "+", size), else_=-size)
    named = [(mark == name, ibis.literal(at * HOUR)) for name, at in ABBREVIATIONS.items()]
    zero = mark.isin(["Z", "UTC", "GMT"])
    none = ibis.literal(0) if utc else ibis.null().cast("int64")
    return ibis.cases((mark.re_search(OFFSET), signed), (zero, ibis.literal(0)), *named, else_=none)


def _mark(cell: Any) -> Any:
    """Return the mark of a time zone behind a clock time."""
    first = cell.re_replace(dates.RANGE, r"\1").re_replace(dates.FROM_TO, r"\1").strip()
    return ibis.cases(
        (first.contains(":") & first.re_search(ZONED), first.re_extract(ZONED, 1).strip())
    )


def _zone_seconds(moment: Any, zone: str, table: ir.Table) -> Any:
    """Return how far a time zone is ahead of UTC at each moment."""
    line = table.agg(first=moment.min(), last=moment.max()).to_pyarrow().to_pylist()[0]
    if line["first"] is None:
        return ibis.literal(0)
    steps = changes(zone, int(line["first"]), int(line["last"]))
    pairs = [(moment < until, ibis.literal(seconds)) for until, seconds in steps[:-1]]
    last = ibis.literal(steps[-1][1])
    return ibis.cases(*pairs, else_=last) if pairs else last


def changes(zone: str, first: int, last: int) -> list[tuple[int, int]]:
    """Return the offsets of a time zone between two moments, each with the second it ends at."""
    place = ZoneInfo(zone)
    found: list[tuple[int, int]] = []
    at, offset = first, _ahead(place, first)
    while at < last:
        after = min(at + 7 * DAY_SECONDS, last)
        if _ahead(place, after) != offset:
            low, high = at, after  # the change lies between the two
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _ahead(place, middle) == offset else (low, middle)
            found.append((high, offset))
            at, offset = high, _ahead(place, high)
        else:
            at = after
    return [*found, (last + 1, offset)]


def _ahead(place: ZoneInfo, moment: int) -> int:
    ahead = datetime.fromtimestamp(moment, UTC).astimezone(place).utcoffset()
    return int(ahead.total_seconds()) if ahead else 0


def _note(rows: Rows, stamp: Bound, mark: str, zone: str | None, word: Words) -> Finding:
    """Say how timestamps with a time zone were read."""
    where = Where(rows.raw.name, rows.raw.sheet, None, stamp.heading)
    key = "in_time_zone" if zone else "no_time_zone"
    got = word.text(f"expected.{key}", mark=mark, zone=zone or "", input=rows.binding.input.name)
    return Finding(Severity.NOTE, Code.DETECTED, where, got, rows=0)
