"""How each column of numbers is written, decided for the whole column, and how it is read then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from xlcost.dataset.schema import NUMERIC, TIMES, Kind
from xlcost.inputs.columns import number_columns
from xlcost.inputs.columns.binding import Binding, Bound
from xlcost.inputs.columns.number_columns import Parsed, never
from xlcost.inputs.files.raw_table import RawTable
from xlcost.values import contact_words, numbers
from xlcost.values.marks import MARK
from xlcost.values.numbers import NEUTRAL, Dialect

PERCENT = re.compile(r"%|\bpercent|\bpct\b|prosent", re.IGNORECASE)


@dataclass(frozen=True)
class NumberColumn:
    """A column of numbers: where it stands and how it is written.

    Attributes:
        name: Its name among the canonical columns.
        bound: The column of the table.
        kind: What it holds.
        dialect: How it is written.
        required: Whether a row without a value is left out.
        simple: Whether the whole column needs no more than a cast.
        marked: Whether a simple column has cells that its file calls numbers.
        blank: Whether a row may have no value.
        lookup: What Python read from the distinct texts, where there are few.
        unit: What the settings say of a column of durations, such as "ms" or "m:ss".
        percent: Whether its plain numbers are percent.
    """

    name: str
    bound: Bound
    kind: Kind
    dialect: Dialect = NEUTRAL
    required: bool = False
    simple: bool = False
    marked: bool = True
    blank: bool = True
    lookup: number_columns.NumberLookup | None = field(default=None, repr=False)
    unit: str | None = None
    percent: bool = False

    @property
    def light(self) -> bool:
        """Whether reading it costs next to nothing."""
        return self.simple or self.lookup is not None

    @property
    def usual_unit(self) -> str:
        """What a plain number of a column of durations counts."""
        return self.unit or ("h" if self.kind is Kind.HOURS else "s")

    def read(self, table: Any) -> Parsed:
        """Return the expressions that read it."""
        column = table[self.bound.column]
        if self.simple:
            return number_columns.simple(column, self.dialect, typed=self.marked)
        if self.lookup is not None:
            found = [f"{self.name}_{what}" for what in ("value", "wrong", "fine")]
            return Parsed(*(table[n] if n in table.columns else never() for n in found))
        core = table[f"{self.name}_core"] if f"{self.name}_core" in table.columns else None
        if self.kind in TIMES:
            read = number_columns.seconds(column, self.dialect, core, self.usual_unit)
            return number_columns.in_hours(read) if self.kind is Kind.HOURS else read
        return number_columns.parsed(column, self.dialect, core)


def number_columns_bound(binding: Binding) -> tuple[NumberColumn, ...]:
    """Return the columns of numbers that a table has, before anybody looked into them."""
    found: list[NumberColumn] = []
    for name in (n for kind in NUMERIC for n in binding.input.of_kind(kind)):
        if name in binding.columns:
            column = binding.input.column(name)
            kind = column.kind if column else Kind.AMOUNT
            required = name == "amount"
            found.append(NumberColumn(name, binding.columns[name], kind, required=required))
    for place, (bound, _) in enumerate(binding.amounts):
        found.append(NumberColumn(f"amount_{place}", bound, Kind.AMOUNT))
    for place, (bound, what) in enumerate(binding.channels):
        kind = _kind(binding, what.measure)
        found.append(NumberColumn(f"channel_{place}", bound, kind, unit=what.duration))
    for place, (bound, average, weight) in enumerate(binding.averages):
        kind = _kind(binding, average.measure)
        found.append(NumberColumn(f"average_{place}", bound, kind, unit=average.duration))
        found.append(NumberColumn(f"weight_{place}", weight, Kind.COUNT))
    return tuple(replace(one, unit=_unit(binding, one)) for one in found)


def _unit(binding: Binding, column: NumberColumn) -> str | None:
    """Return the unit of a column of durations: its own, the settings', else what it is called."""
    if column.kind not in TIMES:
        return None
    heading = column.bound.heading
    known = binding.said.duration_of(heading) or contact_words.unit_of_heading(heading)
    return column.unit or known


def number_columns_of(
    raw: RawTable, binding: Binding, known: Mapping[str, Dialect] | None = None
) -> tuple[NumberColumn, ...]:
    """Decide how each column of numbers of a table with numbered rows is written.

    Args:
        raw: The table.
        binding: How it is understood.
        known: Name → how the column is written, where a whole file said it of which this is a part.
    """
    found = (
        _decided(raw, binding, bare, (known or {}).get(bare.name))
        for bare in number_columns_bound(binding)
    )
    return tuple(replace(one, percent=_is_percent(raw, binding, one)) for one in found)


def _is_percent(raw: RawTable, binding: Binding, column: NumberColumn) -> bool:
    """Tell whether plain numbers of a column of shares are percent: the settings or its name say.

    A heading with a percent sign over numbers of which none is above 1 stands over shares.
    """
    held = {f"average_{place}": average for place, (_, average, _) in enumerate(binding.averages)}
    average = held.get(column.name)
    if average is None or column.kind in TIMES or not raw.is_text(column.bound.column):
        return False
    cells = [text for text in raw.seen.counted(column.bound.column)[0].to_pylist() if text]
    if any("%" in text for text in cells):
        return False
    if average.unit or not PERCENT.search(column.bound.heading):
        return bool(average.unit)
    sizes = [numbers.parse(text, column.dialect) for text in cells if not numbers.is_missing(text)]
    return any(size is not None and size > 1 for size in sizes)


def _kind(binding: Binding, measure: str) -> Kind:
    column = binding.input.column(measure)
    return column.kind if column else Kind.COUNT


def _decided(
    raw: RawTable, binding: Binding, bare: NumberColumn, known: Dialect | None
) -> NumberColumn:
    """Find out how a column of numbers is written, and how little reading it takes."""
    said, column = binding.said, bare.bound.column
    if not raw.is_text(column):
        return replace(bare, dialect=numbers.decide({}, said.decimal, said.thousands))
    found = raw.seen.shapes(column, number_columns.MOST_SHAPES)
    dialect = known or numbers.decide(found, said.decimal, said.thousands)
    read = replace(
        bare,
        dialect=dialect,
        marked=any(text.startswith(MARK) for text in found),
        blank=raw.seen.has_null(column) or any(numbers.is_missing(text) for text in found),
    )
    plain = bare.kind not in TIMES or (bare.kind is Kind.DURATION and bare.unit in (None, "s"))
    few_shapes = len(found) < number_columns.MOST_SHAPES
    if plain and few_shapes and number_columns.is_simple(found, dialect):
        return replace(read, simple=True)
    return replace(read, lookup=_lookup(raw, read) if raw.cells is not None else None)


def _lookup(raw: RawTable, column: NumberColumn) -> number_columns.NumberLookup | None:
    """Read each distinct text of a column once; None where there are too many of plain numbers."""
    found, dialect = raw.seen.counted(column.bound.column)[0], column.dialect
    if column.kind in TIMES:
        read = number_columns.durations_of(found, column.usual_unit, dialect)
        return read.in_hours() if column.kind is Kind.HOURS else read
    if len(found) > number_columns.MOST_LOOKED_UP:
        return None
    if column.kind is Kind.COUNT:
        return number_columns.counts_of(found, dialect)
    return number_columns.looked_up(found, dialect)
