"""Findings about rows: the first ones one by one, and one more that counts the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.schema import TIMES, Kind
from xlcost.engine import Engine
from xlcost.inputs.columns.binding import Binding
from xlcost.inputs.columns.cleaning import WHEN
from xlcost.inputs.columns.number_columns import MONEY
from xlcost.inputs.columns.periods import Periods
from xlcost.inputs.columns.rows import COLUMN, FINE, GOT, LEFT, Rows
from xlcost.inputs.files.raw_table import ROW
from xlcost.locales.words import Words
from xlcost.system.late import ibis
from xlcost.values import dates, durations
from xlcost.values.marks import ERROR

if TYPE_CHECKING:
    import ibis.expr.types as ir

SHOWN = 20  # findings of one kind and column that are shown one by one
LONGEST = 80  # characters of a cell that a finding repeats
SEVERITY = {
    Code.MISSING_VALUE: Severity.WARNING,
    Code.TOTALS_ROW_LEFT_OUT: Severity.WARNING,
    Code.ROW_LEFT_OUT: Severity.NOTE,
    Code.TEXT_ROW_LEFT_OUT: Severity.NOTE,
    Code.GROUP_ROW_LEFT_OUT: Severity.NOTE,
}
# One finding says all where the whole column is at fault, or the rows were meant to go.
WHOLE = (
    Code.AMBIGUOUS_DECIMAL,
    Code.AMBIGUOUS_DATE,
    Code.ROW_LEFT_OUT,
    Code.TOTALS_ROW_LEFT_OUT,
    Code.TEXT_ROW_LEFT_OUT,
    Code.BLANK_CHANNEL,
    Code.GROUP_ROW_LEFT_OUT,
)
FORMULA = r"^\s*[=@]|^[\t\r]|^\s*[+-]\s*[^0-9.,\s+-]|^\s*[+-].*[(!|]"


def left_out(rows: Rows, word: Words) -> list[Finding]:
    """Return the findings for every row that is left out."""
    if rows.faultless:
        return []
    table = rows.table.filter(rows.table[LEFT] != "")
    if table.count().to_pyarrow().as_py() == 0:
        return []
    is_whole = table[LEFT].isin([str(code) for code in WHOLE]) | _unclear_times(rows, table)
    whole, single = table.filter(is_whole), table.filter(~is_whole)
    found = whole.group_by([LEFT, COLUMN]).agg(
        rows=whole.count(),
        first=whole[ROW].min(),
        got=whole[GOT].min(),
        kinds=whole[GOT].nunique(),
        amount=_amount(rows, whole).sum(),
    )
    result = [_whole(rows, line, word) for line in _lines(found.order_by([LEFT, COLUMN]))]
    return result + list(detailed(rows, single, word))


def _unclear_times(rows: Rows, table: ir.Table) -> Any:
    """Return whether a row is left out for a clock or a number of which the unit is not said."""
    timed = [n.bound.heading for n in rows.numbers if n.kind in TIMES]
    unit = (table[LEFT] == str(Code.NOT_A_NUMBER)) & table[COLUMN].isin(timed)
    return unit & table[GOT].re_search(r"^\W*[0-9.,: ]+$")


def detailed(rows: Rows, faulty: ir.Table, word: Words) -> Iterator[Finding]:
    """Yield the first faulty rows of each kind and column, and one finding for the rest."""
    window = ibis.window(group_by=[LEFT, COLUMN], order_by=[ROW])
    ranked = faulty.select(
        LEFT,
        COLUMN,
        GOT,
        ROW,
        rank=ibis.row_number().over(window),
        all=faulty.count().over(ibis.window(group_by=[LEFT, COLUMN])),
    )
    shown = ranked.filter(ranked["rank"] < SHOWN).order_by([LEFT, COLUMN, "rank"])
    for line in _lines(shown):
        yield _finding(rows, line, word, count=1)
        if line["rank"] == SHOWN - 1 and line["all"] > SHOWN:
            rest = line["all"] - SHOWN
            more = {**line, ROW: None, GOT: "…"}
            yield _finding(rows, more, word, count=rest, more=True)


def day_findings(rows: Rows, periods: Periods, word: Words, engine: Engine) -> list[Finding]:
    """Return the findings for rows whose day or period means nothing."""
    found: list[Finding] = []
    heading = rows.binding.when.heading if rows.binding.when else ""
    for code in dict.fromkeys(periods.unknown.values()):
        bad = [text for text, why in periods.unknown.items() if why is code]
        table = rows.table
        faulty = table.filter((table[LEFT] == "") & table[WHEN].isin(bad))
        faulty = faulty.mutate(
            **{LEFT: ibis.literal(str(code)), COLUMN: ibis.literal(heading), GOT: table[WHEN]}
        )
        if code is Code.AMBIGUOUS_DATE:
            marked = replace(rows, held=engine.kept(faulty))
            found += left_out(replace(marked, faultless=False), word)
        else:
            found += [
                replace(finding, severity=Severity.ERROR)
                for finding in detailed(rows, faulty, word)
            ]
    return found


def _whole(rows: Rows, line: dict[str, Any], word: Words) -> Finding:
    got = line["got"][:LONGEST] + (", …" if line["kinds"] > 1 else "")
    amount = "" if line["amount"] is None else f"{line['amount'].normalize():f}"
    base = _finding(rows, {**line, ROW: line["first"], GOT: got}, word, count=line["rows"])
    return replace(base, amount=amount)


def _finding(
    rows: Rows, line: dict[str, Any], word: Words, *, count: int, more: bool = False
) -> Finding:
    code = Code(line[LEFT])
    where = Where(rows.raw.name, rows.raw.sheet, line[ROW], line[COLUMN])
    expected = (
        word.text("expected.more_rows", rows=count) if more else _expected(rows, code, line, word)
    )
    severity = SEVERITY.get(code, Severity.ERROR)
    return Finding(
        severity,
        code,
        where,
        str(line[GOT]).removeprefix(ERROR)[:LONGEST],
        expected,
        rows=count,
        left_out=True,
    )


def _expected(rows: Rows, code: Code, line: dict[str, Any], word: Words) -> str:
    texts = {
        Code.NOT_A_NUMBER: _number(rows, line),
        Code.AMBIGUOUS_DECIMAL: ("decimal", {}),
        Code.NOT_A_DATE: ("date", {}),
        Code.AMBIGUOUS_DATE: ("date_order", {}),
        Code.MISSING_VALUE: (_value(rows, line), {"column": line[COLUMN]}),
        Code.ERROR_CELL: ("value", {"column": line[COLUMN]}),
    }
    if code not in texts:
        return ""
    if line[GOT].startswith(("=", f"{ERROR}=")) and rows.raw.sheet:
        return word.text("expected.formula")
    if code is Code.NOT_A_DATE and (hint := dates.hint(line[GOT])):
        return word.text(f"expected.{hint}")
    key, fields = texts[code]
    return word.text(f"expected.{key}", **fields)


def _value(rows: Rows, line: dict[str, Any]) -> str:
    """Return the key of what to do about a blank cell: a day may hold for the rows below it."""
    when = rows.binding.when
    return "value_below" if when and when.heading == line[COLUMN] else "value"


def _number(rows: Rows, line: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """Return what was expected of a number: one that looks like this, or like a duration."""
    kinds = {n.kind for n in rows.numbers if n.kind in TIMES and n.bound.heading == line[COLUMN]}
    if not kinds:
        return "number", {"example": "-1234.56"}
    fields = {"column": line[COLUMN], "input": rows.binding.input.name}
    got = line.get("got", line[GOT])  # one of several that are told together, as it stands
    if not durations.is_clock(got):
        heading = line[COLUMN]
        clocks = any(n.unit in durations.CLOCKS for n in rows.numbers if n.bound.heading == heading)
        return "number_of_clocks" if clocks and got.strip(" -").isdigit() else "duration", fields
    # Hours that were paid are hours and minutes first; a talk is minutes and seconds.
    first, second = ("h:mm", "m:ss") if Kind.HOURS in kinds else ("m:ss", "h:mm")
    return "clock", {**fields, "first": first, "second": second}


def _amount(rows: Rows, table: ir.Table) -> Any:
    """Return the amount of a row: its only one, or the sum of all it has."""
    names = [n.name for n in rows.numbers if n.kind is Kind.AMOUNT]
    if not names:
        return table[ROW].cast(MONEY).nullif(table[ROW].cast(MONEY))
    total = table[names[0]].fill_null(0)
    for name in names[1:]:
        total = total + table[name].fill_null(0)
    return total


def too_fine(rows: Rows, word: Words) -> list[Finding]:
    """Return the finding for numbers that were rounded to six decimals."""
    table = rows.table.filter((rows.table[LEFT] == "") & rows.table[FINE])
    line = _lines(table.agg(rows=table.count(), first=table[ROW].min()))[0]
    if not line["rows"]:
        return []
    heading = rows.numbers[0].bound.heading if len(rows.numbers) == 1 else ""
    where = Where(rows.raw.name, rows.raw.sheet, line["first"], heading)
    got = ", ".join(dict.fromkeys(n.bound.heading for n in rows.numbers))[:LONGEST]
    expected = word.text("expected.rounded")
    return [
        Finding(Severity.WARNING, Code.TOO_MANY_DECIMALS, where, got, expected, rows=line["rows"])
    ]


def formula_texts(rows: Rows, names: tuple[str, ...]) -> list[Finding]:
    """Return a note for each column with texts that start as a formula does."""
    raw, columns = rows.raw, rows.binding.columns
    strings = [n for n in names if raw.is_text(columns[n].column)]
    names = tuple(n for n in strings if raw.seen.any(columns[n].column, FORMULA))
    if not names:
        return []
    table = rows.table
    sums: dict[str, Any] = {}
    for name in names:
        formula = table[name].re_search(FORMULA)
        sums[f"{name}_rows"] = formula.sum()
        sums[f"{name}_first"] = table[ROW].min(where=formula)
        sums[f"{name}_got"] = table[name].min(where=formula)
    line = _lines(table.agg(**sums))[0]
    found = []
    for name in names:
        if line[f"{name}_rows"]:
            heading = rows.binding.columns[name].heading
            where = Where(rows.raw.name, rows.raw.sheet, line[f"{name}_first"], heading)
            got = line[f"{name}_got"][:LONGEST]
            count = int(line[f"{name}_rows"])
            found.append(Finding(Severity.NOTE, Code.FORMULA_TEXT, where, got, rows=count))
    return found


# Of these inputs no two rows are alike: who plans or counts something twice means one row of both.
_ONCE = frozenset({"budget", "adjustments", "trial_balance", "workforce"})


def are_compared(binding: Binding) -> bool:
    """Tell whether two rows of a table of amounts that are alike are one row written twice.

    In a ledger the number of a document tells whether a posting is the same; without it two alike
    are two.
    """
    return binding.input.name in _ONCE or "document" in binding.columns


def duplicates(rows: Rows) -> list[Finding]:
    """Return a warning where whole rows that say something stand there more than once.

    Counts are sums where one is above 1: of contacts, a row each, many are alike.
    """
    name = rows.binding.input.name
    if are_compared(rows.binding):
        numbers, least = list(rows.numbers), 0
    elif name == "ledger":
        return []
    else:
        numbers, least = [one for one in rows.numbers if one.kind is Kind.COUNT], 1
    if not numbers:
        return []
    table = rows.table
    says = ibis.or_(*(table[one.name].fill_null(0).abs() > least for one in numbers))
    used = table.filter((table[LEFT] == "") & says).select(ROW)
    table = rows.raw.table
    # Rows of a database have no number: there, those that say nothing are looked at, too.
    table = table.filter(table[ROW].isnull() | table[ROW].isin(used[ROW]))
    cells = [name for name in table.columns if name != ROW]
    repeated = table.group_by(cells).agg(rows=table.count(), first=table[ROW].max())
    repeated = repeated.filter(repeated.rows > 1)
    line = _lines(repeated.agg(rows=(repeated.rows - 1).sum(), first=repeated["first"].min()))[0]
    if not line["rows"]:
        return []
    where = Where(rows.raw.name, rows.raw.sheet, line["first"])
    return [Finding(Severity.WARNING, Code.DUPLICATE_ROW, where, rows=int(line["rows"]))]


def _lines(table: ir.Table) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.to_pyarrow().to_pylist()
    return found
