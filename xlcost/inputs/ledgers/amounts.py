"""Tables of amounts: exact sums by version, period, account, cost centre, entity and currency."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import ibis

from xlcost.dataset.facts import ACTUAL, BUDGET, ORIGINAL, PRIOR_YEAR, REVISED
from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.dataset.settings import AmountColumn
from xlcost.engine import Engine, arrow_of
from xlcost.inputs.columns import row_findings
from xlcost.inputs.columns.binding import Binding, texts
from xlcost.inputs.columns.cleaning import WHEN, unclean
from xlcost.inputs.columns.largest import COLLECTED, Wanted, wanted
from xlcost.inputs.columns.number_columns import MONEY
from xlcost.inputs.columns.periods import KEY, Periods, read_periods
from xlcost.inputs.columns.rows import (
    BAD,
    COLUMN,
    FINE,
    GOT,
    KEYS,
    LEFT,
    Rows,
    number_columns_of,
    rows_of,
)
from xlcost.inputs.columns.scan_looks import looks, scan_findings
from xlcost.inputs.files.raw_table import ROW, RawTable
from xlcost.locales.words import Words
from xlcost.values.calendar import MONTHS, Calendar
from xlcost.values.dates import constant_period
from xlcost.values.totals import TOTALS

if TYPE_CHECKING:
    import ibis.expr.types as ir

VERSIONS = {
    **dict.fromkeys(("actual", "actuals", "faktisk", "regnskap", "virkelig", "ist"), ACTUAL),
    **dict.fromkeys((BUDGET, ORIGINAL, "budsjett", "opprinnelig", "adopted", ""), ORIGINAL),
    **dict.fromkeys((REVISED, "revidert", "justert", "amended"), REVISED),
    **dict.fromkeys(("forecast", "prognose"), "forecast"),
    **dict.fromkeys(("prior_year", "prior year", "fjorår", "i fjor"), PRIOR_YEAR),
}
BLANK = "_blank"
SUMS = ("version", KEY, "account", "cost_centre", "entity", "currency")


@dataclass(frozen=True)
class AmountTable:
    """One table of a ledger or budget, summed.

    Attributes:
        input: "ledger", "budget", "adjustments" or "trial_balance": where it was named.
        rows: Its rows.
        periods: What its periods mean.
        sums: Columns `SUMS`, `amount`, `rows` and `once`, in the sign and unit of the report; a row
            with several amounts is counted in `rows` for each, and in `once` for the first.
        rows_read: Rows found.
        rows_left_out: Rows that have a fault or that a rule leaves out.
        rows_blank: Rows that have no amount in any of several columns, as they may.
        findings: What was wrong.
        grouped: The rows summed by their texts, with the postings that a scan collected.
        collected: The period whose postings a scan collected.
        group: Which table of the settings speaks of it.
    """

    input: str
    rows: Rows
    periods: Periods
    sums: ir.Table
    rows_read: int
    rows_left_out: int
    rows_blank: int
    findings: tuple[Finding, ...]
    grouped: ir.Table
    collected: Wanted | None = None
    group: int = 0

    @property
    def raw(self) -> RawTable:
        """The table as it was read."""
        return self.rows.raw


def version_name(text: str) -> str:
    """Return the version that a text means; an unknown one stays as it is."""
    folded = text.strip().casefold()
    return VERSIONS.get(folded, folded)


def read_amounts(
    raw: RawTable,
    binding: Binding,
    engine: Engine,
    calendar: Calendar,
    word: Words,
    asked: int | None = None,
) -> AmountTable:
    """Read one table of a ledger or budget.

    A scan that meets anything odd is given up, and the file read again with row numbers.

    Args:
        raw: The table as it was read.
        binding: How it is understood.
        engine: What adds it up.
        calendar: The fiscal calendar.
        word: The words of the report language.
        asked: The key of the report's period, where it was asked for.
    """
    arguments = (raw, binding, engine, calendar, word, asked)
    try:
        found = None if _needs_rows(raw, binding) else _read(*arguments)
    except Exception as error:
        # A scan that fails is a file that is not clean, or a server that cannot do it.
        if raw.reread is None or not (raw.remote or isinstance(error, duckdb.Error)):
            raise
        found = None
    if found is not None:
        return found
    exact = raw.exact()
    careful = _read(exact, binding, engine, calendar, word, asked)
    if careful is None:
        raise AssertionError("a table with row numbers is never given up")
    new = tuple(finding for finding in exact.findings if finding not in raw.findings)
    return replace(careful, findings=(*new, *careful.findings))


def _needs_rows(raw: RawTable, binding: Binding) -> bool:
    """Tell whether the rows of a server are needed, since its amounts are texts."""
    held = [binding.columns[name] for name in ("amount",) if name in binding.columns]
    held += [bound for bound, _ in binding.amounts]
    return raw.remote and any(raw.table[bound.column].type().is_string() for bound in held)


def _read(
    raw: RawTable,
    binding: Binding,
    engine: Engine,
    calendar: Calendar,
    word: Words,
    asked: int | None,
) -> AmountTable | None:
    """Read a table, or return None where a scan must be given up."""
    by_month = calendar.periods_in_year == MONTHS
    columns = number_columns_of(raw, binding)
    rows = rows_of(raw, binding, columns, engine, by_month=by_month)
    collected = _wanted(rows, calendar, asked)
    summed = _grouped(rows, collected)
    grouped = engine.table(arrow_of(summed)) if raw.remote else engine.store(summed)
    counts = _texts(grouped)
    periods = read_periods(counts, binding, calendar)
    if not raw.exact_rows and raw.reread is not None and _is_odd(grouped, periods):
        return None
    tally = _tally(grouped)
    wrong_day = sum(counts[text] for text in periods.unknown)
    sums = engine.store(_sums(rows, grouped, periods, engine, calendar))
    if raw.exact_rows:
        findings = _findings(rows, periods, tally, word, engine)
    else:
        findings = row_findings.left_out(rows, word) if binding.rules else []
        findings += scan_findings(rows, grouped, collected, calendar, word)
    return AmountTable(
        input=binding.input.name,
        rows=rows,
        periods=periods,
        sums=sums,
        rows_read=tally["rows"],
        rows_left_out=tally["faulty"] + wrong_day,
        rows_blank=_blank(grouped, periods),
        findings=tuple(findings),
        grouped=grouped,
        collected=collected,
    )


def _wanted(rows: Rows, calendar: Calendar, asked: int | None) -> Wanted | None:
    """Return the period whose postings the scan collects, if it is a scan and can."""
    binding = rows.binding
    simple = not (binding.amounts or binding.rules or binding.has("version") or rows.raw.remote)
    if rows.raw.exact_rows or not simple or binding.input.name != "ledger":
        return None
    if "amount" not in binding.columns:
        return None  # one amount holds for every row
    when = binding.when
    if when is None or rows.raw.table[when.column].type().is_numeric():
        return None
    return wanted(rows.raw, when.column, calendar, asked)


def branches(rows: Rows) -> list[tuple[str, AmountColumn]]:
    """Return the columns of amounts with what they are."""
    if rows.binding.amounts:
        return [(f"amount_{i}", what) for i, (_, what) in enumerate(rows.binding.amounts)]
    return [("amount", AmountColumn())]


def _grouped(rows: Rows, collected: Wanted | None) -> ir.Table:
    """Return the rows summed by the texts that stand there: nothing has to be read twice."""
    table = rows.table
    keys = [name for name in KEYS if name in table.columns]
    sums: dict[str, Any] = {"rows": table.count()}
    sums["fine"] = ibis.literal(0) if rows.fine else table[FINE].sum()
    names = [name for name, _ in branches(rows)]
    for name in names:
        sums[name] = table[name].sum()
        sums[f"{name}_rows"] = table[name].count()
    if rows.binding.amounts:
        # The columns share their rows: a row is counted once, in the first column that it fills.
        before: Any = ibis.literal(value=True)
        for name in names:
            sums[f"{name}_once"] = (before & table[name].notnull()).sum()
            before = before & table[name].isnull()
        sums[BLANK] = before.sum()
    if not rows.raw.exact_rows:
        sums |= looks(rows, collected)
    if rows.raw.exact_rows or rows.binding.rules:
        return table.group_by([LEFT, WHEN, *keys]).agg(**sums)
    # One key less to compare for each of millions of rows: a fault is found all the same.
    sums["faulty"] = table[BAD].any()
    if collected:
        sums[COLLECTED] = collected.collected(table, WHEN)
    grouped = table.group_by([WHEN, *keys]).agg(**sums)
    left = ibis.cases((grouped.faulty, ibis.literal(str(Code.NOT_A_NUMBER))), else_="")
    return grouped.mutate(**{LEFT: left})


def _texts(grouped: ir.Table) -> dict[str, int]:
    used = grouped.filter(grouped[LEFT] == "")
    counted = used.group_by(WHEN).agg(rows=used["rows"].sum()).order_by(WHEN).to_pyarrow()
    return dict(zip(counted[WHEN].to_pylist(), counted["rows"].to_pylist(), strict=True))


def _tally(grouped: ir.Table) -> dict[str, int]:
    """Return how many rows there are, and how many of them ask for a finding."""
    rows, left = grouped["rows"], grouped[LEFT]
    account = grouped["account"] if "account" in grouped.columns else ibis.literal("-")
    counted = grouped.agg(
        rows=rows.sum(),
        faulty=rows.sum(where=left != ""),
        fine=grouped["fine"].sum(where=left == ""),
        blank=rows.sum(where=(left == "") & (account == "")),
    )
    line = counted.to_pyarrow().to_pylist()[0]
    return {name: int(count or 0) for name, count in line.items()}


def _is_odd(grouped: ir.Table, periods: Periods) -> bool:
    """Tell whether a scan met anything that needs row numbers or a closer look."""
    left = grouped[LEFT]
    odd = (left != "") & (left != str(Code.ROW_LEFT_OUT))
    if "account" in grouped.columns:
        odd = odd | (grouped["account"] == "") | grouped["account"].re_search(TOTALS)
    odd = odd | unclean(grouped, [WHEN, *(name for name in KEYS if name in grouped.columns)])
    return bool(periods.unknown) or bool(grouped.filter(odd).count().to_pyarrow().as_py())


def factor_of(binding: Binding, what: AmountColumn) -> Decimal:
    """Return what makes an amount of a column one of the report's sign and unit."""
    sign = -1 if (what.cost_is or binding.said.cost_is) == "negative" else 1
    return binding.said.amount_unit * sign


