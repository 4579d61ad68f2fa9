"""Marks of cells: how a table of texts says that a cell was typed, and as what."""

from __future__ import annotations

MARK = "\x1f"  # first character of a typed cell; what follows says which type
NUMBER = MARK + "N"
DATE = MARK + "D"
DURATION = MARK + "T"
BOOLEAN = MARK + "B"
ERROR = MARK + "E"
