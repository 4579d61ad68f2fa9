"""Values of the settings as cells of a workbook, and how such a cell is read again."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xlcost.dataset.setting_keys import KeyKind, quoted_part
from xlcost.values.text_guard import parsed_text

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

_TYPED = ("[", "{", '"')  # a text that begins so is written as TOML writes it
_EXACT = 2**53  # beyond it a cell's number is not the one that was written
_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
_YES = {"ja": True, "yes": True, "sann": True, "nei": False, "no": False, "usann": False}


def cell_of(value: Any) -> Cell:
    """Return the cell that a value of the settings is written as."""
    if isinstance(value, bool) or type(value) is dt.date:
        return value
    if isinstance(value, int):
        return value if abs(value) < _EXACT else str(value)
    if isinstance(value, float):
        return str(value) if value.is_integer() else value
    if isinstance(value, str):
        plain = value.strip() == value != "" and not value.startswith(_TYPED) and "\n" not in value
        return value if plain else inline(value)
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return cell_of(value[0])
    return inline(value)


def inline(value: Any) -> str:
    """Return a value as TOML writes it on one line."""
    if isinstance(value, Mapping):
        pairs = (f"{quoted_part(str(key))} = {inline(one)}" for key, one in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(value, ensure_ascii=False)


def value_of(cell: Cell, kind: KeyKind, at: str) -> Any:
    """Return what a cell means for its key; what does not fit is left for the settings to say.

    Args:
        cell: The cell, not empty.
        kind: What its key takes.
        at: Where it stands, for the sentence.

    Raises:
        UsageError: It begins as a list, a table or a quoted text and is none.
    """
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        number = int(cell) if isinstance(cell, float) and cell.is_integer() else cell
        return str(number) if kind.kind in ("text", "list") else number
    if isinstance(cell, dt.datetime):
        day = cell.date() if cell.time() == dt.time() else cell
        return day if kind.kind == "day" else day.isoformat()
    return _text_value(cell, kind, at) if isinstance(cell, str) else str(cell)


def _text_value(text: str, kind: KeyKind, at: str) -> Any:
    if text.startswith(_TYPED):
        return parsed_text(f"value = {text}", at)["value"]
    if kind.kind == "list" and "\n" in text:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if kind.kind == "bool":
        return _YES.get(text.strip().lower(), text)
    if kind.kind == "number" and _COMMA.fullmatch(text.strip()):
        return text.strip().replace(",", ".")
    return text
