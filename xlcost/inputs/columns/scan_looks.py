"""What a scan looks at beside its sums: texts that begin like formulas, and rows that repeat.

The rows are not read again, so their numbers are not known, and rows are compared in one period.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import ibis

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.inputs.columns.binding import texts
from xlcost.inputs.columns.cleaning import WHEN
from xlcost.inputs.columns.largest import Wanted
from xlcost.inputs.columns.row_findings import FORMULA, LONGEST
from xlcost.inputs.columns.rows import KEYS, Rows
from xlcost.locales.words import Words
from xlcost.values.calendar import Calendar
from xlcost.values.marks import MARK

if TYPE_CHECKING:
    import ibis.expr.types as ir

PRINTS = "_prints"


def looks(rows: Rows, collected: Wanted | None) -> dict[str, Any]:
    """Return the aggregates that a scan makes beside its sums."""
    if rows.raw.remote:
        return {}
    table = rows.table
    found: dict[str, Any] = {}
    for name in _not_keys(rows):
        column = table[name]
        # Letters and digits are told by a comparison: a pattern costs more than adding up.
        odd = (column < "0") | ((column > "9") & (column < "A"))
        flag = ibis.cases((odd & (column != ""), column.re_search(FORMULA)), else_=False)
        found[f"{name}_formulas"] = flag.sum()
        found[f"{name}_shown"] = column.min(where=flag)
    if collected and "document" in rows.binding.columns:
        cells = [table[f"c{place}"] for place in range(len(rows.raw.header))]
        inside = collected.inside(table, WHEN)
        found[PRINTS] = ibis.cases((inside, _print(cells))).collect()
    return found


def scan_findings(
    rows: Rows, grouped: ir.Table, collected: Wanted | None, calendar: Calendar, word: Words
) -> list[Finding]:
    """Return what the looks of a scan found."""
    where = Where(rows.raw.name, rows.raw.sheet)
    found = _formulas(rows, grouped) if not rows.raw.remote else []
    if "document" not in rows.binding.columns:
        return found
    if PRINTS not in grouped.columns or collected is None:
        key = "no_duplicates_there" if rows.raw.remote else "no_duplicates"
        got = word.text(f"expected.{key}")
        return [*found, Finding(Severity.NOTE, Code.DETECTED, where, got)]
    period = str(calendar.period(collected.key))
    got = word.text("expected.duplicates_in", period=period)
    found.append(Finding(Severity.NOTE, Code.DETECTED, where, got, rows=0))
    prints = grouped.select(one=grouped[PRINTS].unnest())
    line = prints.agg(rows=prints.one.count(), kinds=prints.one.nunique()).to_pyarrow().to_pylist()
    repeated = line[0]["rows"] - line[0]["kinds"]
    if repeated:
        found.append(Finding(Severity.WARNING, Code.DUPLICATE_ROW, where, rows=repeated))
    return found


def _print(cells: Sequence[Any]) -> Any:
    """Return a number that is the same for rows that are the same, word for word."""
    whole = cells[0].cast("string").fill_null("")
    for cell in cells[1:]:
        whole = whole + MARK + cell.cast("string").fill_null("")
    return whole.hash()


def _not_keys(rows: Rows) -> list[str]:
    """Return the texts that rows are not summed by."""
    return [name for name in texts(rows.binding) if name not in KEYS]


def _formulas(rows: Rows, grouped: ir.Table) -> list[Finding]:
    """Return a note for each column with texts that start as a formula does."""
    names = [name for name in texts(rows.binding) if name in grouped.columns]
    sums: dict[str, Any] = {}
    for name in names:
        flag = grouped[name].re_search(FORMULA)
        sums[f"{name}_formulas"] = grouped["rows"].sum(where=flag)
        sums[f"{name}_shown"] = grouped[name].min(where=flag)
    for name in _not_keys(rows):
        sums[f"{name}_formulas"] = grouped[f"{name}_formulas"].sum()
        sums[f"{name}_shown"] = grouped[f"{name}_shown"].min()
        names.append(name)
    line = grouped.agg(**sums).to_pyarrow().to_pylist()[0]
    found = []
    for name in names:
        if count := int(line[f"{name}_formulas"] or 0):
            heading = rows.binding.columns[name].heading
            where = Where(rows.raw.name, rows.raw.sheet, None, heading)
            got = str(line[f"{name}_shown"])[:LONGEST]
            found.append(Finding(Severity.NOTE, Code.FORMULA_TEXT, where, got, rows=count))
    return found
