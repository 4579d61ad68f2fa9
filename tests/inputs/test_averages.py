"""Headings of averages, as systems of contact centres write them."""

from __future__ import annotations

import pytest

from xlcost.values.contact_words import average

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    "heading", ["AHT", "aht", "Avg handle time (s)", "Average handle time [sec]"]
)
def test_an_average_is_known_by_its_heading(heading: str) -> None:
    """Capitals, and a unit in brackets behind it, make no difference."""
    assert average(heading) == ("handle_seconds", "handled")


@pytest.mark.parametrize("heading", ["", "Talk time", "Handled (AHT)", "(s)"])
def test_what_is_no_average_is_none(heading: str) -> None:
    """A sum is no average, nor is what only speaks of one in brackets."""
    assert average(heading) is None
