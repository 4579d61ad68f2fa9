"""Budget against actuals: the variance, whether it matters, and why it is there.

A variance is actual − budget, always. Whether that is good is said in words, by VARIANCE_STATUS.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xlcost.catalogue.measures import (
    Unit,
    choice,
    difference,
    divide,
    equal_shapes,
    finite,
    in_domain,
    total,
)
from xlcost.catalogue.registry import metric

_AMOUNT_TEST = "ABS({actual}-{budget})>={amount_threshold}+0"
_PCT_TEST = "ABS({actual}-{budget})/ABS({budget})>={pct_threshold}+0"
_CHANGED = "{actual}+0<>{budget}+0"


class PriceVolumeMix(NamedTuple):
    """The change of one product's revenue or cost, taken apart; money."""

    price: float
    volume: float
    mix: float


@metric(
    en="Variance",
    nb="Avvik",
    nb_summary="Faktisk minus budsjett, i penger.",
    unit=Unit.MONEY,
    better="lower",
    formula="{actual}-{budget}",
)
def opex_variance(actual: float, budget: float) -> float:
    """Actual less budget, in money.

    Positive means more was spent than budgeted. The sign never changes with the kind of line;
    VARIANCE_STATUS says whether it is favourable.

    Args:
        actual: Actual amount, in the report currency.
        budget: Budgeted amount of the same lines and periods, in the report currency.

    Returns:
        Report currency, positive above budget, not rounded.

    Raises:
        OutsideDomain: The difference is too large for a cell. Excel shows #NUM!.

    Example:
        >>> opex_variance(105_000, 100_000)
        5000

    Source:
        Teneo, "Operational Expenses (OpEx)": budget vs. actuals; sign as ΔBU in the IBCS
        Standards 1.2.
    """
    in_domain(actual=actual, budget=budget)
    return difference(actual, budget)


@metric(
    en="Variance in percent",
    nb="Avvik i prosent",
    nb_summary="Faktisk minus budsjett, som andel av budsjettets størrelse.",
    unit=Unit.SHARE,
    better="lower",
    formula="({actual}-{budget})/ABS({budget})",
)
def opex_variance_pct(actual: float, budget: float) -> float:
    """Actual less budget, as a share of the budget's size.

    Divides by the size of the budget without its sign, so that a positive result means a higher
    amount also where the budget is negative. With no budget there is no percentage.

    Args:
        actual: Actual amount, in the report currency.
        budget: Budgeted amount of the same lines and periods, in the report currency.

    Returns:
        A share, 0.05 for 5 % above budget, not rounded.

    Raises:
        DivisionByZero: `budget` is 0. Excel shows #DIV/0!.

    Example:
        >>> opex_variance_pct(105_000, 100_000)
        0.05

    Source:
        Teneo, "Operational Expenses (OpEx)": budget vs. actuals; ΔBU% in the IBCS Standards 1.2.
    """
    in_domain(actual=actual, budget=budget)
    return divide(difference(actual, budget), abs(budget))


@metric(
    en="Status of the variance",
    nb="Status for avviket",
    nb_summary="Om et avvik er gunstig (F, i rapporten G), ugunstig (U) eller ikke finnes (–).",
    unit=Unit.TEXT,
    formula={
        "cost": 'IF({actual}+0>{budget}+0,"U",IF({actual}+0<{budget}+0,"F","–"))',
        "income": 'IF({actual}+0<{budget}+0,"U",IF({actual}+0>{budget}+0,"F","–"))',
    },
)
def variance_status(actual: float, budget: float, kind: str = "cost") -> str:
    """Whether a variance is favourable (F), unfavourable (U) or none (–).

    A cost above its budget is unfavourable, an income above its budget favourable. What is only
    rounding is no variance.

    Args:
        actual: Actual amount, in the report currency.
        budget: Budgeted amount of the same lines and periods, in the report currency.
        kind: What the line is, a text: "cost" (when omitted) or "income".

    Returns:
        "F", "U" or "–".

    Raises:
        WrongValue: `kind` is another word. Excel shows #VALUE!.

    Example:
        >>> variance_status(105_000, 100_000)
        'U'

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 7: favourable (F) and
        unfavourable (U) variances.
    """
    kind = choice(kind, ("cost", "income"), "cost")
    in_domain(actual=actual, budget=budget)
    change = difference(actual, budget)
    if change == 0:
        return "–"
    return "U" if (change > 0) == (kind == "cost") else "F"


