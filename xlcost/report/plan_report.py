"""A plan as a workbook of its own: the sheet Savings, what it was made from, and About."""

from __future__ import annotations

from dataclasses import replace

from xlcost.dataset.dataset import Dataset
from xlcost.errors import UsageError
from xlcost.report import about, data
from xlcost.report.build import context
from xlcost.report.contacts import allocation
from xlcost.report.messages import with_messages
from xlcost.report.model import reports
from xlcost.report.model.context import Context
from xlcost.report.model.contract import Made
from xlcost.report.model.spec import Grid, Report
from xlcost.report.planning import savings


def build_plan(
    dataset: Dataset, *, language: str, created: str, version: str, allow_errors: bool = False
) -> Report:
    """Build the plan of a loaded folder.

    Args:
        dataset: Facts, settings and the levers of the plan; the whole company.
        language: "en" or "nb".
        created: Run time as ISO text in UTC.
        version: xlcost's version.
        allow_errors: Build in spite of errors; every page then says so.

    Raises:
        UsageError: The data is a part of the company: a plan is for the whole.
        SettingsError: A lever is about a channel that the data does not have.
    """
    ctx = context(dataset, language)
    if ctx.whole_company:
        raise UsageError(ctx.missing("whole_company"))
    for reason in savings.SHEET.lacking(ctx):
        raise UsageError(reason)
    first = savings.drawn(ctx, chart=True)
    first = replace(first, helpers=(*first.helpers, *_costs(ctx)))
    made = Made((first,), created=created, version=version)
    for closing in (data.SHEET, about.SHEET):
        made = replace(made, built=(*made.built, closing.build(ctx, made)))
    plan = reports.report(
        ctx,
        made.sheets,
        title=ctx.word.text("plan.title"),
        stem="savings-plan",
        created=created,
        version=version,
        allow_errors=allow_errors,
        properties={"status": ctx.settings.status},
    )
    return with_messages(ctx, plan)


def _costs(ctx: Context) -> tuple[Grid, ...]:
    """Return what each channel costs, which the sheet Unit cost shows in a whole report."""
    return (allocation.grid(ctx),) if ctx.directions and allocation.has_key(ctx) else ()
