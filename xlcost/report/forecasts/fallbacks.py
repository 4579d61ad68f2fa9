"""What a forecast does otherwise than it was told to: another method, and closed cost centres."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.dataset.findings import Code, Finding, Severity, Where, few_of
from xlcost.dataset.pack_format import BUDGET_NO, COST
from xlcost.report.model.chart_of_lines import Centre, text
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import Lookup
from xlcost.report.model.figures import Figures
from xlcost.report.model.full_year import Chosen
from xlcost.report.model.lazy_values import values
from xlcost.report.model.lives import NEVER, WHOLE, Life, by_centre
from xlcost.report.opex import opex_lines

SHOWN = 5  # lines that a finding names


def findings(ctx: Context) -> tuple[Finding, ...]:
    """Return a finding for each reason why lines have another method, and each closed centre."""
    if ctx.period.is_year:
        return ()
    return (*_methods(ctx), *_closed(ctx))


def _methods(ctx: Context) -> Iterator[Finding]:
    figures = Figures(ctx, opex_lines.GRID)
    lines: dict[Chosen, list[str]] = {}
    for line in ctx.lines:
        chosen = figures.chosen(opex_lines.line_part(line))
        if chosen.why:
            lines.setdefault(chosen, []).append(line.name)
    for chosen, names in lines.items():
        severity = Severity.WARNING if chosen.said else Severity.NOTE
        where = Where(ctx.t("sheets.forecast"))
        wanted = ctx.t(f"methods.{chosen.wanted}")
        told = few_of(names, SHOWN)
        code, reason = Code.FORECAST_FALLBACK, f"forecast_{chosen.why}"
        yield Finding(severity, code, where, told, wanted, rows=len(names), reason=reason)


def closing(ctx: Context) -> list[tuple[Centre, Life]]:
    """Return the cost centres that close or open during a forecast, with their lives."""
    known = by_centre(ctx.data.facts, ctx.data.calendar, ctx.period)
    return [(one, known[one.code]) for one in ctx.centres if one.code in known]


def _closed(ctx: Context) -> Iterator[Finding]:
    """Yield a warning for each cost centre that has a budget after it closed."""
    days = dict(
        zip(
            ctx.data.facts.cost_centres["cost_centre"].map(text),
            ctx.data.facts.cost_centres["active_to"].map(text),
            strict=True,
        )
    )
    for centre, life in closing(ctx):
        if life.last == NEVER:
            continue
        amount = _budget_after(ctx, centre, life)
        if amount:
            where = Where(ctx.t("sheets.forecast"))
            code, day = Code.CLOSED_WITH_BUDGET, days.get(centre.code, "")
            yield Finding(
                Severity.WARNING, code, where, centre.name, day, rows=0, amount=f"{amount:.2f}"
            )


def _budget_after(ctx: Context, centre: Centre, life: Life) -> float:
    """Return the cost that the budget has for a centre in open periods after its last."""
    where = (
        equal("centre_no", centre.number),
        equal("kind_no", COST),
        equal("version_no", BUDGET_NO),
    )
    first = max(life.last, ctx.period.key) + 1
    last = ctx.period.year * 100 + ctx.period.periods_in_year
    periods = range(first, last + 1) if life != WHOLE else ()
    lookups = (Lookup("opex_centres", "amount", (*where, equal("period", key))) for key in periods)
    return round(sum(values(ctx).number(one) for one in lookups), 2)
