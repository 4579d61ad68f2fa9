"""What service did meanwhile, and whether a saving was bought with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from xlcost.dataset.pack_format import COST
from xlcost.report.contacts import allocation, key_figures, service
from xlcost.report.contacts.unit_cost import agent_directions, measured
from xlcost.report.message import numbers
from xlcost.report.message.effects import labour
from xlcost.report.message.notebook import NOTHING, Notebook, listed, told
from xlcost.report.message.position import SIDES, side
from xlcost.report.model import cells
from xlcost.report.model.chart_of_lines import ChannelDirection
from xlcost.report.model.context import Context, basis
from xlcost.report.model.expressions import (
    Choice,
    Expression,
    Joined,
    Literal,
    Plus,
    Ref,
    Rounded,
    Times,
    Total,
    is_number,
)
from xlcost.report.model.lazy_values import values
from xlcost.report.model.spec import Format
from xlcost.report.opex import opex_lines

# The first that is measured speaks for how well contacts were answered, and for how well solved.
ANSWERED = ("service_level", "abandonment_rate", "average_speed_of_answer")
SOLVED = ("first_contact_resolution", "csat_score")
_WORSE = 0.01  # a share that is a percentage point worse is noticed
_LATER = 5.0  # seconds
_NEW = 2  # channels that are named
_MANNERS = {
    "share": numbers.share,
    "seconds": numbers.seconds,
    "unit_cost": numbers.unit_cost,
    "count": numbers.count,
}
_DIGITS = {"share": 3, "seconds": 0, "unit_cost": 2}  # of what is shown


@dataclass(frozen=True)
class _Measured:
    """A measure of service with its live figures; `kind` says which way is good, if either is."""

    key: str
    name: str
    label: str
    shown: Format
    actual: Ref
    base: Ref | None
    side: str
    kind: str | None = None


def sentence(ctx: Context, book: Notebook, sheets: frozenset[str]) -> Expression | None:
    """Return what service did in the report's period; None without contacts."""
    if not ctx.directions or ctx.whole_company:
        return None
    figures = list(_figures(ctx, sheets))
    if not figures:
        return told(ctx, "service_silent", period=ctx.period_name())
    kept = [_kept(ctx, book, *one) for one in figures]
    parts = [told(ctx, "service", measures=listed([_said(book, one) for one in kept], "; "))]
    parts += islice(_new_channels(ctx, book), _NEW)
    bought = _bought(ctx, book, kept)
    return Joined((*parts, bought)) if bought else Joined(tuple(parts))


Views = Mapping[str, Expression]


def _figures(
    ctx: Context, sheets: frozenset[str]
) -> Iterator[tuple[str, str, str, Format, str | None, Views]]:
    """Yield what is told: contacts, how they were answered and solved, and what one cost."""
    contacts = _contacts(ctx)
    has_contacts = bool(contacts) and _has_value(ctx, contacts)
    if has_contacts:
        yield (
            "contacts" if len(_counted(ctx)) == len(ctx.directions) else "agents",
            ctx.t("message.contacts"),
            ctx.t("columns.contacts"),
            "count",
            None,
            contacts,
        )
    known = key_figures.ratios(ctx)
    for group in (ANSWERED, SOLVED):
        figure = next((known[name] for name in group if name in known), None)
        if figure and _has_value(ctx, figure.views):
            kind = cells.kind_of_metric(figure.metric)
            label = ctx.label(figure.metric)
            yield figure.key, inner(label), label, figure.format, kind, figure.views
    units = {one.key: one for one in key_figures.keys(ctx, sheets)}
    cost = units.get("unit_cost_agents") or units.get("unit_cost_contact")
    if cost and has_contacts:
        label = ctx.label(cost.metric)
        yield cost.key, inner(label), label, cost.format, None, cost.views


def _contacts(ctx: Context) -> Views:
    """Return the handled contacts of the report's period, by version."""
    return (
        {
            view.key.removeprefix(f"{ctx.main}_"): service.activity(
                ctx, "handled", _counted(ctx), view.slot
            )
            for view in allocation.views(ctx)
            if view.key.startswith(f"{ctx.main}_") and measured(ctx, ("handled",), view)
        }
        if "handled" in ctx.frames.activity
        else {}
    )


def _counted(ctx: Context) -> tuple[ChannelDirection, ...]:
    """Return the channels whose contacts are told: those of agents, where others are counted."""
    return agent_directions(ctx) or ctx.directions


def _has_value(ctx: Context, views: Views) -> bool:
    """Whether a figure is known; a month may have no contacts where others have some."""
    value = values(ctx).value(views["ac"])
    return is_number(value) and value != 0


def _kept(
    ctx: Context,
    book: Notebook,
    key: str,
    name: str,
    label: str,
    shown: Format,
    kind: str | None,
    views: Views,
) -> _Measured:
    against = next((one for one in (side(ctx, ctx.main), "py") if one in views), "")
    what = f"{label}, {ctx.span_word(ctx.main)}"
    actual = book.figure(key, what, views["ac"], shown)
    base = None
    if against:
        base_label = f"{what}, {ctx.t(f'message.sides.{SIDES[against]}')}"
        base = book.figure(f"{key}_base", base_label, views[against], shown)
    return _Measured(key, name, what, shown, actual, base, against, kind)


