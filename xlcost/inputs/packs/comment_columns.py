"""The columns of the table of comments, whichever way people have moved and added to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache

from openpyxl.utils import get_column_letter

from xlcost.dataset.pack_format import COMMENT_COLUMNS, KEY, OF_BUDGET
from xlcost.inputs.files.faults import unreadable
from xlcost.inputs.packs.comment_cells import text_of
from xlcost.inputs.packs.pack_parts import PackTable
from xlcost.inputs.packs.pack_tables import PackBook
from xlcost.inputs.packs.sheet_rows import CellRow, CellValue, SheetRows
from xlcost.locales.words import LANGUAGES, words

_HEAD = 4  # titles that a row of headings must have at least


_BESIDE = 20  # columns beside the table in which people may have written


MORE = "more "


Rows = tuple[Mapping[str, int], Iterator[CellRow]]


def in_table(table: PackTable, cells: SheetRows) -> Rows | None:
    """Return the rows of the table and those below it, whichever way its columns stand.

    What people wrote beside it, where no program makes it a column of the table, is read as well.
    """
    rows = cells.typed(table.sheet, table.top, table.right + _BESIDE)
    head = next(rows, ())
    columns: dict[str, int] = {}
    strangers = []
    for offset, (number, title) in enumerate(table.columns):
        name = _named(title)
        if name and name not in columns:
            columns[name] = table.left - 1 + offset
        else:
            strangers.append((number, title, table.left - 1 + offset))
    # A pack without a budget has fewer columns, and so other numbers.
    made = [
        name
        for name in COMMENT_COLUMNS
        if name not in OF_BUDGET or not columns.keys().isdisjoint(OF_BUDGET)
    ]
    for number, title, place in strangers:  # a heading that a person has changed keeps its number
        known = made[number - 1] if 1 <= number <= len(made) else ""
        columns[known if known and known not in columns else _more(title, place)] = place
    columns |= _others(head, {*columns.values()})
    totals = range(table.bottom - table.top, table.bottom - table.top + table.totals)
    return columns, (row for number, row in enumerate(rows) if number not in totals)


def anywhere(book: PackBook, cells: SheetRows) -> Rows | None:
    """Look for the keys themselves, where a program has lost the table."""
    if not book.has_keys:
        return None
    for sheet in cells.titles:
        head: CellRow = ()
        top = 0
        for number, row in enumerate(cells.rows(sheet), start=1):
            if sum(bool(_named(value)) for value in row) >= _HEAD:
                head, top = row, number
            if any(isinstance(value, str) and value.startswith(KEY) for value in row):
                if not head:
                    raise unreadable("no_headings", sheet=sheet)
                places = {_named(value): place for place, value in enumerate(head) if _named(value)}
                columns = places | _others(head, {*places.values()})
                return columns, cells.typed(sheet, top + 1)
    return None


def _others(head: CellRow, taken: Collection[int]) -> dict[str, int]:
    """Return the columns that no report has made."""
    places = (place for place in range(len(head)) if place not in taken)
    return {_more(text_of(head[place]), place): place for place in places}


def _more(title: str, place: int) -> str:
    """Return the name of a column that people have added; two of one heading are told apart."""
    return f"{MORE}{place} {title or get_column_letter(place + 1)}"


@cache
def _known_titles() -> Mapping[str, str]:
    return {
        " ".join(str(title).split()).casefold(): name
        for language in LANGUAGES
        for name, title in words(language).section("report.commentary.titles").items()
    }


def _named(title: CellValue) -> str:
    """Return which column a heading of any language means, or nothing."""
    if not isinstance(title, str):
        return ""
    return _known_titles().get(" ".join(title.split()).casefold(), "")
