"""Cell styles: each look is made once, and every cell that has it shares it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.report.model.spec import RowStyle, Tone
from xlcost.workbook.theme import BODY, SIZES, Theme


class Look(NamedTuple):
    """Everything that decides how a cell looks."""

    code: str = "General"
    align: str = "left"
    row: RowStyle = "line"
    tone: Tone = ""
    wrap: bool = False
    level: int = 0
    quoted: bool = False  # a text that begins as a formula would: stays text when it is edited
    first_of_band: bool = False
    part: str = "body"  # body, header, band, plain_band, title, subtitle, heading, note, alert


_BOLD_PARTS = ("title", "heading", "header", "band", "alert")


class Styles:
    """Gives cells their look.

    openpyxl's own style record (`_style`) is made once a look and shared: that is twenty times
    faster than dressing each cell, and the only way to its `quotePrefix`.

    Args:
        theme: Colours and font.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._made: dict[Look, Any] = {}

    def record(self, sheet: Worksheet, look: Look) -> Any:
        """Return the record of a look, for a cell of a sheet of the one workbook."""
        made = self._made.get(look)
        if made is None:
            model: Any = SheetCell(sheet, 1, 1)  # which stands nowhere
            self._dress(model, look)
            made = self._made[look] = model._style  # noqa: SLF001  # openpyxl offers no public way
        return made

    def _dress(self, cell: SheetCell, look: Look) -> None:
        cell.font = self._font(look)
        cell.border = self._border(look)
        cell.alignment = _alignment(look)
        fill = self._fill(look)
        if fill:
            cell.fill = PatternFill("solid", start_color=fill, end_color=fill)
        cell.number_format = look.code
        if look.tone == "input":
            cell.protection = Protection(locked=False)
        if look.quoted:
            cell._style.quotePrefix = 1  # type: ignore[attr-defined]  # noqa: SLF001  # one look a cell, copied: openpyxl offers no public way

    def _font(self, look: Look) -> Font:
        bold = look.part in _BOLD_PARTS or look.row in ("total", "heading", "subtotal")
        size = SIZES.get(look.part, BODY)
        if look.part == "body" and look.row == "note":
            size = SIZES["note"]
        return Font(
            name=self._theme.font,
            size=size,
            bold=bold or look.tone == "flag",
            color=self._ink(look),
        )

    def _ink(self, look: Look) -> str:
        theme = self._theme
        if look.part in ("subtitle", "note"):
            return theme.grey
        if look.part == "alert":
            return theme.bad
        if look.part != "body":
            return theme.ink
        if look.row == "note" or look.tone == "muted":
            return theme.grey
        return {"input": theme.input_ink, "flag": theme.accent}.get(look.tone, theme.ink)

    def _border(self, look: Look) -> Border:
        theme = self._theme
        top = bottom = left = None
        if look.part == "header":
            bottom = _side("thin", theme.ink)
        elif look.part == "band":
            bottom = _side("thin", theme.middle)
        elif look.part == "body":
            if look.tone == "input":
                line = _side("thin", theme.middle)
                return Border(top=line, bottom=line, left=line, right=line)
            top = {"subtotal": _side("thin", theme.middle), "total": _side("thin", theme.ink)}.get(
                look.row
            )
            bottom = {
                "total": _side("medium", theme.ink),
                "line": _side("hair", theme.light),
                "heading": _side("hair", theme.light),
            }.get(look.row)
        if look.first_of_band and look.part in ("body", "header"):
            left = _side("thin", theme.light)
        return Border(top=top, bottom=bottom, left=left)

    def _fill(self, look: Look) -> str:
        if look.part == "alert":
            return self._theme.alert
        if look.part in ("header", "band"):
            return self._theme.paper
        return self._theme.input if look.tone == "input" else ""


@lru_cache(maxsize=256)
def _side(style: str, color: str) -> Side:
    return Side(style=style, color=color)  # type: ignore[arg-type]  # one of openpyxl's words


def _alignment(look: Look) -> Alignment:
    if look.part == "band":
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
