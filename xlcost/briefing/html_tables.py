"""The tables of the page: captions, heads and rows that a screen reader can follow."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from html import escape
from itertools import groupby

from xlcost.briefing.plain_text import plain_text
from xlcost.briefing.shown_cells import ShownCells
from xlcost.report.model.expressions import Ref
from xlcost.report.model.spec import Column, Grid, Row
from xlcost.workbook.number_formats import alignment

# What a program for letters leaves of the look: it takes away the style sheet, not these.
_TABLE = "border-collapse:collapse;font-size:14px"
_CAPTION = "text-align:left;font-weight:bold;padding:4px 0"
_PAD = "padding:4px 8px"
_ROW_HEAD = f"text-align:left;font-weight:normal;{_PAD}"
_LONG = 24  # signs of a text that is broken into lines
_BOLD = ("total", "subtotal", "heading")


class HtmlTables:
    """Writes grids as tables.

    Args:
        shown: What their cells show.
        parts: The keys of the parts that the page has; links lead to these.
        colours: The colours of good, bad and amber by day.
    """

    def __init__(self, shown: ShownCells, parts: Collection[str], colours: dict[str, str]) -> None:
        self._shown = shown
        self._parts = parts
        self._colours = colours

    def table(self, grid: Grid, name: str, caption: str) -> str:
        """Return one grid as a table in a box of its own, which is moved where it is too wide."""
        heads = "".join(self._heads(grid)) if grid.show_header else ""
        rows = "".join(self._row(grid, row) for row in grid.rows)
        said = grid.show_header and grid.columns[0].title == caption
        return boxed(name, caption, f"{heads}<tbody>{rows}</tbody>", said=said)

    def _heads(self, grid: Grid) -> Iterator[str]:
        yield "<thead>"
        if any(column.band for column in grid.columns):
            yield "<tr>"
            for band, columns in groupby(grid.columns, key=lambda one: one.band):
                count = len(list(columns))
                span = f' colspan="{count}"' if count > 1 else ""
                said = escape(plain_text(band))
                scope = ' scope="colgroup"' if count > 1 else ' scope="col"'
                yield f'<th{scope}{span} style="{_PAD}">{said}</th>' if said else f"<td{span}></td>"
            yield "</tr>"
        yield "<tr>"
        for column in grid.columns:
            side = f"text-align:{_side(grid, column)};{_PAD}"
            said = escape(plain_text(column.title))
            yield f'<th scope="col" style="{side}">{said}</th>' if said else "<td></td>"
        yield "</tr></thead>"

    def _row(self, grid: Grid, row: Row) -> str:
        kind = f' class="{row.style}"' if row.style in (*_BOLD, "note") else ""
        first, *others = grid.columns
        if row.style == "heading" and not any(one.key in row.cells for one in others):
            said = escape(self._shown.text(Ref(grid.id, row.key, first.key)))
            style = f"text-align:left;{_PAD}"
            span = len(grid.columns)
            return (
                f'<tr{kind}><th scope="rowgroup" colspan="{span}" style="{style}">{said}</th></tr>'
            )
        cells = "".join(self._cell(grid, row, column) for column in grid.columns)
        return f"<tr{kind}>{cells}</tr>"

    def _cell(self, grid: Grid, row: Row, column: Column) -> str:
        cell = row.cells.get(column.key)
        if cell is None:
            return "<td></td>"
        ref = Ref(grid.id, row.key, column.key)
        text, judged = self._shown.text(ref), self._shown.judged(ref)
        said = escape(text)
        if cell.link in self._parts:
            said = f'<a href="#{cell.link}">{said}</a>'
        side = alignment(cell.format) if cell.format != "text" else _side(grid, column)
        long = len(text) > _LONG
        style = f"text-align:{side};{_PAD}" + ("" if long else ";white-space:nowrap")
        kinds = [judged or ("muted" if cell.tone == "muted" else "")]
        if judged:
            style += f";color:#{self._colours[judged]}"
        if row.style in _BOLD:
            style += ";font-weight:bold"
        if column is grid.columns[0]:
            style = f"text-align:left;padding:4px 8px 4px {8 + 10 * row.level}px"
            weight = "bold" if row.style in _BOLD else "normal"
            return f'<th scope="row" style="{style};font-weight:{weight}">{said}</th>'
        kinds += ["words"] if long else []
        names = " ".join(filter(None, kinds))
        return (
            f'<td{f" class={chr(34)}{names}{chr(34)}" if names else ""} style="{style}">{said}</td>'
        )


def boxed(name: str, caption: str, inside: str, *, said: bool = False) -> str:
    """Return a table with its caption, in a box that a keyboard can move.

    Args:
        name: What nothing else on the page is called.
        caption: What the table is called.
        inside: Its head and its rows.
        said: Whether the first head says the caption already, so that it need not be seen.
    """
    unseen = ' class="unseen"' if said else ""
    return (
        f'<div class="wide" role="region" aria-labelledby="c-{name}" tabindex="0" '
        f'style="overflow-x:auto"><table id="{name}" style="{_TABLE}">'
        f'<caption id="c-{name}"{unseen} style="{_CAPTION}">{escape(caption)}</caption>'
        f"{inside}</table></div>"
    )


def plain_table(
    name: str, caption: str, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]
) -> str:
    """Return a table of texts: names on the left, figures on the right."""
    head = "".join(
        f'<th scope="col" style="text-align:{"right" if at else "left"};{_PAD}">{escape(one)}</th>'
        for at, one in enumerate(heads)
    )
    body = "".join(
        f'<tr><th scope="row" style="{_ROW_HEAD}">{escape(first)}</th>'
        + "".join(
            f'<td style="text-align:right;white-space:nowrap;{_PAD}">{escape(one)}</td>'
            for one in rest
        )
        + "</tr>"
        for first, rest in rows
    )
    return boxed(name, caption, f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>")


def _side(grid: Grid, column: Column) -> str:
    """Return the side of a column's head: that of its figures."""
    if column is grid.columns[0]:
        return "left"
    formats = [row.cells[column.key].format for row in grid.rows if column.key in row.cells]
    return next((alignment(one) for one in formats if one != "text"), "left")
