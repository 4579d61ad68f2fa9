"""The sheet Summary: one printed page with what a reader must know first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from xlcost.inputs.findings import Severity
from xlcost.report import allocation, cells, checks, opex_lines, resources, service, unit_cost
from xlcost.report.context import Context, equal
from xlcost.report.expressions import Expression, Gap, Literal, Ref, Verdict
from xlcost.report.labels import period_label
from xlcost.report.material import material_variances
from xlcost.report.spec import (
    Block,
    Cell,
    Chart,
    Column,
    Format,
    Grid,
    Row,
    RowStyle,
    Series,
    Sheet,
    Text,
)
from xlcost.report.sums import VIEWS, Slot
from xlcost.report.tables import ACTUAL_NO, BUDGET_NO
from xlcost.report.trend import trend
from xlcost.report.trend_charts import points_of
from xlcost.report.waterfall import Bridge

GRID = "summary"
KEYS = "key_figures"
TOP = "top_variances"
LARGEST = 3
KEY_FIGURES = 6


def sheet(ctx: Context, control: Grid, waterfall: Bridge | None, sheets: set[str]) -> Sheet:
    """Build the sheet; `control` is the grid of the checks."""
    blocks: list[Block] = [_totals(ctx), _key_figures(ctx, sheets)]
    blocks += _top(ctx)
    if waterfall:
        blocks.append(waterfall.chart)
    trend_chart = _trend_chart(ctx)
    if trend_chart:
        blocks.append(replace(trend_chart, beside=waterfall is not None))
    blocks += [_status(ctx, control), Text(ctx.t("about.rounding"))]
    settings = ctx.settings
    period = period_label(ctx.data.calendar, ctx.period.key, ctx.word.language)
    return Sheet(
        "summary",
        ctx.t("sheets.summary"),
        tuple(blocks),
        one_page=True,
        heading=settings.title or ctx.t("title"),
        subheading=" · ".join(filter(None, (settings.entity, period, settings.currency))),
    )


def _status(ctx: Context, control: Grid) -> Grid:
    """Return the state of the controls and the number of findings."""
    failed = checks.failed_count(control, ctx.t("failed"))
    findings = ctx.data.findings
    columns = (
        Column("label", ctx.t("columns.status_of"), width=44),
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
                    Literal(ctx.t("rows.failed_checks", count=len(control.rows))), link="checks"
                ),
                "value": Cell(failed, "count", name="key_failed_checks"),
                "verdict": Cell(verdict, "word", "verdict"),
            },
        )
    ]
    for severity in (Severity.ERROR, Severity.WARNING):
        label = ctx.t(f"rows.findings_{severity}")
        value = Cell(Literal(findings.count(severity)), "count")
        rows.append(Row(severity, {"label": Cell(Literal(label), link="findings"), "value": value}))
    title = ctx.t("titles.status")
    return Grid("summary_status", columns, tuple(rows), title=title, show_header=False)


def _totals(ctx: Context) -> Grid:
    """Return total OpEx of month, year to date and full year against budget and prior year."""
    t = ctx.t
    bu, py = ctx.has_budget(ctx.long), ctx.has_prior(ctx.long)
    columns = [
        Column("label", t("rows.total_opex"), width=44),
        Column("ac", t("columns.actual_fc")),
    ]
    if bu:
        columns += [
            Column("bu", t("columns.budget")),
            Column("var", t("columns.variance")),
            Column("pct", t("columns.variance_pct")),
            Column("status", t("columns.status"), width=6.0),
        ]
    if py:
        columns += [
            Column("py", t("columns.prior")),
            Column("py_var", t("columns.change")),
            Column("py_pct", t("columns.change_pct")),
            Column("py_status", t("columns.status"), width=6.0),
        ]
    year = ctx.period.is_year
    spans = ["year"] if year else ["month", "ytd"]
    rows = [_total_row(ctx, span, f"{span}_ac", span, span) for span in spans]
    if not year:
        rows.append(_total_row(ctx, "forecast", "forecast", "year", ""))
    return Grid(GRID, tuple(columns), tuple(rows))


def _total_row(ctx: Context, key: str, actual: str, budget: str, prior: str) -> Row:
    """Return one row: where the actual, the budget and the prior year of the total stand."""
    band = ctx.t("bands.full_year", year=ctx.period.year) if key == "forecast" else ""
    month = period_label(ctx.data.calendar, ctx.period.key, ctx.word.language)
    label = ctx.t("rows.forecast", year=band) if band else ctx.t(f"bands.{key}")
    label = month if key == ctx.main else label

    def total(column: str) -> Ref:
        return Ref(opex_lines.GRID, opex_lines.TOTAL, column)

    ac, bu, py = (Ref(GRID, key, column) for column in ("ac", "bu", "py"))
    found = {
        "label": Cell(Literal(label), link="opex_lines"),
        "ac": Cell(total(actual), "money"),
    }
    if ctx.has_budget(budget) and ctx.has_budget(ctx.long):
        found |= {
            "bu": Cell(total(f"{budget}_bu"), "money"),
            "var": cells.variance(ctx, ac, bu, "cost"),
            "pct": cells.variance_pct(ctx, ac, bu, "cost"),
            "status": cells.status(ctx, Ref(GRID, key, "var"), "cost"),
        }
    if prior and ctx.has_prior(prior) and ctx.has_prior(ctx.long):
        found |= {
            "py": Cell(total(f"{prior}_py"), "money"),
            "py_var": cells.variance(ctx, ac, py, "cost"),
            "py_pct": cells.variance_pct(ctx, ac, py, "cost"),
            "py_status": cells.status(ctx, Ref(GRID, key, "py_var"), "cost"),
        }
    return Row(key, found)


# Key figures


@dataclass(frozen=True)
class Key:
    """One key figure: how it is found in each view, and where its detail stands."""

    key: str
    label: str
    metric: str
    views: dict[str, Expression]
    format: Format
    link: str


def _key_figures(ctx: Context, sheets: set[str]) -> Grid:
    t, figures = ctx.t, keys(ctx, sheets)
    columns = [
        Column("label", t("columns.key_figure"), width=44),
        Column("ac", t("columns.actual")),
    ]
    shown = {view for figure in figures for view in figure.views}
    if "bu" in shown:
        columns.append(Column("bu", t("columns.budget")))
    if "py" in shown:
        columns.append(Column("py", t("columns.prior")))
    if shown & {"bu", "py"}:
        against = t("columns.against_bu" if "bu" in shown else "columns.against_py")
        columns += [
            Column("var", against),
            Column("status", t("columns.status"), width=6.0),
        ]
    rows = tuple(_key_row(ctx, figure, shown) for figure in figures)
    return Grid(KEYS, tuple(columns), rows, title=t("titles.key_figures"))


def _key_row(ctx: Context, figure: Key, shown: set[str]) -> Row:
    found = {"label": Cell(Literal(figure.label), link=figure.link)}
    for view, expression in figure.views.items():
        name = f"key_{figure.key}" if view == "ac" else ""
        found[view] = Cell(expression, figure.format, name=name)
    other = "bu" if "bu" in shown else "py"
    kind = cells.kind_of_metric(figure.metric)
    if other in figure.views:
        ac, base = Ref(KEYS, figure.key, "ac"), Ref(KEYS, figure.key, other)
        if kind:
            found["var"] = cells.variance(ctx, ac, base, kind, figure.format)
            found["status"] = cells.status(ctx, Ref(KEYS, figure.key, "var"), kind, digits=4)
        else:
            change = cells.variance(ctx, ac, base, "income", figure.format)
            found["var"] = replace(change, tone="", good=None)
    return Row(figure.key, found)


def keys(ctx: Context, sheets: set[str]) -> list[Key]:
    """Return the six key figures that the files allow, the most important first."""
    found = [_opex_key(ctx)]
    if "unit_cost" in sheets:
        rows = {unit.key: unit for unit in unit_cost.units(ctx)}
        found += [_unit_key(ctx, rows[name]) for name in ("contact", "call") if name in rows]
    ratios = _ratio_keys(ctx) if ctx.lanes else {}
    satisfaction = "first_contact_resolution"
    satisfaction = satisfaction if satisfaction in ratios else "csat_score"
    wanted = ("average_handle_time", satisfaction, "service_level")
    found += [ratios[name] for name in wanted if name in ratios]
    found += _occupancy_key(ctx)
    if len(found) > KEY_FIGURES:
        found = found[1:]  # total OpEx stands above already
    return found[:KEY_FIGURES]


def _opex_key(ctx: Context) -> Key:
    views: dict[str, Expression] = {}
    for name, there in (
        ("ac", True),
        ("bu", ctx.has_budget(ctx.main)),
        ("py", ctx.has_prior(ctx.main)),
    ):
        if there:
            column = f"{ctx.main}_{name}"
            views[name] = Ref(opex_lines.GRID, opex_lines.TOTAL, column)
    label = ctx.t("rows.total_opex")
    return Key("opex", label, "total_opex", views, "money", "opex_lines")


def _views(ctx: Context) -> dict[str, allocation.View]:
    """Return the views of the report's own span by version."""
    prefix = f"{ctx.main}_"
    return {
        view.key.removeprefix(prefix): view
        for view in allocation.views(ctx)
        if view.key.startswith(prefix)
    }


