"""Management's adjustments below OpEx by line: shown apart, never mixed into the ledger."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from xlcost.report.model import cells
from xlcost.report.model.chart_of_lines import INCOME_WORDS, text
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import Expression, Literal, Lookup, Plus, Ref, Total
from xlcost.report.model.lazy_values import values
from xlcost.report.model.once import once
from xlcost.report.model.sentences import money
from xlcost.report.model.spec import Block, Cell, Column, DataTable, Grid, Row, RowStyle, Text
from xlcost.report.model.tables import DECIMALS, data_table
from xlcost.report.opex import opex_lines

GRID = "adjustments"
TABLE = "adjustments"
SUM = "adjusted"
MOST = 50  # adjustments that are listed one by one


@dataclass(frozen=True)
class _Item:
    """One adjustment, or several small ones together; income is shown positive."""

    number: int
    kind: str
    label: str
    where: str
    amounts: tuple[tuple[int, float], ...]  # period and amount


def table(ctx: Context) -> DataTable | None:
    """Return the amounts of the listed adjustments by period, which the rows look up."""
    rows = [(one.number, *pair) for one in _items(ctx) for pair in one.amounts]
    if not rows:
        return None
    frame = pd.DataFrame(rows, columns=["adjustment_no", "period", "amount"])
    summed: pd.DataFrame = frame.groupby(["adjustment_no", "period"]).sum().reset_index()
    summed["amount"] = summed["amount"].round(DECIMALS)
    return data_table(TABLE, summed, ctx.t("close.adjustments"))


def blocks(ctx: Context) -> list[Block]:
    """Return the adjustments of the periods that the report shows; nothing where there are none."""
    items = _items(ctx)
    if not items:
        return []
    rows = _rows(ctx, "cost", [one for one in items if one.kind == "cost"])
    income = [one for one in items if one.kind == "income"]
    if income:
        rows += [*_rows(ctx, "income", income), _net(ctx)]
    title = ctx.t("close.adjustments")
    grid = Grid(GRID, _columns(ctx), tuple(rows), title=title)
    return [grid, Text(ctx.t("close.adjustments_note"))]


def omissions(ctx: Context) -> list[str]:
    """Return what is said of adjustments of other periods."""
    outside = len(ctx.data.facts.adjustments) - len(_inside(ctx))
    return [ctx.missing("adjustments_outside", count=outside)] if outside else []


def _total(ctx: Context, span: str) -> float:
    """Return what the adjustments of cost add to a span."""
    known, held = values(ctx), table(ctx)
    if held is None:
        return 0.0
    known.know(held)
    return sum(known.number(_amount(ctx, one, span)) for one in _items(ctx) if one.kind == "cost")


def _amount(ctx: Context, item: _Item, span: str) -> Lookup:
    """Return what an adjustment adds to a span."""
    where = (equal("adjustment_no", item.number), *ctx.spans[span].where)
    return Lookup(TABLE, "amount", where)


def sentence(ctx: Context) -> str:
    """Return what a reader of the Summary must know of them."""
    if _inside(ctx).empty:
        return ""
    amount = money(ctx, _total(ctx, ctx.main), signed=True)
    return ctx.t("close.adjustments_summary", amount=amount, period=ctx.period_name())


def _inside(ctx: Context) -> pd.DataFrame:
    return ctx.spans[ctx.long].rows(ctx.data.facts.adjustments)


def _income(ctx: Context) -> set[str]:
    accounts = ctx.data.facts.accounts
    kinds = accounts["kind"].map(text).str.lower()
    return set(accounts.loc[kinds.isin(INCOME_WORDS), "account"].map(text))


@once
def _items(ctx: Context) -> tuple[_Item, ...]:
    """Return the adjustments of cost, then those of income, as they are listed."""
    mine = _inside(ctx)
    if mine.empty:
        return ()
    is_income = mine["account"].map(text).isin(_income(ctx))
    items: list[_Item] = []
    for kind, frame, sign in (("cost", mine[~is_income], 1), ("income", mine[is_income], -1)):
        for label, where, pairs in _listed(ctx, frame):
            amounts = tuple((period, sign * amount) for period, amount in pairs)
            items.append(_Item(len(items) + 1, kind, label, where, amounts))
    return tuple(items)


def _listed(ctx: Context, frame: pd.DataFrame) -> list[tuple[str, str, list[tuple[int, float]]]]:
    """Return label, place and amounts of each, by period; past the most, the smaller as one."""
    ordered = frame.assign(size=frame["amount"].abs()).sort_values("size", ascending=False)
    listed, rest = ordered.iloc[:MOST].sort_values(["period", "file", "row"]), ordered.iloc[MOST:]
    names = _line_names(ctx)
    groups = []
    wanted = ("account", "period", "text", "file", "row", "amount")
    for account, period, said, file, row, amount in zip(
        *(listed[name].tolist() for name in wanted), strict=True
    ):
        line = names.get(text(account), text(account))
        moment = ctx.short_name(int(period))
        number = None if pd.isna(row) else int(row)  # rows of a database have none
        place = ctx.word.place(text(file), row=number)
        where = " · ".join(filter(None, (line, moment, place)))
        groups.append((text(said) or line, where, [(int(period), float(amount))]))
    if len(rest):
        pairs = [(int(p), float(a)) for p, a in zip(rest["period"], rest["amount"], strict=True)]
        groups.append((ctx.t("close.more_adjustments", count=len(rest)), "", pairs))
    return groups


def _line_names(ctx: Context) -> dict[str, str]:
    accounts = ctx.data.facts.accounts
    pairs = zip(accounts["account"].map(text), accounts["line"].map(text), strict=True)
    return {account: line for account, line in pairs if line}


def _columns(ctx: Context) -> tuple[Column, ...]:
    """Return the columns, each below one of the table of lines that is as wide."""
    t = ctx.t
    heads = [Column("label", t("columns.line"), width=34, wrap=True)]
    for number, span in enumerate(ctx.shown):
        band = ctx.band(span)
        heads.append(Column(f"{span}_ac", t("columns.actual"), band))
        if ctx.has_budget(span):
            heads.append(Column(f"{span}_bu", t("columns.budget"), band))
            heads.append(Column(f"{span}_var", t("columns.variance"), band))
            blank = ("pct", "status", "material") if number < len(ctx.shown) - 1 else ()
            heads += [Column(f"{span}_{name}", "", band) for name in blank]
    return (*heads, Column("where", t("columns.source"), wrap=True))


def _ref(row: str, column: str) -> Ref:
    return Ref(GRID, row, column)


def _rows(ctx: Context, kind: str, items: list[_Item]) -> list[Row]:
    """Return what the ledger says, each adjustment, and both together."""
    source = opex_lines.TOTAL if kind == "cost" else opex_lines.INCOME_TOTAL
    rows = []
    if _has_row(ctx, kind):
        label = ctx.t("rows.total_opex" if kind == "cost" else "rows.total_income")
        ledger = {span: Ref(opex_lines.GRID, source, f"{span}_ac") for span in ctx.shown}
        label = ctx.t("close.in_ledger", what=label)
        rows.append(_row(ctx, f"{kind}_ledger", label, "subtotal", ledger, kind))
    for number, item in enumerate(items, start=1):
        by_column = {
            "label": cells.words(item.label),
            "where": Cell(Literal(item.where), tone="muted"),
        }
        for span in ctx.shown:
            by_column[f"{span}_ac"] = Cell(_amount(ctx, item, span), "money")
        rows.append(Row(f"{kind}{number}", by_column, "line", 1))
    keys = [row.key for row in rows]
    added = {span: Total(tuple(_ref(key, f"{span}_ac") for key in keys)) for span in ctx.shown}
    label = ctx.t(f"close.adjusted_{kind}")
    rows.append(_row(ctx, f"{SUM}_{kind}", label, "total", added, kind))
    return rows


def _has_row(ctx: Context, kind: str) -> bool:
    """Whether OpEx by line has the total: without any income in the ledger it has none."""
    return kind == "cost" or ctx.has_income


def _net(ctx: Context) -> Row:
    amounts: dict[str, Expression] = {}
    for span in ctx.shown:
        cost, income = (_ref(f"{SUM}_{kind}", f"{span}_ac") for kind in ("cost", "income"))
        amounts[span] = Plus(((1, cost), (-1, income)))
    return _row(ctx, f"{SUM}_net", ctx.t("close.adjusted_net"), "total", amounts, "net")


def _row(
    ctx: Context,
    key: str,
    label: str,
    style: RowStyle,
    amounts: dict[str, Expression] | dict[str, Ref] | dict[str, Total],
    kind: str,
) -> Row:
    """Return a row with its budget and variance beside it."""
    by_column = {"label": cells.words(label)}
    for span, amount in amounts.items():
        by_column[f"{span}_ac"] = Cell(amount, "money")
        budget = _budget(ctx, span, kind)
        if budget is not None:
            by_column[f"{span}_bu"] = Cell(budget, "money")
            actual, other = _ref(key, f"{span}_ac"), _ref(key, f"{span}_bu")
            word = "income" if kind == "income" else "cost"
            by_column[f"{span}_var"] = cells.variance(ctx, actual, other, word)
    return Row(key, by_column, style)


def _budget(ctx: Context, span: str, kind: str) -> Ref | None:
    if not ctx.has_budget(span) or not _has_row(ctx, kind):
        return None
    rows = {"cost": opex_lines.TOTAL, "income": opex_lines.INCOME_TOTAL, "net": opex_lines.NET}
    return Ref(opex_lines.GRID, rows[kind], f"{span}_bu")
