"""The sheet Checks: each control with both its sides, its tolerance and its verdict, live."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlcost.dataset.facts import controls
from xlcost.dataset.pack_format import ACTUAL_NO, PRIOR_NO
from xlcost.report.forecasts import methods
from xlcost.report.model import cells, evaluation
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context
from xlcost.report.model.contract import Built, ClosingContract, Made
from xlcost.report.model.expressions import (
    Expression,
    Literal,
    Occurrences,
    Plus,
    Ref,
    Verdict,
)
from xlcost.report.model.spec import Cell, Column, Grid, Report, Row, Sheet, Text
from xlcost.report.opex import own_balances, trial_balance

GRID = "checks"
# In this order; the controls of other sheets follow in the order of the workbook.
FIRST = ("opex_lines", "cost_centres", "unit_cost", "bridge", "forecast", "staffing", "savings")


def build(ctx: Context, made: Made) -> Built:
    """Build the sheet of the controls that the other sheets bring."""
    controls = collected(ctx, made)
    rows = tuple(_row(ctx, check) for check in controls)
    columns = (
        Column("label", ctx.t("columns.control"), width=62, wrap=True),
        Column("this", ctx.t("columns.this_side"), width=20),
        Column("other", ctx.t("columns.other_side"), width=20),
        Column("difference", ctx.t("columns.difference"), width=16),
        Column("tolerance", ctx.t("columns.tolerance"), width=12),
        Column("verdict", ctx.t("columns.verdict"), width=12),
    )
    title = ctx.t("sheets.checks")
    blocks = (Text(_note(ctx)), Grid(GRID, columns, rows))
    # By the methods that held, the next pack checks whether its own are the same.
    helpers = (methods.record(ctx),)
    return Built(Sheet("checks", title, blocks, freeze=GRID, heading=title), helpers)


SHEET = ClosingContract("checks", build)


def _note(ctx: Context) -> str:
    """Return what the controls are, and where those of the files stand."""
    note = ctx.t("notes.checks")
    return f"{note} {ctx.t('notes.checks_scope')}" if ctx.data.scope.dimension else note


def count(made: Made) -> int:
    """Return how many controls there are."""
    return len(_grid(made).rows)


def failed_count(made: Made, word: str) -> Expression:
    """Return how many controls have failed."""
    return Occurrences(tuple(Ref(GRID, row.key, "verdict") for row in _grid(made).rows), word)


def _grid(made: Made) -> Grid:
    """Return the table of the controls, which is made by now."""
    sheet = next(one.sheet for one in made.built if one.sheet.key == "checks")
    return next(block for block in sheet.blocks if isinstance(block, Grid))


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
    first = check.this if isinstance(check.this, Ref) else None
    verdict = Verdict(difference, check.tolerance, ctx.t("passed"), ctx.t("failed"))
    return Row(
        check.key,
        {
            "label": cells.words(check.label, to=first),
            "this": Cell(check.this, check.format),
            "other": Cell(check.other, check.format),
            "difference": Cell(Plus(((1, this), (-1, other))), check.format),
            "tolerance": Cell(Literal(check.tolerance), "factor" if check.tolerance else "count"),
            "verdict": Cell(verdict, "word", "verdict"),
        },
    )


def collected(ctx: Context, made: Made) -> list[Check]:
    """Return every control that applies to what the report has.

    From the ledger to what is made of it, then the data beside it, what people wrote, the files.
    """
    by_sheet = {one.sheet.key: one.checks for one in made.in_order}
    first = [check for key in FIRST for check in by_sheet.pop(key, ())]
    rest = [check for checks in by_sheet.values() for check in checks]
    controls = [*first, *trial_balance.checks(ctx), *_prior(ctx), *rest]
    if not ctx.data.scope.dimension:  # files are the company's: its pack controls them
        controls += [*_files(ctx), *own_balances.checks(ctx), *_rows_read(ctx)]
    return controls


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
