"""What a twin divides by: where it is nothing, there is no answer."""

from __future__ import annotations

import pytest

from xlcost.catalogue.twins import denominators

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("template", "parts"),
    [
        ("{a}/{b}", ("{b}",)),
        ("{a}/(1-{b})*{c}", ("(1-{b})",)),
        ("{a}/((1-{b})*{c})+{d}", ("((1-{b})*{c})",)),
        ("{a}/SUM({x})-{y}", ("SUM({x})",)),
        ("({a}+{b})/3600/{c}", ("{c}",)),
        ('IF({m}="a/b",{a}/{b},{a}/{b})', ("{b}",)),
        ("{a}*{b}", ()),
    ],
)
def test_what_is_divided_by_is_found(template: str, parts: tuple[str, ...]) -> None:
    """A field, all in its brackets or a call is a denominator; a number and a text are none."""
    assert denominators(template) == parts
