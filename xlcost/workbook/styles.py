"""Cell styles: each look is made once, and every cell that has it shares it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from xlcost.report.spec import RowStyle, Tone
from xlcost.workbook import theme


@dataclass(frozen=True)
class Look:
    """Everything that decides how a cell looks."""

    code: str = "General"
    align: str = "left"
    row: RowStyle = "line"
    tone: Tone = ""
    wrap: bool = False
    level: int = 0
    quoted: bool = False  # a text that begins as a formula would: stays text when it is edited
    first_of_band: bool = False
    part: str = "body"  # body, header, band, first_band, title, subtitle, heading, note, alert


class Styles:
    """Gives cells their look.

    openpyxl's own style record (`_style`) is made once a look and shared: that is twenty times
    faster than dressing each cell, and the only way to its `quotePrefix`.
    """

    def __init__(self) -> None:
        self._made: dict[Look, object] = {}

    def apply(self, cell: SheetCell, look: Look) -> None:
        """Give a cell its look."""
        made = self._made.get(look)
        if made is None:
            self._dress(cell, look)
            self._made[look] = copy(cell._style)  # type: ignore[attr-defined]  # noqa: SLF001  # one look a cell, copied: openpyxl offers no public way
        else:
            cell._style = made  # type: ignore[attr-defined]  # noqa: SLF001  # one look a cell, copied: openpyxl offers no public way

    def _dress(self, cell: SheetCell, look: Look) -> None:
        cell.font = _font(look)
        cell.border = _border(look)
        cell.alignment = _alignment(look)
        fill = _fill(look)
        if fill:
            cell.fill = PatternFill("solid", start_color=fill, end_color=fill)
        cell.number_format = look.code
        if look.tone == "input":
            cell.protection = Protection(locked=False)
        if look.quoted:
            cell._style.quotePrefix = 1  # type: ignore[attr-defined]  # noqa: SLF001  # one look a cell, copied: openpyxl offers no public way


_BOLD_PARTS = ("title", "heading", "header", "band", "first_band", "alert")
_PART_INK: Mapping[str, str] = {
    "subtitle": theme.GREY,
    "note": theme.GREY,
    "alert": theme.BAD,
    "header": theme.INK,
    "band": theme.INK,
}
_TONE_INK: Mapping[str, str] = {
    "muted": theme.GREY,
    "input": theme.INPUT_INK,
    "flag": theme.ACCENT,
}


def _font(look: Look) -> Font:
    bold = look.part in _BOLD_PARTS or look.row in ("total", "heading", "subtotal")
    ink = _PART_INK.get(look.part, theme.INK)
    if look.part == "body":
        ink = theme.GREY if look.row == "note" else _TONE_INK.get(look.tone, theme.INK)
    size = theme.SIZES.get(look.part, theme.BODY)
    if look.part == "body" and look.row == "note":
        size = theme.SIZES["note"]
    return Font(
        name=theme.FONT,
        size=size,
        bold=bold or look.tone == "flag",
        color=ink,
    )


def _border(look: Look) -> Border:
    top = bottom = left = None
    if look.part == "header":
        bottom = _side("thin", theme.INK)
    elif look.part in ("band", "first_band"):
        bottom = _side("thin", theme.MIDDLE)
    elif look.part == "body":
        top = {"subtotal": _side("thin", theme.MIDDLE), "total": _side("thin", theme.INK)}.get(
            look.row
        )
        bottom = {
            "total": _side("medium", theme.INK),
            "line": _side("hair", theme.LIGHT),
            "heading": _side("hair", theme.LIGHT),
        }.get(look.row)
        if look.tone == "input":
            line = _side("thin", theme.MIDDLE)
            return Border(top=line, bottom=line, left=line, right=line)
    if look.first_of_band and look.part in ("body", "header"):
        left = _side("thin", theme.LIGHT)
    return Border(top=top, bottom=bottom, left=left)


@lru_cache(maxsize=32)
def _side(style: str, color: str) -> Side:
    return Side(style=style, color=color)  # type: ignore[arg-type]  # one of openpyxl's words


def _alignment(look: Look) -> Alignment:
    if look.part in ("band", "first_band"):
        return Alignment(horizontal="center", vertical="bottom", wrap_text=True)
    if look.part == "header":
        return Alignment(
            horizontal=look.align, vertical="bottom", wrap_text=True, indent=look.level
        )
    indent = look.level if look.align == "left" else 0
    return Alignment(
        horizontal=look.align,
        vertical="top" if look.part == "note" else "center",
        wrap_text=look.wrap or None,
        indent=indent,
    )


def _fill(look: Look) -> str:
    if look.part == "alert":
        return theme.ALERT
    if look.part in ("header", "band"):
        return theme.PAPER
    return theme.INPUT if look.tone == "input" else ""
