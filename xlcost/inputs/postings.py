"""The largest postings of a period, so that a variance can be traced to what was booked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from xlcost.engine import frame_of
from xlcost.facts import ACTUAL
from xlcost.inputs import largest
from xlcost.inputs.amounts import AmountTable, branches, factor_of, keys_of, scaled
from xlcost.inputs.calendar import Calendar
from xlcost.inputs.cleaning import DAY, WHEN
from xlcost.inputs.largest import MOST
from xlcost.inputs.periods import ISO, KEY, constant_period
from xlcost.inputs.raw_table import ROW
from xlcost.inputs.rows import LEFT
from xlcost.inputs.settings import AmountColumn

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pandas as pd


def postings(table: AmountTable, key: int, calendar: Calendar) -> pd.DataFrame | None:
    """Return the largest postings of a period by absolute amount, of each account and its places.

    A period key that ends in 00 stands for every period of its year.
    """
    texts_in = table.periods.texts(key)
    collected = table.collected
    if collected and collected.key == key and all(collected.covers(text) for text in texts_in):
        known = table.periods.known
        days = {t: d.isoformat() if (d := known[t].day) else "" for t in texts_in}
        factor = factor_of(table.rows.binding, AmountColumn())
        return largest.frame(table.grouped, collected, days, factor)
    found = _scanned(table, key, texts_in, calendar)
    if found is None:
        return None
    frame = frame_of(found)
    whens = [table.periods.known.get(text) for text in frame[WHEN]]
    frame[KEY] = [when.key if when else own for when, own in zip(whens, frame[KEY], strict=True)]
    frame[ISO] = [when.day.isoformat() if when and when.day else "" for when in whens]
    return frame


def _scanned(
    table: AmountTable, key: int, texts_in: list[str], calendar: Calendar
) -> ir.Table | None:
    """Return the postings as an expression, which a server can compute as well."""
    rows, binding = table.rows, table.rows.binding
    parts = []
    for name, what in branches(rows):
        used = rows.table.drop_null([name])
        if rows.raw.exact_rows or rows.binding.rules:  # a scan that was kept has no other faults
            used = used.filter(used[LEFT] == "")
        if what.period:
            own = constant_period(what.period, calendar).key
            if not _lies_in(own, key):
                continue
            dated = used.mutate(**{KEY: ibis.literal(own).cast("int64"), WHEN: ibis.literal("\n")})
        elif texts_in:
            inside = used.filter(used[WHEN].isin(texts_in))
            dated = inside.mutate(**{KEY: ibis.literal(0).cast("int64")})
        else:
            continue
        keys = keys_of(binding, what, dated, calendar)
        for text in ("document", "vendor", "text"):
            keys[text] = dated[text] if text in dated.columns else ibis.literal("")
        amount = scaled(dated[name], factor_of(binding, what))
        places = {"row": dated[ROW], WHEN: dated[WHEN], DAY: dated[DAY]}
        parts.append(dated.select(**keys, **places, amount=amount))
    if not parts:
        return None
    every = ibis.union(*parts) if len(parts) > 1 else parts[0]
    every = every.filter(every.version == ACTUAL)
    order = [ibis.desc(every.amount.abs()), "row"]
    groups = ["account", "cost_centre", "entity", "currency"]
    window = ibis.window(group_by=groups, order_by=order)
    ranked = every.mutate(rank=ibis.row_number().over(window))
    return ranked.filter(ranked["rank"] < MOST)


def _lies_in(own: int, key: int) -> bool:
    return own == key or (key % 100 == 0 and own // 100 == key // 100)
