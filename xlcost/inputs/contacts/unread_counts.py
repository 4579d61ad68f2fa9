"""Unread counts: columns that look like counts of contacts, and that no heading explains."""

from __future__ import annotations

from decimal import Decimal

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.inputs.columns.binding import Bound
from xlcost.inputs.columns.rows import Rows
from xlcost.inputs.contacts.measures import Measured
from xlcost.locales.words import Words
from xlcost.values import contact_words, numbers
from xlcost.values.shown_numbers import format_decimal

MOSTLY = 0.9  # share of the filled cells that must be numbers
FEWEST = 2  # rows from which on a column that never repeats numbers them


def unread_counts(rows: Rows, made: Measured, word: Words) -> list[Finding]:
    """Return what contradicts that each row is one contact, or that all of them are calls.

    Args:
        rows: The rows.
        made: What they count.
        word: The words of the report language.
    """
    if rows.binding.input.name not in ("activity", "intervals"):
        return []
    if made.lone and not _is_numbered(rows):
        return _row_by_row(rows, word)
    said = rows.binding.said
    guessed = "channel" in rows.binding.constants and not (
        "channel" in said.constants or said.channel_from
    )
    return _of_other_channels(rows, word) if guessed else []


def _row_by_row(rows: Rows, word: Words) -> list[Finding]:
    """Return an error where columns of sums or averages stand beside rows that count as one."""
    found = [
        bound.heading
        for bound in rows.binding.others
        if contact_words.speaks_of_sums(bound.heading) and max(_numbers(rows, bound), default=0) > 1
    ]
    names = ", ".join(f'"{heading}"' for heading in found)
    return [_finding(rows, Severity.ERROR, found, "row_by_row", word, names)] if found else []


def _of_other_channels(rows: Rows, word: Words) -> list[Finding]:
    """Return a warning for counts of other channels beside those that were read as calls."""
    found: dict[str, Decimal] = {}
    for bound in rows.binding.others:
        named = contact_words.channel_of_heading(bound.heading)
        total = sum((n * times for n, times in _numbers(rows, bound).items()), Decimal())
        if named not in ("", contact_words.PHONE) and total > 0:
            found[bound.heading] = total
    if not found:
        return []
    shown = format_decimal(float(sum(found.values())), "#,##0.##", locale=word.language)
    names = ", ".join(_as_channel(heading) for heading in found)
    severity = Severity.WARNING
    return [_finding(rows, severity, list(found), "not_of_phone", word, names, amount=shown)]


def _as_channel(heading: str) -> str:
    """Return what the settings would say of a column that counts the contacts of a channel."""
    way = contact_words.direction_of_heading(heading) or contact_words.INBOUND
    measure = "handled" if way == contact_words.OUTBOUND else "offered"
    channel = contact_words.channel_of_heading(heading)
    meant = {"channel": channel, "measure": measure, "direction": way}
    return f'"{heading}" = {{ ' + ", ".join(f'{k} = "{v}"' for k, v in meant.items()) + " }"


def _finding(
    rows: Rows,
    severity: Severity,
    headings: list[str],
    key: str,
    word: Words,
    names: str,
    **fields: str,
) -> Finding:
    name = rows.binding.input.name
    expected = word.text(f"expected.{key}", names=names, input=name, **fields)
    where = Where(rows.raw.name, rows.raw.sheet)
    return Finding(severity, Code.UNREAD_COUNTS, where, ", ".join(headings), expected, rows=0)


def _numbers(rows: Rows, bound: Bound) -> dict[Decimal, int]:
    """Return the numbers of a column with their rows; none where most of it is something else."""
    cells, times = (array.to_pylist() for array in rows.raw.seen.counted(bound.column))
    filled = {
        str(cell): count
        for cell, count in zip(cells, times, strict=True)
        if cell is not None and not numbers.is_missing(str(cell))
    }
    dialect = numbers.decide(filled)
    found: dict[Decimal, int] = {}
    for text, count in filled.items():
        if (number := numbers.parse(text.rstrip(" %"), dialect)) is not None:
            found[number] = found.get(number, 0) + count
    return found if sum(found.values()) >= MOSTLY * sum(filled.values()) else {}


def _is_numbered(rows: Rows) -> bool:
    """Tell whether a column that nobody used has another code in each row, as cases have."""
    for bound in rows.binding.others:
        if contact_words.names_identity(bound.heading):
            cells, times = (a.to_pylist() for a in rows.raw.seen.counted(bound.column))
            filled = [n for cell, n in zip(cells, times, strict=True) if cell not in (None, "")]
            if len(filled) >= FEWEST and max(filled) == 1:
                return True
    return rows.binding.contact is not None
