"""The values of a rule: words, ranges of codes such as 1000..2999, and beginnings such as 4*."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis

RANGE, BEGINNING = "..", "*"


def matches(text: Any, values: Sequence[str]) -> Any:
    """Return whether a text is one of the values, compared without regard to case.

    Args:
        text: A column of texts.
        values: Words; "1000..2999" is every code from one to the other, as numbers where both are
            numbers; "4*" is every text that begins so.
    """
    folded = text.lower()
    words = [value.strip().lower() for value in values]
    ranges = [_range(word) for word in words]
    plain = [w for w, bounds in zip(words, ranges, strict=True) if not (bounds or _begins(w))]
    found: Any = folded.isin(plain) if plain else ibis.literal(value=False)
    for word, bounds in zip(words, ranges, strict=True):
        if bounds:
            found = found | _inside(folded, *bounds)
        elif _begins(word):
            found = found | folded.startswith(word.removesuffix(BEGINNING))
    return found


def _begins(word: str) -> bool:
    return len(word) > 1 and word.endswith(BEGINNING)


def _range(word: str) -> tuple[str, str] | None:
    low, mark, high = word.partition(RANGE)
    return (low.strip(), high.strip()) if mark and low.strip() and high.strip() else None


def _inside(text: Any, low: str, high: str) -> Any:
    if low.isdecimal() and high.isdecimal():
        number = ibis.cases((text.re_search("^[0-9]{1,18}$"), text.try_cast("int64")))
        return number.between(int(low), int(high)).fill_null(False)
    return text.between(low, high)
