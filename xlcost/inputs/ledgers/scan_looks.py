"""What a scan tells beside its sums: rows that rules leave out, formulas, rows that repeat."""

from __future__ import annotations

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.engine import Held, quoted
from xlcost.inputs.columns import row_findings
from xlcost.inputs.columns.row_findings import FORMULA, LONGEST
from xlcost.inputs.columns.rows import Rows
from xlcost.inputs.files.raw_table import RawTable
from xlcost.inputs.ledgers.groups import KEYS, amounts_of
from xlcost.inputs.ledgers.scan_query import ALL, RULE, RULED, ScanQuery
from xlcost.locales.words import Words
from xlcost.values.numbers import SPACE

COMPARED_ROWS = 1_000_000  # up to so many, every row is compared with every other one


def left_out(query: ScanQuery, raw: RawTable, looked: Held) -> list[Finding]:
    """Return a note for each rule that left rows out."""
    if not query.ruled:
        return []
    first, last = RULED
    amount = " + ".join(f"coalesce(sum({name}), 0)" for name in query.names)
    sql = (
        f"SELECT {RULE}, CAST(sum({ALL}) AS BIGINT), min({first}), max({last}), {amount} "
        f"FROM {looked.name} WHERE {RULE} > 0 GROUP BY {RULE} ORDER BY {RULE}"
    )
    found = []
    for place, rows, least, greatest, total in looked.engine.ask(sql):
        where = Where(raw.name, raw.sheet, None, query.ruled[place - 1][0].bound.heading)
        got = str(least)[:LONGEST] + (", …" if least != greatest else "")
        amount = f"{total.normalize():f}"
        found.append(
            Finding(
                *(Severity.NOTE, Code.ROW_LEFT_OUT, where, got, ""),
                rows=rows,
                amount=amount,
                left_out=True,
            )
        )
    return found


def formulas(query: ScanQuery, raw: RawTable, looked: Held) -> list[Finding]:
    """Return a note for each column with texts that start as a formula does."""
    columns = query.binding.columns
    found = []
    for name in [name for name in KEYS if name in columns] + list(query.shown):
        if not raw.is_text(columns[name].column):
            continue
        if name in query.shown:
            sums = f"sum({name}_formulas), min({name}_shown)"
        else:
            flag = f"regexp_matches({name}, {quoted(FORMULA)})"
            sums = f"sum({ALL}) FILTER ({flag}), min({name}) FILTER ({flag})"
        count, shown = looked.engine.ask(f"SELECT {sums} FROM {looked.name}")[0]
        if count:
            where = Where(raw.name, raw.sheet, None, columns[name].heading)
            got = str(shown).strip(SPACE)[:LONGEST]
            found.append(Finding(Severity.NOTE, Code.FORMULA_TEXT, where, got, rows=int(count)))
    return found


def duplicates(rows: Rows, source: str, inside: str = "true") -> list[Finding]:
    """Return a warning where whole rows that say something stand there more than once.

    Args:
        rows: The rows.
        source: Where they are, in SQL.
        inside: The condition of the rows that are compared.
    """
    raw, binding = rows.raw, rows.binding
    if not row_findings.are_compared(binding):
        return []
    cells = ", ".join(f"c{place}" for place in range(len(raw.header)))
    says = " OR ".join(f"coalesce({name}, 0) <> 0" for name, _ in amounts_of(binding))
    sql = (
        f"SELECT count(*) - count(DISTINCT hash({cells})) FROM {source} WHERE ({says}) AND {inside}"
    )
    repeated = int(raw.held.ask(sql)[0][0])
    where = Where(raw.name, raw.sheet)
    return [Finding(Severity.WARNING, Code.DUPLICATE_ROW, where, rows=repeated)] if repeated else []


def duplicates_in(rows: Rows, source: str, inside: str, period: str, word: Words) -> list[Finding]:
    """Return a warning where rows of a period repeat, and a note that only those were compared."""
    raw = rows.raw
    if not row_findings.are_compared(rows.binding):
        return []
    where = Where(raw.name, raw.sheet)
    if raw.remote:
        got = word.text("expected.no_duplicates_there")
        return [Finding(Severity.NOTE, Code.DETECTED, where, got)]
    got = word.text("expected.duplicates_in", period=period)
    note = Finding(Severity.NOTE, Code.DETECTED, where, got, rows=0)
    return [note, *duplicates(rows, source, inside)]
