"""The sheet Data: the period and settings in cells, and the tables all figures look into."""

from __future__ import annotations

import pandas as pd

from xlcost.catalogue.families import catalogue
from xlcost.dataset.pack_format import (
    ACTUAL_NO,
    CATEGORY,
    KIND_NO,
    LINE,
    OPEX_LINES,
    VERSION_NO,
)
from xlcost.report.contacts import benchmark
from xlcost.report.contacts.trend import trend
from xlcost.report.contacts.trend_charts import POINTS, ChartPoint
from xlcost.report.model import cells, forecast_bases, lives, sums
from xlcost.report.model.basis import basis_row, basis_rows
from xlcost.report.model.bounds import grid as bounds_grid
from xlcost.report.model.context import Context
from xlcost.report.model.contract import Built, ClosingContract, Made
from xlcost.report.model.expressions import (
    Literal,
)
from xlcost.report.model.forecast_bases import ForecastBase
from xlcost.report.model.spec import Block, Cell, Column, DataTable, Format, Grid, Row, Sheet, Text
from xlcost.report.model.sums import TREND, VIEWS, KeptSum
from xlcost.report.model.tables import data_table
from xlcost.report.opex import adjustments, per_day
from xlcost.report.planning import staffing_plan


def build(ctx: Context, made: Made) -> Built:
    """Build the sheet, with the grids and tables that the sheets before it bring."""
    helpers = [one for built in made.in_order for one in built.helpers]
    tables: list[Block] = [Text(ctx.t("notes.data")), basis_grid(ctx)]
    tables += filter(None, (bounds_grid(ctx), lives.grid(ctx)))
    tables += [_versions(ctx), _months(ctx)]
    tables += [one for one in helpers if isinstance(one, Grid)]
    tables += _placed(ctx, made)
    tables += [*_facts(ctx), *(one for one in helpers if isinstance(one, DataTable))]
    title = ctx.t("sheets.data")
    return Built(Sheet("data", title, tuple(tables), heading=title))


SHEET = ClosingContract("data", build)


def _placed(ctx: Context, made: Made) -> list[Grid]:
    """Return the grids of the cells that are there because a sheet points at them."""
    placed = [one for built in made.built for one in built.placed]
    kept = [one for one in placed if isinstance(one, KeptSum)]
    points = [one for one in placed if isinstance(one, ChartPoint)]
    bases = (one for one in placed if isinstance(one, ForecastBase))
    titles = {name: ctx.t(f"tables.{name}") for name in (TREND, VIEWS)}
    words = ctx.word.section("report.measures")
    grids = [*sums.grids(kept, titles, ctx.t("columns.sum_of"), words)]
    heads = (ctx.t("lives.bases.title"), ctx.t("columns.sum_of"), ctx.t("columns.value"))
    return [*grids, *forecast_bases.grid(bases, *heads), *_chart_points(ctx, points)]


def _facts(ctx: Context) -> list[Block]:
    """Return the tables of what was read, which every lookup points at."""
    frames = ctx.frames
    tables: list[Block] = []
    tables.append(data_table(OPEX_LINES, _named_lines(ctx), ctx.t("tables.opex_lines")))
    tables.append(data_table("opex_centres", _named_centres(ctx), ctx.t("tables.opex_centres")))
    if len(frames.currency):
        effects = _with_names(ctx, frames.currency)
        tables.append(data_table("currency_effects", effects, ctx.t("tables.currency_effects")))
    tables += filter(None, (adjustments.table(ctx), per_day.table(ctx)))
    if len(frames.activity):
        names = {number: name for name, number in ctx.channels.items()}
        activity = frames.activity.copy()
        activity.insert(1, "channel", activity["channel_no"].map(names))
        tables.append(data_table("activity", activity, ctx.t("tables.activity")))
    if len(frames.workforce):
        tables.append(data_table("workforce", frames.workforce, ctx.t("tables.workforce")))
    if ctx.data.facts.charted:
        tables.append(data_table("accounts", _mapped(ctx), ctx.t("tables.accounts")))
    week = staffing_plan.typical_week(ctx)
    if week is not None:
        tables.append(staffing_plan.table(week, ctx.t("tables.staffing")))
    return tables


def _mapped(ctx: Context) -> pd.DataFrame:
    """Return the map of accounts: what gave each its line, a chart of accounts or a person."""
    frame = ctx.accounts[["account", "name", LINE, CATEGORY, KIND_NO, "labour"]].copy()
    known = {code: chart for chart, codes in ctx.data.facts.charted.items() for code in codes}
    by_person = ctx.accounts["unmapped"].map({True: "", False: ctx.t("tables.by_person")})
    frame["mapped_by"] = [
        ctx.t("tables.by_chart", chart=known[code]) if code in known else person
        for code, person in zip(frame["account"], by_person, strict=True)
    ]
    return frame


def _with_names(ctx: Context, numbered: pd.DataFrame) -> pd.DataFrame:
    frame = numbered.copy()
    lines = {line.number: line for line in ctx.lines}
    frame.insert(1, LINE, [lines[number].name for number in frame["line_no"]])
    frame.insert(2, CATEGORY, [lines[number].category for number in frame["line_no"]])
    return frame


