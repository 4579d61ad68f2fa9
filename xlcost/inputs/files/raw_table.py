"""A raw table: one sheet or text file as it stands, nothing understood yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from xlcost.dataset.findings import Finding

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

    from xlcost.engine import Held
    from xlcost.inputs.files.seen import Seen

ROW = "_row"
SAMPLE = 20_000  # rows from which it is told how a column of a big file is written


@dataclass(frozen=True)
class RawTable:
    """The cells of one table as text, with the names that stand above them.

    A table is in memory with its rows numbered, or it is looked at where it lies: a big file, a
    table of a server. What needs rows or cells of such a table asks for `exact()`.

    Attributes:
        file: Where it came from.
        name: The file's name as a person sees it.
        sheet: The sheet, or "" for other files.
        header: One name a column, "" where there is none; duplicates are kept.
        held: Columns c0, c1, … and `_row`, the row a person sees (NULL where it is not known).
        rows: Data rows, or None where they were not counted.
        findings: What was wrong on the way.
        detected: How the file was understood: encoding, delimiter, line_ends, header_row …
        reread: Reads the table again with row numbers; None where they are known.
        cells: The rows where they are in memory.
        remote: Whether `held` is an expression of a server, which then adds the rows up.
        numbered: Returns where the rows of a table that is only looked at stand with their numbers,
            in SQL, given how many there are; None where the numbers cannot be told.
    """

    file: Path
    name: str
    sheet: str
    header: tuple[str, ...]
    held: Held
    rows: int | None
    findings: tuple[Finding, ...] = ()
    detected: dict[str, str] = field(default_factory=dict)
    reread: Callable[[], RawTable] | None = field(default=None, repr=False, compare=False)
    cells: pa.Table | None = field(default=None, repr=False, compare=False)
    remote: bool = False
    numbered: Callable[[int], str | None] | None = field(default=None, repr=False, compare=False)

    @property
    def table(self) -> ibis.Table:
        """The rows as an expression of Ibis."""
        return self.held.expression

    @property
    def exact_rows(self) -> bool:
        """Whether the rows are numbered."""
        return self.reread is None

    @cached_property
    def seen(self) -> Seen:
        """What stands in the columns of a table with numbered rows."""
        from xlcost.inputs.files.seen import Seen  # noqa: PLC0415 - a scan needs no Arrow

        return Seen(self.table if self.cells is None else self.cells)

    def is_text(self, column: str) -> bool:
        """Tell whether a column holds texts, and no type of its own."""
        return self.held.kinds[column] == "VARCHAR"

    def first_texts(self, column: str, most: int) -> list[str]:
        """Return some distinct texts of the first rows of a column, at most so many."""
        if self.remote or not self.held.engine.is_embedded:
            text = self.table.select(text=self.table[column].cast("string")).limit(SAMPLE)
            found = text.distinct().limit(most).to_pyarrow()["text"].to_pylist()
        else:
            name = self.held.name
            sample = f"(SELECT {column} FROM {name} LIMIT {SAMPLE})"
            sql = f"SELECT DISTINCT CAST({column} AS VARCHAR) FROM {sample} LIMIT {most}"
            found = [text for (text,) in self.held.engine.ask(sql)]
        return [text for text in found if text is not None]

    def exact(self) -> RawTable:
        """Return the same table with row numbers; reads the file again where that is needed."""
        return self if self.reread is None else self.reread()


def column_names(count: int) -> list[str]:
    """Return c0, c1, … for a number of columns."""
    return [f"c{index}" for index in range(count)]
