"""Totals: the words by which rows of totals are known, and which rows of a table they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from xlcost.inputs.columns.binding import Binding, texts
from xlcost.inputs.columns.cleaning import text_of
from xlcost.inputs.columns.number_columns import never
from xlcost.inputs.columns.number_reading import NumberColumn
from xlcost.inputs.files.raw_table import RawTable
from xlcost.system.late import ibis
from xlcost.values.totals import TOTALS

if TYPE_CHECKING:
    import ibis.expr.types as ir


def is_total(
    raw: RawTable, table: ir.Table, binding: Binding, columns: Iterable[NumberColumn]
) -> tuple[Any, Any]:
    """Return whether a row is one of totals, and the text that says so.

    A row is one of totals when its first text is such a word and it has no account (or, where
    there are none, no period), or that word stands there itself; and when it has numbers only.
    """
    nothing = never(), ibis.literal("")
    strings = _columns_of_text(raw, columns)
    key = binding.columns.get("account") or binding.when
    if key is None or key.column not in strings:
        return nothing
    if not (raw.seen.has_blank(key.column) or raw.seen.any(key.column, TOTALS)):
        return nothing
    worded = [
        ibis.cases((table[n].re_search(r"\p{L}"), text_of(table[n])), else_=ibis.null("string"))
        for n in strings
    ]
    first = ibis.coalesce(*worded)
    named = text_of(table[key.column])
    word = first.re_search(TOTALS) & ((named == "") | (named == first))
    bare = first.isnull()
    keys = [*(binding.columns[name] for name in texts(binding)), key, binding.when]
    for column in dict.fromkeys(bound.column for bound in keys if bound):
        if column in strings:
            bare = bare & (text_of(table[column]) == "")
    return word | bare, first.fill_null("")


def _columns_of_text(raw: RawTable, columns: Iterable[NumberColumn]) -> list[str]:
    """Return the columns of text that are not read as numbers."""
    taken = {number.bound.column for number in columns}
    free = (f"c{i}" for i in range(len(raw.header)))
    return [name for name in free if name not in taken and raw.is_text(name)]
