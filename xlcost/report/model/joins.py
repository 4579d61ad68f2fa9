"""What makes a waterfall easy to read: amounts above its columns, and lines that join them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xlcost.report.model.context import Context
from xlcost.report.model.expressions import Expression, Extreme, Literal, Ref
from xlcost.report.model.spec import Cell, Column, Format, Row, Series

AFTER, DELTA = "after", "delta"
TOP, SHOWN = "top", "shown"
LINKS = ("link1", "link2", "link3")  # each pauses for a step, so that none runs through


def columns(ctx: Context) -> list[Column]:
    """Return the columns that `joined` fills."""
    return [Column(name, ctx.t(f"waterfall.{name}")) for name in (TOP, SHOWN, *LINKS)]


def joined(grid: str, rows: Sequence[Row], format_: Format = "money") -> tuple[Row, ...]:
    """Return the rows of a waterfall with the cells that labels and lines are drawn from.

    Args:
        grid: The grid that they are rows of.
        rows: From start to end; `after` is where each stands when its step is done, and a row
            that is a step says it in `delta`.
        format_: How amounts are shown.
    """
    kept = []
    for number, row in enumerate(rows):
        is_step = row.cells[DELTA].expression != Literal(None)
        before = [Ref(grid, rows[number - 1].key, AFTER)] if is_step else []
        after = Ref(grid, row.key, AFTER)
        top = Extreme("MAX", (Literal(0), *before, after))
        shown = Ref(grid, row.key, DELTA) if is_step else after
        cells = {
            TOP: Cell(top, format_),
            SHOWN: Cell(shown, format_, "variance" if is_step else ""),
        }
        links = {
            name: Cell(_link(grid, rows, number, at), format_) for at, name in enumerate(LINKS)
        }
        kept.append(replace(row, cells={**row.cells, **cells, **links}))
    return tuple(kept)


def _link(grid: str, rows: Sequence[Row], number: int, link: int) -> Expression:
    """Return where a line stands at a row: it joins two rows, and is blank at the third."""
    for start in (number, number - 1):
        if start % len(LINKS) == link and 0 <= start < len(rows) - 1:
            return Ref(grid, rows[start].key, AFTER)
    return Literal(None)


def series(ctx: Context, grid: str, keys: Sequence[str]) -> tuple[Series, ...]:
    """Return the lines between the columns, then the amounts above them."""

    def values(column: str) -> tuple[Ref, ...]:
        return tuple(Ref(grid, key, column) for key in keys)

    links = tuple(Series(ctx.t(f"waterfall.{name}"), values(name), "link") for name in LINKS)
    labels = Series(ctx.t(f"waterfall.{SHOWN}"), values(TOP), "label", labels=values(SHOWN))
    return *links, labels
