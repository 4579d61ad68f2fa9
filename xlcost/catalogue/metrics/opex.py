"""Operating expense as a whole: its sum, its parts, its pace."""

from __future__ import annotations

from collections.abc import Sequence

from xlcost.catalogue.measures import Unit, divide, equal_shapes, in_domain
from xlcost.catalogue.measures import total as summed
from xlcost.catalogue.registry import metric
from xlcost.errors import OutsideDomain

# The place of each cell of a range, counted row by row from 1.
_PLACE = (
    "(ROW({amounts})-MIN(ROW({amounts})))*COLUMNS({amounts})"
    "+COLUMN({amounts})-MIN(COLUMN({amounts}))+1"
)


@metric(
    en="Operating expense",
    nb="Driftskostnader",
    nb_summary="Samlet driftskostnad for kundeservice: summen av linjene.",
    unit=Unit.MONEY,
    better="lower",
    formula="SUM({amounts})",
    shape="range",
)
def total_opex(amounts: Sequence[float]) -> float:
    """Total operating expense of the customer service: the sum of its lines.

    Counts salaries, benefits, training, subscriptions, utilities and other overhead. Investments
    that are written off over years, taxes and interest are not operating expense.

    Args:
        amounts: Amounts of the lines, in the report currency; cost is positive.

    Returns:
        Report currency, cost positive, not rounded.

    Raises:
        WrongValue: The range holds text. Excel shows #VALUE!.
        OutsideDomain: The sum is too large for a cell. Excel shows #NUM!.

    Example:
        >>> total_opex([30_000, 15_000, 5_000])
        50000.0

    Source:
        Teneo, "Operational Expenses (OpEx)": total cost analysis, the total monthly or annual
        expenses of customer service including salaries, benefits and overheads.
    """
    equal_shapes(amounts)
    in_domain(amounts=amounts)
    return summed(amounts)


@metric(
    en="Share of operating expense",
    nb="Andel av driftskostnadene",
    nb_summary="Hvor stor del av driftskostnaden én linje utgjør.",
    unit=Unit.SHARE,
    formula="{amount}/{total}",
)
def opex_share(amount: float, total: float) -> float:
    """Part of the operating expense that one line makes up.

    Negative where the line is an income or a correction; above 1 where others are.

    Args:
        amount: Amount of the line, in the report currency.
        total: Amount of all lines, in the report currency.

    Returns:
        A share, 0.25 for 25 %, not rounded.

    Raises:
        DivisionByZero: `total` is 0. Excel shows #DIV/0!.

    Example:
        >>> opex_share(30_000, 120_000)
        0.25

    Source:
        Common-size analysis: S. Penman, "Financial Statement Analysis and Security Valuation",
        chapter 10.
    """
    in_domain(amount=amount, total=total)
    return divide(amount, total)


@metric(
    en="Share of fixed cost",
    nb="Andel faste kostnader",
    nb_summary="Den delen av kostnaden som ikke følger volumet.",
    unit=Unit.SHARE,
    formula="{fixed_cost}/{total_cost}",
)
def fixed_cost_share(fixed_cost: float, total_cost: float) -> float:
    """Part of the cost that does not follow the volume.

    Fixed means fixed within the period and the present capacity: rent, supervision, licences
    bought for the year. The higher it is, the more a unit costs when volume falls.

    Args:
        fixed_cost: Cost that stays when the volume changes, in the report currency.
        total_cost: Fixed and variable cost together, in the report currency.

    Returns:
        A share, 0.4 for 40 %, not rounded.

    Raises:
        DivisionByZero: `total_cost` is 0. Excel shows #DIV/0!.

    Example:
        >>> fixed_cost_share(20_000, 50_000)
        0.4

    Source:
        C. Horngren, S. Datar, M. Rajan, "Cost Accounting", chapter 2: fixed and variable costs.
    """
    in_domain(fixed_cost=fixed_cost, total_cost=total_cost)
    return divide(fixed_cost, total_cost)


