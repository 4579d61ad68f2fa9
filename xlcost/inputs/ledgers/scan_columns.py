"""Columns of a scan, in SQL: what rows are added up by, and the amounts that are added up.

A scan cleans nothing. It takes what a reader would leave as it is, and proves of the rest, text by
text, that it is not that: such rows are read the careful way. So no rule of reading stands here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from xlcost.dataset.schema import Kind
from xlcost.engine import among, quoted
from xlcost.inputs.columns.binding import Binding, Bound
from xlcost.inputs.columns.number_reading import NumberColumn, number_columns_bound
from xlcost.inputs.files.raw_table import SAMPLE, RawTable
from xlcost.values import numbers
from xlcost.values.calendar import MONTHS, Calendar
from xlcost.values.marks import DATE, NUMBER
from xlcost.values.numbers import Dialect

MONEY = "DECIMAL(38, 6)"
ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
ISO_LENGTH = 10
YEAR_MONTH = re.compile("[0-9]{4}-[0-9]{2}")
MOSTLY = 0.99  # share of a sample that must be written as the scan expects
_WHOLE, _BROKEN = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"), ("DOUBLE", "FLOAT")
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")


class NotCleanError(Exception):
    """Too much of a table is odd for a scan: every row must be looked at."""


class BrokenLineError(NotCleanError):
    """A line is no row, or a byte no text: the engine reads nothing of the file."""


@dataclass(frozen=True)
class Key:
    """What rows are added up by.

    Attributes:
        name: Its name among the canonical columns.
        value: What is compared row by row.
        text: The text that a reader would see, made of the key of a whole group.
        is_text: Whether texts are compared, so that one may need cleaning.
        by_month: Whether the key is a month, as 202610.
        is_constant: Whether it is the same for every row.
    """

    name: str
    value: str
    text: str
    is_text: bool = True
    by_month: bool = False
    is_constant: bool = False

    def among(self, texts: Sequence[str]) -> str:
        """Return the condition of rows whose text is one of some, without making their texts."""
        if self.by_month:
            months = [text.replace("-", "") for text in texts if YEAR_MONTH.fullmatch(text)]
            return f"{self.column} IN ({', '.join(months)})" if months else "false"
        return among(self.column if self.is_text else self.text, texts)

    @property
    def column(self) -> str:
        """The column that holds the value."""
        return f"_key_{self.name}"


@dataclass(frozen=True)
class Value:
    """A column of amounts.

    Attributes:
        number: How it is written.
        value: The exact amount, or NULL.
        wrong: Whether a row has to be looked at.
        votes: Rows of a sample that can have no other decimal mark.
        null_is_wrong: Whether what is wrong with a row is that this is NULL, and nothing else.
    """

    number: NumberColumn
    value: str
    wrong: str
    votes: int = 0
    null_is_wrong: bool = False

    @property
    def column(self) -> str:
        """The column that holds the amount."""
        return self.number.name


@dataclass(frozen=True)
class Head:
    """The first rows of a table, from which it is told how its columns are written."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str | None, ...]]

    def texts(self, column: str) -> dict[str, int]:
        """Return the distinct texts of a column with their rows."""
        place = self.columns.index(column)
        return Counter(row[place] or "" for row in self.rows)


def head_of(raw: RawTable, bounds: Sequence[Bound]) -> Head:
    """Return the first rows of some columns of a file."""
    columns = tuple(dict.fromkeys(b.column for b in bounds if raw.is_text(b.column)))
    if raw.remote or not columns:
        return Head(columns, ())
    sql = f"SELECT {', '.join(columns)} FROM {raw.held.name} LIMIT {SAMPLE}"
    return Head(columns, raw.held.engine.ask(sql))


def text_key(raw: RawTable, name: str, bound: Bound) -> Key:
    """Return a column of codes or texts as a key; a code that a file holds as 5000.0 is 5000."""
    kind, column = raw.held.kinds[bound.column], f"_key_{name}"
    if kind == "VARCHAR":
        return Key(name, bound.column, f"coalesce({column}, '')")
    text = f"CAST({column} AS VARCHAR)"
    if kind in _BROKEN:
        whole = f"{column} = floor({column}) AND abs({column}) < 1e15"
        text = f"CASE WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE {text} END"
    elif kind.startswith("DECIMAL"):
        text = f"regexp_replace({text}, '\\.0+$', '')"
    return Key(name, bound.column, f"coalesce({text}, '')", is_text=False)


