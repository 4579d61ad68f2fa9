"""A drawing as SVG: lines, boxes and words, each of a class that a page gives its colour."""

from __future__ import annotations

from html import escape

from xlcost.briefing.plain_text import plain_text
from xlcost.workbook.text_width import width

WIDTH = 400.0
SIZE = 13.0  # of letters; on a phone a drawing is a little smaller than it is made
LINE = 15.0
_DIGIT = 7.0  # pixels of a digit at 11 points
_POINT = 0.75  # points of a pixel
_SPARE = 1.3  # the font of a reader may be wider than that of the report
_SHORTEST = 3


def wide(text: str, size: float = SIZE) -> float:
    """Return about how many pixels a text takes."""
    return width(text, size * _POINT) * _DIGIT * _SPARE


def fitted(text: str, room: float, size: float = SIZE) -> str:
    """Return as much of a text as there is room for, with a mark where it is cut."""
    if wide(text, size) <= room:
        return text
    while len(text) > _SHORTEST and wide(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def broken(text: str, room: float, most: int = 2, size: float = SIZE) -> list[str]:
    """Return a text in lines of a width; the last of them is cut where there are too many."""
    lines: list[str] = []
    for word in text.split():
        if lines and wide(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        lines[most - 1 :] = [" ".join(lines[most - 1 :])]
    return [fitted(line, room, size) for line in lines]


class Drawing:
    """What is drawn, in pixels from the upper left corner."""

    def __init__(self) -> None:
        self._parts: list[str] = []

    def box(self, kind: str, left: float, top: float, wide: float, high: float) -> None:
        """Draw a rectangle."""
        size = f'width="{_px(wide)}" height="{_px(high)}"'
        self._parts.append(f'<rect class="{kind}" x="{_px(left)}" y="{_px(top)}" {size}/>')

    def line(self, kind: str, points: list[tuple[float, float]]) -> None:
        """Draw a line through points."""
        path = " ".join(f"{_px(x)},{_px(y)}" for x, y in points)
        self._parts.append(f'<polyline class="{kind}" points="{path}"/>')

    def dot(self, kind: str, x: float, y: float) -> None:
        """Draw a small circle."""
        self._parts.append(f'<circle class="{kind}" cx="{_px(x)}" cy="{_px(y)}" r="3"/>')

    def words(self, x: float, y: float, text: str, *, side: str = "start", kind: str = "t") -> None:
        """Write a text on one line; `side` is the end of it that stands at `x`."""
        anchor = "" if side == "start" else f' text-anchor="{side}"'
        said = f'<text class="{kind}" x="{_px(x)}" y="{_px(y)}"{anchor}>{_said(text)}</text>'
        self._parts.append(said)

    def drawn(self, height: float, name: str, title: str, description: str) -> str:
        """Return the drawing, with words for a reader who does not see it."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_px(WIDTH)} {_px(height)}" '
            f'width="{_px(WIDTH)}" height="{_px(height)}" role="img" '
            f'aria-labelledby="{name}-t {name}-d">'
            f'<title id="{name}-t">{_said(title)}</title>'
            f'<desc id="{name}-d">{_said(description)}</desc>{"".join(self._parts)}</svg>'
        )


def _said(text: str) -> str:
    return escape(plain_text(text))


def _px(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
