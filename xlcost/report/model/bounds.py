"""From when on a variance is material: the bounds of all lines, and those of some by rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xlcost.dataset.report_settings import MaterialityRule
from xlcost.report.model.chart_of_lines import Line, text
from xlcost.report.model.context import Context, basis
from xlcost.report.model.expressions import Expression, Literal, Ref
from xlcost.report.model.once import once
from xlcost.report.model.spec import Cell, Column, Grid, Row

GRID = "materiality"


@dataclass(frozen=True)
class Bounds:
    """The bounds of one row: its live thresholds, and whether both of two have to be passed."""

    amount: Expression
    pct: Expression
    mode: str
    always: Expression


def row_of(line: Line) -> str:
    """Return the key of a line's row, in the table of lines and in the grid of bounds."""
    return f"line{line.number}"


def bounds(ctx: Context, row: str = "") -> Bounds:
    """Return the bounds of a row of the table of lines; others have those that hold for all."""
    general = ctx.settings.materiality
    line = _by_row(ctx).get(row) if general.rules else None
    if line is None:
        return Bounds(
            basis("amount_threshold"),
            basis("pct_threshold"),
            general.mode,
            basis("always_threshold"),
        )
    rule = rule_of(ctx, line) or MaterialityRule()
    return Bounds(
        Ref(GRID, row, "amount"),
        Ref(GRID, row, "pct"),
        rule.mode or general.mode,
        Ref(GRID, row, "always"),
    )


@once
def _by_row(ctx: Context) -> dict[str, Line]:
    """Return the lines by their row: a ledger without an account map may have ten thousand."""
    return {row_of(line): line for line in ctx.lines}


@once
def rule_of(ctx: Context, line: Line) -> MaterialityRule | None:
    """Return the first rule that fits a line."""
    behaviours = _behaviours(ctx, line)
    return next(
        (rule for rule in ctx.settings.materiality.rules if _fits(rule, line, behaviours)), None
    )


def _fits(rule: MaterialityRule, line: Line, behaviours: set[str]) -> bool:
    wanted = (
        (rule.lines, {line.name}),
        (rule.categories, {line.category}),
        (rule.behaviours, behaviours),
        (rule.kinds, {line.word}),
    )
    return all(not words or folded(words) & folded(mine) for words, mine in wanted)


def folded(words: Iterable[str]) -> set[str]:
    """Return words as people mean them, whatever their capitals and blanks."""
    return {" ".join(word.split()).casefold() for word in words}


def _behaviours(ctx: Context, line: Line) -> set[str]:
    return set(ctx.accounts_of(line)["behaviour"].map(text)) - {""}


def unknown_words(ctx: Context) -> list[str]:
    """Return what rules call a line, category or behaviour, and no line has."""
    rules = ctx.settings.materiality.rules
    known = {line.name for line in ctx.lines} | {line.category for line in ctx.lines}
    known |= set(ctx.accounts["behaviour"].map(text)) - {""}
    said = [word for rule in rules for word in (*rule.lines, *rule.categories, *rule.behaviours)]
    return [word for word in dict.fromkeys(said) if not folded([word]) & folded(known)]


def grid(ctx: Context) -> Grid | None:
    """Return the bounds of each line for the Data sheet; None where all have the same."""
    if not ctx.settings.materiality.rules:
        return None
    columns = (
        Column("label", ctx.t("columns.line"), width=34),
        Column("amount", ctx.t("basis.amount_threshold")),
        Column("pct", ctx.t("basis.pct_threshold")),
        Column("mode", ctx.t("commentary.mode"), width=24),
        Column("always", ctx.t("basis.always_threshold")),
    )
    rows = tuple(_row(ctx, line) for line in ctx.lines)
    return Grid(GRID, columns, rows, title=ctx.t("commentary.bounds"))


def _row(ctx: Context, line: Line) -> Row:
    rule = rule_of(ctx, line) or MaterialityRule()
    amount: Expression = basis("amount_threshold")
    pct: Expression = basis("pct_threshold")
    if rule.amount is not None:
        amount = Literal(float(rule.amount))
    always: Expression = basis("always_threshold")
    if rule.always_amount is not None or rule.amount is not None:
        always = Literal(float(rule.always_amount or 0))  # who says the one says the other
    if rule.pct is not None:
        pct = Literal(float(rule.pct))
    mode = rule.mode or ctx.settings.materiality.mode
    return Row(
        row_of(line),
        {
            "label": Cell(Literal(line.name)),
            "amount": Cell(amount, "money"),
            "pct": Cell(pct, "share"),
            "mode": Cell(Literal(ctx.t(f"commentary.mode_{mode}"))),
            "always": Cell(always, "money"),
        },
    )
