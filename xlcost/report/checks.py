"""The sheet Checks: each control with both its sides, its tolerance and its verdict, live."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlcost.dataset.facts import controls
from xlcost.dataset.pack_format import ACTUAL_NO, COST, PRIOR_NO
from xlcost.report.bridges import bridge
from xlcost.report.comments import commentary
from xlcost.report.contacts import allocation, unit_cost
from xlcost.report.forecasts import forecast
from xlcost.report.model import cells, evaluation
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import (
    Criterion,
    Expression,
    Literal,
    Lookup,
    Occurrences,
    Plus,
    Ref,
    Times,
    Verdict,
)
from xlcost.report.model.spec import Cell, Column, Grid, Report, Row, Sheet, Text
from xlcost.report.opex import cost_centres, opex_lines, own_balances, trial_balance
from xlcost.report.planning import savings, staffing

GRID = "checks"


def sheet(ctx: Context, sheets: set[str]) -> Sheet:
    """Build the sheet; `sheets` are the keys of those that are in the report."""
    rows = tuple(_row(ctx, check) for check in checks(ctx, sheets))
    columns = (
        Column("label", ctx.t("columns.control"), width=62, wrap=True),
        Column("this", ctx.t("columns.this_side"), width=20),
        Column("other", ctx.t("columns.other_side"), width=20),
        Column("difference", ctx.t("columns.difference"), width=16),
        Column("tolerance", ctx.t("columns.tolerance"), width=12),
        Column("verdict", ctx.t("columns.verdict"), width=12),
    )
    return Sheet(
        "checks",
        ctx.t("sheets.checks"),
        (Text(_note(ctx)), Grid(GRID, columns, rows)),
        freeze=GRID,
        heading=ctx.t("sheets.checks"),
    )


def _note(ctx: Context) -> str:
    """Return what the controls are, and where those of the files stand."""
    note = ctx.t("notes.checks")
    return f"{note} {ctx.t('notes.checks_scope')}" if ctx.data.scope.dimension else note


def failed_count(grid: Grid, word: str) -> Expression:
    """Return how many controls of the grid have failed."""
    return Occurrences(tuple(Ref(GRID, row.key, "verdict") for row in grid.rows), word)


def failed(report: Report, values: Mapping[evaluation.Address, object]) -> int:
    """Return how many controls of a finished report have failed."""
    count = 0
    for address, cell in evaluation.cells(report):
        verdict = cell.expression
        if address[0] == GRID and isinstance(verdict, Verdict):
            count += values[address] == verdict.failed
    return count


def _row(ctx: Context, check: Check) -> Row:
    this, other = Ref(GRID, check.key, "this"), Ref(GRID, check.key, "other")
    difference = Ref(GRID, check.key, "difference")
    verdict = Verdict(difference, check.tolerance, ctx.t("passed"), ctx.t("failed"))
    return Row(
        check.key,
        {
            "label": cells.words(check.label),
            "this": Cell(check.this, check.format),
            "other": Cell(check.other, check.format),
            "difference": Cell(Plus(((1, this), (-1, other))), check.format),
            "tolerance": Cell(Literal(check.tolerance), "factor" if check.tolerance else "count"),
            "verdict": Cell(verdict, "word", "verdict"),
        },
    )


def checks(ctx: Context, sheets: set[str]) -> list[Check]:
    """Return every control that applies to what the report has."""
    collected = [*_ledger(ctx), *_budget(ctx), *_lines(ctx)]
    if "cost_centres" in sheets:
        collected += [*_centres(ctx), *cost_centres.checks(ctx)]
    if "unit_cost" in sheets and not ctx.whole_company:
        collected += [*_units(ctx), *unit_cost.checks(ctx)]
    collected += bridge.checks(ctx)
    collected += forecast.checks(ctx)
    if "staffing" in sheets:
        collected += staffing.checks(ctx)
    if savings.KEY in sheets:
        collected += savings.checks(ctx)
    collected += trial_balance.checks(ctx)
    collected += _prior(ctx)
    collected += commentary.checks(ctx)
    if not ctx.data.scope.dimension:  # files are the company's: its pack controls them
        collected += _files(ctx)
        collected += own_balances.checks(ctx)
        collected += _rows_read(ctx)
    return collected


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


def _files(ctx: Context) -> Iterator[Check]:
    """The sums of the files against what is known of them outside, and against the report's."""
    facts = ctx.data.facts
    for number, control in enumerate(controls(facts.sources)):
        label = ctx.t("checks.control_total", file=control.files)
        this, other = Literal(float(control.total)), Literal(float(control.expected))
        yield Check(f"control{number}", label, this, other)
    totals = [s.total for s in facts.sources if s.input == "ledger" and s.total is not None]
    if totals:
        files = Literal(float(sum(totals) - facts.ledger_outside))
        # Not the ledger's total, which is the files' own sum, but what the report was made from.
        held = Literal(round(float(facts.ledger["amount"].astype(float).sum()), 6))
        yield Check("ledger_files", ctx.t("checks.ledger_files"), files, held)


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


def _centres(ctx: Context) -> Iterator[Check]:
    for span in ctx.shown:
        for name in ctx.amounts_of(span):
            column = f"{span}_{name}"
            label = ctx.t("checks.centres", **ctx.column_words(span, name))
            this = Ref(cost_centres.GRID, cost_centres.TOTAL, column)
            other = Ref(opex_lines.GRID, opex_lines.TOTAL, column)
            yield Check(f"centres_{column}", label, this, other)


def _units(ctx: Context) -> Iterator[Check]:
    """Channels against the total, and unit cost times volume against cost."""
    for span in ctx.shown:
        word = ctx.span_word(span)
        total = Ref(opex_lines.GRID, opex_lines.TOTAL, f"{span}_ac")
        if allocation.has_key(ctx):
            this = Ref(allocation.GRID, f"{span}_ac_total", "total")
            label = ctx.t("checks.channels", span=word)
            yield Check(f"channels_{span}", label, this, total)
        if not ctx.periods_with("activity", ACTUAL_NO, span):
            continue  # no contacts, no cost per contact: there is nothing to multiply
        unit = Ref(unit_cost.GRID, "contact", f"{span}_ac")
        volume = Ref(unit_cost.INPUTS, "contact_volume", f"{span}_ac")
        label = ctx.t("checks.unit_volume", span=word)
        yield Check(f"unit_{span}", label, Times(unit, volume), total)


def _prior(ctx: Context) -> Iterator[Check]:
    """The budget file's own prior year against the ledger of that year."""
    span = ctx.prior_of(ctx.long)
    both = [bool(ctx.periods_with("opex", number, span)) for number in (PRIOR_NO, ACTUAL_NO)]
    if all(both):
        this, other = ctx.amount(span, PRIOR_NO), ctx.amount(span, ACTUAL_NO)
        yield Check("prior_year", ctx.t("checks.prior_year"), this, other)


def _rows_read(ctx: Context) -> Iterator[Check]:
    """Every row that was read is used or left out, and what is left out is in a finding."""
    sources = ctx.data.facts.sources
    for number, source in enumerate(sources):
        label = ctx.t("checks.rows", file=source.place)
        used = Literal(source.rows_used + source.rows_left_out)
        yield Check(f"rows{number}", label, Literal(source.rows_read), used, 0.0, "count")
    if sources:
        this = Literal(sum(one.rows_left_out for one in sources if not one.shared))
        other = Literal(ctx.data.findings.rows_left_out)
        label = ctx.t("checks.rows_in_findings")
        yield Check("rows_in_findings", label, this, other, 0.0, "count")
