"""Total tables: a sheet or a file of contacts or people that is the sum of all the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.inputs.contacts.counts import CountTable
from xlcost.inputs.evidence.group_totals import GROUPS, measures_of, totals
from xlcost.locales.words import Words
from xlcost.system.late import pd
from xlcost.values.shown_numbers import format_decimal

FEWEST = 3  # tables: the sum of one other is a copy, which other rules find
TABLE = "_table"


def total_tables(tables: Sequence[CountTable], word: Words) -> list[Finding]:
    """Return an error for the tables of an input that are the sum of its other tables.

    A queue of all queues may have a sheet, or a file a day, of its own: as a sheet by itself, or by
    the name that its rows go by.

    Args:
        tables: The tables of one input.
        word: The words of the report language.
    """
    if len(tables) < FEWEST:
        return []
    known = [measures_of(table) for table in tables]
    measures = [name for name in known[0] if all(name in own for own in known)]
    frames = [table.daily.assign(**{TABLE: f"{n:06d}"}) for n, table in enumerate(tables)]
    days = pd.concat([frame for frame in frames if len(frame)] or frames, ignore_index=True)
    if not measures or days.empty:
        return []
    for places in _found(days, measures):
        return [_finding(tables, places, days, measures[0], word)]
    return []


def _found(days: pd.DataFrame, measures: list[str]) -> Iterator[list[int]]:
    """Yield the places of the tables that hold nothing but the sum of the others."""
    for name in (TABLE, *(group for group in GROUPS if group in days)):
        for group, _ in totals(days, name, measures):
            mine = days[name] == group
            held = set(days.loc[mine, TABLE])
            if not held & set(days.loc[~mine, TABLE]):  # else a table of its own tells it
                yield sorted(int(place) for place in held)


def _finding(
    tables: Sequence[CountTable], places: list[int], days: pd.DataFrame, measure: str, word: Words
) -> Finding:
    raws = [table.rows.raw for table in tables]
    of_sheets = len({raw.name for raw in raws}) == 1
    names = list(dict.fromkeys(raw.sheet if of_sheets else raw.name for raw in raws))
    totals_of = [raws[n].sheet if of_sheets else raws[n].name for n in places]
    rest = ", ".join(f'"{name}"' for name in names if name not in totals_of)
    key = "read_sheets" if of_sheets else "read_files"
    expected = word.text(f"expected.{key}", names=rest, input=tables[0].rows.binding.input.name)
    among = days[TABLE].isin([f"{n:06d}" for n in places])
    amount = format_decimal(days.loc[among, measure].sum(), "#,##0.##", locale=word.language)
    return Finding(
        Severity.ERROR,
        Code.TOTAL_TABLE,
        Where(raws[places[0]].name, raws[places[0]].sheet),
        f"{', '.join(dict.fromkeys(totals_of))} ({measure} {amount})",
        expected,
        rows=0,
    )
