"""The settings of a folder of data, checked, each mistake one sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from xlcost.catalogue.families import catalogue
from xlcost.dataset.addresses import FILES, Address
from xlcost.dataset.limits import Limits
from xlcost.dataset.report_settings import ReportSettings, Threshold, sheet_names
from xlcost.dataset.schema import INPUTS, NUMERIC, Kind, folded
from xlcost.dataset.service_settings import LEAVE_OUT, ContactWords, CustomerService
from xlcost.dataset.working_days import check_country
from xlcost.errors import SettingsError
from xlcost.locales.refusals import Saying, refusal, saying
from xlcost.locales.words import words
from xlcost.values import dates
from xlcost.values.calendar import Calendar
from xlcost.values.durations import Unit
from xlcost.values.mistakes import nearest, sentence, unknown_key
from xlcost.values.parts_of_year import part_of_year
from xlcost.values.setting_types import (
    Constant,
    Exact,
    Model,
    Positive,
    Text,
    Texts,
    TimeZone,
    several,
)
from xlcost.values.shown import HIDDEN

FILE_NAME = "xlcost.toml"
BOOK_NAME = "xlcost.xlsx"  # the same in a workbook
SHARE_TOLERANCE = Decimal("0.0001")  # thirds have no end
LIGHTS = (  # every metric that may be a key figure of the Summary
    "total_opex",
    "cost_per_contact",
    "cost_per_call",
    "average_handle_time",
    "first_contact_resolution",
    "csat_score",
    "service_level",
    "occupancy",
)
Place = Literal["file", "sheet", "title"]  # where a name stands that holds for every row
NUMBER = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,6})?")


class Rule(Model):
    """Rows told apart by the values of one column, compared without regard to case."""

    column: str
    values: Texts


class AmountColumn(Model):
    """What the amounts of one column are, where a scenario or a month has a column of its own."""

    version: Text | None = None
    period: Text | None = None
    account: Text | None = None
    cost_centre: Text | None = None
    entity: Text | None = None
    cost_is: Literal["positive", "negative"] | None = None


class Average(Model):
    """A column of averages (or shares), and the column that it must be weighted with."""

    measure: str
    weight: str
    duration: Unit | None = None
    unit: Literal["%"] | None = None


class ChannelColumn(Model):
    """A column that holds one measure of one channel."""

    channel: Text
    measure: str = "handled"
    direction: Text | None = None
    version: Text | None = None
    duration: Unit | None = None


class SignColumn(Model):
    """A column that says whether an amount is a debit or a credit."""

    column: str
    debit: Texts = Field(default_factory=list)
    credit: Texts = Field(default_factory=list)


class InputSettings(Model):
    """Where an input comes from and how it is understood; what is not said is detected."""

    files: Texts = Field(default_factory=list)
    profile: Text | None = None
    database: Address | None = None
    password_env: str | None = Field(default=None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    table: str | None = None
    query: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    decimal: Literal[".", ","] | None = None
    thousands: Literal[".", ",", " ", "'", ""] | None = None
    closing_periods: Literal["last"] | None = None
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    skip_rows: int = Field(default=0, ge=0)
    header_row: int | None = Field(default=None, ge=0)
    header_rows: int | None = Field(default=None, ge=1, le=2)
    quoting: bool = True
    columns: dict[str, str] = Field(default_factory=dict)
    fill_down: Texts = Field(default_factory=list)
    heading_rows: dict[str, str] = Field(default_factory=dict)
    code_and_name: Texts = Field(default_factory=list)
    sign: SignColumn | None = None
    quarters: Literal["spread"] | None = None
    cumulative: bool = False
    income_is: Literal["negative", "positive"] = "negative"
    accept: Texts = Field(default_factory=list)
    ignore: Texts = Field(default_factory=list)
    constants: dict[str, Constant] = Field(default_factory=dict)
    period_in_file_name: bool = False
    period_from: Place | None = None
    team_from: Place | None = None
    channel_from: Place | None = None
    time_zone: TimeZone | None = None
    utc: bool = False
    duration: Unit | dict[str, Unit] | None = None
    one_contact: str | None = None
    amounts: dict[str, AmountColumn] = Field(default_factory=dict)
    averages: dict[str, Average] = Field(default_factory=dict)
    channels: dict[str, ChannelColumn] = Field(default_factory=dict)
    outcomes: dict[str, Texts] = Field(default_factory=dict)
    cost_is: Literal["positive", "negative"] = "positive"
    amount_unit: Positive = Decimal(1)
    leave_out: list[Rule] = Field(default_factory=list)
    keep: list[Rule] = Field(default_factory=list)
    control_total: Exact | None = None
    chart: Text | None = None  # of accounts, by the name of its data file

    @model_validator(mode="after")
    def _month_is_a_period(self) -> InputSettings:
        """Let `columns = { year = …, month = … }` name the period, too."""
        if "month" in self.columns and "period" not in self.columns:
            self.columns["period"] = self.columns.pop("month")
        return self

    @property
    def address(self) -> Address | None:
        """Where the database is, with the variable that holds its password."""
        if self.database is None or self.password_env is None:
            return self.database
        return replace(self.database, password=f"${{{self.password_env}}}")

    def duration_of(self, heading: str) -> str | None:
        """Return the unit that the settings give a column of durations."""
        if isinstance(self.duration, dict):
            named = {folded(name): unit for name, unit in self.duration.items()}
            return named.get(folded(heading))
        return self.duration


Tables = Annotated[list[InputSettings], BeforeValidator(several), Field(max_length=200)]


class LimitSettings(Model):
    """What reading one file may cost; what is not said is as `Limits` has it."""

    unpacked_bytes: int | None = Field(default=None, gt=0)
    cells: int | None = Field(default=None, gt=0)
    sheets: int | None = Field(default=None, gt=0)
    columns: int | None = Field(default=None, gt=0)
    field_bytes: int | None = Field(default=None, gt=0)
    seconds: float | None = Field(default=None, gt=0)
    memory_bytes: int | None = Field(default=None, gt=0)

    def limits(self) -> Limits:
        """Return the limits that hold."""
        return Limits(**self.model_dump(exclude_none=True))


class Settings(Model):
    """The whole file; `Settings()` is what holds where there is none.

    An input may be one table, or a list of tables ([[ledger]]) where its files differ.
    """

    report: ReportSettings = Field(default_factory=ReportSettings)
    ledger: Tables = Field(default_factory=list)
    budget: Tables = Field(default_factory=list)
    accounts: Tables = Field(default_factory=list)
    cost_centres: Tables = Field(default_factory=list)
    activity: Tables = Field(default_factory=list)
    workforce: Tables = Field(default_factory=list)
    adjustments: Tables = Field(default_factory=list)
    trial_balance: Tables = Field(default_factory=list)
    intervals: Tables = Field(default_factory=list)
    limits: LimitSettings = Field(default_factory=LimitSettings)
    words: ContactWords = Field(default_factory=ContactWords)
    unused: Texts = Field(default_factory=list)  # files that nobody reads, and nobody misses
    chart: Text | None = None  # of accounts, by the name of its data file
    customer_service: Literal["all"] | CustomerService | None = None

    def of(self, input_name: str) -> list[InputSettings]:
        """Return what is said about an input; one empty table where nothing is."""
        tables: list[InputSettings] = getattr(self, input_name)
        return tables or [InputSettings()]

    def with_report(self, **changes: object) -> Settings:
        """Return the same settings with something else said of the report."""
        return self.model_copy(update={"report": self.report.model_copy(update=changes)})


def in_language(settings: Settings, language: str | None) -> Settings:
    """Return settings with another language of the report; None leaves them as they are."""
    if language is None or language == settings.report.language:
        return settings
    words(language)  # an unknown language is wrong use
    return settings.with_report(language=language)


def parse_settings(raw: Mapping[str, Any]) -> Settings:
    """Return the settings that a parsed TOML file means.

    Raises:
        SettingsError: A key is unknown, or cannot have its value.
    """
    try:
        settings = Settings.model_validate(dict(raw))
    except ValidationError as error:
        raise _wrong(sentence(error, Settings)) from error
    for name in INPUTS:
        for place, said in enumerate(getattr(settings, name)):
            _check_columns(name, said, raw.get(name), place)
            _check_periods(name, said, settings.report.calendar)
    _check_words(settings.words)
    _check_report(settings.report)
    return settings


def _check_words(said: ContactWords) -> None:
    """Refuse outcomes that count as something that is no measure of contacts."""
    known = (*INPUTS["activity"].of_kind(Kind.COUNT), LEAVE_OUT)
    for outcome, names in said.outcomes.items():
        for name in names:
            if name not in known:
                path = f"words.outcomes.{outcome}"
                raise _wrong(
                    saying(
                        "mistakes.one_of",
                        path=path,
                        got=repr(name),
                        known=", ".join(known),
                        meant=nearest(name, known),
                    )
                )


def _check_periods(name: str, said: InputSettings, calendar: Calendar) -> None:
    """Refuse periods of the settings that mean nothing, each with its key."""
    spread = said.quarters == "spread"
    dated = "year" in said.columns or "year" in said.constants
    given = {
        f"{name}.amounts.{key}.period": what.period
        for key, what in said.amounts.items()
        if not (spread and dates.quarter(what.period or ""))
        and not (dated and part_of_year(what.period or ""))
    }
    given[f"{name}.constants.period"] = said.constants.get("period")
    for path, text in given.items():
        _check_period(path, text, calendar)
    for key in ("date", "timestamp"):
        if key in said.constants:
            _check_day(f"{name}.constants.{key}", said.constants[key], said.date_order, calendar)


def _check_day(path: str, text: str, order: str | None, calendar: Calendar) -> None:
    when = dates.constant_day(text, calendar, order)
    if when is None or when.day is None:
        raise _wrong(saying("mistakes.no_day", path=path, got=repr(text)))


def _check_period(path: str, text: str | None, calendar: Calendar) -> None:
    if text and dates.quarter(text):
        raise _wrong(saying("mistakes.quarter", path=path, got=repr(text)))
    if text and dates.reader(dates.decide({text: 1}), calendar)(text) is None:
        raise _wrong(saying("mistakes.no_period", path=path, got=repr(text)))


def _check_report(report: ReportSettings) -> None:
    """Refuse values of the report that each are right and together are not."""
    _check_report_periods(report)
    if report.holidays:
        check_country(report.holidays)
    _check_shares(report.channel_shares)
    for name in report.sheets:
        if name.strip().casefold() not in sheet_names():
            keys = dict.fromkeys(sheet_names().values())
            sheet = f"report.sheets = {name!r}"
            raise _wrong(unknown_key(sheet, name, keys))
    # Nobody needs the catalogue who sets no light.
    known = {metric.name: metric.better for metric in catalogue()} if report.thresholds else {}
    for key in report.thresholds:
        path = f"report.thresholds.{key}"
        if key not in known:
            raise _wrong(unknown_key(path, key, LIGHTS))
        if key not in LIGHTS:
            raise _wrong(saying("mistakes.no_light", path=path, known=", ".join(LIGHTS)))
        _check_light(path, report.thresholds[key], known[key])


def _check_light(path: str, light: Threshold, better: str | None) -> None:
    """Refuse a light that is green where it should be red: its two bounds were exchanged."""
    above = light.green > light.amber
    if light.green == light.amber or better != ("lower" if above else "higher"):
        return
    key = "mistakes.light_higher" if better == "higher" else "mistakes.light_lower"
    raise _wrong(saying(key, path=path, green=light.green, amber=light.amber))


def _check_report_periods(report: ReportSettings) -> None:
    """Refuse periods of the report's settings that mean nothing, each with its key."""
    for key, given in (("rates", report.rates), ("budget_rates", report.budget_rates)):
        for code, rates in given.items():
            for text in rates if isinstance(rates, dict) else ():
                _check_period(f"report.{key}.{code}.{text}", text, report.calendar)
    for text, days in report.working_days.items():
        _check_period(f"report.working_days.{text}", text, report.calendar)
        if days < 0:
            raise _wrong(saying("mistakes.below_zero", path=f"report.working_days.{text}"))


