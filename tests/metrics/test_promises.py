"""What every metric promises, whatever its formula: one test a promise, over the catalogue."""

from __future__ import annotations

import doctest
import inspect
import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlcost.catalogue.docstrings import LONGEST_HELP
from xlcost.catalogue.families import catalogue
from xlcost.catalogue.measures import Unit
from xlcost.catalogue.metric import HEADERS, OMITTED, Argument, Metric
from xlcost.cells import ERROR_TEXTS
from xlcost.errors import CellError, MetricError, OutsideDomain, WrongValue

pytestmark = pytest.mark.fast

ALL = pytest.mark.parametrize("metric", catalogue(), ids=lambda one: one.name)


def arguments(metric: Metric) -> list[Argument]:
    """Return the arguments of the default method, without headers."""
    return [one for one in metric.used() if one is not HEADERS]


def good(argument: Argument) -> Any:
    """Return a cell, or a range of two, that suits an argument."""
    if argument.measure.unit is Unit.TEXT:
        return None
    value: float = 0.5 if argument.measure.highest == 1 else 2
    if argument.name in ("benchmark_high", "vendor_price", "agents"):
        value = 3
    if argument.name == "cash_flows":
        return [[-value], [value]]
    if argument.name == "dates":
        return [[value], [value + 1]]
    if argument.name == "savings":
        return [[10 * value], [10 * value]]
    return [[value], [value]] if argument.is_range else value


def cells(metric: Metric, **other: Any) -> list[Any]:
    """Return a good value for each argument that the default method reads."""
    read = arguments(metric)
    return [
        other.get(one.name, 6 if one.name in metric.within else good(one))
        if one in read
        else OMITTED
        for one in metric.arguments
        if one is not HEADERS
    ]


def with_cell(argument: Argument, cell: Any) -> Any:
    """Return a value whose one odd cell is `cell`."""
    return [[2], [cell]] if argument.is_range else cell


def numeric(metric: Metric) -> Iterator[Argument]:
    """Return the arguments that want numbers."""
    return (one for one in arguments(metric) if one.measure.unit is not Unit.TEXT)


def flat(result: Any) -> list[Any]:
    """Return every cell of a result."""
    return [cell for row in result for cell in row] if isinstance(result, tuple) else [result]


@ALL
def test_good_numbers_give_a_good_result(metric: Metric) -> None:
    """Ordinary numbers give ordinary numbers, words or flags, as the unit says."""
    for value in flat(metric.from_cells(*cells(metric))):
        if metric.unit is Unit.TEXT:
            assert isinstance(value, str)
            assert value
        elif metric.unit is Unit.FLAG:
            assert isinstance(value, bool)
        else:
            assert math.isfinite(value)


@ALL
def test_domain(metric: Metric) -> None:
    """A number below or above what the unit allows is #NUM!, in every argument."""
    for argument in numeric(metric):
        measure = argument.measure
        odd = [] if measure.lowest is None else [measure.lowest - 0.001]
        odd += [] if measure.highest is None else [measure.highest + 0.001]
        for number in odd:
            with pytest.raises(OutsideDomain, match=argument.name):
                metric.from_cells(*cells(metric, **{argument.name: with_cell(argument, number)}))


@ALL
def test_blank_is_zero(metric: Metric) -> None:
    """A blank cell does what 0 does."""
    for argument in numeric(metric):
        results = []
        for blank in (None, 0, 0.0, Decimal(0), False):
            values = cells(metric, **{argument.name: with_cell(argument, blank)})
            results.append(outcome(metric, values))
        assert all(one == results[0] for one in results)


@ALL
def test_true_is_one(metric: Metric) -> None:
    """TRUE does what 1 does, in cells and in ranges, and so does a currency cell."""
    for argument in numeric(metric):
        results = []
        for one in (True, 1, 1.0, Decimal("1.00")):
            values = cells(metric, **{argument.name: with_cell(argument, one)})
            results.append(outcome(metric, values))
        assert all(one == results[0] for one in results)


def outcome(metric: Metric, values: list[Any]) -> Any:
    """Return a result, or the error that the cell shows."""
    try:
        return metric.from_cells(*values)
    except MetricError as fault:
        return fault.excel_code


