"""What an earlier pack expected: the table of its forecast, read while its comments are."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice

from xlcost.dataset.earlier import EarlierForecast
from xlcost.dataset.pack_format import AMOUNT, FORECAST, LINE, NEXT_AMOUNT, NEXT_PERIOD
from xlcost.inputs.files.faults import FileFault
from xlcost.inputs.packs.comment_cells import text_of
from xlcost.inputs.packs.pack_tables import PackBook
from xlcost.inputs.packs.sheet_rows import CellValue, SheetRows

MOST_LINES = 20_000  # that a forecast is read of
LARGEST = 1e15  # no company has an amount beyond it
_LONGEST = 1_000  # letters of a line's identity


def rows_of(book: PackBook, cells: SheetRows, name: str) -> Iterator[dict[str, CellValue]]:
    """Yield the rows of an Excel table of a pack by its headings; none where it lacks the table."""
    table = book.tables.get(name)
    if table is None or table.sheet not in cells.titles:
        return
    titles = [title for _, title in table.columns]
    for row in cells.rows(table.sheet, table.top + 1, table.bottom, table.left, table.right):
        yield dict(zip(titles, row, strict=False))


def forecast_of(book: PackBook, cells: SheetRows, period: int) -> EarlierForecast:
    """Return what a pack expected; nothing where its table is damaged: its comments still count."""
    year: dict[str, float] = {}
    ahead: dict[str, float] = {}
    known: set[int] = set()
    try:
        for row in islice(rows_of(book, cells, FORECAST), MOST_LINES):
            line, amount, then = (row.get(name) for name in (LINE, AMOUNT, NEXT_AMOUNT))
            key, ends = text_of(line)[:_LONGEST], row.get(NEXT_PERIOD)
            if _is_amount(amount):
                year[key] = float(amount)  # type: ignore[arg-type]  # a number, by `_is_amount`
            if _is_amount(then) and isinstance(ends, int):
                ahead[key] = float(then)  # type: ignore[arg-type]  # a number, by `_is_amount`
                known.add(ends)
    except FileFault:
        raise
    except Exception:  # noqa: BLE001 - the library raises whatever it stumbles on
        return EarlierForecast(period)
    (only,) = known if len(known) == 1 else (0,)
    is_next = period < only <= period + 1
    return EarlierForecast(period, year, only if is_next else 0, ahead if is_next else {})


def _is_amount(value: CellValue) -> bool:
    """Whether a cell holds an amount that a company may have."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return math.isfinite(value) and abs(value) < LARGEST
