"""The rows of one table in canonical columns, each with the reason why it is left out, if any."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import ibis

from xlcost.dataset.findings import Code
from xlcost.dataset.schema import NUMERIC, TIMES, Kind, folded
from xlcost.inputs.columns import number_columns
from xlcost.inputs.columns.binding import Binding, Bound, is_number, texts
from xlcost.inputs.columns.cleaning import (
    DAY,
    SAMPLE,
    WHEN,
    cleaned,
    months_of,
    plain_columns,
    text_column,
    text_of,
    when_text,
)
from xlcost.inputs.columns.clocks import START, clock_of, start_of
from xlcost.inputs.columns.number_columns import NEVER, Parsed
from xlcost.inputs.columns.rule_values import matches
from xlcost.inputs.files.raw_table import FAULT, FAULT_GOT, ROW, RawTable
from xlcost.values import contact_words, numbers
from xlcost.values.marks import ERROR, MARK
from xlcost.values.numbers import NEUTRAL, Dialect
from xlcost.values.totals import TOTALS

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from xlcost.engine import Engine

LEFT = "_left"  # code of the finding that a row is left out with, "" for a row that is used
COLUMN = "_column"  # heading of the column at fault
GOT = "_got"  # what stood there
BAD = "_bad"  # whether a row of a scan has any fault
KEYS = ("account", "cost_centre", "entity", "currency", "version")  # of sums of amounts
STARTED, ENDED = "_started", "_ended"  # of people: the days of a position
STAMP, CLOCK, SOLVED = "_stamp", "_clock", "_solved"  # of counts: cells with a moment, as they are
CONTACT = "_contact"  # several rows are one contact where they agree in this
FINE = "_fine"  # whether a number had more than six decimals


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
        marked: Whether a simple column has cells that its file calls numbers.
        blank: Whether a row may have no value.
        lookup: What Python read from the distinct texts, where there are few.
        unit: What the settings say of a column of durations, such as "ms" or "m:ss".
        percent: Whether its plain numbers are percent.
    """

    name: str
    bound: Bound
    kind: Kind
    dialect: Dialect
    required: bool = False
    plain_only: bool = False
    simple: bool = False
    marked: bool = True
    blank: bool = True
    lookup: number_columns.Lookup | None = field(default=None, repr=False)
    unit: str | None = None
    percent: bool = False

    @property
    def light(self) -> bool:
        """Whether reading it costs next to nothing."""
        return self.plain_only or self.simple or self.lookup is not None

    @property
    def usual_unit(self) -> str:
        """What a plain number of a column of durations counts."""
        return self.unit or ("h" if self.kind is Kind.HOURS else "s")

    def read(self, table: Any) -> Parsed:
        """Return the expressions that read it."""
        column = table[self.bound.column]
        if self.plain_only:
            return number_columns.plain_only(column, self.dialect)
        if self.simple:
            return number_columns.simple(column, self.dialect, typed=self.marked)
        if self.lookup is not None:
            found = [f"{self.name}_{what}" for what in ("value", "wrong", "fine")]
            return Parsed(*(table[n] if n in table.columns else NEVER for n in found))
        core = table[f"{self.name}_core"] if f"{self.name}_core" in table.columns else None
        if self.kind in TIMES:
            read = number_columns.seconds(column, self.dialect, core, self.usual_unit)
            return number_columns.in_hours(read) if self.kind is Kind.HOURS else read
        return number_columns.parsed(column, self.dialect, core)


@dataclass(frozen=True)
class Rows:
    """One table in canonical columns.

    Attributes:
        raw: The table as it was read.
        binding: How it is understood.
        numbers: Its columns of numbers.
        table: `_row`, `_left`, `_column`, `_got`, `_when`, `_date`, `_start`, `_fine`, the texts by
            their canonical names and the numbers by theirs; of a scan also the cells as they are.
        faultless: Whether no row can have a fault.
        fine: Whether no number can have more than six decimals.
    """

    raw: RawTable
    binding: Binding
    numbers: tuple[NumberColumn, ...]
    table: ir.Table
    faultless: bool = False
    fine: bool = False


