"""The sheet OpEx by line: its table, the bars beside it, adjustments and days below."""

from __future__ import annotations

from xlcost.report.model.context import Context
from xlcost.report.model.contract import Built, SheetContract
from xlcost.report.model.spec import Sheet
from xlcost.report.opex import adjustments, ledger_checks, line_bars, opex_lines, per_day


def build(ctx: Context) -> Built:
    """Build the sheet, which every report has."""
    table = opex_lines.blocks(ctx)
    blocks = (
        *table,
        *line_bars.charts(ctx),
        *adjustments.blocks(ctx),
        *per_day.blocks(ctx),
    )
    title = ctx.t("sheets.opex_lines")
    return Built(
        Sheet(
            "opex_lines", title, blocks, freeze=opex_lines.GRID, heading=title, essential=len(table)
        ),
        helpers=tuple(line_bars.helpers(ctx)),
        checks=tuple(ledger_checks.checks(ctx)),
        omissions=(*adjustments.omissions(ctx), *per_day.omissions(ctx)),
    )


SHEET = SheetContract("opex_lines", build, printed=True)
