"""What drove the difference: labour with its drivers, the largest other lines, exchange rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO, COST
from xlcost.report.bridges import driver_tables, drivers, labour_drivers
from xlcost.report.message.notebook import NOTHING, Notebook, listed, told
from xlcost.report.message.position import SIDES, side
from xlcost.report.model.chart_of_lines import Line
from xlcost.report.model.check import HALF_A_CENT
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import (
    Choice,
    Criterion,
    Expression,
    Joined,
    Plus,
    Ref,
    Rounded,
)
from xlcost.report.model.lazy_values import values
from xlcost.report.model.lives import by_centre
from xlcost.report.opex import opex_lines

LABOUR = "labour"
_NAMED = 3  # effects; more of them nobody reads
_DRIVERS = 3  # of labour
_WORTH_NAMING = 0.1  # of the largest
_SMALL = 0.0005  # of what all cost is compared with: less is 0.0 %


@dataclass(frozen=True)
class Cause:
    """One thing that drove the difference.

    Attributes:
        key: Of its figures.
        name: What it is called.
        amount: By how much, live.
        size: What that comes to.
        parts: Its own drivers.
        sides: Its actual and what that is compared with, of a line.
    """

    key: str
    name: str
    amount: Expression
    size: float
    parts: tuple[Cause, ...] = ()
    sides: tuple[Expression, ...] = ()


def sentence(ctx: Context, book: Notebook) -> Expression | None:
    """Return what drove the difference of the report's period; None without a comparison.

    Which effects are named is chosen while the report is made, by the figures that it shows; their
    amounts and their ways are live.
    """
    against = side(ctx, ctx.main)
    if not against:
        return None
    floor = _SMALL * abs(values(ctx).number(_base(ctx, against)))
    found = [one for one in effects(ctx, against) if abs(one.size) > max(floor, HALF_A_CENT)]
    if not found:
        return None
    named = _worth(found, _NAMED)
    said = [_effect(book, one, against, short=number > 0) for number, one in enumerate(named)]
    parts = [told(ctx, "driven_by", effects=listed(said, "; "))]
    rates = _currency(ctx, book, against, max(abs(one.size) for one in found))
    parts += [one for one in (rates, _closed(ctx, against)) if one is not None]
    return Joined(tuple(parts)) if len(parts) > 1 else parts[0]


def _base(ctx: Context, against: str) -> Ref:
    """Return what all cost is compared with."""
    values(ctx).know(opex_lines.table(ctx))
    return Ref(opex_lines.GRID, opex_lines.TOTAL, f"{ctx.main}_{against}")


def effects(ctx: Context, against: str) -> list[Cause]:
    """Return every effect on cost: all labour as one where its drivers are known, else by line."""
    steps = _labour_steps(ctx, against)
    found = [labour(ctx, against, steps)] if steps else []
    known = values(ctx)
    for line in ctx.lines:
        if line.kind != COST:
            continue
        sides = _line(ctx, line, against, without_labour=bool(steps))
        if sides:
            amount = Plus(((1, sides[0]), (-1, sides[1])))
            size = known.number(amount)
            found.append(Cause(f"line{line.number}", line.name, amount, size, sides=sides))
    return found


def _line(
    ctx: Context, line: Line, against: str, *, without_labour: bool
) -> tuple[Expression, ...]:
    """Return both sides of a line; nothing where all of it is in the change of labour."""
    flags = set(ctx.accounts_of(line)["labour"].astype(int))
    if without_labour and flags == {1}:
        return ()
    if without_labour and 1 in flags:
        return _sides(ctx, against, equal("line_no", line.number), equal("labour", 0))
    row = opex_lines.line_part(line).key
    values(ctx).know(opex_lines.table(ctx))
    return tuple(Ref(opex_lines.GRID, row, f"{ctx.main}_{one}") for one in ("ac", against))


def labour(ctx: Context, against: str, steps: Sequence[Cause] = ()) -> Cause:
    """Return the change of what is paid to people, with its steps."""
    amount = _change(ctx, against, equal("labour", 1), equal("kind_no", COST))
    return Cause(LABOUR, ctx.t("message.labour"), amount, values(ctx).number(amount), tuple(steps))


def _change(ctx: Context, against: str, *where: Criterion) -> Expression:
    actual, base = _sides(ctx, against, *where)
    return Plus(((1, actual), (-1, base)))


def _sides(ctx: Context, against: str, *where: Criterion) -> tuple[Expression, Expression]:
    budget = against == drivers.BUDGET
    version = BUDGET_NO if budget else ctx.prior_version
    before = ctx.main if budget else ctx.prior_of(ctx.main)
    return ctx.amount(ctx.main, ACTUAL_NO, *where), ctx.amount(before, version, *where)


def _labour_steps(ctx: Context, against: str) -> list[Cause]:
    """Return the drivers of labour cost as Bridge shows them; nothing where it has none."""
    grid = f"bridge_{against}"
    moved = labour_drivers.moved(ctx, ctx.main, against) if _has_bridge(ctx, against) else []
    found = []
    for key, label, amount in moved:
        if key == "currency":
            continue
        ref = Ref(grid, key, f"{ctx.main}_amount")
        found.append(Cause(f"step_{key}", label[:1].lower() + label[1:], ref, amount))
    return found


def _has_bridge(ctx: Context, against: str) -> bool:
    """Whether the sheet Bridge takes labour apart against this side."""
    spans = [
        one for one in ctx.shown if (ctx.has_budget if against == "bu" else ctx.has_prior)(one)
    ]
    if against == drivers.BUDGET:
        return bool(labour_drivers.driven(ctx, spans, against))
    budgeted = [one for one in ctx.shown if ctx.has_budget(one)]
    held = bool(budgeted) and bool(labour_drivers.driven(ctx, budgeted, drivers.BUDGET))
    return not held and bool(labour_drivers.driven(ctx, spans, against))


def _worth(found: Sequence[Cause], most: int) -> list[Cause]:
    """Return the effects worth naming, the largest first."""
    largest = max(abs(one.size) for one in found)
    worth = [
        one for one in found if abs(one.size) >= _WORTH_NAMING * largest and round(one.size, 2)
    ]
    return sorted(worth, key=lambda one: -abs(one.size))[:most]


def _effect(book: Notebook, one: Cause, against: str, *, short: bool) -> Expression:
    """Return "labour cost NOK 248k below budget (occupancy −194k)"."""
    ctx = book.ctx
    label = ctx.t("message.change", what=one.name)
    figure, _ = book.money(f"effect_{one.key}", label, one.amount)
    amount = book.size(figure)
    parts: Expression = NOTHING
    named = _worth(one.parts, _DRIVERS) if any(round(part.size, 2) for part in one.parts) else []
    if named:
        said = [_part(book, part) for part in named]
        parts = told(ctx, "of_which", parts=listed(said, ", ", ctx.t("message.and")))
    elif one.sides:
        parts = _odd(book, one, against)
    end = "" if short else f"_{SIDES[against]}"
    return Choice(
        figure,
        told(ctx, f"effect_above{end}", name=one.name, amount=amount, parts=parts),
        told(ctx, f"effect_below{end}", name=one.name, amount=amount, parts=parts),
        told(ctx, f"effect_level_{SIDES[against]}", name=one.name),
    )


def _odd(book: Notebook, one: Cause, against: str) -> Expression:
    """Return what is unusual of a line: a net credit, nothing booked, nothing to compare with."""
    ctx = book.ctx
    actual, base = (
        book.figure(f"effect_{one.key}_{key}", f"{one.name}, {word}", Rounded(side_))
        for key, word, side_ in zip(
            ("ac", "base"), (ctx.t("columns.actual"), ctx.t("message.base")), one.sides, strict=True
        )
    )
    new = f"new_{SIDES[against]}"
    credit, nothing, unplanned = (told(ctx, f"line_{key}") for key in ("credit", "empty", new))
    return Choice(actual, Choice(base, NOTHING, NOTHING, unplanned), credit, nothing)


def _part(book: Notebook, part: Cause) -> Expression:
    figure, _ = book.money(f"effect_{part.key}", part.name, part.amount)
    amount = book.size(figure)
    plus, minus = (
        told(book.ctx, f"part_{way}", name=part.name, amount=amount) for way in ("plus", "minus")
    )
    return Choice(figure, plus, minus, plus)


def _currency(ctx: Context, book: Notebook, against: str, largest: float) -> Expression | None:
    """Return what exchange rates did to cost, where that is worth naming."""
    if against != drivers.BUDGET or not len(ctx.frames.currency):
        return None
    amount = driver_tables.currency(ctx.spans[ctx.main])
    if abs(values(ctx).number(amount)) < _WORTH_NAMING * largest:
        return None
    figure, _ = book.money("currency", ctx.t("bridge.currency"), amount)
    size = book.size(figure)
    more, less = (told(ctx, f"currency_{way}", amount=size) for way in ("more", "less"))
    return Choice(figure, more, less, NOTHING)


def _closed(ctx: Context, against: str) -> Expression | None:
    """Return which cost centres were closed that the budget still has cost for."""
    if against != drivers.BUDGET:
        return None
    ended = {
        code: life.last
        for code, life in by_centre(ctx.data.facts, ctx.data.calendar, ctx.period).items()
        if life.last <= ctx.period.key
    }
    frame = ctx.spans[ctx.main].rows(ctx.frames.centres)
    planned = set(frame.loc[frame["version_no"] == BUDGET_NO, "centre_no"])
    names = [
        f"{one.name or one.code} ({ctx.period_name(ended[one.code])})"
        for one in ctx.centres
        if one.code in ended and one.number in planned
    ]
    if not names:
        return None
    more = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    return told(ctx, "closed_more" if more > 0 else "closed", names=shown, count=max(more, 0))
