"""Budget against actuals: the variance, whether it matters, and why it is there.

A variance is actual − budget, always. Whether that is good is said in words, by VARIANCE_STATUS.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xlcost.catalogue import table_formulas
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
_SPLITS = ("old_volume", "new_volume", "midpoint", "product_mix")
_CHANGED = "{actual}+0<>{budget}+0"
_ALWAYS_TEST = "AND({always_threshold}+0>0,ABS({actual}-{budget})>={always_threshold}+0)"


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
        "and": f"OR(IF({{budget}}+0=0,AND({_CHANGED},{_AMOUNT_TEST}),"
        f"AND({_CHANGED},{_AMOUNT_TEST},{_PCT_TEST})),{_ALWAYS_TEST})",
        "or": f"OR(IF({{budget}}+0=0,AND({_CHANGED},{_AMOUNT_TEST}),"
        f"AND({_CHANGED},OR({_AMOUNT_TEST},{_PCT_TEST}))),{_ALWAYS_TEST})",
    },
)
def is_material(
    actual: float,
    budget: float,
    amount_threshold: float,
    pct_threshold: float,
    mode: str = "and",
    always_threshold: float = 0.0,
) -> bool:
    """Whether a variance is large enough to be explained.

    Its size without sign is held against the thresholds, which are inclusive. No variance is
    never material, whatever the thresholds. With no budget there is no percentage, and the amount
    decides alone. From `always_threshold` on a variance is material whatever part of the budget it
    is: 3 % of a large line may be the largest variance of all.

    Args:
        actual: Actual amount, in the report currency.
        budget: Budgeted amount of the same lines and periods, in the report currency.
        amount_threshold: Size of a variance from which it matters, in the report currency.
        pct_threshold: Size as a share of the budget from which it matters, 0.05 for 5 %.
        mode: Whether both thresholds must be met, a text: "and" (when omitted), or one: "or".
        always_threshold: Size of a variance that is enough alone, in the report currency; 0 when
            omitted: there is no such size.

    Returns:
        TRUE or FALSE.

    Raises:
        OutsideDomain: `pct_threshold` is negative. Excel shows #NUM!.
        WrongValue: `mode` is another word. Excel shows #VALUE!.

    Example:
        >>> is_material(105_000, 100_000, 1_000, 0.05)
        True
        >>> is_material(5_150_000, 5_000_000, 10_000, 0.05, "and", 100_000)
        True

    Source:
        Materiality by amount and by percent: C. Horngren, S. Datar, M. Rajan, "Cost Accounting",
        chapter 7, when to investigate variances. An amount that is enough alone: ISA 320, A8.
    """
    mode = choice(mode, ("and", "or"), "and")
    in_domain(
        actual=actual,
        budget=budget,
        amount_threshold=amount_threshold,
        pct_threshold=pct_threshold,
        always_threshold=always_threshold,
    )
    size = abs(difference(actual, budget))
    if always_threshold > 0 and difference(size, always_threshold) >= 0:
        return True
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
        R. Garrison, E. Noreen, P. Brewer, "Managerial Accounting": spending variance is actual cost
        less the flexible budget; C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 7:
        the same as the flexible-budget variance.
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
    methods=_SPLITS,
    modern=table_formulas.PRICE_VOLUME_MIX,
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
    shows what price and quantity did together in the last column, a joint term and no product mix;
    "new_volume" gives it to the price; "midpoint" shares it between both. "product_mix" has a true
    mix: volume is what all products together grew, at the old mix; mix is what each moved away from
    it at that total. The three columns always add up to the whole change.

    Args:
        prices_before: Price of each product before, money for one.
        quantities_before: Quantity of each product before, counts.
        prices_after: Price of each product after, money for one.
        quantities_after: Quantity of each product after, counts.
        method: How to split, a text: "old_volume" (when omitted), "new_volume", "midpoint" or
            "product_mix".

    Returns:
        Rows of price, volume and mix in report currency, a row a product and the total last.

    Raises:
        DivisionByZero: By "product_mix", where nothing was sold before. Excel shows #DIV/0!.
        OutsideDomain: A quantity is negative. Excel shows #NUM!.
        WrongValue: Different shapes, text, or another method. Excel shows #VALUE!.

    Example:
        >>> price_volume_mix([10], [100], [11], [120])[-1]
        PriceVolumeMix(price=100.0, volume=200.0, mix=20.0)
        >>> price_volume_mix([10, 4], [50, 50], [10, 4], [70, 50], "product_mix")[-1]
        PriceVolumeMix(price=0.0, volume=140.0, mix=60.0)

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 12: growth and price-recovery
        components; the three splits as practitioners use them.
    """
    method = choice(method, _SPLITS, "old_volume")
    equal_shapes(prices_before, quantities_before, prices_after, quantities_after)
    in_domain(
        prices_before=prices_before,
        quantities_before=quantities_before,
        prices_after=prices_after,
        quantities_after=quantities_after,
    )
    products = zip(prices_before, quantities_before, prices_after, quantities_after, strict=True)
    if method == "product_mix":
        grown = divide(total(quantities_after), total(quantities_before))
        rows = [_product_mix(*product, grown) for product in products]
    else:
        rows = [_price_volume_mix(*product, method) for product in products]
    whole = PriceVolumeMix(*(total(column) for column in zip(*rows, strict=True)))
    return (*rows, whole)


