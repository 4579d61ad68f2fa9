"""How the message says numbers in each language: shortened as people write them in a sentence."""

from __future__ import annotations

import math

from xlcost.report.model import spoken_money
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import Size
from xlcost.report.model.spoken_money import Manner

_COUNTED = 999_999.5  # from here on counts are shortened
_FAR = 9.995  # from ten times its base on, a percentage says less than the amounts do


def _manner(ctx: Context, *sizes: Size) -> Manner:
    return spoken_money.manner(ctx.word, *sizes)


def money(ctx: Context) -> Manner:
    """Return how money is said: "NOK 942", "NOK 147k", "NOK 8.93m"."""
    return spoken_money.money(ctx.word, ctx.settings.currency)


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
    large = [one for one in spoken_money.money(ctx.word, "").sizes if one.below > _COUNTED]
    return _manner(ctx, Size(_COUNTED), *large)


def plain(ctx: Context) -> Manner:
    """Return how a count is said: "59"."""
    return _manner(ctx, Size(math.inf))


def unit_cost(ctx: Context) -> Manner:
    """Return how the cost of one contact is said: "NOK 75.47"."""
    before, after = spoken_money.around(ctx.word, ctx.settings.currency)
    two = Size(9_999.995, 100, decimals=2, before=before, after=after)
    return _manner(ctx, two, *(one for one in money(ctx).sizes if one.below > two.below))
