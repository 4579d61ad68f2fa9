"""The look of a report in a dozen tokens: one font, dark ink, greys, one accent, two judgements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlcost.workbook.logo import Logo

BODY = 10.0
SIZES: Mapping[str, float] = {
    "title": 18.0,
    "subtitle": 10.5,
    "heading": 12.0,
    "message": 12.0,
    "note": 9.0,
    "alert": 10.5,
}
ROW_HEIGHT = 15.0
LINE_HEIGHT = 13.2  # points of one line of body text
WIDEST = 62.0  # characters of the widest column
NARROWEST = 3.0


@dataclass(frozen=True)
class Theme:
    """Everything about a look that a company may want to be its own.

    Attributes:
        font: Of every text; one that a reader's machine lacks is replaced there.
        breadth: How wide the font is, in parts of Calibri: columns are made for it.
        ink: Words and figures, and the actual of charts.
        grey: Quiet words.
        middle: The prior year of charts, and the rules of subtotals.
        light: Hair lines.
        paper: Behind headers.
        white: The sheet itself.
        accent: The first sheet's tab, and the second measure of a chart.
        good: What is favourable: lighter than `bad`, and bluish, so that who tells red from green
            badly tells them apart, and so does a printer without colours.
        bad: What is unfavourable, and alerts.
        amber: Between the two.
        alert: Behind an alert.
        input: Behind an input cell.
        input_ink: The words of an input cell.
        logo: A picture for the head of Summary.
    """

    font: str = "Calibri"
    breadth: float = 1.0
    ink: str = "1F2A36"
    grey: str = "6B7682"
    middle: str = "A3ADB7"
    light: str = "DDE2E7"
    paper: str = "F4F6F8"
    white: str = "FFFFFF"
    accent: str = "2B5C8A"
    good: str = "1A7F6B"
    bad: str = "8E1B12"
    amber: str = "A06600"
    alert: str = "FBE9E7"
    input: str = "FFF9E3"
    input_ink: str = "1F4E9E"
    logo: Logo | None = None


DEFAULT = Theme()
