"""Budget against actuals.

The published figures are those of Webb Company in C. Horngren, S. Datar, M. Rajan, "Cost
Accounting: A Managerial Emphasis", chapter 7: 12,000 jackets budgeted, 10,000 made, variable cost
88 a jacket, fixed cost 276,000.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import columns, counts, money, prices, some

from xlcost.catalogue.metrics import variance
from xlcost.errors import DivisionByZero, OutsideDomain, WrongValue

pytestmark = pytest.mark.fast

METHODS = ("old_volume", "new_volume", "midpoint")


def test_published_flexible_budget() -> None:
    """Webb's budget for 10,000 jackets is 1,156,000, for the 12,000 of the static one 1,332,000."""
    assert variance.flexible_budget(276_000, 88, 10_000) == 1_156_000
    assert variance.flexible_budget(276_000, 88, 12_000) == 1_332_000


def test_published_levels() -> None:
    """Webb spent 1,235,100: 79,100 above the flexible budget, which is 176,000 below the static."""
    spending = variance.spending_variance(1_235_100, 1_156_000)
    volume = variance.volume_variance(1_156_000, 1_332_000)

    assert (spending, volume) == (79_100, -176_000)
    assert spending + volume == variance.opex_variance(1_235_100, 1_332_000)


def test_published_labour() -> None:
    """Webb's 9,000 hours at 22 instead of 8,000 at 20: price 18,000 U and efficiency 20,000 U."""
    assert variance.rate_variance(22, 20, 9_000) == 18_000
    assert variance.efficiency_variance(9_000, 8_000, 20) == 20_000
    assert variance.variance_status(9_000 * 22, 8_000 * 20) == "U"


@given(money, money, money)
def test_spending_and_volume_add_up(actual: float, flexible: float, static: float) -> None:
    """Spending and volume variance add up to the variance from the static budget."""
    parts = variance.spending_variance(actual, flexible) + variance.volume_variance(
        flexible, static
    )

    assert parts == pytest.approx(variance.opex_variance(actual, static), abs=1e-4)


@given(prices, prices, counts, counts)
def test_rate_and_efficiency_add_up(
    actual_rate: float, standard_rate: float, actual_hours: float, standard_hours: float
) -> None:
    """Rate and efficiency variance add up to actual cost less standard cost."""
    parts = variance.rate_variance(
        actual_rate, standard_rate, actual_hours
    ) + variance.efficiency_variance(actual_hours, standard_hours, standard_rate)

    assert parts == pytest.approx(
        actual_rate * actual_hours - standard_rate * standard_hours, abs=1e-3
    )


@given(money, money)
def test_sign(actual: float, budget: float) -> None:
    """Variance is actual less budget, and changes its sign when both change places."""
    result = variance.opex_variance(actual, budget)

    assert result == -variance.opex_variance(budget, actual)
    assert (result > 0) == (actual > budget)


def test_percent_of_a_negative_budget() -> None:
    """The percentage has the sign of the variance, also where the budget is an income."""
    assert variance.opex_variance_pct(-80, -100) == 0.2
    assert variance.opex_variance_pct(-120, -100) == -0.2
    for actual in (0, 5):
        with pytest.raises(DivisionByZero):
            variance.opex_variance_pct(actual, 0)


@pytest.mark.parametrize(
    ("actual", "budget", "kind", "status"),
    [
        (101, 100, "cost", "U"),
        (99, 100, "cost", "F"),
        (101, 100, "income", "F"),
        (99, 100, "INCOME", "U"),
        (0.1 + 0.2, 0.3, "cost", "–"),
        (0.1 + 0.2, 0.3, "income", "–"),
        (0, 0, "", "–"),
        (0, -5, "cost", "U"),
    ],
)
def test_status(actual: float, budget: float, kind: str, status: str) -> None:
    """More cost is unfavourable, more income favourable, and rounding is no variance."""
    assert variance.variance_status(actual, budget, kind) == status


@pytest.mark.parametrize(
    ("case", "both", "either"),
    [
        ((105, 100, 5, 0.05), True, True),
        ((95, 100, 5, 0.05), True, True),
        ((105, 100, 6, 0.05), False, True),
        ((105, 100, 5, 0.06), False, True),
        ((104, 100, 5, 0.05), False, False),
        ((100, 100, 0, 0), False, False),
        ((0.1 + 0.2, 0.3, 0, 0), False, False),
        ((5, 0, 5, 0.05), True, True),
        ((4, 0, 5, 0.05), False, False),
        ((0, 0, 0, 0), False, False),
        ((101, 100, -5, 0), True, True),
    ],
)
def test_material(case: tuple[float, float, float, float], both: bool, either: bool) -> None:
    """Thresholds are inclusive, no variance never matters, without budget the amount decides."""
    assert variance.is_material(*case) is both
    assert variance.is_material(*case, "or") is either


@pytest.mark.parametrize(
    ("case", "always", "material"),
    [
        ((5_150_000, 5_000_000, 10_000, 0.05), 100_000, True),
        ((5_150_000, 5_000_000, 10_000, 0.05), 150_000, True),
        ((5_150_000, 5_000_000, 10_000, 0.05), 150_000.01, False),
        ((4_850_000, 5_000_000, 10_000, 0.05), 150_000, True),
        ((5_150_000, 5_000_000, 10_000, 0.05), 0, False),
        ((5_150_000, 5_000_000, 10_000, 0.05), -1, False),
        ((100, 100, 0, 0), 1e-9, False),
        ((7, 0, 10, 0.05), 7, True),
    ],
)
def test_an_amount_that_is_enough_alone(
    case: tuple[float, float, float, float], always: float, material: bool
) -> None:
    """From `always_threshold` on a variance is material whatever its share; 0 is no such amount."""
    for mode in ("and", "or"):
        either = variance.is_material(*case, mode)
        assert variance.is_material(*case, mode, always) is (material or either)


