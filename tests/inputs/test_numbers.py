"""Numbers: the grammar, the decision for a column, and the engine's reading of both."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xlcost.engine import Engine
from xlcost.inputs.columns import number_columns
from xlcost.values import numbers
from xlcost.values.numbers import COMMA, DOT, NEUTRAL, Dialect

BIGGEST = Decimal(10) ** 32


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Give one engine to all tests of this module."""
    with Engine() as shared:
        yield shared


@pytest.mark.parametrize(
    ("text", "dialect", "value"),
    [
        ("1 234,56", COMMA, "1234.56"),
        ("1\u00a0234,56", COMMA, "1234.56"),
        ("1\u202f234,56", COMMA, "1234.56"),
        ("1.234,56", COMMA, "1234.56"),
        ("1,234.56", DOT, "1234.56"),
        ("1'234.56", DOT, "1234.56"),
        ("(1,234.56)", DOT, "-1234.56"),
        ("1.234,56-", COMMA, "-1234.56"),
        ("\u22125", NEUTRAL, "-5"),
        ("$ (3)", DOT, "-3"),
        (" -   ", DOT, "0"),
        ("94.01%", DOT, "0.9401"),
        ("kr 5,50", COMMA, "5.50"),
        ("12.50 NOK", DOT, "12.50"),
        ("\x1fN0.30000000000000004", DOT, "0.3"),
        ("\x1fN-1234.5", COMMA, "-1234.5"),
    ],
)
def test_number_as_it_comes(text: str, dialect: Dialect, value: str) -> None:
    """Every way of writing a number that the design names has the value that it names."""
    assert numbers.parse(text, dialect) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["1e3", "1_000", "12abc", "--5", "(5", "5)", "1.23.4", "1 23", "01/02", "Infinity"]
)
def test_not_a_number(text: str) -> None:
    """Anything but digits, marks and a sign is not a number, in no dialect."""
    assert all(numbers.parse(text, dialect) is None for dialect in (DOT, COMMA, NEUTRAL))


@pytest.mark.parametrize("text", ["", "  ", "#Missing", "n/a", "NA", "NULL", "#N/A"])
def test_missing_words(text: str) -> None:
    """A word that says there is no value is no number and no fault either."""
    assert numbers.is_missing(text)


@pytest.mark.parametrize(
    ("shapes", "decimal", "ambiguous"),
    [
        ({"15.000": 9}, "", True),
        ({"15,000": 9, "7": 3}, "", True),
        ({"15.000": 9, "1.5": 1}, ".", False),
        ({"15.000": 9, "1.234.567": 1}, ",", False),
        ({"0.123": 9}, ".", False),
        ({"-206,4": 1, "-2.487,50": 1, "-104": 1, "0": 1}, ",", False),
        ({"5": 3, "1 234": 1}, "", False),
        ({"1.5": 1, "1,5": 1}, "", True),
    ],
)
def test_decimal_mark_of_a_column(shapes: dict[str, int], decimal: str, *, ambiguous: bool) -> None:
    """The mark is decided by the whole column, and left open where the column cannot tell."""
    found = numbers.decide(shapes)
    assert (found.decimal, found.ambiguous) == (decimal, ambiguous)


def test_settings_decide() -> None:
    """A mark that the settings give is not guessed any more."""
    assert numbers.decide({"15.000": 9}, ",") == Dialect(",")
    assert numbers.decide({"15.000": 9}, thousands=".") == Dialect(",", ".")


PIECES = st.sampled_from(
    [
        *("0", "1", "9", "12", "345", "000", "1234567", ".", ",", " ", "'", "-", "(", ")"),
        *("\u00a0", "\u202f", "\u2212", "$", "kr", "NOK", "%", "+", "e3", "_", "n/a", "\x1fN", "x"),
    ]
)
WRITTEN = st.lists(PIECES, max_size=8).map("".join)
NUMBERS = st.decimals(-(10**12), 10**12, places=2).map(lambda d: f"{d:,}")


@pytest.mark.parametrize("dialect", [DOT, COMMA, NEUTRAL, Dialect(".", ","), Dialect(",", "")])
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(WRITTEN | NUMBERS, min_size=1, max_size=60))
def test_engine_reads_as_reference(engine: Engine, dialect: Dialect, texts: list[str]) -> None:
    """The engine's one expression gives the same value as the small reference in Python."""
    texts = [text for text in texts if text.count("\x1f") <= (text[:1] == "\x1f")]
    texts = [text for text in texts if not text.startswith("\x1f") or text[2:].isdigit()]
    if not texts:
        return
    table = engine.table(pa.table({"cell": pa.array(texts, pa.string())}))
    read = number_columns.parsed(table["cell"], dialect)
    shown = table.select(table["cell"], value=read.value, wrong=read.wrong, fine=read.too_fine)
    for line in shown.to_pyarrow().to_pylist():
        missing = numbers.is_missing(line["cell"])
        value = None if missing else numbers.parse(line["cell"], dialect)
        if value is not None and abs(value) >= BIGGEST:
            continue
        expected = None if value is None else numbers.rounded(value)
        assert line["value"] == expected, line
        assert line["wrong"] == (expected is None and not missing), line
        assert line["fine"] == (value is not None and value != expected), line


def test_noise_of_binary_floats_is_not_fine(engine: Engine) -> None:
    """0.1 + 0.2 of a workbook is 0.3; a real seventh decimal is seen."""
    table = engine.table(pa.table({"cell": ["\x1fN0.30000000000000004", "\x1fN1.2345678"]}))
    read = number_columns.parsed(table["cell"], DOT)
    lines = table.select(value=read.value, fine=read.too_fine).to_pyarrow().to_pylist()
    assert sorted((str(line["value"]), line["fine"]) for line in lines) == [
        ("0.300000", False),
        ("1.234568", True),
    ]


def test_durations(engine: Engine) -> None:
    """Clock times are seconds, "1:30" is refused since it could be two things."""
    cells = ["0:02:14", "00:00:17", "90", "-0:00:05", "\x1fT3661.0", "1:30"]
    table = engine.table(pa.table({"cell": cells}))
    read = number_columns.seconds(table["cell"], DOT)
    lines = table.select(table["cell"], value=read.value, wrong=read.wrong)
    found = {line["cell"]: line["value"] for line in lines.to_pyarrow().to_pylist()}
    assert [found[cell] for cell in cells] == [134, 17, 90, -5, 3661, None]