@metric(
    en="Material variance",
    nb="Vesentlig avvik",
    nb_summary="Om et avvik er stort nok til å forklares.",
    unit=Unit.FLAG,
    formula={
        "and": f"IF({{budget}}+0=0,AND({_CHANGED},{_AMOUNT_TEST}),"
        f"AND({_CHANGED},{_AMOUNT_TEST},{_PCT_TEST}))",
        "or": f"IF({{budget}}+0=0,AND({_CHANGED},{_AMOUNT_TEST}),"
        f"AND({_CHANGED},OR({_AMOUNT_TEST},{_PCT_TEST})))",
    },
)
def is_material(
    actual: float,
    budget: float,
    amount_threshold: float,
    pct_threshold: float,
    mode: str = "and",
) -> bool:
    """Whether a variance is large enough to be explained.

    Its size without sign is held against both thresholds, which are inclusive. No variance is
    never material, whatever the thresholds. With no budget there is no percentage, and the amount
    decides alone.

    Args:
        actual: Actual amount, in the report currency.
        budget: Budgeted amount of the same lines and periods, in the report currency.
        amount_threshold: Size of a variance from which it matters, in the report currency.
        pct_threshold: Size as a share of the budget from which it matters, 0.05 for 5 %.
        mode: Whether both thresholds must be met, a text: "and" (when omitted), or one: "or".

    Returns:
        TRUE or FALSE.

    Raises:
        OutsideDomain: `pct_threshold` is negative. Excel shows #NUM!.
        WrongValue: `mode` is another word. Excel shows #VALUE!.

    Example:
        >>> is_material(105_000, 100_000, 1_000, 0.05)
        True

    Source:
        Materiality by amount and by percent: C. Horngren, S. Datar, M. Rajan, "Cost Accounting",
        chapter 7, when to investigate variances.
    """
    mode = choice(mode, ("and", "or"), "and")
    in_domain(
        actual=actual,
        budget=budget,
        amount_threshold=amount_threshold,
        pct_threshold=pct_threshold,
    )
    size = abs(difference(actual, budget))
    by_amount = difference(size, amount_threshold) >= 0
    if budget == 0:
        return size > 0 and by_amount
    by_pct = difference(divide(size, abs(budget)), pct_threshold) >= 0
    return size > 0 and (by_amount and by_pct if mode == "and" else by_amount or by_pct)


@metric(
    en="Flexible budget",
    nb="Fleksibelt budsjett",
    nb_summary="Hva budsjettet ville ha vært om det faktiske volumet hadde vært kjent.",
    unit=Unit.MONEY,
    formula="{fixed_cost}+{variable_cost_per_unit}*{actual_volume}",
)
def flexible_budget(
    fixed_cost: float, variable_cost_per_unit: float, actual_volume: float
) -> float:
    """What the budget would have been, had the actual volume been known.

    The fixed part stays, the variable part follows the volume: so busy months are not blamed for
    being busy.

    Args:
        fixed_cost: Budgeted cost that does not follow the volume, in the report currency.
        variable_cost_per_unit: Budgeted variable cost, money for one unit.
        actual_volume: Units actually handled, a count.

    Returns:
        Report currency, not rounded.

    Raises:
        OutsideDomain: `actual_volume` is negative. Excel shows #NUM!.

    Example:
        >>> flexible_budget(20_000, 2.5, 12_000)
        50000.0

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 7: flexible budgets.
    """
    in_domain(
        fixed_cost=fixed_cost,
        variable_cost_per_unit=variable_cost_per_unit,
        actual_volume=actual_volume,
    )
    return finite(fixed_cost + finite(variable_cost_per_unit * actual_volume))


