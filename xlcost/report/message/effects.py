"""What drove the difference: labour with its drivers, the largest other lines, exchange rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO, COST
from xlcost.report.bridges import driver_tables, drivers, labour_drivers
from xlcost.report.message.notebook import NOTHING, Notebook, told
from xlcost.report.message.position import SIDES, side
from xlcost.report.model.chart_of_lines import Line
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import (
    Choice,
    Criterion,
    Expression,
    Joined,
    Literal,
    Plus,
    Ref,
)
from xlcost.report.model.lazy_values import values
from xlcost.report.opex import opex_lines

LABOUR = "labour"
_NAMED = 3  # effects; more of them nobody reads
_DRIVERS = 2  # of labour
_WORTH_NAMING = 0.1  # of the largest


@dataclass(frozen=True)
class Cause:
    """One thing that drove the difference: what it is, by how much, and its own drivers."""

    key: str
    name: str
    amount: Expression
    size: float
    parts: tuple[Cause, ...] = ()


def sentence(ctx: Context, book: Notebook) -> Expression | None:
    """Return what drove the difference of the report's period; None without a comparison.

    Which effects are named is chosen while the report is made, by the figures that it shows; their
    amounts and their ways are live.
    """
    against = side(ctx, ctx.main)
    if not against:
        return None
    found = [one for one in effects(ctx, against) if round(one.size, 2)]
    if not found:
        return None
    said: list[Expression] = []
    for number, one in enumerate(_worth(found, _NAMED)):
        said += [Literal("; ")] if number else []
        said.append(_effect(book, one, against, short=number > 0))
    parts = [told(ctx, "driven_by", effects=Joined(tuple(said)))]
    rates = _currency(ctx, book, against, max(abs(one.size) for one in found))
    return Joined((*parts, rates)) if rates else parts[0]


def effects(ctx: Context, against: str) -> list[Cause]:
    """Return every effect on cost: all labour as one where its drivers are known, else by line."""
    steps = _labour_steps(ctx, against)
    found = [labour(ctx, against, steps)] if steps else []
    known = values(ctx)
    for line in ctx.lines:
        if line.kind != COST:
            continue
        amount, name = _line(ctx, line, against, without_labour=bool(steps)), line.name
        if amount is not None:
            found.append(Cause(f"line{line.number}", name, amount, known.number(amount)))
    return found


def _line(ctx: Context, line: Line, against: str, *, without_labour: bool) -> Expression | None:
    """Return the change of a line; None where all of it is in the change of labour."""
    flags = set(ctx.accounts_of(line)["labour"].astype(int))
    if without_labour and flags == {1}:
        return None
    if without_labour and 1 in flags:
        return _change(ctx, against, equal("line_no", line.number), equal("labour", 0))
    row = opex_lines.line_part(line).key
    actual, base = (Ref(opex_lines.GRID, row, f"{ctx.main}_{one}") for one in ("ac", against))
    values(ctx).know(opex_lines.table(ctx))
    return Plus(((1, actual), (-1, base)))


def labour(ctx: Context, against: str, steps: Sequence[Cause] = ()) -> Cause:
    """Return the change of what is paid to people, with its steps."""
    amount = _change(ctx, against, equal("labour", 1), equal("kind_no", COST))
    return Cause(LABOUR, ctx.t("message.labour"), amount, values(ctx).number(amount), tuple(steps))


def _change(ctx: Context, against: str, *where: Criterion) -> Expression:
    budget = against == drivers.BUDGET
    version = BUDGET_NO if budget else ctx.prior_version
    before = ctx.main if budget else ctx.prior_of(ctx.main)
    actual = ctx.amount(ctx.main, ACTUAL_NO, *where)
    return Plus(((1, actual), (-1, ctx.amount(before, version, *where))))


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
        listed: list[Expression] = []
        for number, part in enumerate(named):
            listed += [Literal(ctx.t("message.and"))] if number else []
            listed.append(_part(book, part))
        parts = told(ctx, "of_which", parts=Joined(tuple(listed)))
    end = "" if short else f"_{SIDES[against]}"
    return Choice(
        figure,
        told(ctx, f"effect_above{end}", name=one.name, amount=amount, parts=parts),
        told(ctx, f"effect_below{end}", name=one.name, amount=amount, parts=parts),
        told(ctx, f"effect_level_{SIDES[against]}", name=one.name),
    )


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
