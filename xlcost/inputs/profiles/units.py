"""Units: in which of its units an export counts its times, as the mean of a contact tells."""

from __future__ import annotations

from collections.abc import Sequence

from xlcost.dataset.settings import InputSettings
from xlcost.inputs.files.raw_table import RawTable
from xlcost.values.durations import SECONDS, USUAL, Unit
from xlcost.values.marks import NUMBER

PARTS = ("talk_seconds", "hold_seconds", "after_call_seconds")


def unit_of(units: Sequence[Unit], said: InputSettings, raw: RawTable) -> Unit | None:
    """Return the only unit in which a contact takes a usual time; None where nothing tells.

    Args:
        units: The units in which the system may export.
        said: The settings that hold for the table, but for the unit.
        raw: The table.
    """
    handled = _column(raw, said.columns.get("handled"))
    parts = [part for name in PARTS if (part := _part(raw, said, name, handled))]
    if raw.remote or not handled or not parts:
        return None
    total = " + ".join(f"coalesce(sum({part}), 0)" for part in parts)
    query = f"SELECT {total}, sum({handled}) FROM {raw.held.name}"  # noqa: S608 - names of ours
    [(size, contacts)] = raw.held.engine.ask(query)
    if not size or not contacts:
        return None
    shortest, longest = USUAL
    fits = [one for one in units if shortest <= size * float(SECONDS[one]) / contacts <= longest]
    return fits[0] if len(fits) == 1 else None


def _part(raw: RawTable, said: InputSettings, name: str, handled: str) -> str:
    """Return the expression of one part of the time of a row, or nothing."""
    if column := _column(raw, said.columns.get(name)):
        return column
    for heading, average in said.averages.items():
        if average.measure == name:
            weight = _column(raw, said.columns.get(average.weight, average.weight)) or handled
            mean = _column(raw, heading)
            return f"{mean} * {weight}" if mean else ""
    return ""


def _column(raw: RawTable, heading: str | None) -> str:
    """Return the plain numbers of a column as an expression; clocks and words are none."""
    place = raw.place_of(heading) if heading else None
    if place is None:
        return ""
    text = f"trim(replace(CAST(c{place} AS VARCHAR), '{NUMBER}', ''), ' \u00a0')"
    grouped = f"regexp_matches({text}, '^[0-9]{{1,3}}(,[0-9]{{3}})+(\\.[0-9]+)?$')"
    bare = f"CASE WHEN {grouped} THEN replace({text}, ',', '') ELSE replace({text}, ',', '.') END"
    return f"TRY_CAST({bare} AS DOUBLE)"