def inner(label: str) -> str:
    """Return a label as it stands within a sentence: "CSAT" keeps its capitals."""
    first = label.split(" ", maxsplit=1)[0]
    return label if first[1:] != first[1:].lower() else label[:1].lower() + label[1:]


def _said(book: Notebook, one: _Measured) -> Expression:
    """Return "service level 71.3% (9.7 percentage points below budget)"."""
    ctx = book.ctx
    amount = book.words(one.actual, _MANNERS[one.shown](ctx))
    against = _against(book, one) if one.base is not None else NOTHING
    said = told(
        ctx,
        f"measure_{one.key}" if one.shown == "count" else "measure",
        name=one.name,
        amount=amount,
        against=against,
    )
    unknown = told(ctx, "measure_missing", name=one.name)
    return Choice(one.actual, said, said, said, unknown, unknown)


def _against(book: Notebook, one: _Measured) -> Expression:
    """Return " (9.7 percentage points below budget)"; of contacts in percent."""
    ctx = book.ctx
    assert one.base is not None
    label = ctx.t("message.change", what=one.label)
    if one.shown == "count":
        change, manner = book.share(one.actual, label, one.actual, one.base), numbers.bare_percent
    else:
        apart = Rounded(Plus(((1, one.actual), (-1, one.base))), _DIGITS[one.shown])
        change = book.figure(f"{one.key}_change", label, apart, one.shown)
        manner = numbers.points if one.shown == "share" else _MANNERS[one.shown]
    amount = book.words(change, manner(ctx))
    above, below, level = (
        told(ctx, f"measure_{way}_{SIDES[one.side]}", amount=amount)
        for way in ("above", "below", "level")
    )
    differs = Choice(change, above, below, level, NOTHING, NOTHING)
    return Choice(one.base, differs, differs, NOTHING, NOTHING, NOTHING)


def _new_channels(ctx: Context, book: Notebook) -> Iterator[Expression]:
    """Yield which channels have contacts and had none in what they are compared with."""
    against = side(ctx, ctx.main)
    by_key = {view.key: view for view in allocation.views(ctx)}
    now, before = by_key.get(f"{ctx.main}_ac"), by_key.get(f"{ctx.main}_{against}")
    if now is None or before is None or not measured(ctx, ("handled",), before):
        return
    known = values(ctx)
    for direction in ctx.directions:
        amounts = [
            service.activity(ctx, "handled", (direction,), view.slot) for view in (now, before)
        ]
        if not known.number(amounts[0]) or known.number(amounts[1]):
            continue
        figure = book.figure(f"new_{direction.key}", direction.name, amounts[0], "count")
        words = book.words(figure, numbers.count(ctx))
        said = told(ctx, f"new_{SIDES[against]}", name=direction.name, amount=words)
        yield Choice(figure, said, NOTHING, NOTHING)


def _bought(ctx: Context, book: Notebook, kept: list[_Measured]) -> Expression | None:
    """Return that lower cost came with poorer service, where both are large enough to matter."""
    against = side(ctx, ctx.main)
    worse = [flag for one in kept if (flag := _worse(ctx, book, one, against))]
    if not against or not worse:
        return None
    paid = bool(((ctx.accounts["labour"] == 1) & (ctx.accounts["kind_no"] == COST)).any())
    if paid:
        amount, key = labour(ctx, against).amount, "labour"
    else:
        now, base = (
            Ref(opex_lines.GRID, opex_lines.TOTAL, f"{ctx.main}_{one}") for one in ("ac", against)
        )
        amount, key = Plus(((1, now), (-1, base))), "cost"
    saved = Plus(((1, amount), (1, basis("amount_threshold"))))
    figure = book.figure("saved", ctx.t("message.saved"), Rounded(saved))
    count = book.figure("worse", ctx.t("message.worse"), Total(tuple(worse)), "count")
    text = told(ctx, f"bought_{key}_{SIDES[against]}")
    enough = Choice(count, text, NOTHING, NOTHING)
    return Choice(figure, NOTHING, enough, enough)


def _worse(ctx: Context, book: Notebook, one: _Measured, against: str) -> Ref | None:
    """Return the cell that is 1 where a measure is noticeably worse than the same base as cost."""
    if one.base is None or one.side != against or not one.kind:
        return None
    bound = _WORSE if one.shown == "share" else _LATER
    sign = 1 if one.kind == "cost" else -1
    change = Ref(one.actual.grid, f"{one.key}_change", "value")
    over = Plus(((1, Times(Literal(sign), change)), (-1, Literal(bound))))
    yes, no = Literal(1), Literal(0)
    flag = Choice(Rounded(over, 6), yes, no, yes, no, no)
    label = ctx.t("message.noticed", what=one.label)
    return book.figure(f"{one.key}_worse", label, flag, "count")