@ALL
def test_text_is_refused(metric: Metric) -> None:
    """Text where a number belongs is #VALUE!, also when it looks like a number."""
    for argument in numeric(metric):
        for text in ("5", "abc", "", "2024-01-31"):
            with pytest.raises(WrongValue):
                metric.from_cells(*cells(metric, **{argument.name: with_cell(argument, text)}))


@ALL
def test_errors_go_through(metric: Metric) -> None:
    """An error in any argument comes back as the same error."""
    for argument in arguments(metric):
        for error in sorted(ERROR_TEXTS):
            with pytest.raises(CellError) as raised:
                metric.from_cells(*cells(metric, **{argument.name: with_cell(argument, error)}))
            assert raised.value.excel_code == error


@ALL
def test_words(metric: Metric) -> None:
    """A method is chosen without regard to case; blank is the default; all else is #VALUE!."""
    word = metric.method_argument
    if word is None:
        assert not metric.methods
        return
    assert metric.methods[0] == word.default
    default = outcome(metric, cells(metric))
    assert outcome(metric, cells(metric, **{word.name: word.default.upper()})) == default
    assert outcome(metric, cells(metric, **{word.name: ""})) == default
    for odd in ("nonsense", 5, True, word.default + " "):
        with pytest.raises(WrongValue):
            metric.from_cells(*cells(metric, **{word.name: odd}))


@ALL
def test_shapes(metric: Metric) -> None:
    """Ranges of different shapes are #VALUE!, and so is a range with nothing in it."""
    ranges = [one for one in arguments(metric) if one.is_range]
    for argument in ranges:
        with pytest.raises(WrongValue):
            metric.from_cells(*cells(metric, **{argument.name: []}))
        if len(ranges) > 1:
            with pytest.raises(WrongValue):
                metric.from_cells(*cells(metric, **{argument.name: [[2, 2]]}))


@ALL
def test_headers(metric: Metric) -> None:
    """A row or table shows its column names above when asked, and only then."""
    if not metric.columns:
        assert HEADERS not in metric.arguments
        return
    assert metric.arguments[-1] is HEADERS
    plain = metric.from_cells(*cells(metric), False)
    assert metric.from_cells(*cells(metric)) == plain
    assert metric.from_cells(*cells(metric), True) == (metric.columns, *plain)


@ALL
def test_labels(metric: Metric) -> None:
    """Every metric has a label of its own in English and Norwegian."""
    for language in ("en", "nb"):
        label = metric.label(language)
        assert label == label.strip()
        assert label[0].isupper()
        assert sum(one.label(language) == label for one in catalogue()) == 1


@ALL
def test_wizard_texts(metric: Metric) -> None:
    """Help fits Excel's function wizard, one sentence or more, and never is a fragment."""
    for text in (metric.summary, *(one.help for one in metric.arguments)):
        assert 10 < len(text) <= LONGEST_HELP
        assert text.endswith(".")
        assert "\n" not in text


@ALL
def test_result_unit_is_said(metric: Metric) -> None:
    """An argument's help says its unit."""
    said = {
        Unit.MONEY: ("currency",),
        Unit.UNIT_COST: ("money for one", "in the currency of the band"),
        Unit.HOURLY_RATE: ("hour",),
        Unit.COUNT: ("count",),
        Unit.SHARE: ("share", "0 to 1"),
        Unit.SECONDS: ("in seconds",),
        Unit.HOURS: ("in hours",),
        Unit.ERLANGS: ("in erlangs",),
        Unit.PERIODS: ("periods",),
        Unit.DATE: ("date",),
        Unit.TEXT: ("text",),
        Unit.FLAG: ("TRUE",),
    }
    for argument in metric.arguments:
        words = said[argument.measure.unit]
        assert any(word in argument.help.casefold() or word in argument.help for word in words), (
            f"{argument.name}: {argument.help}"
        )


@ALL
def test_example_runs(metric: Metric) -> None:
    """The Example of the docstring runs, and gives what it says."""
    module = inspect.getmodule(metric.function)
    tests = doctest.DocTestFinder(recurse=False).find(metric.function, metric.name, module=module)
    runner = doctest.DocTestRunner(verbose=False)
    attempted = sum(runner.run(test).attempted for test in tests)

    assert attempted > 0
    assert runner.failures == 0


