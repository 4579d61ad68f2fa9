"""Counts that are shares: percent, or parts of 1, in a column that is read as a count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.schema import Kind
from xlcost.inputs.columns.number_reading import NumberColumn
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.values import numbers
from xlcost.values.marks import NUMBER

SHARE = re.compile(r"%|\bpct\b|\b(?:per ?cent|prosent|procent|prozent)\b", re.IGNORECASE)
LEAST = 2  # parts of 1 from which on they are no weight of a single row


def _count_is_share(case: TableCase) -> Iterator[Finding]:
    """Yield an error for each column of counts of which the cells are shares."""
    if case.counts is None:
        return
    weights = ("average_", "weight_")
    for column in case.rows.numbers:
        if column.kind is not Kind.COUNT or column.name.startswith(weights):
            continue
        if example := _shares(case, column):
            heading = column.bound.heading
            where = case.where(heading)
            yield Finding(Severity.ERROR, Code.COUNT_IS_SHARE, where, example, heading, rows=0)


def _shares(case: TableCase, column: NumberColumn) -> str:
    """Return the first cells of a column that holds shares; nothing where it holds counts."""
    if not case.raw.is_text(column.bound.column):
        return ""
    texts = case.raw.seen.counted(column.bound.column)[0].to_pylist()
    there = [text for text in texts if text and not numbers.is_missing(text)]
    sizes = [size for one in there if (size := numbers.parse(one, column.dialect)) is not None]
    percent = [text for text in there if "%" in text]
    named = sizes and SHARE.search(column.bound.heading)
    if not (named or percent or _parts_of_one(sizes)):
        return ""
    return ", ".join(one.removeprefix(NUMBER) for one in (percent or there)[:2]) + ", …"


def _parts_of_one(sizes: list[Decimal]) -> bool:
    """Tell whether numbers are parts of one: none beyond it, and several of them no whole ones."""
    return sum(bool(size % 1) for size in sizes) >= LEAST and all(0 <= size <= 1 for size in sizes)


COUNT_IS_SHARE = TableRule(Code.COUNT_IS_SHARE, _count_is_share, ("activity", "intervals"))
