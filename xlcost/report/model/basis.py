"""The cells that lookups point at: the report's period, the spans around it, and its bounds."""

from __future__ import annotations

from xlcost.report.model import materiality
from xlcost.report.model.context import Context, basis
from xlcost.report.model.expressions import Expression, Extreme, Literal, Plus, Ref, Rounded, Times
from xlcost.report.model.spec import Cell, Format, Row

YEAR_APART = 100  # the keys of a period and of the same one of the next year


def basis_rows(ctx: Context) -> list[Row]:
    """Return the periods, and from when on a variance is material."""
    held = materiality.amounts(ctx)
    pct = float(ctx.settings.materiality.pct)
    return [
        *_periods(ctx),
        basis_row(ctx, "amount_threshold", Literal(held.least), "money"),
        basis_row(ctx, "pct_threshold", Literal(pct), "share"),
        basis_row(ctx, "always_threshold", Literal(held.always), "money"),
    ]


def basis_row(ctx: Context, key: str, expression: Expression, shown: Format, name: str = "") -> Row:
    """Return a row of the grid: a label and its value."""
    label = Cell(Literal(ctx.t(f"basis.{key}")))
    return Row(key, {"label": label, "value": Cell(expression, shown, name=name)})


def _periods(ctx: Context) -> list[Row]:
    """Return the report's period, and where the spans around it begin and end."""
    year = Times(Rounded(Times(basis("period"), Literal(0.01)), 0), Literal(YEAR_APART))
    from_year = basis("year_from")
    rows = [
        basis_row(ctx, "period", Literal(ctx.period.key), "period", name="key_period"),
        basis_row(ctx, "year_from", year, "period"),
        basis_row(ctx, "year_to", _added(from_year, 99), "period"),
        basis_row(ctx, "prior_year_from", _added(from_year, -YEAR_APART), "period"),
        basis_row(ctx, "prior_year_to", _added(from_year, -1), "period"),
    ]
    if not ctx.period.is_year:
        elapsed = Plus(((1, basis("period")), (-1, from_year)))
        rows += [
            basis_row(ctx, "ytd_from", _added(from_year, 1), "period"),
            basis_row(ctx, "prior_period", _added(basis("period"), -YEAR_APART), "period"),
            basis_row(ctx, "prior_ytd_from", _added(basis("ytd_from"), -YEAR_APART), "period"),
            basis_row(ctx, "last_period", _last_period(), "period"),
            basis_row(ctx, "periods_elapsed", elapsed, "count"),
            basis_row(ctx, "periods_in_year", Literal(ctx.period.periods_in_year), "count"),
            *_first_posted(ctx),
        ]
    elif ctx.unfinished:
        rows += [
            basis_row(ctx, "periods_elapsed", Literal(ctx.unfinished), "count"),
            basis_row(ctx, "periods_in_year", Literal(ctx.period.periods_in_year), "count"),
        ]
    return rows


def _first_posted(ctx: Context) -> list[Row]:
    """Return from when on the year has postings, where that is not its first period."""
    if not ctx.unbegun:
        return []
    first = Literal(ctx.data.facts.first_posted)
    last_before = Extreme("MAX", (basis("year_from"), _added(basis("first_posted"), -1)))
    in_year = ((1, basis("year_from")), (1, basis("periods_in_year")), (-1, last_before))
    return [
        basis_row(ctx, "first_posted", first, "period"),
        basis_row(ctx, "periods_begun", Plus(((1, basis("period")), (-1, last_before))), "count"),
        basis_row(ctx, "periods_from_first", Plus(in_year), "count"),
    ]


def _last_period() -> Expression:
    """Return the period before the report's; before the first of a year lies the prior one's last.

    Keys leap from a year's last period to the next one's first by 100 less the periods of a year.
    """
    first = Extreme("MAX", (Literal(0), Plus(((1, Literal(2)), (-1, basis("periods_elapsed"))))))
    leap = Plus(((1, Literal(YEAR_APART)), (-1, basis("periods_in_year"))))
    return Plus(((1, basis("period")), (-1, Literal(1)), (-1, Times(first, leap))))


def _added(item: Ref, number: int) -> Expression:
    return Plus(((1, item), (1 if number > 0 else -1, Literal(abs(number)))))
