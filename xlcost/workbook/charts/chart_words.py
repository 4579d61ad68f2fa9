"""Texts on charts: their look, their titles, and how many centimetres they take."""

from __future__ import annotations

from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)

from xlcost.workbook.text_width import DIGIT, lines, width
from xlcost.workbook.theme import Theme

TITLE = 10.0
NAMES = 9.0
SMALL = 8.0
_LINE = 1.2 / 72 * 2.54  # centimetres of a line of one point


def styled(theme: Theme, size: float, ink: str, *, bold: bool = False) -> RichText:
    """Return the look of a chart's texts."""
    look = _characters(theme, size, ink, bold=bold)
    return RichText(
        bodyPr=RichTextProperties(),
        p=[Paragraph(pPr=ParagraphProperties(defRPr=look), endParaRPr=look)],
    )


def title(theme: Theme, message: str, note: str = "") -> Title:
    """Return a chart's title in its upper left corner, a quiet note behind it."""
    look = _characters(theme, TITLE, theme.ink, bold=True)
    runs = [RegularTextRun(rPr=look, t=message)]
    if note:
        quiet = _characters(theme, SMALL, theme.grey, bold=False)
        runs.append(RegularTextRun(rPr=quiet, t=f"   {note}"))
    paragraph = Paragraph(pPr=ParagraphProperties(algn="l", defRPr=look), r=runs)
    corner = ManualLayout(xMode="edge", yMode="edge", x=0.012, y=0.02)
    return Title(
        tx=Text(rich=RichText(bodyPr=RichTextProperties(), p=[paragraph])),
        layout=Layout(manualLayout=corner),
        overlay=False,
    )


def _characters(theme: Theme, size: float, ink: str, *, bold: bool) -> CharacterProperties:
    return CharacterProperties(
        sz=int(size * 100), b=bold, solidFill=ink, latin=Font(typeface=theme.font)
    )


def wide(theme: Theme, text: str, size: float, *, bold: bool = False) -> float:
    """Return about how many centimetres a text takes from left to right."""
    return width(text, size, bold=bold) * DIGIT * theme.breadth


def high(theme: Theme, text: str, room: float, size: float, *, bold: bool = False) -> float:
    """Return about how many centimetres a text takes that is broken at `room` centimetres."""
    return lines(text, room / DIGIT / theme.breadth, size, bold=bold) * size * _LINE
