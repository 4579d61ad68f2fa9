"""The largest postings of one period, collected by the same scan that adds the rows up.

A second scan of a big file costs as much as the first. Most of the time the period of the report
is known before: it was asked for, or it is the last one at the end of the file.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import ibis
import ibis.expr.datatypes as dt
import pandas as pd

from xlcost.dataset.facts import ACTUAL
from xlcost.engine import frame_of
from xlcost.inputs.files.raw_table import ROW, RawTable
from xlcost.values import dates
from xlcost.values.calendar import Calendar
from xlcost.values.numbers import is_missing

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOST = 5  # postings of an account that are kept
TAIL_BYTES = 256 * 1024
DELIMITERS = {"tab": "\t"}
SEPARATOR = "\x1e"
FIELDS = ("document", "vendor", "text", "_date", ROW)
COLLECTED = "_largest"


@ibis.udf.agg.builtin(
    name="arg_max", signature=((dt.string, dt.float64, dt.int64), dt.Array(dt.string))
)
def _arg_max(value, size, count):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # Ibis reads the name only
    """Return the values at which the size is largest."""


@dataclass(frozen=True)
class Wanted:
    """The period whose postings a scan collects.

    Attributes:
        key: The key of the period.
        prefix: What every text of the period begins with; "" where `texts` says it.
        texts: The texts of the period that are known before the scan.
    """

    key: int
    prefix: str
    texts: tuple[str, ...]

    def covers(self, text: str) -> bool:
        """Tell whether the rows of a text are collected."""
        return text.startswith(self.prefix) if self.prefix else text in self.texts

    def inside(self, table: ir.Table, when: str) -> Any:
        """Return whether a row lies in the period."""
        return table[when].startswith(self.prefix) if self.prefix else table[when].isin(self.texts)

    def collected(self, table: ir.Table, when: str) -> Any:
        """Return the aggregate that collects the postings, the amount in front."""
        inside = self.inside(table, when)
        size = ibis.cases((inside, table["amount"].abs().cast("float64")))
        value = table["amount"].cast("string")
        for name in FIELDS:
            part = table[name].cast("string").fill_null("") if name in table.columns else ""
            value = value + SEPARATOR + part
        return _arg_max(ibis.cases((inside, value)), size, MOST)


def wanted(raw: RawTable, column: str, calendar: Calendar, asked: int | None) -> Wanted | None:
    """Return the period whose postings are worth collecting, or None where nothing tells."""
    kind = raw.table[column].type()
    if not kind.is_string():
        return _wanted_month(raw.table[column], calendar, asked)
    texts = [text for text in _ends(raw, column) if not is_missing(text)]
    dialect = dates.decide(dict.fromkeys(texts, 1), prefer_day=True)
    read = dates.reader(dialect, calendar)
    known = {text: when.key for text in set(texts) if (when := read(text))}
    if not known:
        return None
    key = max(known.values()) if asked is None else asked
    if key % 100 == 0:
        return None
    if all(dates.ISO.fullmatch(text) for text in texts) and (month := _month(key, calendar)):
        return month
    mine = tuple(sorted(text for text, own in known.items() if own == key))
    return Wanted(key, "", mine) if mine else None


def _wanted_month(column: Any, calendar: Calendar, asked: int | None) -> Wanted | None:
    """Return the period of a column of days: the one asked for, or that of the last day."""
    last = column.max().to_pyarrow().as_py() if asked is None else None
    if last is not None:
        asked = calendar.key(last.date() if isinstance(last, datetime) else last)
    return None if asked is None else _month(asked, calendar)


def _month(key: int, calendar: Calendar) -> Wanted | None:
    month = calendar.month(key)
    return Wanted(key, f"{month[0]:04d}-{month[1]:02d}", ()) if month else None


def _ends(raw: RawTable, column: str) -> list[str]:
    """Return texts of a column from the beginning and the end of a file."""
    head: list[str] = (
        raw.table.select(text=raw.table[column]).limit(2000).to_pyarrow()["text"].to_pylist()
    )
    if raw.file.suffix.lower() in (".gz", ".parquet"):
        return head
    with raw.file.open("rb") as stream:
        stream.seek(max(0, raw.file.stat().st_size - TAIL_BYTES))
        lines = stream.read().decode("utf-8", "replace").splitlines()[1:]
    mark = raw.detected.get("delimiter", ",")
    place = int(column.removeprefix("c"))
    rows = csv.reader(lines, delimiter=DELIMITERS.get(mark, mark))
    tail = [row[place] for row in rows if len(row) == len(raw.header)]
    return [*head, *tail]


def frame(
    grouped: ir.Table, wanted_period: Wanted, days: dict[str, str], factor: Decimal
) -> pd.DataFrame:
    """Return the postings that a scan collected, one a row.

    Args:
        grouped: What the scan made.
        wanted_period: The period that it collected.
        days: Text of a day or period → the day in ISO form, or "".
        factor: What makes an amount one of the report's sign and unit.
    """
    held = frame_of(grouped.drop_null([COLLECTED]))
    held = held[held["_when"].isin(list(days))]
    lines = held.explode(COLLECTED, ignore_index=True)
    shown = pd.DataFrame(index=lines.index)
    parts = lines[COLLECTED].astype(str).str.split(SEPARATOR)
    shown["amount"] = pd.Series(
        [Decimal(part[0]) * factor for part in parts], index=lines.index, dtype=object
    )
    for place, name in enumerate(FIELDS, start=1):
        shown[name] = [part[place] for part in parts]
    for name in ("account", "cost_centre", "entity", "currency"):
        shown[name] = lines.get(name, "")
    return shown.assign(
        period=wanted_period.key,
        version=ACTUAL,
        _iso=[days[text] for text in lines["_when"]],
        row=pd.Series([int(p[-1]) if p[-1] else None for p in parts], lines.index, dtype=object),
    )