def _named_lines(ctx: Context) -> pd.DataFrame:
    frame = _with_names(ctx, ctx.frames.opex)
    frame.insert(len(frame.columns) - 2, "version", frame[VERSION_NO].map(ctx.frames.versions))
    return frame


def _named_centres(ctx: Context) -> pd.DataFrame:
    frame = ctx.frames.centres.copy()
    known: dict[str, dict[int, str]] = {
        "cost_centre": {centre.number: centre.name for centre in ctx.centres},
        "site": {site.number: site.name for site in ctx.sites},
        "entity": {entity.number: entity.name for entity in ctx.entities},
    }
    for key, name in (("centre_no", "cost_centre"), ("site_no", "site"), ("entity_no", "entity")):
        frame.insert(list(frame.columns).index(key) + 1, name, frame[key].map(known[name]))
    return frame


def basis_grid(ctx: Context) -> Grid:
    """Return the cells that lookups point at: change the period here, and the figures follow."""
    rows = [*basis_rows(ctx), *_bounds(ctx)]
    columns = (
        Column("label", ctx.t("columns.setting"), width=34),
        Column("value", ctx.t("columns.value"), width=14),
    )
    return Grid("basis", columns, tuple(rows), title=ctx.t("tables.basis"))


def _bounds(ctx: Context) -> list[Row]:
    """Return from when on a light is green and a cost is in its band."""
    settings = ctx.settings
    rows = []
    for metric, bounds in settings.thresholds.items():
        rows += [
            _threshold(ctx, metric, "green", float(bounds.green)),
            _threshold(ctx, metric, "amber", float(bounds.amber)),
        ]
    if benchmark.has_band(ctx):
        low, high = benchmark.band(ctx)
        rows += [
            basis_row(ctx, "benchmark_low", Literal(low), "unit_cost"),
            basis_row(ctx, "benchmark_high", Literal(high), "unit_cost"),
        ]
    return rows


def _threshold(ctx: Context, metric: str, light: str, bound: float) -> Row:
    """Return a bound of a traffic light, by the name that the settings give its figure."""
    known = metric in {one.name for one in catalogue()}
    label = ctx.label(metric) if known else metric
    shown: Format = cells.metric_format(metric) if known else "factor"
    by_column = cells.texts(
        label=ctx.t("basis.light", figure=label, light=ctx.t(f"lights.{light}"))
    )
    return Row(f"{metric}_{light}", {**by_column, "value": Cell(Literal(bound), shown)})


def _versions(ctx: Context) -> Grid:
    """Return the names of the version numbers."""
    columns = (
        Column("number", ctx.t("columns.number")),
        Column("label", ctx.t("columns.version"), width=34),
    )
    rows = tuple(
        Row(
            f"version{number}",
            {"number": Cell(Literal(number), "period"), "label": cells.words(name)},
        )
        for number, name in sorted(ctx.frames.versions.items())
    )
    return Grid("versions", columns, rows, title=ctx.t("tables.versions"))


def _months(ctx: Context) -> Grid:
    """Return the periods of the trend with the OpEx and unit cost of each, for the charts."""
    t = ctx.t
    columns = [
        Column("label", t("columns.period")),
        Column("first", t("columns.first")),
        Column("last", t("columns.last")),
        Column("opex", t("rows.total_opex")),
    ]
    with_contacts = bool(ctx.directions) and "handled" in ctx.frames.activity
    with_contacts = with_contacts and not ctx.whole_company
    if with_contacts:
        columns += [
            Column("contacts", t("columns.contacts")),
            Column("unit", f"{ctx.label('cost_per_contact')}, {t('channels.all')}"),
        ]
    rows = []
    for point in trend(ctx):
        label = ctx.short_name(point.first)
        by_column = {
            "label": cells.words(label),
            "first": Cell(Literal(point.first), "period"),
            "last": Cell(Literal(point.last), "period"),
            "opex": Cell(point.opex(ACTUAL_NO), "money"),
        }
        if with_contacts:
            by_column["contacts"] = Cell(point.activity("handled", ACTUAL_NO), "count")
            by_column["unit"] = Cell(point.unit_cost(), "unit_cost")
        if not point.has_costs(ctx):  # a period without postings has no cost, which is not 0
            nothing = Cell(Literal(ctx.t("not_available")), "text", "muted")
            by_column |= {key: nothing for key in ("opex", "unit") if key in by_column}
        rows.append(Row(point.key, by_column))
    return Grid("months", tuple(columns), tuple(rows), title=t("tables.months"))


def _chart_points(ctx: Context, points: list[ChartPoint]) -> list[Grid]:
    """Return the points of charts whose figures may be not available: those are gaps."""
    lines: dict[str, dict[str, ChartPoint]] = {}
    for one in points:
        lines.setdefault(one.line, {})[one.point] = one
    if not lines:
        return []
    columns = [Column("label", ctx.t("columns.period"))]
    columns += [Column(key, next(iter(line.values())).title) for key, line in lines.items()]
    rows = []
    for point in trend(ctx):
        by_column = cells.texts(label=ctx.short_name(point.first))
        for key, line in lines.items():
            by_column[key] = Cell(line[point.key].expression, "factor", "gap")
        rows.append(Row(point.key, by_column))
    title = ctx.t("tables.chart_points")
    return [Grid(POINTS, tuple(columns), tuple(rows), title=title)]