@ALL
def test_plain_function_agrees(metric: Metric) -> None:
    """The plain formula refuses the same domain as cells do: it is one formula."""
    for argument in numeric(metric):
        if argument.measure.lowest != 0 or argument.is_range:
            continue
        values = {one.name: good(one) for one in arguments(metric) if one.required}
        values = {
            name: [2.0, 2.0] if isinstance(value, list) else value for name, value in values.items()
        }
        values[argument.name] = -1.0
        with pytest.raises(OutsideDomain):
            metric.function(**values)


@ALL
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_never_nan(metric: Metric, data: st.DataObject) -> None:
    """Whatever finite numbers the cells hold, there is a finite result or an Excel error."""
    any_number = st.floats(allow_nan=False, allow_infinity=False)
    values = [
        data.draw(st.lists(any_number, min_size=1, max_size=3))
        if one.is_range
        else None
        if one.measure.unit is Unit.TEXT
        else data.draw(any_number)
        for one in metric.arguments
        if one is not HEADERS
    ]
    result = outcome(metric, values)

    for one in flat(result):
        assert one in ERROR_TEXTS or isinstance(one, str) or math.isfinite(one)


def test_every_binding_name_is_there() -> None:
    """The families hold every function of the catalogue page, in its order."""
    page = """
        COST_PER_CALL COST_PER_SALE COST_PER_LEAD COST_PER_CONTACT BLENDED_COST_PER_CONTACT
        COST_PER_RESOLUTION COST_PER_MINUTE LOADED_HOURLY_COST COST_PER_PRODUCTIVE_HOUR
        COST_PER_FTE CHANNEL_COST_SHARE BENCHMARK_POSITION UNIT_COST_BRIDGE
        TOTAL_OPEX OPEX_SHARE FIXED_COST_SHARE RUN_RATE YEAR_TO_DATE BUDGET_USED OPEX_PER_CUSTOMER
        OPEX_VARIANCE OPEX_VARIANCE_PCT VARIANCE_STATUS IS_MATERIAL FLEXIBLE_BUDGET
        VOLUME_VARIANCE SPENDING_VARIANCE RATE_VARIANCE EFFICIENCY_VARIANCE MIX_VARIANCE
        QUANTITY_VARIANCE PRICE_VOLUME_MIX
        FULL_YEAR_FORECAST FORECAST_VARIANCE REQUIRED_RUN_RATE
        AVERAGE_HANDLE_TIME AVERAGE_TALK_TIME FIRST_CONTACT_RESOLUTION CONTACTS_PER_ISSUE
        CSAT_SCORE ABANDONMENT_RATE AVERAGE_SPEED_OF_ANSWER TRANSFER_RATE REPEAT_CONTACT_RATE
        SERVICE_LEVEL
        OCCUPANCY UTILISATION SHRINKAGE SCHEDULED_STAFF LICENCE_UTILISATION IDLE_LICENCE_COST
        ATTRITION_RATE CONTACTS_PER_AGENT_HOUR
        TRAFFIC_INTENSITY ERLANG_B TRUNKS ERLANG_C ERLANG_C_SERVICE_LEVEL ERLANG_C_ASA
        ERLANG_C_AGENTS ERLANG_A_SERVICE_LEVEL ERLANG_A_AGENTS FLEXIBLE_STAFFING_SAVINGS
        AUTOMATION_SAVINGS SELF_SERVICE_SAVINGS FCR_SAVINGS AHT_SAVINGS CALLBACK_SAVINGS
        ROUTING_SAVINGS OUTSOURCING_SAVINGS OUTSOURCING_BREAK_EVEN VOIP_SAVINGS TRAINING_SAVINGS
        ATTRITION_COST CASH_SAVING
        PAYBACK_PERIODS PROJECT_NPV PROJECT_IRR RETURN_ON_INVESTMENT TOTAL_COST_OF_OWNERSHIP
    """
    names = page.split()
    declared = [one.excel_name for one in catalogue()]

    assert [name for name in declared if name in names] == names
