"""Cumulative: amounts of the year so far become what each month adds, where the settings say so."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from xlcost.inputs.shapes.step import Column, Shaped, Step
from xlcost.values import dates, numbers
from xlcost.values.marks import NUMBER

YEAR = 100
KEYS = ("account", "cost_centre", "entity", "currency", "version")


def _keys(table: Shaped) -> dict[str, tuple[str, int]]:
    """Return the version and the period key of each column of amounts of a month."""
    found = {}
    for heading, what in table.said.amounts.items():
        text = what.period or ""
        when = dates.reader(dates.decide({text: 1}), table.calendar)(text) if text else None
        if when and when.key % YEAR:
            found[heading] = (what.version or "", when.key)
    return found


def _change(table: Shaped) -> Shaped:
    return _columns(table) if table.said.amounts else _rows(table)


def _rows(table: Shaped) -> Shaped:
    """Return rows of which the first of each key and month holds what the month adds."""
    amount = table.place("amount")
    when = table.place("period")
    when = table.place("date") if when is None else when
    if amount is None or when is None or table.place("account") is None:
        return table  # what is missing is told where the columns are bound
    cells = table.column(amount)
    months = _months(table, table.column(when))
    places = [table.place(name) for name in KEYS]
    keyed = list(zip(*(table.column(p) for p in places if p is not None), strict=True))
    said = table.said
    dialect = numbers.decide({c: 1 for c in cells if c is not None}, said.decimal, said.thousands)
    parsed = [None if c is None else numbers.parse(c, dialect) for c in cells]
    added = _first_less(list(zip(keyed, months, parsed, strict=True)))
    found = [NUMBER + f"{n:f}" if n is not None else c for n, c in zip(added, cells, strict=True)]
    return table.with_columns({amount: found})


def _first_less(
    rows: list[tuple[tuple[str | None, ...], int | None, Decimal | None]],
) -> list[Decimal | None]:
    """Return, in the first row of each key and month, its amount less the month before; or None."""
    sums: dict[tuple[object, ...], dict[int, Decimal]] = {}
    for key, month, number in rows:
        if month is not None and number is not None:
            mine = sums.setdefault((*key, month // YEAR), {})
            mine[month] = mine.get(month, Decimal(0)) + number
    done: set[tuple[object, ...]] = set()
    found: list[Decimal | None] = []
    for key, month, number in rows:
        if month is None or number is None or (*key, month) in done:
            found.append(None)
            continue
        done.add((*key, month))
        mine = sums[*key, month // YEAR]
        before = max((other for other in mine if other < month), default=None)
        found.append(number - (Decimal(0) if before is None else mine[before]))
    return found


def _months(table: Shaped, cells: Column) -> list[int | None]:
    """Return the key of the month of each row; None where it says no month."""
    texts = {c: 1 for c in cells if c is not None and not numbers.is_missing(c)}
    read = dates.reader(dates.decide(texts, order=table.said.date_order), table.calendar)
    known = {text: read(text) for text in texts}
    found = [known.get(c) if c is not None else None for c in cells]
    return [None if one is None or not one.key % YEAR else one.key for one in found]


def _columns(table: Shaped) -> Shaped:
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
