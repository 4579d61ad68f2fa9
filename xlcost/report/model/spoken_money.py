"""How amounts of money are said in a sentence: "NOK 942", "NOK 147k", "NOK 8.93m"."""

from __future__ import annotations

import math
from dataclasses import dataclass

from xlcost.locales.words import Words
from xlcost.report.model.expressions import Size

_MOST = 999_999.5e9  # beyond it nobody counts
_NOTHING = 0.005


@dataclass(frozen=True)
class Manner:
    """How a kind of number is said in a language."""

    sizes: tuple[Size, ...]
    decimal: str
    thousand: str


def manner(word: Words, *sizes: Size) -> Manner:
    """Return how numbers of some sizes are said, with the marks of a language."""
    return Manner(sizes, word.text("report.message.decimal"), _thousand(word))


def _thousand(word: Words) -> str:
    """Return what stands between thousands."""
    return word.text("place.thousand")[1]


def around(word: Words, currency: str, unit: str = "") -> tuple[str, str]:
    """Return what stands before and after an amount of money."""
    number = "{number}"
    # An abbreviation ends with a dot of its own, and so may a currency: a sentence has one.
    currency = currency.rstrip(".")
    key = unit if currency else f"{unit}_alone"
    number = word.text(f"report.message.units.{key}", number=number) if unit else number
    known = {"currency": currency, "number": number}
    text = word.text("report.sentences.money", **known) if currency else number
    before, _, after = text.partition("{number}")
    return before, after


def money(word: Words, currency: str) -> Manner:
    """Return how money is said in a language; without a currency the bare number."""

    def one(unit: str, below: float, *, decimals: int = 0, times: int = 1, over: int = 1) -> Size:
        before, after = around(word, currency, unit)
        return Size(below, times, over, decimals, before, after)

    before, after = around(word, currency)
    sizes = [Size(_NOTHING, words=f"{before}0{after}")]
    sizes += [one("", 0.995, decimals=2, times=100), one("", 999.5)]
    sizes.append(one("thousand", 9_950, decimals=1, over=100))
    sizes.append(one("thousand", 999_500, over=1_000))
    for unit, base in (("million", 1_000_000), ("billion", 1_000_000_000)):
        sizes += [
            one(unit, 9.995 * base, decimals=2, over=base // 100),
            one(unit, 99.95 * base, decimals=1, over=base // 10),
            one(unit, 999.5 * base if unit == "million" else _MOST, over=base),
        ]
    before, after = around(word, currency, "billion")
    most = f"{before}999{_thousand(word)}999{after}"
    beyond = word.text("report.message.beyond", amount=most)
    return manner(word, *sizes, Size(math.inf, words=beyond))
