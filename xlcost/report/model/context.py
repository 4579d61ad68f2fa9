"""What every sheet of one report shares: its data, words, periods, methods and what is missing."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from xlcost.catalogue.families import find
from xlcost.dataset.dataset import Dataset
from xlcost.dataset.earlier import Earlier
from xlcost.dataset.pack_format import ACTUAL_NO, BUDGET_NO, INCOME, PRIOR_NO
from xlcost.dataset.report_settings import ReportSettings
from xlcost.locales.words import Words
from xlcost.report.model.chart_of_lines import Centre, ChannelDirection, Line, direction_number
from xlcost.report.model.expressions import Criterion, Expression, Literal, Lookup, Plus, Ref
from xlcost.report.model.labels import period_label, scope_label, short_label
from xlcost.report.model.places import Place
from xlcost.report.model.tables import Frames
from xlcost.values.calendar import Period

# No contact is handled in no time, and where nothing was counted there is no share of it.
_NEVER_ZERO = frozenset(
    ("offered", "handled", "csat_responses", "talk_seconds", "hold_seconds", "after_call_seconds")
)


@dataclass(frozen=True)
class Span:
    """Some periods of the report, between two cells of the grid `basis`.

    Attributes:
        key: Such as "month", "ytd", "year".
        first: Row of the first period's key in the grid `basis`.
        last: Row of the last period's key.
        lowest: The first key itself, to judge what there is.
        highest: The last key itself.
    """

    key: str
    first: str
    last: str
    lowest: int
    highest: int

    @property
    def where(self) -> tuple[Criterion, ...]:
        """The criteria that choose these periods."""
        if self.first == self.last:
            return (Criterion("period", "=", basis(self.first)),)
        return (
            Criterion("period", ">=", basis(self.first)),
            Criterion("period", "<=", basis(self.last)),
        )

    def rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of a frame that lie in these periods."""
        selected: pd.DataFrame = frame[frame["period"].between(self.lowest, self.highest)]
        return selected


def basis(row: str) -> Ref:
    """Return the cell of the grid `basis` that holds a key, a threshold or a setting."""
    return Ref("basis", row, "value")


def equal(column: str, value: int) -> Criterion:
    """Return the criterion that a numeric column equals a number."""
    return Criterion(column, "=", Literal(value))


