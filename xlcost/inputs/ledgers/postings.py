"""Postings by themselves: the largest of a period, so that a variance can be traced to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from xlcost.dataset.facts import ACTUAL, POSTINGS, empty
from xlcost.dataset.schema import DIMENSION
from xlcost.engine import quoted
from xlcost.inputs.columns.cleaning import DAY, WHEN
from xlcost.inputs.columns.periods import ISO, KEY, as_day
from xlcost.inputs.files.raw_table import ROW
from xlcost.inputs.ledgers.amounts import AmountTable
from xlcost.inputs.ledgers.currencies import Converter
from xlcost.inputs.ledgers.groups import KEYS
from xlcost.inputs.ledgers.sums import factor_of, keys_of, scaled
from xlcost.values import dates
from xlcost.values.calendar import Calendar
from xlcost.values.dates import constant_period

if TYPE_CHECKING:
    import pandas as pd

MOST = 5  # postings of an account and its places that are kept
PLACES = ("account", "cost_centre", "entity", "currency", DIMENSION)
TEXTS = ("document", "vendor", "text")
COLUMNS = ("version", *PLACES, *TEXTS, KEY, "row", WHEN, DAY, "amount")


def largest_postings(
    tables: Sequence[AmountTable],
    key: int,
    calendar: Calendar,
    converter: Converter,
    narrowed: Callable[[pd.DataFrame], pd.DataFrame],
) -> pd.DataFrame:
    """Return the largest postings of each account in a period, in the report currency.

    Of each part of the company, for each of them may have a pack of its own.

    Args:
        tables: The ledgers, and the budgets that have actual amounts.
        key: The period.
        calendar: The fiscal calendar.
        converter: What makes the amounts ones of the report currency.
        narrowed: Returns what of postings the report speaks of.
    """
    import pandas as pd  # noqa: PLC0415 - only a report has frames

    frames: list[pd.DataFrame] = []
    for table in tables:
        frame = postings(table, key, calendar)
        if frame.empty:
            continue
        frame["file"] = table.raw.name
        frame["_table"] = len(frames)
        frames.append(frame)
    if not frames:
        return empty(POSTINGS)
    every = narrowed(converter.in_report_currency(pd.concat(frames, ignore_index=True)))
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
    named = {text: str(as_day(text, dialect, calendar) or "") for text in set(mine[DAY])}
    return [iso or named[text] for iso, text in zip(mine[ISO], mine[DAY], strict=True)]


def postings(table: AmountTable, key: int, calendar: Calendar) -> pd.DataFrame:
    """Return the largest postings of a period by absolute amount, of each account and its places.

    A period key that ends in 00 stands for every period of its year.
    """
    rows = _rows(table, key, table.periods.texts(key), calendar)
    order = f"abs(amount) DESC, row, {', '.join(TEXTS)}"
    window = f"row_number() OVER (PARTITION BY {', '.join(PLACES)} ORDER BY {order})"
    largest = (
        f"SELECT {', '.join(COLUMNS)}, {window} AS place FROM {rows} "
        f"WHERE version = {quoted(ACTUAL)}"
    )
    sql = f"SELECT {', '.join(COLUMNS)} FROM ({largest}) AS ranked WHERE place <= {MOST}"
    return _frame(table, f"{sql} ORDER BY {', '.join(PLACES)}, place" if rows else "")


def every_row(table: AmountTable, calendar: Calendar) -> pd.DataFrame:
    """Return every row of a table that is used, whichever its period."""
    rows = _rows(table, None, list(table.periods.known), calendar)
    return _frame(table, f"SELECT {', '.join(COLUMNS)} FROM {rows}" if rows else "")


def _frame(table: AmountTable, sql: str) -> pd.DataFrame:
    """Return the answer to a query over rows, with the periods and days that they name."""
    import pandas as pd  # noqa: PLC0415 - only a report has frames

    found = table.reading.ask(sql) if sql else []
    frame = pd.DataFrame(found, columns=list(COLUMNS))
    whens = [table.periods.known.get(text) for text in frame[WHEN]]
    frame[KEY] = [when.key if when else own for when, own in zip(whens, frame[KEY], strict=True)]
    frame[ISO] = [when.day.isoformat() if when and when.day else "" for when in whens]
    return frame


def _rows(table: AmountTable, key: int | None, texts_in: Sequence[str], calendar: Calendar) -> str:
    """Return the rows of a period, or of all, as a table in SQL; "" where there is none."""
    columns_of, binding = table.reading.columns, table.rows.binding
    parts = []
    for name, what in table.groups.amounts:
        keys, inside = keys_of(binding, what, calendar), table.reading.inside(texts_in)
        keys[KEY] = "CAST(0 AS BIGINT)"
        when = WHEN
        if what.period:
            own = constant_period(what.period, calendar).key
            if key is not None and not _lies_in(own, key):
                continue
            keys[KEY], inside, when = f"CAST({own} AS BIGINT)", "true", "chr(10)"
        elif not texts_in:
            continue
        for place in (*KEYS, *TEXTS):
            if place not in columns_of and keys.get(place, place) == place:
                keys[place] = "''"
        keys = {text: text for text in TEXTS} | keys
        columns = [f"{keys[one]} AS {one}" for one in ("version", *PLACES, *TEXTS, KEY)]
        columns += [f"{ROW} AS row", f"{when} AS {WHEN}", DAY]
        columns.append(f"{scaled(name, factor_of(binding, what))} AS amount")
        parts.append(
            f"SELECT {', '.join(columns)} FROM {table.reading.source} "
            f"WHERE {name} IS NOT NULL AND {inside}"
        )
    return f"({' UNION ALL '.join(parts)}) AS every" if parts else ""


def _lies_in(own: int, key: int) -> bool:
    return own == key or (key % 100 == 0 and own // 100 == key // 100)
