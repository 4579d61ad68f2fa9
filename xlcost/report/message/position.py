"""Where the period, the year and its forecast are: the first sentences of the message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlcost.dataset.pack_format import COST
from xlcost.report.message import numbers
from xlcost.report.message.notebook import GRID, NOTHING, Notebook, told
from xlcost.report.model.context import Context, basis, equal
from xlcost.report.model.expressions import (
    Choice,
    Expression,
    Extreme,
    Joined,
    Literal,
    Plus,
    Ref,
    Times,
)
from xlcost.report.opex import opex_lines

SIDES = {"bu": "budget", "py": "prior"}


@dataclass(frozen=True)
class Compared:
    """An amount and what it is compared with.

    Attributes:
        key: Of its figures.
        label: What it is called on Data.
        actual: The amount.
        base: What it is compared with, where there is something.
        side: "bu" for the budget, "py" for the prior year.
        kind: "cost" or "income".
    """

    key: str
    label: str
    actual: Expression
    base: Expression | None = None
    side: str = ""
    kind: str = "cost"


def sentences(ctx: Context, book: Notebook) -> Iterator[tuple[str, Expression]]:
    """Yield the sentences on cost, on income and on the year, each with its key."""
    main = ctx.main
    period = ctx.period_name()
    unfinished = "_so_far" if ctx.unfinished else ""
    parts = [_said(book, f"cost{unfinished}", _total(ctx, main), period=period)]
    if not side(ctx, main):
        parts.append(Literal(" " + ctx.t("message.nothing_to_compare")))
    parts += _extras(ctx, book)
    yield "position", Joined(tuple(parts))
    if not ctx.period.is_year:
        year = _year(ctx, book)
        if year is not None:
            yield "year", year


def side(ctx: Context, span: str) -> str:
    """Return what a span is compared with: the budget ("bu"), else the prior year ("py")."""
    if ctx.has_budget(span) and ctx.has_budget(ctx.long):
        return "bu"
    return "py" if ctx.has_prior(span) and ctx.has_prior(ctx.long) else ""


def _total(ctx: Context, span: str, row: str = opex_lines.TOTAL, kind: str = "cost") -> Compared:
    """Return a total of OpEx by line with what it is compared with."""

    def cell(column: str) -> Ref:
        return Ref(opex_lines.GRID, row, f"{span}_{column}")

    against = side(ctx, span)
    label = f"{_name(ctx, row)}, {ctx.span_word(span)}"
    base = cell(against) if against else None
    return Compared(f"{row}_{span}", label, cell("ac"), base, against, kind)


def _name(ctx: Context, row: str) -> str:
    key = {
        opex_lines.TOTAL: "total_opex",
        opex_lines.INCOME_TOTAL: "total_income",
        "recurring": "without_one_offs",
    }[row]
    return ctx.t(f"rows.{key}")


def _said(book: Notebook, key: str, one: Compared, **fields: str | Expression) -> Expression:
    """Return a text with an amount and what it is against its base."""
    figure, amount = book.money(one.key, one.label, one.actual)
    against = against_base(book, one, figure)
    return told(book.ctx, key, amount=amount, against=against, **fields)


def against_base(book: Notebook, one: Compared, actual: Ref) -> Expression:
    """Return ", NOK 147k (1.6%) below budget (favourable)", or nothing without a base."""
    ctx = book.ctx
    if one.base is None:
        return NOTHING
    side_ = ctx.t(f"message.sides.{SIDES[one.side]}")
    base = book.figure(f"{one.key}_base", f"{one.label}, {side_}", one.base)
    label = ctx.t("message.change", what=one.label)
    change = book.change(f"{one.key}_change", label, actual, base)
    amount = book.size(change)
    percent = book.percent(change, label, actual, base, numbers.percent(ctx))
    share = book.share(change, label, actual, base)
    good = {"above": one.kind == "income", "below": one.kind == "cost"}

    def way(name: str, text: str = "") -> Expression:
        judged = ctx.t(f"sentences.{'favourable' if good[name] else 'unfavourable'}")
        key = f"{text or name}_{SIDES[one.side]}"
        return told(ctx, key, amount=amount, percent=percent, judged=judged)

    level = told(ctx, f"level_{SIDES[one.side]}")
    close = Choice(change, way("above", "close_above"), way("below", "close_below"), level)
    differs = Choice(share, way("above"), way("below"), close)
    from_nothing = Choice(change, way("above", "zero"), way("below", "zero"), level)
    return Choice(base, differs, differs, from_nothing)


def _extras(ctx: Context, book: Notebook) -> Iterator[Expression]:
    """Yield what has to be known beside the total: one-offs and income that are large enough."""
    if opex_lines.has_one_offs(ctx):
        amount = Ref(opex_lines.GRID, "one_offs", f"{ctx.main}_ac")
        figure, one_off = book.money("one_offs", ctx.t("rows.one_offs"), amount)
        without = _total(ctx, ctx.main, "recurring")
        said = _said(book, "without_one_offs", without, one_offs=one_off)
        yield _if_large(book, "one_offs_large", figure, Joined((Literal(" "), said)))
    if ctx.has_income:
        income = _total(ctx, ctx.main, opex_lines.INCOME_TOTAL, "income")
        said = Joined((Literal(" "), _said(book, "income", income)))
        key = f"{income.key}_change" if income.base is not None else income.key
        yield _if_large(book, "income_large", Ref(GRID, key, "value"), said)


def _if_large(book: Notebook, key: str, amount: Ref, said: Expression) -> Expression:
    """Return a text where an amount is large enough to be material, else nothing."""
    size = Extreme("MAX", (amount, Times(Literal(-1), amount)))
    over = Plus(((1, size), (-1, basis("amount_threshold"))))
    label = book.ctx.t("message.over_bound", what=book.label(amount))
    figure = book.figure(key, label, over)
    return Choice(figure, said, NOTHING, said)


def _year(ctx: Context, book: Notebook) -> Expression | None:
    """Return where the year to date and the forecast are."""
    number, last = ctx.period.key % 100, ctx.period.periods_in_year
    year = ctx.t("bands.full_year", year=ctx.period.year)
    parts: list[Expression] = []
    if number >= last:
        return _said(book, "whole_year", _total(ctx, "ytd"), year=year)
    if number > 1 and ctx.unbegun < number - 1:
        parts.append(_said(book, "to_date", _total(ctx, "ytd")))
    forecast = Ref(opex_lines.GRID, opex_lines.TOTAL, "forecast")
    base: Expression | None = None
    side_ = ""
    if ctx.has_budget("year") and ctx.has_budget(ctx.long):
        base, side_ = Ref(opex_lines.GRID, opex_lines.TOTAL, "year_bu"), "bu"
    elif ctx.has_prior("year") and ctx.has_prior(ctx.long):
        whole = equal("kind_no", COST)
        base, side_ = ctx.amount("prior_full", ctx.prior_version, whole), "py"
    label = ctx.t("rows.forecast", year=year)
    one = Compared("forecast", label, forecast, base, side_)
    parts.append(_said(book, "forecast", one, year=str(ctx.period.year)))
    return parts[0] if len(parts) == 1 else Joined((parts[0], Literal(" "), parts[1]))
