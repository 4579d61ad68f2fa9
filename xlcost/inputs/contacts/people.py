"""People: a list with a row a person to full-time equivalents, headcounts and leavers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from xlcost.dataset.facts import WORKFORCE_KEYS
from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.engine import frame_of
from xlcost.inputs.columns.binding import Binding
from xlcost.inputs.columns.periods import ISO, read_moments
from xlcost.inputs.columns.rows import ENDED, LEFT, STARTED, Rows
from xlcost.inputs.contacts.levels import version_of_counts
from xlcost.inputs.files.raw_table import ROW
from xlcost.locales.words import Words
from xlcost.system.late import pd
from xlcost.values.calendar import Calendar
from xlcost.values.numbers import is_missing

MEASURES = ("fte", "headcount_open", "headcount_close", "leavers")
MOST_OF_A_SHARE = 1.5  # positions above it are percent: nobody has two of them
DAY = timedelta(days=1)
Days = tuple[date, date]  # the first and the last one


@dataclass(frozen=True)
class Post:
    """A person in a position.

    Attributes:
        person: Who.
        keys: Version, team and entity.
        start: The first day.
        end: The last day, or None while it lasts.
        share: Part of a full position.
    """

    person: str
    keys: tuple[str, str, str]
    start: date
    end: date | None
    share: float

    def there(self, day: date) -> bool:
        """Tell whether the person is in the position on a day."""
        return self.start <= day and (self.end is None or day <= self.end)

    def days(self, first: date, last: date) -> int:
        """Return on how many days between two the person is in the position."""
        until = last if self.end is None else min(last, self.end)
        return max((until - max(first, self.start)).days + 1, 0)


def is_list(binding: Binding) -> bool:
    """Tell whether a table has a row a person, with the days of a position."""
    dated = any(name in binding.columns for name in binding.input.when)
    return binding.input.name == "workforce" and "start" in binding.columns and not dated


def people(
    rows: Rows, calendar: Calendar, span: Days, word: Words
) -> tuple[pd.DataFrame, int, list[Finding]]:
    """Return the workforce of each period, how many rows it is made of, and what was wrong.

    Args:
        rows: The rows.
        calendar: The fiscal calendar.
        span: The days of which the company has figures.
        word: The words of the report language.
    """
    table = rows.table.filter(rows.table[LEFT] == "")
    names = [ROW, "person", "team", "entity", "version", "position_pct", "fte", STARTED, ENDED]
    frame = frame_of(table.select(*(n for n in names if n in table.columns)).order_by(ROW))
    posts, findings = _posts(rows, frame, calendar, word)
    lines = [line for days in _periods(calendar, span) for line in _period(posts, days, calendar)]
    keys = [*WORKFORCE_KEYS, ISO]
    made = pd.DataFrame(lines, columns=[*keys, *MEASURES])
    total = f"{len({post.person for post in posts})}"
    text = word.text("expected.people", people=int(total))
    where = Where(rows.raw.name, rows.raw.sheet)
    findings.append(Finding(Severity.NOTE, Code.DETECTED, where, text, rows=0))
    return made, len(posts), findings


def _posts(
    rows: Rows, frame: pd.DataFrame, calendar: Calendar, word: Words
) -> tuple[list[Post], list[Finding]]:
    """Return the positions, and an error for each whose days nobody can read."""
    texts = {
        name: frame[name].fillna("").tolist() if name in frame else [""] * len(frame)
        for name in (STARTED, ENDED, "person", "team", "entity", "version")
    }
    starts, ends = (read_moments(texts[n], rows.binding, calendar) for n in (STARTED, ENDED))
    shares = _shares(frame)
    posts, findings = [], []
    for place, row in enumerate(frame[ROW].tolist()):
        start, end = starts[place], ends[place]
        begun = start.day if start else None
        lasts = is_missing(texts[ENDED][place])
        ended = end.day if end else None
        if begun is None or (ended is None and not lasts):
            name = "start" if begun is None else "end"
            got = texts[STARTED if begun is None else ENDED][place]
            findings.append(_fault(rows, name, row, got, word))
            continue
        keys = (
            version_of_counts(texts["version"][place]),
            texts["team"][place],
            texts["entity"][place],
        )
        person = texts["person"][place] or f"\x00{place}"
        posts.append(Post(person, keys, begun, None if lasts else ended, shares[place]))
    return posts, findings


def _shares(frame: pd.DataFrame) -> list[float]:
    """Return the part of a full position of each row: all of it where nothing is said."""
    name = next((n for n in ("position_pct", "fte") if n in frame), None)
    if name is None:
        return [1.0] * len(frame)
    found = [None if pd.isna(v) else float(Decimal(str(v))) for v in frame[name]]
    known = [value for value in found if value is not None]
    divisor = 100.0 if known and max(known) > MOST_OF_A_SHARE else 1.0
    return [1.0 if value is None else value / divisor for value in found]


def _fault(rows: Rows, name: str, row: int | None, got: str, word: Words) -> Finding:
    bound = rows.binding.columns[name]
    where = Where(rows.raw.name, rows.raw.sheet, row, bound.heading)
    code = Code.MISSING_VALUE if is_missing(got) else Code.NOT_A_DATE
    expected = word.text(
        "expected.value" if is_missing(got) else "expected.date", column=bound.heading
    )
    return Finding(Severity.ERROR, code, where, got, expected, left_out=True)


def _periods(calendar: Calendar, span: Days) -> Iterator[Days]:
    """Yield the first and the last day of each period that lies in some days."""
    first, last = span
    day, key = first, calendar.key(first)
    begin = first
    while day <= last:
        if calendar.key(day) != key:
            yield begin, day - DAY
            begin, key = day, calendar.key(day)
        day += DAY
    yield begin, last


def _across(posts: Sequence[Post], inside: date, outside: date) -> dict[str, Post]:
    """Return the people on both sides of a border, in the position of the inner day.

    On the outer day they may be in another position.
    """
    there = {post.person for post in posts if post.there(outside)}
    return {post.person: post for post in posts if post.there(inside) and post.person in there}


def _leavers(posts: Sequence[Post], days: Days) -> dict[str, Post]:
    """Return the people whose position ends in a period, and who go on in no other."""
    first, last = days
    gone: dict[str, Post] = {}
    for post in posts:
        if post.end is None or not first <= post.end <= last:
            continue
        others = (one for one in posts if one.person == post.person and one is not post)
        if not any(one.there(post.end + DAY) for one in others):
            gone[post.person] = post
    return gone


def _period(posts: Sequence[Post], days: Days, calendar: Calendar) -> Iterator[list[object]]:
    """Yield the workforce of one period by version, team and entity."""
    first, last = days
    length = (last - first).days + 1
    before = _across(posts, first, first - DAY)
    after = _across(posts, last, last + DAY)
    gone = _leavers(posts, days)
    for keys in sorted({post.keys for post in posts}):
        mine = [post for post in posts if post.keys == keys and post.days(first, last)]
        counted = [
            sum(one.keys == keys for one in group.values()) for group in (before, after, gone)
        ]
        if not mine and not any(counted):
            continue
        fte = sum(post.days(first, last) * post.share for post in mine) / length
        version, team, entity = keys
        yield [version, calendar.key(first), team, entity, "", fte, *map(float, counted)]


def whole_periods(calendar: Calendar, span: Days) -> Days:
    """Return some days, widened to the whole periods that they lie in."""
    first, last = span
    while calendar.key(first - DAY) == calendar.key(first):
        first -= DAY
    while calendar.key(last + DAY) == calendar.key(last):
        last += DAY
    return first, last