def _unit_key(ctx: Context, unit: unit_cost.Unit) -> Key:
    views: dict[str, Expression] = {
        name: Ref(unit_cost.GRID, unit.key, view.key) for name, view in _views(ctx).items()
    }
    return Key(f"unit_cost_{unit.key}", unit.label, unit.metric, views, "unit_cost", "unit_cost")


def _ratio_keys(ctx: Context) -> dict[str, Key]:
    found = {}
    for item in service.RATIOS:
        lanes = service.lanes_with(ctx, item.needed)
        if not lanes:
            continue
        views: dict[str, Expression] = {
            name: service.ratio(ctx, item, view.slot, lanes)
            for name, view in _views(ctx).items()
            if unit_cost.measured(ctx, item.needed, view)
        }
        label = service.labelled(ctx, item)
        shown = cells.metric_format(item.metric)
        found[item.metric] = Key(item.metric, label, item.metric, views, shown, "efficiency")
    return found


def _occupancy_key(ctx: Context) -> list[Key]:
    frame = ctx.frames.workforce
    if "handle_hours" not in frame or "logged_in_hours" not in frame:
        return []
    make = next(figure.make for figure in resources.figures() if figure.key == "occupancy")
    prior = ctx.prior_version_of("workforce")
    wanted = {
        "ac": (ctx.main, ACTUAL_NO, "actual"),
        "bu": (ctx.main, BUDGET_NO, "budget"),
        "py": (ctx.prior_of(ctx.main), prior, "prior"),
    }
    views = {}
    for place, (name, (span, version, word)) in enumerate(wanted.items()):
        if name != "ac" and not ctx.periods_with("workforce", version, span):
            continue
        where = (equal("version_no", version), *ctx.spans[span].where)
        band = period_label(ctx.data.calendar, ctx.period.key, ctx.word.language)
        key, title = f"{ctx.main}_{name}", ctx.t(f"columns.{word}")
        views[name] = make(ctx, Slot(VIEWS, key, title, band, where, place))
    return [Key("occupancy", ctx.label("occupancy"), "occupancy", views, "share", "resources")]


