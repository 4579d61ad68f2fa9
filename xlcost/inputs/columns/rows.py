"""The rows of one table in canonical columns, each with the reason why it is left out, if any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlcost.dataset.findings import Code
from xlcost.dataset.schema import Kind
from xlcost.engine import Held
from xlcost.inputs.columns import number_columns
from xlcost.inputs.columns.binding import Binding, is_number, texts
from xlcost.inputs.columns.cleaning import DAY, WHEN, cleaned, text_of, when_text
from xlcost.inputs.columns.clocks import START, clock_of, start_of
from xlcost.inputs.columns.faults import Faults, shown
from xlcost.inputs.columns.number_columns import never
from xlcost.inputs.columns.number_reading import NumberColumn
from xlcost.inputs.columns.rules import rules_of
from xlcost.inputs.columns.totals import is_total
from xlcost.inputs.files.raw_table import FAULT, FAULT_GOT, ROW, RawTable
from xlcost.system.late import ibis
from xlcost.values.marks import ERROR

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from xlcost.engine import Engine

STAMP, CLOCK, SOLVED = "_stamp", "_clock", "_solved"  # of counts: cells with a moment, as they are
SOLVED_STAMP = "_solved_stamp"
CONTACT = "_contact"  # several rows are one contact where they agree in this
LEFT = "_left"  # code of the finding that a row is left out with, "" for a row that is used
COLUMN = "_column"  # heading of the column at fault
GOT = "_got"  # what stood there
STARTED, ENDED = "_started", "_ended"  # of people: the days of a position
FINE = "_fine"  # whether a number had more than six decimals


@dataclass(frozen=True)
class Rows:
    """One table in canonical columns.

    Attributes:
        raw: The table as it was read.
        binding: How it is understood.
        numbers: Its columns of numbers.
        held: `_row`, `_left`, `_column`, `_got`, `_when`, `_date`, `_start`, `_fine`, the texts by
            their canonical names and the numbers by theirs. Of a table that is only looked at, the
            rows that are used, without what tells of faults.
        faultless: Whether no row can have a fault.
        fine: Whether no number can have more than six decimals.
    """

    raw: RawTable
    binding: Binding
    numbers: tuple[NumberColumn, ...]
    held: Held
    faultless: bool = False
    fine: bool = False

    @property
    def table(self) -> ir.Table:
        """The rows as an expression of Ibis."""
        return self.held.expression


def rows_of(
    raw: RawTable, binding: Binding, columns: tuple[NumberColumn, ...], engine: Engine
) -> Rows:
    """Return the rows of a table with numbered rows in canonical columns, held in the engine.

    Args:
        raw: The table as it was read.
        binding: How it is understood.
        columns: Its columns of numbers.
        engine: Where it is.
    """
    table = _with_numbers(raw, columns, engine)
    faults = Faults()  # the first that applies counts: what the settings leave out goes first
    for code in raw.faults:
        faults.add(table[FAULT] == str(code), code, "", table[FAULT_GOT])
    for applies, heading, text in _ruled(raw, table, binding):
        faults.add(applies, Code.ROW_LEFT_OUT, heading, text)
    total, label = is_total(raw, table, binding, columns)
    faults.add(total, Code.TOTALS_ROW_LEFT_OUT, "", label)
    values, fine = _numbers(table, columns, faults)
    values |= _constants(binding)
    for name in texts(binding):
        values[name] = cleaned(raw, table, binding.columns[name])
    _refuse_errors(raw, table, binding, faults)
    _need_account(raw, table, binding, faults)
    values |= _moments(raw, table, binding)
    row = table[ROW] if ROW in table.columns else ibis.null().cast("int64")
    selected = table.select(
        **{ROW: row, LEFT: faults.code(), COLUMN: faults.heading(), GOT: faults.got(), FINE: fine},
        **values,
    )
    light = not faults.any and all(number.light for number in columns)
    query = engine.sql_of(selected)
    held = Held(engine, engine.view(query) if light else engine.keep(query))
    return Rows(raw, binding, columns, held, not faults.any, fine is never())


def _numbers(
    table: ir.Table, columns: tuple[NumberColumn, ...], faults: Faults
) -> tuple[dict[str, Any], Any]:
    """Return the numbers by their names, and whether a row has one of too many decimals."""
    values: dict[str, Any] = {}
    fine: Any = never()
    for number in columns:
        read = number.read(table)
        value = read.value
        if number.percent and value is not None:
            value = (value / 100).cast(number_columns.FINER)
        values[number.name] = value
        fine = fine if read.too_fine is never() else fine | read.too_fine
        faults.add_number(number, read, table[number.bound.column])
    return values, fine


def _constants(binding: Binding) -> dict[str, Any]:
    """Return what holds for every row; the period is read with those of the other tables."""
    found: dict[str, Any] = {}
    for name, value in binding.constants.items():
        if binding.input.column(name) and name != "period":
            exact = ibis.literal(value).cast(number_columns.MONEY)
            found[name] = exact if is_number(binding, name) else ibis.literal(value)
    return found


def _refuse_errors(raw: RawTable, table: ir.Table, binding: Binding, faults: Faults) -> None:
    """Leave out the rows whose code, or another text that they need, is an error such as #REF!."""
    for name in texts(binding) if raw.sheet else ():
        column, bound = binding.input.column(name), binding.columns[name]
        needed = column is not None and (column.required or column.kind is Kind.CODE)
        if needed and raw.seen.any(bound.column, f"^{ERROR}"):
            cell = table[bound.column]
            faults.add(cell.startswith(ERROR), Code.ERROR_CELL, bound.heading, shown(cell))


