"""What columns of amounts are to each other: sums, running totals and differences, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlcost.system.late import np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
else:
    Floats = Any

HALF_A_CENT = 0.005
RELATIVE = 1e-9  # what adding floats may be off
ENOUGH = 2  # rows that must say the same: one alone may be chance
GROWING_COLUMNS = 3
GROWING_SHARE = 0.9


@dataclass(frozen=True)
class Relation:
    """A column that is made of others.

    Attributes:
        column: Which one.
        parts: Those that it is made of; a difference is the first less the second.
        rows: How many rows say so.
    """

    column: int
    parts: tuple[int, ...]
    rows: int


def same(one: Floats, other: Floats) -> bool:
    """Tell whether two columns are the same to the cent, in every row."""
    return bool((np.abs(one - other) <= allowed(one, other)).all())


def allowed(one: Floats, other: Floats) -> Floats:
    """Return how far amounts may be off each other and be the same to the cent."""
    return np.maximum(HALF_A_CENT, RELATIVE * np.maximum(np.abs(one), np.abs(other)))


def sums(amounts: Floats) -> list[Relation]:
    """Return the columns that are the sum of two or more others, in every row.

    Looked at are all others, and those that stand side by side before or behind a column; a column
    that is known as a sum is no part of another one.
    """
    found: list[Relation] = []
    count = amounts.shape[1]
    for column in reversed(range(count)):
        for parts in _candidates(column, count, [one.column for one in found]):
            relation = _sum(amounts, column, parts)
            if relation:
                found.append(relation)
                break
    return found


def _candidates(column: int, count: int, known: Sequence[int]) -> list[tuple[int, ...]]:
    others = [place for place in range(count) if place != column and place not in known]
    before = [place for place in others if place < column]
    behind = [place for place in others if place > column]
    found = [tuple(others)]
    found += [tuple(before[-size:]) for size in range(len(before), 1, -1)]
    found += [tuple(behind[:size]) for size in range(len(behind), 1, -1)]
    # Every other column: actual and budget side by side, a total of each at the end.
    for step in (2, 3):
        found.append(tuple(place for place in before if (column - place) % step == 0))
    return [parts for parts in dict.fromkeys(found) if len(parts) > 1]


def _sum(amounts: Floats, column: int, parts: tuple[int, ...]) -> Relation | None:
    mine, rest = amounts[:, column], amounts[:, list(parts)]
    total = rest.sum(axis=1)
    if not same(mine, total):
        return None
    # A row in which one part alone has an amount says nothing: it would be the same by chance.
    telling = int(((np.abs(rest) > HALF_A_CENT).sum(axis=1) > 1).sum())
    return Relation(column, parts, telling) if telling >= ENOUGH else None


def differences(amounts: Floats) -> list[Relation]:
    """Return the columns that are the difference of two others within five columns of them."""
    found: list[Relation] = []
    count = amounts.shape[1]
    for column in range(2, count):
        near = range(max(0, column - 5), column)
        pairs = [(one, other) for one in near for other in near if one != other]
        for one, other in pairs:
            left, right = amounts[:, one], amounts[:, other]
            if not same(amounts[:, column], left - right):
                continue
            telling = (np.abs(left) > HALF_A_CENT) & (np.abs(right) > HALF_A_CENT)
            if int(telling.sum()) >= ENOUGH:
                found.append(Relation(column, (one, other), int(telling.sum())))
                break
    return found


def grows(amounts: Floats) -> bool:
    """Tell whether the columns are running totals: they grow from left to right, row by row.

    Costs of months go up and down: that three or more only grow, in nearly every row, and that the
    last is more than twice the first, is what running totals do.
    """
    if amounts.shape[1] < GROWING_COLUMNS:
        return False
    filled = amounts[(np.abs(amounts) > HALF_A_CENT).sum(axis=1) > 1]
    if len(filled) < ENOUGH:
        return False
    total = filled.sum(axis=0)
    sizes = np.abs(total)
    steps = np.diff(sizes)
    doubled = sizes[-1] > sizes[0] * min(2.0, 0.6 * amounts.shape[1])
    rowwise = (np.diff(np.abs(filled), axis=1) >= -HALF_A_CENT).mean()
    return bool((steps > HALF_A_CENT).all() and doubled and rowwise > GROWING_SHARE)