def _product_mix(
    price_before: float,
    quantity_before: float,
    price_after: float,
    quantity_after: float,
    grown: float,
) -> PriceVolumeMix:
    """Split the change of one product where all together have grown by a factor."""
    as_all = finite(quantity_before * grown)
    return PriceVolumeMix(
        finite(difference(price_after, price_before) * quantity_after),
        finite(difference(as_all, quantity_before) * price_before),
        finite(difference(quantity_after, as_all) * price_before),
    )


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


@metric(
    en="Yield variance",
    nb="Utbytteavvik",
    nb_summary="Kostnaden ved mer eller mindre innsats enn standard for det som kom ut.",
    unit=Unit.MONEY,
    better="lower",
    formula=(
        "(SUM({actual_quantities})-SUM({standard_quantities})*{actual_output}/{standard_output})"
        "*SUMPRODUCT({standard_quantities}*{standard_rates})/SUM({standard_quantities})"
    ),
    shape="range",
)
def yield_variance(
    actual_quantities: Sequence[float],
    standard_quantities: Sequence[float],
    standard_rates: Sequence[float],
    actual_output: float,
    standard_output: float,
) -> float:
    """The cost of more or less input than the standard allows for what came out, at standard mix.

    Hours by skill that resolve a number of cases, for instance. With MIX_VARIANCE, against the
    standard quantities, it adds up to the usage of all kinds at standard rates.

    Args:
        actual_quantities: Actual quantity of each kind of input, counts.
        standard_quantities: Standard quantity of each kind, for `standard_output`, counts.
        standard_rates: Standard cost of each kind, money for one.
        actual_output: What came out, a count.
        standard_output: What the standard quantities are for, a count.

    Returns:
        Report currency, positive when more was used than the output allows, not rounded.

    Raises:
        DivisionByZero: `standard_output` or all standard quantities are 0. Excel shows #DIV/0!.
        OutsideDomain: A quantity or an output is negative. Excel shows #NUM!.
        WrongValue: The ranges have different shapes, or hold text. Excel shows #VALUE!.

    Example:
        >>> yield_variance([370, 180], [15, 10], [7.0, 8.0], 20, 1)
        370.0

    Source:
        ACCA, "Materials mix and yield variances"; the example is that of R. Flint, "Mix and Yield
        Variances": 370 kg and 180 kg for 20 units.
    """
    equal_shapes(actual_quantities, standard_quantities, standard_rates)
    in_domain(
        actual_quantities=actual_quantities,
        standard_quantities=standard_quantities,
        standard_rates=standard_rates,
        actual_output=actual_output,
        standard_output=standard_output,
    )
    standard = total(standard_quantities)
    allowed = divide(finite(standard * actual_output), standard_output)
    worth = total(
        finite(quantity * rate)
        for quantity, rate in zip(standard_quantities, standard_rates, strict=True)
    )
    return divide(finite(difference(total(actual_quantities), allowed) * worth), standard)


@metric(
    en="Fixed overhead spending variance",
    nb="Forbruksavvik, faste kostnader",
    nb_summary="Faste felleskostnader: faktisk minus budsjett.",
    unit=Unit.MONEY,
    better="lower",
    formula="{actual_overhead}-{budget_overhead}",
)
def fixed_overhead_spending_variance(actual_overhead: float, budget_overhead: float) -> float:
    """Actual fixed overhead less budgeted: what was spent beyond plan on what does not vary.

    Rent, systems and management of the centre. Volume does not change it, so a variance is of price
    or of decisions; what volume does to its unit cost is FIXED_OVERHEAD_VOLUME_VARIANCE.

    Args:
        actual_overhead: Actual fixed overhead, in the report currency.
        budget_overhead: Budgeted fixed overhead of the same periods, in the report currency.

    Returns:
        Report currency, positive above budget, not rounded.

    Raises:
        OutsideDomain: The difference is too large for a cell. Excel shows #NUM!.

    Example:
        >>> fixed_overhead_spending_variance(3_800, 3_625)
        175

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 8; the example is of a course
        text: 3,800 actual against 3,625 budgeted is 175 unfavourable.
    """
    in_domain(actual_overhead=actual_overhead, budget_overhead=budget_overhead)
    return difference(actual_overhead, budget_overhead)


@metric(
    en="Fixed overhead volume variance",
    nb="Volumavvik, faste kostnader",
    nb_summary="Faste felleskostnader som volumet ikke dekket: budsjett minus dekning.",
    unit=Unit.MONEY,
    better="lower",
    formula="{budget_overhead}-{applied_overhead}",
)
def fixed_overhead_volume_variance(budget_overhead: float, applied_overhead: float) -> float:
    """Budgeted fixed overhead less what the actual volume was charged at the standard rate.

    Positive where fewer contacts came than planned, so that some of the fixed cost is not covered.
    No money was saved or lost by it: it says how well the capacity was used.

    Args:
        budget_overhead: Budgeted fixed overhead, in the report currency.
        applied_overhead: Standard rate for one times the actual volume, in the report currency.

    Returns:
        Report currency, positive where too little was applied, not rounded.

    Raises:
        OutsideDomain: The difference is too large for a cell. Excel shows #NUM!.

    Example:
        >>> fixed_overhead_volume_variance(3_625, 3_857)
        -232

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 8; the example is of the same
        course text: 13,300 sets at 0.29 are 3,857 applied, 232 favourable.
    """
    in_domain(budget_overhead=budget_overhead, applied_overhead=applied_overhead)
    return difference(budget_overhead, applied_overhead)