def _need_account(raw: RawTable, table: ir.Table, binding: Binding, faults: Faults) -> None:
    """Leave out the rows of a text file that end before their account."""
    account = binding.columns.get("account")
    if account is None or raw.sheet:
        return
    if raw.is_text(account.column) and raw.seen.has_null(account.column):
        short = table[account.column].isnull()
        faults.add(short, Code.MISSING_VALUE, account.heading, ibis.literal(""))


def _moments(raw: RawTable, table: ir.Table, binding: Binding) -> dict[str, Any]:
    """Return when a row happened: its period or day, the day beside a period, the time of day."""
    day = binding.first_of("date", "timestamp")
    bounds = {WHEN: binding.when, DAY: None if day == binding.when else day}
    moments: dict[str, Any] = {
        name: cleaned(raw, table, bound, when_text) if bound else ibis.literal("")
        for name, bound in bounds.items()
    }
    if binding.contact:
        own = text_of(table[binding.contact.column])
        alone = ibis.literal("\x00") + table[ROW].cast("string").fill_null("")
        moments[CONTACT] = ibis.cases((own == "", alone), else_=own)
    return moments | (_of_counts(raw, table, binding) if binding.input.column("time") else {})


def _of_counts(raw: RawTable, table: ir.Table, binding: Binding) -> dict[str, Any]:
    """Return what only counts tell: the time of day, when a ticket was solved, days of people."""
    moments: dict[str, Any] = {}
    clock = clock_of(binding)
    if clock:
        moments[START] = start_of(table[clock.column])
    for name, bound in ((STAMP, binding.first_of("timestamp", "date")), (CLOCK, clock)):
        if bound and raw.is_text(bound.column):
            moments[name] = table[bound.column]
    for name, other in (("solved", SOLVED), ("start", STARTED), ("end", ENDED)):
        if name in binding.columns:
            moments[other] = cleaned(raw, table, binding.columns[name], when_text)
    solved = binding.columns.get("solved")
    if solved and raw.is_text(solved.column):
        moments[SOLVED_STAMP] = table[solved.column]
    return moments


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
    heavy = [n for n in columns if not n.light and raw.is_text(n.bound.column)]
    cores = {f"{n.name}_core": number_columns.bare(table[n.bound.column]) for n in heavy}
    return engine.store(table.mutate(**cores)) if cores else table


def _ruled(raw: RawTable, table: Any, binding: Binding) -> list[tuple[Any, str, Any]]:
    """Return the rows that the settings leave out: the condition, the heading, what to show."""
    found = []
    for rule in rules_of(binding):
        text = cleaned(raw, table, rule.bound)
        distinct = table.select(text=text).distinct().to_pyarrow()["text"].to_pylist()
        left = rule.left_out(distinct)
        found.append((text.isin(left) if left else never(), rule.bound.heading, text))
    return found
