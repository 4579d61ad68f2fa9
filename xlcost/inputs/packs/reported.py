"""What an earlier pack reported: the actual amounts and the methods, beside its forecast."""

from __future__ import annotations

from collections.abc import Mapping

from xlcost.dataset.earlier import EarlierPack, identity
from xlcost.dataset.pack_format import (
    ACTUAL_NO,
    AMOUNT,
    CATEGORY,
    INCOME,
    KIND_NO,
    KINDS,
    LINE,
    METHOD,
    METHODS,
    OPEX_LINES,
    PERIOD_NO,
    SETTING,
    STATUS,
    VERSION_NO,
)
from xlcost.inputs.packs.comment_cells import text_of
from xlcost.inputs.packs.pack_files import PackFile
from xlcost.inputs.packs.pack_forecasts import rows_of
from xlcost.inputs.packs.sheet_rows import CellValue, sheets_of


def reported(pack: PackFile) -> EarlierPack:
    """Return what a pack reported.

    Raises:
        FileFault: Its cells cannot be read.
    """
    amounts: dict[tuple[str, int], float] = {}
    methods: dict[str, str] = {}
    with sheets_of(pack.book) as cells:
        for row in rows_of(pack.book, cells, OPEX_LINES):
            _add_amount(amounts, row)
        for row in rows_of(pack.book, cells, METHODS):
            methods[text_of(row.get(SETTING))] = text_of(row.get(METHOD))
    return EarlierPack(
        pack.book.path,
        pack.part,
        pack.period,
        created=pack.created,
        status=pack.said(STATUS),
        amounts=amounts,
        forecast=pack.forecast.year,
        methods=methods,
    )


def _add_amount(amounts: dict[tuple[str, int], float], row: Mapping[str, CellValue]) -> None:
    """Add a row of the table of amounts; income is shown positive."""
    kind, period, amount = row.get(KIND_NO), row.get(PERIOD_NO), row.get(AMOUNT)
    if not isinstance(period, int) or not isinstance(amount, int | float):
        return
    if row.get(VERSION_NO) != ACTUAL_NO or not isinstance(kind, int) or kind not in KINDS:
        return
    line = identity(KINDS[kind], str(row.get(CATEGORY) or ""), str(row.get(LINE) or ""))
    signed = -float(amount) if kind == INCOME else float(amount)
    amounts[line, period] = round(amounts.get((line, period), 0.0) + signed, 6)
