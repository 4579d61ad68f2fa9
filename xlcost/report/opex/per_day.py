"""OpEx and contacts per working day: months of unlike length stand beside each other fairly."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO, COST
from xlcost.dataset.working_days import working_days
from xlcost.report.model import cells
from xlcost.report.model.context import Context, basis, equal
from xlcost.report.model.expressions import Call, Criterion, Expression, Literal, Lookup, Ref
from xlcost.report.model.spec import Block, Cell, Column, DataTable, Grid, Row, Text
from xlcost.report.model.tables import data_table
from xlcost.report.opex import opex_lines
from xlcost.values.calendar import Period

GRID = "per_day"
TABLE = "working_days"
DAYS, OPEX, CONTACTS = "days", "opex_a_day", "contacts_a_day"


@dataclass(frozen=True)
class _View:
    """One column: a version of some periods with their working days."""

    key: str
    title: str
    band: str
    span: str
    version: int
    days: int


def table(ctx: Context) -> DataTable | None:
    """Return the working days of the report's periods and the year before's, where known."""
    if not _views(ctx):
        return None
    year, size = ctx.period.year, ctx.period.periods_in_year
    numbers = (0,) if ctx.period.is_year else range(1, size + 1)
    periods = [Period(one, number, size) for one in (year - 1, year) for number in numbers]
    # The month before a year's first is the prior year's last, and so among these.
    days = [(one.key, working_days(one, ctx.settings, ctx.data.calendar)) for one in periods]
    known = [(key, number) for key, number in days if number is not None]
    frame = pd.DataFrame(known, columns=["period", "days"])
    return data_table(TABLE, frame, ctx.t("close.days"))


def blocks(ctx: Context) -> list[Block]:
    """Return the table per working day; nothing where their number is not known."""
    views = _views(ctx)
    if not views:
        return []
    rows = [_days(ctx, views), _opex(ctx, views), *_contacts(ctx, views)]
    grid = Grid(GRID, _columns(ctx, views), tuple(rows), title=ctx.t("close.days_title"))
    return [grid, Text(ctx.t("close.days_note"))]


def omissions(ctx: Context) -> list[str]:
    """Return that the number of working days is not known, where it is not."""
    return [] if _views(ctx) else [ctx.missing("working_days")]


def _views(ctx: Context) -> list[_View]:
    """Return the columns whose working days are known; none where the report's own are not."""
    t, period, main = ctx.t, ctx.period, ctx.main
    band = ctx.period_name()
    now = _of(ctx, [period])
    if not now:
        return []
    views = [_View("ac", t("columns.actual"), band, main, ACTUAL_NO, now)]
    if ctx.has_budget(main):
        views.append(_View("bu", t("columns.budget"), band, main, BUDGET_NO, now))
    beside = t("close.beside")
    others: list[tuple[str, str, str, int, list[Period]]] = []
    if not period.is_year:
        others.append(
            ("last", t("columns.last_month"), "last_month", ACTUAL_NO, [period.previous()])
        )
    if ctx.has_prior(main):
        prior = ctx.prior_of(main)
        others.append(("py", t("columns.prior"), prior, ctx.prior_version, [period.prior_year]))
    if not period.is_year:
        first, size = ctx.unbegun + 1, period.periods_in_year
        closed = [Period(period.year, n, size) for n in range(first, period.number)]
        others.append(("ytd", t("bands.ytd"), "ytd", ACTUAL_NO, [*closed, period]))
    for key, title, span, version, periods in others:
        days = _of(ctx, periods)
        if days and ctx.periods_with("opex", version, span):
            views.append(_View(key, title, beside, span, version, days))
    return views


def _of(ctx: Context, periods: list[Period]) -> int:
    """Return the working days of some periods; 0 where those of one are not known."""
    days = [working_days(period, ctx.settings, ctx.data.calendar) for period in periods]
    return sum(day or 0 for day in days) if all(days) else 0


def _columns(ctx: Context, views: list[_View]) -> tuple[Column, ...]:
    """Return the columns, each below one of the table of lines that is as wide."""
    heads = [Column("label", ctx.t("columns.figure"), width=34, wrap=True)]
    for view in views:
        heads.append(Column(view.key, view.title, view.band))
        if view.key == "bu":
            heads += cells.against_columns(ctx, view.band)
            heads.append(Column("material", "", view.band, cells.WORD_WIDTH))
    return tuple(heads)


def _days(ctx: Context, views: list[_View]) -> Row:
    by_column = {
        view.key: Cell(Lookup(TABLE, "days", _where(ctx, view)), "count") for view in views
    }
    return Row(DAYS, {"label": cells.words(ctx.t("close.days")), **by_column})


def _where(ctx: Context, view: _View) -> tuple[Criterion, ...]:
    """Return the criteria of a column's days: none of those before the year's first posting."""
    where = ctx.spans[view.span].where
    if view.span != "ytd" or not ctx.unbegun:
        return where
    return (*where, Criterion("period", ">=", basis("first_posted")))


def _opex(ctx: Context, views: list[_View]) -> Row:
    amounts = {view.key: _amount(ctx, view) for view in views}
    by_column = {key: Cell(_daily(amount, key), "money") for key, amount in amounts.items()}
    by_column["label"] = cells.words(
        ctx.t("close.opex_a_day"), to=opex_lines.where(opex_lines.TOTAL)
    )
    return Row(OPEX, by_column | _against(ctx, views, OPEX, "cost"))


def _amount(ctx: Context, view: _View) -> Expression:
    if view.key in ("ac", "bu"):
        return Ref(opex_lines.GRID, opex_lines.TOTAL, f"{view.span}_{view.key}")
    return ctx.amount(view.span, view.version, equal("kind_no", COST))


def _contacts(ctx: Context, views: list[_View]) -> list[Row]:
    """Return contacts per working day, where contacts were counted; neither way is good."""
    if not ctx.directions or "handled" not in ctx.frames.activity:
        return []
    counted = [v for v in views if ctx.periods_with("activity", v.version, v.span)]
    if "ac" not in {view.key for view in counted}:
        return []
    by_column = {"label": cells.words(ctx.t("close.contacts_a_day"))}
    for view in counted:
        where = (equal("version_no", view.version), *ctx.spans[view.span].where)
        by_column[view.key] = Cell(_daily(Lookup("activity", "handled", where), view.key), "count")
    if "bu" in by_column:
        actual, budget = Ref(GRID, CONTACTS, "ac"), Ref(GRID, CONTACTS, "bu")
        given: dict[str, Expression] = {"actual": actual, "budget": budget}
        by_column["var"] = Cell(Call("opex_variance", given), "count", "variance")
        by_column["pct"] = Cell(Call("opex_variance_pct", given), "share", "variance")
    return [Row(CONTACTS, by_column)]


def _against(ctx: Context, views: list[_View], row: str, kind: str) -> dict[str, Cell]:
    if "bu" not in {view.key for view in views}:
        return {}
    return cells.against(ctx, Ref(GRID, row, "ac"), Ref(GRID, row, "bu"), kind)


def _daily(amount: Expression, column: str) -> Expression:
    """Return an amount by the working days above it: the run rate of one day."""
    given: dict[str, Expression] = {
        "actual_ytd": amount,
        "periods_elapsed": Ref(GRID, DAYS, column),
        "periods_in_year": Literal(1),
    }
    return Call("run_rate", given)
