"""Code and name: "6300 Leie lokale" in one cell is a code and a name."""

from __future__ import annotations

import re

from xlcost.inputs.shapes.step import Column, Shaped, Step
from xlcost.values.marks import MARK

CODE = re.compile(r"^\s*([^\W_]*\d[\w./]*(?:-\d[\w./]*)*)\s*(?:[-\u2013:·|,]\s*|\s)\s*(\S.*?)\s*$")
ONLY = re.compile(r"^\s*([^\W_]*\d[\w./-]*)\s*$")


def cut(text: str) -> tuple[str, str]:
    """Return the code and the name of a text; without a code the whole text is the code."""
    bare = (text[2:] if text.startswith(MARK) else text).strip()
    found = CODE.match(bare)
    return (found[1], found[2]) if found else (bare, "")


def _change(table: Shaped) -> Shaped:
    shaped = table
    for heading in table.said.code_and_name:
        place = table.raw.place_of(heading)
        if place is None:
            continue
        pairs = [cut(cell) if cell else ("", "") for cell in shaped.column(place)]
        codes: Column = [code for code, _ in pairs]
        name = _canonical(shaped, place)
        shaped = shaped.with_columns({place: codes})
        target = f"{name}_name" if name and table.kind.column(f"{name}_name") else "name"
        known = table.kind.column(target) is not None and target not in shaped.said.columns
        if known and shaped.place(target) is None:
            new = shaped.new_heading(f"{heading} (name)")
            shaped = shaped.with_new_columns({new: [text for _, text in pairs]})
            shaped = shaped.saying(columns={**shaped.said.columns, target: new})
    return shaped


def _canonical(table: Shaped, place: int) -> str:
    """Return the canonical name of a column, or ""."""
    names = [column.name for column in table.kind.columns]
    return next((name for name in names if table.place(name) == place), "")


CODE_AND_NAME = Step("code_and_name", lambda table: bool(table.said.code_and_name), _change)
