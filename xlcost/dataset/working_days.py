"""Working days: how many days of a period people work, by country or as the settings say."""

from __future__ import annotations

import difflib
from calendar import monthrange
from datetime import date
from functools import cache

from xlcost.dataset.report_settings import ReportSettings
from xlcost.locales.refusals import Saying, saying, wrong_setting
from xlcost.values.calendar import Calendar, Period
from xlcost.values.dates import constant_period

SATURDAY = 5


def working_days(period: Period, report: ReportSettings, calendar: Calendar) -> int | None:
    """Return the working days of a period, or None where nothing says how many there are.

    What the settings say of a period counts first. Else a month, or a fiscal period that is one,
    has its days from Monday to Friday without the public holidays of the country; a year has those
    of its months. Thirteen periods a year have no known days.

    Args:
        period: The period.
        report: The settings with `holidays` and `working_days`.
        calendar: The fiscal calendar.
    """
    given = {constant_period(text, calendar).key: n for text, n in report.working_days.items()}
    if period.key in given:
        return given[period.key]
    if period.is_year:
        numbers = range(1, period.periods_in_year + 1)
        parts = [
            working_days(Period(period.year, number, period.periods_in_year), report, calendar)
            for number in numbers
        ]
        known = [days for days in parts if days is not None]
        return sum(known) if len(known) == len(parts) else None
    month = calendar.month(period.key)
    if month is None or not report.holidays:
        return None
    free = public_holidays(report.holidays, month[0])
    days = [date(*month, number) for number in range(1, monthrange(*month)[1] + 1)]
    return sum(day.weekday() < SATURDAY and day not in free for day in days)


@cache
def public_holidays(country: str, year: int) -> frozenset[date]:
    """Return the public holidays of a country, or of a part of one such as "DE-BY", in a year."""
    import holidays  # noqa: PLC0415 - only reports with a country need it

    code, _, part = country.strip().upper().partition("-")
    return frozenset(holidays.country_holidays(code, subdiv=part or None, years=year))


def check_country(country: str) -> None:
    """Refuse a country of which no public holidays are known.

    Raises:
        SettingsError: There is no such country, or it has no such part.
    """
    import holidays  # noqa: PLC0415 - as above

    code, _, part = country.strip().upper().partition("-")
    parts = holidays.list_supported_countries()
    if code not in parts:
        raise wrong_setting(saying("mistakes.holidays", got=repr(country), hint=_hint(country)))
    if part and part not in parts[code]:
        known = ", ".join(parts[code])
        hint = (
            saying("mistakes.country_parts", known=known)
            if known
            else saying("mistakes.country_alone", country=code)
        )
        fields = {"got": repr(country), "country": code, "part": part, "hint": hint}
        raise wrong_setting(saying("mistakes.holidays_part", **fields))


def _hint(country: str) -> Saying:
    """Return the code that a person may have meant."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - as above

    codes = {name.replace("_", " "): str(known[1]) for name, known in COUNTRIES.items()}
    text = country.strip().casefold()
    close = difflib.get_close_matches(text, codes, n=1, cutoff=0.6)
    if close:
        return saying("mistakes.country_near", code=codes[close[0]])
    near = difflib.get_close_matches(text.upper(), sorted(codes.values()), n=1, cutoff=0.5)
    if near:
        return saying("mistakes.country_near", code=near[0])
    return saying("mistakes.country_code")
