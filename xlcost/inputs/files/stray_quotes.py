"""Stray quotes: quotation marks that belong to a text and quote nothing must swallow no rows."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence

from xlcost.inputs.files.faults import unreadable

QUOTE = '"'


class StrayQuote(Exception):
    """A quotation mark opens a field and is no quote: the file must be read line by line."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def is_swallowing(lines: Sequence[str], delimiter: str, width: int) -> bool:
    """Tell whether the lines of one record look like a row each, swallowed by a stray quote.

    Args:
        lines: The lines, two or more.
        delimiter: What stands between the fields.
        width: How many fields the rows of the file have.
    """
    filled = [line for line in lines if line.strip()]
    counts = {len(line.rstrip("\r\n").split(delimiter)) for line in filled}
    return len(filled) > 1 and width > 1 and counts == {width}


def by_line(lines: Iterator[str], delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each line as a row of its own: quoted where its quotes are right, else as it stands.

    Raises:
        FileFault: A line has neither right quotes nor as many fields as the others.
    """
    widths: Counter[int] = Counter()
    for number, line in enumerate(lines, start=skipped + 1):
        bare = line.rstrip("\r\n")
        if not bare.replace(delimiter, "").strip():
            continue
        record = _quoted(bare, delimiter)
        if record is None:
            usual = (widths.most_common(1) or [(0, 0)])[0][0]
            record = _as_it_stands(bare, delimiter, usual)
            if record is None:
                raise unreadable("stray_quote", bare[:40], row=number)
        widths[len(record)] += 1
        yield number, record


def unquoted(lines: Iterator[str], delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each line cut at its delimiters, where the settings say that nothing is quoted."""
    for number, line in enumerate(lines, start=skipped + 1):
        record = line.rstrip("\r\n").split(delimiter)
        if any(map(str.strip, record)):
            yield number, record


def _quoted(line: str, delimiter: str) -> list[str] | None:
    """Return the fields of a line whose quotes are right, else None."""
    try:
        found = list(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return found[0] if len(found) == 1 else None


def _as_it_stands(line: str, delimiter: str, usual: int) -> list[str] | None:
    """Return the fields of a line with stray quotes, or None where their number is not the usual.

    A file of one column has no delimiters to be mistaken about.
    """
    plain = [_unquoted(field) for field in line.split(delimiter)]
    if usual in (0, len(plain)):
        return plain
    lenient = next(csv.reader([line], delimiter=delimiter), [])
    return lenient if usual in (1, len(lenient)) else None


def _unquoted(field: str) -> str:
    """Return a field without the quotation marks around all of it."""
    whole = len(field) > 1 and field.startswith(QUOTE) and field.endswith(QUOTE)
    return field[1:-1].replace(QUOTE * 2, QUOTE) if whole else field
