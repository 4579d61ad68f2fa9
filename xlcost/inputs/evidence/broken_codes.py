"""Broken codes: long account numbers that a spreadsheet wrote as 4,00001E+11."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.schema import AMOUNTS
from xlcost.engine import among
from xlcost.inputs.evidence.rule import TableCase, TableRule

BROKEN = re.compile(r"[0-9][.,]?[0-9]*E\+?[0-9]{1,3}", re.IGNORECASE)
KEYS = ("account", "cost_centre", "entity")


def _look(case: TableCase) -> Iterator[Finding]:
    for name in KEYS:
        column = case.binding.columns.get(name)
        if column is None or case.amounts is None:
            continue
        codes = [code for code in case.amounts.distinct(name) if BROKEN.fullmatch(str(code))]
        if codes:
            sums = f"SELECT sum(rows), sum(amount) FROM {case.amounts.held.name}"
            rows, total = case.engine.ask(f"{sums} WHERE {among(name, codes)}")[0]
            yield Finding(
                Severity.WARNING,
                Code.BROKEN_CODE,
                case.where(column.heading),
                ", ".join(codes[:3]),
                rows=int(rows),
                amount=f"{total:.2f}",
            )


BROKEN_CODES = TableRule(Code.BROKEN_CODE, _look, AMOUNTS)
