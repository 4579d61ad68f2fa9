"""Running totals: amounts of the year so far, read as the amounts of each month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.schema import AMOUNTS
from xlcost.engine import Engine, quoted
from xlcost.inputs.columns import column_relations
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.system.late import np
from xlcost.values.scenarios import RUNNING

FEWEST_PERIODS = 4  # of rows, where they need only grow: in columns three are enough
ALIKE = 2.0  # how many times larger the largest step of three periods may be
FEWEST_KEYS = 3
MOSTLY = 0.9  # of the money


def _look(case: TableCase) -> Iterator[Finding]:
    if case.amounts is None or case.input == "trial_balance":
        return
    if case.said.cumulative and ("amount" in case.binding.columns or _of_months(case)):
        return
    headings = [bound.heading for bound, _ in case.binding.amounts]
    if "amount" in case.binding.columns:
        headings.append(case.binding.columns["amount"].heading)
    named = next((heading for heading in headings if RUNNING.search(heading)), "")
    grown = _grown(case.engine, case.amounts.held.name)
    if named or grown:
        yield Finding(
            Severity.ERROR,
            Code.RUNNING_TOTAL,
            case.where(named),
            named or case.word.text("expected.grows"),
            case.input,
            rows=0,
            amount=f"{case.total:.2f}",
        )


def _of_months(case: TableCase) -> bool:
    return any(what.period for _, what in case.binding.amounts)


def _grown(engine: Engine, sums: str) -> bool:
    """Tell whether the amounts of a version only grow through a year, account by account."""
    years: dict[tuple[str, int], list[int]] = {}
    asked = f"SELECT DISTINCT version, period FROM {sums} WHERE period % 100 <> 0 ORDER BY ALL"
    for version, period in engine.ask(asked):
        years.setdefault((str(version), int(period) // 100), []).append(int(period))
    for (version, _), periods in years.items():
        if len(periods) < FEWEST_PERIODS - 1:
            continue
        few = len(periods) < FEWEST_PERIODS
        # A key of one period alone can grow into nothing, and there may be millions of them.
        amounts = _by_key(engine, sums, version, periods, fewest=1 if few else 2)
        if _steady(amounts) if few else column_relations.grows(amounts):
            return True
    return False


def _by_key(
    engine: Engine, sums: str, version: str, periods: Sequence[int], *, fewest: int
) -> column_relations.Floats:
    """Return the amounts of some periods, one line an account in a cost centre and entity."""
    columns = [
        f"CAST(coalesce(sum(amount) FILTER (period = {period}), 0) AS DOUBLE) AS p{period}"
        for period in periods
    ]
    inside = f"version = {quoted(version)} AND period IN ({', '.join(map(str, periods))})"
    return engine.numbers(
        f"SELECT {', '.join(columns)} FROM {sums} WHERE {inside} "
        f"GROUP BY account, cost_centre, entity HAVING count(*) >= {fewest}"
    )


def _steady(amounts: column_relations.Floats) -> bool:
    """Tell whether three periods add about as much each, in most of the money of several keys.

    Costs of months that double and then grow by half, in nearly everything, are running totals.
    """
    first = np.abs(amounts[:, 0])
    steps = np.abs(np.column_stack([first, np.diff(amounts, axis=1)]))
    signs = np.sign(np.column_stack([amounts[:, 0], np.diff(amounts, axis=1)]))
    alike = (signs == signs[:, :1]).all(axis=1) & (first > column_relations.HALF_A_CENT)
    alike &= steps.max(axis=1) <= ALIKE * steps.min(axis=1)
    size = np.abs(amounts[:, -1])
    return int(alike.sum()) >= FEWEST_KEYS and bool(size[alike].sum() >= MOSTLY * size.sum())


RUNNING_TOTALS = TableRule(Code.RUNNING_TOTAL, _look, AMOUNTS)