def _check_shares(shares: dict[str, Decimal]) -> None:
    """Refuse shares of channels that are not parts of one whole."""
    if any(share < 0 for share in shares.values()):
        raise _wrong(saying("mistakes.share_below_zero"))
    if shares and abs(sum(shares.values(), Decimal(-1))) > SHARE_TOLERANCE:
        raise _wrong(saying("mistakes.shares_of_one", total=sum(shares.values())))


def _check_columns(name: str, said: InputSettings, raw: object, place: int) -> None:
    """Refuse names that are no column of the input."""
    known = [column.name for column in INPUTS[name].columns]
    prefix = f"{name}[{place + 1}]" if isinstance(raw, list) else name
    for path, key in _named_columns(prefix, said):
        if key not in known:
            raise _wrong(unknown_key(path, key, known))
    for key, value in said.constants.items():
        column = INPUTS[name].column(key)
        if column and column.kind in NUMERIC and not NUMBER.fullmatch(value):
            raise _wrong(
                saying("mistakes.constant", path=f"{prefix}.constants.{key}", got=repr(value))
            )
    if said.chart is not None and name != "ledger":
        raise _wrong(saying("mistakes.chart", path=f"{prefix}.chart"))
    _check_database(prefix, said)


def _named_columns(prefix: str, said: InputSettings) -> list[tuple[str, str]]:
    """Return every name that must be a column of the input, each with the key where it stands."""
    given = [(f"{prefix}.columns.{key}", key) for key in said.columns]
    given += [(f"{prefix}.constants.{key}", key) for key in said.constants]
    given += [(f"{prefix}.heading_rows.{key}", key) for key in said.heading_rows]
    given += [(f"{prefix}.averages.{key}.measure", a.measure) for key, a in said.averages.items()]
    given += [(f"{prefix}.channels.{key}.measure", c.measure) for key, c in said.channels.items()]
    given += [
        (f"{prefix}.outcomes.{key}", value)
        for key, values in said.outcomes.items()
        for value in values
        if value != LEAVE_OUT
    ]
    return given


def _check_database(prefix: str, said: InputSettings) -> None:
    """Refuse a database of which nothing, or two things at once, are wanted."""
    key, given = "", [key for key in ("password_env", "table", "query") if getattr(said, key)]
    if said.database is None:
        key = "needs_database" if given else ""
    elif bool(said.table) == bool(said.query):
        key = "table_and_query" if said.table else "table_or_query"
    elif said.password_env and said.database.scheme in FILES:
        key = "password_of_file"
    elif said.password_env and said.database.password not in ("", HIDDEN):
        key = "two_passwords"
    elif said.files:
        key = "database_and_files"
    if key:
        fields = {"key": given[0]} if key == "needs_database" else {}
        raise _wrong(saying(f"mistakes.{key}", prefix=prefix, **fields))


def _wrong(mistake: Saying) -> SettingsError:
    """Return the refusal of a mistake, in the words of every language."""
    return refusal(SettingsError, "settings", file=FILE_NAME, mistake=mistake)
