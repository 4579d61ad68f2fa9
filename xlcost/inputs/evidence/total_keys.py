"""Total keys: an account, a cost centre or an entity that is the sum of the others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.inputs.columns.column_relations import HALF_A_CENT, Floats, same
from xlcost.inputs.evidence.rule import TableCase, TableRule

DIMENSIONS = ("account", "cost_centre", "entity")
INPUTS = ("ledger", "budget")
FEWEST_PARTS = 2
SURE = 3  # parts, or periods: fewer may be the same by chance
REPEATS = (1.0, 2.0, 3.0, -1.0)  # subtotals and a grand total say the same again


def _look(case: TableCase) -> Iterator[Finding]:
    if case.amounts is None or case.sums.empty:
        return
    frame = case.sums.assign(amount=case.sums["amount"].astype(float))
    for name in DIMENSIONS:
        if frame[name].nunique() <= FEWEST_PARTS:
            continue
        table = frame.pivot_table("amount", name, ["version", "period"], "sum", fill_value=0.0)
        amounts = np.asarray(table.to_numpy(), dtype=np.float64)
        codes = [str(code) for code in table.index]
        for place in _totals(codes, amounts):
            rows = int(frame.loc[frame[name] == codes[place], "rows"].sum())
            column = case.binding.columns.get(name)
            yield Finding(
                Severity.ERROR,
                Code.TOTAL_KEY,
                case.where(column.heading if column else name),
                codes[place] or '""',
                rows=rows,
                amount=f"{amounts[place].sum():.2f}",
            )


def _totals(codes: list[str], amounts: Floats) -> list[int]:
    """Return the codes whose amounts are those of all others, or of all that begin like them."""
    whole = amounts.sum(axis=0)
    found = []
    for place, code in enumerate(codes):
        mine, rest = amounts[place], whole - amounts[place]
        if not (np.abs(mine) > HALF_A_CENT).any():
            continue
        times = REPEATS if not code else REPEATS[:1]
        if _telling(np.delete(amounts, place, axis=0)) and any(same(mine, rest * n) for n in times):
            found.append(place)
    return found or _parents(codes, amounts)


def _telling(parts: Floats) -> bool:
    """Tell whether parts are so many that a sum of them is no chance."""
    filled = np.abs(parts) > HALF_A_CENT
    counts = filled.sum(axis=0)
    enough = counts >= FEWEST_PARTS
    return bool((counts >= SURE).any() or int(enough.sum()) >= SURE)


def _parents(codes: list[str], amounts: Floats) -> list[int]:
    """Return the codes whose amounts are those of the others that begin like them."""
    found: list[int] = []
    by_code = pd.Series(range(len(codes)), index=codes)
    for code in sorted(codes, key=len, reverse=True):
        place = int(by_code[code])
        mine = amounts[place]
        if not code or not (np.abs(mine) > HALF_A_CENT).any():
            continue
        begins = code.rstrip("0") or code  # 6000 above 6300 and 6790
        below = [
            other
            for other, longer in enumerate(codes)
            if longer.startswith(begins) and other != place and other not in found
        ]
        if len(below) < FEWEST_PARTS:
            continue
        parts = amounts[below]
        if _telling(parts) and same(mine, parts.sum(axis=0)):
            found.append(place)
    return found


TOTAL_KEYS = TableRule(Code.TOTAL_KEY, _look, INPUTS)
