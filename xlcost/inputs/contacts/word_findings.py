"""What the words of a table say that no rule knows, and how its times were understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.schema import TIMES, folded
from xlcost.inputs.columns.rows import Rows
from xlcost.inputs.contacts.measures import Measured, way_of
from xlcost.inputs.contacts.unread_counts import unread_counts
from xlcost.inputs.files.raw_table import ROW
from xlcost.locales.words import Words
from xlcost.values import contact_words

if TYPE_CHECKING:
    import ibis.expr.types as ir

SHOWN = 20  # words of one column that are told one by one
USUAL = {"s", "h"}


def outcomes_of(joined: ir.Table) -> list[str]:
    """Return the outcomes that stand in the rows that are used."""
    return [text for text, _, _ in _words(joined, "outcome")]


def told(
    rows: Rows, joined: ir.Table, made: Measured, outcomes: list[str], word: Words
) -> list[Finding]:
    """Return what is to be said of the words of a table.

    Args:
        rows: The rows.
        joined: Those that are used.
        made: What they count, and by which rules.
        outcomes: The outcomes that stand there.
        word: The words of the report language.
    """
    found = _outcomes(rows, joined, made, word) if outcomes else []
    found += _understood(rows, made, word)
    found += [*_directions(rows, joined, word), *_units(rows, word)]
    return [*found, *_blanks(rows, joined, made, word), *unread_counts(rows, made, word)]


def _understood(rows: Rows, made: Measured, word: Words) -> list[Finding]:
    """Say what was understood by headings alone: averages with their weights, and the telephone."""
    binding, where = rows.binding, Where(rows.raw.name, rows.raw.sheet)
    said = {folded(heading) for heading in binding.said.averages}
    texts = [
        word.text("expected.average", column=b.heading, measure=a.measure, weight=w.heading)
        for b, a, w in binding.averages
        if folded(b.heading) not in said
    ]
    told = "channel" in binding.said.constants or binding.said.channel_from
    if "channel" in binding.constants and not told:
        texts.append(word.text("expected.phone_by_headings", input=binding.input.name))
    if made.answers:
        texts.append(word.text("expected.answers", columns=", ".join(made.answers)))
    return [Finding(Severity.NOTE, Code.DETECTED, where, text, rows=0) for text in texts]


def _outcomes(rows: Rows, joined: ir.Table, made: Measured, word: Words) -> list[Finding]:
    """Return a warning for each outcome without a rule, and a note where the usual words hold."""
    rules = made.rules or {}
    found = []
    for text, count, first in _words(joined, "outcome")[:SHOWN]:
        if text.strip().casefold() in rules:
            continue
        counted = word.text("expected.offered_only" if rules else "expected.counted_handled")
        where = _where(rows, "outcome", first)
        name = text or '""'
        found.append(
            Finding(Severity.WARNING, Code.UNKNOWN_OUTCOME, where, name, counted, rows=count)
        )
    if rules and not rows.binding.said.outcomes:
        said = ", ".join(f"{text} = {' + '.join(names)}" for text, names in rules.items())
        got = word.text("expected.usual_outcomes", outcomes=said)
        found.append(Finding(Severity.NOTE, Code.DETECTED, _where(rows, "outcome"), got, rows=0))
    return found


def _directions(rows: Rows, joined: ir.Table, word: Words) -> list[Finding]:
    """Return a warning for each direction that is neither in nor out."""
    found = []
    known = (contact_words.INBOUND, contact_words.OUTBOUND)
    for text, count, first in _words(joined, "direction")[:SHOWN]:
        if text and way_of(rows.binding, text) not in known:
            where = _where(rows, "direction", first)
            expected = word.text("expected.as_inbound")
            found.append(
                Finding(Severity.WARNING, Code.UNKNOWN_DIRECTION, where, text, expected, rows=count)
            )
    return found


def _blanks(rows: Rows, joined: ir.Table, made: Measured, word: Words) -> list[Finding]:
    """Return a warning for queues and directions that are blank in some rows and not in others.

    In a list of single contacts a queue is often blank: nobody took the contact.
    """
    single = made.lone or made.answers or made.rules
    found = []
    for name in ("team", "direction") if not single else ("direction",):
        blank = [line for line in _words(joined, name) if not line[0]]
        if name in rows.binding.columns and blank and len(_words(joined, name)) > 1:
            _, count, first = blank[0]
            key = "direction" if name == "direction" else "group"
            expected = word.text(f"expected.blank_{key}")
            where = _where(rows, name, first)
            found.append(
                Finding(Severity.WARNING, Code.BLANK_GROUP, where, "", expected, rows=count)
            )
    return found


def _units(rows: Rows, word: Words) -> list[Finding]:
    """Say of which unit a column was read, where its heading says another one than usual."""
    found = []
    for number in rows.numbers:
        usual = "h" if number.kind.value == "hours" else "s"
        named = contact_words.unit_of_heading(number.bound.heading)
        said = rows.binding.said.duration_of(number.bound.heading)
        other = number.unit not in (None, usual, "h:mm:ss")
        if number.kind in TIMES and other and number.unit == named and not said:
            got = word.text("expected.unit_of_heading", unit=number.unit)
            where = Where(rows.raw.name, rows.raw.sheet, None, number.bound.heading)
            found.append(Finding(Severity.NOTE, Code.DETECTED, where, got, rows=0))
    return found


def _words(joined: ir.Table, name: str) -> list[tuple[str, int, int | None]]:
    """Return the distinct words of a column, the most frequent first, with rows and first row."""
    if name not in joined.columns:
        return []
    counted = joined.group_by(name).agg(rows=joined.count(), first=joined[ROW].min())
    lines = counted.to_pyarrow().to_pylist()
    found = [(line[name] or "", line["rows"], line["first"]) for line in lines]
    return sorted(found, key=lambda one: (-one[1], one[0]))


def _where(rows: Rows, name: str, row: int | None = None) -> Where:
    bound = rows.binding.columns.get(name)
    return Where(rows.raw.name, rows.raw.sheet, row, bound.heading if bound else name)
