"""What a report cannot show whichever sheets it has, and why: sentences for About."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.dataset.pack_format import ACTUAL_NO
from xlcost.report.model.context import Context


def sentences(ctx: Context) -> Iterator[str]:
    """Yield what the report as a whole lacks."""
    if ctx.whole_company:
        yield ctx.missing("whole_company")
    if ctx.data.scope.dimension:
        yield from _of_part(ctx)
    if not len(ctx.data.facts.budget):
        yield ctx.missing("budget")
    else:
        for span in dict.fromkeys((*ctx.shown, "year")):
            if not ctx.has_budget(span):
                yield ctx.missing("budget_span", span=ctx.span_word(span))
    if not ctx.has_prior(ctx.long):
        yield ctx.missing("prior")
    if not bool((ctx.accounts["line"] != "").any()) or not len(ctx.data.facts.accounts):
        yield ctx.missing("accounts")
    elapsed = 0 if ctx.period.is_year else ctx.period.number
    closed = len(ctx.periods_with("opex", ACTUAL_NO, ctx.long))
    if closed < elapsed:
        yield ctx.missing("periods", found=closed, wanted=elapsed)


def _of_part(ctx: Context) -> Iterator[str]:
    """Yield what the company's data has and this part of it cannot have."""
    facts = ctx.data.facts
    for name in ("activity", "workforce"):
        read = any(source.input == name and source.rows_used for source in facts.sources)
        if read and not len(getattr(facts, name)):
            yield ctx.missing(f"scope_{name}")
