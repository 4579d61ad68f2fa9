"""Ledgers and budgets: one table to exact sums by version, period, account and cost centre."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import ibis

from xlcost.engine import Engine
from xlcost.facts import ACTUAL, BUDGET, PRIOR_YEAR
from xlcost.inputs import row_findings
from xlcost.inputs.binding import Binding, texts
from xlcost.inputs.calendar import Calendar
from xlcost.inputs.findings import Code, Finding, Severity, Where
from xlcost.inputs.number_columns import MONEY
from xlcost.inputs.periods import ISO, KEY, Periods, constant_period, read_periods
from xlcost.inputs.raw_table import ROW, RawTable
from xlcost.inputs.rows import COLUMN, DAY, FINE, GOT, LEFT, WHEN, Rows, number_columns_of, rows_of
from xlcost.inputs.settings import AmountColumn
from xlcost.locales.words import Words

if TYPE_CHECKING:
    import ibis.expr.types as ir

ORIGINAL = "original"
VERSIONS = {
    **dict.fromkeys(("actual", "actuals", "faktisk", "regnskap", "virkelig", "ist"), ACTUAL),
    **dict.fromkeys((BUDGET, "original", "budsjett", "opprinnelig", "adopted", ""), ORIGINAL),
    **dict.fromkeys(("revised", "revidert", "justert", "amended"), "revised"),
    **dict.fromkeys(("forecast", "prognose"), "forecast"),
    **dict.fromkeys(("prior_year", "prior year", "fjorår", "i fjor"), PRIOR_YEAR),
}
KEYS = ("account", "cost_centre", "entity", "currency", "version")
SUMS = ("version", KEY, "account", "cost_centre", "entity", "currency")


@dataclass(frozen=True)
class AmountTable:
    """One table of a ledger or budget, summed.

    Attributes:
        input: "ledger" or "budget": where it was named.
        rows: Its rows.
        periods: What its periods mean.
        sums: Columns `SUMS`, `amount` and `rows`, in the sign and unit of the report.
        rows_read: Rows found.
        rows_left_out: Rows that are not in the sums.
        findings: What was wrong.
    """

    input: str
    rows: Rows
    periods: Periods
    sums: ir.Table
    rows_read: int
    rows_left_out: int
    findings: tuple[Finding, ...] = field(default=())

    @property
    def raw(self) -> RawTable:
        """The table as it was read."""
        return self.rows.raw


def version_name(text: str) -> str:
    """Return the version that a text means; an unknown one stays as it is."""
    folded = text.strip().casefold()
    return VERSIONS.get(folded, folded)


def read_amounts(
    raw: RawTable, binding: Binding, engine: Engine, calendar: Calendar, word: Words
) -> AmountTable:
    """Read one table of a ledger or budget.

    A scan that meets anything odd is given up, and the file read again with row numbers.
    """
    rows = rows_of(raw, binding, number_columns_of(raw, binding), engine)
    grouped = engine.store(_grouped(rows))
    counts = _texts(grouped)
    periods = read_periods(counts, binding, calendar)
    if not raw.exact_rows and raw.reread is not None and _is_odd(grouped, periods):
        return read_amounts(raw.exact(), binding, engine, calendar, word)
    tally = _tally(grouped)
    total, faulty = tally["rows"], tally["faulty"]
    wrong_day = sum(counts[text] for text in periods.unknown)
    sums = engine.store(_sums(rows, grouped, periods, engine, calendar))
    findings = _findings(rows, periods, tally, word, engine)
    name = binding.input.name
    return AmountTable(
        name, rows, periods, sums, total, int(faulty) + wrong_day, tuple(findings)
    )


def _branches(rows: Rows) -> list[tuple[str, AmountColumn]]:
    """Return the columns of amounts with what they are."""
    if rows.binding.amounts:
        return [(f"amount_{i}", what) for i, (_, what) in enumerate(rows.binding.amounts)]
    return [("amount", AmountColumn())]


def _grouped(rows: Rows) -> ir.Table:
    """Return the rows summed by the texts that stand there: nothing has to be read twice."""
    table = rows.table
    keys = [name for name in KEYS if name in table.columns]
    sums: dict[str, Any] = {"rows": table.count(), "fine": table[FINE].sum()}
    for name, _ in _branches(rows):
        sums[name] = table[name].sum()
        sums[f"{name}_rows"] = table[name].count()
    return table.group_by([LEFT, WHEN, *keys]).agg(**sums)


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
        odd = odd | (grouped["account"].strip() == "")
    return bool(periods.unknown) or bool(grouped.filter(odd).count().to_pyarrow().as_py())


def _factor(binding: Binding, what: AmountColumn) -> Decimal:
    sign = -1 if (what.cost_is or binding.said.cost_is) == "negative" else 1
    return binding.said.amount_unit * sign


def _sums(
    rows: Rows, grouped: ir.Table, periods: Periods, engine: Engine, calendar: Calendar
) -> ir.Table:
    used = grouped.filter(grouped[LEFT] == "")
    joined = used.inner_join(periods.table(engine), WHEN)
    parts = []
    for name, what in _branches(rows):
        filled = joined.filter(joined[f"{name}_rows"] > 0)
        keys = _keys(rows.binding, what, filled, calendar)
        amount = scaled(filled[name], _factor(rows.binding, what))
        parts.append(filled.select(**keys, amount=amount, rows=filled[f"{name}_rows"]))
    every = ibis.union(*parts) if len(parts) > 1 else parts[0]
    return every.group_by(list(SUMS)).agg(
        amount=every.amount.sum().cast(MONEY), rows=every["rows"].sum()
    )


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


def _keys(
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
    default = ACTUAL if binding.input.name == "ledger" else ORIGINAL
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
    if not rows.raw.exact_rows:
        return _scan_findings(rows, word)
    found = row_findings.left_out(rows, word) if tally["faulty"] else []
    found += day_findings(rows, periods, word, engine)
    found += blank_accounts(rows, periods, word) if tally["blank"] else []
    found += row_findings.too_fine(rows, word) if tally["fine"] else []
    found += row_findings.formula_texts(rows, texts(rows.binding))
    if "document" in rows.binding.columns:
        found += row_findings.duplicates(rows)
    return found


def _scan_findings(rows: Rows, word: Words) -> list[Finding]:
    """Return what is known of a scan: that its rows were not compared, and what rules left out."""
    where = Where(rows.raw.name, rows.raw.sheet)
    found = []
    if rows.binding.rules:
        found += row_findings.left_out(rows, word)
    if "document" in rows.binding.columns:
        got = word.text("expected.no_duplicates")
        found.append(Finding(Severity.NOTE, Code.DETECTED, where, got))
    return found


def day_findings(
    rows: Rows, periods: Periods, word: Words, engine: Engine
) -> list[Finding]:
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
    return [
        Finding(Severity.WARNING, Code.MISSING_VALUE, where, "", expected, rows=line["rows"])
    ]


def postings(
    table: AmountTable, key: int, most: int, engine: Engine, calendar: Calendar
) -> ir.Table | None:
    """Return the largest postings of each account in a period, by absolute amount.

    A period key that ends in 00 stands for every period of its year.
    """
    rows, binding = table.rows, table.rows.binding
    parts = []
    for name, what in _branches(rows):
        used = rows.table.filter((rows.table[LEFT] == "") & rows.table[name].notnull())
        if what.period:
            own = constant_period(what.period, calendar).key
            if not _lies_in(own, key):
                continue
            dated = used.mutate(**{KEY: ibis.literal(own).cast("int64"), ISO: ibis.literal("")})
        else:
            texts_in = used.filter(used[WHEN].isin(table.periods.texts(key)))
            dated = texts_in.inner_join(table.periods.table(engine), WHEN)
        keys = _keys(binding, what, dated, calendar)
        for text in ("document", "vendor", "text"):
            keys[text] = dated[text] if text in dated.columns else ibis.literal("")
        amount = scaled(dated[name], _factor(binding, what))
        places = {"row": dated[ROW], ISO: dated[ISO], DAY: dated[DAY]}
        parts.append(dated.select(**keys, **places, amount=amount))
    if not parts:
        return None
    every = ibis.union(*parts) if len(parts) > 1 else parts[0]
    every = every.filter(every.version == ACTUAL)
    window = ibis.window(group_by="account", order_by=[ibis.desc(every.amount.abs()), "row"])
    ranked = every.mutate(rank=ibis.row_number().over(window))
    return ranked.filter(ranked["rank"] < most)


def _lies_in(own: int, key: int) -> bool:
    return own == key or (key % 100 == 0 and own // 100 == key // 100)


__all__ = ["ISO", "AmountTable", "postings", "read_amounts", "version_name"]
