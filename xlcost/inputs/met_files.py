"""Met files: what each table of a folder was read as, of which periods, and by which columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xlcost.inputs.columns.binding import Binding
from xlcost.inputs.gathered import Gathered

Headings = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MetFile:
    """One table that was read.

    Attributes:
        input: What it was read as.
        file: Its file.
        sheet: The sheet, or "".
        first: Key of its first period, 0 where it has none.
        last: Key of its last one.
        columns: Canonical name, or what amounts are, with the heading of the column.
    """

    input: str
    file: str
    sheet: str
    first: int
    last: int
    columns: Headings


def headings_of(binding: Binding) -> Headings:
    """Return which column is what, by their headings."""
    found = [(name, bound.heading) for name, bound in binding.columns.items()]
    found += [(name, f"= {value}") for name, value in binding.constants.items() if value]
    found += [
        (" ".join(filter(None, (what.version, what.period))) or "amount", bound.heading)
        for bound, what in binding.amounts
    ]
    found += [(average.measure, bound.heading) for bound, average, _ in binding.averages]
    found += [(f"{what.channel} {what.measure}", b.heading) for b, what in binding.channels]
    return tuple(found)


def met_files(gathered: Gathered) -> tuple[MetFile, ...]:
    """Return every table of what was gathered."""
    found = [
        _met(table.input, table.rows.binding, table.raw.name, table.raw.sheet,
             table.distinct("period"))
        for table in gathered.amounts
    ]  # fmt: skip
    for name, tables in gathered.counts.items():
        for counts in tables:
            raw = counts.rows.raw
            periods = counts.daily["period"].unique() if len(counts.daily) else ()
            found.append(_met(name, counts.rows.binding, raw.name, raw.sheet, periods))
    for name, lists in gathered.masters.items():
        found += [
            MetFile(name, one.place.file, one.place.sheet, 0, 0, one.headings) for one in lists
        ]
    return tuple(found)


def _met(name: str, binding: Binding, file: str, sheet: str, periods: Iterable[object]) -> MetFile:
    keys = sorted(int(str(key)) for key in periods if key is not None)
    first, last = (keys[0], keys[-1]) if keys else (0, 0)
    return MetFile(name, file, sheet, first, last, headings_of(binding))
