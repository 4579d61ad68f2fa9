"""The Summary's waterfall: from budget (or prior year) to actual, category by category."""

from __future__ import annotations

from dataclasses import dataclass

from xlcost.report.model.context import Context
from xlcost.report.model.expressions import Expression, Plus, Ref
from xlcost.report.model.labels import range_label
from xlcost.report.model.sentences import money
from xlcost.report.model.spec import Chart, Grid
from xlcost.report.model.stacked_steps import StackedStep, StackedSteps
from xlcost.report.opex import opex_lines

GRID = "waterfall"
STEPS = 9  # the largest ones; the rest is one step, so that the chart can be read
PAGE_WIDTH = 24.0  # centimetres of an upright page at letters of 7 points
HEIGHT = 6.9


@dataclass(frozen=True)
class Waterfall:
    """The grid on the Data sheet, and the chart that draws it."""

    grid: Grid
    chart: Chart


def bridge(ctx: Context) -> Waterfall | None:
    """Return the waterfall against the budget, else the prior year; None without either."""
    other = "bu" if ctx.has_budget(ctx.main) else "py" if ctx.has_prior(ctx.main) else ""
    if not other:
        return None
    keys = _steps(ctx, other)
    start = Ref(opex_lines.GRID, opex_lines.TOTAL, f"{ctx.main}_{other}")
    end = Ref(opex_lines.GRID, opex_lines.TOTAL, f"{ctx.main}_ac")
    steps = [StackedStep("start", ctx.t(f"waterfall.start_{other}"), start, is_end=True)]
    steps += [StackedStep(key, label, _delta(ctx.main, key, other)) for key, label in keys]
    if len(keys) < len(opex_lines.drawn_rows(ctx)):
        steps.append(StackedStep("rest", ctx.t("waterfall.rest"), _rest(ctx, other, keys)))
    steps.append(StackedStep("end", ctx.t("waterfall.end"), end, is_end=True))
    made = StackedSteps(ctx, GRID, tuple(steps))
    title = change_title(ctx, ctx.main, other)
    chart = made.chart(title, width=PAGE_WIDTH, height=HEIGHT)
    return Waterfall(made.table(ctx.t("tables.waterfall")), chart)


def change_title(ctx: Context, span: str, other: str) -> str:
    """Return the message of a waterfall: by how much OpEx is above or below."""
    change = opex_lines.change(ctx, opex_lines.TOTAL, span, other)
    return ctx.t(
        f"charts.waterfall_{other}_{'above' if change > 0 else 'below'}",
        period=span_label(ctx, span),
        amount=money(ctx, abs(change)),
    )


def span_label(ctx: Context, span: str) -> str:
    """Return the periods of a span in words, such as "January–October 2026"."""
    if span == ctx.main:
        return ctx.period_name()
    limits = ctx.spans[span]
    return range_label(ctx.data.calendar, limits.lowest, limits.highest, ctx.word.language)


def _steps(ctx: Context, other: str) -> list[tuple[str, str]]:
    """Return the largest steps, in the order of the report."""
    rows = opex_lines.drawn_rows(ctx)
    sizes = {key: abs(opex_lines.change(ctx, key, ctx.main, other)) for key, _ in rows}
    largest = sorted(sizes, key=lambda key: -sizes[key])
    kept = set(largest if len(largest) <= STEPS + 1 else largest[:STEPS])
    return [(key, name) for key, name in rows if key in kept]


def _delta(span: str, row: str, other: str) -> Expression:
    actual = Ref(opex_lines.GRID, row, f"{span}_ac")
    return Plus(((1, actual), (-1, Ref(opex_lines.GRID, row, f"{span}_{other}"))))


def _rest(ctx: Context, other: str, keys: list[tuple[str, str]]) -> Expression:
    whole = _delta(ctx.main, opex_lines.TOTAL, other)
    return Plus(((1, whole), *((-1, Ref(GRID, key, "delta")) for key, _ in keys)))
