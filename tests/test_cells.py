"""What a cell holds, and what a function sees."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from xlcost import cells
from xlcost.errors import CellError, OutsideDomain, WrongValue

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("held", "seen"),
    [
        (None, 0.0),
        (True, 1.0),
        (False, 0.0),
        (3, 3.0),
        (2.5, 2.5),
        (Decimal("12.34"), 12.34),
        (date(2024, 1, 31), 45322.0),
        (datetime(2024, 1, 31, 12, tzinfo=UTC), 45322.5),
        (datetime(2024, 1, 31, 6), 45322.25),  # noqa: DTZ001 - as Excel hands it over
        (date(1900, 3, 1), 61.0),
        (date(1900, 1, 1), 1.0),
        (time(18, 0), 0.75),
        (timedelta(hours=36), 1.5),
    ],
)
def test_number(held: object, seen: float) -> None:
    """Numbers, currency, dates, blanks and flags are the float that Excel calculates with."""
    result = cells.number(held)

    assert result == seen
    assert type(result) is float


@pytest.mark.parametrize("held", ["5", "abc", "", "2024-01-31", [1], object(), 1j])
def test_text_is_no_number(held: object) -> None:
    """Text is #VALUE!, also when it looks like a number."""
    with pytest.raises(WrongValue):
        cells.number(held)


@pytest.mark.parametrize("error", sorted(cells.ERROR_TEXTS))
def test_errors_go_on(error: str) -> None:
    """An error that a cell holds comes back as the same error, from every reader."""
    for reader in (cells.number, cells.text, cells.numbers, cells.flag):
        with pytest.raises(CellError) as raised:
            reader(error)
        assert raised.value.excel_code == error


@pytest.mark.parametrize("held", [math.nan, math.inf, Decimal("NaN"), 10**400])
def test_numbers_that_no_cell_holds(held: object) -> None:
    """What is not finite is #NUM!, never NaN."""
    with pytest.raises(OutsideDomain) as raised:
        cells.number(held)
    assert raised.value.excel_code == "#NUM!"


def test_text() -> None:
    """A word is read as it stands; a blank cell is the empty word; a number is refused."""
    assert cells.text("Average") == "Average"
    assert cells.text(None) == ""
    for held in (5, True, 0.0):
        with pytest.raises(WrongValue):
            cells.text(held)


@pytest.mark.parametrize(
    ("held", "seen"),
    [
        (7, ((7.0,), 1, 1)),
        ([1, None, True], ((1.0, 0.0, 1.0), 1, 3)),
        ([[1], [2]], ((1.0, 2.0), 2, 1)),
        (((1, 2), (3, Decimal(4))), ((1.0, 2.0, 3.0, 4.0), 2, 2)),
    ],
)
def test_numbers(held: object, seen: tuple[object, ...]) -> None:
    """A range is read row by row with its shape; TRUE counts as 1 and nothing as 0."""
    assert tuple(cells.numbers(held)) == seen


@pytest.mark.parametrize("held", [[], [[]], [[1, 2], [3]], [1, "x"], [[1], ["2"]]])
def test_no_range(held: object) -> None:
    """An empty or ragged range is #VALUE!, and so is text in one."""
    with pytest.raises(WrongValue):
        cells.numbers(held)
