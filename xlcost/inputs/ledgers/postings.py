"""Postings by themselves: the largest of a period, so that a variance can be traced to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis
import pandas as pd

from xlcost.dataset.facts import ACTUAL, POSTINGS, empty
from xlcost.dataset.settings import AmountColumn
from xlcost.engine import frame_of
from xlcost.inputs.columns import largest
from xlcost.inputs.columns.cleaning import DAY, WHEN
from xlcost.inputs.columns.largest import MOST
from xlcost.inputs.columns.periods import ISO, KEY, as_day
from xlcost.inputs.columns.rows import LEFT
from xlcost.inputs.files.raw_table import ROW
from xlcost.inputs.ledgers.amounts import AmountTable, branches, factor_of, keys_of, scaled
from xlcost.inputs.ledgers.currencies import Converter
from xlcost.values import dates
from xlcost.values.calendar import Calendar
from xlcost.values.dates import constant_period

if TYPE_CHECKING:
    import ibis.expr.types as ir


def largest_postings(
    tables: Sequence[AmountTable], key: int, calendar: Calendar, converter: Converter
) -> pd.DataFrame:
    """Return the largest postings of each account in a period, in the report currency.

    Of each part of the company, for each of them may have a pack of its own.
    """
    frames: list[pd.DataFrame] = []
    for table in tables:
        frame = postings(table, key, calendar)
        if frame is None or frame.empty:
            continue
        frame["file"] = table.raw.name
        frame["_table"] = len(frames)
        frames.append(frame)
    if not frames:
        return empty(POSTINGS)
    every = converter.in_report_currency(pd.concat(frames, ignore_index=True))
    every["_size"] = every["amount"].abs()
    every = every.sort_values(["account", "_size"], ascending=[True, False], kind="stable")
    places = ["account", "cost_centre", "entity"]
    most = every.groupby(places, dropna=False).head(MOST).reset_index(drop=True)
    most["date"] = ""
    for _, mine in most.groupby("_table"):
        # The order of day and month is decided by all the postings of a file.
        whole = frames[int(mine["_table"].iloc[0])]
        most.loc[mine.index, "date"] = _days(mine, whole, calendar)
    return most[list(POSTINGS)]


def _days(mine: pd.DataFrame, whole: pd.DataFrame, calendar: Calendar) -> list[str]:
    """Return the days of postings in ISO form, "" where a row names none."""
    dialect = dates.decide(dict.fromkeys(whole[DAY], 1), prefer_day=True)
    return [
        iso or str(as_day(text, dialect, calendar) or "")
        for iso, text in zip(mine[ISO], mine[DAY], strict=True)
    ]


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
    found = _rows(table, key, texts_in, calendar)
    if found is None:
        return None
    found = found.filter(found.version == ACTUAL)
    order = [ibis.desc(found.amount.abs()), "row"]
    groups = ["account", "cost_centre", "entity", "currency"]
    window = ibis.window(group_by=groups, order_by=order)
    ranked = found.mutate(rank=ibis.row_number().over(window))
    return _dated(table, frame_of(ranked.filter(ranked["rank"] < MOST)))


def every_row(table: AmountTable, calendar: Calendar) -> pd.DataFrame | None:
    """Return every row of a table that is used, whichever its period."""
    found = _rows(table, None, list(table.periods.known), calendar)
    return None if found is None else _dated(table, frame_of(found))


def _dated(table: AmountTable, frame: pd.DataFrame) -> pd.DataFrame:
    """Add the periods and days of rows that name theirs."""
    whens = [table.periods.known.get(text) for text in frame[WHEN]]
    frame[KEY] = [when.key if when else own for when, own in zip(whens, frame[KEY], strict=True)]
    frame[ISO] = [when.day.isoformat() if when and when.day else "" for when in whens]
    return frame


def _rows(
    table: AmountTable, key: int | None, texts_in: list[str], calendar: Calendar
) -> ir.Table | None:
    """Return the rows of a period, or of all, as an expression that a server can compute too."""
    rows, binding = table.rows, table.rows.binding
    parts = []
    for name, what in branches(rows):
        used = rows.table.drop_null([name])
        if rows.raw.exact_rows or rows.binding.rules:  # a scan that was kept has no other faults
            used = used.filter(used[LEFT] == "")
        if what.period:
            own = constant_period(what.period, calendar).key
            if key is not None and not _lies_in(own, key):
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
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _lies_in(own: int, key: int) -> bool:
    return own == key or (key % 100 == 0 and own // 100 == key // 100)
