"""What a scan tells beside its sums: rows that rules leave out, formulas, rows that repeat."""

from __future__ import annotations

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.engine import Held, quoted
from xlcost.inputs.columns import row_findings
from xlcost.inputs.columns.row_findings import FORMULA, LONGEST
from xlcost.inputs.columns.rows import Rows
from xlcost.inputs.files.raw_table import ROW, RawTable
from xlcost.inputs.ledgers.groups import KEYS, amounts_of
from xlcost.inputs.ledgers.row_numbers import by_number, first_row
from xlcost.inputs.ledgers.scan_query import ALL, RULE, RULED, ScanQuery
from xlcost.locales.words import Words
from xlcost.values.numbers import SPACE

SHOWN = 10_000  # rows that are there again of which the first one is looked for
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
    (every,) = looked.engine.ask(f"SELECT CAST(sum({ALL}) AS BIGINT) FROM {looked.name}")[0]
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
            flag = f"regexp_matches({columns[name].column}, {quoted(FORMULA)})"
            where = Where(raw.name, raw.sheet, first_row(raw, every, flag), columns[name].heading)
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
    compared = f"FROM {source} WHERE ({says}) AND {inside}"
    sql = f"SELECT count(*) - count(DISTINCT hash({cells})) {compared}"
    repeated = int(raw.held.ask(sql)[0][0])
    if not repeated:
        return []
    row = None
    if not raw.remote:
        alike = f"SELECT hash({cells}) {compared} GROUP BY ALL HAVING count(*) > 1 LIMIT {SHOWN}"
        hashes = ", ".join(str(one) for (one,) in raw.held.ask(alike))
        row = _first_repeat(raw, cells, hashes)
    where = Where(raw.name, raw.sheet, row)
    return [Finding(Severity.WARNING, Code.DUPLICATE_ROW, where, rows=repeated)]


def _first_repeat(raw: RawTable, cells: str, hashes: str) -> int | None:
    """Return the number of the first row that says again what stands above it, if it is known."""
    (every,) = raw.held.ask(f"SELECT count(*) FROM {raw.held.source}")[0]
    with by_number(raw, int(every)) as numbered:
        if numbered is None:
            return None
        engine, source = numbered
        last = f"SELECT max({ROW}) AS last FROM {source} WHERE hash({cells}) IN ({hashes})"
        (row,) = engine.ask(f"SELECT min(last) FROM ({last} GROUP BY hash({cells}))")[0]
        return None if row is None else int(row)


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
