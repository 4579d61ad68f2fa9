"""The periods of a table: every distinct text is read once, and joined to the rows again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from xlcost.dataset.findings import Code
from xlcost.engine import Engine, Held
from xlcost.inputs.columns.binding import Binding
from xlcost.inputs.columns.cleaning import DAY
from xlcost.values import dates
from xlcost.values.calendar import Calendar
from xlcost.values.dates import DateDialect, When, constant_period
from xlcost.values.numbers import is_missing

TEXT, KEY, ISO = "_when", "period", "_iso"


@dataclass(frozen=True)
class Periods:
    """What the texts of a column of days or periods mean.

    Attributes:
        known: Text → meaning.
        unknown: Texts that mean nothing, with the code of the finding that says so.
        dialect: How the column is written.
    """

    known: dict[str, When]
    unknown: dict[str, Code]
    dialect: DateDialect

    def lines(self) -> list[tuple[str, int, str]]:
        """Return each known text, the key of its period and its day ("" where it names none)."""
        return [
            (text, when.key, when.day.isoformat() if when.day else "")
            for text, when in self.known.items()
        ]

    def held(self, engine: Engine) -> Held:
        """Return `lines` as a table of the engine."""
        texts, keys, days = zip(*self.lines(), strict=True) if self.known else ((), (), ())
        columns = ", ".join(
            f"unnest(CAST(? AS {kind}[])) AS {name}"
            for kind, name in (("VARCHAR", TEXT), ("BIGINT", KEY), ("VARCHAR", ISO))
        )
        return Held(engine, engine.keep(f"SELECT {columns}", [list(texts), list(keys), list(days)]))

    def texts(self, key: int) -> list[str]:
        """Return the texts that lie in a period, or in any period of a year."""
        return [
            text
            for text, when in self.known.items()
            if when.key == key or (key % 100 == 0 and when.key // 100 == key // 100)
        ]


def read_periods(counts: Mapping[str, int], binding: Binding, calendar: Calendar) -> Periods:
    """Read the distinct texts of the column that says when a row happened."""
    if binding.when is None:
        return Periods({"": _constant(binding, calendar)}, {}, DateDialect())
    name = next(n for n in binding.input.when if n in binding.columns)
    order = binding.said.date_order
    dialect = dates.decide(counts, order=order, prefer_day=name != "period")
    read = dates.reader(dialect, calendar)
    known: dict[str, When] = {}
    unknown: dict[str, Code] = {}
    for text in counts:
        when = None if is_missing(text) else read(text)
        if when is None and binding.said.closing_periods == "last":
            when = _closing(text, calendar)
        if when is None:
            unknown[text] = _fault(text, dialect)
        else:
            known[text] = when
    return Periods(known, unknown, dialect)


def _constant(binding: Binding, calendar: Calendar) -> When:
    """Return when every row happened, as the settings say; without a word it is not known."""
    name = binding.constant_when
    if not name:
        return When(0)
    text = binding.constants[name]
    if name == "period":
        return constant_period(text, calendar)
    return dates.constant_day(text, calendar, binding.said.date_order) or When(0)


def _closing(text: str, calendar: Calendar) -> When | None:
    """Return the last period of the year, where a text names a period of year-end closing."""
    year = dates.closing_year(text)
    return When(year * 100 + calendar.periods_in_year) if year else None


def _fault(text: str, dialect: DateDialect) -> Code:
    """Return why a text says no period and no day."""
    if is_missing(text):
        return Code.MISSING_VALUE
    if dialect.ambiguous and dates.DAY_FIRST.fullmatch(text):
        return Code.AMBIGUOUS_DATE
    return Code.NOT_A_DATE


def read_days(found: Iterable[str], binding: Binding, calendar: Calendar, engine: Engine) -> Held:
    """Return the days that stand beside periods, by their texts, as a table of the engine."""
    spelled = sorted(set(found))
    dialect = dates.decide(
        dict.fromkeys(spelled, 1), order=binding.said.date_order, prefer_day=True
    )
    days = [as_day(text, dialect, calendar) for text in spelled]
    iso = [day.isoformat() if day else "" for day in days]
    columns = f"unnest(CAST(? AS VARCHAR[])) AS {DAY}, unnest(CAST(? AS VARCHAR[])) AS {ISO}"
    return Held(engine, engine.keep(f"SELECT {columns}", [spelled, iso]))


def read_moments(found: Iterable[str], binding: Binding, calendar: Calendar) -> list[When | None]:
    """Return what the texts of days beside the first mean, such as those of a position."""
    spelled = list(found)
    known = read_second(dict.fromkeys(spelled, 1), binding, calendar).known
    return [known.get(text) for text in spelled]


def read_second(
    counts: Mapping[str, int],
    binding: Binding,
    calendar: Calendar,
    beside: Mapping[str, int] | None = None,
) -> Periods:
    """Read the texts of a second column of days, such as when tickets were solved.

    Args:
        counts: The texts, each with its rows.
        binding: How the table is understood.
        calendar: The fiscal calendar.
        beside: The texts of the first column of days, which are written alike.
    """
    together = {**(beside or {}), **counts}
    dialect = dates.decide(together, order=binding.said.date_order, prefer_day=True)
    read = dates.reader(dialect, calendar)
    there = {text: read(text) for text in counts if not is_missing(text)}
    known = {text: when for text, when in there.items() if when is not None}
    unknown = {text: _fault(text, dialect) for text, when in there.items() if when is None}
    return Periods(known, unknown, dialect)


def as_day(text: str, dialect: DateDialect, calendar: Calendar) -> date | None:
    """Return the day that a text names, or None."""
    when = None if is_missing(text) else dates.reader(dialect, calendar)(text)
    return when.day if when else None
