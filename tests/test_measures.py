"""The vocabulary, its domains, and the arithmetic that every formula shares."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlcost.catalogue import measures
from xlcost.catalogue.measures import (
    MEASURES,
    Unit,
    choice,
    difference,
    divide,
    in_domain,
    measure,
    total,
)
from xlcost.errors import DeclarationError, DivisionByZero, OutsideDomain, WrongValue

pytestmark = pytest.mark.fast

FINITE = st.floats(allow_nan=False, allow_infinity=False)


def test_exceptions_of_the_domain() -> None:
    """Shares end at 1 but for two, and rates of return may be negative down to −1."""
    open_ended = {
        one.name for one in MEASURES.values() if one.unit is Unit.SHARE and not one.highest
    }

    assert open_ended == {
        *("benefits_rate", "pct_threshold", "discount_rate"),
        *("finance_rate", "reinvestment_rate"),
    }
    assert measure("discount_rate").allows(-0.99)
    assert not measure("discount_rate").allows(-1)
    assert measure("shrinkage").allows(1)
    assert not measure("shrinkage").allows(1.0000001)
    assert measure("budget").allows(-5)
    assert not measure("calls").allows(-1e-9)


def test_unknown_argument_has_a_hint() -> None:
    """A misspelt argument is refused, and the nearest name is offered."""
    with pytest.raises(DeclarationError, match="Did you mean 'total_cost'"):
        measure("total_costs")


def test_in_domain_names_the_first() -> None:
    """The first argument outside its domain is named, with its number and the domain."""
    with pytest.raises(OutsideDomain, match=r"calls is -2; count must be 0 or more"):
        in_domain(total_cost=-5.0, calls=-2, shrinkage=3)
    with pytest.raises(OutsideDomain, match="total_cost"):
        in_domain(total_cost=math.nan)
    in_domain(calls=0, shrinkage=1, budget_year=None, costs=[-1, 2])


def test_divide() -> None:
    """Nothing to divide by is #DIV/0!, a quotient too large is #NUM!."""
    with pytest.raises(DivisionByZero):
        divide(0, 0)
    for pair in ((1e300, 1e-300), (math.inf, 1), (1, math.inf)):
        with pytest.raises(OutsideDomain):
            divide(*pair)
    assert divide(-7, 2) == -3.5


@given(FINITE, FINITE)
def test_difference(first: float, second: float) -> None:
    """A difference is the plain one, or 0 where only rounding is left, or too large."""
    try:
        result = difference(first, second)
    except OutsideDomain:
        assert math.isinf(first - second)
        return
    larger = max(abs(first), abs(second))
    assert result == (0 if abs(first - second) < 4e-15 * larger else first - second)
    assert result == -difference(second, first)


def test_rounding_is_no_difference() -> None:
    """0.1 + 0.2 − 0.3 is 0, as spreadsheets have it."""
    assert difference(0.1 + 0.2, 0.3) == 0
    assert difference(0.3 + 1e-12, 0.3) > 0


def test_total() -> None:
    """A sum is exact until it is rounded once, and too large a one is #NUM!."""
    assert total([0.1] * 10) == 1.0
    assert total([1e20, 1.0, -1e20]) == 1.0
    with pytest.raises(OutsideDomain):
        total([1.7e308, 1.7e308])


def test_choice() -> None:
    """A word is chosen without regard to case, nothing is the default, else there is a hint."""
    assert choice("AVERAGE", ("average", "opening"), "average") == "average"
    assert choice("", ("average", "opening"), "opening") == "opening"
    assert choice(None, ("average", "opening"), "opening") == "opening"
    with pytest.raises(WrongValue, match="Did you mean 'average'"):
        choice("averag", ("average", "opening"), "average")


def test_every_name_has_one_unit() -> None:
    """No argument name stands under two units."""
    names = [name for group in measures._NAMES.values() for name in group.split()]

    assert len(names) == len(set(names)) == len(MEASURES)
