"""Total columns: a column that is the sum of others is never counted beside its parts."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.dataset.findings import Code, Finding, Severity, few_of
from xlcost.dataset.schema import AMOUNTS
from xlcost.engine import frame_of
from xlcost.inputs.columns import column_relations
from xlcost.inputs.columns.column_relations import Floats
from xlcost.inputs.columns.rows import LEFT
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.inputs.ledgers.sums import factor_of
from xlcost.inputs.ledgers.versions import version_name
from xlcost.system.late import np

FEWEST = 3  # columns of amounts: a sum and two parts
MOST_GROUPS = 5000
SHOWN = 4


def by_row(case: TableCase, names: list[str]) -> Floats:
    """Return the amounts of some columns, one line an account and period."""
    table = case.amounts.grouped if case.amounts else case.rows.table
    used = table.filter(table[LEFT] == "")
    keys = [name for name in ("account", "cost_centre", "_when") if name in used.columns]
    summed = used.group_by(keys).agg(**{name: used[name].sum() for name in names})
    frame = frame_of(summed.limit(MOST_GROUPS))
    return np.asarray(frame[names].astype(float).fillna(0.0).to_numpy(), dtype=np.float64)


def _look(case: TableCase) -> Iterator[Finding]:
    bound = case.binding.amounts
    if len(bound) < FEWEST or case.amounts is None:
        return
    amounts = by_row(case, [f"amount_{place}" for place in range(len(bound))])
    default = "original" if case.input == "budget" else "actual"
    versions = [version_name(what.version or "") if what.version else default for _, what in bound]
    signs = [float(factor_of(case.binding, what)) for _, what in bound]
    for relation in column_relations.sums(amounts * np.asarray(signs)):
        heading = bound[relation.column][0].heading
        parts = [bound[place][0].heading for place in relation.parts]
        beside = any(versions[place] == versions[relation.column] for place in relation.parts)
        shown = few_of(parts, SHOWN)
        total = amounts[:, relation.column].sum()
        yield Finding(
            Severity.ERROR if beside else Severity.NOTE,
            Code.TOTAL_COLUMN,
            case.where(heading),
            heading,
            shown,
            rows=relation.rows,
            amount=f"{total:.2f}",
            reason="" if beside else "other_version",
        )


TOTAL_COLUMNS = TableRule(Code.TOTAL_COLUMN, _look, AMOUNTS)
