"""Why the cost of the lines that pay people changed: the steps of the bridge, and what they are."""

from __future__ import annotations

from collections.abc import Sequence

from xlcost.report.bridges import drivers
from xlcost.report.bridges.driver_tables import DriverTables
from xlcost.report.bridges.drivers import BUDGET, Pair
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import Expression, is_number
from xlcost.report.model.lazy_values import values
from xlcost.report.model.once import once


def driven(ctx: Context, spans: Sequence[str], other: str) -> tuple[Pair, ...]:
    """Return the pairs of some spans; none where a driver of one of them is missing."""
    held = [drivers.pair(ctx, span, other) for span in spans]
    pairs = tuple(one for one in held if one is not None)
    if len(pairs) < len(spans) or not all(_explained(ctx, one) for one in pairs):
        return ()
    return pairs


@once
def _explained(ctx: Context, pair: Pair) -> bool:
    """Whether the drivers of a pair explain anything."""
    return drivers.complete(ctx, pair) and all(
        is_number(values(ctx).value(step)) for step in _steps(ctx, pair).values()
    )


@once
def _steps(ctx: Context, pair: Pair) -> dict[str, Expression]:
    """Return each step as the sheet shows it, and the tables that it points at are known."""
    tables = DriverTables(ctx, (pair,))
    known = values(ctx)
    for table in (tables.channels(), tables.rates()):
        for row in table.rows:  # by span, as the sheet has all spans beside each other
            known.know_row(table.id, row.key, row.cells)
    return {key: tables.step(pair, key) for key in (*drivers.STEPS, "other")}


def moved(ctx: Context, span: str, other: str = BUDGET) -> list[tuple[str, str, float]]:
    """Return why the cost of the lines that pay people changed.

    Args:
        ctx: The report.
        span: "month", "ytd" or "year".
        other: What it is compared with: "bu" for the budget, "py" for the prior year.

    Returns:
        Key, label and amount of each step; they add up to the whole change of those lines.
        Nothing where the drivers are not known.
    """
    pairs = driven(ctx, [span], other)
    if not pairs:
        return []
    known, steps = values(ctx), _steps(ctx, pairs[0])
    amounts = {key: known.number(steps[key]) for key in drivers.STEPS}
    amounts["currency"] = DriverTables(ctx, pairs).moved_by_rates(pairs[0])
    amounts["other"] = known.number(steps["other"])
    return [
        (key, ctx.t(f"bridge.{key}"), round(amount, 2)) for key, amount in amounts.items() if amount
    ]