def number_columns_of(raw: RawTable, binding: Binding) -> tuple[NumberColumn, ...]:
    """Decide how each column of numbers of a table is written."""
    wanted: list[tuple[str, Bound, Kind, bool]] = []
    units: dict[str, str | None] = {}
    for name in (n for kind in NUMERIC for n in binding.input.of_kind(kind)):
        if name in binding.columns:
            column = binding.input.column(name)
            kind = column.kind if column else Kind.AMOUNT
            wanted.append((name, binding.columns[name], kind, name == "amount"))
    for place, (bound, _) in enumerate(binding.amounts):
        wanted.append((f"amount_{place}", bound, Kind.AMOUNT, False))
    for place, (bound, what) in enumerate(binding.channels):
        wanted.append((f"channel_{place}", bound, _kind(binding, what.measure), False))
        units[f"channel_{place}"] = what.duration
    for place, (bound, average, weight) in enumerate(binding.averages):
        wanted.append((f"average_{place}", bound, _kind(binding, average.measure), False))
        units[f"average_{place}"] = average.duration
        wanted.append((f"weight_{place}", weight, Kind.COUNT, False))
    bare = (NumberColumn(name, bound, kind, NEUTRAL, need) for name, bound, kind, need in wanted)
    known = (replace(one, unit=_unit(binding, one, units.get(one.name))) for one in bare)
    found = (_number_column(raw, binding, one) for one in known)
    return tuple(replace(one, percent=_is_percent(raw, binding, one)) for one in found)


def _is_percent(raw: RawTable, binding: Binding, column: NumberColumn) -> bool:
    """Tell whether plain numbers of a column of shares are percent: the settings or its name say.

    A heading with a percent sign over numbers of which none is above 1 stands over shares.
    """
    held = {f"average_{place}": average for place, (_, average, _) in enumerate(binding.averages)}
    average = held.get(column.name)
    if (
        average is None
        or column.kind in TIMES
        or not raw.table[column.bound.column].type().is_string()
    ):
        return False
    cells = [text for text in raw.seen.counted(column.bound.column)[0].to_pylist() if text]
    if any("%" in text for text in cells):
        return False
    if average.unit or not re.search(
        r"%|\bpercent|\bpct\b|prosent", column.bound.heading, re.IGNORECASE
    ):
        return bool(average.unit)
    sizes = [numbers.parse(text, column.dialect) for text in cells if not numbers.is_missing(text)]
    return any(size is not None and size > 1 for size in sizes)


def _unit(binding: Binding, column: NumberColumn, own: str | None) -> str | None:
    """Return the unit of a column of durations: its own, the settings', else what it is called."""
    if column.kind not in TIMES:
        return None
    heading = column.bound.heading
    return own or binding.said.duration_of(heading) or contact_words.unit_of_heading(heading)


def _kind(binding: Binding, measure: str) -> Kind:
    column = binding.input.column(measure)
    return column.kind if column else Kind.COUNT


def _number_column(raw: RawTable, binding: Binding, bare: NumberColumn) -> NumberColumn:
    """Find out how a column of numbers is written, and how little reading it takes."""
    said, column = binding.said, bare.bound.column
    if not raw.table[column].type().is_string():
        return replace(bare, dialect=numbers.decide({}, said.decimal, said.thousands))
    timed = bare.kind in TIMES
    if not raw.exact_rows:
        # On the fast path a sample decides, and whatever does not fit it is found by the scan.
        found = number_columns.shapes(raw.table, column, sample=SAMPLE)
        dialect = numbers.decide(found, said.decimal, said.thousands)
        plain = bool(found) and all(re.match(dialect.plain, text) for text in found)
        return replace(bare, dialect=dialect, plain_only=plain)
    found = raw.seen.shapes(column, number_columns.MOST_SHAPES)
    dialect = numbers.decide(found, said.decimal, said.thousands)
    read = replace(
        bare,
        dialect=dialect,
        marked=any(text.startswith(MARK) for text in found),
        blank=raw.seen.has_null(column) or any(numbers.is_missing(text) for text in found),
    )
    plain = not timed or (bare.kind is Kind.DURATION and bare.unit in (None, "s"))
    few_shapes = len(found) < number_columns.MOST_SHAPES
    if plain and few_shapes and number_columns.is_simple(found, dialect):
        return replace(read, simple=True)
    lookup = _lookup(raw, read) if raw.cells is not None else None
    return replace(read, lookup=lookup)


def _lookup(raw: RawTable, column: NumberColumn) -> number_columns.Lookup | None:
    """Read each distinct text of a column once; None where there are too many of plain numbers."""
    found, dialect = raw.seen.counted(column.bound.column)[0], column.dialect
    if column.kind in TIMES:
        read = number_columns.durations_of(found, column.usual_unit, dialect)
        return read.in_hours() if column.kind is Kind.HOURS else read
    if len(found) > number_columns.MOST_LOOKED_UP:
        return None
    if column.kind is Kind.COUNT:
        return number_columns.counts_of(found, dialect)
    return number_columns.looked_up(found, dialect)


