"""Splits: a line of a voucher that is marked with several codes of one dimension, by amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

NOTHING = Decimal(0)
Marks = Mapping[str, Sequence["Mark"]]  # dimension → its marks of one line


@dataclass(frozen=True)
class Mark:
    """One code of a dimension, and the part of the line that it is of, where the file says it."""

    code: str
    amount: Decimal | None = None


Part = tuple[Decimal, dict[str, str]]  # an amount, and dimension → code


def split(amount: Decimal, marks: Marks) -> list[Part] | None:
    """Return the parts of a line, each with at most one code of each dimension.

    What no mark has an amount for stays unmarked. None is where the file does not say which part
    is whose.

    Args:
        amount: The line's, debit above zero.
        marks: Its marks.
    """
    plain = {kind: own[0].code for kind, own in marks.items() if _is_whole(amount, own)}
    divided = [kind for kind in marks if kind not in plain]
    if not divided:
        return [(amount, plain)]
    if len(divided) > 1 or any(mark.amount is None for mark in marks[divided[0]]):
        return None
    kind, sign = divided[0], -1 if amount < 0 else 1
    found: list[Part] = []
    rest = amount
    for mark in marks[kind]:
        part = sign * abs(mark.amount or NOTHING)
        found.append((part, {**plain, kind: mark.code}))
        rest -= part
    found += [(rest, plain)] if rest else []
    return None if rest * sign < 0 else found


def _is_whole(amount: Decimal, marks: Sequence[Mark]) -> bool:
    """Tell whether all marks of a dimension are one, of the whole line."""
    if len({mark.code for mark in marks}) > 1:
        return False
    said = [mark.amount for mark in marks]
    whole = sum((abs(one) for one in said if one is not None), NOTHING)
    return None in said or whole >= abs(amount)
