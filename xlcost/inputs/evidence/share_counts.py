"""Counts that are shares: percent, or parts of 1, in a column that is read as a count."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.schema import Kind
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.values import numbers
from xlcost.values.marks import NUMBER

SHARE = re.compile(r"%|\bpct\b|\b(?:per ?cent|prosent|procent|prozent)\b", re.IGNORECASE)
LEAST = 2  # parts of 1 from which on they are no weight of a single row


def _count_is_share(case: TableCase) -> Iterator[Finding]:
    """Yield an error for each column of counts of which the cells are shares."""
    weights = ("average_", "weight_")
    counts = [
        n for n in case.rows.numbers if n.kind is Kind.COUNT and not n.name.startswith(weights)
    ]
    for column in counts if case.counts is not None else ():
        if not case.raw.is_text(column.bound.column):
            continue
        texts = case.raw.seen.counted(column.bound.column)[0].to_pylist()
        there = [text for text in texts if text and not numbers.is_missing(text)]
        sizes = [size for one in there if (size := numbers.parse(one, column.dialect)) is not None]
        parts = [size for size in sizes if size % 1]
        percent = [text for text in there if "%" in text]
        named = sizes and SHARE.search(column.bound.heading)
        if named or percent or (len(parts) >= LEAST and all(0 <= size <= 1 for size in sizes)):
            got = ", ".join(one.removeprefix(NUMBER) for one in (percent or there)[:2]) + ", …"
            heading = column.bound.heading
            where = case.where(heading)
            yield Finding(Severity.ERROR, Code.COUNT_IS_SHARE, where, got, heading, rows=0)


COUNT_IS_SHARE = TableRule(Code.COUNT_IS_SHARE, _count_is_share, ("activity", "intervals"))
