"""Calls as Excel makes them: stretching, spilling, blanks, and every error in its own cell."""

from __future__ import annotations

import itertools
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from example_calls import CELLS, example
from hypothesis import given
from hypothesis import strategies as st
from windows.wire import MISSING

from xlcost.addin.broadcast import ERROR_BASE, ERROR_NUMBERS, call
from xlcost.catalogue.families import catalogue, find
from xlcost.catalogue.metric import OMITTED, Metric
from xlcost.cells import ERROR_TEXTS
from xlcost.errors import MetricError

COST_PER_CALL = find("cost_per_call")
BRIDGE = find("unit_cost_bridge")
CELL_METRICS = [one for one in catalogue() if one.shape == "cell"]


def _column(*cells: Any) -> tuple[tuple[Any, ...], ...]:
    return tuple((cell,) for cell in cells)


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ((50_000.0, 12_500.0), 4.0),
        ((_column(8.0, 6.0), 2.0), _column(4.0, 3.0)),
        ((8.0, ((2.0, 4.0),)), ((4.0, 2.0),)),
        ((_column(8.0, 4.0), ((2.0, 1.0),)), ((4.0, 8.0), (2.0, 4.0))),
        ((((8.0, 6.0), (4.0, 2.0)), _column(2.0, 1.0)), ((4.0, 3.0), (4.0, 2.0))),
        ((((8.0,),), 2.0), 4.0),
        (((8.0, 6.0), 2.0), ((4.0, 3.0),)),
        ((_column(8.0, 6.0, 4.0), _column(2.0, 1.0)), _column(4.0, 6.0, "#N/A")),
        ((((8.0, 6.0),), ((2.0, 1.0, 5.0),)), ((4.0, 6.0, "#N/A"),)),
        ((((8.0, 6.0),), ((2.0, 1.0), (1.0, 2.0))), ((4.0, 6.0), (8.0, 3.0))),
    ],
)
def test_ranges_stretch_as_under_operators(arguments: tuple[Any, ...], shown: Any) -> None:
    """A cell goes with every cell, a row with a column; beyond a shorter range is #N/A."""
    assert call(COST_PER_CALL, arguments) == shown


def test_each_cell_has_its_own_answer() -> None:
    """Blanks are 0, TRUE is 1, text is #VALUE!, an error is itself: in each cell for itself."""
    date = datetime(1900, 3, 1)  # noqa: DTZ001 - a cell has no time zone
    cells = _column(8.0, None, True, "text", "5", "#REF!", -2146826246, Decimal("1.5"), date)
    assert call(COST_PER_CALL, (cells, 2.0)) == _column(
        4.0, 0.0, 0.5, "#VALUE!", "#VALUE!", "#REF!", "#N/A", 0.75, 30.5
    )
    assert call(COST_PER_CALL, (2.0, _column(None, -1.0, 4.0))) == _column("#DIV/0!", "#NUM!", 0.5)


@pytest.mark.parametrize("number", ERROR_NUMBERS)
def test_errors_come_back_as_they_came(number: int) -> None:
    """Every error value that COM makes a number of goes out as that error's text."""
    assert ERROR_NUMBERS[number] in ERROR_TEXTS
    assert call(COST_PER_CALL, (float(number), 1.0)) == number
    assert call(COST_PER_CALL, (ERROR_BASE + number, 1.0)) == ERROR_NUMBERS[number]
    assert call(find("total_opex"), (_column(1.0, ERROR_BASE + number),)) == ERROR_NUMBERS[number]


