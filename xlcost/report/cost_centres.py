"""The sheet By cost centre: sites and their cost centres, the largest variance first."""

from __future__ import annotations

from collections.abc import Iterable

from xlcost.report import cells
from xlcost.report.chart_of_lines import COST, Centre
from xlcost.report.context import Context, equal
from xlcost.report.figures import Figures, Part
from xlcost.report.spec import Column, Grid, Row, RowStyle, Sheet, Text

GRID = "centres"
TOTAL = "total"


def centre_part(centre: Centre) -> Part:
    """Return the row of one cost centre: its cost, without income."""
    criteria = (equal("centre_no", centre.number), equal("kind_no", COST))
    return Part(f"centre{centre.number}", "cost", criteria, table="opex_centres")


def sheet(ctx: Context) -> Sheet | None:
    """Build the sheet, unless the ledger knows no cost centres."""
    centres = _with_cost(ctx)
    if not any(centre.code for centre in centres):
        ctx.leave_out("cost_centres")
        return None
    figures = Figures(ctx, GRID)
    columns = (Column("label", ctx.t("columns.cost_centre"), width=34), *figures.columns())
    by_site: dict[str, list[Centre]] = {}
    for centre in _ordered(figures, ctx.main, centres):
        by_site.setdefault(centre.site, []).append(centre)
    rows: list[Row] = []
    children: list[str] = []
    if any(by_site):
        for number, (site, members) in enumerate(_sites(figures, ctx.main, by_site), start=1):
            rows += [_row(figures, centre_part(c), c.name, "line", 1) for c in members]
            keys = tuple(centre_part(centre).key for centre in members)
            part = Part(f"site{number}", children=keys)
            rows.append(_row(figures, part, site or ctx.t("centres.no_site"), "subtotal"))
            children.append(part.key)
    else:
        rows = [_row(figures, centre_part(c), c.name, "line") for c in by_site.get("", [])]
        children = [row.key for row in rows]
    total = Part(TOTAL, children=tuple(children))
    rows.append(_row(figures, total, ctx.t("rows.total_opex"), "total"))
    methods = figures.methods([centre_part(centre) for centre in centres])
    notes = [Text(methods)] if methods else []
    order = "order_variance" if ctx.has_budget(ctx.main) else "order_amount"
    return Sheet(
        "cost_centres",
        ctx.t("sheets.cost_centres"),
        (
            Text(ctx.t(f"notes.{order}")),
            *notes,
            Grid(GRID, columns, tuple(rows), fold=figures.fold()),
        ),
        freeze=GRID,
        heading=ctx.t("sheets.cost_centres"),
    )


def _with_cost(ctx: Context) -> list[Centre]:
    """Return the centres that have cost in the years the report shows."""
    frame = ctx.frames.centres
    years = frame["period"] // 100
    shown = frame[(frame["kind_no"] == COST) & years.between(ctx.period.year - 1, ctx.period.year)]
    numbers = set(shown["centre_no"])
    return [centre for centre in ctx.centres if centre.number in numbers]


def _row(figures: Figures, part: Part, label: str, style: RowStyle, level: int = 0) -> Row:
    return Row(part.key, {"label": cells.words(label), **figures.cells(part)}, style, level)


def _size(figures: Figures, span: str, centres: Iterable[Centre]) -> float:
    return abs(sum(figures.variance_now(centre_part(centre), span) for centre in centres))


def _ordered(figures: Figures, span: str, centres: list[Centre]) -> list[Centre]:
    return sorted(centres, key=lambda c: (-_size(figures, span, [c]), c.code))


def _sites(
    figures: Figures, span: str, by_site: dict[str, list[Centre]]
) -> list[tuple[str, list[Centre]]]:
    return sorted(by_site.items(), key=lambda item: (-_size(figures, span, item[1]), item[0]))
