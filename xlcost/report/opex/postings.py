"""The sheet Postings: what stands in the ledger behind each material variance."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from xlcost.dataset.pack_format import INCOME
from xlcost.report.model import cells
from xlcost.report.model.chart_of_lines import text
from xlcost.report.model.context import Context
from xlcost.report.model.contract import Built, SheetContract
from xlcost.report.model.expressions import Literal, Ref
from xlcost.report.model.once import once
from xlcost.report.model.spec import Block, Cell, Column, Grid, Row, Sheet, Text
from xlcost.report.opex.material import Variance, material_variances
from xlcost.report.opex.opex_lines import GRID as LINES
from xlcost.report.opex.opex_lines import POSTINGS, line_part, where
from xlcost.values.shown_numbers import format_decimal

GRID = POSTINGS
LARGEST = 5
NAMED = 1
SMALL_TEAM = 3.0
EXPLAINS = 0.25  # of a variance
TEXTS = ("document", "account", "cost_centre", "vendor", "text", "file")


def lacking(ctx: Context) -> list[str]:
    """Return that there are no postings, no material variances, or none behind these."""
    if not len(ctx.data.facts.postings):
        return [ctx.missing("postings")]
    variances = material_variances(ctx)
    if not variances:
        known = ctx.has_budget(ctx.main)
        return [ctx.missing("postings_not_material" if known else "postings_no_budget")]
    none = all(len(_rows(ctx, variance)) == 1 for variance in variances)
    return [ctx.missing("postings")] if none else []


def build(ctx: Context) -> Built:
    """Build the sheet."""
    variances = material_variances(ctx)
    rows = [row for variance in variances for row in _rows(ctx, variance)]
    columns = (
        Column("date", ctx.t("columns.date"), width=12),
        *(Column(name, ctx.t(f"columns.{name}"), width=_width(name)) for name in TEXTS[:-1]),
        Column("amount", ctx.t("columns.amount"), width=16),
        Column("file", ctx.t("columns.file"), width=20),
        Column("row", ctx.t("columns.row"), width=9),
    )
    notes = [Text(ctx.t("notes.postings", count=LARGEST))]
    if any(variance.line.kind == INCOME for variance in variances):
        notes.append(Text(ctx.t("notes.postings_income")))
    if not ctx.settings.show_people:
        notes.append(Text(ctx.t("notes.people")))
    title = ctx.t("sheets.postings")
    blocks: tuple[Block, ...] = (*notes, Grid(GRID, columns, tuple(rows)))
    return Built(Sheet("postings", title, blocks, freeze=GRID, heading=title))


SHEET = SheetContract("postings", build, lacking)


def _width(name: str) -> float:
    return {"text": 40.0, "vendor": 26.0, "cost_centre": 22.0}.get(name, 14.0)


@once
def _ordered(ctx: Context) -> pd.DataFrame:
    """Return the postings, the largest first."""
    postings = ctx.data.facts.postings.reset_index(drop=True)
    sizes = postings["amount"].astype(float).abs()
    return postings.loc[sizes.sort_values(ascending=False, kind="stable").index]


@once
def _rows(ctx: Context, variance: Variance) -> list[Row]:
    """Return a heading with the line's variance, and its largest postings below."""
    line = variance.line
    head = {
        "date": cells.words(line.name, to=where(line_part(line).key)),
        "amount": Cell(Ref(LINES, line_part(line).key, f"{ctx.main}_var"), "money"),
    }
    rows = [Row(f"line{line.number}", head, "heading")]
    accounts = ctx.accounts_of(line)
    ordered = _ordered(ctx)
    mine = ordered[ordered["account"].map(text).isin(set(accounts["account"]))]
    people = bool(accounts["labour"].any())
    for number, posting in enumerate(mine.head(LARGEST).to_dict("records"), start=1):
        rows.append(_posting(ctx, f"line{line.number}_{number}", posting, people=people))
    return rows


def in_words(ctx: Context, variance: Variance) -> str:
    """Return the largest posting behind a variance; what may not be shown is left out.

    One that goes the other way, or is small beside the variance, explains nothing.
    """
    if not len(ctx.data.facts.postings) or not variance.amount:
        return ""
    turn = -1.0 if variance.line.kind == INCOME else 1.0
    said = []
    for row in _rows(ctx, variance)[1 : NAMED + 1]:
        values = {name: cell.expression for name, cell in row.cells.items()}
        names = [
            str(part.value)
            for part in (values["vendor"], values["text"])
            if isinstance(part, Literal) and part.value not in ("", None, ctx.t("left_out"))
        ]
        amount = values["amount"]
        if not isinstance(amount, Literal) or not isinstance(amount.value, float):
            continue
        explains = turn * amount.value * variance.amount >= EXPLAINS * variance.amount**2
        if names and explains:
            # In a sentence income is positive, as the line itself is.
            shown = format_decimal(
                turn * amount.value, format="#,##0;−#,##0", locale=ctx.word.language
            )
            said.append(f"{', '.join(dict.fromkeys(names))}: {shown}")
    return "; ".join(said)


def _posting(ctx: Context, key: str, posting: Mapping[Hashable, Any], *, people: bool) -> Row:
    code = text(posting["cost_centre"])
    small = is_small(ctx, code)
    left_out = ctx.t("left_out")
    by_column = {name: cells.words(text(posting[name])) for name in TEXTS}
    by_column["cost_centre"] = cells.words(_centre_name(ctx, code))
    if not ctx.settings.show_people:
        if people or small:
            by_column["text"] = by_column["vendor"] = cells.words(left_out)
        if small:
            by_column["cost_centre"] = cells.words(left_out)
    day = _day(posting["date"])
    by_column["date"] = Cell(Literal(day), "date" if isinstance(day, date) else "text")
    by_column["amount"] = Cell(Literal(float(posting["amount"])), "money_exact")
    row = posting["row"]
    known = (
        row is not None and not (isinstance(row, float) and math.isnan(row)) and row is not pd.NA
    )
    by_column["row"] = Cell(Literal(int(row) if known else None), "period")
    return Row(key, by_column)


def _centre_name(ctx: Context, code: str) -> str:
    return next((centre.name for centre in ctx.centres if centre.code == code and code), code)


def _day(value: object) -> date | str | None:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(text(value)[:10])
    except ValueError:
        return text(value)


@once
def is_small(ctx: Context, code: str) -> bool:
    """Whether a cost centre is known to have fewer than three FTE in the report's period.

    Workforce speaks of teams; one counts here when it has the cost centre's code or name.
    """
    if not code:
        return False
    facts = ctx.data.facts
    known = facts.cost_centres[facts.cost_centres["cost_centre"].map(text) == code]
    names = {code, *known["name"].map(text)} - {""}
    rows = _people(ctx)
    rows = rows[rows["team"].map(text).isin(names)]
    if not len(rows) or not rows["fte"].sum():
        return False
    return bool(rows.groupby("period")["fte"].sum().min() < SMALL_TEAM)


@once
def _people(ctx: Context) -> pd.DataFrame:
    """Return the actual people of the report's period."""
    rows = ctx.spans[ctx.main].rows(ctx.data.facts.workforce)
    return rows[rows["version"].map(text).isin({"", "actual"})]
