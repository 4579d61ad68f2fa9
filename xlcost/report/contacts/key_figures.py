"""The six key figures of Summary, against budget and prior year, with traffic lights where set."""

from __future__ import annotations

from dataclasses import dataclass, replace

from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO
from xlcost.report.contacts import allocation, efficiency, resources, service, unit_cost
from xlcost.report.model import cells
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import Expression, Light, Literal, Ref
from xlcost.report.model.once import once
from xlcost.report.model.spec import Cell, Column, Format, Grid, Row
from xlcost.report.model.sums import VIEWS, Slot
from xlcost.report.opex import opex_lines

GRID = "key_figures"
MOST = 6
LABEL_WIDTH = 40.0
WIDTH = 16.5


@dataclass(frozen=True)
class KeyFigure:
    """One key figure: how it is found in each view, and where its detail stands."""

    key: str
    label: str
    metric: str
    views: dict[str, Expression]
    format: Format
    link: str
    to: Ref


def amount_columns(ctx: Context, shown: set[str], actual: str) -> list[Column]:
    """Return actual, budget and prior year with their differences: alike in every grid."""
    t = ctx.t
    heads = [Column("ac", t(f"columns.{actual}"), width=WIDTH)]
    if "bu" in shown:
        heads += [
            Column("bu", t("columns.budget"), width=WIDTH),
            Column("var", t("columns.variance"), width=WIDTH),
            Column("pct", t("columns.variance_pct"), width=WIDTH),
            Column("status", t("columns.status"), width=6.0),
        ]
    if "py" in shown:
        heads += [
            Column("py", t("columns.prior"), width=WIDTH),
            Column("py_var", t("columns.change"), width=WIDTH),
            Column("py_pct", t("columns.change_pct"), width=WIDTH),
            Column("py_status", t("columns.status"), width=6.0),
        ]
    return heads


def grid(ctx: Context, sheets: frozenset[str]) -> Grid:
    """Return the key figures in the columns of the totals above them."""
    figures = keys(ctx, sheets)
    shown = {view for figure in figures for view in figure.views}
    columns = [Column("label", ctx.t("columns.key_figure"), width=LABEL_WIDTH)]
    columns += amount_columns(ctx, shown, "actual")
    if any(figure.metric in ctx.settings.thresholds for figure in figures):
        columns.append(Column("light", ctx.t("columns.light"), width=12.0))
    rows = tuple(_row(ctx, figure) for figure in figures)
    return Grid(GRID, tuple(columns), rows)


def _row(ctx: Context, figure: KeyFigure) -> Row:
    by_column = {"label": Cell(Literal(figure.label), link=figure.link, to=figure.to)}
    for view, expression in figure.views.items():
        name = f"key_{figure.key}" if view == "ac" else ""
        by_column[view] = Cell(expression, figure.format, name=name)
    for view, prefix in (("bu", ""), ("py", "py_")):
        if view in figure.views:
            by_column |= _against(ctx, figure, view, prefix)
    if figure.metric in ctx.settings.thresholds and figure.format != "text":
        by_column["light"] = _light(ctx, figure)
    return Row(figure.key, by_column)


def _against(ctx: Context, figure: KeyFigure, view: str, prefix: str) -> dict[str, Cell]:
    """Return difference, percent and letter; the difference of two shares needs no percent."""
    kind = cells.kind_of_metric(figure.metric)
    ac, base = Ref(GRID, figure.key, "ac"), Ref(GRID, figure.key, view)
    change = cells.variance(ctx, ac, base, kind or "income", figure.format)
    percent = cells.variance_pct(ctx, ac, base, kind or "income")
    by_column = {f"{prefix}var": change}
    if figure.format != "share":
        by_column[f"{prefix}pct"] = percent
    if not kind:
        return {key: replace(cell, good=None) for key, cell in by_column.items()}
    variance, share = (Ref(GRID, figure.key, f"{prefix}{name}") for name in ("var", "pct"))
    pct = share if f"{prefix}pct" in by_column else None
    by_column[f"{prefix}status"] = cells.status(ctx, variance, kind, digits=4, pct=pct)
    return cells.coloured(ctx, by_column, variance, base, figure.format)


