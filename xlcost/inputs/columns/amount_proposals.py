"""Columns of amounts: which of them are amounts of their own, and why the others are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from xlcost.inputs.columns import column_relations, number_columns
from xlcost.inputs.columns.binding import Bound
from xlcost.inputs.files.raw_table import RawTable
from xlcost.system.late import np
from xlcost.values import numbers
from xlcost.values.dates import MONTHS
from xlcost.values.scenarios import (
    RUNNING,
    VARIANCE,
    Meaning,
    is_month,
    meaning,
    quarter_in,
)

Columns = tuple[tuple[Bound, Meaning], ...]  # with what their headings say
SAMPLE = 5000
ENOUGH = 0.9  # share of a column's values that must be numbers for it to be one of amounts
QUARTERS_HINT = 'name it under amounts with period = "2026Q1" and quarters = "spread"'
FEWEST = 2  # columns: of more, one may be the sum of the others


def amount_columns_of(raw: RawTable, every: Columns) -> tuple[Columns, dict[str, str], bool]:
    """Return the columns that are amounts of their own, why the others are not, and of what kind.

    Left out are variances, sums of other columns, running totals beside months, whole years beside
    months of the same scenario, and quarters, which need a word of a person.
    """
    refused = _made_of_others(every)
    left = _without(every, refused)
    running = [bound.heading for bound, _ in left if RUNNING.search(bound.heading)]
    cumulative = bool(running) and len(running) == len(left)
    if not cumulative:
        refused |= dict.fromkeys(running, "amounts of the year so far")
    refused |= _years_beside_months(_without(every, refused))
    kept = _without(every, refused)
    refused |= dict.fromkeys(_sums_of_others(raw, kept), "the sum of other columns")
    refused |= _same_year(kept)
    return _without(kept, refused), refused, cumulative


def _without(columns: Columns, refused: Collection[str]) -> Columns:
    return tuple(pair for pair in columns if pair[0].heading not in refused)


def _made_of_others(columns: Columns) -> dict[str, str]:
    """Return the columns whose headings say that they are quarters or variances."""
    refused: dict[str, str] = {}
    for bound, _ in columns:
        if quarter_in(bound.heading):
            refused[bound.heading] = f"a quarter; {QUARTERS_HINT}"
        elif VARIANCE.search(bound.heading):
            refused[bound.heading] = "a variance"
    return refused


def _years_beside_months(columns: Columns) -> dict[str, str]:
    """Return the columns of a whole year whose months have columns, too."""
    monthly = {said.scenario for _, said in columns if _is_of_month(said)}
    refused: dict[str, str] = {}
    for bound, said in columns:
        known = said.scenario in monthly or (monthly and not said.scenario)
        if known and not _is_of_month(said):
            refused[bound.heading] = "a whole year beside its months"
    return refused


def _is_of_month(said: Meaning) -> bool:
    return bool(said.without_year) or is_month(said.period)


def _same_year(found: Columns) -> dict[str, str]:
    """Return the columns that all would be one and the same whole year of one scenario."""
    years = Counter(said for _, said in found if said.period and not is_month(said.period))
    why = "a part of a year that is not known; name it under amounts with its period"
    return {bound.heading: why for bound, said in found if years[said] > 1}


def _sums_of_others(raw: RawTable, found: Columns) -> list[str]:
    """Return the columns that are the sum of others of their scenario, row by row."""
    if len(found) <= FEWEST:
        return []
    columns = [_floats(raw, bound.column) for bound, _ in found]
    amounts = np.asarray(columns, dtype=np.float64).T
    return [
        found[relation.column][0].heading
        for relation in column_relations.sums(amounts)
        if any(found[p][1].scenario == found[relation.column][1].scenario for p in relation.parts)
    ]


def _floats(raw: RawTable, column: str) -> list[float]:
    """Return the numbers of a column, 0 where there is none."""
    cells = raw.table.select(cell=raw.table[column].cast("string")).limit(SAMPLE)
    texts = cells.to_pyarrow()["cell"].to_pylist()
    dialect = numbers.decide({text: 1 for text in texts if text is not None})
    parsed = (None if text is None else numbers.parse(text, dialect) for text in texts)
    return [float(number or 0) for number in parsed]


def amounts_of(raw: RawTable) -> Columns:
    """Return the columns of numbers whose names speak of a scenario, a month or a year."""
    found = []
    numbered = set(map(str, range(1, 13))) <= {heading.lstrip("0") for heading in raw.header}
    for place, heading in enumerate(raw.header):
        said = meaning(heading)
        if numbered and heading.isdecimal() and 0 < int(heading) <= MONTHS:
            said = Meaning(without_year=f"P{int(heading):02d}")
        if said and _is_numeric(raw, f"c{place}"):
            found.append((Bound(f"c{place}", heading), said))
    return tuple(found)


def _is_numeric(raw: RawTable, column: str) -> bool:
    if not raw.table[column].type().is_string():
        return bool(raw.table[column].type().is_numeric())
    shapes = number_columns.shapes(raw.table, column, sample=SAMPLE)
    filled = {text: rows for text, rows in shapes.items() if not numbers.is_missing(text)}
    both = (numbers.DOT, numbers.COMMA)
    fits = sum(
        rows
        for text, rows in filled.items()
        if any(numbers.parse(text, dialect) is not None for dialect in both)
    )
    return bool(filled) and fits >= ENOUGH * sum(filled.values())