# The largest variances and the trend


def _top(ctx: Context) -> list[Block]:
    """Return the largest material variances; which ones is chosen now, their figures are live."""
    if not ctx.has_budget(ctx.main):
        return []
    variances = material_variances(ctx)[:LARGEST]
    if not variances:
        return [Text(ctx.t("notes.no_material"))]
    columns = [Column("label", ctx.t("columns.line"), width=44)]
    columns += [
        Column(name, ctx.t(f"columns.{title}"))
        for name, title in (
            ("ac", "actual"),
            ("bu", "budget"),
            ("var", "variance"),
            ("pct", "variance_pct"),
            ("status", "status"),
        )
    ]
    rows = []
    for number, variance in enumerate(variances, start=1):
        row = opex_lines.line_part(variance.line).key
        good = "higher" if variance.line.word == "income" else "lower"
        good = "higher" if ctx.settings.better_is_positive else good
        formats: dict[str, Format] = {"ac": "money", "bu": "money", "var": "money", "pct": "share"}
        found = {"label": Cell(Literal(variance.line.name), link="opex_lines")}
        for name, shown in formats.items():
            cell = Cell(Ref(opex_lines.GRID, row, f"{ctx.main}_{name}"), shown)
            judged = name in ("var", "pct")
            found[name] = replace(cell, tone="variance", good=good) if judged else cell  # type: ignore[arg-type]
        status = Ref(opex_lines.GRID, row, f"{ctx.main}_status")
        found["status"] = Cell(status, "word", "status")
        style: RowStyle = "line"
        rows.append(Row(f"top{number}", found, style))
    return [Grid(TOP, tuple(columns), tuple(rows), title=ctx.t("titles.top"))]


def _trend_chart(ctx: Context) -> Chart | None:
    points = trend(ctx)
    if len(points) == 1:
        return None
    series = [
        Series(
            ctx.t("rows.total_opex"),
            tuple(Ref("months", point.key, "opex") for point in points),
            "AC",
        )
    ]
    title = ctx.t("charts.trend_opex", count=len(points))
    if ctx.lanes and "handled" in ctx.frames.activity:
        label = ctx.label("cost_per_contact")
        title = ctx.t("charts.trend_both", count=len(points))
        found = {point.key: Gap(Ref("months", point.key, "unit")) for point in points}
        values = points_of(ctx, "months_unit", label, found)
        series.append(Series(label, values, "second", secondary=True))
    return Chart(
        "line",
        title,
        tuple(Ref("months", point.key, "label") for point in points),
        tuple(series),
        ctx.t("charts.trend_alt", what=title, count=len(points)),
    )
