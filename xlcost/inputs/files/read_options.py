"""Options: what the settings may say about the files of one input."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadOptions:
    """How to read a file; what is None is detected.

    Attributes:
        sheet: The only sheet to read, by name.
        encoding: A Python codec name, such as "cp1252".
        delimiter: One character between the fields of a text file.
        skip_rows: Rows above the header to leave out.
        header_row: The row that holds the (first row of the) names, as a person counts it;
            0 when there is none.
        header_rows: How many rows the names take, 1 or 2.
        quoting: Whether fields may be quoted.
    """

    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    skip_rows: int = 0
    header_row: int | None = None
    header_rows: int | None = None
    quoting: bool = True
