"""A column that a step of reshaping makes has a name of its own."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from xlcost.dataset.schema import INPUTS
from xlcost.dataset.settings import InputSettings
from xlcost.inputs.shapes.step import Shaped

pytestmark = pytest.mark.fast


def test_a_new_heading_is_one_that_no_column_has() -> None:
    """Where a name is taken it is counted on, until one is free; capitals make no difference."""
    raw = cast("Any", SimpleNamespace(header=("Year", "period", "Period 2", "Amount")))
    table = Shaped(raw, InputSettings(), INPUTS["ledger"])
    assert table.new_heading("Account") == "Account"
    assert table.new_heading("Year") == "Year 2"
    assert table.new_heading("Period") == "Period 3"
