"""Year and period: two columns that say together when a row happened, such as 2026 and 3."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

import duckdb

from xlcost.dataset.findings import Code
from xlcost.dataset.settings import AmountColumn
from xlcost.engine import Held, quoted
from xlcost.inputs.files.raw_table import RawTable, with_faults
from xlcost.inputs.shapes.step import Column, Shaped, Step
from xlcost.inputs.shapes.table_rows import in_memory
from xlcost.values import dates
from xlcost.values.numbers import is_missing
from xlcost.values.parts_of_year import (
    FISCAL_WORDS,
    MONTH_WORDS,
    in_year,
    part_of_year,
    year_of,
)

MOST = 5000  # distinct pairs: of more, the column is no part of a year
SOME = 400
BETWEEN = "\x1e"
Pair = tuple[str, str]


def _parts(table: Shaped) -> tuple[int, int] | None:
    """Return the columns of the year, -1 for a constant, and of the part of it."""
    if table.kind.column("year") is None or "period" in table.said.constants:
        return None
    year, period = table.place("year"), table.place("period")
    year = -1 if "year" in table.said.constants else year
    return None if year is None or period is None or year == period else (year, period)


def _applies(table: Shaped) -> bool:
    """Tell whether a part of a year stands beside its year, and no day says more."""
    places = _parts(table)
    if places is None:
        return _has_parts(table.said.amounts)
    said = table.said
    told = "year" in said.columns or "year" in said.constants
    if not told and table.place("date") is not None:
        return False  # the day knows its year and its month
    found = [t for t in table.raw.first_texts(f"c{places[1]}", SOME) if not is_missing(t)]
    return any(part_of_year(text) for text in found)


def _has_parts(amounts: dict[str, AmountColumn]) -> bool:
    return any(what.period and part_of_year(what.period) for what in amounts.values())


def _change(table: Shaped) -> Shaped:
    places = _parts(table)
    return _rows(table, *places) if places else _columns(table)


def _rows(table: Shaped, year: int, period: int) -> Shaped:
    """Return a table with a column of whole periods."""
    both = [table.raw.heading(place) for place in (year, period) if place >= 0]
    new = table.new_heading(", ".join(both))
    columns = {n: of for n, of in table.said.columns.items() if n not in ("year", "period")}
    columns["period"] = new
    ignore = [*table.said.ignore, *both]
    said = table.saying(columns=columns, constants=_without_year(table), ignore=ignore)
    raw = table.raw
    if raw.cells is None and raw.reread is not None:
        with suppress(duckdb.Error, OverflowError):  # a line that is no row, or too many periods
            return replace(said, raw=_looked_at(table, year, period, new))
    return replace(said, raw=_read(table, raw, year, period, new))


def _read(table: Shaped, raw: RawTable, year: int, period: int, new: str) -> RawTable:
    """Return the rows in memory with the new column."""
    shaped = replace(table, raw=in_memory(raw))
    parts = shaped.column(period)
    years: Column = [None] * len(parts) if year < 0 else shaped.column(year)
    pairs = [(y or "", p or "") for y, p in zip(years, parts, strict=True)]
    texts = _texts(table, set(pairs), year, period)
    column: Column = [texts[pair] for pair in pairs]
    found = shaped.with_new_columns({new: column}).raw
    return replace(found, held=raw.held.engine.hold(found.cells), rows=len(parts), reread=None)


def _looked_at(table: Shaped, year: int, period: int, new: str) -> RawTable:
    """Return a table that is only looked at with one more column of the engine."""
    raw = table.raw
    engine, reread, numbered = raw.held.engine, raw.reread, raw.numbered
    parts = [
        f"coalesce(CAST(c{place} AS VARCHAR), '')" if place >= 0 else "''"
        for place in (year, period)
    ]
    distinct = f"SELECT DISTINCT {', '.join(parts)} FROM {raw.held.name} LIMIT {MOST}"  # noqa: S608 - our own names
    pairs = engine.ask(distinct)
    if len(pairs) >= MOST:
        raise OverflowError
    texts = _texts(table, pairs, year, period)
    keys = ", ".join(quoted(f"{y}{BETWEEN}{p}") for y, p in texts)
    values = ", ".join(quoted(text or "") for text in texts.values())
    key = f"{parts[0]} || {quoted(BETWEEN)} || {parts[1]}"
    column = f"coalesce(map([{keys}], [{values}])[{key}], '') AS c{len(raw.header)}"

    def more(query: str) -> str:
        return f"SELECT *, {column} FROM ({query})"  # noqa: S608 - texts are quoted

    def by_number(rows: int) -> str | None:
        query = numbered(rows) if numbered else None
        return more(query) if query else None

    return replace(
        raw,
        header=(*raw.header, new),
        held=Held(engine, engine.view(more(f"FROM {raw.held.name}"))),
        numbered=by_number if numbered else None,
        padded=None,
        reread=lambda: _read(table, reread() if reread else raw, year, period, new),
    )


def _texts(table: Shaped, pairs: Iterable[Pair], year: int, period: int) -> dict[Pair, str]:
    """Return the whole period of each pair of texts; what is none stays, to be told."""
    heading = table.raw.heading(period)
    constant = table.said.constants.get("year", "")
    fiscal = year >= 0 and bool(FISCAL_WORDS.search(table.raw.heading(year)))
    months = bool(MONTH_WORDS.search(heading)) and not FISCAL_WORDS.search(heading)
    found: dict[Pair, str] = {}
    for pair in pairs:
        named = year_of(pair[0] if year >= 0 else constant, table.calendar)
        part = part_of_year(pair[1], months=months)
        whole = named is not None and bool(part)
        found[pair] = (
            in_year(part, named or 0, table.calendar, fiscal=fiscal) if whole else _whole(*pair)
        )
    return found


def _whole(year: str, period: str) -> str:
    """Return what is told where a pair names no period: nothing where a half of it is blank."""
    if is_missing(period):
        return ""
    return period if dates.ISO.match(period) or not year else f"{year} {period}"


def _columns(table: Shaped) -> Shaped:
    """Return a table in which each column of a month is one for each year of its rows."""
    named = table.said.constants.get("year")
    place = None if named else table.place("year")
    if not named and place is None:
        return table  # the month without a year is told where the columns are bound
    table = table if place is None else replace(table, raw=in_memory(table.raw))
    cells: Column = [named] if place is None else table.column(place)
    years = [year_of(cell or "", table.calendar) for cell in cells]
    amounts: dict[str, AmountColumn] = {}
    for heading, what in table.said.amounts.items():
        if not part_of_year(what.period or "") or table.raw.place_of(heading) is None:
            amounts[heading] = what
            continue
        table, by_year = _by_year(table, heading, what, place, years)
        amounts |= by_year
    shaped = table.saying(amounts=amounts, constants=_without_year(table))
    return shaped if place is None else _with_odd_years(shaped, cells, years)


def _by_year(
    table: Shaped, heading: str, what: AmountColumn, place: int | None, years: list[int | None]
) -> tuple[Shaped, dict[str, AmountColumn]]:
    """Return a table with a column of a month for each year, and what those columns are.

    Args:
        table: The table.
        heading: The column of the month.
        what: What it is said to be.
        place: The column of the years; None where one year holds for all rows.
        years: The year of each row, or the one of all.
    """
    part, at = part_of_year(what.period or ""), table.raw.place_of(heading)
    assert at is not None
    fiscal = place is not None and bool(FISCAL_WORDS.search(table.raw.heading(place)))
    found: dict[str, AmountColumn] = {}
    for year in sorted({year for year in years if year is not None}):
        new = heading
        if place is not None:
            new = table.new_heading(f"{heading} {year}")
            pairs = zip(table.column(at), years, strict=True)
            table = table.with_new_columns({new: [c if y == year else None for c, y in pairs]})
        period = in_year(part, year, table.calendar, fiscal=fiscal)
        found[new] = what.model_copy(update={"period": period})
    return table, found


def _without_year(table: Shaped) -> dict[str, str]:
    return {name: of for name, of in table.said.constants.items() if name != "year"}


def _with_odd_years(table: Shaped, cells: Column, years: list[int | None]) -> Shaped:
    """Leave out the rows whose year is none, each with the reason."""
    odd = {
        number: (str(Code.NOT_A_DATE), cell or '""')
        for number, cell, year in zip(table.rows, cells, years, strict=True)
        if year is None
    }
    changed = with_faults(table.cells, odd)
    held = table.raw.held.engine.hold(changed)
    raw = replace(table.raw, cells=changed, held=held, rows=changed.num_rows, reread=None)
    return replace(table, raw=raw)


YEAR_AND_PERIOD = Step("year_and_period", _applies, _change, in_memory=False)