@metric(
    en="Volume variance",
    nb="Volumavvik",
    nb_summary="Den delen av avviket som skyldes et annet volum enn budsjettert.",
    unit=Unit.MONEY,
    formula="{flexible_budget}-{static_budget}",
)
def volume_variance(flexible_budget: float, static_budget: float) -> float:
    """The part of the variance that comes from another volume than budgeted.

    Neither good nor bad by itself: more contacts cost more. Spending and volume variance add up
    to actual less static budget.

    Args:
        flexible_budget: Budget at the actual volume, in the report currency.
        static_budget: Budget as it was approved, in the report currency.

    Returns:
        Report currency, positive when the volume is above budget, not rounded.

    Raises:
        OutsideDomain: The difference is too large for a cell. Excel shows #NUM!.

    Example:
        >>> volume_variance(50_000, 45_000)
        5000

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 7: sales-volume variance.
    """
    in_domain(flexible_budget=flexible_budget, static_budget=static_budget)
    return difference(flexible_budget, static_budget)


@metric(
    en="Spending variance",
    nb="Forbruksavvik",
    nb_summary="Den delen av avviket som er igjen når volumet er tatt ut.",
    unit=Unit.MONEY,
    better="lower",
    formula="{actual}-{flexible_budget}",
)
def spending_variance(actual: float, flexible_budget: float) -> float:
    """The part of the variance that remains when the volume is taken out.

    What prices, pace and waste changed, at the volume there was. Spending and volume variance add
    up to actual less static budget.

    Args:
        actual: Actual amount, in the report currency.
        flexible_budget: Budget at the actual volume, in the report currency.

    Returns:
        Report currency, positive when more was spent than the volume explains, not rounded.

    Raises:
        OutsideDomain: The difference is too large for a cell. Excel shows #NUM!.

    Example:
        >>> spending_variance(52_000, 50_000)
        2000

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 7: flexible-budget variance.
    """
    in_domain(actual=actual, flexible_budget=flexible_budget)
    return difference(actual, flexible_budget)


@metric(
    en="Rate variance",
    nb="Satsavvik",
    nb_summary="Den delen av et lønnsavvik som skyldes en dyrere eller billigere time.",
    unit=Unit.MONEY,
    better="lower",
    formula="({actual_rate}-{standard_rate})*{actual_hours}",
)
def rate_variance(actual_rate: float, standard_rate: float, actual_hours: float) -> float:
    """The part of a labour variance that comes from a dearer or cheaper hour.

    All the hours worked are valued at the difference of the rates.

    Args:
        actual_rate: What an hour cost, in the report currency.
        standard_rate: What an hour should have cost, in the report currency.
        actual_hours: Hours worked, in hours.

    Returns:
        Report currency, positive when the hour was dearer, not rounded.

    Raises:
        OutsideDomain: `actual_hours` is negative. Excel shows #NUM!.

    Example:
        >>> rate_variance(26, 25, 1_000)
        1000

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 7: price variance of labour.
    """
    in_domain(actual_rate=actual_rate, standard_rate=standard_rate, actual_hours=actual_hours)
    return finite(difference(actual_rate, standard_rate) * actual_hours)


