"""How the message says numbers in each language: shortened as people write them in a sentence."""

from __future__ import annotations

import math
from dataclasses import dataclass

from xlcost.report.model.context import Context
from xlcost.report.model.expressions import Size

_MOST = 999_999.5e9  # beyond it nobody counts
_NOTHING = 0.005
_COUNTED = 999_999.5  # from here on counts are shortened
_FAR = 9.995  # from ten times its base on, a percentage says less than the amounts do


@dataclass(frozen=True)
class Manner:
    """How a kind of number is said in a language."""

    sizes: tuple[Size, ...]
    decimal: str
    thousand: str


def _manner(ctx: Context, *sizes: Size) -> Manner:
    return Manner(sizes, ctx.t("message.decimal"), _thousand(ctx))


def _thousand(ctx: Context) -> str:
    """Return what stands between thousands."""
    return ctx.word.text("place.thousand")[1]


def _around(ctx: Context, unit: str = "", *, currency: bool = True) -> tuple[str, str]:
    """Return what stands before and after a number: its unit, and the currency of money."""
    code = ctx.settings.currency if currency else ""
    number = "{number}"
    number = ctx.t(f"message.units.{unit}", number=number) if unit else number
    text = ctx.t("sentences.money", currency=code, number=number) if code else number
    before, _, after = text.partition("{number}")
    return before, after


def money(ctx: Context) -> Manner:
    """Return how money is said: "NOK 942", "NOK 147k", "NOK 8.93m"."""
    return _manner(ctx, *_numbers(ctx))


def _numbers(ctx: Context, *, currency: bool = True) -> list[Size]:
    """Return how numbers are said in thousands, millions and billions: three digits tell enough."""

    def size(unit: str, below: float, *, decimals: int = 0, times: int = 1, over: int = 1) -> Size:
        return Size(below, times, over, decimals, *_around(ctx, unit, currency=currency))

    before, after = _around(ctx, currency=currency)
    sizes = [
        Size(_NOTHING, words=f"{before}0{after}"),
        size("", 0.995, decimals=2, times=100),
        size("", 999.5),
        size("thousand", 9_950, decimals=1, over=100),
        size("thousand", 999_500, over=1_000),
    ]
    for unit, one, most in (("million", 10**6, 999.5e6), ("billion", 10**9, _MOST)):
        sizes += [
            size(unit, 9.995 * one, decimals=2, over=one // 100),
            size(unit, 99.95 * one, decimals=1, over=one // 10),
            size(unit, most, over=one),
        ]
    before, after = _around(ctx, "billion", currency=currency)
    most_said = f"{before}999{_thousand(ctx)}999{after}"
    return [*sizes, Size(math.inf, words=ctx.t("message.beyond", amount=most_said))]


def percent(ctx: Context) -> Manner:
    """Return how a change in percent is said, in brackets: " (1.6%)"."""
    before, _, after = ctx.t("sentences.percent", share="{share}").partition("{share}")
    shown = Size(_FAR, 1000, decimals=1, before=before, after=after)
    return _manner(ctx, shown, Size(math.inf, words=""))


def bare_percent(ctx: Context) -> Manner:
    """Return how a change in percent is said by itself: "1.6%", "12 times"."""
    before, _, after = ctx.t("message.share", share="{share}").partition("{share}")
    small = Size(0.0005, words=ctx.t("message.less_than_a_tenth"))
    return _manner(
        ctx,
        small,
        Size(_FAR, 1000, decimals=1, before=before, after=after),
        Size(math.inf, 100, before=before, after=after),
    )


def share(ctx: Context) -> Manner:
    """Return how a share is said: "71.3%"."""
    before, _, after = ctx.t("message.share", share="{share}").partition("{share}")
    return _manner(ctx, Size(math.inf, 1000, decimals=1, before=before, after=after))


def points(ctx: Context) -> Manner:
    """Return how a difference of shares is said: "9.7 percentage points"."""
    before, _, after = ctx.t("message.points", points="{points}").partition("{points}")
    return _manner(ctx, Size(math.inf, 1000, decimals=1, before=before, after=after))


def seconds(ctx: Context) -> Manner:
    """Return how a time is said: "312 s"."""
    return _manner(ctx, Size(math.inf, after="\u00a0s"))


def count(ctx: Context) -> Manner:
    """Return how a count of contacts is said: "942", "15,000", "1.25m"."""
    large = [one for one in _numbers(ctx, currency=False) if one.below > _COUNTED]
    return _manner(ctx, Size(_COUNTED), *large)


def plain(ctx: Context) -> Manner:
    """Return how a count is said: "59"."""
    return _manner(ctx, Size(math.inf))


def unit_cost(ctx: Context) -> Manner:
    """Return how the cost of one contact is said: "NOK 75.47"."""
    before, after = _around(ctx)
    two = Size(9_999.995, 100, decimals=2, before=before, after=after)
    return _manner(ctx, two, *(one for one in money(ctx).sizes if one.below > two.below))
