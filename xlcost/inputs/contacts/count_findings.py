"""Findings of counts: those below zero, and those that disagree with each other."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.inputs.columns.rows import Rows
from xlcost.inputs.files.raw_table import ROW
from xlcost.locales.words import Words

if TYPE_CHECKING:
    import ibis.expr.types as ir


def negative_counts(rows: Rows, joined: ir.Table, word: Words) -> list[Finding]:
    """Return a warning for each column of counts with numbers below zero.

    Args:
        rows: The rows of a table.
        joined: Those that are used.
        word: The words of the report language.
    """
    below = zip(rows.numbers, _below_zero(rows, joined), strict=True)
    return [
        Finding(
            Severity.WARNING,
            Code.NEGATIVE_COUNT,
            Where(rows.raw.name, rows.raw.sheet, first, number.bound.heading),
            f"{least.normalize():f}",
            word.text("expected.count"),
            rows=count,
        )
        for number, (count, first, least) in below
        if count
    ]


def disagreeing_counts(rows: Rows, joined: ir.Table, word: Words) -> list[Finding]:
    """Return a warning where contacts offered are not those handled and abandoned.

    Args:
        rows: The rows of a table.
        joined: Those that are used.
        word: The words of the report language.
    """
    counts = ("offered", "handled", "abandoned")
    if not set(counts) <= set(joined.columns):
        return []
    handled = joined["handled"].fill_null(0) + joined["abandoned"].fill_null(0)
    off = joined.filter((joined["offered"] != handled).fill_null(False))
    count = int(off.count().to_pyarrow().as_py())
    if not count:
        return []
    line = off.order_by(ROW).limit(1).select(ROW, *counts).to_pyarrow().to_pylist()[0]
    got = " / ".join("" if line[n] is None else f"{line[n].normalize():f}" for n in counts)
    where = Where(rows.raw.name, rows.raw.sheet, line[ROW])
    expected = word.text("expected.counts")
    return [Finding(Severity.WARNING, Code.COUNTS_DISAGREE, where, got, expected, rows=count)]


def _below_zero(rows: Rows, joined: ir.Table) -> list[tuple[int, int, Decimal]]:
    """Return of each number how many are below zero, the first row and the least, at one go."""
    asked: dict[str, Any] = {}
    for place, number in enumerate(rows.numbers):
        column = joined[number.name]
        asked[f"rows{place}"] = joined.count(where=column < 0)
        asked[f"first{place}"] = joined[ROW].min(where=column < 0)
        asked[f"got{place}"] = column.min(where=column < 0)
    if not asked:
        return []
    line = joined.agg(**asked).to_pyarrow().to_pylist()[0]
    return [
        (line[f"rows{place}"], line[f"first{place}"], line[f"got{place}"])
        for place in range(len(rows.numbers))
    ]
