"""The look of the page: the company's colours by day, the same hues on dark paper by night."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from importlib.resources import files
from string import Template

from xlcost.workbook.theme import Theme
from xlcost.workbook.themes import READABLE, contrast

_NIGHT: Mapping[str, str] = {
    "ink": "E8ECF0",
    "grey": "B4BEC8",
    "middle": "76828E",
    "light": "3A4652",
    "paper": "222B33",
    "white": "151B20",
    "alert": "3D1F1C",
}
_HUES = ("accent", "good", "bad", "amber")
_STEPS = 40

_SHEET = "page.css"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"[^{}]+\{[^{}]*\$[^{}]*\}")  # one that names a colour


def colours(theme: Theme) -> tuple[dict[str, str], dict[str, str]]:
    """Return the colours of the page by day and by night, by the words of a theme."""
    day = {name: code for name, code in asdict(theme).items() if name in (*_NIGHT, *_HUES)}
    night = {**day, **_NIGHT}
    behind = (_NIGHT["white"], _NIGHT["paper"], _NIGHT["alert"])
    for hue in _HUES:
        night[hue] = next(
            code
            for code in _lighter(day[hue])
            if all(contrast(code, one) >= READABLE for one in behind)
        )
    return day, night


def rules(theme: Theme) -> str:
    """Return the style sheet: by day, then what differs by night."""
    day, night = colours(theme)
    text = files("xlcost.briefing").joinpath(_SHEET).read_text(encoding="utf-8")
    sheet = " ".join(_COMMENT.sub("", text).split())
    dark = " ".join(rule.strip() for rule in _RULE.findall(sheet))
    by_night = Template(dark).substitute(night)
    return f"{Template(sheet).substitute(day)} @media (prefers-color-scheme: dark) {{{by_night}}}"


def _lighter(code: str) -> list[str]:
    """Return a colour and its tints up to white."""
    parts = [int(code[at : at + 2], 16) for at in (0, 2, 4)]
    return [
        "".join(f"{round(part + (255 - part) * step / _STEPS):02X}" for part in parts)
        for step in range(_STEPS + 1)
    ]