def _sums(
    rows: Rows, grouped: ir.Table, periods: Periods, engine: Engine, calendar: Calendar
) -> ir.Table:
    used = grouped.filter(grouped[LEFT] == "")
    joined = used.inner_join(periods.table(engine), WHEN)
    parts = []
    for name, what in branches(rows):
        filled = joined.filter(joined[f"{name}_rows"] > 0)
        keys = keys_of(rows.binding, what, filled, calendar)
        amount = scaled(filled[name], factor_of(rows.binding, what))
        counted = filled[f"{name}_rows"]
        once = filled[f"{name}_once"] if f"{name}_once" in filled.columns else counted
        parts.append(filled.select(**keys, amount=amount, rows=counted, once=once))
    every = ibis.union(*parts) if len(parts) > 1 else parts[0]
    return every.group_by(list(SUMS)).agg(
        amount=every.amount.sum().cast(MONEY), rows=every["rows"].sum(), once=every["once"].sum()
    )


def _blank(grouped: ir.Table, periods: Periods) -> int:
    """Return how many rows without a fault have no amount in any of several columns."""
    if BLANK not in grouped.columns:
        return 0
    dated = grouped.filter((grouped[LEFT] == "") & grouped[WHEN].isin(list(periods.known)))
    return int(dated[BLANK].sum().to_pyarrow().as_py() or 0)


