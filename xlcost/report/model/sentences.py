"""What a person would say about a variance, in words: how much, which way, and what drives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel.lists import format_list

from xlcost.report.model.context import Context
from xlcost.report.model.evaluation import rounded
from xlcost.report.model.labels import capital
from xlcost.values.shown_numbers import format_decimal

_NAMED = 3  # drivers; more of them nobody reads
_WORTH_NAMING = 0.1  # of the variance
_LARGE = 10.0  # from ten times the budget on, the budget says more than a percentage
_SMALLEST = 0.001
_SIGNED = "+#,##0;−#,##0"


@dataclass(frozen=True)
class Driver:
    """One driver of a variance, or one line of a total: its name and its share of the change."""

    name: str
    amount: float


@dataclass(frozen=True)
class Told:
    """What a sentence is about.

    Attributes:
        name: Line, category or total.
        actual: Actual amount; income is positive.
        budget: Budgeted amount.
        kind: "cost" or "income".
        has_budget: Whether the period has a budget at all.
        parts: What the variance is made of.
        labour: Why the cost of all lines that pay people changed, where that is known.
        posting: The largest posting, in words.
    """

    name: str
    actual: float
    budget: float
    kind: str = "cost"
    has_budget: bool = True
    parts: Sequence[Driver] = ()
    labour: Sequence[Driver] = ()
    posting: str = ""


def sentence(ctx: Context, told: Told) -> str:
    """Return the sentence, and one more for what is known of the reasons."""
    sentences = [_first(ctx, told)]
    labour = _worth(told.labour)
    if labour:
        total = rounded(sum(part.amount for part in told.labour), 0)
        parts = _list(ctx, labour, signed=True)
        sentences.append(_say(ctx, "labour", total=_number(ctx, total, _SIGNED), parts=parts))
    elif told.posting:
        sentences.append(_say(ctx, "posting", posting=told.posting.rstrip(".")))
    return capital(" ".join(sentences))


def _first(ctx: Context, told: Told) -> str:
    actual, budget = round(told.actual, 2), round(told.budget, 2)
    change = round(actual - budget, 2)
    if not told.has_budget:
        return _say(ctx, "no_budget", line=told.name, amount=money(ctx, actual))
    if not change:
        return _say(ctx, "level", line=told.name, amount=money(ctx, actual))
    judged = _judged(ctx, change, told.kind)
    if not actual:
        return _say(ctx, "nothing", line=told.name, amount=money(ctx, budget), judged=judged)
    drivers = _drivers(ctx, told.parts, change)
    if not budget:
        amount = money(ctx, actual)
        return _say(ctx, "not_budgeted", line=told.name, amount=amount, drivers=drivers)
    way = "above" if change > 0 else "below"
    fields = {
        "line": told.name,
        "amount": money(ctx, abs(change)),
        "judged": judged,
        "drivers": drivers,
    }
    share = abs(change / budget)
    if share >= _LARGE:
        return _say(ctx, f"{way}_far", **fields, budget=money(ctx, budget))
    return _say(ctx, way, **fields, percent=_percent(ctx, share))


def _say(ctx: Context, key: str, **fields: str) -> str:
    return ctx.t(f"sentences.{key}", **fields)


def _judged(ctx: Context, change: float, kind: str) -> str:
    good = (change > 0) == (kind == "income")
    return _say(ctx, "favourable" if good else "unfavourable")


def _percent(ctx: Context, share: float) -> str:
    """Return the size of a change in percent of the budget's, without a sign."""
    shown = rounded(share * 100, 1)
    if shown < _SMALLEST * 100:
        return _say(ctx, "percent_small")
    return _say(ctx, "percent", share=_number(ctx, shown, "#,##0.0"))


def _drivers(ctx: Context, parts: Sequence[Driver], change: float) -> str:
    """Return what a variance is made of: what goes its way first, then what goes against it."""
    worth = _worth(parts)
    along = [part for part in worth if part.amount * change > 0]
    against = [part for part in worth if part.amount * change < 0]
    # Parts that come to more than the whole, because others take some back, are not of it.
    more = sum(rounded(abs(part.amount), 0) for part in along) > rounded(abs(change), 0)
    key = "driven_by" if more else "of_which"
    text = _say(ctx, key, parts=_list(ctx, along)) if along else ""
    if against:
        key = "offset" if along else "despite"
        text += _say(ctx, key, parts=_list(ctx, against))
    return text


def _worth(parts: Sequence[Driver]) -> list[Driver]:
    """Return the parts worth naming, the largest first."""
    largest = max((abs(part.amount) for part in parts), default=0.0)
    worth = [part for part in parts if abs(part.amount) > _WORTH_NAMING * largest]
    worth = [part for part in worth if rounded(part.amount, 0)]
    return sorted(worth, key=lambda part: -abs(part.amount))[:_NAMED]


def _list(ctx: Context, parts: Sequence[Driver], *, signed: bool = False) -> str:
    """Return "volume 210,000, mix 30,000 and rate 95,000"."""
    code = _SIGNED if signed else "#,##0"
    texts = []
    for part in parts:
        amount = part.amount if signed else abs(part.amount)
        shown = _number(ctx, rounded(amount, 0), code)
        texts.append(_say(ctx, "part", name=part.name, amount=shown))
    locale = "en_GB" if ctx.word.language == "en" else ctx.word.language
    return format_list(texts, locale=locale)


def money(ctx: Context, amount: float, *, signed: bool = False) -> str:
    """Return an amount with its currency, as people of the language write it in a sentence."""
    currency = ctx.settings.currency
    if signed:
        number = _number(ctx, rounded(amount, 0), _SIGNED)
        return _say(ctx, "money", currency=currency, number=number) if currency else number
    shown, cents = rounded(abs(amount), 0), rounded(abs(amount), 2)
    code = "#,##0" if shown or not cents else "#,##0.00"
    number = _number(ctx, shown or cents, code)
    text = _say(ctx, "money", currency=currency, number=number) if currency else number
    return _say(ctx, "minus", amount=text) if amount < 0 else text


def _number(ctx: Context, value: float, code: str) -> str:
    return format_decimal(value, format=code, locale=ctx.word.language)