@metric(
    en="Efficiency variance",
    nb="Effektivitetsavvik",
    nb_summary=(
        "Den delen av et lønnsavvik som skyldes flere eller færre timer enn arbeidet krevde."
    ),
    unit=Unit.MONEY,
    better="lower",
    formula="({actual_hours}-{standard_hours})*{standard_rate}",
)
def efficiency_variance(actual_hours: float, standard_hours: float, standard_rate: float) -> float:
    """The part of a labour variance that comes from more or fewer hours than the work needed.

    The standard hours are those for the actual output, not those of the static budget.

    Args:
        actual_hours: Hours worked, in hours.
        standard_hours: Hours that the actual output should have taken, in hours.
        standard_rate: What an hour should have cost, in the report currency.

    Returns:
        Report currency, positive when more hours were used, not rounded.

    Raises:
        OutsideDomain: A number of hours is negative. Excel shows #NUM!.

    Example:
        >>> efficiency_variance(1_000, 950, 25)
        1250

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 7: efficiency variance.
    """
    in_domain(actual_hours=actual_hours, standard_hours=standard_hours, standard_rate=standard_rate)
    return finite(difference(actual_hours, standard_hours) * standard_rate)


@metric(
    en="Mix variance",
    nb="Miksavvik",
    nb_summary=(
        "Kostnaden ved en annen sammensetning av arbeidet enn budsjettert, ved faktisk samlet "
        "mengde."
    ),
    unit=Unit.MONEY,
    better="lower",
    formula=(
        "SUMPRODUCT(({actual_quantities}-SUM({actual_quantities})*{budget_quantities}"
        "/SUM({budget_quantities}))*{budget_rates})"
    ),
    shape="range",
)
def mix_variance(
    actual_quantities: Sequence[float],
    budget_quantities: Sequence[float],
    budget_rates: Sequence[float],
) -> float:
    """The cost of another mix of kinds of work than budgeted, at the actual total quantity.

    Positive when the work moved to the dearer kinds. Mix and quantity variance add up to the
    change of the quantities at budgeted rates.

    Args:
        actual_quantities: Actual quantity of each kind of work, counts.
        budget_quantities: Budgeted quantity of each kind, counts.
        budget_rates: Budgeted cost of each kind, money for one.

    Returns:
        Report currency, positive when the mix is dearer, not rounded.

    Raises:
        DivisionByZero: The budget has no quantity at all. Excel shows #DIV/0!.
        OutsideDomain: A quantity is negative. Excel shows #NUM!.
        WrongValue: The ranges have different shapes, or hold text. Excel shows #VALUE!.

    Example:
        >>> mix_variance([60, 40], [50, 50], [4.0, 2.0])
        20.0

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 14: sales-mix variance.
    """
    equal_shapes(actual_quantities, budget_quantities, budget_rates)
    in_domain(
        actual_quantities=actual_quantities,
        budget_quantities=budget_quantities,
        budget_rates=budget_rates,
    )
    actual_total = total(actual_quantities)
    budget_total = total(budget_quantities)
    return total(
        finite(difference(actual, divide(actual_total * budget, budget_total)) * rate)
        for actual, budget, rate in zip(
            actual_quantities, budget_quantities, budget_rates, strict=True
        )
    )


@metric(
    en="Quantity variance",
    nb="Mengdeavvik",
    nb_summary=(
        "Kostnaden ved en annen samlet mengde enn budsjettert, ved budsjettert sammensetning og "
        "sats."
    ),
    unit=Unit.MONEY,
    formula=(
        "(SUM({actual_quantities})-SUM({budget_quantities}))"
        "*SUMPRODUCT({budget_quantities}*{budget_rates})/SUM({budget_quantities})"
    ),
    shape="range",
)
def quantity_variance(
    actual_quantities: Sequence[float],
    budget_quantities: Sequence[float],
    budget_rates: Sequence[float],
) -> float:
    """The cost of another total quantity than budgeted, at the budgeted mix and rates.

    Neither good nor bad by itself. Mix and quantity variance add up to the change of the
    quantities at budgeted rates.

    Args:
        actual_quantities: Actual quantity of each kind of work, counts.
        budget_quantities: Budgeted quantity of each kind, counts.
        budget_rates: Budgeted cost of each kind, money for one.

    Returns:
        Report currency, positive when there was more work, not rounded.

    Raises:
        DivisionByZero: The budget has no quantity at all. Excel shows #DIV/0!.
        OutsideDomain: A quantity is negative. Excel shows #NUM!.
        WrongValue: The ranges have different shapes, or hold text. Excel shows #VALUE!.

    Example:
        >>> quantity_variance([60, 50], [50, 50], [4.0, 2.0])
        30.0

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 14: sales-quantity variance.
    """
    equal_shapes(actual_quantities, budget_quantities, budget_rates)
    in_domain(
        actual_quantities=actual_quantities,
        budget_quantities=budget_quantities,
        budget_rates=budget_rates,
    )
    budget_total = total(budget_quantities)
    change = difference(total(actual_quantities), budget_total)
    budget_cost = total(
        finite(quantity * rate)
        for quantity, rate in zip(budget_quantities, budget_rates, strict=True)
    )
    return divide(change * budget_cost, budget_total)


