"""Applying: the keys of a profile below those of the settings, key by key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlcost.dataset.schema import folded
from xlcost.dataset.settings import Average, ChannelColumn, InputSettings
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.profiles.profile import Profile, checked, chosen
from xlcost.inputs.profiles.units import unit_of
from xlcost.values.scenarios import is_month, meaning

BY_HEADING = ("amounts", "averages", "channels")  # tables whose keys are headings
MERGED = ("columns", "constants", *BY_HEADING)
READING = (
    "sheet", "encoding", "delimiter", "skip_rows", "header_row", "header_rows", "quoting",
)  # fmt: skip


def reading(profile: Profile, said: InputSettings) -> InputSettings:
    """Return settings with what a profile says of how a file is read, before it has headings."""
    known = profile.settings
    new = {
        key: getattr(known, key)
        for key in READING
        if key in known.model_fields_set and key not in said.model_fields_set
    }
    return said.model_copy(update=new) if new else said


def below(said: InputSettings, profile: Profile, raw: RawTable) -> InputSettings:
    """Return the settings of a table where a profile holds for all that they leave open.

    Args:
        said: What the settings say; each of their keys wins, and so does what they say of a
            heading or of a canonical column.
        profile: What is known of the export.
        raw: The table: what a profile says of columns that it has not is left out, and so is an
            average without its weight.
    """
    known = checked(profile.input, _present(profile, raw))
    spoken = _spoken_of(said)
    new: dict[str, Any] = {}
    for key in known.model_fields_set:
        theirs = getattr(known, key)
        if key in MERGED:
            ours = getattr(said, key)
            free = {k: v for k, v in theirs.items() if not _is_said(key, k, v, spoken)}
            new[key] = {k: _in_said_unit(said, k, v) for k, v in free.items()} | ours
        elif key == "ignore":  # what nobody wants is not wanted, whoever says so
            new[key] = [*said.ignore, *(one for one in theirs if folded(one) not in spoken)]
        elif key not in said.model_fields_set:
            new[key] = theirs
    if "averages" in new:
        columns = new.get("columns", said.columns)
        new["averages"] = _once(new["averages"], said.averages, columns, raw)
    found = said.model_copy(update=new)
    if profile.units and said.duration is None:
        found = found.model_copy(update={"duration": unit_of(profile.units, found, raw)})
    return found


def _in_said_unit(said: InputSettings, heading: str, value: Any) -> Any:
    """Return what a profile says of a column of times, in the unit that the settings give it."""
    timed = isinstance(value, Average | ChannelColumn) and value.duration is not None
    if timed and said.duration_of(heading) is not None:
        return value.model_copy(update={"duration": None})
    return value


def _once(
    averages: Mapping[str, Average],
    ours: Mapping[str, Average],
    columns: Mapping[str, str],
    raw: RawTable,
) -> dict[str, Average]:
    """Return averages that have their weight, each measure once: a sum is better than its mean.

    Args:
        averages: Heading → average, the better one first.
        ours: Those that the settings name.
        columns: Canonical name → heading.
        raw: The table.
    """
    found = dict(ours)
    for heading, average in averages.items():
        known = {*columns, *(one.measure for one in found.values())}
        weighted = average.weight in columns or _has(raw, average.weight)
        if average.measure not in known and weighted:
            found[heading] = average
    return found


def _present(profile: Profile, raw: RawTable) -> dict[str, Any]:
    """Return the keys of a profile that a table has columns for."""

    def first(names: tuple[str, ...]) -> str | None:
        return next((name for name in names if _has(raw, name)), None)

    said = chosen(profile.said, first)
    if profile.months:
        months = {heading: meaning(heading).period for heading in raw.header}
        said["amounts"] = {
            heading: {"version": profile.months, "period": period}
            for heading, period in months.items()
            if is_month(period)
        }
    return {key: _that_is_there(key, value, raw) for key, value in said.items()}


def _that_is_there(key: str, value: Any, raw: RawTable) -> Any:
    """Return what a key says of the columns of a table; None where it has none of them."""
    if key in (*BY_HEADING, "duration") and isinstance(value, Mapping):
        return _once_a_column(value, raw)
    if key in ("leave_out", "keep"):
        return [rule for rule in value if _has(raw, rule["column"])]
    if key in ("fill_down", "code_and_name"):
        return [heading for heading in value if _has(raw, heading)]
    if key in ("one_contact", "sign"):
        return value if _has(raw, value if key == "one_contact" else value["column"]) else None
    return value


def _once_a_column(said: Mapping[str, Any], raw: RawTable) -> dict[str, Any]:
    """Return what is said of the headings that a table has, of two of one column the first."""
    found: dict[int, str] = {}
    for heading in said:
        place = raw.place_of(heading)
        if place is not None:
            found.setdefault(place, heading)
    return {heading: said[heading] for heading in found.values()}


def _has(raw: RawTable, heading: str) -> bool:
    return raw.place_of(heading) is not None


def _spoken_of(said: InputSettings) -> set[str]:
    """Return the headings and the canonical columns that settings speak of, headings folded."""
    headings = {*said.columns.values(), *said.ignore}
    for key in BY_HEADING:
        headings |= set(getattr(said, key))
    canonical = {*said.columns, *said.constants, *(a.measure for a in said.averages.values())}
    if said.amounts:
        canonical.add("amount")
    given = {"team": said.team_from, "channel": said.channel_from, "period": said.period_from}
    canonical |= {name for name, place in given.items() if place}
    canonical |= {"period"} if said.period_in_file_name else set()
    return {folded(one) for one in headings} | {f"={name}" for name in canonical}


def _is_said(key: str, name: str, value: Any, spoken: set[str]) -> bool:
    """Tell whether settings speak already of what an entry of a profile says."""
    if key in ("columns", "constants"):
        heading = folded(value) if key == "columns" else ""
        return f"={name}" in spoken or heading in spoken
    measure = f"={value.measure}" if key == "averages" else "=amount" if key == "amounts" else ""
    return folded(name) in spoken or measure in spoken
