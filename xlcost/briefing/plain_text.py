"""Texts from outside as a page or a slide may have them: nothing in them turns what follows."""

from __future__ import annotations

import re

from xlcost.workbook.texts import cell_text

_TURNING = re.compile(
    "[\u202a-\u202e\u2066-\u2069]"
)  # a name must not reverse the figures after it


def plain_text(text: str) -> str:
    """Return a text with a visible mark for what XML refuses or would reverse its neighbours."""
    return _TURNING.sub("\ufffd", cell_text(text))
