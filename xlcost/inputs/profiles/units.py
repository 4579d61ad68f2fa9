"""Units: in which of its units an export counts its times, as the mean of a contact tells."""

from __future__ import annotations

from collections.abc import Sequence

from xlcost.dataset.settings import InputSettings
from xlcost.inputs.files.raw_table import RawTable
from xlcost.values.durations import CLOCKS, SECONDS, USUAL, Unit
from xlcost.values.marks import NUMBER

PAIRS: dict[Unit, int] = {"m:ss": 1, "h:mm": 60}  # seconds of the second part of a clock of two
PARTS = ("talk_seconds", "hold_seconds", "after_call_seconds")


def unit_of(units: Sequence[Unit], said: InputSettings, raw: RawTable) -> Unit | None:
    """Return the only unit in which a contact takes a usual time; None where nothing tells.

    Args:
        units: The units in which the system may export.
        said: The settings that hold for the table, but for the unit.
        raw: The table.
    """
    times = _times(said, raw)
    if times is None:
        return None
    size, minutes, contacts = times
    # Of 3:20 nobody knows the parts, so what they could be otherwise counts, too.
    among = {one: SECONDS[one] for one in units if one not in CLOCKS} if size else PAIRS
    mean, (shortest, longest) = (size or minutes) / contacts, USUAL
    fits = [one for one, size in among.items() if shortest <= mean * float(size) <= longest]
    return fits[0] if len(fits) == 1 and fits[0] in units else None


def _times(said: InputSettings, raw: RawTable) -> tuple[float, float, float] | None:
    """Return the sum of plain times, or of clocks of two parts, and of the contacts they took."""
    handled = _column(raw, said.columns.get("handled"))
    parts = [part for name in PARTS if (part := _part(raw, said, name, handled))]
    if raw.remote or not handled or not parts:
        return None
    plain, clocks = (" + ".join(f"coalesce(sum({part[i]}), 0)" for part in parts) for i in (0, 1))
    timed = " OR ".join(f"{part[i]} IS NOT NULL" for part in parts for i in (0, 1))
    counted = f"sum(CASE WHEN {timed} THEN {handled} END)"  # a row of totals has no mean
    query = f"SELECT {plain}, {clocks}, {counted} FROM {raw.held.name}"  # noqa: S608 - ours
    [(size, minutes, contacts)] = raw.held.engine.ask(query)
    if not contacts or bool(size) == bool(minutes):
        return None  # no times, or both plain numbers and clocks of two parts
    return size, minutes, contacts


def _part(raw: RawTable, said: InputSettings, name: str, handled: str) -> tuple[str, str] | None:
    """Return the expressions of one part of the time of a row: plain numbers, and m:ss."""
    if column := _column(raw, said.columns.get(name)):
        return column, _clock(raw, said.columns.get(name))
    for heading, average in said.averages.items():
        if average.measure == name and _column(raw, heading):
            weight = _column(raw, said.columns.get(average.weight, average.weight)) or handled
            return f"{_column(raw, heading)} * {weight}", f"{_clock(raw, heading)} * {weight}"
    return None


def _clock(raw: RawTable, heading: str | None) -> str:
    """Return the clocks of two parts of a column as an expression, the second one counted once."""
    place = raw.place_of(heading) if heading else None
    text = f"trim(CAST(c{place} AS VARCHAR))"
    first, second = (f"TRY_CAST(split_part({text}, ':', {part}) AS DOUBLE)" for part in (1, 2))
    pair = f"regexp_full_match({text}, '[0-9]*:[0-5][0-9]')"
    return f"CASE WHEN {pair} THEN coalesce({first}, 0) * 60 + {second} END"


def _column(raw: RawTable, heading: str | None) -> str:
    """Return the plain numbers of a column as an expression; clocks and words are none."""
    place = raw.place_of(heading) if heading else None
    if place is None:
        return ""
    text = f"translate(replace(CAST(c{place} AS VARCHAR), '{NUMBER}', ''), ' \u00a0\u202f', '')"
    grouped = f"regexp_matches({text}, '^[0-9]{{1,3}}(,[0-9]{{3}})+(\\.[0-9]+)?$')"
    bare = f"CASE WHEN {grouped} THEN replace({text}, ',', '') ELSE replace({text}, ',', '.') END"
    return f"TRY_CAST({bare} AS DOUBLE)"