@metric(
    en="Price, volume and mix",
    nb="Pris, volum og miks",
    nb_summary=(
        "Hvorfor inntekt eller kostnad endret seg, for hvert produkt: pris, volum og begge "
        "samtidig."
    ),
    unit=Unit.MONEY,
    shape="range",
    methods=("old_volume", "new_volume", "midpoint"),
)
def price_volume_mix(
    prices_before: Sequence[float],
    quantities_before: Sequence[float],
    prices_after: Sequence[float],
    quantities_after: Sequence[float],
    method: str = "old_volume",
) -> tuple[PriceVolumeMix, ...]:
    """Why revenue or cost changed, for each product: price, volume, and both at once.

    A row a product and a total below. "old_volume" values the price change at the old quantity and
    shows what price and quantity did together as mix; "new_volume" gives that part to the price;
    "midpoint" shares it between both. The three columns always add up to the whole change.

    Args:
        prices_before: Price of each product before, money for one.
        quantities_before: Quantity of each product before, counts.
        prices_after: Price of each product after, money for one.
        quantities_after: Quantity of each product after, counts.
        method: How to split, a text: "old_volume" (when omitted), "new_volume" or "midpoint".

    Returns:
        Rows of price, volume and mix in report currency, a row a product and the total last.

    Raises:
        OutsideDomain: A quantity is negative. Excel shows #NUM!.
        WrongValue: Different shapes, text, or another method. Excel shows #VALUE!.

    Example:
        >>> price_volume_mix([10], [100], [11], [120])[-1]
        PriceVolumeMix(price=100.0, volume=200.0, mix=20.0)

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 12: growth and price-recovery
        components; the three splits as practitioners use them.
    """
    method = choice(method, ("old_volume", "new_volume", "midpoint"), "old_volume")
    equal_shapes(prices_before, quantities_before, prices_after, quantities_after)
    in_domain(
        prices_before=prices_before,
        quantities_before=quantities_before,
        prices_after=prices_after,
        quantities_after=quantities_after,
    )
    rows = [
        _price_volume_mix(*product, method)
        for product in zip(
            prices_before, quantities_before, prices_after, quantities_after, strict=True
        )
    ]
    whole = PriceVolumeMix(*(total(column) for column in zip(*rows, strict=True)))
    return (*rows, whole)


def _price_volume_mix(
    price_before: float,
    quantity_before: float,
    price_after: float,
    quantity_after: float,
    method: str,
) -> PriceVolumeMix:
    """Split the change of one product."""
    price = difference(price_after, price_before)
    volume = difference(quantity_after, quantity_before)
    if method == "midpoint":
        by_price = price * (quantity_before + quantity_after) / 2
        by_volume, by_both = volume * (price_before + price_after) / 2, 0.0
    elif method == "new_volume":
        by_price, by_volume, by_both = price * quantity_after, volume * price_before, 0.0
    else:
        by_price, by_volume = price * quantity_before, volume * price_before
        by_both = price * volume
    return PriceVolumeMix(finite(float(by_price)), finite(float(by_volume)), finite(float(by_both)))
