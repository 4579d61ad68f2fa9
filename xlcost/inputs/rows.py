"""The rows of one table in canonical columns, each with the reason why it is left out, if any."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis

from xlcost.inputs import dates, number_columns, numbers
from xlcost.inputs.binding import Binding, Bound, is_number, texts
from xlcost.inputs.findings import Code
from xlcost.inputs.number_columns import Parsed
from xlcost.inputs.numbers import Dialect
from xlcost.inputs.raw_table import DATE, MARK, NUMBER, ROW, RawTable
from xlcost.inputs.schema import NUMERIC, Kind, folded

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from xlcost.engine import Engine

LEFT = "_left"  # code of the finding that a row is left out with, "" for a row that is used
COLUMN = "_column"  # heading of the column at fault
GOT = "_got"  # what stood there
WHEN = "_when"  # text of the day or period
DAY = "_date"  # text of the day, where there is a period beside it
FINE = "_fine"  # whether a number had more than six decimals
SAMPLE = 20_000
TOTALS = (
    r"(?i)^[^0-9a-zæøåäöüß]*(grand total|sub-?total|totals?|sum|summe|totalt|delsum|gesamt|"
    r"gesamtsumme|zwischensumme|insgesamt|i alt)\b[^0-9]*$"
)


@dataclass(frozen=True)
class NumberColumn:
    """A column of numbers: where it stands and how it is written.

    Attributes:
        name: Its name among the canonical columns.
        bound: The column of the table.
        kind: What it holds.
        dialect: How it is written.
        required: Whether a row without a value is left out.
        plain_only: Whether the sample of a scan showed nothing that needs cleaning: then whatever
            does not fit is found by the scan and read again on the careful path.
        simple: Whether the whole column needs no more than a cast.
    """

    name: str
    bound: Bound
    kind: Kind
    dialect: Dialect
    required: bool = False
    plain_only: bool = False
    simple: bool = False

    def read(self, table: Any) -> Parsed:
        """Return the expressions that read it."""
        column = table[self.bound.column]
        if self.plain_only:
            return number_columns.plain_only(column, self.dialect)
        if self.simple:
            return number_columns.simple(column, self.dialect)
        core = table[f"{self.name}_core"] if f"{self.name}_core" in table.columns else None
        if self.kind is Kind.DURATION:
            return number_columns.seconds(column, self.dialect, core)
        return number_columns.parsed(column, self.dialect, core)


@dataclass(frozen=True)
class Rows:
    """One table in canonical columns.

    Attributes:
        raw: The table as it was read.
        binding: How it is understood.
        numbers: Its columns of numbers.
        table: `_row`, `_left`, `_column`, `_got`, `_when`, `_date`, `_fine`, the texts by their
            canonical names and the numbers by theirs.
    """

    raw: RawTable
    binding: Binding
    numbers: tuple[NumberColumn, ...]
    table: ir.Table


def number_columns_of(raw: RawTable, binding: Binding) -> tuple[NumberColumn, ...]:
    """Decide how each column of numbers of a table is written."""
    wanted: list[tuple[str, Bound, Kind, bool]] = []
    for name in (n for kind in NUMERIC for n in binding.input.of_kind(kind)):
        if name in binding.columns:
            column = binding.input.column(name)
            kind = column.kind if column else Kind.AMOUNT
            wanted.append((name, binding.columns[name], kind, name == "amount"))
    for place, (bound, _) in enumerate(binding.amounts):
        wanted.append((f"amount_{place}", bound, Kind.AMOUNT, False))
    for place, (bound, what) in enumerate(binding.channels):
        wanted.append((f"channel_{place}", bound, _kind(binding, what.measure), False))
    for place, (bound, average, weight) in enumerate(binding.averages):
        wanted.append((f"average_{place}", bound, _kind(binding, average.measure), False))
        wanted.append((f"weight_{place}", weight, Kind.COUNT, False))
    return tuple(
        NumberColumn(name, bound, kind, *_dialect(raw, binding, bound, required=required))
        for name, bound, kind, required in wanted
    )


def _kind(binding: Binding, measure: str) -> Kind:
    column = binding.input.column(measure)
    return column.kind if column else Kind.COUNT


def _dialect(
    raw: RawTable, binding: Binding, bound: Bound, *, required: bool
) -> tuple[Dialect, bool, bool, bool]:
    """Return how a column is written, whether it is required, plain to a scan, and simple."""
    said = binding.said
    if raw.exact_rows:
        found = number_columns.shapes(raw.table, bound.column)
        dialect = numbers.decide(found, said.decimal, said.thousands)
        whole = bool(found) and len(found) < number_columns.MOST_SHAPES
        simple = whole and number_columns.is_simple(found, dialect)
        return dialect, required, False, simple
    # On the fast path a sample decides, and whatever does not fit it is found by the scan.
    found = number_columns.shapes(raw.table, bound.column, sample=SAMPLE)
    dialect = numbers.decide(found, said.decimal, said.thousands)
    plain = bool(found) and all(re.match(dialect.plain, text) for text in found)
    return dialect, required, plain, False


def text_of(column: Any) -> Any:
    """Return a column as trimmed text, without the marks of typed cells; "" where it is blank."""
    if not column.type().is_string():
        return column.cast("string").fill_null("")
    trimmed = column.re_replace(numbers.EDGES, "")
    marked = column.startswith(NUMBER) | column.startswith(DATE)
    return ibis.cases((marked, column.substr(2)), else_=trimmed).fill_null("")


def when_text(column: Any) -> Any:
    """Return a column of days or periods as text, without clock times."""
    kind = column.type()
    if kind.is_date() or kind.is_timestamp():
        return (ibis.literal(DATE) + column.strftime("%Y-%m-%d")).fill_null("")
    if kind.is_numeric():
        return (ibis.literal(NUMBER) + column.cast("int64").cast("string")).fill_null("")
    trimmed = column.re_replace(numbers.EDGES, "")
    timed = trimmed.re_replace(dates.CLOCK, "").re_replace(dates.FRACTION, r"\1")
    # Most columns have no clock times: looking for two characters is cheaper than replacing.
    return ibis.cases(
        (column.contains(":") | column.startswith(MARK), timed), else_=trimmed
    ).fill_null("")


def rows_of(
    raw: RawTable, binding: Binding, columns: tuple[NumberColumn, ...], engine: Engine
) -> Rows:
    """Return a table's rows in canonical columns.

    They are stored in the engine, but for a scan, which stays an expression.
    """
    table = _with_numbers(raw, columns, engine)
    faults = _Faults()
    for reason, heading, applies in _rules(table, binding):
        faults.add(applies, Code.ROW_LEFT_OUT, heading, reason)
    if raw.exact_rows:
        total, label = _is_total(raw, table, binding, columns)
        faults.add(total, Code.TOTALS_ROW_LEFT_OUT, "", label)
    values: dict[str, Any] = {}
    fine: Any = ibis.literal(value=False)
    for number in columns:
        cell = table[number.bound.column]
        values[number.name] = table[f"{number.name}_value"]
        wrong = table[f"{number.name}_wrong"]
        fine = fine | table[f"{number.name}_fine"]
        code = Code.AMBIGUOUS_DECIMAL if number.dialect.ambiguous else Code.NOT_A_NUMBER
        shown = _shown(cell)
        if number.dialect.ambiguous:
            marked = shown.re_search("[.,]")
            faults.add(wrong & marked, code, number.bound.heading, shown)
        faults.add(wrong, Code.NOT_A_NUMBER, number.bound.heading, shown)
        if number.required and not number.plain_only:
            blank = values[number.name].isnull()
            faults.add(blank, Code.MISSING_VALUE, number.bound.heading, ibis.literal(""))
    for name, value in binding.constants.items():
        if binding.input.column(name) and not is_number(binding, name) and name != "period":
            values[name] = ibis.literal(value)
    plain = frozenset() if raw.exact_rows else _plain_columns(raw, binding)
    for name in texts(binding):
        values[name] = _text(table, binding.columns[name], plain, text_of)
    account = binding.columns.get("account")
    text_file = not raw.sheet and raw.exact_rows
    if account and text_file and table[account.column].type().is_string():
        short = table[account.column].isnull()
        faults.add(short, Code.MISSING_VALUE, account.heading, ibis.literal(""))
    when = binding.when
    values[WHEN] = _text(table, when, plain, when_text) if when else ibis.literal("")
    day = next((binding.columns[n] for n in ("date", "timestamp") if n in binding.columns), None)
    other = day if day != when else None
    values[DAY] = _text(table, other, plain, when_text) if other else ibis.literal("")
    row = table[ROW] if ROW in table.columns else ibis.null().cast("int64")
    selected = table.select(
        **{ROW: row, LEFT: faults.code(), COLUMN: faults.heading(), GOT: faults.got()},
        **{FINE: fine},
        **values,
    )
    return Rows(raw, binding, columns, engine.store(selected) if raw.exact_rows else selected)


def _text(table: ir.Table, bound: Bound, plain: frozenset[str], clean: Any) -> Any:
    """Return a column of text, cleaned where it has to be."""
    return table[bound.column] if bound.column in plain else clean(table[bound.column])


def _plain_columns(raw: RawTable, binding: Binding) -> frozenset[str]:
    """Return the columns of which a sample says that their texts need no cleaning.

    Cleaning five million texts costs more than adding up their amounts: a scan groups them as
    they are, and `unclean` tells afterwards whether the sample was right.
    """
    sample = raw.table.limit(SAMPLE)
    wanted = {binding.columns[name]: text_of for name in texts(binding)}
    days = [binding.columns[n] for n in ("period", "date", "timestamp") if n in binding.columns]
    wanted |= dict.fromkeys(days, when_text)
    wanted = {b: clean for b, clean in wanted.items() if raw.table[b.column].type().is_string()}
    if not wanted:
        return frozenset()
    checks = {b.column: (sample[b.column] != c(sample[b.column])).sum() for b, c in wanted.items()}
    found = sample.agg(**checks).to_pyarrow().to_pylist()[0]
    return frozenset(column for column, count in found.items() if not count)


def unclean(grouped: ir.Table, names: list[str]) -> Any:
    """Return whether a text of a scan needs cleaning after all."""
    found: Any = ibis.literal(value=False)
    for name in names:
        clean = when_text if name in (WHEN, DAY) else text_of
        found = found | (grouped[name] != clean(grouped[name])) | grouped[name].isnull()
    return found


def _with_numbers(raw: RawTable, columns: tuple[NumberColumn, ...], engine: Engine) -> ir.Table:
    """Add what each column of numbers says to a table.

    The result is stored where it can be: the expressions are long, and used again and again.
    """
    table = raw.table
    if raw.exact_rows:
        texts_only = [
            n for n in columns if not n.simple and table[n.bound.column].type().is_string()
        ]
        cores = {f"{n.name}_core": number_columns.bare(table[n.bound.column]) for n in texts_only}
        table = engine.store(table.mutate(**cores)) if cores else table
    added: dict[str, Any] = {}
    for number in columns:
        read = number.read(table)
        added[f"{number.name}_value"] = read.value
        added[f"{number.name}_wrong"] = read.wrong
        added[f"{number.name}_fine"] = read.too_fine
    table = table.mutate(**added)
    return engine.store(table) if raw.exact_rows and added else table


class _Faults:
    """The reasons to leave a row out; the first that applies counts."""

    def __init__(self) -> None:
        self._found: list[tuple[Any, Code, str, Any]] = []

    def add(self, applies: Any, code: Code, heading: str, got: Any) -> None:
        self._found.append((applies.fill_null(False), code, heading, got))

    def code(self) -> Any:
        return self._cases([ibis.literal(str(code)) for _, code, _, _ in self._found])

    def heading(self) -> Any:
        return self._cases([ibis.literal(heading) for _, _, heading, _ in self._found])

    def got(self) -> Any:
        return self._cases([got for _, _, _, got in self._found])

    def _cases(self, results: list[Any]) -> Any:
        if not results:
            return ibis.literal("")
        pairs = [(f[0], result) for f, result in zip(self._found, results, strict=True)]
        return ibis.cases(*pairs, else_=ibis.literal(""))


def _shown(cell: Any) -> Any:
    """Return a cell as a person sees it."""
    text = cell.cast("string")
    return ibis.cases((text.startswith(MARK), text.substr(2)), else_=text).fill_null("")


def _rules(table: Any, binding: Binding) -> list[tuple[Any, str, Any]]:
    """Return the rows that the settings leave out: what to show, the heading, the condition."""
    found = []
    for rule, keep in [(r, False) for r in binding.said.leave_out] + [
        (r, True) for r in binding.said.keep
    ]:
        bound = binding.rules.get(folded(rule.column))
        if bound is None:
            continue
        text = text_of(table[bound.column])
        among = text.lower().isin([value.strip().lower() for value in rule.values])
        found.append((text, bound.heading, ~among if keep else among))
    outcome = binding.columns.get("outcome")
    skipped = [value for value, names in binding.said.outcomes.items() if "leave_out" in names]
    if outcome and skipped:
        text = text_of(table[outcome.column])
        among = text.lower().isin([value.strip().lower() for value in skipped])
        found.append((text, outcome.heading, among))
    return found


def _is_total(
    raw: RawTable, table: ir.Table, binding: Binding, columns: tuple[NumberColumn, ...]
) -> tuple[Any, Any]:
    """Return whether a row is one of totals, and the text that says so.

    A row is one of totals when its first text is such a word and it has no account (or, where
    there are none, no period), or that word stands there itself; and when it has numbers only.
    """
    never = ibis.literal(value=False), ibis.literal("")
    taken = {number.bound.column for number in columns}
    free = [f"c{i}" for i in range(len(raw.header)) if f"c{i}" not in taken]
    strings = [n for n in free if table[n].type().is_string()]
    key = binding.columns.get("account") or binding.when
    if not strings or key is None or key.column not in strings:
        return never
    worded = [
        ibis.cases((table[n].re_search(r"\p{L}"), text_of(table[n])), else_=ibis.null("string"))
        for n in strings
    ]
    first = ibis.coalesce(*worded)
    named = text_of(table[key.column])
    word = first.re_search(TOTALS) & ((named == "") | (named == first))
    bare = first.isnull()
    keys = [binding.columns[name] for name in texts(binding)] + [key]
    for bound in dict.fromkeys([*keys, *([binding.when] if binding.when else [])]):
        if bound.column in strings:
            bare = bare & (text_of(table[bound.column]) == "")
    return word | bare, first.fill_null("")
