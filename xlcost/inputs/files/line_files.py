"""Line files: big text files in which every line is one row, read at once with row numbers.

Arrow reads them twenty times as fast as the csv module. Whether each line was a row is proven by
counting both; a file where they differ, or that Arrow refuses, belongs to the careful path.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlcost.dataset.limits import MEBIBYTE, Limits
from xlcost.inputs.files.byte_streams import open_bytes
from xlcost.inputs.files.faults import Deadline
from xlcost.inputs.files.raw_table import ROW, column_names
from xlcost.system.late import arrow_csv, pa, pc
from xlcost.values.marks import MARK

BLOCK = 8 * MEBIBYTE


@dataclass(frozen=True)
class Lines:
    """How to read a file whose lines are its rows.

    Attributes:
        delimiter: What stands between the fields.
        width: How many fields a row has.
        skip: Lines above the first row.
        encoding: UTF-8 or a codec in which every character is one byte.
    """

    delimiter: str
    width: int
    skip: int
    encoding: str

    def read(self, path: Path, limits: Limits, deadline: Deadline) -> pa.Table | None:
        """Return c0, c1, … and `_row`; None where a line is not a row.

        Raises:
            FileFault: The file is past a limit.
        """
        lines = count_lines(path, limits, deadline)
        if lines is None:
            return None
        try:
            with open_bytes(path, limits.unpacked_bytes) as stream:
                table = self._parse(stream)
        except (pa.ArrowInvalid, pa.ArrowCapacityError, UnicodeError):
            return None
        deadline.check()
        if table.num_rows != lines - self.skip:
            return None
        numbers = pa.array(range(self.skip + 1, lines + 1), pa.int64())
        return without_blank_rows(table.append_column(ROW, numbers))

    def _parse(self, stream: Any) -> pa.Table:
        names = column_names(self.width)
        codec = "utf8" if self.encoding.startswith("utf-8") else self.encoding
        return arrow_csv.read_csv(
            stream,
            arrow_csv.ReadOptions(
                column_names=names, skip_rows=self.skip, block_size=BLOCK, encoding=codec
            ),
            arrow_csv.ParseOptions(delimiter=self.delimiter, newlines_in_values=False),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[],
                strings_can_be_null=False,
            ),
        )


def count_lines(path: Path, limits: Limits, deadline: Deadline) -> int | None:
    """Count the lines; None where a character must be replaced or a CR stands alone."""
    lines, last = 0, b""
    with open_bytes(path, limits.unpacked_bytes) as stream:
        for block in _blocks(stream):
            if b"\0" in block or MARK.encode() in block:
                return None
            if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
                return None
            lines += block.count(b"\n")
            last = block[-1:]
            deadline.check()
    return lines + (last not in (b"", b"\n"))


def _blocks(stream: Any) -> Iterator[bytes]:
    """Yield a file in blocks that do not part a CR from its LF."""
    while block := stream.read(BLOCK):
        yield block + (stream.read(1) if block.endswith(b"\r") else b"")


def without_blank_rows(table: pa.Table) -> pa.Table:
    """Leave out the rows that have nothing but blanks in every column but the last, `_row`."""
    blank = None
    for column in table.columns[:-1]:
        empty = pc.equal(pc.utf8_trim_whitespace(pc.fill_null(column, "")), "")
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank).as_py():
            return table
    return table if blank is None else table.filter(pc.invert(blank))
