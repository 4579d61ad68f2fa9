"""The controls that hold the table of lines to the ledger, to the budget and to itself."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.dataset.pack_format import ACTUAL_NO, COST
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import Criterion, Literal, Lookup, Ref
from xlcost.report.opex import opex_lines


def checks(ctx: Context) -> Iterator[Check]:
    """Yield the controls of the ledger, of the budget and of the lines."""
    yield from _ledger(ctx)
    yield from _budget(ctx)
    yield from _lines(ctx)


def _sum_of(table: str, *where: Criterion) -> Lookup:
    return Lookup(table, "amount", where)


def _ledger(ctx: Context) -> Iterator[Check]:
    """The ledger against Data, and against each figure of the report's own period."""
    facts, actual = ctx.data.facts, equal("version_no", ACTUAL_NO)
    ledger = Literal(float(facts.ledger_total))
    label = ctx.t("checks.ledger_lines")
    yield Check("ledger_lines", label, _sum_of("opex_lines", actual), ledger)
    label = ctx.t("checks.ledger_centres")
    yield Check("ledger_centres", label, _sum_of("opex_centres", actual), ledger)
    # Cost less income is the ledger's own total.
    row = opex_lines.NET if ctx.has_income else opex_lines.TOTAL
    for span in ctx.shown:
        limits = ctx.spans[span]
        inside = facts.ledger["period"].between(limits.lowest, limits.highest)
        known = round(float(facts.ledger.loc[inside, "amount"].astype(float).sum()), 6)
        label = ctx.t("checks.ledger_span", span=ctx.span_word(span))
        shown = Ref(opex_lines.GRID, row, f"{span}_ac")
        yield Check(f"ledger_{span}", label, shown, Literal(known))


def _budget(ctx: Context) -> Iterator[Check]:
    facts = ctx.data.facts
    if not len(facts.budget):
        return
    not_actual = Criterion("version_no", ">", Literal(ACTUAL_NO))
    total = Literal(float(facts.budget_total))
    label = ctx.t("checks.budget_lines")
    yield Check("budget_lines", label, _sum_of("opex_lines", not_actual), total)
    label = ctx.t("checks.budget_centres")
    yield Check("budget_centres", label, _sum_of("opex_centres", not_actual), total)


def _lines(ctx: Context) -> Iterator[Check]:
    """Lines, categories and the total against one sum over Data."""
    for span in ctx.shown:
        for name, version in ctx.amounts_of(span).items():
            label = ctx.t("checks.lines", **ctx.column_words(span, name))
            shown = Ref(opex_lines.GRID, opex_lines.TOTAL, f"{span}_{name}")
            whole = ctx.amount(span, version, equal("kind_no", COST))
            yield Check(f"lines_{span}_{name}", label, shown, whole)
    unmapped = ctx.accounts[ctx.accounts["unmapped"]]
    if bool((ctx.accounts["line"] != "").any()) and len(ctx.data.facts.accounts):
        this = Literal(len(unmapped))
        label = ctx.t("checks.mapping")
        yield Check("mapping", label, this, Literal(0), 0.0, "count")
