"""Shifts that cover a day: nobody is missing, and no other shifts take fewer hours."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlcost.planning.shifts import Shift, cover, present

pytestmark = pytest.mark.fast

days = st.lists(st.integers(0, 12), min_size=1, max_size=24)
lengths = st.sets(st.integers(1, 16), min_size=1, max_size=3)


def hours(shifts: tuple[Shift, ...]) -> int:
    """Return how many intervals the people stay together."""
    return sum(shift.length * shift.people for shift in shifts)


@settings(deadline=None)
@given(days, lengths)
def test_nobody_is_missing(required: list[int], wanted: set[int]) -> None:
    """Every interval has the people it requires, in shifts of the lengths asked for."""
    shifts = cover(required, sorted(wanted))

    for need, there in zip(required, present(shifts, len(required)), strict=True):
        assert there >= need
    assert {shift.length for shift in shifts} <= {min(one, len(required)) for one in wanted}
    assert all(0 <= shift.start <= len(required) - shift.length for shift in shifts)
    assert hours(shifts) == sum(present(shifts, len(required)))


def fewest(required: tuple[int, ...], wanted: tuple[int, ...]) -> int:
    """Return the fewest hours there can be, by trying every set of shifts."""
    places = [(start, length) for length in wanted for start in range(len(required) - length + 1)]
    best = 10**6
    for counts in itertools.product(range(max(required) + 1), repeat=len(places)):
        there = [0] * len(required)
        for (start, length), people in zip(places, counts, strict=True):
            for at in range(start, start + length):
                there[at] += people
        if all(has >= need for has, need in zip(there, required, strict=True)):
            best = min(best, sum(there))
    return best


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 2), min_size=3, max_size=5), st.sampled_from(((3,), (2, 3))))
def test_no_shifts_take_fewer_hours(required: list[int], wanted: tuple[int, ...]) -> None:
    """Trying every set of shifts finds none of fewer hours."""
    assert hours(cover(required, wanted)) == fewest(tuple(required), wanted)


@given(days, st.integers(1, 16))
def test_more_lengths_never_cost_more(required: list[int], part: int) -> None:
    """A further length never makes a day dearer; with one of an interval nobody is idle."""
    full = min(16, len(required))

    assert hours(cover(required, (full, part))) <= hours(cover(required, (full,)))
    assert hours(cover(required, (full, 1))) == sum(required)


@pytest.mark.parametrize(
    ("required", "wanted", "expected"),
    [
        ([0, 0, 0], (2,), ()),
        ([3, 3, 3, 3], (4, 2), (Shift(0, 4, 3),)),
        ([1, 1, 2, 1], (4, 1), (Shift(0, 4, 1), Shift(2, 1, 1))),
        ([5], (16, 8), (Shift(0, 1, 5),)),
    ],
)
def test_small_days_by_hand(
    required: list[int], wanted: tuple[int, ...], expected: tuple[Shift, ...]
) -> None:
    """Of equal hours it is the fewest shifts; a shift that is longer than the day is the day."""
    assert cover(required, wanted) == expected