@metric(
    en="Run rate for the year",
    nb="Forbrukstakt, årsbasis",
    nb_summary="Hva året koster om det fortsetter i samme takt som hittil.",
    unit=Unit.MONEY,
    better="lower",
    formula="{actual_ytd}*{periods_in_year}/{periods_elapsed}",
)
def run_rate(actual_ytd: float, periods_elapsed: float, periods_in_year: float = 12.0) -> float:
    """What the year costs when it goes on at the pace so far.

    Knows no season and nothing that is already contracted: it is a pace, not a forecast.

    Args:
        actual_ytd: Actual cost of the year to date, in the report currency.
        periods_elapsed: Periods that this covers, in periods.
        periods_in_year: Periods in the whole year, in periods; 12 when omitted.

    Returns:
        Report currency for a whole year, not rounded.

    Raises:
        DivisionByZero: No period has elapsed. Excel shows #DIV/0!.
        OutsideDomain: A number of periods is negative. Excel shows #NUM!.

    Example:
        >>> run_rate(250_000, 5)
        600000.0

    Source:
        CFI, "Run rate": revenue or cost of a period, extrapolated to a year.
    """
    in_domain(
        actual_ytd=actual_ytd, periods_elapsed=periods_elapsed, periods_in_year=periods_in_year
    )
    return divide(actual_ytd * periods_in_year, periods_elapsed)


@metric(
    en="Year to date",
    nb="Hittil i år",
    nb_summary="Summen av de periodene i året som er gått.",
    unit=Unit.MONEY,
    better="lower",
    formula=(
        "IF({periods_elapsed}+0>=ROWS({amounts})*COLUMNS({amounts})+1,#NUM!,"
        f"SUMPRODUCT(({{amounts}}+0)*({_PLACE}<=INT({{periods_elapsed}}+0))))"
    ),
    shape="range",
)
def year_to_date(amounts: Sequence[float], periods_elapsed: float) -> float:
    """Sum of the periods of the year that have passed.

    Adds up the first values of the range, row by row. The later ones, such as budget months still
    to come, are left out, but must be numbers too. A broken number of periods is cut to a whole.

    Args:
        amounts: Amounts of the periods of the year, in order, in the report currency.
        periods_elapsed: How many of them to add up, in periods; 0 gives 0.

    Returns:
        Report currency, not rounded.

    Raises:
        OutsideDomain: More periods than the range holds, or fewer than 0. Excel shows #NUM!.
        WrongValue: The range holds text. Excel shows #VALUE!.

    Example:
        >>> year_to_date([100, 110, 120, 130], 3)
        330.0

    Source:
        Investopedia, "Year to Date (YTD)": from the first day of the fiscal year to the date.
    """
    equal_shapes(amounts)
    in_domain(amounts=amounts, periods_elapsed=periods_elapsed)
    if periods_elapsed >= len(amounts) + 1:
        message = f"periods_elapsed is {periods_elapsed}; the range holds {len(amounts)} periods."
        raise OutsideDomain(message)
    return summed(amounts[: int(periods_elapsed)])


@metric(
    en="Budget used",
    nb="Forbrukt budsjett",
    nb_summary="Den delen av årsbudsjettet som er brukt.",
    unit=Unit.SHARE,
    better="lower",
    formula="{actual_ytd}/{budget_year}",
)
def budget_used(actual_ytd: float, budget_year: float) -> float:
    """Part of the year's budget that is spent.

    Above 1 the budget is overspent. Compare it with the part of the year that has passed.

    Args:
        actual_ytd: Actual cost of the year to date, in the report currency.
        budget_year: Budget of the whole year, in the report currency.

    Returns:
        A share, 0.5 for 50 %, not rounded.

    Raises:
        DivisionByZero: `budget_year` is 0. Excel shows #DIV/0!.

    Example:
        >>> budget_used(300_000, 600_000)
        0.5

    Source:
        Teneo, "Operational Expenses (OpEx)": budget vs. actuals; budget execution rate as in the
        PEFA framework, indicator PI-1.
    """
    in_domain(actual_ytd=actual_ytd, budget_year=budget_year)
    return divide(actual_ytd, budget_year)


@metric(
    en="Operating expense per customer",
    nb="Driftskostnad per kunde",
    nb_summary="Kostnaden til kundeservice for hver kunde virksomheten har.",
    unit=Unit.UNIT_COST,
    better="lower",
    formula="{total_cost}/{customers}",
)
def opex_per_customer(total_cost: float, customers: float) -> float:
    """Cost of the customer service for each customer of the business.

    All customers count, also those that never made contact: it shows cost to serve.

    Args:
        total_cost: Total cost of the customer service, in the report currency.
        customers: Customers on average in the same period, a count.

    Returns:
        Report currency per customer, not rounded.

    Raises:
        DivisionByZero: `customers` is 0. Excel shows #DIV/0!.
        OutsideDomain: `customers` is negative. Excel shows #NUM!.

    Example:
        >>> opex_per_customer(60_000, 24_000)
        2.5

    Source:
        Cost to serve: R. Kaplan, V.G. Narayanan, "Measuring and Managing Customer Profitability",
        Journal of Cost Management, 2001.
    """
    in_domain(total_cost=total_cost, customers=customers)
    return divide(total_cost, customers)
