"""How the cells of the template look, in the colours and the font of the reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from xlcost.workbook import theme

Kind = Literal[
    "text", "label", "strong", "note", "input", "link", "title", "subtitle", "heading", "header"
]
Align = Literal["left", "center", "right"]

_INKS = {
    "label": theme.GREY,
    "note": theme.GREY,
    "subtitle": theme.GREY,
    "input": theme.INPUT_INK,
    "link": theme.ACCENT,
}
_BOLD = ("strong", "title", "heading", "header")
_RULED = ("text", "label", "strong", "link")
_HAIR = Side("hair", theme.LIGHT)
_THIN = Side("thin", theme.MIDDLE)
_BORDERS = {
    **dict.fromkeys(_RULED, Border(bottom=_HAIR)),
    "input": Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN),
    "header": Border(bottom=Side("thin", theme.INK)),
    "heading": Border(bottom=Side("thin", theme.INK)),
}
_FILLS = {"input": theme.INPUT, "header": theme.PAPER}


@dataclass(frozen=True)
class Look:
    """What decides how a cell looks.

    Attributes:
        kind: What it is for.
        code: Its number format.
        align: The side it stands on.
        quoted: Whether it is a text that a person's Excel would take for a formula.
    """

    kind: Kind = "text"
    code: str = "General"
    align: Align = "left"
    quoted: bool = False


def dress(cell: Cell, look: Look) -> None:
    """Give a cell its look."""
    kind = look.kind
    cell.font = Font(
        name=theme.FONT,
        size=theme.SIZES.get(kind, theme.BODY),
        bold=kind in _BOLD,
        color=_INKS.get(kind, theme.INK),
    )
    cell.alignment = Alignment(horizontal=look.align, vertical="center")
    cell.number_format = look.code
    if kind in _BORDERS:
        cell.border = _BORDERS[kind]
    if kind in _FILLS:
        cell.fill = fill(_FILLS[kind])
    if look.quoted:
        cell._style.quotePrefix = 1  # type: ignore[attr-defined]  # noqa: SLF001 - the only way


def fill(color: str) -> PatternFill:
    """Return a plain background."""
    return PatternFill("solid", start_color=color, end_color=color)
