"""Group totals: a queue, team or channel whose rows are the sum of all the others."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.dataset.findings import Code, Finding, Severity, few_of
from xlcost.dataset.schema import Kind
from xlcost.inputs.columns.periods import ISO
from xlcost.inputs.contacts.counts import CountTable
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.inputs.files.raw_table import ROW
from xlcost.system.late import np, pd

GROUPS = ("team", "channel", "entity", "direction")
FEWEST_OTHERS = 2  # one other group would be a copy, which other rules find
TELLING = 2  # sums of two groups and more that must agree: one alone may be chance
RELATIVE, ABSOLUTE = 1e-9, 1e-6
FLOWS = (Kind.COUNT, Kind.DURATION, Kind.HOURS)
# Whole numbers of contacts, which add up exactly: times that were made of rounded averages do not.
CONTACTS = ("offered", "handled", "abandoned")
PEOPLE = ("fte",)  # a level in time, and a sum over teams
SHOWN = 4


def _look(case: TableCase) -> Iterator[Finding]:
    """Yield an error for each group that is the sum of the others on every day."""
    if case.counts is None or case.sums.empty:
        return
    measures = measures_of(case.counts)
    for name in GROUPS:
        bound = case.binding.columns.get(name)
        if bound is None or name not in case.sums or not measures:
            continue
        for group, others in totals(case.sums, name, measures):
            shown = few_of(others, SHOWN)
            rows, first = _rows(case, name, group)
            yield Finding(
                Severity.ERROR,
                Code.TOTAL_AMONG_PARTS,
                case.where(bound.heading, first),
                f'"{group}"',
                shown,
                rows=rows,
            )
            return  # with the total gone, another look may find the next


def measures_of(counts: CountTable) -> list[str]:
    """Return the measures of a table of which those of a total are the sums."""
    flows = counts.rows.binding.input.of_kind(*FLOWS)
    found = [name for name in (*flows, *PEOPLE) if name in counts.daily]
    whole = [name for name in CONTACTS if name in found and counts.daily[name].any()]
    return whole or found


def totals(days: pd.DataFrame, name: str, measures: list[str]) -> list[tuple[str, list[str]]]:
    """Return the groups whose rows are the sums of all other groups on every day.

    Args:
        days: The sums of each day.
        name: The column of the groups.
        measures: What must add up.
    """
    keys = ["version", "period", ISO]
    filled = days.fillna(dict.fromkeys(measures, 0.0))
    groups = sorted({str(group) for group in days[name]})
    if len(groups) <= FEWEST_OTHERS:
        return []
    tables = [
        filled.pivot_table(index=keys, columns=name, values=m, aggfunc="sum", fill_value=0)
        for m in measures
    ]
    cube = np.stack([t.reindex(columns=groups).to_numpy(dtype=float) for t in tables], axis=1)
    every = cube.sum(axis=2)
    found = []
    for place, group in enumerate(groups):
        mine = cube[:, :, place]
        rest = every - mine
        allowed = np.maximum(ABSOLUTE, RELATIVE * np.maximum(np.abs(mine), np.abs(rest)))
        parts = (np.abs(np.delete(cube, place, axis=2)) > ABSOLUTE).sum(axis=2)
        telling = int((parts >= FEWEST_OTHERS).sum())
        if telling >= TELLING and bool((np.abs(mine - rest) <= allowed).all()):
            found.append((group, [other for other in groups if other != group]))
    return found


def _rows(case: TableCase, name: str, group: str) -> tuple[int, int | None]:
    table = case.rows.table
    mine = table.filter(table[name].strip().lower() == group.casefold())
    line = mine.agg(rows=mine.count(), first=mine[ROW].min()).to_pyarrow().to_pylist()[0]
    return int(line["rows"]), line["first"]


GROUP_TOTALS = TableRule(Code.TOTAL_AMONG_PARTS, _look, ("activity", "workforce", "intervals"))
