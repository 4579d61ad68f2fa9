"""A plan as a workbook of its own: the sheet Savings, what it was made from, and About."""

from __future__ import annotations

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.scope import COMPANY
from xlcost.errors import UsageError
from xlcost.report import about, data
from xlcost.report.build import context
from xlcost.report.contacts import allocation
from xlcost.report.messages import with_messages
from xlcost.report.model import reports
from xlcost.report.model.context import Context
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
        raise UsageError(ctx.t("missing.whole_company"))
    first = savings.sheet(ctx, drawn=True)
    if first is None or dataset.scope != COMPANY:
        raise UsageError(ctx.t("missing.savings_part"))
    last = data.sheet(ctx, (*savings.helpers(ctx), *_costs(ctx)))
    shown = [first, last]
    plan = reports.report(
        ctx,
        (*shown, about.sheet(ctx, shown, created, version)),
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
    return (allocation.grid(ctx),) if ctx.lanes and allocation.has_key(ctx) else ()
