"""Shifts that cover a day's requirement in the fewest hours: how many people begin when.

With c(t) people required in interval t, each shift is an arc from its first interval to the one
after its last, and each interval with people to spare an arc one back: then the people who begin
less those who end is c(t) − c(t−1) at every t, which is a flow in a network. The cheapest flow is
found path by path; it is whole, and no other shifts of the same lengths take fewer hours.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

# An interval more costs more than any number of shifts: of equal hours, the fewest shifts.
_INTERVAL = 1_000_000


@dataclass(frozen=True)
class Shift:
    """Some people who begin together and stay equally long.

    Attributes:
        start: Number of the interval that they begin with.
        length: How many intervals they stay.
        people: How many they are.
    """

    start: int
    length: int
    people: int


def cover(required: Sequence[int], lengths: Sequence[int]) -> tuple[Shift, ...]:
    """Return the shifts of fewest hours that give each interval the people it requires.

    Args:
        required: People required in each interval of a day, from opening to closing.
        lengths: How many intervals a shift may last; longer than the day is the whole day.
    """
    network = _Network(len(required))
    for length in {max(1, min(length, len(required))) for length in lengths}:
        for start in range(len(required) - length + 1):
            network.arcs[start, start + length] = length * _INTERVAL + 1
    changes = [now - before for before, now in zip((0, *required), (*required, 0), strict=True)]
    network.send(changes)
    return tuple(
        Shift(start, end - start, people)
        for (start, end), people in sorted(network.flow.items())
        if people and start < end
    )


def present(shifts: Sequence[Shift], intervals: int) -> list[int]:
    """Return how many people are there in each interval."""
    there = [0] * intervals
    for shift in shifts:
        for at in range(shift.start, shift.start + shift.length):
            there[at] += shift.people
    return there


@dataclass
class _Network:
    """Points in time from opening to closing, and arcs between them with a cost each.

    Attributes:
        intervals: How many intervals the day has.
        arcs: Cost of each arc; those of idle people go one back and cost nothing more.
        flow: How many people go along each arc.
    """

    intervals: int
    arcs: dict[tuple[int, int], int] = field(default_factory=dict)
    flow: dict[tuple[int, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for at in range(self.intervals):
            self.arcs[at + 1, at] = 0

    def send(self, changes: Sequence[int]) -> None:
        """Send people from where more are required to where fewer are, as cheaply as can be."""
        left = list(changes)
        while any(one > 0 for one in left):
            cost, before = self._cheapest([at for at, one in enumerate(left) if one > 0])
            end = min((at for at, one in enumerate(left) if one < 0), key=cost.__getitem__)
            path, at = [], end
            while before[at] >= 0:
                path.append((before[at], at))
                at = before[at]
            people = min(left[at], -left[end], *(self._room(arc) for arc in path))
            for here, there in path:
                taken = min(people, self.flow.get((there, here), 0))
                self.flow[there, here] = self.flow.get((there, here), 0) - taken
                self.flow[here, there] = self.flow.get((here, there), 0) + people - taken
            left[at] -= people
            left[end] += people

    def _room(self, arc: tuple[int, int]) -> int:
        """Return how many may go along an arc: any number, or as many as came the other way."""
        return self.flow.get((arc[1], arc[0]), 0) or _INTERVAL

    def _steps(self) -> Iterator[tuple[int, int, int]]:
        """Yield each step and its cost; taking somebody back gives back what the arc has cost."""
        for (here, there), people in self.flow.items():
            if people:
                yield there, here, -self.arcs[here, there]
        for (here, there), cost in self.arcs.items():
            if not self.flow.get((there, here)):
                yield here, there, cost

    def _cheapest(self, starts: Sequence[int]) -> tuple[list[float], list[int]]:
        """Return the cost of the cheapest way to each point, and the point before it."""
        cost = [math.inf] * (self.intervals + 1)
        before = [-1] * (self.intervals + 1)
        for at in starts:
            cost[at] = 0
        steps = list(self._steps())
        changed = True
        while changed:
            changed = False
            for here, there, price in steps:
                if cost[here] + price < cost[there]:
                    cost[there], before[there] = cost[here] + price, here
                    changed = True
        return cost, before
