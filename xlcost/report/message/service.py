"""What service did meanwhile, and whether a saving was bought with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlcost.dataset.pack_format import COST
from xlcost.report.contacts import key_figures
from xlcost.report.contacts.key_figures import KeyFigure
from xlcost.report.message import numbers
from xlcost.report.message.effects import labour
from xlcost.report.message.notebook import NOTHING, Notebook, told
from xlcost.report.message.position import SIDES, side
from xlcost.report.model import cells
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
)
from xlcost.report.opex import opex_lines

# The first that is measured speaks for how well contacts were answered, and for how well solved.
ANSWERED = ("service_level", "abandonment_rate", "average_speed_of_answer")
SOLVED = ("first_contact_resolution", "csat_score")
_WORSE = 0.01  # a share that is a percentage point worse is noticed
_LATER = 5.0  # seconds


@dataclass(frozen=True)
class _Measured:
    """A measure of service with its live figures."""

    figure: KeyFigure
    name: str
    actual: Ref
    base: Ref | None
    side: str


def sentence(ctx: Context, book: Notebook, sheets: frozenset[str]) -> Expression | None:
    """Return what service did in the report's period; None without contacts."""
    measured = list(_measured(ctx, book, sheets))
    if not measured:
        return None
    said: list[Expression] = []
    for number, one in enumerate(measured):
        said += [Literal("; ")] if number else []
        said.append(_said(book, one))
    whole = told(ctx, "service", measures=Joined(tuple(said)))
    bought = _bought(ctx, book, measured)
    return Joined((whole, bought)) if bought else whole


def _measured(ctx: Context, book: Notebook, sheets: frozenset[str]) -> Iterator[_Measured]:
    """Yield the measures that are told: how contacts were answered, solved, and what they cost."""
    known = key_figures.ratios(ctx)
    chosen = [
        next((known[name] for name in group if name in known), None) for group in (ANSWERED, SOLVED)
    ]
    units = {one.key: one for one in key_figures.keys(ctx, sheets)}
    chosen.append(units.get("unit_cost_contact") if not ctx.whole_company else None)
    for figure in chosen:
        if figure is not None and figure.format != "text":
            yield _kept(ctx, book, figure)


def _kept(ctx: Context, book: Notebook, figure: KeyFigure) -> _Measured:
    against = next((one for one in (side(ctx, ctx.main), "py") if one in figure.views), "")
    name = inner(ctx.label(figure.metric))
    label = f"{ctx.label(figure.metric)}, {ctx.span_word(ctx.main)}"
    actual = book.figure(figure.key, label, figure.views["ac"], figure.format)
    base = None
    if against:
        what = f"{label}, {ctx.t(f'message.sides.{SIDES[against]}')}"
        base = book.figure(f"{figure.key}_base", what, figure.views[against], figure.format)
    return _Measured(figure, name, actual, base, against)


def inner(label: str) -> str:
    """Return a label as it stands within a sentence: "CSAT" keeps its capitals."""
    first = label.split(" ", maxsplit=1)[0]
    return label if first[1:] != first[1:].lower() else label[:1].lower() + label[1:]


def _said(book: Notebook, one: _Measured) -> Expression:
    """Return "service level 71.3% (9.7 percentage points below budget)"."""
    ctx = book.ctx
    manner = {
        "share": numbers.share,
        "seconds": numbers.seconds,
        "unit_cost": numbers.unit_cost,
    }[one.figure.format]
    amount = book.words(one.actual, manner(ctx))
    against = _against(book, one) if one.base is not None else NOTHING
    said = told(ctx, "measure", name=one.name, amount=amount, against=against)
    unknown = told(ctx, "measure_missing", name=one.name)
    return Choice(one.actual, said, said, said, unknown)


def _against(book: Notebook, one: _Measured) -> Expression:
    ctx = book.ctx
    assert one.base is not None
    shown = one.figure.format
    label = ctx.t("message.change", what=book.label(one.actual))
    apart = Plus(((1, one.actual), (-1, one.base)))
    digits = {"share": 3, "seconds": 0}.get(shown, 2)
    change = book.figure(f"{one.figure.key}_change", label, Rounded(apart, digits), shown)
    manner = {"share": numbers.points, "seconds": numbers.seconds}.get(shown, numbers.unit_cost)
    size = book.words(change, manner(ctx))
    above, below, level = (
        told(ctx, f"measure_{way}_{SIDES[one.side]}", amount=size)
        for way in ("above", "below", "level")
    )
    return Choice(change, above, below, level)


def _bought(ctx: Context, book: Notebook, measured: list[_Measured]) -> Expression | None:
    """Return that lower cost came with poorer service, where both are large enough to matter."""
    against = side(ctx, ctx.main)
    worse = [flag for one in measured if (flag := _worse(ctx, book, one, against))]
    if not against or not worse:
        return None
    paid = bool(((ctx.accounts["labour"] == 1) & (ctx.accounts["kind_no"] == COST)).any())
    if paid:
        amount, key = labour(ctx, against).amount, "labour"
    else:
        total = (
            Ref(opex_lines.GRID, opex_lines.TOTAL, f"{ctx.main}_{one}") for one in ("ac", against)
        )
        amount, key = cells_change(*total), "cost"
    saved = Plus(((1, amount), (1, basis("amount_threshold"))))
    figure = book.figure("saved", ctx.t("message.saved"), Rounded(saved))
    count = book.figure("worse", ctx.t("message.worse"), Total(tuple(worse)), "count")
    text = told(ctx, f"bought_{key}")
    return Choice(figure, NOTHING, Choice(count, text, NOTHING, NOTHING), NOTHING)


def cells_change(actual: Ref, base: Ref) -> Expression:
    """Return actual less its base."""
    return Plus(((1, actual), (-1, base)))


def _worse(ctx: Context, book: Notebook, one: _Measured, against: str) -> Ref | None:
    """Return the cell that is 1 where a measure is noticeably worse than the same base as cost."""
    kind = cells.kind_of_metric(one.figure.metric)
    if one.base is None or one.side != against or one.figure.format == "unit_cost" or not kind:
        return None
    bound = _WORSE if one.figure.format == "share" else _LATER
    sign = 1 if kind == "cost" else -1
    change = Ref(one.actual.grid, f"{one.figure.key}_change", "value")
    over = Plus(((1, Times(Literal(sign), change)), (-1, Literal(bound))))
    flag = Choice(Rounded(over, 6), Literal(1), Literal(0), Literal(1), Literal(0))
    label = ctx.t("message.noticed", what=ctx.label(one.figure.metric))
    return book.figure(f"{one.figure.key}_worse", label, flag, "count")
