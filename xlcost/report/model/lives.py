"""Lives: between which periods of a forecast a cost centre has cost, where that is not always."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from xlcost.dataset.facts import Facts
from xlcost.report.model.chart_of_lines import text
from xlcost.report.model.context import Context, basis
from xlcost.report.model.expressions import Criterion, Expression, Extreme, Literal, Plus, Ref
from xlcost.report.model.once import once
from xlcost.report.model.spec import Cell, Column, Grid, Row
from xlcost.values.calendar import Calendar, Period

GRID: Final = "lives"
FROM, TO = COLUMNS = ("active_from", "active_to")
FIRST, LAST, LEFT = "first", "last", "left"
NEVER: Final = 999_999  # the key of an end that is beyond the year
ALWAYS: Final = 0  # the key of a beginning that is behind


@dataclass(frozen=True, order=True)
class Life:
    """Cost centres that have cost in the same periods of a forecast.

    Attributes:
        first: Key of the period in which they open; `ALWAYS` where they have.
        last: Key of the period in which they close; `NEVER` where they stay.
    """

    first: int = ALWAYS
    last: int = NEVER

    @property
    def key(self) -> str:
        """Its row in the grid."""
        return f"life{self.first}_{self.last}"

    @property
    def is_whole(self) -> bool:
        """Whether they have cost in every period that is left."""
        return self == WHOLE

    def has(self, period: int) -> bool:
        """Whether they have cost in an open period."""
        return self.first <= period <= self.last

    def ref(self, column: str) -> Ref:
        """Return a cell of its row."""
        return Ref(GRID, self.key, column)

    @property
    def where(self) -> tuple[Criterion, ...]:
        """The criteria that choose its amounts."""
        return tuple(Criterion(column, "=", self.ref(column)) for column in COLUMNS)

    @property
    def rest(self) -> tuple[Criterion, ...]:
        """The criteria that choose the open periods in which it has cost."""
        first, last = Criterion("period", ">=", self.ref(FIRST)), self.ref(LAST)
        return first, Criterion("period", "<=", last)

    @property
    def rest_before(self) -> tuple[Criterion, ...]:
        """The criteria that choose the same periods a year before."""
        ends = ((">=", self.ref(FIRST)), ("<=", self.ref(LAST)))
        return tuple(
            Criterion("period", sign, Plus(((1, end), (-1, Literal(100))))) for sign, end in ends
        )


WHOLE: Final = Life()


def by_centre(facts: Facts, calendar: Calendar, period: Period) -> dict[str, Life]:
    """Return the life of each cost centre that closes in a year, or opens after a period of it.

    A year that is reported as a whole has no period left, and so no lives.
    """
    if period.is_year:
        return {}
    last = period.year * 100 + period.periods_in_year
    frame, found = facts.cost_centres, {}
    for code, *ends in zip(frame["cost_centre"], *(frame[one] for one in COLUMNS), strict=True):
        opens, closes = (_key(end, calendar) for end in ends)
        life = Life(
            opens if opens is not None and opens > period.key else ALWAYS,
            closes if closes is not None and closes < last else NEVER,
        )
        if not life.is_whole:
            found[text(code)] = life
    return found


def _key(day: object, calendar: Calendar) -> int | None:
    """Return the period of a day; None where the text is none, as the findings then say."""
    try:
        return calendar.key(date.fromisoformat(text(day)))
    except ValueError:
        return None


def in_frames(amounts: pd.DataFrame, known: Mapping[str, Life]) -> pd.DataFrame:
    """Return amounts with the life of their cost centre, where any has one."""
    if not any(text(code) in known for code in amounts["cost_centre"].unique()):
        return amounts
    lives = [known.get(text(code), WHOLE) for code in amounts["cost_centre"]]
    return amounts.assign(**{FROM: [one.first for one in lives], TO: [one.last for one in lives]})


@once
def every(ctx: Context) -> tuple[Life, ...]:
    """Return the lives that amounts have; none where all cost centres are open all the time."""
    frame = ctx.frames.opex
    if FROM not in frame:
        return ()
    pairs = frame[list(COLUMNS)].drop_duplicates().itertuples(index=False, name=None)
    return tuple(sorted(Life(int(first), int(last)) for first, last in pairs))


def open_in(period: Expression) -> tuple[Criterion, ...]:
    """Return the criteria that choose the amounts of the cost centres that are open in a period."""
    return Criterion(FROM, "<=", period), Criterion(TO, ">=", period)


def grid(ctx: Context) -> Grid | None:
    """Return the grid for the Data sheet; None where all cost centres are open all the time."""
    lives = every(ctx)
    if not lives:
        return None
    t = ctx.t
    columns = (
        Column("label", t("lives.label"), width=34),
        *(Column(name, t(f"lives.{name}")) for name in (*COLUMNS, FIRST, LAST, LEFT)),
    )
    return Grid(GRID, columns, tuple(_row(ctx, one) for one in lives), title=t("lives.title"))


def _row(ctx: Context, life: Life) -> Row:
    next_one = Plus(((1, basis("period")), (1, Literal(1))))
    year_end = Plus(((1, basis("year_from")), (1, basis("periods_in_year"))))
    first, last = life.ref(FIRST), life.ref(LAST)
    left = Plus(((1, last), (-1, first), (1, Literal(1))))
    by_column: dict[str, Expression] = {
        FROM: Literal(life.first),
        TO: Literal(life.last),
        FIRST: Extreme("MAX", (next_one, life.ref(FROM))),
        LAST: Extreme("MIN", (year_end, life.ref(TO))),
        LEFT: Extreme("MAX", (Literal(0), left)),
    }
    shown = {name: Cell(item, "period") for name, item in by_column.items()}
    return Row(life.key, {"label": Cell(Literal(label(ctx, life))), **shown})


def label(ctx: Context, life: Life) -> str:
    """Return "close after Nov 26", for a row that nobody reads but an auditor."""
    if life.is_whole:
        return ctx.t("lives.whole")
    said = [("opens", life.first)] if life.first != ALWAYS else []
    said += [("closes", life.last)] if life.last != NEVER else []
    return ", ".join(ctx.t(f"lives.{way}", period=ctx.short_name(key)) for way, key in said)
