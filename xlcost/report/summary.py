"""The sheet Summary: one printed page with what a reader must know first."""

from __future__ import annotations

from dataclasses import replace

from xlcost.dataset.findings import Severity
from xlcost.dataset.pack_format import COST
from xlcost.report import checks, findings_sheet, sign_off
from xlcost.report.bridges import waterfall
from xlcost.report.comments import commentary
from xlcost.report.contacts import key_figures
from xlcost.report.contacts.key_figures import LABEL_WIDTH, amount_columns
from xlcost.report.contacts.trend import trend
from xlcost.report.contacts.trend_charts import points_of
from xlcost.report.forecasts import forecast_changes, methods
from xlcost.report.message.message import message
from xlcost.report.model import cells, places
from xlcost.report.model.chart_of_lines import Line
from xlcost.report.model.context import Context, equal
from xlcost.report.model.contract import Built, ClosingContract, Made
from xlcost.report.model.expressions import Expression, Gap, Literal, Ref, Verdict
from xlcost.report.model.spec import (
    Block,
    Cell,
    Chart,
    Column,
    Format,
    Grid,
    Row,
    Series,
    Sheet,
    Text,
)
from xlcost.report.opex import adjustments, opex_lines
from xlcost.report.opex.material import material_variances

GRID = "summary"
TOP = "top_variances"
LARGEST = 3
TREND_HEIGHT, GAP = 4.2, 0.4  # centimetres


def build(ctx: Context, made: Made) -> Built:
    """Build the sheet, whose waterfall is drawn from Data."""
    drawn = waterfall.bridge(ctx)
    warning, moved = methods.alert(ctx), forecast_changes.sentence(ctx)
    first = message(ctx, made)
    blocks: list[Block] = [*first.blocks]
    blocks += [Text(ctx.t("notes.whole_company"), "alert")] if ctx.whole_company else []
    blocks += [Text(note) for note in (moved, adjustments.sentence(ctx)) if note]
    blocks += [Text(warning, "alert")] if warning else []
    blocks += [_totals(ctx), key_figures.grid(ctx, made.keys)]
    blocks += _top(ctx)
    trends = _trend_charts(ctx)
    if drawn:
        blocks.append(drawn.chart)
    page = waterfall.PAGE_WIDTH
    for number, chart in enumerate(trends):
        wide = (page - GAP) / 2 if len(trends) > 1 else page
        blocks.append(replace(chart, beside=number > 0, width=wide))
    blocks += [_status(ctx, made), Text(ctx.t("about.rounding"))]
    made_of = Sheet(
        "summary",
        ctx.t("sheets.summary"),
        tuple(blocks),
        landscape=False,
        one_page=True,
        heading=ctx.title,
        subheading=" · ".join(filter(None, _heads(ctx))),
    )
    helpers = (first.grid, *((drawn.grid,) if drawn else ()))
    return Built(made_of, helpers=helpers)


SHEET = ClosingContract("summary", build, printed=True)


def _heads(ctx: Context) -> tuple[str, ...]:
    """Return who the report speaks of, who answers for that, when, and in which currency."""
    manager = places.manager_of(ctx.data.facts) if ctx.data.scope.dimension else ""
    if manager in ctx.who:
        manager = ""
    named = f"{ctx.t('centres.manager')}: {manager}" if manager else ""
    return ctx.who, named, ctx.period_name(), currency(ctx)


def currency(ctx: Context) -> str:
    """Return the currency, in thousands or millions where money is shown so."""
    settings = ctx.settings
    if not settings.unit:
        return settings.currency
    return ctx.t(f"units.{settings.unit}", currency=settings.currency).strip()


