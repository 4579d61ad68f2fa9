"""The index of a run: one row a pack, and the proof that the parts add up to the company."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xlcost.locales.words import words
from xlcost.report.comments import commentary
from xlcost.report.model import cells, reports
from xlcost.report.model.check import HALF_A_CENT
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import (
    Expression,
    Literal,
    Plus,
    Ref,
    Total,
    Verdict,
    is_number,
)
from xlcost.report.model.spec import Cell, Column, Grid, Report, Row, Sheet, Text
from xlcost.report.opex import opex_lines

GRID = "index"
FORECAST = "forecast"
COUNTS = ("written", "wanted", "failed", "errors", "warnings")
PARTS, COMPANY, DIFFERENCE, VERDICT = "parts", "company", "difference", "verdict"


@dataclass(frozen=True)
class IndexEntry:
    """One pack of the run, or why there is none.

    Attributes:
        label: The part of the company.
        file: Name of the workbook beside the index; empty where there is none.
        reason: Why there is no pack, or what of it is not as it should be; empty where all is.
        amounts: Total OpEx as the pack shows it, by the column of OpEx by line.
        manager: Who answers for it, where that is one person.
        written, wanted: How many variances have a comment, and how many ask for one.
        failed: How many of its controls failed.
        errors: Findings of severity error.
        warnings: Findings of severity warning.
    """

    label: str
    file: str = ""
    reason: str = ""
    amounts: Mapping[str, float] = field(default_factory=dict)
    failed: int = 0
    errors: int = 0
    warnings: int = 0
    manager: str = ""
    written: int = 0
    wanted: int = 0


def index(
    ctx: Context,
    company: IndexEntry,
    parts: Sequence[IndexEntry],
    *,
    split: str,
    created: str,
    version: str,
    notice: str,
) -> Report:
    """Return the index of a run as a report of one sheet.

    Args:
        ctx: The company's, for its words, its periods and its settings.
        company: The company's pack.
        parts: The parts' packs, in order.
        split: What the company is split by, as file names have it.
        created: Run time as ISO text in UTC.
        version: xlcost's version.
        notice: A sentence for the head of the page.
    """
    title = ctx.word.text("index.title")
    columns = _columns(ctx, managed=any(part.manager for part in parts))
    grid = Grid(GRID, tuple(columns), tuple(_rows(ctx, company, parts)))
    subtitle = " · ".join(filter(None, (ctx.who, ctx.period_name(), ctx.settings.currency)))
    sheet = Sheet(
        GRID,
        ctx.word.text("index.sheet"),
        (grid, Text(ctx.word.text("index.note")), Text(ctx.t("about.rounding"))),
        freeze=GRID,
        heading=title,
        subheading=subtitle,
    )
    made = reports.report(
        ctx,
        (sheet,),
        title=title,
        stem="opex-index",
        created=created,
        version=version,
        notice=notice,
        properties={},
    )
    return replace(made, file_stem=f"{made.file_stem}_{split}")


def amounts(values: Mapping[tuple[str, str, str], object]) -> dict[str, float]:
    """Return the total OpEx that a finished pack shows, by the column of OpEx by line."""
    return {
        column: float(value)
        for (grid, row, column), value in values.items()
        if grid == opex_lines.GRID
        and row == opex_lines.TOTAL
        and (column.endswith(("_ac", "_bu")) or column == FORECAST)
        and is_number(value)
    }


def comments(report: Report, values: Mapping[tuple[str, str, str], object]) -> tuple[int, int]:
    """Return how many variances of a finished pack have words, and how many ask for some."""
    t = words(report.language).section("report.commentary")
    grids = (block for sheet in report.sheets for block in sheet.blocks)
    rows = [
        row.key
        for block in grids
        if isinstance(block, Grid) and block.id == commentary.GRID
        for row in block.rows
        if _state(row) in (t["new"], t["current"])
    ]
    written = sum(bool(values.get((commentary.GRID, row, "text"))) for row in rows)
    return written, len(rows)


def _state(row: Row) -> object:
    """Return what a row of Commentary is as long as its words hold."""
    state = row.cells["state"].expression
    if isinstance(state, Verdict):
        return state.passed
    return state.value if isinstance(state, Literal) else None


def _columns(ctx: Context, *, managed: bool) -> Iterator[Column]:
    t, word = ctx.t, ctx.word
    yield Column("label", word.text("index.part"), width=36)
    if managed:
        yield Column("manager", word.text("index.manager"), width=22)
    yield Column("state", word.text("index.state"), width=30, wrap=True)
    for span in ctx.shown:
        band = ctx.band(span)
        yield Column(f"{span}_ac", t("columns.actual"), band, 15)
        if ctx.has_budget(span):
            yield Column(f"{span}_bu", t("columns.budget"), band, 15)
            yield Column(f"{span}_var", t("columns.variance"), band, 14)
            yield Column(f"{span}_pct", t("columns.variance_pct"), band, 10)
            yield Column(f"{span}_status", t("columns.status"), band, 6)
    if not ctx.period.is_year:
        year = t("bands.full_year", year=ctx.period.year)
        yield Column(FORECAST, t("columns.forecast"), year, 15)
    said = word.text("index.comments")
    yield Column("written", word.text("index.written"), said, 10)
    yield Column("wanted", word.text("index.wanted"), said, 10)
    data = word.text("index.quality")
    yield Column("failed", word.text("index.failed"), data, 12)
    yield Column("errors", word.text("index.errors"), data, 9)
    yield Column("warnings", word.text("index.warnings"), data, 10)


def _rows(ctx: Context, company: IndexEntry, parts: Sequence[IndexEntry]) -> Iterator[Row]:
    keys = [f"part{number}" for number in range(1, len(parts) + 1)]
    for key, part in zip(keys, parts, strict=True):
        yield Row(key, _cells(ctx, key, part))
    text = ctx.word.text
    label = cells.words(text("index.parts", count=len(parts)))
    yield Row(PARTS, {"label": label, **_totals(ctx, keys)}, "subtotal")
    yield Row(COMPANY, _cells(ctx, COMPANY, company))
    difference = {
        name: Cell(Plus(((1, _ref(PARTS, name)), (-1, _ref(COMPANY, name)))), "money_exact")
        for name in _added(ctx)
    }
    yield Row(DIFFERENCE, {"label": cells.words(text("index.difference")), **difference})
    verdicts = {
        name: Cell(
            Verdict(_ref(DIFFERENCE, name), HALF_A_CENT, ctx.t("passed"), ctx.t("failed")),
            "word",
            "verdict",
        )
        for name in _added(ctx)
    }
    yield Row(VERDICT, {"label": cells.words(text("index.verdict")), **verdicts}, "total")


def _ref(row: str, column: str) -> Ref:
    return Ref(GRID, row, column)


def _added(ctx: Context) -> list[str]:
    """Return the columns of amounts that add up."""
    return [f"{span}_{name}" for span in ctx.shown for name in ctx.amounts_of(span)]


def _summed(ctx: Context) -> list[str]:
    """Return the columns of amounts that have a sum: parts forecast by methods of their own."""
    return [*_added(ctx), *([] if ctx.period.is_year else [FORECAST])]


def _cells(ctx: Context, key: str, entry: IndexEntry) -> dict[str, Cell]:
    """Return the row of one pack."""
    state = entry.reason or ctx.word.text("index.built")
    by_column = {
        "label": Cell(Literal(entry.label), tone="flag" if entry.file else "", target=entry.file),
        "state": Cell(Literal(state), tone="" if entry.reason else "muted"),
    }
    by_column["manager"] = cells.words(entry.manager)
    for name in _summed(ctx):
        # A part without a budget has one of nothing; one without a report has blank cells.
        amount = entry.amounts.get(name, 0.0) if entry.amounts else None
        by_column[name] = Cell(Literal(amount), "money")
    by_column |= _variances(ctx, key) if entry.amounts else {}
    for name in COUNTS:
        by_column[name] = Cell(Literal(getattr(entry, name) if entry.file else None), "count")
    return by_column


def _totals(ctx: Context, keys: Sequence[str]) -> dict[str, Cell]:
    def total(name: str) -> Expression:
        return Total(tuple(_ref(key, name) for key in keys))

    by_column = {name: Cell(total(name), "money") for name in _summed(ctx)}
    by_column |= _variances(ctx, PARTS)
    return by_column | {name: Cell(total(name), "count") for name in COUNTS}


def _variances(ctx: Context, key: str) -> dict[str, Cell]:
    by_column: dict[str, Cell] = {}
    for span in (span for span in ctx.shown if ctx.has_budget(span)):
        actual, budget = _ref(key, f"{span}_ac"), _ref(key, f"{span}_bu")
        by_column |= cells.against(ctx, actual, budget, "cost", f"{span}_")
    return by_column