def when_key(raw: RawTable, name: str, bound: Bound, calendar: Calendar, head: Head) -> Key:
    """Return a column of days or periods as a key: of days the month, where months are periods."""
    kind, column = raw.held.kinds[bound.column], f"_key_{name}"
    by_month = calendar.periods_in_year == MONTHS
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        if by_month:
            return Key(
                name, _month_of(bound.column), _month_text(column), is_text=False, by_month=True
            )
        day = f"{quoted(DATE)} || strftime({column}, '%Y-%m-%d')"
        return Key(name, f"CAST({bound.column} AS DATE)", f"coalesce({day}, '')", is_text=False)
    if kind == "VARCHAR":
        sample = head.texts(bound.column) if bound.column in head.columns else {}
        if by_month and sample and all(map(ISO_DAY.fullmatch, sample)):
            # A text of ten characters that is a day is that day, whoever reads it.
            long = f"strlen({bound.column}) = {ISO_LENGTH}"
            day = f"CASE WHEN {long} THEN try_cast({bound.column} AS DATE) END"
            return Key(
                name, _month_of(f"({day})"), _month_text(column), is_text=False, by_month=True
            )
        return Key(name, bound.column, f"coalesce({column}, '')")
    if kind in _WHOLE:
        number = f"{quoted(NUMBER)} || CAST({column} AS VARCHAR)"
        return Key(name, bound.column, f"coalesce({number}, '')", is_text=False)
    raise NotCleanError  # whether 2026.1 is January or October is for a reader to say


def _month_of(day: str) -> str:
    return f"year({day}) * 100 + month({day})"


def _month_text(key: str) -> str:
    year = f"lpad(CAST(CAST(floor({key} / 100) AS BIGINT) AS VARCHAR), 4, '0')"
    month = f"lpad(CAST({key} % 100 AS VARCHAR), 2, '0')"
    return f"CASE WHEN {key} IS NULL THEN '' ELSE {year} || '-' || {month} END"


def values_of(raw: RawTable, binding: Binding, head: Head) -> tuple[Value, ...]:
    """Return the columns of amounts of a table."""
    found = []
    for number in number_columns_bound(binding):
        column = number.bound.column
        if raw.is_text(column):
            if raw.remote:
                raise NotCleanError  # a server reads numbers by rules of its own
            found.append(_written(number, binding, head.texts(column)))
        else:
            found.append(_typed(number, raw.held.kinds[column]))
    if not found:
        constant = f"CAST({quoted(binding.constants['amount'])} AS {MONEY})"
        number = NumberColumn("amount", Bound("", ""), Kind.AMOUNT)
        found.append(Value(number, constant, "false"))
    return tuple(found)


def _typed(number: NumberColumn, kind: str) -> Value:
    """Return a column of numbers that its file calls numbers."""
    column = number.bound.column
    missing = f"{column} IS NULL" if number.required else "false"
    decimal = _DECIMAL.fullmatch(kind)
    if kind in _WHOLE or (decimal and int(decimal[2]) <= numbers.PLACES):
        return Value(number, column, missing, null_is_wrong=number.required)
    exact = f"CAST({column} AS {MONEY})"
    if decimal:
        return Value(number, exact, f"({missing} OR {column} <> {exact})")
    if kind in _BROKEN:
        finite = f"isfinite({column})"
        exact = f"CASE WHEN {finite} THEN {exact} END"
        off = f"abs({column} - CAST({exact} AS DOUBLE)) > 1e-12"
        return Value(number, exact, f"({missing} OR NOT {finite} OR {off})")
    raise NotCleanError


def _written(number: NumberColumn, binding: Binding, sample: dict[str, int]) -> Value:
    """Return a column of texts that are numbers, if nearly all of a sample are."""
    said, column = binding.said, number.bound.column
    shapes = numbers.shapes_of(sample)
    dialect = numbers.decide(shapes, said.decimal, said.thousands)
    number = replace(number, dialect=dialect)
    blank = "" if number.required else f" OR {column} = '' OR {column} IS NULL"
    for pattern, value in (_plain(column, dialect), _signed(column, dialect)):
        fits = [text for text in shapes if re.match(pattern, text) or (blank and not text)]
        if shapes and sum(shapes[t] for t in fits) >= MOSTLY * sum(shapes.values()):
            exact = f"CASE WHEN regexp_full_match({column}, {quoted(pattern)}) THEN {value} END"
            votes = numbers.votes_of({text: shapes[text] for text in fits})[0]
            wrong = f"NOT ({number.name} IS NOT NULL{blank})"
            mine = votes.get(dialect.decimal, 0)
            return Value(number, exact, wrong, mine, null_is_wrong=not blank)
    raise NotCleanError


def _plain(column: str, dialect: Dialect) -> tuple[str, str]:
    """Return the pattern of numbers that need no cleaning, and their value."""
    return dialect.plain, f"try_cast({_pointed(column, dialect)} AS {MONEY})"


def _signed(column: str, dialect: Dialect) -> tuple[str, str]:
    """Return the pattern of numbers with groups and signs of all kinds, and their value."""
    digits = f"regexp_replace({column}, '[^0-9{dialect.decimal}]', '', 'g')"
    exact = f"try_cast({_pointed(digits, dialect)} AS {MONEY})"
    negative = f"regexp_matches({column}, '[-(]')"
    return dialect.written, f"CASE WHEN {negative} THEN -{exact} ELSE {exact} END"


def _pointed(text: str, dialect: Dialect) -> str:
    return f"replace({text}, ',', '.')" if dialect.decimal == "," else text