def _status(ctx: Context, made: Made) -> Grid:
    """Return the state of the controls and the number of findings."""
    failed = checks.failed_count(made, ctx.t("failed"))
    findings = ctx.data.findings + made.noted
    columns = (
        Column("label", ctx.t("titles.status"), width=LABEL_WIDTH),
        Column("value", ctx.t("columns.count")),
        Column("verdict", ctx.t("columns.verdict")),
    )
    count = Ref("summary_status", "failed", "value")
    verdict = Verdict(count, 0.0, ctx.t("all_passed"), ctx.t("failed"))
    rows = [
        Row(
            "failed",
            {
                "label": Cell(
                    Literal(ctx.t("rows.failed_checks", count=checks.count(made))), link="checks"
                ),
                "value": Cell(failed, "count", name="key_failed_checks"),
                "verdict": Cell(verdict, "word", "verdict"),
            },
        )
    ]
    for severity in (Severity.ERROR, Severity.WARNING):
        label = ctx.t(f"rows.findings_{severity}")
        value = Cell(Literal(findings.count(severity)), "count")
        to = findings_sheet.first(ctx, made, severity)
        cell = cells.words(label, link="findings", to=to)
        rows.append(Row(severity, {"label": cell, "value": value}))
    rows.append(sign_off.row(ctx, count))
    return Grid("summary_status", columns, tuple(rows))


def _totals(ctx: Context) -> Grid:
    """Return total OpEx of month, year to date and full year against budget and prior year."""
    t = ctx.t
    there = {"bu": ctx.has_budget(ctx.long), "py": ctx.has_prior(ctx.long)}
    columns = [Column("label", t("rows.total_opex"), width=LABEL_WIDTH)]
    year = ctx.period.is_year
    head = "actual" if year else "actual_fc"
    columns += amount_columns(ctx, {name for name, has in there.items() if has}, head)
    spans = ["year"] if year else ["month", "ytd"]
    rows = []
    for span in spans:
        rows.append(_total_row(ctx, span, f"{span}_ac", span, span))
        rows += [_recurring_row(ctx, span)] if opex_lines.has_one_offs(ctx) else []
    if not year:
        rows.append(_total_row(ctx, "forecast", "forecast", "year", "year"))
    return Grid(GRID, tuple(columns), tuple(rows))


def _recurring_row(ctx: Context, span: str) -> Row:
    """Return the row of a span without the cost that does not come back."""
    row = _total_row(ctx, f"{span}_recurring", f"{span}_ac", span, span, "recurring")
    what = ctx.t("rows.span_without_one_offs", span=ctx.band(span))
    return replace(row, cells={**row.cells, "label": _led(what, "recurring")})


def _led(label: str, row: str) -> Cell:
    """Return a label that leads to its row of OpEx by line."""
    return cells.words(label, link="opex_lines", to=opex_lines.where(row))


def _total_row(
    ctx: Context, key: str, actual: str, budget: str, prior: str, source: str = opex_lines.TOTAL
) -> Row:
    """Return one row: where the actual, the budget and the prior year of a sum stand."""
    band = ctx.t("bands.full_year", year=ctx.period.year) if key == "forecast" else ""
    label = ctx.t("rows.forecast", year=band) if band else ctx.band(budget)

    def total(column: str) -> Ref:
        return Ref(opex_lines.GRID, source, column)

    ac, bu, py = (Ref(GRID, key, column) for column in ("ac", "bu", "py"))
    by_column = {
        "label": _led(label, source),
        "ac": Cell(total(actual), "money"),
    }
    if ctx.has_budget(budget) and ctx.has_budget(ctx.long):
        by_column |= {
            "bu": Cell(total(f"{budget}_bu"), "money"),
            **cells.against(ctx, ac, bu, "cost"),
        }
    if ctx.has_prior(prior) and ctx.has_prior(ctx.long):
        whole = equal("kind_no", COST)
        before = ctx.amount(ctx.prior_of(prior), ctx.prior_version, whole)
        by_column |= {
            # The table of lines has no column for the whole prior year of a month's report.
            "py": Cell(before if key == "forecast" else total(f"{prior}_py"), "money"),
            **cells.against(ctx, ac, py, "cost", "py_"),
        }
    return Row(key, by_column)


# The largest variances and the trend


