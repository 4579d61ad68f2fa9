"""The table OpEx by line: categories and their lines, cost above, income below."""

from __future__ import annotations

from itertools import groupby

from xlcost.dataset.pack_format import BUDGET_NO, COST, INCOME
from xlcost.report.model import cells
from xlcost.report.model.bounds import row_of
from xlcost.report.model.chart_of_lines import Line
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import Ref, Value, is_number
from xlcost.report.model.figures import Figures
from xlcost.report.model.lazy_values import values
from xlcost.report.model.once import once
from xlcost.report.model.part import Part
from xlcost.report.model.spec import Block, Cell, Column, Grid, Row, RowStyle, Text

GRID = "opex"
POSTINGS = "postings"  # where the largest postings behind a line stand, under its row key
TOTAL = "total"
INCOME_TOTAL = "income"
NET = "net"


def line_part(line: Line) -> Part:
    """Return the row of one line."""
    return Part(
        row_of(line),
        line.word,
        (equal("line_no", line.number),),
        names=(line.name, line.category),
    )


def where(row: str) -> Ref:
    """Return the cell that a click leads to which asks for a row of the table."""
    return Ref(GRID, row, "label")


def categories(ctx: Context, kind: int) -> list[tuple[str, str, list[Line]]]:
    """Return each category's row key, name and lines, in the order of the report."""
    lines = [line for line in ctx.lines if line.kind == kind]
    groups = []
    for category, members in groupby(lines, key=lambda line: line.category):
        group = list(members)
        groups.append((f"category{group[0].number}", category, group))
    return groups


def drawn_rows(ctx: Context) -> list[tuple[str, str]]:
    """Return key and name of what charts draw of cost: categories, or the lines of the only one."""
    groups = categories(ctx, COST)
    if len(groups) > 1:
        return [(key, name) for key, name, _ in groups]
    return [(line_part(line).key, line.name) for _, _, lines in groups for line in lines]


def blocks(ctx: Context) -> list[Block]:
    """Return the table under the notes on how to read it."""
    notes = [Text(text) for text in (_sign(ctx), _change(ctx)) if text]
    if ctx.has_budget("year"):
        name = ctx.frames.versions[BUDGET_NO]
        notes.append(Text(ctx.t("notes.budget_version", version=name)))
    methods = Figures(ctx, GRID).methods([line_part(line) for line in ctx.lines])
    notes += [Text(methods)] if methods else []
    return [*notes, table(ctx)]


@once
def table(ctx: Context) -> Grid:
    """Return the table."""
    figures = Figures(ctx, GRID)
    columns = (Column("label", ctx.t("columns.line"), width=34, wrap=True), *figures.columns())
    rows = _cost_rows(ctx, figures)
    if ctx.has_income:
        rows += _income_rows(ctx, figures)
    return Grid(GRID, columns, tuple(rows), folds=figures.folds())


def value(ctx: Context, row: str, column: str) -> Value:
    """Return what a cell of the table comes to."""
    known = values(ctx)
    known.know(table(ctx))
    return known.value(Ref(GRID, row, column))


def number(ctx: Context, row: str, column: str) -> float:
    """Return the number in a cell of the table, 0 where there is none or no such column."""
    if column not in {one.key for one in table(ctx).columns}:
        return 0.0
    found = value(ctx, row, column)
    return float(found) if is_number(found) else 0.0


def change(ctx: Context, row: str, span: str, other: str) -> float:
    """Return actual less budget ("bu") or prior year ("py") of a row."""
    return number(ctx, row, f"{span}_ac") - number(ctx, row, f"{span}_{other}")


def _sign(ctx: Context) -> str:
    """Return what a plus means, for the comparison that the table has."""
    compared = any(ctx.has_budget(span) for span in (*ctx.shown, "year"))
    if not compared and not ctx.has_prior(ctx.long):
        return ""
    turned = "_turned" if ctx.settings.better_is_positive else ""
    return ctx.t(f"notes.sign{turned}" if compared else f"notes.sign_prior{turned}")


def _change(ctx: Context) -> str:
    """Return which of two prior figures a change is from, where the table has both."""
    both = ctx.has_prior(ctx.long) and not ctx.period.is_year
    return ctx.t("notes.change") if both else ""


def _row(figures: Figures, part: Part, label: str, style: RowStyle, level: int = 0) -> Row:
    behind = Ref(POSTINGS, part.key, "date")
    by_column = {"label": cells.words(label, to=behind), **figures.cells(part)}
    return Row(part.key, by_column, style, level)


def _cost_rows(ctx: Context, figures: Figures) -> list[Row]:
    rows: list[Row] = []
    subtotals = []
    for key, category, lines in categories(ctx, COST):
        rows += [_row(figures, line_part(line), line.name, "line", 1) for line in lines]
        children = tuple(line_part(line).key for line in lines)
        rows.append(_row(figures, Part(key, children=children), category, "subtotal"))
        subtotals.append(key)
    rows.append(_total(figures, Part(TOTAL, children=tuple(subtotals)), ctx.t("rows.total_opex")))
    if has_one_offs(ctx):
        for key, label, flag in (
            ("one_offs", ctx.t("rows.one_offs"), 1),
            ("recurring", ctx.t("rows.without_one_offs"), 0),
        ):
            criteria = (equal("kind_no", COST), equal("one_off", flag))
            part = Part(key, criteria=criteria, has_forecast=False)
            rows.append(_row(figures, part, label, "line"))
    return rows


def has_one_offs(ctx: Context) -> bool:
    """Whether some cost is marked as one that does not come back."""
    accounts = ctx.accounts
    return bool(((accounts["one_off"] == 1) & (accounts["kind_no"] == COST)).any())


def _total(figures: Figures, part: Part, label: str) -> Row:
    """Return the grand total, whose cells are the report's named key figures."""
    row = _row(figures, part, label, "total")
    named = {
        column: Cell(c.expression, c.format, c.tone, c.good, f"key_opex_{column}")
        for column, c in row.cells.items()
        if column.endswith(("_ac", "_bu", "_py")) or column == "forecast"
    }
    return Row(row.key, {**row.cells, **named}, row.style)


def _income_rows(ctx: Context, figures: Figures) -> list[Row]:
    rows = [Row("income_heading", cells.texts(label=ctx.t("rows.income")), "heading")]
    children = []
    for _, _, lines in categories(ctx, INCOME):
        for line in lines:
            part = line_part(line)
            rows.append(_row(figures, part, line.name, "line", 1))
            children.append(part.key)
    total = Part(INCOME_TOTAL, "income", children=tuple(children))
    rows.append(_row(figures, total, ctx.t("rows.total_income"), "subtotal"))
    net = Part(NET, children=(TOTAL,), minus=(INCOME_TOTAL,))
    return [*rows, _row(figures, net, ctx.t("rows.net_cost"), "total")]
