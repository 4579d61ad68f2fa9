"""The values of a rule in the settings: words, ranges and beginnings."""

from __future__ import annotations

import pytest

from xlcost.inputs.columns.rule_values import matcher

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("value", "fits", "others"),
    [
        ("4*", ("4", "40", "4711"), ("14", "", "*")),
        ("KS*", ("ks", "KS-Oslo"), ("k", "oks")),
        ("*", ("*",), ("", "4711")),  # a star alone is a word: all would be no rule
        ("1000..2999", ("1000", "2999", "01500"), ("999", "3000", "1500a")),
        ("Rent", ("rent ", "RENT"), ("Rental",)),
    ],
)
def test_a_value_fits_what_it_says(
    value: str, fits: tuple[str, ...], others: tuple[str, ...]
) -> None:
    """A beginning may be one sign, a range has both its ends, and a word is the whole text."""
    known = matcher([value])
    assert [text for text in fits if not known(text)] == []
    assert [text for text in others if known(text)] == []
