"""Variance columns: the difference of two columns is no amount of its own."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.schema import AMOUNTS
from xlcost.inputs.columns import column_relations
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.inputs.evidence.total_columns import FEWEST, by_row
from xlcost.inputs.ledgers.versions import version_name
from xlcost.values.scenarios import VARIANCE


def _look(case: TableCase) -> Iterator[Finding]:
    bound = case.binding.amounts
    if case.amounts is None or not bound:
        return
    found = {place for place, (one, _) in enumerate(bound) if VARIANCE.search(one.heading)}
    if len(bound) >= FEWEST and not found:
        found = _by_amounts(case)
    for place in sorted(found):
        heading = bound[place][0].heading
        amount = by_row(case, [f"amount_{place}"]).sum()
        yield Finding(
            Severity.ERROR,
            Code.VARIANCE_COLUMN,
            case.where(heading),
            heading,
            rows=0,
            amount=f"{amount:.2f}",
        )


def _by_amounts(case: TableCase) -> set[int]:
    """Return the columns that are the difference of two versions, and called one of the two."""
    bound = case.binding.amounts
    versions = [version_name(what.version) if what.version else "" for _, what in bound]
    amounts = by_row(case, [f"amount_{place}" for place in range(len(bound))])
    found = set()
    for relation in column_relations.differences(amounts):
        one, other = (versions[place] for place in relation.parts)
        if one != other and versions[relation.column] in (one, other):
            found.add(relation.column)
    return found


VARIANCE_COLUMNS = TableRule(Code.VARIANCE_COLUMN, _look, AMOUNTS)
