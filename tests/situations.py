"""Made situations: months whose message is known in advance, each with one thing to tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import pandas as pd
from hand_made import (
    HandMade,
    activity,
    budget,
    company,
    cost_centres,
    ledger,
    made,
    settings,
    workforce,
)

from xlcost.dataset.facts import CURRENCY_EFFECTS
from xlcost.values.calendar import Calendar, Period

OCTOBER = 202610


def booked(**amounts: float) -> pd.DataFrame:
    """Return a ledger whose October is as budgeted, but for some accounts."""
    book = ledger()
    flat = book[book["period"] == 202609].assign(period=OCTOBER)
    whole = pd.concat([book[book["period"] != OCTOBER], flat], ignore_index=True)
    for account, amount in amounts.items():
        code = account.removeprefix("a")
        chosen = (whole["period"] == OCTOBER) & (whole["account"] == code)
        if not chosen.any():
            row = flat.head(1).assign(account=code)
            whole = pd.concat([whole, row], ignore_index=True)
            chosen = (whole["period"] == OCTOBER) & (whole["account"] == code)
        whole.loc[chosen, "amount"] = amount
    return whole


def people(**factors: float) -> pd.DataFrame:
    """Return hours in budget and actual, those of October changed by factors."""
    frame = workforce()
    later = frame[frame["period"] == OCTOBER]
    more = [later.assign(period=OCTOBER + n) for n in (1, 2)]
    plan = pd.concat([frame[frame["period"] > 202600], *more]).assign(version="budget")
    for measure, factor in factors.items():
        frame.loc[frame["period"] == OCTOBER, measure] *= factor
    return pd.concat([frame, plan], ignore_index=True)


def answered(factor: float) -> pd.DataFrame:
    """Return contacts of which other parts were answered in time in October."""
    frame = activity()
    now = (frame["period"] == OCTOBER) & (frame["version"] == "actual")
    frame.loc[now, "answered_in_threshold"] *= factor
    return frame


def service_paid_for_it() -> HandMade:
    """Fewer hours for the same calls: wages fall, occupancy rises, service level falls."""
    hours = people(paid_hours=0.8, logged_in_hours=0.85, shrinkage_hours=0.8)
    return company(ledger=booked(a010=80_000.0), workforce=hours, activity=answered(0.85))


def reversal() -> HandMade:
    """An accrual of telephony is taken back: the line is a credit."""
    return company(ledger=booked(a6900=-40_000.0))


def one_off() -> HandMade:
    """A bonus that does not come back explains all of it."""
    return company(ledger=booked(a5100=60_000.0))


def currency() -> HandMade:
    """Licences in another currency cost more at this month's rate."""
    rows = [(OCTOBER, "5400", "10", "", 18_000.0)]
    effects = pd.DataFrame(rows, columns=list(CURRENCY_EFFECTS))
    return company(ledger=booked(a5400=38_000.0), currency_effects=effects)


def closed_centre() -> HandMade:
    """The centre that pays for the lines was closed in September."""
    book = booked()
    book = book[(book["period"] != OCTOBER) | (book["account"] != "6900")]
    centres = cost_centres()
    centres.loc[centres["cost_centre"] == "20", "active_to"] = "2026-09-30"
    return company(ledger=book, cost_centres=centres)


def no_prior_year() -> HandMade:
    """The ledger begins this year, and there is no budget."""
    book = ledger()
    return company(ledger=book[book["period"] > 202600], budget=budget().head(0))


def zero_budget() -> HandMade:
    """A budget was loaded, and every amount of it is zero."""
    return company(budget=budget().assign(amount=0.0))


def income() -> HandMade:
    """Cost is as budgeted; fees are three times as much."""
    return company(ledger=booked(a3000=-30_000.0))


def new_channel() -> HandMade:
    """Chat began in October; nobody budgeted it."""
    frame = activity()
    chat = frame[(frame["channel"] == "phone") & (frame["version"] == "actual")]
    chat = chat[chat["period"] == OCTOBER].assign(channel="chat")
    measures = {
        name: 0.3 * chat[name] for name in chat.columns if pd.api.types.is_float_dtype(chat[name])
    }
    whole = pd.concat([frame, chat.assign(**measures)], ignore_index=True)
    return company(ledger=booked(a5400=45_000.0), activity=whole)


def thirteen_periods() -> HandMade:
    """A year has thirteen periods of four weeks; this is the tenth."""
    thirteen = replace(company(), settings=settings(periods_in_year=13))
    thirteen.calendar = Calendar(periods_in_year=13)
    thirteen.period = Period(2026, 10, 13)
    return thirteen


# What else a reader may have


def ledger_alone() -> HandMade:
    """Nothing but a ledger and its accounts."""
    return company(
        budget=budget().head(0), activity=activity().head(0), workforce=workforce().head(0)
    )


def against_prior_year() -> HandMade:
    """No budget; the year before is complete."""
    return company(budget=budget().head(0))


def first_period() -> HandMade:
    """January: month and year to date are the same."""
    month = company()
    month.period = Period(2026, 1)
    return month


def last_period() -> HandMade:
    """December: the forecast is what came."""
    book = ledger()
    more = [book[book["period"] == 202609].assign(period=202610 + n) for n in (1, 2)]
    month = company(ledger=pd.concat([book, *more], ignore_index=True))
    month.period = Period(2026, 12)
    return month


def turned() -> HandMade:
    """Better is positive in the tables; the message says above and below as ever."""
    return replace(company(), settings=settings(better_is_positive=True))


def as_budgeted() -> HandMade:
    """Every line is as budgeted."""
    return company(ledger=booked())


def tiny() -> HandMade:
    """One line is 40 øre above its budget."""
    return company(ledger=booked(a5400=20_000.4))


def huge() -> HandMade:
    """Amounts of a large currency."""
    many = 1e7
    book, plan = booked(a010=131_000.0), budget()
    return company(
        ledger=book.assign(amount=book["amount"] * many),
        budget=plan.assign(amount=plan["amount"] * many),
    )


def told(dataset: HandMade, language: str = "en") -> list[str]:
    """Return the message with plain spaces."""
    found = made(dataset, language=language).message
    return [re.sub("[\u00a0\u202f]", " ", one) for one in found]


def without_counts(sentences: Iterable[str]) -> list[str]:
    """Return sentences that say whether all controls passed, not how many there are."""

    def words(match: re.Match[str]) -> str:
        return f"{'all' if match[1] == match[3] else 'some'} {match[2]} all"

    return [
        re.sub(r"(\d+) (of|av) (\d+)(?= (?:control|kontroll))", words, one) for one in sentences
    ]


SITUATIONS: dict[str, Callable[[], HandMade]] = {
    one.__name__: one
    for one in (
        service_paid_for_it,
        reversal,
        one_off,
        currency,
        closed_centre,
        no_prior_year,
        zero_budget,
        income,
        new_channel,
        thirteen_periods,
        ledger_alone,
        against_prior_year,
        first_period,
        last_period,
        turned,
        as_budgeted,
        tiny,
        huge,
    )
}
