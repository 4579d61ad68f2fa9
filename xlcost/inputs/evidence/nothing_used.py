"""A table of which every row is left out: it would give nothing, and nobody would miss it."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.inputs.evidence.rule import TableCase, TableRule


def _no_row_used(case: TableCase) -> Iterator[Finding]:
    """Yield an error for a table with rows of which none is used, where no other says why."""
    if any(one.severity is Severity.ERROR for one in case.table.findings):
        return
    read = case.table.rows_read
    left = case.table.rows_left_out + (case.amounts.rows_blank if case.amounts else 0)
    if read and left >= read:
        yield Finding(Severity.ERROR, Code.NO_ROW_USED, case.where(), case.input, rows=read)


NO_ROW_USED = TableRule(Code.NO_ROW_USED, _no_row_used)
