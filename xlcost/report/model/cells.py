"""Short ways to write the cells that sheets have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal as OneOf

from xlcost.catalogue.families import find
from xlcost.catalogue.measures import Unit
from xlcost.report.model import materiality
from xlcost.report.model.bounds import bounds
from xlcost.report.model.check import HALF_A_CENT
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import (
    Call,
    Choice,
    Expression,
    Literal,
    Plus,
    Ref,
    Rounded,
    Times,
    Translated,
)
from xlcost.report.model.spec import Cell, ColourBound, Column, Format

MATERIAL = "●"
LEVEL = "–"  # as VARIANCE_STATUS says it
WORD_WIDTH = 6.0  # a column of one letter or one mark
PCT_DIGITS = 3  # a percentage is shown with one decimal: what is less is none

UNIT_FORMATS: Mapping[Unit, Format] = {
    Unit.MONEY: "money",
    Unit.UNIT_COST: "unit_cost",
    Unit.HOURLY_RATE: "unit_cost",
    Unit.COUNT: "count",
    Unit.SHARE: "share",
    Unit.SECONDS: "seconds",
    Unit.HOURS: "hours",
}


def words(text: str, link: str = "", to: Ref | None = None) -> Cell:
    """Return a cell with a text, which may lead to a sheet or to another cell."""
    return Cell(Literal(text), link=link, to=to)


def texts(**columns: str) -> dict[str, Cell]:
    """Return cells with texts, by column."""
    return {column: words(text) for column, text in columns.items()}


def metric_format(metric: str) -> Format:
    """Return how a metric's result is shown, by its unit."""
    return UNIT_FORMATS.get(find(metric).unit, "factor")


def plus(items: Sequence[Expression]) -> Expression:
    """Return a sum that is not available where one of its parts is not."""
    return items[0] if len(items) == 1 else Plus(tuple((1, item) for item in items))


def letters(ctx: Context) -> Mapping[str | bool, str]:
    """Return the letters of favourable and unfavourable in the report language."""
    return {"F": ctx.t("status.favourable"), "U": ctx.t("status.unfavourable")}


def status(
    ctx: Context, variance: Ref, kind: str, digits: int = 2, pct: Expression | None = None
) -> Cell:
    """Return the letter that says whether a shown variance is good, judged to some decimals.

    Where its percentage stands beside it and shows 0.0 %, it is neither good nor bad.
    """
    cell = letter(ctx, variance, "income" if ctx.settings.better_is_positive else kind, digits)
    if pct is None:
        return cell
    said = cell.expression
    share = Rounded(pct, PCT_DIGITS)
    # Without a budget there is no percentage, and the amount decides alone.
    return replace(cell, expression=Choice(share, said, said, Literal(LEVEL), said))


def letter(ctx: Context, change: Ref, kind: str, digits: int = 2) -> Cell:
    """Return the letter of a change as it stands, which no setting has turned."""
    given: dict[str, Expression] = {"actual": Rounded(change, digits), "budget": Literal(0)}
    call = Call("variance_status", given, method=kind)
    return Cell(Translated(call, letters(ctx)), "word", "status")


def variance(ctx: Context, actual: Ref, budget: Ref, kind: str, shown: Format = "money") -> Cell:
    """Return actual − budget, turned for costs where the report shows better as positive.

    The difference of two shares is shown in percentage points.
    """
    change = _turned(ctx, Call("opex_variance", {"actual": actual, "budget": budget}), kind)
    if shown == "share":
        return Cell(Times(Literal(100), change), "points", "variance", _good(ctx, kind))
    return Cell(change, shown, "variance", _good(ctx, kind))


def variance_pct(ctx: Context, actual: Ref, budget: Ref, kind: str) -> Cell:
    """Return the variance in percent of the budget's size."""
    call = Call("opex_variance_pct", {"actual": actual, "budget": budget})
    return Cell(_turned(ctx, call, kind), "share", "variance", _good(ctx, kind))


def against(ctx: Context, actual: Ref, budget: Ref, kind: str, prefix: str = "") -> dict[str, Cell]:
    """Return variance, percent and letter in the row of the actual, by column."""
    change, pct = (replace(actual, column=f"{prefix}{name}") for name in ("var", "pct"))
    by_column = {
        f"{prefix}var": variance(ctx, actual, budget, kind),
        f"{prefix}pct": variance_pct(ctx, actual, budget, kind),
        f"{prefix}status": status(ctx, change, kind, pct=pct),
    }
    return coloured(ctx, by_column, change, budget)


def coloured(
    ctx: Context, by_column: Mapping[str, Cell], change: Ref, base: Ref, shown: Format = "money"
) -> dict[str, Cell]:
    """Return a change's cells, with a colour where it is material; of a ratio its share decides."""
    held = ctx.settings.materiality
    bounds_ = materiality.amounts(ctx)
    amounts = (bounds_.least, bounds_.always) if shown.startswith("money") else None
    size = ColourBound(change, base, float(held.pct), amounts, held.mode == "and")
    tones = ("variance", "status")
    return {
        key: replace(cell, judged=size) if cell.tone in tones and cell.judged is None else cell
        for key, cell in by_column.items()
    }


def against_columns(ctx: Context, band: str, prefix: str = "") -> list[Column]:
    """Return the columns of variance, percent and letter."""
    return [
        Column(f"{prefix}var", ctx.t("columns.variance"), band),
        Column(f"{prefix}pct", ctx.t("columns.variance_pct"), band),
        Column(f"{prefix}status", ctx.t("columns.status"), band, WORD_WIDTH),
    ]


def material(ctx: Context, actual: Ref, budget: Ref, row: str = "") -> Cell:
    """Return a mark where a variance is material by the thresholds of its row."""
    held = bounds(ctx, row)
    amount, always = (
        Plus(((1, bound), (-1, Literal(HALF_A_CENT)))) for bound in (held.amount, held.always)
    )
    call = Call(
        "is_material",
        {
            "actual": actual,
            "budget": budget,
            "amount_threshold": amount,
            "pct_threshold": held.pct,
            "always_threshold": always,
        },
        method=held.mode,
    )
    return Cell(Translated(call, {True: MATERIAL, False: ""}), "word", "flag")


def kind_of_metric(metric: str) -> str | None:
    """Return the kind that VARIANCE_STATUS judges a metric by; None where neither way is good."""
    better = find(metric).better
    return None if better is None else "cost" if better == "lower" else "income"


def _turned(ctx: Context, call: Expression, kind: str) -> Expression:
    turn = ctx.settings.better_is_positive and kind == "cost"
    return Times(Literal(-1), call) if turn else call


def _good(ctx: Context, kind: str) -> OneOf["higher", "lower"]:
    return "higher" if kind == "income" or ctx.settings.better_is_positive else "lower"
