"""The dialect of a text file: what stands between its fields and at the end of its lines."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable

from xlcost.inputs.files.cell_texts import is_number

DELIMITERS = (";", ",", "\t", "|")
SNIFFED_RECORDS = 200
SEPARATOR_LINE = re.compile(r'^\ufeff?"?sep=(.)"?\s*$', re.IGNORECASE)
NAMES = {"\t": "tab", " ": "space"}


def separator_line(line: str) -> str | None:
    """Return the delimiter that a first line such as `sep=;` names, if it is one."""
    found = SEPARATOR_LINE.match(line)
    return found.group(1) if found else None


def sniff_delimiter(text: str) -> str:
    """Return the delimiter that cuts the records of a sample most evenly.

    Decimal commas are told from delimiters by the rows of names: a delimiter stands in those too.
    """
    scores = {delimiter: _evenness(text, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > 0 else max((",", *DELIMITERS), key=text.count)


def _evenness(text: str, delimiter: str) -> float:
    """Score a delimiter: share of the records with the usual width, doubled by a row of names."""
    records = _sample_records(text, delimiter)
    widths = Counter(len(record) for record in records)
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0
    usual, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    share = count / len(records)
    named = any(_is_names(record) for record in records[: 1 + len(records) // 2])
    return share * (2.0 if named else 1.0) + min(usual, 100) / 1000


def _sample_records(text: str, delimiter: str) -> list[list[str]]:
    """Return the first records of a sample that have anything in them."""
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(field.strip() for field in record):
                records.append(record)
            if len(records) >= SNIFFED_RECORDS:
                return records
    except csv.Error:  # a field longer than csv allows; what came before is sample enough
        pass
    return records


def _is_names(record: Iterable[str]) -> bool:
    """Whether a record of a sample could be a row of names: two texts, no amount."""
    filled = [field for field in record if field.strip()]
    return len(filled) > 1 and not any(is_number(field) for field in filled)


def line_ends(text: str) -> str:
    """Return "CRLF", "LF", "CR" or "mixed" for a sample of a text."""
    both = text.count("\r\n")
    ends = {"CRLF": both, "CR": text.count("\r") - both, "LF": text.count("\n") - both}
    used = [name for name, count in ends.items() if count]
    return used[0] if len(used) == 1 else ("mixed" if used else "LF")


def delimiter_name(delimiter: str) -> str:
    """Return a delimiter as a person would name it."""
    return NAMES.get(delimiter, delimiter)
