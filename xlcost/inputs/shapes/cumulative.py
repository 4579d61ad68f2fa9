"""Cumulative: columns of the year so far become what each month adds, where the settings say so."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from xlcost.inputs.shapes.step import Column, Shaped, Step
from xlcost.values import dates, numbers
from xlcost.values.calendar import Calendar
from xlcost.values.marks import NUMBER

YEAR = 100


def _keys(table: Shaped) -> dict[str, tuple[str, int]]:
    """Return the version and the period key of each column of amounts of a month."""
    found = {}
    for heading, what in table.said.amounts.items():
        text = what.period or ""
        when = dates.reader(dates.decide({text: 1}), Calendar())(text) if text else None
        if when and when.key % YEAR:
            found[heading] = (what.version or "", when.key)
    return found


def _change(table: Shaped) -> Shaped:
    keys = _keys(table)
    ordered = sorted(keys, key=lambda heading: keys[heading])
    changed: dict[int, Column] = {}
    for before, heading in pairwise(ordered):
        same = keys[before][0] == keys[heading][0]
        places = table.raw.place_of(before), table.raw.place_of(heading)
        if same and keys[before][1] // YEAR == keys[heading][1] // YEAR and None not in places:
            left, right = (table.column(place) for place in places if place is not None)
            place = places[1]
            if place is not None:
                changed[place] = _added(table, left, right)
    return table.with_columns(changed)


def _added(table: Shaped, before: Column, now: Column) -> Column:
    """Return what the second column adds to the first one; what is no number stays."""
    said = table.said
    dialects = [
        numbers.decide({c: 1 for c in cells if c is not None}, said.decimal, said.thousands)
        for cells in (before, now)
    ]
    found: Column = []
    for earlier, later in zip(before, now, strict=True):
        if later is None or numbers.is_missing(later):
            found.append(later)
            continue
        amount = numbers.parse(later, dialects[1])
        first = Decimal(0)
        if earlier is not None and not numbers.is_missing(earlier):
            first = numbers.parse(earlier, dialects[0]) or Decimal(0)
        found.append(later if amount is None else NUMBER + f"{amount - first:f}")
    return found


CUMULATIVE = Step("cumulative", lambda table: table.said.cumulative, _change)
