"""Crews: whole numbers of agents, the fewest that are enough, and what no number reaches."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import islice

from xlcost.catalogue import queues
from xlcost.catalogue.measures import difference, divide
from xlcost.errors import DivisionByZero, NoAnswer, OutsideDomain

# What a whole number may miss by: 70 / (1 − 0.3) is 100 agents, not 101.
SLACK = 1e-9


def too_large() -> OutsideDomain:
    """Return the refusal of a queue beyond what can be reckoned."""
    return OutsideDomain(f"The queue is too large: at most {queues.LARGEST:,} agents.")


def whole(number: float) -> int:
    """Return a number of agents or trunks, cut to a whole one as Excel does."""
    if number > queues.LARGEST:
        raise too_large()
    return int(number)


def quotient(seconds: float, unit_seconds: float) -> float:
    """Return a time in another unit; it may be longer than a cell could hold."""
    if unit_seconds == 0:
        raise DivisionByZero("There is nothing to divide by.")
    return seconds / unit_seconds


def refuse_endless(target: float, max_occupancy: float) -> None:
    """Refuse targets that no number of agents reaches."""
    if target == 1:
        raise NoAnswer("However many agents there are, some contact may have to wait.")
    if max_occupancy == 0:
        raise DivisionByZero("Agents who are never busy answer nobody.")


def scheduled(agents: int, shrinkage: float) -> int:
    """Return the agents to schedule so that so many are at their desks."""
    return math.ceil(divide(agents, difference(1, shrinkage)) - SLACK)


def impatient(traffic: float, agents: int, before: float, patience: float) -> queues.Impatient:
    """Return the queue of callers who give up; `before` is the loss of one agent fewer."""
    if max(traffic, agents) * patience > queues.LARGEST_PATIENCE:
        raise OutsideDomain("The patience is too long: ERLANG_C_SERVICE_LEVEL has no end to it.")
    return queues.Impatient(traffic, agents, before, patience)


def fewest(enough: Callable[[int], bool]) -> int:
    """Return the smallest number from 1 on that is enough; every larger one is."""
    high = 1
    while not enough(high):
        if high == queues.LARGEST:
            raise too_large()
        high = min(2 * high, queues.LARGEST)
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def fewest_for_impatient(
    traffic: float, patience: float, max_occupancy: float, good: Callable[[queues.Impatient], bool]
) -> int:
    """Return the smallest crew of which the queue is good and the agents no busier than allowed."""
    losses = queues.losses(traffic)
    known: list[float] = []

    def enough(agents: int) -> bool:
        known.extend(islice(losses, max(0, agents - len(known))))
        queue = impatient(traffic, agents, known[agents - 1], patience)
        return traffic * queue.served() <= agents * max_occupancy + SLACK and good(queue)

    return fewest(enough)


def most_before(too_many: Callable[[int], bool], high: int) -> int:
    """Return the largest number from 0 on that is not too many; `high` is."""
    low = 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if too_many(middle) else (middle, high)
    return low


def most_contacts(staff: int, each: float, threshold: float, target: float, most: int) -> int:
    """Return the most contacts that a crew answers in time when nobody gives up.

    Args:
        staff: The crew.
        each: Traffic of one contact.
        threshold: The promised time.
        target: The part that is to be answered in it.
        most: The number beyond which the crew is too busy.
    """

    def too_many(contacts: int) -> bool:
        traffic = contacts * each
        if traffic >= staff:
            return target > 0
        # Of a part that is near 1 the rest is exact: no contact at all may wait where it is 1.
        waits = queues.waiting(traffic, staff, queues.loss(traffic, staff))
        return waits * math.exp((traffic - staff) * threshold) > 1 - target

    return most_before(too_many, most + 1)