def rows_of(
    raw: RawTable,
    binding: Binding,
    columns: tuple[NumberColumn, ...],
    engine: Engine,
    *,
    by_month: bool = False,
) -> Rows:
    """Return a table's rows in canonical columns.

    They are stored in the engine, but for a scan, which stays an expression.

    Args:
        raw: The table as it was read.
        binding: How it is understood.
        columns: Its columns of numbers.
        engine: Where it is.
        by_month: Whether a scan may say the month of a day in place of the day.
    """
    table = _with_numbers(raw, columns, engine)
    faults = _Faults()  # the first that applies counts: what the settings leave out goes first
    for code in raw.faults:
        faults.add(table[FAULT] == str(code), code, "", table[FAULT_GOT])
    for reason, heading, applies in _rules(raw, table, binding):
        faults.add(applies, Code.ROW_LEFT_OUT, heading, reason)
    if raw.exact_rows:
        total, label = _is_total(raw, table, binding, columns)
        faults.add(total, Code.TOTALS_ROW_LEFT_OUT, "", label)
    values, fine = _numbers(table, columns, faults)
    values |= _constants(binding)
    plain = frozenset() if raw.exact_rows else plain_columns(raw, binding)
    for name in texts(binding):
        values[name] = text_column(raw, table, binding.columns[name], plain)
    _refuse_errors(raw, table, binding, faults)
    _need_account(raw, table, binding, faults)
    values |= _moments(raw, table, binding, plain)
    when = binding.when
    months = months_of(raw, when, plain) if by_month and when and not raw.exact_rows else None
    if when and months:
        values |= {WHEN: months.text, DAY: months.day}
        faults.add(months.wrong, Code.NOT_A_DATE, when.heading, months.day)
    row = table[ROW] if ROW in table.columns else ibis.null().cast("int64")
    # A scan is computed column by column: what nobody asks for costs nothing.
    cells = {} if raw.exact_rows else {f"c{i}": table[f"c{i}"] for i in range(len(raw.header))}
    selected = table.select(
        **{ROW: row, LEFT: faults.code(), COLUMN: faults.heading(), GOT: faults.got()},
        **{FINE: fine, BAD: faults.applies()},
        **values,
        **cells,
    )
    faultless = not faults.any
    light = faultless and all(number.light for number in columns)
    kept = engine.store(selected) if raw.exact_rows and not light else selected
    return Rows(raw, binding, columns, kept, faultless, fine is NEVER)


def _numbers(
    table: ir.Table, columns: tuple[NumberColumn, ...], faults: _Faults
) -> tuple[dict[str, Any], Any]:
    """Return the numbers by their names, and whether a row has one of too many decimals."""
    values: dict[str, Any] = {}
    fine: Any = NEVER
    for number in columns:
        read = number.read(table)
        value = read.value
        if number.percent and value is not None:
            value = (value / 100).cast(number_columns.FINER)
        values[number.name] = value
        fine = fine if read.too_fine is NEVER else fine | read.too_fine
        faults.add_number(number, read, _shown(table[number.bound.column]))
    return values, fine


def _constants(binding: Binding) -> dict[str, Any]:
    """Return what holds for every row; the period is read with those of the other tables."""
    found: dict[str, Any] = {}
    for name, value in binding.constants.items():
        if binding.input.column(name) and name != "period":
            exact = ibis.literal(value).cast(number_columns.MONEY)
            found[name] = exact if is_number(binding, name) else ibis.literal(value)
    return found


def _refuse_errors(raw: RawTable, table: ir.Table, binding: Binding, faults: _Faults) -> None:
    """Leave out the rows whose code, or another text that they need, is an error such as #REF!."""
    for name in texts(binding) if raw.sheet else ():
        column, bound = binding.input.column(name), binding.columns[name]
        needed = column is not None and (column.required or column.kind is Kind.CODE)
        if needed and raw.seen.any(bound.column, f"^{ERROR}"):
            cell = table[bound.column]
            faults.add(cell.startswith(ERROR), Code.ERROR_CELL, bound.heading, _shown(cell))


def _need_account(raw: RawTable, table: ir.Table, binding: Binding, faults: _Faults) -> None:
    """Leave out the rows of a text file that end before their account."""
    account = binding.columns.get("account")
    if account is None or raw.sheet or not raw.exact_rows:
        return
    if table[account.column].type().is_string() and raw.seen.has_null(account.column):
        short = table[account.column].isnull()
        faults.add(short, Code.MISSING_VALUE, account.heading, ibis.literal(""))


