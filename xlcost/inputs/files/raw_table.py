"""A raw table: one sheet or text file as it stands, nothing understood yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from xlcost.dataset.findings import Finding
from xlcost.inputs.files.seen import Seen
from xlcost.values.text_guard import as_text

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

ROW = "_row"


@dataclass(frozen=True)
class RawTable:
    """The cells of one table as text, with the names that stand above them.

    Attributes:
        file: Where it came from.
        name: The file's name as a person sees it.
        sheet: The sheet, or "" for other files.
        header: One name a column, "" where there is none; duplicates are kept.
        table: Columns c0, c1, … and `_row`, the row a person sees (NULL on the fast path).
        rows: Data rows, or None where they were not counted.
        exact_rows: Whether `_row` is known.
        findings: What was wrong on the way.
        detected: How the file was understood: encoding, delimiter, line_ends, header_row …
        reread: Reads the file again with row numbers; None where they are known.
        cells: The rows of `table` where they are in memory.
        remote: Whether `table` is an expression of a server, which then adds the rows up.
    """

    file: Path
    name: str
    sheet: str
    header: tuple[str, ...]
    table: ibis.Table
    rows: int | None
    exact_rows: bool
    findings: tuple[Finding, ...] = ()
    detected: dict[str, str] = field(default_factory=dict)
    reread: Callable[[], RawTable] | None = field(default=None, repr=False, compare=False)
    cells: pa.Table | None = field(default=None, repr=False, compare=False)
    remote: bool = False

    def __post_init__(self) -> None:
        """Let the name be text, whatever bytes the system has for it."""
        object.__setattr__(self, "name", as_text(self.name))

    @cached_property
    def seen(self) -> Seen:
        """What stands in the columns."""
        return Seen(self.table if self.cells is None else self.cells)

    def exact(self) -> RawTable:
        """Return the same table with row numbers; reads the file again where that is needed."""
        return self if self.reread is None else self.reread()


def column_names(count: int) -> list[str]:
    """Return c0, c1, … for a number of columns."""
    return [f"c{index}" for index in range(count)]
