"""Where the year ends, and what is left to spend."""

from __future__ import annotations

from collections.abc import Sequence

from xlcost.catalogue.measures import (
    Unit,
    choice,
    difference,
    divide,
    equal_shapes,
    finite,
    in_domain,
    no_more_than,
    total,
)
from xlcost.catalogue.registry import metric
from xlcost.errors import WrongValue

_METHODS = ("run_rate", "remaining_budget", "seasonal", "last_period")


@metric(
    en="Full-year forecast",
    nb="Årsprognose",
    nb_summary="Hva året kommer til å koste, etter én av fire metoder.",
    unit=Unit.MONEY,
    better="lower",
    formula={
        "run_rate": "{actual_ytd}*{periods_in_year}/{periods_elapsed}",
        "remaining_budget": "{actual_ytd}+({budget_year}-{budget_ytd})",
        "seasonal": "{actual_ytd}*{prior_year}/{prior_ytd}",
        "last_period": "{actual_ytd}+{last_period}*({periods_in_year}-{periods_elapsed})",
    },
    within={"periods_in_year": ("periods_elapsed",)},
)
def full_year_forecast(
    actual_ytd: float,
    periods_elapsed: float,
    method: str = "run_rate",
    periods_in_year: float = 12.0,
    budget_year: float | None = None,
    budget_ytd: float | None = None,
    prior_year: float | None = None,
    prior_ytd: float | None = None,
    last_period: float | None = None,
) -> float:
    """What the year will cost, by one of four methods.

    "run_rate" goes on at the average pace, "remaining_budget" spends the rest of the budget as
    planned, "seasonal" follows last year's course, "last_period" repeats the last period. Name the
    method beside the number. Arguments that the method does not use are not looked at.

    Args:
        actual_ytd: Actual cost of the year to date, in the report currency.
        periods_elapsed: Periods that this covers, in periods.
        method: A text: "run_rate" (when omitted), "remaining_budget", "seasonal" or "last_period".
        periods_in_year: Periods in the whole year, in periods; 12 when omitted.
        budget_year: Budget of the whole year, in the report currency, for "remaining_budget".
        budget_ytd: Budget of the year to date, in the report currency, for "remaining_budget".
        prior_year: Actual cost of the whole prior year, in the report currency, for "seasonal".
        prior_ytd: Actual cost of the prior year to the same period, in the report currency, for
            "seasonal".
        last_period: Actual cost of the last period, in the report currency, for "last_period".

    Returns:
        Report currency for the whole year, not rounded.

    Raises:
        DivisionByZero: No period has elapsed, or `prior_ytd` is 0. Excel shows #DIV/0!.
        OutsideDomain: A number of periods is negative, or more have elapsed than a year has. Excel
            shows #NUM!.
        WrongValue: Another method, or one whose arguments are missing. Excel shows #VALUE!.

    Example:
        >>> full_year_forecast(250_000, 5)
        600000.0
        >>> full_year_forecast(
        ...     250_000, 5, "remaining_budget", budget_year=620_000, budget_ytd=240_000
        ... )
        630000
        >>> full_year_forecast(250_000, 5, "seasonal", prior_year=600_000, prior_ytd=240_000)
        625000.0
        >>> full_year_forecast(250_000, 5, "last_period", last_period=52_000)
        614000.0

    Source:
        R. Hyndman, G. Athanasopoulos, "Forecasting: Principles and Practice", chapter 5: average,
        naïve and seasonal naïve methods; actuals plus remaining budget as in rolling forecasts.
    """
    method = choice(method, _METHODS, "run_rate")
    if method == "run_rate":
        in_domain(
            actual_ytd=actual_ytd, periods_elapsed=periods_elapsed, periods_in_year=periods_in_year
        )
        no_more_than(periods_in_year, periods_elapsed)
        return divide(actual_ytd * periods_in_year, periods_elapsed)
    if method == "remaining_budget":
        year, so_far = _needed(method, budget_year=budget_year, budget_ytd=budget_ytd)
        in_domain(actual_ytd=actual_ytd, budget_year=year, budget_ytd=so_far)
        return difference(actual_ytd, -difference(year, so_far))
    if method == "seasonal":
        year, so_far = _needed(method, prior_year=prior_year, prior_ytd=prior_ytd)
        in_domain(actual_ytd=actual_ytd, prior_year=year, prior_ytd=so_far)
        return divide(actual_ytd * year, so_far)
    (last,) = _needed(method, last_period=last_period)
    in_domain(
        actual_ytd=actual_ytd,
        periods_elapsed=periods_elapsed,
        periods_in_year=periods_in_year,
        last_period=last,
    )
    no_more_than(periods_in_year, periods_elapsed)
    rest = finite(last * difference(periods_in_year, periods_elapsed))
    return difference(actual_ytd, -rest)


def _needed(method: str, **values: float | None) -> tuple[float, ...]:
    """Return the arguments that a method cannot do without.

    Raises:
        WrongValue: One of them is missing.
    """
    for name, value in values.items():
        if value is None:
            message = f"The method {method!r} needs {name}."
            raise WrongValue(message)
    return tuple(value for value in values.values() if value is not None)