def scaled(amount: Any, factor: Decimal) -> Any:
    """Return an amount in the sign and unit of the report."""
    if factor == 1:
        return amount.cast(MONEY)
    if factor == -1:
        return (-amount).cast(MONEY)
    # Both sides are exact: an integer scaled up, then the product brought back.
    digits = -int(factor.normalize().as_tuple().exponent)
    if digits <= 0:
        return (amount * int(factor)).cast(MONEY)
    return (amount * int(factor.scaleb(digits)) / 10**digits).cast(MONEY)


def keys_of(
    binding: Binding, what: AmountColumn, table: ir.Table, calendar: Calendar
) -> dict[str, Any]:
    """Return the keys of a column of amounts: its own, else those of the row."""
    found: dict[str, Any] = {}
    own = what.model_dump()
    for name in SUMS:
        if own.get(name):
            found[name] = ibis.literal(own[name])
        else:
            found[name] = table[name] if name in table.columns else ibis.literal("")
    if what.period:
        found[KEY] = ibis.literal(constant_period(what.period, calendar).key).cast("int64")
    default = ORIGINAL if binding.input.name == "budget" else ACTUAL
    if what.version:
        found["version"] = ibis.literal(version_name(what.version))
    elif "version" not in table.columns:
        found["version"] = ibis.literal(default)
    else:
        text = table["version"].lower()
        cases = [(text == old, ibis.literal(new)) for old, new in VERSIONS.items() if old]
        blank = (text == "", ibis.literal(default))
        found["version"] = ibis.cases(blank, *cases, else_=text)
    return found


def _findings(
    rows: Rows, periods: Periods, tally: dict[str, int], word: Words, engine: Engine
) -> list[Finding]:
    found = row_findings.left_out(rows, word) if tally["faulty"] else []
    found += day_findings(rows, periods, word, engine)
    found += blank_accounts(rows, periods, word) if tally["blank"] else []
    found += row_findings.too_fine(rows, word) if tally["fine"] else []
    found += row_findings.formula_texts(rows, texts(rows.binding))
    return found + row_findings.duplicates(rows)


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
            marked = Rows(rows.raw, rows.binding, rows.numbers, engine.store(faulty))
            found += row_findings.left_out(marked, word)
        else:
            found += [
                replace(finding, severity=Severity.ERROR)
                for finding in row_findings.detailed(rows, faulty, word)
            ]
    return found


def blank_accounts(rows: Rows, periods: Periods, word: Words) -> list[Finding]:
    """Return a warning for rows that are used and have no account."""
    if "account" not in rows.binding.columns:
        return []
    table = rows.table
    blank = table.filter(
        (table[LEFT] == "") & (table["account"] == "") & ~table[WHEN].isin(list(periods.unknown))
    )
    line = blank.agg(rows=blank.count(), first=blank[ROW].min()).to_pyarrow().to_pylist()[0]
    if not line["rows"]:
        return []
    heading = rows.binding.columns["account"].heading
    where = Where(rows.raw.name, rows.raw.sheet, line["first"], heading)
    expected = word.text("expected.value", column=heading)
    return [Finding(Severity.WARNING, Code.MISSING_VALUE, where, "", expected, rows=line["rows"])]
