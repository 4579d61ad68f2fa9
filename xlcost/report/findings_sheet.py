"""The sheet Findings: what was wrong with the data, by file, sheet and row."""

from __future__ import annotations

from xlcost.dataset.findings import Finding, Severity
from xlcost.report import finding_places
from xlcost.report.finding_places import FindingPlaces
from xlcost.report.model import cells
from xlcost.report.model.context import Context
from xlcost.report.model.contract import Built, ClosingContract, Made
from xlcost.report.model.expressions import Literal, Ref
from xlcost.report.model.spec import Cell, Column, Grid, Row, Sheet, Text

GRID = "findings"
ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def build(ctx: Context, made: Made) -> Built:
    """Build the sheet: the gravest findings first, notes on how data was understood last."""
    told = ctx.data.findings + made.noted
    findings = _ordered(ctx, made)
    places = finding_places.places(ctx, made)
    columns = (
        Column("severity", ctx.t("columns.severity"), width=11),
        Column("file", ctx.t("columns.file"), width=22),
        Column("sheet", ctx.t("columns.sheet"), width=16),
        Column("row", ctx.t("columns.row"), width=9),
        Column("column", ctx.t("columns.column"), width=18),
        Column("what", ctx.t("columns.what"), width=60, wrap=True),
        Column("got", ctx.t("columns.got"), width=24, wrap=True),
        Column("expected", ctx.t("columns.expected"), width=30, wrap=True),
        Column("rows", ctx.t("columns.rows"), width=9),
        Column("left_out", ctx.t("columns.left_out"), width=10),
        Column("amount", ctx.t("columns.amount"), width=16),
    )
    rows = tuple(_row(ctx, _key(n), f, places) for n, f in enumerate(findings, start=1))
    count = {severity: told.count(severity) for severity in ORDER}
    text = ctx.t(
        "notes.findings",
        errors=count[Severity.ERROR],
        warnings=count[Severity.WARNING],
        notes=count[Severity.NOTE],
        rows=told.rows_left_out,
    )
    if ctx.data.scope.dimension:
        text = f"{text} {ctx.t('notes.findings_scope')}"
    grid = (Grid(GRID, columns, rows, table=True),) if rows else ()
    title, frozen = ctx.t("sheets.findings"), GRID if rows else ""
    return Built(Sheet("findings", title, (Text(text), *grid), freeze=frozen, heading=title))


SHEET = ClosingContract("findings", build)


def first(ctx: Context, made: Made, severity: Severity) -> Ref | None:
    """Return the cell of the first finding of a severity, or of the first one of all."""
    severities = [finding.severity for finding in _ordered(ctx, made)]
    if not severities:
        return None
    number = severities.index(severity) if severity in severities else 0
    return Ref(GRID, _key(number + 1), "severity")


def _ordered(ctx: Context, made: Made) -> list[Finding]:
    told = ctx.data.findings + made.noted
    return sorted(told, key=lambda finding: ORDER.index(finding.severity))


def _key(number: int) -> str:
    return f"finding{number}"


def _row(ctx: Context, key: str, finding: Finding, places: FindingPlaces) -> Row:
    by_column = cells.texts(
        severity=ctx.t(f"severity.{finding.severity}"),
        file=finding.where.file,
        sheet=finding.where.sheet,
        column=finding.where.column,
        got=finding.got,
        expected=finding.expected,
        left_out=ctx.t("yes") if finding.left_out else "",
    )
    what = finding.message(ctx.word.language)
    by_column["what"] = cells.words(what, to=places.of(finding))
    by_column["row"] = Cell(Literal(finding.where.row), "period")
    by_column["rows"] = Cell(Literal(finding.rows), "count")
    by_column["amount"] = _amount(finding.amount)
    return Row(key, by_column)


def _amount(text: str) -> Cell:
    try:
        return Cell(Literal(float(text)), "money_exact")
    except ValueError:
        return cells.words(text)