def test_material_refuses() -> None:
    """A negative percentage is #NUM!, an unknown mode #VALUE!."""
    with pytest.raises(OutsideDomain):
        variance.is_material(1, 2, 3, -0.1)
    with pytest.raises(WrongValue):
        variance.is_material(1, 2, 3, 0.1, "xor")


@given(columns(counts, counts, prices))
def test_mix_and_quantity_add_up(drawn: tuple[list[float], list[float], list[float]]) -> None:
    """Mix and quantity variance add up to the change of the quantities at budgeted rates."""
    actual, budget, rates = drawn
    if not sum(budget):
        with pytest.raises(DivisionByZero):
            variance.mix_variance(*drawn)
        return
    whole = sum((a - b) * rate for a, b, rate in zip(actual, budget, rates, strict=True))
    size = sum((a + b) * rate for a, b, rate in zip(actual, budget, rates, strict=True))
    weight = 1 + sum(actual) / sum(budget)

    parts = variance.mix_variance(*drawn) + variance.quantity_variance(*drawn)
    assert parts == pytest.approx(whole, abs=1e-12 * size * weight)


@given(st.lists(st.tuples(some, prices), min_size=1, max_size=6), st.sampled_from((0.5, 2.0, 3.0)))
def test_same_mix_has_no_mix_variance(kinds: list[tuple[float, float]], factor: float) -> None:
    """When every kind of work grows alike, the whole variance is quantity."""
    budget = [quantity for quantity, _ in kinds]
    rates = [rate for _, rate in kinds]
    actual = [quantity * factor for quantity in budget]

    assert variance.mix_variance(actual, budget, rates) == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("method", METHODS)
@given(drawn=columns(prices, counts, prices, counts))
def test_price_volume_mix_adds_up(method: str, drawn: tuple[list[float], ...]) -> None:
    """Price, volume and mix add up to the change of every product and of the whole."""
    p0, q0, p1, q1 = drawn
    rows = variance.price_volume_mix(p0, q0, p1, q1, method)

    assert len(rows) == len(p0) + 1
    for row, before, volume, after, now in zip(rows, p0, q0, p1, q1, strict=False):
        assert sum(row) == pytest.approx(after * now - before * volume, abs=1e-3)
    whole = sum(p * q for p, q in zip(p1, q1, strict=True)) - sum(
        p * q for p, q in zip(p0, q0, strict=True)
    )
    assert sum(rows[-1]) == pytest.approx(whole, abs=1e-2)


@pytest.mark.parametrize(
    ("method", "row"),
    [
        ("old_volume", (100, 200, 20)),
        ("new_volume", (120, 200, 0)),
        ("midpoint", (110, 210, 0)),
    ],
)
def test_price_volume_mix_methods(method: str, row: tuple[float, ...]) -> None:
    """From 100 at 10 to 120 at 11: each method puts the joint effect of 20 where it says."""
    rows = variance.price_volume_mix([10], [100], [11], [120], method)

    assert rows == (row, row)


PRODUCTS = columns(prices, counts, prices, counts)


@given(PRODUCTS)
def test_product_mix(drawn: tuple[list[float], ...]) -> None:
    """Volume is growth at the old mix, mix adds up over products at equal prices, all is told."""
    p0, q0, p1, q1 = drawn
    if not sum(q0):
        with pytest.raises(DivisionByZero):
            variance.price_volume_mix(p0, q0, p1, q1, "product_mix")
        return
    rows = variance.price_volume_mix(p0, q0, p1, q1, "product_mix")
    old, new = (sum(p * q for p, q in zip(ps, qs, strict=True)) for ps, qs in ((p0, q0), (p1, q1)))
    size = max(old, new, 1.0) * max(1.0, sum(q1) / sum(q0))

    assert sum(rows[-1]) == pytest.approx(new - old, abs=1e-9 * size)
    assert rows[-1].volume == pytest.approx(old * (sum(q1) / sum(q0) - 1), abs=1e-9 * size)
    same = variance.price_volume_mix([2.0] * len(q0), q0, [2.0] * len(q0), q1, "product_mix")
    assert same[-1].mix == pytest.approx(0, abs=1e-9 * size)


def test_product_mix_of_one_product() -> None:
    """One product has no mix: all of its growth is volume."""
    (one, whole) = variance.price_volume_mix([10], [100], [11], [120], "product_mix")
    assert one == whole == (120, 200, 0)


def test_published_yield() -> None:
    """Flint: 370 kg and 180 kg for 20 units of 15 and 10: mix 40 favourable, yield 370 adverse."""
    used, standard, rates = [370, 180], [15, 10], [7, 8]
    mix = variance.mix_variance(used, standard, rates)
    lost = variance.yield_variance(used, standard, rates, 20, 1)

    assert (mix, lost) == (pytest.approx(-40), pytest.approx(370))
    usage = sum((u - 20 * s) * r for u, s, r in zip(used, standard, rates, strict=True))
    assert mix + lost == pytest.approx(usage)
    with pytest.raises(DivisionByZero):
        variance.yield_variance(used, standard, rates, 20, 0)


@given(money, money, money)
def test_fixed_overhead_adds_up(actual: float, budget: float, applied: float) -> None:
    """Spending and volume variance of fixed overhead are what was spent less what was applied."""
    spending = variance.fixed_overhead_spending_variance(actual, budget)
    volume = variance.fixed_overhead_volume_variance(budget, applied)

    assert spending + volume == pytest.approx(actual - applied, abs=1e-4)
