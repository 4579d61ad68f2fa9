"""How the cells of the template look, in the colours and the font of the reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from xlcost.workbook import theme
from xlcost.workbook.theme import DEFAULT

Kind = Literal[
    "text", "label", "strong", "note", "input", "link", "title", "subtitle", "heading", "header"
]
Align = Literal["left", "center", "right"]

_INKS = {
    "label": DEFAULT.grey,
    "note": DEFAULT.grey,
    "subtitle": DEFAULT.grey,
    "input": DEFAULT.input_ink,
    "link": DEFAULT.accent,
}
_BOLD = ("strong", "title", "heading", "header")
_RULED = ("text", "label", "strong", "link")
_HAIR = Side("hair", DEFAULT.light)
_THIN = Side("thin", DEFAULT.middle)
_BORDERS = {
    **dict.fromkeys(_RULED, Border(bottom=_HAIR)),
    "input": Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN),
    "header": Border(bottom=Side("thin", DEFAULT.ink)),
    "heading": Border(bottom=Side("thin", DEFAULT.ink)),
}
_FILLS = {"input": DEFAULT.input, "header": DEFAULT.paper}


@dataclass(frozen=True)
class SheetLook:
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


def dress(cell: Cell, look: SheetLook) -> None:
    """Give a cell its look."""
    kind = look.kind
    cell.font = Font(
        name=DEFAULT.font,
        size=theme.SIZES.get(kind, theme.BODY),
        bold=kind in _BOLD,
        color=_INKS.get(kind, DEFAULT.ink),
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
