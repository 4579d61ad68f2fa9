"""Gross amounts: amounts with VAT are read, and a column without it stands beside them."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.schema import AMOUNTS
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.values.taxes import NET, TAX


def _look(case: TableCase) -> Iterator[Finding]:
    bound = case.binding.columns.get("amount")
    if bound is None or case.amounts is None or NET.search(bound.heading):
        return
    headings = [other.heading for other in case.binding.others]
    net = [heading for heading in headings if NET.search(heading)]
    taxed = any(TAX.search(heading) for heading in [bound.heading, *headings])
    if len(net) == 1 and taxed and "amount" not in case.said.columns:
        yield Finding(
            Severity.ERROR,
            Code.GROSS_AMOUNT,
            case.where(bound.heading),
            bound.heading,
            net[0],
            rows=0,
            amount=f"{case.total:.2f}",
        )


GROSS_AMOUNTS = TableRule(Code.GROSS_AMOUNT, _look, AMOUNTS)
