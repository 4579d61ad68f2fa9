"""Events: columns of a log whose fields mean something else for each event."""

from __future__ import annotations

from dataclasses import replace

from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.profiles.profile import Profile
from xlcost.system.late import pa


def with_events(raw: RawTable, profile: Profile) -> RawTable:
    """Return a log with the columns that a profile makes of the fields of its events.

    Args:
        raw: The log, read as the profile says.
        profile: What is known of it; the column of the events is that of its outcomes.
    """
    place = raw.place_of(str(profile.said.get("columns", {}).get("outcome", "")))
    if not profile.events or place is None:
        return raw
    raw = raw.exact()
    if raw.cells is None:
        return raw
    cells, header = raw.cells, raw.header
    events = cells.column(f"c{place}").to_pylist()
    for name in dict.fromkeys(n for fields in profile.events.values() for n in fields):
        columns = {
            event: cells.column(f"c{int(fields[name]) - 1}").to_pylist()
            for event, fields in profile.events.items()
            if name in fields and int(fields[name]) <= len(raw.header)
        }
        found = [columns[e][row] if e in columns else None for row, e in enumerate(events)]
        cells = cells.append_column(f"c{len(header)}", pa.array(found, pa.string()))
        header = (*header, name)
    held = raw.held.engine.hold(cells)
    return replace(raw, cells=cells, header=header, held=held)
