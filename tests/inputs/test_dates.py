"""Days and periods as people write them."""

from __future__ import annotations

import pytest

from xlcost.errors import UsageError
from xlcost.values import dates
from xlcost.values.calendar import Calendar, Period

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2026-01-31", 202601),
        ("31.01.2026", 202601),
        ("1/31/2026", 202601),
        ("Apr 2024", 202404),
        ("des. 2025", 202512),
        ("März 2024", 202403),
        ("01-Apr-2024", 202404),
        ("2026-01", 202601),
        ("202601", 202601),
        ("2026P01", 202601),
        ("001.2026", 202601),
        ("2025", 202500),
        ("990201", 199902),
        ("20260131", 202601),
        ("46054", 202602),
        ("\x1fN46054", 202602),
        ("\x1fN202601", 202601),
        ("\x1fD2026-01-31", 202601),
    ],
)
def test_text_to_period(text: str, key: int) -> None:
    """Every way of writing a day or a period that the design names has its period."""
    when = dates.reader(dates.decide({text: 1}), Calendar())(text)
    assert when is not None
    assert when.key == key


@pytest.mark.parametrize("text", ["31.02.2026", "2026-13", "Summe", "12", "0/0/2026", "99999"])
def test_not_a_period(text: str) -> None:
    """What names no day and no period has none."""
    assert dates.reader(dates.decide({text: 1}), Calendar())(text) is None


def test_order_is_decided_by_the_column() -> None:
    """One day above 12 decides the order of all; where none is, nobody guesses."""
    assert dates.decide({"1/2/2026": 5, "1/13/2026": 1}).order == "mdy"
    assert dates.decide({"1/2/2026": 5, "13/1/2026": 1}).order == "dmy"
    assert dates.decide({"1/2/2026": 5}).ambiguous
    assert not dates.decide({"1/2/2026": 5}, order="dmy").ambiguous
    assert not dates.decide({"01.02.2026": 5}).ambiguous


def test_fiscal_year() -> None:
    """A fiscal year that begins in July has the name of the year in which it ends."""
    calendar = Calendar(7)
    assert calendar.parse("2026-07") == Period(2027, 1)
    assert calendar.month(202701) == (2026, 7)
    assert calendar.month(202712) == (2027, 6)
    assert Calendar(7, 12, "start").parse("2026-07").key == 202601


def test_thirteen_periods() -> None:
    """Four-week periods count from the first day of the year; the last takes the rest."""
    calendar = Calendar(4, 13, "start")
    read = dates.reader(dates.DateDialect(), calendar)
    keys = [when.key for text in ("2014-04-28", "2014-04-29", "2015-03-31") if (when := read(text))]
    assert keys == [201401, 201402, 201413]
    assert calendar.parse("2014P13").previous(13) == Period(2013, 13, 13)


def test_unknown_period_is_wrong_use() -> None:
    """A period that means nothing is refused in one sentence."""
    with pytest.raises(UsageError, match="2026-10"):
        Calendar().parse("October")
    with pytest.raises(UsageError):
        Calendar().parse("2026P13")


@pytest.mark.parametrize(("text", "key"), [("31.12.69", 206912), ("31.12.70", 197012)])
def test_the_century_turns_at_seventy(text: str, key: int) -> None:
    """A year of two digits is of this century up to 69, and of the last one from 70 on."""
    when = dates.reader(dates.decide({text: 1}), Calendar())(text)
    assert when is not None
    assert when.key == key
