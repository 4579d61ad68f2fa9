"""What rounds to nothing has no sign: in cached texts, and printed after recalculation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from printed import pages, print_workbook

from tests.workbook.example import example
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import Literal, Plus
from xlcost.report.model.spec import Cell, Column, Format, Grid, Row, Tone
from xlcost.workbook.number_formats import NumberFormats
from xlcost.workbook.render import write_workbook

# Sizes on both sides of what rounds to nothing, and what is shown of them.
SIZES: tuple[tuple[Format, float, str], ...] = (
    ("share", 0.00049, "0.0%"),
    ("share", 0.0005, "0.1%"),
    ("money", 0.49, "0"),
    ("money", 0.51, "1"),
    ("money_exact", 0.0049, "0.00"),
    ("money_exact", 5e-15, "0.00"),
    ("factor", 0.00049, "0.000"),
    ("factor", 0.0006, "0.001"),
    ("fte", 0.049, "0.0"),
    ("hours", 2.0, "2"),
)
TONES: tuple[Tone, ...] = ("variance", "")


def drawn() -> Iterator[tuple[Format, Tone, float, str]]:
    """Yield every size with both signs and tones, and what a person should see."""
    for format_, size, text in SIZES:
        for tone in TONES:
            for value in (size, -size):
                sign = ("+" if tone else "") if value > 0 else "-"
                nothing = not any(digit in text for digit in "123456789")
                yield format_, tone, value, text if nothing else sign + text


def test_what_is_shown_has_no_sign_at_zero() -> None:
    """The text that widths and charts go by is the one that a person sees."""
    formats = NumberFormats("en")
    for format_, tone, value, text in drawn():
        assert formats.shown(value, format_, tone, "") == text


@pytest.mark.parametrize(("unit", "limit"), [("", "0.4999999995"), ("K", "49.99999995")])
def test_the_limit_is_half_of_the_last_digit(unit: str, limit: str) -> None:
    """In thousands with one decimal, what is below 50 is nothing."""
    unsigned = NumberFormats("en", unit).unsigned("money")
    assert unsigned is not None
    assert unsigned.limit == limit
    assert NumberFormats("en").unsigned("text") is None


def test_a_printed_zero_has_no_sign(tmp_path: Path) -> None:
    """Whatever its format, what rounds to nothing is printed without minus and plus."""
    rows = []
    for number, (format_, tone, value, _) in enumerate(drawn()):
        figure = Cell(Plus(((1, Literal(value)),)), format_, tone, "lower")
        rows.append(Row(str(number), {"x": Cell(Literal("§")), "y": figure}))
    grid = Grid("zeros", (Column("x", "What"), Column("y", "Value")), tuple(rows))
    report = example((grid,))
    path = tmp_path / "zeros.xlsx"
    write_workbook(report, evaluate(report), path)

    shown = [
        word.text
        for page in pages(print_workbook(path))
        for mark in sorted(page.words, key=lambda word: word.top)
        if mark.text == "§"
        for word in page.words
        if abs(word.top - mark.top) < 3 and word.left > mark.left
    ]
    assert shown == [text for *_, text in drawn()]
