"""What a report says once its figures are known: what charts moved, their gaps, a final alert."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from xlcost.report import sign_off
from xlcost.report.contacts.trend_charts import POINTS
from xlcost.report.message.message import said_in
from xlcost.report.model.context import Context
from xlcost.report.model.evaluation import Address, Values
from xlcost.report.model.expressions import ErrorValue, Literal, Ref, Value, is_number
from xlcost.report.model.live_texts import filled
from xlcost.report.model.spec import Block, Chart, Format, Grid, Report, Series
from xlcost.values.shown_numbers import format_decimal

FIXED = "\u00a0"  # a space at which no title is broken: what moved stays on one line
_CODES: dict[Format, tuple[float, str]] = {
    "share": (100.0, "#,##0.0"),
    "unit_cost": (1.0, "#,##0.00"),
    "fte": (1.0, "#,##0.0"),
}


def with_messages(ctx: Context, report: Report) -> Report:
    """Return a report whose charts say what moved, with the alert of a final pack."""
    values = Values(report)

    def told(block: Block) -> Block:
        if isinstance(block, Grid) and block.id == POINTS:
            return _with_gaps(block, values)
        if not isinstance(block, Chart):
            return filled(block, values)
        parts = [_part(ctx, block, series, values) for series in _told_of(block)]
        if not parts or not all(parts):
            return block
        title = "; ".join(parts)
        return replace(block, title=title, alt=f"{block.alt} {title}.")

    sheets = tuple(
        replace(sheet, blocks=tuple(told(block) for block in sheet.blocks))
        for sheet in report.sheets
    )
    alert = sign_off.alert(ctx, report, values)
    return replace(report, sheets=sheets, alert=alert, message=said_in(sheets))


def _with_gaps(grid: Grid, values: Mapping[Address, Value]) -> Grid:
    """Return the points of charts, blank where there is none: only a blank cell breaks a line."""
    rows = tuple(
        replace(
            row,
            cells={
                key: replace(cell, expression=Literal(None))
                if isinstance(values[grid.id, row.key, key], ErrorValue)
                else cell
                for key, cell in row.cells.items()
            },
        )
        for row in grid.rows
    )
    return replace(grid, rows=rows)


def _told_of(chart: Chart) -> tuple[Series, ...]:
    """Return the lines whose first and last points are the message of a chart.

    A waterfall of money says its message already: what it adds up is known while it is built.
    """
    if chart.kind == "line":
        return chart.series
    if chart.kind != "waterfall" or chart.format != "unit_cost":
        return ()
    ends = (chart.categories[0], chart.categories[-1])
    return (Series(chart.title, tuple(Ref(end.grid, end.row, "after") for end in ends), "total"),)


def _part(ctx: Context, chart: Chart, series: Series, values: Mapping[Address, Value]) -> str:
    """Return what one line does from its first known point to its last, the report's own."""
    numbers = [_number(values, ref) for ref in series.values]
    known = [number for number in numbers if number is not None]
    if numbers[-1] is None or len(known) < 2:  # noqa: PLR2004 - one point goes nowhere
        return ""
    first, last = known[0], known[-1]
    scale, code = _CODES.get(chart.format, (1.0, "#,##0"))
    texts = [
        format_decimal(number * scale, format=code, locale=ctx.word.language)
        for number in (first, last)
    ]
    ending = {"share": _percent(ctx), "seconds": f"{FIXED}s"}.get(chart.format, "")
    if chart.format in ("money", "unit_cost") and first:
        change = format_decimal(
            (last - first) / abs(first) * 100, format="+0.0;-0.0", locale=ctx.word.language
        )
        ending = f"{FIXED}({change}{_percent(ctx)})"
    return ctx.t("charts.from_to", what=series.name, first=texts[0], last=texts[1] + ending)


def _number(values: Mapping[Address, Value], ref: Ref) -> float | None:
    value = values[ref.grid, ref.row, ref.column]
    return float(value) if is_number(value) else None


def _percent(ctx: Context) -> str:
    return f"{FIXED}%" if ctx.word.language == "nb" else "%"