def _top(ctx: Context) -> list[Block]:
    """Return the largest material variances; which ones is chosen now, their figures are live."""
    if not ctx.has_budget(ctx.main):
        return []
    variances = material_variances(ctx)[:LARGEST]
    if not variances:
        return [Text(ctx.t("notes.no_material"))]
    columns = [Column("label", ctx.t("titles.top"), width=LABEL_WIDTH)]
    columns += amount_columns(ctx, {"bu"}, "actual")
    reasons = {one.line: _reason(ctx, one.line) for one in variances}
    if any(reasons.values()):
        columns.append(Column("why", ctx.t("columns.why"), wrap=True))
    rows = []
    for number, variance in enumerate(variances, start=1):
        row = opex_lines.line_part(variance.line).key
        good = "higher" if variance.line.word == "income" else "lower"
        good = "higher" if ctx.settings.better_is_positive else good
        formats: dict[str, Format] = {"ac": "money", "bu": "money", "var": "money", "pct": "share"}
        by_column = {"label": _led(variance.line.name, row)}
        for name, shown in formats.items():
            cell = Cell(Ref(opex_lines.GRID, row, f"{ctx.main}_{name}"), shown)
            judged = name in ("var", "pct")
            by_column[name] = replace(cell, tone="variance", good=good) if judged else cell  # type: ignore[arg-type]  # replace() forgets the types
        status = Ref(opex_lines.GRID, row, f"{ctx.main}_status")
        by_column["status"] = Cell(status, "word", "status")
        change, base = (Ref(TOP, f"top{number}", name) for name in ("var", "bu"))
        by_column = cells.coloured(ctx, by_column, change, base)
        if reasons[variance.line]:
            by_column["why"] = Cell(Literal(reasons[variance.line]), tone="muted")
        rows.append(Row(f"top{number}", by_column))
    agreed = any(commentary.to_do(ctx, variance.line) for variance in variances)
    open_ = (
        []
        if agreed
        else [Text(ctx.t("commentary.nothing_agreed", sheet=ctx.t("sheets.commentary")))]
    )
    return [Grid(TOP, tuple(columns), tuple(rows)), *open_]


def _reason(ctx: Context, line: Line) -> str:
    """Return why a line is off, and what is agreed about it, as far as people have said so."""
    return " ".join(filter(None, (commentary.in_words(ctx, line), commentary.to_do(ctx, line))))


def _trend_charts(ctx: Context) -> list[Chart]:
    """Return the line of OpEx, and beside it that of the cost per contact."""
    points = trend(ctx)
    # A ledger of whole years beside a contact centre's months has no month to draw.
    if sum(ctx.has_actual("opex", point.first, point.last) for point in points) <= 1:
        return []
    opex = _trend_line(
        ctx,
        ctx.t("rows.total_opex"),
        _costs(ctx),
    )
    if ctx.whole_company or not ctx.directions or "handled" not in ctx.frames.activity:
        return [opex]
    label = f"{ctx.label('cost_per_contact')}, {ctx.t('channels.all')}"
    expressions: dict[str, Expression] = {
        point.key: Gap(Ref("months", point.key, "unit")) for point in points
    }
    unit = _trend_line(ctx, label, points_of("months_unit", label, expressions))
    unit = replace(unit, format="unit_cost")
    return [replace(chart, height=TREND_HEIGHT) for chart in (opex, unit)]


def _costs(ctx: Context) -> tuple[Ref, ...]:
    """Return the points of OpEx; a period without postings is a gap, and no 0."""
    points = trend(ctx)
    refs = {point.key: Ref("months", point.key, "opex") for point in points}
    if all(point.has_costs(ctx) for point in points):
        return tuple(refs.values())
    label = ctx.t("rows.total_opex")
    gaps: dict[str, Expression] = {key: Gap(ref) for key, ref in refs.items()}
    return points_of("months_opex", label, gaps)


def _trend_line(ctx: Context, label: str, values: tuple[Ref, ...]) -> Chart:
    points = trend(ctx)
    return Chart(
        "line",
        label,
        tuple(Ref("months", point.key, "label") for point in points),
        (Series(label, values, "AC"),),
        ctx.t("charts.trend_alt", what=label, count=len(points)),
    )
