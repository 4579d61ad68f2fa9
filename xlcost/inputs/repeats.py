"""Repeats: the same figures twice in one input, and files that look like copies of each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from xlcost.dataset.facts import with_sheet
from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.schema import AMOUNTS
from xlcost.system.late import pd

# How systems name a second download or a copy; ledger-2025 and ledger-2026 are no copies.
COPY = re.compile(
    r"[\s_-]*(?:\(\d+\)|[-_ ]+(?:copy|kopi|kopie)(?:[ _]*\(?\d+\)?)?)$", re.IGNORECASE
)


FEWEST = 4  # different sums from which on it is no chance that another table has all of them


@dataclass(frozen=True)
class Summed:
    """What a table adds to an input.

    Attributes:
        input: The input.
        where: The table.
        file: Its file.
        sha256: The hash of the file, "" where there is none.
        sums: Its sums, with the columns of every table of the input.
    """

    input: str
    where: Where
    file: Path
    sha256: str
    sums: pd.DataFrame

    @cached_property
    def plain(self) -> pd.DataFrame:
        """The sums as texts, in an order that says nothing of the table's."""
        names = sorted(self.sums.columns)
        return self.sums[names].astype(str).sort_values(names, ignore_index=True)

    @cached_property
    def lines(self) -> frozenset[tuple[str, ...]]:
        """The sums, each as texts."""
        return frozenset(self.plain.itertuples(index=False, name=None))


def copies(files: Sequence[Path]) -> list[Finding]:
    """Return a warning for each file that has the name of an earlier one, but for its ending."""
    found = []
    seen: dict[str, Path] = {}
    for path in sorted(files, key=lambda each: (bool(COPY.search(_stem(each))), each.name)):
        plain = COPY.sub("", _stem(path)).casefold()
        if plain in seen:
            where = Where(path.name)
            first = seen[plain].name
            found.append(Finding(Severity.WARNING, Code.FILE_COPY, where, first, rows=0))
        seen.setdefault(plain, path)
    return found


def repeated(tables: Sequence[Summed]) -> list[Finding]:
    """Return a finding for each table whose sums are those of an earlier one of its input.

    The same bytes twice are an error, and so are the same sums in a file with the name of a copy,
    be it in a ZIP. The same sums in another file or sheet are a warning, for two different exports
    may agree.
    """
    found = []
    for place, table in enumerate(tables):
        for earlier in tables[:place]:
            if table.input != earlier.input or table.sums.empty:
                continue
            if not _same(table, earlier):
                if _holds(table, earlier) or _holds(earlier, table):
                    found.append(_twice(Severity.ERROR, table, earlier))
                    break
                continue
            same_bytes = table.sha256 == earlier.sha256 != ""
            twice = same_bytes and (
                table.file != earlier.file or table.where.sheet == earlier.where.sheet
            )
            severity = Severity.ERROR if twice or _copied(table, earlier) else Severity.WARNING
            found.append(_twice(severity, table, earlier))
            break
    return found


def _twice(severity: Severity, table: Summed, earlier: Summed) -> Finding:
    got = with_sheet(earlier.where.file, earlier.where.sheet)
    return Finding(severity, Code.COUNTED_TWICE, table.where, got, rows=0)


def _holds(whole: Summed, part: Summed) -> bool:
    """Tell whether a table of amounts has every sum of another one, and more: a year its months.

    A few sums may agree by chance, or be a fixed charge that is there each month.
    """
    if whole.input not in AMOUNTS or not FEWEST <= len(part.sums) < len(whole.sums):
        return False
    alike = set(whole.sums) == set(part.sums)
    return alike and part.sums["amount"].nunique() >= FEWEST and part.lines <= whole.lines


def _copied(one: Summed, other: Summed) -> bool:
    """Tell whether two files have one name, but for the mark of a copy and their endings."""
    names = [COPY.sub("", _stem(Path(table.where.file))).casefold() for table in (one, other)]
    return one.file != other.file and names[0] == names[1]


def _stem(path: Path) -> str:
    """Return the name of a file without its endings."""
    return path.name.lower().removesuffix(".gz").rsplit(".", 1)[0]


def _same(one: Summed, other: Summed) -> bool:
    """Tell whether two tables hold the same sums, in whatever order."""
    alike = one.sums.shape == other.sums.shape and set(one.sums) == set(other.sums)
    return alike and one.plain.equals(other.plain)
