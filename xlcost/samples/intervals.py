"""What came by phone in each half hour of October 2026; a month's intervals add up to its activity.

Mondays and the hour before lunch are busy, Friday afternoons are not; where many call at once more
of them wait, and more give up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from xlcost.samples.activity import Contacts, contacts
from xlcost.samples.company import PHONE
from xlcost.samples.story import ACTUAL_MONTHS, dice

OPENING_HOUR = 8
MINUTES = 30
# The part of a day's calls that comes in each half hour from 8 to 18, in tenths of a percent.
_DAY = (38, 52, 62, 68, 70, 66, 58, 48, 45, 50, 56, 58, 55, 52, 48, 44, 40, 35, 30, 25)
_WEEK = (1.22, 1.06, 0.98, 0.94, 0.84)  # Monday to Friday
_SATURDAY = 5


class IntervalRow(NamedTuple):
    """One row of the file of intervals."""

    day: date
    minute: int
    queue: Contacts
    offered: int
    handled: int
    abandoned: int
    answered_in_threshold: int
    talk_seconds: int
    hold_seconds: int
    after_call_seconds: int
    wait_seconds: int

    @property
    def timestamp(self) -> str:
        """Its start as `2026-10-01 08:30`."""
        return f"{self.day.isoformat()} {self.minute // 60:02d}:{self.minute % 60:02d}"


def intervals() -> Iterator[IntervalRow]:
    """Yield every interval of the last month, team by team."""
    for queue in contacts(ACTUAL_MONTHS[-1]):
        if queue.channel is PHONE:
            yield from _of_queue(queue)


def _of_queue(queue: Contacts) -> Iterator[IntervalRow]:
    places = [(day, number) for day in _days(queue) for number in range(len(_DAY))]
    demand = [_demand(queue, day, number) for day, number in places]
    crowd = [_DAY[number] * _WEEK[day.weekday()] for day, number in places]
    handled = spread(queue.handled, demand)
    pressed = [calls * busy for calls, busy in zip(handled, crowd, strict=True)]
    given_up = spread(queue.abandoned, pressed)
    answered = queue.answered_in_threshold or 0
    late = spread(queue.handled - answered, pressed) if answered else handled
    worked = [calls * _pace(number) for calls, (_, number) in zip(handled, places, strict=True)]
    talk, hold, after = (
        spread(total, worked)
        for total in (queue.talk_seconds, queue.hold_seconds, queue.after_call_seconds)
    )
    wait = spread(queue.wait_seconds or 0, pressed)
    for at, (day, number) in enumerate(places):
        yield IntervalRow(
            day,
            OPENING_HOUR * 60 + number * MINUTES,
            queue,
            handled[at] + given_up[at],
            handled[at],
            given_up[at],
            handled[at] - late[at],
            talk[at],
            hold[at],
            after[at],
            wait[at],
        )


def _days(queue: Contacts) -> list[date]:
    """Return the working days of the month."""
    first = date(queue.month.year, queue.month.number, 1)
    days = (first + timedelta(number) for number in range(31))
    return [day for day in days if day.month == first.month and day.weekday() < _SATURDAY]


def _pace(number: int) -> float:
    """Return how long a call takes against the day's mean: a little longer toward the evening."""
    return 0.96 + 0.08 * number / len(_DAY)


def _demand(queue: Contacts, day: date, number: int) -> float:
    chance = dice("interval", day.isoformat(), number, queue.team.en).random()
    return _DAY[number] * _WEEK[day.weekday()] * (0.92 + 0.16 * chance)


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """Share a whole number out by weights; the parts are whole and add up to it."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    order = sorted(range(len(parts)), key=lambda at: parts[at] - exact[at])
    for at in order[: total - sum(parts)]:
        parts[at] += 1
    return parts
