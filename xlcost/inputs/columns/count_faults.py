"""Faults of counts: totals in a group's column, channels that are written once, lines of prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from xlcost.dataset.findings import Code
from xlcost.engine import Engine
from xlcost.inputs.columns.cleaning import WHEN, text_of
from xlcost.inputs.columns.rows import CLOCK, COLUMN, GOT, LEFT, Rows
from xlcost.system.late import ibis
from xlcost.values import contact_words
from xlcost.values.totals import TOTAL_WORDS

GROUPS = ("team", "channel", "entity", "person", "direction")
# The word alone: "Total Care" is a team.
ALONE = re.compile(rf"(?i)\W*(?:{TOTAL_WORDS})\W*")
# Before or behind the name of another group: "Total Billing", "Billing Summary".
EDGE = re.compile(
    rf"(?i)^(?:{TOTAL_WORDS}|{'|'.join(contact_words.everyone())})\b|"
    rf"\b(?:{TOTAL_WORDS}|{'|'.join(contact_words.everyone())})$"
)
# In front of the day of a report's last line: "Grand Totals (2 records)", "Total for June".
LEADING = rf"(?i)^\W*(?:{TOTAL_WORDS})\b"


def without_totals(rows: Rows, engine: Engine) -> Rows:
    """Leave out the rows of a group called Total, where other groups stand beside it."""
    table = rows.table
    conditions: list[tuple[Any, str, Any]] = []
    for name in GROUPS:
        bound = rows.binding.columns.get(name)
        if bound is None or name not in table.columns:
            continue
        used = table.filter(table[LEFT] == "")
        found = used.select(name).distinct().to_pyarrow()[name].to_pylist()
        words = [text for text in found if text and _is_total(text)]
        words += _totals_of_one(set(found) - set(words))
        words += _both_ways(found) if name == "direction" else []
        if words and any(text and text not in words for text in found):
            conditions.append((table[name].isin(words), bound.heading, table[name]))
    conditions += _clocks(rows)
    return _left_out(rows, engine, conditions, Code.TOTALS_ROW_LEFT_OUT)


def _is_total(text: str) -> bool:
    return bool(ALONE.fullmatch(text.strip())) or contact_words.is_everyone(text)


def _both_ways(directions: Iterable[str]) -> list[str]:
    """Return the words for both directions, where each of the two stands there, too."""
    words = [text for text in directions if text and contact_words.is_both_ways(text)]
    others = {text for text in directions if text} - set(words)
    return words if len(others) > 1 else []


def _totals_of_one(names: set[str]) -> list[str]:
    """Return the names such as "Billing Summary" or "Sum Billing", where Billing stands there."""
    bare = {text: EDGE.sub("", text).strip(" \t:-–()") for text in names if text}
    return [text for text, name in bare.items() if name != text and name in names and name]


def _clocks(rows: Rows) -> list[tuple[Any, str, Any]]:
    """Return the condition for rows that say Total in the place of the time of day."""
    bound = rows.binding.columns.get("time")
    if bound is None or CLOCK not in rows.table.columns:
        return []
    clock = text_of(rows.table[CLOCK])
    found = rows.table.select(_c=clock).distinct().to_pyarrow()["_c"].to_pylist()
    words = [text for text in found if text and _is_total(text)]
    return [(clock.isin(words), bound.heading, clock)] if words and set(found) - set(words) else []


def without_prose(rows: Rows, engine: Engine, unknown: Iterable[str]) -> Rows:
    """Leave out the lines of a printed report that have no day and no number: title, footer.

    Args:
        rows: The rows.
        engine: Where they are.
        unknown: What stands in the place of a day and is none.
    """
    table, strange = rows.table, [text for text in unknown if text]
    contacts = not rows.numbers and "channel" in rows.binding.columns  # a row each
    if not strange or not (rows.numbers or contacts):
        return rows
    heading = rows.binding.when.heading if rows.binding.when else ""
    among = table[WHEN].isin(strange)
    total = among & table[WHEN].re_search(LEADING)
    rows = _left_out(rows, engine, [(total, heading, table[WHEN])], Code.TOTALS_ROW_LEFT_OUT)
    table = rows.table
    nothing = ibis.and_(*(table[number.name].isnull() for number in rows.numbers))
    nothing = table["channel"] == "" if contacts else nothing
    line = table[WHEN].isin(strange) & nothing & table[WHEN].re_search(r"\p{L}")
    return _left_out(rows, engine, [(line, heading, table[WHEN])], Code.TEXT_ROW_LEFT_OUT)


def _left_out(
    rows: Rows, engine: Engine, conditions: Sequence[tuple[Any, str, Any]], code: Code
) -> Rows:
    """Return rows of which those that meet a condition are left out, with the reason."""
    if not conditions:
        return rows
    table = rows.table
    applies = ibis.or_(*(condition for condition, _, _ in conditions)) & (table[LEFT] == "")
    headings = [(condition, ibis.literal(heading)) for condition, heading, _ in conditions]
    shown = [(condition, got) for condition, _, got in conditions]
    changed = table.mutate(
        **{
            LEFT: ibis.cases((applies, ibis.literal(str(code))), else_=table[LEFT]),
            COLUMN: ibis.cases((applies, ibis.cases(*headings, else_="")), else_=table[COLUMN]),
            GOT: ibis.cases((applies, ibis.cases(*shown, else_="")), else_=table[GOT]),
        }
    )
    return replace(rows, held=engine.kept(changed), faultless=False)


def without_blank_channels(rows: Rows, engine: Engine) -> Rows:
    """Leave out rows without a channel where others have one: nobody knows which they are of."""
    bound = rows.binding.columns.get("channel")
    table = rows.table
    if bound is None or "channel" not in table.columns:
        return rows
    used = table.filter(table[LEFT] == "")
    blank = used["channel"] == ""
    line = used.agg(rows=used.count(where=blank), filled=used.count(where=~blank))
    found = line.to_pyarrow().to_pylist()[0]
    if not found["rows"] or not found["filled"]:
        return rows
    names = ", ".join(f'"{heading}"' for heading in _blank_with(rows, used.filter(blank)))
    reason = [(table["channel"] == "", bound.heading, ibis.literal(names))]
    return _left_out(rows, engine, reason, Code.BLANK_CHANNEL)


def _blank_with(rows: Rows, blank: Any) -> list[str]:
    """Return the headings of the columns that are blank wherever the channel is."""
    found = []
    for name in ("channel", "team", "entity", "direction"):
        bound = rows.binding.columns.get(name)
        if bound and blank.filter(blank[name] != "").count().to_pyarrow().as_py() == 0:
            found.append(bound.heading)
    return found