@pytest.mark.parametrize("metric", CELL_METRICS, ids=lambda one: one.name)
@given(data=st.data())
def test_long_ranges_say_what_single_cells_say(metric: Metric, data: st.DataObject) -> None:
    """The quick way through columns of numbers gives what reading each cell alone gives."""
    start = example(metric)
    kinds = st.one_of(st.floats(-10, 10), st.sampled_from([0.0, 0.5, 1.0, 1e308, *CELLS.values()]))
    size = data.draw(st.integers(1, 5))
    given_cells = [
        _column(*data.draw(st.lists(kinds, min_size=size, max_size=size)))
        if value is not MISSING and data.draw(st.booleans())
        else value
        for value in start
    ]
    word = metric.method_argument
    if word is not None:
        place = metric.arguments.index(word)
        given_cells += [OMITTED] * (place + 1 - len(given_cells))
        given_cells[place] = data.draw(st.sampled_from([OMITTED, None, *metric.methods, "odd"]))
    answer = call(metric, given_cells)
    rows = answer if isinstance(answer, tuple) else ((answer,),) * size
    assert len(rows) == size
    for row, shown in enumerate(rows):
        cells = [value[row][0] if isinstance(value, tuple) else value for value in given_cells]
        assert shown == (_alone(metric, cells),)


@pytest.mark.parametrize("metric", CELL_METRICS, ids=lambda one: one.name)
def test_ranges_miss_what_single_cells_miss(metric: Metric) -> None:
    """Where an argument is left out, every cell of a range says what one cell alone would say."""
    cells = example(metric)
    for place, omitted in itertools.product(range(1, len(cells)), (True, False)):
        left = [*cells[:place], OMITTED, *cells[place + 1 :]] if omitted else list(cells[:place])
        first = _column(left[0], left[0])
        assert call(metric, (first, *left[1:])) == ((_alone(metric, left),),) * 2


def _alone(metric: Metric, cells: list[Any]) -> Any:
    errors = {ERROR_BASE + number: text for number, text in ERROR_NUMBERS.items()}
    try:
        return metric.from_cells(
            *(errors.get(cell, cell) if type(cell) is int else cell for cell in cells)
        )
    except MetricError as fault:
        return fault.excel_code


def test_rows_spill_their_named_values() -> None:
    """A row metric gives its values side by side, their names above where they are wanted."""
    values = (1_000.0, 100.0, 1_200.0, 200.0)
    names = ("cost_effect", "volume_effect", "total")
    assert call(BRIDGE, values) == ((1.0, -5.0, -4.0),)
    assert call(BRIDGE, (*values, True)) == (names, (1.0, -5.0, -4.0))
    costs = _column(1_000.0, "text")
    assert call(BRIDGE, (costs, *values[1:], True)) == (
        names,
        (1.0, -5.0, -4.0),
        ("#VALUE!",) * 3,
    )
    assert call(BRIDGE, (((1.0, 2.0),), *values[1:])) == "#VALUE!"
    assert call(BRIDGE, (*values, "yes")) == "#VALUE!"


def test_ranges_are_taken_whole() -> None:
    """A range metric reads the whole range; shapes that differ and text are #VALUE!."""
    blended = find("blended_cost_per_contact")
    assert call(blended, (_column(60.0, 20.0, None), _column(12.0, 8.0, None))) == 4.0
    assert call(blended, (_column(60.0, 20.0), ((12.0, 8.0),))) == "#VALUE!"
    assert call(blended, (_column(60.0, "text"), _column(12.0, 8.0))) == "#VALUE!"
    share = find("channel_cost_share")
    assert call(share, (1_000.0, ((300.0, 100.0),))) == ((750.0, 250.0),)
    assert call(share, (1_000.0, _column(300.0, 100.0))) == _column(750.0, 250.0)


def test_an_argument_that_is_left_out_takes_its_default() -> None:
    """An omitted optional is its default, a blank one is 0, and one too many is #VALUE!."""
    hourly = find("loaded_hourly_cost")
    for omitted in ((), (OMITTED,), (-2147352572,), (None,)):
        assert call(hourly, (200.0, 0.25, *omitted)) == 250.0
    assert call(find("run_rate"), (100.0, 5.0, None)) == 0.0
    assert call(find("run_rate"), (100.0, 5.0)) == 240.0
    assert call(hourly, (200.0,)) == "#VALUE!"
    assert call(hourly, (200.0, 0.25, 1.0, 1.0)) == "#VALUE!"
    assert call(COST_PER_CALL, ((), 1.0)) == "#VALUE!"
    assert call(COST_PER_CALL, (((1.0, 2.0), (3.0,)), 1.0)) == "#VALUE!"
