"""The look of a report in a dozen tokens: one font, dark ink, greys, one accent, two judgements."""

from __future__ import annotations

from collections.abc import Mapping

FONT = "Calibri"
BODY = 10.0
SIZES: Mapping[str, float] = {
    "title": 18.0,
    "subtitle": 10.5,
    "heading": 12.0,
    "note": 9.0,
    "alert": 10.5,
    "small": 8.0,
}

INK = "1F2A36"
GREY = "6B7682"  # quiet words
MIDDLE = "A3ADB7"  # prior year, rules of subtotals
LIGHT = "DDE2E7"  # hair lines
PAPER = "F4F6F8"  # headers
WHITE = "FFFFFF"
ACCENT = "2B5C8A"  # links, the second measure of a chart
GOOD = "2E7D4F"
BAD = "C0392B"
AMBER = "A66A00"
ALERT = "FBE9E7"
INPUT = "FFF9E3"
INPUT_INK = "1F4E9E"

ROW_HEIGHT = 15.0
LINE_HEIGHT = 13.2  # points of one line of body text
WIDEST = 62.0  # characters of the widest column
NARROWEST = 3.0
