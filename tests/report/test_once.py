"""Once: what several sheets of one report ask is worked out for the first of them."""

from __future__ import annotations

from typing import get_args

import pytest
from hand_made import company

from xlcost.report.build import context
from xlcost.report.model import evaluation
from xlcost.report.model.context import Context
from xlcost.report.model.expressions import CellRange, Expression
from xlcost.report.model.once import once
from xlcost.workbook.formulas import formulas

pytestmark = pytest.mark.fast


def test_each_report_asks_once() -> None:
    """A function is called once for each report and each question, and never across reports."""
    asked: list[tuple[int, str]] = []

    @once
    def answer(ctx: Context, word: str, *, loud: bool = False) -> str:
        asked.append((id(ctx), word))
        return word.upper() if loud else word

    first, second = context(company(), "en"), context(company(), "nb")
    assert [answer(first, "a"), answer(first, "a"), answer(first, "a", loud=True)] == [
        "a",
        "a",
        "A",
    ]
    assert answer(second, "a") == "a"
    assert asked == [(id(first), "a"), (id(first), "a"), (id(second), "a")]


def test_every_kind_of_expression_has_its_rules() -> None:
    """Every kind of expression has a formula, and a value unless it is a range of cells."""
    kinds = set(get_args(Expression))
    assert set(formulas._RULES) == kinds
    assert set(evaluation._RULES) == kinds - {CellRange}