def _moments(
    raw: RawTable, table: ir.Table, binding: Binding, plain: frozenset[str]
) -> dict[str, Any]:
    """Return when a row happened: its period or day, the day beside a period, the time of day."""
    days = (binding.columns[n] for n in ("date", "timestamp") if n in binding.columns)
    stamps = (binding.columns[n] for n in ("timestamp", "date") if n in binding.columns)
    bounds = {WHEN: binding.when, DAY: next(days, None)}
    if bounds[DAY] == bounds[WHEN]:
        bounds[DAY] = None
    found: dict[str, Any] = {
        name: text_column(raw, table, bound, plain, when_text) if bound else ibis.literal("")
        for name, bound in bounds.items()
    }
    if binding.contact:
        own = text_of(table[binding.contact.column])
        alone = ibis.literal("\x00") + table[ROW].cast("string").fill_null("")
        found[CONTACT] = ibis.cases((own == "", alone), else_=own)
    if not binding.input.column("time"):
        return found
    if clock := clock_of(binding):
        found[START] = start_of(table[clock.column])
    for name, bound in ((STAMP, next(stamps, None)), (CLOCK, clock)):
        if bound and table[bound.column].type().is_string():
            found[name] = table[bound.column]
    for name, other in (("solved", SOLVED), ("start", STARTED), ("end", ENDED)):
        if name in binding.columns:
            found[other] = text_column(raw, table, binding.columns[name], plain, when_text)
    return found


def _with_numbers(raw: RawTable, columns: tuple[NumberColumn, ...], engine: Engine) -> ir.Table:
    """Add what was looked up, or has to be stored since it is used again and again."""
    table = raw.table
    cells = raw.cells
    for number in columns:
        if number.lookup is not None and cells is not None:
            for name, column in number.lookup.columns(cells[number.bound.column]).items():
                cells = cells.append_column(f"{number.name}_{name}", column)
    if cells is not None and cells is not raw.cells:
        table = engine.table(cells)
    if not raw.exact_rows:
        return table
    heavy = [n for n in columns if not n.light and table[n.bound.column].type().is_string()]
    cores = {f"{n.name}_core": number_columns.bare(table[n.bound.column]) for n in heavy}
    return engine.store(table.mutate(**cores)) if cores else table


class _Faults:
    """The reasons to leave a row out; the first that applies counts."""

    def __init__(self) -> None:
        self._found: list[tuple[Any, Code, str, Any]] = []

    @property
    def any(self) -> bool:
        return bool(self._found)

    def add(self, applies: Any, code: Code, heading: str, got: Any) -> None:
        if applies is NEVER:
            return
        self._found.append((applies.fill_null(False), code, heading, got))

    def add_number(self, number: NumberColumn, read: Parsed, shown: Any) -> None:
        heading = number.bound.heading
        if read.wrong is not NEVER:
            if number.dialect.ambiguous:
                two_ways = read.wrong & shown.re_search("[.,]")
                self.add(two_ways, Code.AMBIGUOUS_DECIMAL, heading, shown)
            self.add(read.wrong, Code.NOT_A_NUMBER, heading, shown)
        if number.required and number.blank and not number.plain_only:
            self.add(read.value.isnull(), Code.MISSING_VALUE, heading, ibis.literal(""))

    def applies(self) -> Any:
        """Return whether any fault applies, for those who need not know which."""
        found: Any = NEVER
        for applies, *_ in self._found:
            found = applies if found is NEVER else found | applies
        return found

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


def _rules(raw: RawTable, table: Any, binding: Binding) -> list[tuple[Any, str, Any]]:
    """Return the rows that the settings leave out: what to show, the heading, the condition."""
    found = []
    for rule, keep in [(r, False) for r in binding.said.leave_out] + [
        (r, True) for r in binding.said.keep
    ]:
        bound = binding.rules.get(folded(rule.column))
        if bound is None:
            continue
        text = cleaned(raw, table, bound)
        among = matches(text, rule.values)
        found.append((text, bound.heading, ~among if keep else among))
    outcome = binding.columns.get("outcome")
    skipped = [value for value, names in binding.said.outcomes.items() if "leave_out" in names]
    if outcome and skipped:
        text = cleaned(raw, table, outcome)
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
    never = NEVER, ibis.literal("")
    taken = {number.bound.column for number in columns}
    free = [f"c{i}" for i in range(len(raw.header)) if f"c{i}" not in taken]
    strings = [n for n in free if table[n].type().is_string()]
    key = binding.columns.get("account") or binding.when
    if not strings or key is None or key.column not in strings:
        return never
    if not (raw.seen.has_blank(key.column) or raw.seen.any(key.column, TOTALS)):
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
