"""Pieces of formula text, and where cells stand."""

from __future__ import annotations

import pytest

from tests.workbook.example import example
from xlcost.errors import UsageError
from xlcost.report.model.expressions import Literal, Ref
from xlcost.report.model.spec import Cell, Column, Grid, Row
from xlcost.workbook.formulas.references import areas, closed, criterion_text, text_constant
from xlcost.workbook.layout import Layout, quoted, sheet_titles

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([(1, 1), (2, 1), (3, 1)], ["A1:A3"]),
        ([(1, 1), (1, 2), (2, 1), (2, 2)], ["A1:B2"]),
        ([(5, 2), (6, 2), (9, 2)], ["B5:B6", "B9"]),
        ([(3, 2), (3, 3), (3, 5)], ["B3:C3", "E3"]),
        ([(1, 1), (1, 1)], ["A1", "A1"]),
        ([], []),
    ],
)
def test_neighbours_become_one_range(cells: list[tuple[int, int]], expected: list[str]) -> None:
    """A total names whole ranges, and a cell that is counted twice is written twice."""
    assert areas(cells) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1", "A1"),
        ("'OpEx by line'!B5", "'OpEx by line'!B5"),
        ("SUM(A1:A3)", "SUM(A1:A3)"),
        ("opex_lines[amount]", "opex_lines[amount]"),
        ("A1-B1", "(A1-B1)"),
        ("-5", "(-5)"),
        ("(A1)+(B1)", "((A1)+(B1))"),
        ("SUM(A1)+SUM(B1)", "(SUM(A1)+SUM(B1))"),
    ],
)
def test_parentheses_stand_where_they_are_needed(text: str, expected: str) -> None:
    """Only what an operator could tear apart is put in parentheses."""
    assert closed(text) == expected


def test_constants_are_quoted_and_patterns_escaped() -> None:
    """Quotes are doubled, long texts joined, and a criterion's wildcards mean themselves."""
    assert text_constant('say "so"') == '"say ""so"""'
    assert text_constant("x" * 300).count('"&"') == 1
    assert criterion_text("a*b?~") == '"=a~*b~?~~"'


def test_sheet_titles_are_what_excel_accepts() -> None:
    """Forbidden signs, long titles and repeated ones are changed, the rest is left."""
    titles = sheet_titles(["OpEx", "opex", "a/b:c", "x" * 40, "x" * 40, "'q'"])
    assert titles[:3] == ["OpEx", "opex (2)", "a-b-c"]
    assert all(len(title) <= 31 for title in titles)
    assert len({title.casefold() for title in titles}) == len(titles)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Data", "Data"),
        ("FY26", "'FY26'"),
        ("OpEx per linje", "'OpEx per linje'"),
        ("a'b", "'a''b'"),
    ],
)
def test_titles_are_quoted_where_a_formula_would_misread_them(title: str, expected: str) -> None:
    """A title that looks like a cell, or holds a space or a quote, is quoted."""
    assert quoted(title) == expected


def test_a_layout_knows_each_cell_and_refuses_strangers() -> None:
    """A cell has its address; a reference to nothing is refused with its name."""
    layout = Layout(example())
    assert layout.place(Ref("lines", "Salaries", "actual")).address == "B6"
    with pytest.raises(UsageError, match="nowhere"):
        layout.place(Ref("lines", "nowhere", "actual"))


def test_two_grids_of_one_name_are_refused() -> None:
    """Grid names are addresses, so each is used once."""
    row = Row("a", {"x": Cell(Literal(1))})
    grid = Grid("lines", (Column("x", "X"),), (row,))
    with pytest.raises(UsageError, match="lines"):
        Layout(example((grid,)))