def _light(ctx: Context, figure: KeyFigure) -> Cell:
    """Return the traffic light that the settings ask for; its bounds stand on the Data sheet."""
    bounds = ctx.settings.thresholds[figure.metric]
    low, high = (Ref("basis", f"{figure.metric}_{name}", "value") for name in ("amber", "green"))
    light = Light(
        Ref(GRID, figure.key, "ac"),
        high,
        low,
        higher=bounds.green >= bounds.amber,
        words=(ctx.t("lights.green"), ctx.t("lights.amber"), ctx.t("lights.red")),
    )
    return Cell(light, "word", "light")


def keys(ctx: Context, sheets: frozenset[str]) -> list[KeyFigure]:
    """Return the six key figures that the files allow, the most important first."""
    figures = [_opex_key(ctx)]
    if "unit_cost" in sheets and ctx.whole_company:
        figures += _asked(ctx)
    elif "unit_cost" in sheets:
        rows = {unit.key: unit for unit in unit_cost.units(ctx)}
        # What agents handle, where sessions of self-service would be counted with it.
        contact = "agents" if "agents" in rows else "contact"
        figures += [_unit_key(ctx, rows[name]) for name in (contact, "call") if name in rows]
    known = ratios(ctx) if ctx.directions else {}
    satisfaction = "first_contact_resolution"
    satisfaction = satisfaction if satisfaction in known else "csat_score"
    wanted = ("average_handle_time", satisfaction, "service_level")
    figures += [known[name] for name in wanted if name in known]
    figures += _occupancy_key(ctx)
    if len(figures) > MOST:
        figures = figures[1:]  # total OpEx stands above already
    return figures[:MOST]


def _opex_key(ctx: Context) -> KeyFigure:
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
    return KeyFigure(
        "opex",
        label,
        "total_opex",
        views,
        "money",
        "opex_lines",
        opex_lines.where(opex_lines.TOTAL),
    )


def _views(ctx: Context) -> dict[str, allocation.View]:
    """Return the views of the report's own span by version."""
    prefix = f"{ctx.main}_"
    return {
        view.key.removeprefix(prefix): view
        for view in allocation.views(ctx)
        if view.key.startswith(prefix)
    }


def _unit_key(ctx: Context, unit: unit_cost.CostedUnit) -> KeyFigure:
    views: dict[str, Expression] = {
        name: Ref(unit_cost.GRID, unit.key, view.key) for name, view in _views(ctx).items()
    }
    return KeyFigure(
        f"unit_cost_{unit.key}",
        unit.label,
        unit.metric,
        views,
        "unit_cost",
        "unit_cost",
        Ref(unit_cost.GRID, unit.key, "label"),
    )


def _asked(ctx: Context) -> list[KeyFigure]:
    """Return the unit costs of a whole company: not available until a person names its part."""
    known = unit_cost.asked(ctx)
    return [
        KeyFigure(
            f"unit_cost_{key}",
            known[key],
            f"cost_per_{key}",
            {"ac": Literal(ctx.t("not_available"))},
            "text",
            "unit_cost",
            Ref(unit_cost.GRID, key, "label"),
        )
        for key in ("contact", "call")
        if key in known
    ]


@once
def ratios(ctx: Context) -> dict[str, KeyFigure]:
    """Return every ratio that the files allow, by its metric."""
    by_name = {}
    for item in service.RATIOS:
        directions = service.directions_with(ctx, item.needed)
        if not directions:
            continue
        views: dict[str, Expression] = {
            name: service.ratio(ctx, item, view.slot, directions)
            for name, view in _views(ctx).items()
            if unit_cost.measured(ctx, item.needed, view)
        }
        label = service.labelled(ctx, item)
        shown = cells.metric_format(item.metric)
        by_name[item.metric] = KeyFigure(
            item.metric,
            label,
            item.metric,
            views,
            shown,
            "efficiency",
            Ref(efficiency.GRID, item.metric, "label"),
        )
    return by_name


def _occupancy_key(ctx: Context) -> list[KeyFigure]:
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
    band = ctx.period_name()
    views = {}
    for place, (name, (span, version, word)) in enumerate(wanted.items()):
        if name != "ac" and not ctx.periods_with("workforce", version, span):
            continue
        where = (equal("version_no", version), *ctx.spans[span].where)
        key, title = f"{ctx.main}_{name}", ctx.t(f"columns.{word}")
        views[name] = make(ctx, Slot(VIEWS, key, title, band, where, place))
    label, detail = ctx.label("occupancy"), Ref(resources.GRID, "occupancy", "label")
    return [KeyFigure("occupancy", label, "occupancy", views, "share", "resources", detail)]
