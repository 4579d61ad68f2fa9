"""Shifts that cover a day's requirement: how many begin when, and who is there in each interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """Some people who begin together and stay equally long.

    Attributes:
        start: Number of the interval that they begin with.
        length: How many intervals they stay.
        people: How many they are.
    """

    start: int
    length: int
    people: int


def cover(required: Sequence[int], lengths: Sequence[int]) -> tuple[Block, ...]:
    """Return blocks that give each interval the people it requires.

    From opening on, wherever somebody is missing a block begins: of the lengths, the one that is
    needed for the largest part of its time, of equal ones the longest. None goes on after closing:
    a block that would begins earlier. With one length these are the fewest blocks there can be.

    Args:
        required: People required in each interval of a day, from opening to closing.
        lengths: How many intervals a block may last; longer than the day is the whole day.
    """
    open_for = len(required)
    there = [0] * open_for
    usable = sorted({max(1, min(length, open_for)) for length in lengths}, reverse=True)
    found: dict[tuple[int, int], int] = {}
    for interval, wanted in enumerate(required):
        while there[interval] < wanted:
            missing = [need - has for need, has in zip(required, there, strict=True)]
            options = [(min(interval, open_for - length), length) for length in usable]
            start, length = max(options, key=lambda block: _use(missing, *block))
            found[start, length] = found.get((start, length), 0) + 1
            for at in range(start, start + length):
                there[at] += 1
    return tuple(Block(start, length, people) for (start, length), people in found.items())


def _use(missing: Sequence[int], start: int, length: int) -> float:
    """Return the part of a block's time in which it is needed."""
    return sum(one > 0 for one in missing[start : start + length]) / length


def best_cover(required: Sequence[int], full: int, part: int) -> tuple[Block, ...]:
    """Return the blocks of fewest hours: with full-time ones alone, or with part-time ones too."""
    return min((cover(required, (full,)), cover(required, (full, part))), key=hours)


def hours(blocks: Sequence[Block]) -> int:
    """Return how many intervals the people of all blocks stay together."""
    return sum(block.length * block.people for block in blocks)


def present(blocks: Sequence[Block], intervals: int) -> list[int]:
    """Return how many people are there in each interval."""
    there = [0] * intervals
    for block in blocks:
        for at in range(block.start, block.start + block.length):
            there[at] += block.people
    return there
