"""The sheet By cost centre: sites and their cost centres, the largest variance first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import pandas as pd

from xlcost.dataset.pack_format import COST
from xlcost.report.model import cells, places
from xlcost.report.model.chart_of_lines import Centre
from xlcost.report.model.check import Check
from xlcost.report.model.context import Context, equal
from xlcost.report.model.contract import Built, SheetContract
from xlcost.report.model.expressions import Ref
from xlcost.report.model.figures import Figures
from xlcost.report.model.part import Part
from xlcost.report.model.places import Place
from xlcost.report.model.sentences import money
from xlcost.report.model.spec import Block, Column, Grid, Row, RowStyle, Sheet, Text
from xlcost.report.opex import opex_lines

GRID = "centres"
TOTAL = "total"
BLOCKS = {"entities": "entity_no", "sites": "site_no"}
MANAGER_WIDTH = 20.0
VISIBLE = 0.5  # of a unit: less is not seen


def centre_part(centre: Centre) -> Part:
    """Return the row of one cost centre: its cost, without income."""
    criteria = (equal("centre_no", centre.number), equal("kind_no", COST))
    return Part(f"centre{centre.number}", "cost", criteria, table="opex_centres")


def lacking(ctx: Context) -> list[str]:
    """Return that the ledger knows no cost centres, where it does not."""
    shown = _with_cost(ctx)
    if not any(centre.code for centre in shown):
        return [ctx.missing("cost_centres")]
    # Of a part with one cost centre it would say what OpEx by line says, three times.
    alone = len(shown) == 1 and ctx.data.scope.dimension
    return [ctx.missing("one_cost_centre")] if alone else []


def build(ctx: Context) -> Built:
    """Build the sheet."""
    centres = _with_cost(ctx)
    figures = Figures(ctx, GRID)
    managers = places.managers(ctx.data.facts)
    columns = [Column("label", ctx.t("columns.cost_centre"), width=34)]
    if any(centre.code in managers for centre in centres):
        columns.append(Column("manager", ctx.t("centres.manager"), width=MANAGER_WIDTH))
    columns += figures.columns()
    rows = _rows(figures, centres, managers)
    methods = figures.methods([centre_part(centre) for centre in centres])
    notes = [Text(text) for text in (methods, _apart(figures, centres)) if text]
    blocks = _blocks(ctx)
    title = ctx.t("centres.by_centres") if blocks else ""
    order = "order_variance" if ctx.has_budget(ctx.main) else "order_amount"
    table = Grid(GRID, tuple(columns), tuple(rows), title=title, folds=figures.folds())
    shown: tuple[Block, ...] = (Text(ctx.t(f"notes.{order}")), *notes, table, *blocks)
    head = ctx.t("sheets.cost_centres")
    return Built(
        Sheet("cost_centres", head, shown, freeze=GRID, heading=head, essential=len(notes) + 2),
        checks=tuple(_checks(ctx)),
    )


SHEET = SheetContract("cost_centres", build, lacking, printed=True)


def _rows(figures: Figures, centres: list[Centre], managers: Mapping[str, str]) -> list[Row]:
    """Return the cost centres under their sites, where there are any, and the total."""
    ctx = figures.ctx
    by_site: dict[str, list[Centre]] = {}
    for centre in _ordered(figures, centres):
        by_site.setdefault(centre.site, []).append(centre)
    rows: list[Row] = []
    children: list[str] = []
    if any(by_site):
        for number, (site, members) in enumerate(_sites(figures, by_site), start=1):
            rows += [_centre(figures, c, managers, 1) for c in members]
            keys = tuple(centre_part(centre).key for centre in members)
            part = Part(f"site{number}", children=keys)
            rows.append(_row(figures, part, site or ctx.t("centres.no_site"), "subtotal"))
            children.append(part.key)
    else:
        rows = [_centre(figures, c, managers, 0) for c in by_site.get("", [])]
        children = [row.key for row in rows]
    total = Part(TOTAL, children=tuple(children))
    return [*rows, _row(figures, total, ctx.t("rows.total_opex"), "total")]


def _checks(ctx: Context) -> Iterator[Check]:
    """Yield the controls: centres, and entities and sites by themselves, add up to the total."""
    for span in ctx.shown:
        for name in ctx.amounts_of(span):
            column = f"{span}_{name}"
            label = ctx.t("checks.centres", **ctx.column_words(span, name))
            this = Ref(GRID, TOTAL, column)
            other = Ref(opex_lines.GRID, opex_lines.TOTAL, column)
            yield Check(f"centres_{column}", label, this, other)
    for grid in BLOCKS:
        if len(_shown(ctx, grid)) < 2:  # noqa: PLR2004  # one of them is the company itself
            continue
        for span in ctx.shown:
            for name in ctx.amounts_of(span):
                column = f"{span}_{name}"
                label = ctx.t(f"centres.check_{grid}", **ctx.column_words(span, name))
                other = Ref(opex_lines.GRID, opex_lines.TOTAL, column)
                yield Check(f"{grid}_{column}", label, Ref(grid, TOTAL, column), other)


def _shown(ctx: Context, grid: str) -> list[Place]:
    """Return the entities or sites that have cost in the years the report shows."""
    numbers = set(_cost(ctx)[BLOCKS[grid]])
    return [place for place in getattr(ctx, grid) if place.number in numbers]


def _blocks(ctx: Context) -> list[Grid]:
    """Return a table by entity and one by site, where there is more than one."""
    grids = []
    for name, column in BLOCKS.items():
        shown = _shown(ctx, name)
        if len(shown) < 2:  # noqa: PLR2004  # one of them is the company itself
            continue
        figures = Figures(ctx, name)
        parts = [
            (
                place.name or ctx.t(f"centres.no_{name}"),
                Part(
                    f"place{place.number}",
                    criteria=(equal(column, place.number), equal("kind_no", COST)),
                    table="opex_centres",
                ),
            )
            for place in shown
        ]
        parts.sort(key=lambda item: (-abs(figures.variance(item[1])), item[0]))
        rows = [_row(figures, part, label, "line") for label, part in parts]
        total = Part(TOTAL, children=tuple(row.key for row in rows))
        rows.append(_row(figures, total, ctx.t("rows.total_opex"), "total"))
        columns = (Column("label", ctx.t(f"centres.{name}"), width=34), *figures.columns())
        title = ctx.t(f"centres.by_{name}")
        grids.append(Grid(name, columns, tuple(rows), title=title, folds=figures.folds()))
    return grids


def _centre(figures: Figures, centre: Centre, managers: Mapping[str, str], level: int) -> Row:
    row = _row(figures, centre_part(centre), centre.name, "line", level)
    manager = managers.get(centre.code)
    return replace(row, cells={**row.cells, "manager": cells.words(manager)}) if manager else row


def _apart(figures: Figures, centres: Iterable[Centre]) -> str:
    """Return how far the centres' forecasts together are from that of the lines, where they are."""
    ctx = figures.ctx
    if ctx.period.is_year:
        return ""
    whole = opex_lines.number(ctx, opex_lines.TOTAL, "forecast")
    apart = sum(figures.value(centre_part(centre), "forecast") for centre in centres) - whole
    if abs(apart) < VISIBLE:
        return ""
    side = "above" if apart > 0 else "below"
    return ctx.t(f"centres.forecast_{side}", amount=money(ctx, abs(apart)))


def _with_cost(ctx: Context) -> list[Centre]:
    """Return the centres that have cost in the years the report shows."""
    numbers = set(_cost(ctx)["centre_no"])
    return [centre for centre in ctx.centres if centre.number in numbers]


def _cost(ctx: Context) -> pd.DataFrame:
    """Return the cost of the years the report shows."""
    frame = ctx.frames.centres
    years = frame["period"] // 100
    return frame[(frame["kind_no"] == COST) & years.between(ctx.period.year - 1, ctx.period.year)]


def _row(figures: Figures, part: Part, label: str, style: RowStyle, level: int = 0) -> Row:
    return Row(part.key, {"label": cells.words(label), **figures.cells(part)}, style, level)


def _size(figures: Figures, centres: Iterable[Centre]) -> float:
    return abs(sum(figures.variance(centre_part(centre)) for centre in centres))


def _ordered(figures: Figures, centres: list[Centre]) -> list[Centre]:
    return sorted(centres, key=lambda c: (-_size(figures, [c]), c.code))


def _sites(figures: Figures, by_site: dict[str, list[Centre]]) -> list[tuple[str, list[Centre]]]:
    return sorted(by_site.items(), key=lambda item: (-_size(figures, item[1]), item[0]))
