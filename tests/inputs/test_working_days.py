"""Working days of periods, by the public holidays of a country or as the settings say."""

from __future__ import annotations

from typing import Any

import pytest

from xlcost.dataset.settings import parse_settings
from xlcost.dataset.working_days import working_days
from xlcost.errors import SettingsError

pytestmark = pytest.mark.fast


def days(period: str, **report: Any) -> int | None:
    """Return the working days of a period under these settings of the report."""
    settings = parse_settings({"report": report}).report
    calendar = settings.calendar
    return working_days(calendar.parse(period), settings, calendar)


@pytest.mark.parametrize(
    ("country", "period", "expected"),
    [
        ("NO", "2026-10", 22),
        ("NO", "2026-05", 18),  # 1 and 14 May, Whit Monday; 17 May is a Sunday
        ("NO", "2026-04", 19),  # Maundy Thursday, Good Friday, Easter Monday
        ("US", "2026-11", 19),  # Veterans Day and Thanksgiving
        ("no", "2026-12", 22),
        ("DE-BY", "2026-01", 20),  # Epiphany is free in Bavaria
        ("DE", "2026-01", 21),
    ],
)
def test_month_of_a_country(country: str, period: str, expected: int) -> None:
    """A month has its days from Monday to Friday without the country's public holidays."""
    assert days(period, holidays=country) == expected


def test_year_is_the_sum_of_its_months() -> None:
    """Norway has 261 days from Monday to Friday in 2026, and eight of them are free."""
    parts = [days(f"2026-{month:02d}", holidays="NO") or 0 for month in range(1, 13)]
    assert days("2026", holidays="NO") == sum(parts) == 253


def test_fiscal_period_is_its_month() -> None:
    """The tenth period of a year that begins in July is April."""
    report = {"holidays": "NO", "fiscal_year_start": 7}
    assert days("2026P10", **report) == days("2026-04", holidays="NO") == 19


def test_what_the_settings_say_counts_first() -> None:
    """A period's own number counts, in whatever way the period is written; the others stay."""
    report = {"holidays": "NO", "working_days": {"2026-10": 21}}
    assert days("2026P10", **report) == 21
    assert days("2026-09", **report) == 22


def test_unknown_days_are_none() -> None:
    """Without a country, and with thirteen periods, nobody knows; a number of one's own helps."""
    assert days("2026-10") is None
    assert days("2026P10", holidays="NO", periods_in_year=13) is None
    assert days("2026", holidays="NO", periods_in_year=13) is None
    assert days("2026P10", periods_in_year=13, working_days={"2026P10": 20}) == 20


@pytest.mark.parametrize(
    ("country", "hint"),
    [
        ("Norway", 'did you mean "NO"?'),
        ("germny", 'did you mean "DE"?'),
        ("XX", "no public holidays"),
        ("NO-99", "NO has no part 99; known parts are"),
        ("DE-", None),
    ],
)
def test_unknown_country_is_one_sentence(country: str, hint: str | None) -> None:
    """A country that is not known is refused with what may have been meant."""
    if hint is None:
        assert days("2026-01", holidays=country) == 21
        return
    with pytest.raises(SettingsError, match=r"report\.holidays") as refused:
        days("2026-01", holidays=country)
    assert hint in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("given", [{"2026-15": 20}, {"October": 20}, {"2026-10": -1}])
def test_wrong_working_days_are_refused(given: dict[str, int]) -> None:
    """A period that is none, and days below zero, are refused with the key."""
    with pytest.raises(SettingsError, match=r"report\.working_days"):
        parse_settings({"report": {"working_days": given}})


def test_wrong_budget_rates_are_refused() -> None:
    """A budget rate of a period that is none is refused with its key."""
    with pytest.raises(SettingsError, match=r"report\.budget_rates\.EUR\.2026-15"):
        parse_settings({"report": {"budget_rates": {"EUR": {"2026-15": 11.3}}}})
