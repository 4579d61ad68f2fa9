"""What the table [report] of the settings may say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

from pydantic import Field

from xlcost.locales.words import LANGUAGES, words
from xlcost.values.calendar import Calendar
from xlcost.values.setting_types import Exact, Model, Rates, Text, Texts, TimeZone

ForecastMethod = Literal["run_rate", "remaining_budget", "seasonal", "last_period"]


@cache
def sheet_names() -> dict[str, str]:
    """Return the key of each sheet by what people may call it: the key, or a title of its own."""
    names = {}
    for language in LANGUAGES:
        for key, title in words(language).section("report.sheets").items():
            names[key.casefold()] = names[str(title).casefold()] = key
    return names


class Methods(Model):
    """The method of each figure for which practitioners use several."""

    service_level: Literal[
        "answered_of_offered",
        "answered_of_answered",
        "abandoned_count_as_met",
        "short_abandons_excluded",
    ] = "answered_of_offered"
    forecast: ForecastMethod | None = None
    forecast_by_line: dict[Text, ForecastMethod] = Field(default_factory=dict)  # or by category
    price_volume_mix: Literal["old_volume", "new_volume", "midpoint"] = "old_volume"
    attrition: Literal["average", "opening"] = "average"


class MaterialityRule(Model):
    """Other bounds for some lines; what is not said is as for all. The first rule that fits holds.

    A rule fits a line when each of its lists that has words holds the line's.
    """

    lines: Texts = Field(default_factory=list)
    categories: Texts = Field(default_factory=list)
    behaviours: Texts = Field(default_factory=list)
    kinds: list[Literal["cost", "income"]] = Field(default_factory=list)
    amount: Exact | None = Field(default=None, ge=0)
    pct: Exact | None = Field(default=None, ge=0, le=1)
    mode: Literal["and", "or"] | None = None
    always_amount: Exact | None = Field(default=None, ge=0)


class Materiality(Model):
    """From when on a variance is worth a sentence, for all lines and for some.

    Amounts that are not given follow the size of what the report is about; who gives `amount`
    alone has no `always_amount`. The report works them out: `report.model.materiality`.
    """

    amount: Exact | None = Field(default=None, ge=0)
    pct: Exact = Field(default=Decimal("0.05"), ge=0, le=1)
    mode: Literal["and", "or"] = "and"
    always_amount: Exact | None = Field(default=None, ge=0)  # enough alone; 0 is none
    always: Texts = Field(default_factory=list)  # lines or categories that are always commented
    rules: list[MaterialityRule] = Field(default_factory=list)


class Staffing(Model):
    """What the sheet Staffing takes for its targets; the other figures come from the data."""

    target_service_level: Exact = Field(default=Decimal("0.8"), ge=0, le=1)
    threshold_seconds: Exact = Field(default=Decimal(20), ge=0)
    patience_seconds: Exact | None = Field(default=None, gt=0)  # set: Erlang A in place of C
    max_occupancy: Exact = Field(default=Decimal("0.88"), gt=0, le=1)
    shrinkage: Exact | None = Field(default=None, ge=0, lt=1)
    loaded_rate: Exact | None = Field(default=None, ge=0)
    channels: Texts = Field(default_factory=list)  # empty: the busiest one with intervals
    shift_hours: Exact = Field(default=Decimal(8), gt=0, le=24)
    part_time_hours: Exact = Field(default=Decimal(4), gt=0, le=24)


class Threshold(Model):
    """A traffic light: at `green` or better it is green, at `amber` or better amber, else red."""

    green: Exact
    amber: Exact


class ReportSettings(Model):
    """What the report says and how it judges."""

    title: str = ""
    entity: str = ""
    currency: str = ""
    rates: Rates = Field(default_factory=dict)
    budget_rates: Rates = Field(default_factory=dict)  # what the budget was made at
    fiscal_year_start: int = Field(default=1, ge=1, le=12)
    fiscal_year_named_by: Literal["end", "start"] = "end"
    periods_in_year: Literal[12, 13] = 12
    language: Literal["en", "nb"] = "en"
    methods: Methods = Field(default_factory=Methods)
    materiality: Materiality = Field(default_factory=Materiality)
    benchmark_low: Exact | None = None
    benchmark_high: Exact | None = None
    thresholds: dict[str, Threshold] = Field(default_factory=dict)
    budget_version: str | None = None
    allocation: Literal["handle_seconds", "contacts", "fixed"] = "handle_seconds"
    channel_shares: dict[str, Exact] = Field(default_factory=dict)
    show_people: bool = False
    better_is_positive: bool = False
    status: Literal["preliminary", "final"] = "preliminary"
    prepared_by: str = ""
    reviewed_by: str = ""
    approved_by: str = ""
    prepared_on: date | None = None
    reviewed_on: date | None = None
    approved_on: date | None = None
    time_zone: TimeZone | None = (
        None  # of the centre: timestamps of other zones are brought into it
    )
    unit: Literal["", "K", "M"] = ""
    holidays: str = ""  # country of the public holidays, such as "NO": working days come from it
    working_days: dict[Text, int] = Field(default_factory=dict)  # a period's own number
    sheets: Texts = Field(default_factory=list)  # which are shown, in this order; none: all
    theme: str = ""  # a file with the company's colours, font and logo, beside the settings
    staffing: Staffing = Field(default_factory=Staffing)

    @property
    def sheet_keys(self) -> list[str]:
        """The chosen sheets by their keys, which may be written as titles of either language."""
        return [sheet_names().get(name.strip().casefold(), name) for name in self.sheets]

    @property
    def calendar(self) -> Calendar:
        """The fiscal calendar."""
        return Calendar(self.fiscal_year_start, self.periods_in_year, self.fiscal_year_named_by)
