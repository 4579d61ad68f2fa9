"""The values of a rule: words, ranges of codes such as 1000..2999, and beginnings such as 4*."""

from __future__ import annotations

from collections.abc import Callable, Sequence

RANGE, BEGINNING = "..", "*"


def matcher(values: Sequence[str]) -> Callable[[str], bool]:
    """Return what tells whether a text is one of the values, compared without regard to case.

    Args:
        values: Words; "1000..2999" is every code from one to the other, as numbers where both are
            numbers; "4*" is every text that begins so.
    """
    folded = [value.strip().lower() for value in values]
    ranges = [bounds for value in folded if (bounds := _range(value))]
    begins = tuple(
        v.removesuffix(BEGINNING) for v in folded if len(v) > 1 and v.endswith(BEGINNING)
    )
    words = frozenset(folded)

    def fits(text: str) -> bool:
        bare = text.strip().lower()
        if bare in words or (begins and bare.startswith(begins)):
            return True
        return any(_inside(bare, low, high) for low, high in ranges)

    return fits


def _range(value: str) -> tuple[str, str] | None:
    low, mark, high = (part.strip() for part in value.partition(RANGE))
    return (low, high) if mark and low and high else None


def _inside(text: str, low: str, high: str) -> bool:
    if low.isdecimal() and high.isdecimal():
        return text.isdecimal() and int(low) <= int(text) <= int(high)
    return low <= text <= high
