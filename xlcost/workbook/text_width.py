"""How wide a text is in the report's font, in the digits that Excel measures columns by."""

from __future__ import annotations

import math
from functools import cache, lru_cache

from xlcost.workbook import theme

_DIGIT_SIZE = 11.0  # a column's width counts digits of the workbook's standard font, 11 points
DIGIT = 7 / 96 * 2.54  # centimetres of one
_NARROW = frozenset("fijlrtIJ.,:;'!|()[]/\\-\u00a0 ")
_WIDE = frozenset("mwMWOQGDNHUÅÆØæ%@&+→…—")
_CAPITAL = 1.2
_EAST_ASIAN = 0x2E80  # from here on, signs are two digits wide
_BOLD = 1.06
_FILLED = 0.85  # of each line by a word too long for one: it breaks at its signs where it has some


@lru_cache(maxsize=65536)
def width(text: str, size: float = theme.BODY, *, bold: bool = False) -> float:
    """Return the width of the longest line of a text, in digits of the standard font."""
    longest = max((_line(line) for line in text.split("\n")), default=0.0)
    return longest * size / _DIGIT_SIZE * (_BOLD if bold else 1.0)


def _line(text: str) -> float:
    total = 0.0
    for sign in text:
        total += _sign(sign)
    return total


@cache
def _sign(sign: str) -> float:
    if sign in _NARROW:
        return 0.62
    if sign in _WIDE:
        return 1.42
    if sign.isupper():
        return _CAPITAL
    if sign.isascii() or sign.isalpha():
        return 1.02 if ord(sign) < _EAST_ASIAN else 2.0
    return 1.2


def lines(text: str, room: float, size: float = theme.BODY, *, bold: bool = False) -> int:
    """Return how many lines a text takes in a column that is `room` digits wide."""
    count = 0
    for paragraph in text.split("\n"):
        used = 0.0
        count += 1
        for word in paragraph.split(" "):
            wide = width(word, size, bold=bold)
            if used and used + wide > room:
                count += 1
                used = 0.0
            if wide > room > 0:
                count += math.ceil(wide / (room * _FILLED)) - 1
                used = wide % room
            else:
                used += wide
            used += width(" ", size, bold=bold)
    return count
