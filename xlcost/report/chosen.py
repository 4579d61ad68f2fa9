"""Which sheets are shown and printed: those of the settings in their order, else the usual."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from xlcost.report.model.context import Context
from xlcost.report.model.contract import FIRST, Made
from xlcost.report.model.spec import Sheet
from xlcost.report.sheets import CLOSING, SHEETS

# Of a part: who answers for it reads her lines, her postings, her people and her own words.
OF_A_PART = ("summary", "opex_lines", "postings", "resources", "commentary")


def arranged(ctx: Context, made: Made) -> tuple[Sheet, ...]:
    """Return the sheets in the order of the workbook, those that nobody chose hidden at its end.

    Formulas point at them, so they stay; a spreadsheet shows them when it is asked to.
    """
    sheets = {sheet.key: sheet for sheet in made.sheets}
    order = _order(ctx, sheets)
    if not ctx.settings.sheets:
        usual = {one.key for one in SHEETS if one.printed}
        usual |= {one.key for one in CLOSING if one.printed}
        usual = {*OF_A_PART} if ctx.data.scope.dimension else usual
        return tuple(replace(one, printed=one.key in usual) for one in sheets.values())
    shown = [replace(sheets[key], printed=True) for key in order]
    rest = [replace(one, hidden=True) for key, one in sheets.items() if key not in order]
    return (*shown, *rest)


def omissions(ctx: Context, keys: Sequence[str]) -> list[str]:
    """Return which sheets are hidden, since the settings name others."""
    if not ctx.settings.sheets:
        return []
    made = [*keys, *(one.key for one in CLOSING)]
    order = _order(ctx, made)
    hidden = [ctx.t(f"sheets.{key}") for key in made if key not in order]
    return [ctx.missing("sheets_hidden", sheets=", ".join(hidden))] if hidden else []


def _order(ctx: Context, made: Iterable[str]) -> list[str]:
    """Return the chosen sheets that there are; Summary where there is none of them."""
    known = set(made)
    return [key for key in dict.fromkeys(ctx.settings.sheet_keys) if key in known] or [FIRST]