@metric(
    en="Forecast against budget",
    nb="Prognose mot budsjett",
    nb_summary="Prognosen for året minus årsbudsjettet.",
    unit=Unit.MONEY,
    better="lower",
    formula="{forecast}-{budget_year}",
)
def forecast_variance(forecast: float, budget_year: float) -> float:
    """Forecast of the year less its budget.

    Positive means that the year will end above budget, if the forecast holds.

    Args:
        forecast: Forecast of the whole year, in the report currency.
        budget_year: Budget of the whole year, in the report currency.

    Returns:
        Report currency, positive above budget, not rounded.

    Raises:
        OutsideDomain: The difference is too large for a cell. Excel shows #NUM!.

    Example:
        >>> forecast_variance(630_000, 620_000)
        10000

    Source:
        Teneo, "Operational Expenses (OpEx)": budget vs. actuals; sign as ΔBU in the IBCS
        Standards 1.2.
    """
    in_domain(forecast=forecast, budget_year=budget_year)
    return difference(forecast, budget_year)


@metric(
    en="Required run rate",
    nb="Nødvendig forbrukstakt",
    nb_summary="Hva hver gjenstående periode kan koste om året skal ende på budsjett.",
    unit=Unit.MONEY,
    formula="({budget_year}-{actual_ytd})/{periods_left}",
)
def required_run_rate(actual_ytd: float, budget_year: float, periods_left: float) -> float:
    """What each remaining period may cost for the year to end on budget.

    Negative when the budget of the year is already overspent.

    Args:
        actual_ytd: Actual cost of the year to date, in the report currency.
        budget_year: Budget of the whole year, in the report currency.
        periods_left: Periods that remain, in periods.

    Returns:
        Report currency per remaining period, not rounded.

    Raises:
        DivisionByZero: No period is left. Excel shows #DIV/0!.
        OutsideDomain: `periods_left` is negative. Excel shows #NUM!.

    Example:
        >>> required_run_rate(250_000, 620_000, 7)
        52857.142857142855

    Source:
        Earned value management: to-complete performance index, PMI "Practice Standard for Earned
        Value Management", as money for one remaining period.
    """
    in_domain(actual_ytd=actual_ytd, budget_year=budget_year, periods_left=periods_left)
    return divide(difference(budget_year, actual_ytd), periods_left)


@metric(
    en="Forecast error",
    nb="Prognosefeil",
    nb_summary="Hvor langt prognosene var fra det som kom, etter én av tre metoder.",
    unit=Unit.SHARE,
    better="lower",
    formula={
        "wape": "SUMPRODUCT(ABS({actuals}-{forecasts}))/SUMPRODUCT(ABS({actuals}+0))",
        "mape": (
            "SUMPRODUCT(ABS(({actuals}-{forecasts})/{actuals}))/(ROWS({actuals})*COLUMNS({actuals}))"
        ),
        "bias": "SUMPRODUCT({forecasts}-{actuals})/SUMPRODUCT(ABS({actuals}+0))",
    },
    shape="range",
)
def forecast_accuracy(
    actuals: Sequence[float], forecasts: Sequence[float], method: str = "wape"
) -> float:
    """How far forecasts were from what came, by one of three methods; 0 is perfect.

    "wape" holds all misses against all actuals, so large lines and months count most. "mape" is the
    mean of each one's own percentage, and has none where an actual is 0. "bias" keeps the sign:
    above 0 the forecasts were too high on the whole. Accuracy as people quote it is 1 less "wape".

    Args:
        actuals: What came, a cell each, in the report currency.
        forecasts: What was forecast for each, in the report currency.
        method: A text: "wape" (when omitted), "mape" or "bias".

    Returns:
        A share, 0.067 for 6.7 %, not rounded.

    Raises:
        DivisionByZero: All actuals are 0, or, for "mape", one of them. Excel shows #DIV/0!.
        WrongValue: Different shapes, text, or another method. Excel shows #VALUE!.

    Example:
        >>> round(forecast_accuracy([100, 200, 150], [90, 210, 140]), 4)
        0.0667

    Source:
        R. Hyndman, G. Athanasopoulos, "Forecasting: Principles and Practice", chapter 5.8: MAPE;
        SAP, "Weighted mean absolute percentage error": absolute errors / actuals, both added up.
    """
    method = choice(method, ("wape", "mape", "bias"), "wape")
    equal_shapes(actuals, forecasts)
    in_domain(actuals=actuals, forecasts=forecasts)
    misses = [
        difference(forecast, actual) for actual, forecast in zip(actuals, forecasts, strict=True)
    ]
    if method == "mape":
        parts = [divide(abs(miss), abs(one)) for miss, one in zip(misses, actuals, strict=True)]
        return divide(total(parts), len(parts))
    missed = total(misses) if method == "bias" else total(map(abs, misses))
    return divide(missed, total(map(abs, actuals)))
