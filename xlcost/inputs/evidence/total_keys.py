"""Total keys: an account, a cost centre or an entity that is the sum of the others."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.engine import Engine, quoted
from xlcost.inputs.columns.column_relations import HALF_A_CENT, Floats, allowed, same
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.system.late import np

DIMENSIONS = ("account", "cost_centre", "entity")
INPUTS = ("ledger", "budget")
FEWEST_PARTS = 2
MOST_CODES = 3000
SURE = 3  # parts, or periods: fewer may be the same by chance
REPEATS = (1.0, 2.0, 3.0, -1.0)  # subtotals and a grand total say the same again


def _look(case: TableCase) -> Iterator[Finding]:
    if case.amounts is None:
        return
    for name in DIMENSIONS:
        codes, amounts = _by_code(case.engine, case.amounts.held.name, name)
        totals = _totals(codes, amounts) if len(codes) > FEWEST_PARTS else []
        totals = totals or (_subtotals(amounts) if name == "account" else [])
        for place in totals:
            column = case.binding.columns.get(name)
            heading = column.heading if column else name
            yield Finding(
                Severity.ERROR,
                Code.TOTAL_KEY,
                case.where(heading),
                codes[place] or '""',
                f'leave_out = [{{ column = "{heading}", values = ["{codes[place]}"] }}]',
                rows=_rows(case, name, codes[place]),
                amount=f"{amounts[place].sum():.2f}",
            )


def _by_code(engine: Engine, sums: str, name: str) -> tuple[list[str], Floats]:
    """Return the codes of a column in order, and the amounts of each by version and period."""
    (count,) = engine.ask(f"SELECT count(DISTINCT {name}) FROM {sums}")[0]
    if count <= FEWEST_PARTS:
        return [], np.zeros((0, 0))
    found = engine.ask(
        f"SELECT {name}, version, period, CAST(sum(amount) AS DOUBLE) FROM {sums} GROUP BY ALL"
    )
    codes = sorted({str(code) for code, *_ in found})
    moments = sorted({(version, period) for _, version, period, _ in found})
    rows = {code: place for place, code in enumerate(codes)}
    columns = {moment: place for place, moment in enumerate(moments)}
    amounts = np.zeros((len(codes), len(moments)))
    for code, version, period, amount in found:
        amounts[rows[code], columns[version, period]] = amount
    return codes, amounts


def _rows(case: TableCase, name: str, code: str) -> int:
    """Return how many rows have a code."""
    assert case.amounts is not None
    sql = f"SELECT sum(rows) FROM {case.amounts.held.name} WHERE {name} = {quoted(code)}"
    return int(case.engine.ask(sql)[0][0])


def _totals(codes: list[str], amounts: Floats) -> list[int]:
    """Return the codes whose amounts are those of all others, or of all that begin like them."""
    filled = _filled(amounts)
    rest = amounts.sum(axis=0) - amounts
    alike = _same_rows(amounts, rest)
    if codes[0] == "":
        alike[0] |= any(_same_rows(amounts[:1], rest[:1] * times)[0] for times in REPEATS)
    found = [
        int(place)
        for place in np.flatnonzero(alike & filled)
        if _telling(np.delete(amounts, place, axis=0))
    ]
    return found or _parents(codes, amounts, filled)


def _filled(amounts: Floats) -> Any:
    """Return of each row whether it has any amount."""
    return (np.abs(amounts) > HALF_A_CENT).any(axis=1)


def _same_rows(one: Floats, other: Floats) -> Any:
    """Return of each row whether both say the same to the cent."""
    return (np.abs(one - other) <= allowed(one, other)).all(axis=1)


def _telling(parts: Floats) -> bool:
    """Tell whether parts are so many that a sum of them is no chance."""
    filled = np.abs(parts) > HALF_A_CENT
    counts = filled.sum(axis=0)
    enough = counts >= FEWEST_PARTS
    return bool((counts >= SURE).any() or int(enough.sum()) >= SURE)


def _parents(codes: list[str], amounts: Floats, filled: Any) -> list[int]:
    """Return the codes whose amounts are those of the others that begin like them.

    Args:
        codes: The codes, in order: those that begin alike stand side by side.
        amounts: The amounts of each.
        filled: Whether it has any.
    """
    found: list[int] = []
    for place in sorted(range(len(codes)), key=lambda place: len(codes[place]), reverse=True):
        code = codes[place]
        begins = code.rstrip("0") or code  # 6000 above 6300 and 6790
        first, behind = bisect_left(codes, begins), bisect_left(codes, begins + chr(sys.maxunicode))
        if not code or not filled[place] or behind - first <= FEWEST_PARTS:
            continue
        below = [other for other in range(first, behind) if other != place and other not in found]
        if len(below) < FEWEST_PARTS:
            continue
        parts = amounts[below]
        if same(amounts[place], parts.sum(axis=0)) and _telling(parts):
            found.append(place)
    return found


def _subtotals(amounts: Floats) -> list[int]:
    """Return the codes, in order, whose amounts are the sum of several that stand before them."""
    if len(amounts) > MOST_CODES:
        return []
    running = np.vstack([np.zeros(amounts.shape[1]), np.cumsum(amounts, axis=0)])
    found = []
    for place in range(FEWEST_PARTS, len(amounts)):
        mine = amounts[place]
        if not (np.abs(mine) > HALF_A_CENT).any():
            continue
        gaps = np.abs(running[place] - running[: place - FEWEST_PARTS + 1] - mine)
        starts = np.flatnonzero((gaps <= HALF_A_CENT).all(axis=1))
        if any(_telling(amounts[start:place]) for start in starts):
            found.append(place)
    return found


TOTAL_KEYS = TableRule(Code.TOTAL_KEY, _look, INPUTS)
