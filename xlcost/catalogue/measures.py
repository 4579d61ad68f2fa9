"""The vocabulary of the formulas: every argument that a metric may take, with its one unit.

Units carry the domain: shares lie in 0 to 1; counts, seconds, hours, periods and erlangs are
never negative; money has any sign. Exceptions are stated in `_EXCEPTIONS`, and nowhere else.
Below the vocabulary stand the few steps of arithmetic that every formula shares, so that a
formula and its native Excel twin meet zero, overflow and rounding in the same way.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from xlcost.errors import DeclarationError, DivisionByZero, OutsideDomain, WrongValue

# A difference below this part of its larger operand is rounding, and 0 in every spreadsheet.
NEGLIGIBLE = 4e-15


class Unit(StrEnum):
    """What a number is a number of."""

    MONEY = "money"
    UNIT_COST = "unit cost"
    HOURLY_RATE = "hourly rate"
    COUNT = "count"
    SHARE = "share"
    SECONDS = "seconds"
    HOURS = "hours"
    ERLANGS = "erlangs"
    PERIODS = "periods"
    DATE = "date"
    TEXT = "text"
    FLAG = "flag"


@dataclass(frozen=True)
class Measure:
    """An argument name, its unit, and what numbers it may be.

    Attributes:
        name: The argument name.
        unit: Its unit, everywhere.
        lowest: The smallest number allowed; None is any.
        highest: The largest number allowed; None is any.
        lowest_open: Whether `lowest` itself is refused.
    """

    name: str
    unit: Unit
    lowest: float | None = None
    highest: float | None = None
    lowest_open: bool = False

    def allows(self, value: float) -> bool:
        """Tell whether a number lies in the domain."""
        if not math.isfinite(value):
            return False
        if self.lowest is not None and value < self.lowest:
            return False
        if self.lowest_open and value == self.lowest:
            return False
        return self.highest is None or value <= self.highest

    @property
    def domain(self) -> str:
        """The domain in words, "0 or more"; empty when any number is allowed."""
        if self.lowest is None:
            return ""
        if self.highest is not None:
            return f"{self.lowest:g} to {self.highest:g}"
        return f"above {self.lowest:g}" if self.lowest_open else f"{self.lowest:g} or more"


_NAMES: dict[Unit, str] = {
    Unit.MONEY: """
        total_cost operating_cost costs shared_cost cost_before cost_after
        amounts amount total fixed_cost actual_ytd budget_year
        actual budget amount_threshold flexible_budget static_budget
        actual_labour_cost budget_amounts actual_amounts
        budget_ytd prior_year prior_ytd last_period forecast
        running_cost in_house_cost retained_cost transition_cost
        legacy_cost voip_cost rent_saved migration_cost saving
        investment savings cash_flows benefit cost
        actuals forecasts actual_overhead budget_overhead applied_overhead always_threshold""",
    Unit.UNIT_COST: """
        unit_cost benchmark_low benchmark_high variable_cost_per_unit budget_rates
        prices_before prices_after licence_price standard_rates
        cost_per_contact automated_cost callback_cost transfer_cost vendor_price
        training_cost training_benefit recruiting_cost ramp_cost""",
    Unit.HOURLY_RATE: """
        wage overhead_per_hour actual_rate standard_rate budget_rate loaded_rate""",
    Unit.COUNT: """
        calls sales leads contacts contact_counts resolved fte volume_before volume_after
        customers actual_volume actual_quantities budget_quantities
        quantities_before quantities_after budget_volumes actual_volumes
        handled resolved_first_contact csat_satisfied csat_responses abandoned offered
        transferred repeated answered_in_threshold abandoned_in_threshold
        base_staff licences_used licences_paid leavers headcount_open headcount_close
        trunks agents required_agents scheduled_agents extra_contacts trainees
        promoters detractors nps_responses effort_points effort_responses unresolvable
        contained sessions backlog handled_per_day arrivals concurrency average_headcount
        standard_quantities actual_output standard_output""",
    Unit.SHARE: """
        benefits_rate utilisation pct_threshold shrinkage occupancy
        budget_occupancy actual_occupancy budget_shrinkage actual_shrinkage
        blocking target_service_level max_occupancy
        deflection_rate fcr_before fcr_after redial_rate
        transfer_rate_before transfer_rate_after cash_share discount_rate
        target_abandonment finance_rate reinvestment_rate""",
    Unit.SECONDS: """
        handle_seconds talk_seconds hold_seconds after_call_seconds wait_seconds
        budget_ahts actual_ahts aht interval_seconds threshold_seconds patience_seconds
        seconds_saved""",
    Unit.HOURS: """
        paid_hours actual_hours standard_hours handle_hours logged_in_hours shrinkage_hours
        adherent_hours scheduled_hours worked_hours absence_hours hours_at_work hours_available""",
    Unit.ERLANGS: "traffic",
    Unit.PERIODS: "periods_elapsed periods_in_year periods_left periods",
    Unit.DATE: "dates",
    Unit.TEXT: "method kind mode",
    Unit.FLAG: "headers",
}
_NOT_NEGATIVE = frozenset({Unit.COUNT, Unit.SECONDS, Unit.HOURS, Unit.ERLANGS, Unit.PERIODS})
_EXCEPTIONS = {
    "benefits_rate": Measure("benefits_rate", Unit.SHARE, 0.0),
    "pct_threshold": Measure("pct_threshold", Unit.SHARE, 0.0),
    "discount_rate": Measure("discount_rate", Unit.SHARE, -1.0, lowest_open=True),
    "finance_rate": Measure("finance_rate", Unit.SHARE, -1.0, lowest_open=True),
    "reinvestment_rate": Measure("reinvestment_rate", Unit.SHARE, -1.0, lowest_open=True),
    "dates": Measure("dates", Unit.DATE, 0.0, 2_958_465.0),  # the last day that Excel knows
}


def _measure(name: str, unit: Unit) -> Measure:
    if unit is Unit.SHARE:
        return Measure(name, unit, 0.0, 1.0)
    return Measure(name, unit, 0.0 if unit in _NOT_NEGATIVE else None)


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        name: _EXCEPTIONS.get(name, _measure(name, unit))
        for unit, names in _NAMES.items()
        for name in names.split()
    }
)


def hint(word: str, known: Iterable[str]) -> str:
    """Return " Did you mean 'x'?" for the nearest known word, or nothing."""
    near = difflib.get_close_matches(word.casefold(), tuple(known), n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


def measure(name: str) -> Measure:
    """Return the measure of an argument name.

    Raises:
        DeclarationError: The vocabulary has no such name.
    """
    if name not in MEASURES:
        message = f"The argument {name!r} is not in the vocabulary.{hint(name, MEASURES)}"
        raise DeclarationError(message)
    return MEASURES[name]


def in_domain(**values: float | Sequence[float] | None) -> None:
    """Refuse the first number that lies outside what its unit allows; None is not given.

    Raises:
        OutsideDomain: With the argument's name, the number and the domain.
    """
    for name, given in values.items():
        allowed = measure(name)
        for value in given if isinstance(given, Sequence) else (given,):
            if value is not None and not allowed.allows(value):
                domain = allowed.domain or "a finite number"
                message = f"{name} is {value}; {allowed.unit} must be {domain}."
                raise OutsideDomain(message)


def finite(value: float) -> float:
    """Return a number that a cell can hold.

    Raises:
        OutsideDomain: The number overflowed.
    """
    if not math.isfinite(value):
        message = "The result is too large for a cell."
        raise OutsideDomain(message)
    return value


def divide(numerator: float, denominator: float) -> float:
    """Return a quotient.

    Raises:
        DivisionByZero: The denominator is 0.
        OutsideDomain: A part or the result is too large for a cell.
    """
    finite(numerator)
    finite(denominator)
    if denominator == 0:
        message = "There is nothing to divide by."
        raise DivisionByZero(message)
    return finite(numerator / denominator)


def difference(first: float, second: float) -> float:
    """Return first − second, and 0 where nothing but rounding is left.

    Raises:
        OutsideDomain: A part or the result is too large for a cell.
    """
    result = finite(first - second)
    return 0.0 if abs(result) < NEGLIGIBLE * max(abs(first), abs(second)) else result


def total(values: Iterable[float]) -> float:
    """Return the sum, exact until its one last rounding.

    Raises:
        OutsideDomain: The sum is too large for a cell.
    """
    try:
        return finite(math.fsum(values))
    except (OverflowError, ValueError):
        return finite(math.inf)


def no_more_than(whole: float, *parts: float) -> None:
    """Refuse parts that together are larger than their whole; of nothing there is no part.

    Raises:
        OutsideDomain: They are larger.
    """
    if whole != 0 and difference(total(parts), whole) > 0:
        added = " + ".join(f"{part:g}" for part in parts)
        message = f"{added} is more than the whole, {whole:g}."
        raise OutsideDomain(message)


def equal_shapes(*ranges: Sequence[float]) -> None:
    """Refuse ranges of different lengths, and empty ones.

    Raises:
        WrongValue: The lengths differ, or there is nothing in them.
    """
    lengths = {len(one) for one in ranges}
    if len(lengths) != 1 or lengths == {0}:
        message = "The ranges must have one shape, with at least one cell."
        raise WrongValue(message)


def choice(word: str | None, options: Iterable[str], default: str) -> str:
    """Return the option that a word names, without regard to case; blank is the default.

    Raises:
        WrongValue: The word is none of the options.
    """
    known = tuple(options)
    if not word:
        return default
    folded = word.casefold()
    if folded not in known:
        message = f"{word!r} is not one of {', '.join(known)}.{hint(word, known)}"
        raise WrongValue(message)
    return folded
