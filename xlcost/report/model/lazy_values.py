"""What figures come to while sheets are made: the same expressions, asked before they stand."""

from __future__ import annotations

from xlcost.report.model import lives
from xlcost.report.model.basis import basis_rows
from xlcost.report.model.bounds import grid as bounds_grid
from xlcost.report.model.context import Context
from xlcost.report.model.evaluation import LazyValues
from xlcost.report.model.once import once


@once
def values(ctx: Context) -> LazyValues:
    """Return what the figures of a report come to, for choices made while its sheets are."""
    frames = ctx.frames
    lazy = LazyValues(
        {
            "opex_lines": frames.opex,
            "opex_centres": frames.centres,
            "activity": frames.activity,
            "workforce": frames.workforce,
            "currency_effects": frames.currency,
        }
    )
    for row in basis_rows(ctx):
        lazy.know_row("basis", row.key, row.cells)
    for grid in filter(None, (bounds_grid(ctx), lives.grid(ctx))):
        lazy.know(grid)
    return lazy
