"""From one amount to another in steps: what each driver or line did, and where it led.

A bridge moves one thing at a time. Which is moved first is a convention, so it is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from xlcost.catalogue import table_formulas
from xlcost.catalogue.measures import (
    Unit,
    difference,
    divide,
    equal_shapes,
    finite,
    in_domain,
    total,
)
from xlcost.catalogue.registry import metric

_SECONDS = 3600  # in an hour
_BUDGET_TIME = "SUMPRODUCT({budget_volumes}*{budget_ahts})/SUM({budget_volumes})"
_ACTUAL_HOURS = "SUMPRODUCT({actual_volumes}*{actual_ahts})/3600"
_AT_BUDGET = "/3600/{budget_occupancy}/(1-{budget_shrinkage})*{budget_rate}"
_AT_ACTUAL = "/{actual_occupancy}/(1-{actual_shrinkage})"


class LabourCostBridge(NamedTuple):
    """The change of labour cost, driver by driver, between its start and its end; money."""

    start: float
    volume: float
    mix: float
    aht: float
    occupancy: float
    shrinkage: float
    rate: float
    other: float
    end: float


class OpexBridge(NamedTuple):
    """One step from budget to actual, and the running total after it; money."""

    amount: float
    running_total: float


@metric(
    en="Labour cost bridge",
    nb="Bro for lønnskostnad",
    nb_summary=(
        "Hvorfor lønnskostnaden ikke er som budsjettert: volum, miks, behandlingstid, belegg, "
        "svinn, sats."
    ),
    unit=Unit.MONEY,
    better="lower",
    formula={
        "start": "SUMPRODUCT({budget_volumes}*{budget_ahts})" + _AT_BUDGET,
        "volume": f"(SUM({{actual_volumes}})-SUM({{budget_volumes}}))*{_BUDGET_TIME}{_AT_BUDGET}",
        "mix": (
            "(SUMPRODUCT({actual_volumes}*{budget_ahts})"
            f"-SUM({{actual_volumes}})*{_BUDGET_TIME}){_AT_BUDGET}"
        ),
        "aht": "SUMPRODUCT({actual_volumes}*({actual_ahts}-{budget_ahts}))" + _AT_BUDGET,
        "occupancy": (
            f"{_ACTUAL_HOURS}*(1/{{actual_occupancy}}-1/{{budget_occupancy}})"
            "/(1-{budget_shrinkage})*{budget_rate}"
        ),
        "shrinkage": (
            f"{_ACTUAL_HOURS}/{{actual_occupancy}}"
            "*(1/(1-{actual_shrinkage})-1/(1-{budget_shrinkage}))*{budget_rate}"
        ),
        "rate": f"{_ACTUAL_HOURS}{_AT_ACTUAL}*({{actual_rate}}-{{budget_rate}})",
        "other": f"{{actual_labour_cost}}-{_ACTUAL_HOURS}{_AT_ACTUAL}*{{actual_rate}}",
        "end": "{actual_labour_cost}+0",
    },
    shape="row",
)
def labour_cost_bridge(
    budget_volumes: Sequence[float],
    actual_volumes: Sequence[float],
    budget_ahts: Sequence[float],
    actual_ahts: Sequence[float],
    budget_occupancy: float,
    actual_occupancy: float,
    budget_shrinkage: float,
    actual_shrinkage: float,
    budget_rate: float,
    actual_rate: float,
    actual_labour_cost: float,
) -> LabourCostBridge:
    """Why labour cost is not as budgeted: volume, mix, AHT, occupancy, shrinkage, rate.

    Labour cost is contacts times AHT, over occupancy, over one less shrinkage, times the rate of a
    paid hour. The drivers move to actual one at a time, in this order, which is a convention;
    `other` is what they leave unexplained. The steps always add up to the end.

    Args:
        budget_volumes: Budgeted contacts of each channel, counts.
        actual_volumes: Actual contacts of each channel, counts.
        budget_ahts: Budgeted average handle time of each channel, in seconds.
        actual_ahts: Actual average handle time of each channel, in seconds.
        budget_occupancy: Budgeted handle hours over logged-in hours, a share from 0 to 1.
        actual_occupancy: Actual handle hours over logged-in hours, a share from 0 to 1.
        budget_shrinkage: Budgeted hours paid but not worked, a share of paid hours from 0 to 1.
        actual_shrinkage: Actual hours paid but not worked, a share of paid hours from 0 to 1.
        budget_rate: Budgeted cost of a paid hour, in the report currency.
        actual_rate: Actual cost of a paid hour, in the report currency.
        actual_labour_cost: Actual labour cost that the bridge ends at, in the report currency.

    Returns:
        Start, seven steps and end in report currency; a positive step is dearer, not rounded.

    Raises:
        DivisionByZero: No budgeted contacts, an occupancy of 0, a shrinkage of 1. Excel shows
            #DIV/0!.
        OutsideDomain: A count or time is negative, a share outside 0 to 1. Excel shows #NUM!.
        WrongValue: The ranges have different shapes, or hold text. Excel shows #VALUE!.

    Example:
        >>> labour_cost_bridge(
        ...     [12_000], [10_000], [2_880], [3_240], 1, 1, 0, 0, 20, 22, 198_000
        ... )[1:8]
        (-32000.0, 0.0, 20000.0, 0.0, 0.0, 18000.0, 0.0)

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 7: one factor at a time, with
        the Webb Company's direct labour as the example.
    """
    equal_shapes(budget_volumes, actual_volumes, budget_ahts, actual_ahts)
    in_domain(
        budget_volumes=budget_volumes,
        actual_volumes=actual_volumes,
        budget_ahts=budget_ahts,
        actual_ahts=actual_ahts,
        budget_occupancy=budget_occupancy,
        actual_occupancy=actual_occupancy,
        budget_shrinkage=budget_shrinkage,
        actual_shrinkage=actual_shrinkage,
        budget_rate=budget_rate,
        actual_rate=actual_rate,
        actual_labour_cost=actual_labour_cost,
    )
    budget_total, actual_total = total(budget_volumes), total(actual_volumes)
    budget_time = _products(budget_volumes, budget_ahts)
    mean_time = divide(budget_time, budget_total)
    at_actual_mix = _products(actual_volumes, budget_ahts)
    slower = _products(actual_volumes, list(map(difference, actual_ahts, budget_ahts)))
    hours = _products(actual_volumes, actual_ahts) / _SECONDS
    present, paid = 1 - budget_shrinkage, 1 - actual_shrinkage
    at_budget = partial(_paid_time, occupancy=budget_occupancy, present=present, rate=budget_rate)
    logged_in = divide(hours, actual_occupancy)
    busier = difference(divide(1, actual_occupancy), divide(1, budget_occupancy))
    more_paid = difference(divide(1, paid), divide(1, present))
    needed = divide(logged_in, paid)
    return LabourCostBridge(
        start=at_budget(budget_time),
        volume=at_budget(difference(actual_total, budget_total) * mean_time),
        mix=at_budget(difference(at_actual_mix, actual_total * mean_time)),
        aht=at_budget(slower),
        occupancy=finite(divide(hours * busier, present) * budget_rate),
        shrinkage=finite(logged_in * more_paid * budget_rate),
        rate=finite(needed * difference(actual_rate, budget_rate)),
        other=difference(actual_labour_cost, finite(needed * actual_rate)),
        end=float(actual_labour_cost),
    )


def _paid_time(seconds: float, occupancy: float, present: float, rate: float) -> float:
    """Return what handle time costs, with the waiting and the absence that go with it."""
    return finite(divide(divide(seconds / _SECONDS, occupancy), present) * rate)


def _products(first: Sequence[float], second: Sequence[float]) -> float:
    return total(finite(one * other) for one, other in zip(first, second, strict=True))


@metric(
    en="OpEx bridge",
    nb="Bro for driftskostnader",
    nb_summary=(
        "Fra samlet budsjett til samlet faktisk, ett trinn per linje, med løpende sum til et "
        "fossediagram."
    ),
    unit=Unit.MONEY,
    better="lower",
    shape="range",
    modern=table_formulas.OPEX_BRIDGE,
)
def opex_bridge(
    budget_amounts: Sequence[float], actual_amounts: Sequence[float]
) -> tuple[OpexBridge, ...]:
    """From total budget to total actual, a step a line, with running totals for a waterfall.

    The first row is the budget, the last the actual; each row between is actual less budget of a
    line, in the order given. Every running total is exact, and the last one is the actual.

    Args:
        budget_amounts: Budgeted amount of each line, in the report currency.
        actual_amounts: Actual amount of each line, in the report currency.

    Returns:
        Rows of amount and running total in report currency; a positive step is above budget.

    Raises:
        OutsideDomain: A sum is too large for a cell. Excel shows #NUM!.
        WrongValue: The ranges have different shapes, or hold text. Excel shows #VALUE!.

    Example:
        >>> opex_bridge([100, 50], [90, 65])[1:3]
        (OpexBridge(amount=-10, running_total=140.0), OpexBridge(amount=15, running_total=155.0))

    Source:
        IBCS Standards 1.2: the waterfall of variances from plan to actual; sign as ΔBU.
    """
    equal_shapes(budget_amounts, actual_amounts)
    in_domain(budget_amounts=budget_amounts, actual_amounts=actual_amounts)
    steps = [
        OpexBridge(
            difference(actual, budget),
            total((*actual_amounts[: place + 1], *budget_amounts[place + 1 :])),
        )
        for place, (actual, budget) in enumerate(zip(actual_amounts, budget_amounts, strict=True))
    ]
    start, end = total(budget_amounts), total(actual_amounts)
    return (OpexBridge(start, start), *steps, OpexBridge(end, end))