@dataclass(frozen=True, eq=False)
class Context:
    """One report while it is being made; nothing of it changes while sheets are.

    Attributes:
        data: The loaded folder.
        word: The words of the report language.
        frames: What the Data sheet holds.
        lines: Report lines in order.
        centres: Cost centres in order.
        directions: Channels, split by direction where they have two.
        channels: Number of each channel.
        accounts: One row an account, with its line and flags.
        earlier: What earlier packs hold that this one goes on with.
        sites: Sites of the cost centres.
        entities: Entities that have an amount.
    """

    data: Dataset
    word: Words
    frames: Frames
    lines: tuple[Line, ...]
    centres: tuple[Centre, ...]
    directions: tuple[ChannelDirection, ...]
    channels: Mapping[str, int]
    accounts: pd.DataFrame
    earlier: Earlier = field(default_factory=Earlier, repr=False)
    sites: tuple[Place, ...] = ()
    entities: tuple[Place, ...] = ()

    @cached_property
    def answers(self) -> dict[Hashable, object]:
        """What `once` remembers: answers that can always be worked out again."""
        return {}

    def t(self, key: str, **fields: object) -> str:
        """Return a text of the section [report]."""
        return self.word.text(f"report.{key}", **fields)

    def label(self, metric: str) -> str:
        """Return a metric's own label."""
        return find(metric).label(self.word.language)

    def missing(self, key: str, **fields: object) -> str:
        """Return the sentence on why something is not in the report, for About."""
        return self.t(f"missing.{key}", **fields)

    def accounts_of(self, line: Line) -> pd.DataFrame:
        """Return the accounts that a line adds up."""
        frame = self.accounts
        selected: pd.DataFrame = frame[
            (frame["line"] == line.name)
            & (frame["category"] == line.category)
            & (frame["kind_no"] == line.kind)
        ]
        return selected

    @property
    def settings(self) -> ReportSettings:
        """The settings of the report."""
        return self.data.settings.report

    @property
    def period(self) -> Period:
        """The report's period."""
        return self.data.period

    def period_name(self, key: int | None = None) -> str:
        """Return "October 2026" for a period's key, or for the report's own period."""
        known = self.period.key if key is None else key
        return period_label(self.data.calendar, known, self.word.language)

    def short_name(self, key: int) -> str:
        """Return "Oct 26" for a period's key, for heads of narrow columns."""
        return short_label(self.data.calendar, key, self.word.language)

    def band(self, span: str) -> str:
        """Return what stands above the columns of a span: the period, or "Year to date"."""
        return self.period_name() if span == self.main else self.t(f"bands.{span}")

    def span_word(self, span: str) -> str:
        """Return "month" or "year to date", for the middle of a sentence."""
        return self.t(f"bands.{span}").lower()

    def column_words(self, span: str, column: str) -> dict[str, str]:
        """Return what a control calls a column of amounts: its span and its version."""
        version = {"ac": "actual", "bu": "budget"}[column]
        return {"span": self.span_word(span), "version": self.t(f"versions.{version}")}

    @property
    def who(self) -> str:
        """Who the report speaks of: the entity, and the part of it where it is one."""
        return " – ".join(filter(None, (self.settings.entity, self.part)))

    @property
    def part(self) -> str:
        """The part of the company, such as "Site Bergen"; empty for all of it."""
        label = scope_label(self.data.scope, self.word)
        return label or (self.t("scope.company") if self.whole_company else "")

    @property
    def whole_company(self) -> bool:
        """Whether the costs are a company's, not customer service's: no unit cost is known."""
        return bool(getattr(self.data, "whole_company", False))

    @property
    def title(self) -> str:
        """The title: the settings', else what the report speaks of."""
        return self.settings.title or self.t("title_company" if self.whole_company else "title")

    @cached_property
    def spans(self) -> dict[str, Span]:
        """The periods that the report speaks of; a whole year has only years."""
        key, year = self.period.key, self.period.year * 100
        spans = [
            Span("year", "year_from", "year_to", year, year + 99),
            Span("prior_full", "prior_year_from", "prior_year_to", year - 100, year - 1),
        ]
        if not self.period.is_year:
            last = self.period.previous().key
            spans += [
                Span("month", "period", "period", key, key),
                Span("ytd", "ytd_from", "period", year + 1, key),
                Span("prior_month", "prior_period", "prior_period", key - 100, key - 100),
                Span("prior_ytd", "prior_ytd_from", "prior_period", year - 99, key - 100),
                Span("last_month", "last_period", "last_period", last, last),
            ]
        return {span.key: span for span in spans}

    @property
    def unbegun(self) -> int:
        """How many periods of the year lie before its first posting: no pace is made of them."""
        first = self.data.facts.first_posted
        if self.period.is_year or not self.period.year * 100 < first <= self.period.key:
            return 0
        return first % 100 - 1

    @cached_property
    def unfinished(self) -> int:
        """How many periods a whole year's report has where some are missing; 0 where none is."""
        closed = self.periods_with("opex", ACTUAL_NO, "year") if self.period.is_year else set()
        by_year = any(period % 100 == 0 for period in closed)
        return 0 if by_year or len(closed) >= self.period.periods_in_year else len(closed)

    @property
    def elapsed(self) -> Ref:
        """The cell with the number of periods that a pace is made of."""
        return basis("periods_begun" if self.unbegun else "periods_elapsed")

    @property
    def in_year(self) -> Ref:
        """The cell with the number of the year's periods that a pace goes on over."""
        return basis("periods_from_first" if self.unbegun else "periods_in_year")

    @property
    def main(self) -> str:
        """The span that the report is about: "month", or "year" for a whole year."""
        return "year" if self.period.is_year else "month"

    @property
    def long(self) -> str:
        """The longest span of closed periods: "ytd", or "year" for a whole year."""
        return "year" if self.period.is_year else "ytd"

    @property
    def shown(self) -> tuple[str, ...]:
        """The spans that tables have: the report's own, and the year to date beside a month."""
        return tuple(dict.fromkeys((self.main, self.long)))

    @staticmethod
    def prior_of(span: str) -> str:
        """Return the key of the same span one year before."""
        return {"year": "prior_full", "month": "prior_month", "ytd": "prior_ytd"}[span]

    # What there is

    @cached_property
    def _periods(self) -> dict[tuple[str, int], set[int]]:
        """The periods of each version in each frame."""
        by_version: dict[tuple[str, int], set[int]] = {}
        for name in ("opex", "activity", "workforce"):
            frame = getattr(self.frames, name)[["version_no", "period"]].drop_duplicates()
            for version, period in frame.itertuples(index=False, name=None):
                by_version.setdefault((name, int(version)), set()).add(int(period))
        return by_version

    @cached_property
    def measured(self) -> dict[str, set[str]]:
        """The measures that each channel really has; a true zero is one of them."""
        known = {direction.key: set(self.counted[direction.key]) for direction in self.directions}
        names = {number: name for name, number in self.channels.items()}
        for channel, way, measure in self.data.facts.measured:
            for direction in self.directions:
                there = direction.direction_no in (None, direction_number(way))
                if there and names[direction.channel_no] == channel:
                    known[direction.key] |= {measure} - _NEVER_ZERO
        return known

    @cached_property
    def counted(self) -> dict[str, set[str]]:
        """The measures of which each channel has more than nothing."""
        frame = self.frames.activity
        actual = frame[frame["version_no"] == ACTUAL_NO]
        by_channel = {}
        for direction in self.directions:
            sums = direction.rows(actual).sum()
            by_channel[direction.key] = {
                str(measure) for measure, total in sums.items() if total > 0
            }
        return by_channel

    @property
    def closed_periods(self) -> set[int]:
        """Every period that has an actual figure of any kind."""
        both = [periods for (_, version), periods in self._periods.items() if version == ACTUAL_NO]
        return set().union(*both)

    def has_actual(self, frame: str, first: int, last: int) -> bool:
        """Whether a frame has actual figures from one period to another."""
        return any(first <= period <= last for period in self._periods.get((frame, ACTUAL_NO), ()))

    def periods_with(self, frame: str, version: int, span: str) -> set[int]:
        """Return the periods of a span in which a version of a frame has rows."""
        limits = self.spans[span]
        known = self._periods.get((frame, version), set())
        return {period for period in known if limits.lowest <= period <= limits.highest}

    @cached_property
    def has_income(self) -> bool:
        """Whether there are lines of income: only then do they have a total, and cost a net."""
        return any(line.kind == INCOME for line in self.lines)

    def amounts_of(self, span: str) -> dict[str, int]:
        """Return the version of each column of amounts that a span has: "ac", and "bu" if any."""
        return {"ac": ACTUAL_NO} | ({"bu": BUDGET_NO} if self.has_budget(span) else {})

    def has_budget(self, span: str) -> bool:
        """Whether there is a budget for a span, in periods as fine as the span."""
        return bool(self.periods_with("opex", BUDGET_NO, span))

    @cached_property
    def prior_version(self) -> int:
        """The version that holds the prior year: its own, or the ledger's earlier periods."""
        return self.prior_version_of("opex")

    def prior_version_of(self, frame: str) -> int:
        """The version that holds the prior year in a frame."""
        return PRIOR_NO if (frame, PRIOR_NO) in self._periods else ACTUAL_NO

    def has_prior(self, span: str) -> bool:
        """Whether the prior year is complete enough to stand beside a span."""
        return self.covers("opex", self.prior_version, span)

    def covers(self, frame: str, version: int, span: str) -> bool:
        """Whether a version of a frame has the year before each period of a span."""
        covered = self.periods_with(frame, version, self.prior_of(span))
        limits = self.spans[self.prior_of(span)]
        if limits.lowest in covered and limits.lowest % 100 == 0:
            return True
        wanted = self.periods_with(frame, ACTUAL_NO, span)
        if span == "year" and (not self.period.is_year or wanted == {limits.lowest + 100}):
            return len(covered) >= self.period.periods_in_year
        return bool(covered) and covered >= {period - 100 for period in wanted}

    # Figures

    def amount(
        self,
        span: str,
        version: int,
        *criteria: Criterion,
        table: str = "opex_lines",
        income: bool = False,
    ) -> Expression:
        """Return the sum of amounts; income is shown positive."""
        where = (*criteria, equal("version_no", version), *self.spans[span].where)
        lookup = Lookup(table, "amount", where)
        return Plus(((-1, lookup),)) if income else lookup
