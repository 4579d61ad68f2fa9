"""A raw table: one sheet or text file as it stands, nothing understood yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from xlcost.dataset.findings import Code, Finding
from xlcost.dataset.schema import folded
from xlcost.inputs.files.guard import column_index
from xlcost.values.text_guard import as_text

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

    from xlcost.engine import Held
    from xlcost.inputs.files.ledger_file import LedgerFile
    from xlcost.inputs.files.seen import Seen

ROW = "_row"
SAMPLE = 20_000  # rows from which it is told how a column of a big file is written
COLUMN = re.compile(
    r"([0-9]{1,5})|(?:column|col|kolonne|spalte) ?([0-9]{1,5})|([A-Z]{1,3})", re.IGNORECASE
)
FAULT = "_fault"  # code of the finding with which reading or reshaping leaves a row out, else ""
FAULT_GOT = "_fault_got"  # what stood there


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
        held: Columns c0, c1, … and `_row`, the row a person sees (NULL where it is not known);
            where rows are left out before they are understood also `_fault` and `_fault_got`.
        rows: Data rows, or None where they were not counted.
        findings: What was wrong on the way.
        detected: How the file was understood: encoding, delimiter, line_ends, header_row …
        reread: Reads the table again with row numbers; None where they are known.
        cells: The rows where they are in memory.
        remote: Whether `held` is an expression of a server, which then adds the rows up.
        numbered: Returns the query of the rows of a table that is only looked at with their
            numbers, given how many there are; None where the numbers cannot be told.
        padded: Returns the same table of a text file, of which a row may have too few fields; None
            where that has no meaning.
        above: The texts of the rows above the names, each row one text.
        left: How many columns of the sheet stand to the left of the first one.
        merged: Merged cells of the rows: first row, first column, last row, last column; rows by
            their numbers, columns from 0.
        ledger: What a file in a legal standard (SAF-T, SIE, FEC) says of itself; None of others.
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
    padded: Callable[[], RawTable] | None = field(default=None, repr=False, compare=False)

    @property
    def table(self) -> ibis.Table:
        """The rows as an expression of Ibis."""
        return self.held.expression

    @property
    def exact_rows(self) -> bool:
        """Whether the rows are numbered."""
        return self.reread is None

    above: tuple[str, ...] = ()
    left: int = 0
    merged: tuple[tuple[int, int, int, int], ...] = ()
    ledger: LedgerFile | None = None

    def __post_init__(self) -> None:
        """Let the name be text, whatever bytes the system has for it."""
        object.__setattr__(self, "name", as_text(self.name))

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
        if self.remote:
            text = self.table.select(text=self.table[column].cast("string")).limit(SAMPLE)
            found = text.distinct().limit(most).to_pyarrow()["text"].to_pylist()
        else:
            name = self.held.name
            sample = f"(SELECT {column} FROM {name} LIMIT {SAMPLE})"
            sql = f"SELECT DISTINCT CAST({column} AS VARCHAR) FROM {sample} LIMIT {most}"
            found = [text for (text,) in self.held.engine.ask(sql)]
        return [text for text in found if text is not None]

    def place_of(self, name: str) -> int | None:
        """Return the column that a heading means, or a letter or number where no heading does."""
        by_text, by_name = self._places
        # As it stands first: "Answer" is not "Answer %", which may stand before it.
        places = (by_text.get(name.strip()), by_name.get(folded(name)))
        if known := [place for place in places if place is not None]:
            return known[0]
        found = COLUMN.fullmatch(name.strip())
        if found is None:
            return None
        digits = found[1] or found[2]
        place = int(digits) - 1 if digits else column_index(found[3].upper().encode())
        place -= self.left
        return place if 0 <= place < len(self.header) else None

    @cached_property
    def _places(self) -> tuple[dict[str, int], dict[str, int]]:
        """The first column of each heading, as it stands and without what does not matter."""
        by_text: dict[str, int] = {}
        by_name: dict[str, int] = {}
        for place, heading in enumerate(self.header):
            by_text.setdefault(heading.strip(), place)
            if name := folded(heading):
                by_name.setdefault(name, place)
        return by_text, by_name

    def heading(self, place: int) -> str:
        """Return what a person calls a column: its heading, else its letter."""
        return self.header[place] or column_letters(place + self.left)

    @cached_property
    def faults(self) -> tuple[Code, ...]:
        """The codes with which reading or reshaping leaves rows out."""
        if self.cells is None or FAULT not in self.cells.column_names:
            return ()
        found = set(self.cells.column(FAULT).unique().to_pylist()) - {"", None}
        return tuple(sorted(Code(code) for code in found))

    def exact(self) -> RawTable:
        """Return the same table with row numbers; reads the file again where that is needed."""
        return self if self.reread is None else self.reread()


def with_faults(cells: pa.Table, faults: Mapping[int, tuple[str, str]]) -> pa.Table:
    """Return rows with the reasons why some are left out: row number → code and what was there.

    A reason that a row has already stays.
    """
    import pyarrow as pa  # noqa: PLC0415 - heavy, and only where rows have faults

    if not faults:
        return cells
    numbers = cells.column(ROW).to_pylist()
    known = FAULT in cells.column_names
    codes = cells.column(FAULT).to_pylist() if known else [""] * len(numbers)
    got = cells.column(FAULT_GOT).to_pylist() if known else [""] * len(numbers)
    for place, number in enumerate(numbers):
        if number in faults and not codes[place]:
            codes[place], got[place] = faults[number]
    if known:
        cells = cells.drop_columns([FAULT, FAULT_GOT])
    cells = cells.append_column(FAULT, pa.array(codes, pa.string()))
    return cells.append_column(FAULT_GOT, pa.array(got, pa.string()))


def column_letters(place: int) -> str:
    """Return A for 0, AA for 26."""
    found = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def column_names(count: int) -> list[str]:
    """Return c0, c1, … for a number of columns."""
    return [f"c{index}" for index in range(count)]
