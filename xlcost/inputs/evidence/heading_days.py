"""Heading days: the headings Jan-26, Feb-26 that a spreadsheet made into days of another year."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.schema import AMOUNTS
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.values.heading_days import DAY, made_of_month


def _look(case: TableCase) -> Iterator[Finding]:
    headings = [bound.heading for bound, _ in case.binding.amounts]
    if year := made_of_month(headings):
        got = ", ".join(heading for heading in headings if DAY.fullmatch(heading.strip()))[:60]
        yield Finding(Severity.WARNING, Code.HEADING_DAYS, case.where(), got, year, rows=0)


HEADING_DAYS = TableRule(Code.HEADING_DAYS, _look, AMOUNTS)
