"""Activity and workforce: one table to sums of its measures by their keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from xlcost.dataset.findings import Code, Finding, Severity, Where
from xlcost.engine import Engine
from xlcost.inputs.columns import count_faults, row_findings
from xlcost.inputs.columns.binding import Binding, texts
from xlcost.inputs.columns.cleaning import DAY, WHEN
from xlcost.inputs.columns.moments import localised
from xlcost.inputs.columns.number_reading import number_columns_of
from xlcost.inputs.columns.periods import ISO, Periods, read_days, read_periods, read_second
from xlcost.inputs.columns.rows import LEFT, SOLVED, Rows, rows_of
from xlcost.inputs.contacts import people, word_findings
from xlcost.inputs.contacts.count_findings import disagreeing_counts, negative_counts
from xlcost.inputs.contacts.levels import LEVELS, daily
from xlcost.inputs.contacts.measures import SOLVED_ISO, SOLVED_KEY, Measured, measured
from xlcost.inputs.contacts.met_words import MetWord, met_words
from xlcost.inputs.files.raw_table import RawTable
from xlcost.locales.words import Words
from xlcost.system.late import pd
from xlcost.values.calendar import Calendar

if TYPE_CHECKING:
    import ibis.expr.types as ir


@dataclass(frozen=True)
class CountTable:
    """One table of activity or workforce, summed.

    Attributes:
        daily: Keys, the day (`_iso`, "" where only a period is known) and measures, not a number
            where a day has none; a measure that the table does not have is not a column.
        rows_read: Rows found.
        rows_used: Rows in the sums, counted with them.
        rows_left_out: Rows that have a fault or that a rule leaves out.
        measures: The measures that the table really has.
        findings: What was wrong.
        parts: The rows with their measures, for whoever needs more than a day.
        met: The words of channels, directions and outcomes, and what they count as.
    """

    daily: pd.DataFrame
    rows: Rows
    rows_read: int
    rows_used: int
    rows_left_out: int
    measures: tuple[str, ...]
    findings: tuple[Finding, ...]
    parts: tuple[ir.Table, ...] = ()
    met: tuple[MetWord, ...] = ()


def read_counts(
    raw: RawTable,
    binding: Binding,
    engine: Engine,
    calendar: Calendar,
    word: Words,
    zone: str | None = None,
    span: people.Days | None = None,
) -> CountTable:
    """Read one table of activity or workforce.

    Args:
        raw: The table as it was read.
        binding: How it is understood.
        engine: What adds it up.
        calendar: The fiscal calendar.
        word: The words of the report language.
        zone: The time zone of the report.
        span: The days of which the ledger has figures; a list of people is counted in them.
    """
    raw = raw.exact()
    rows = rows_of(raw, binding, number_columns_of(raw, binding), engine)
    if people.is_list(binding):
        return _read_people(rows, calendar, span, word)
    zone = binding.said.time_zone or zone
    rows, of_zones = localised(rows, engine, calendar, zone, word)
    rows, periods = _of_data(rows, calendar, engine)
    used = rows.table.filter(rows.table[LEFT] == "")
    joined = used.inner_join(periods.held(engine).expression, WHEN)
    joined = _dated(rows, joined, calendar, engine)
    joined, not_solved = _solved(rows, joined, calendar, engine, word)
    joined = engine.store(joined)
    outcomes = word_findings.outcomes_of(joined)
    made = measured(rows, joined, outcomes)
    findings = [
        *of_zones,
        *row_findings.left_out(rows, word),
        *row_findings.day_findings(rows, periods, word, engine),
        *not_solved,
        *row_findings.formula_texts(rows, texts(binding)),
        *row_findings.duplicates(rows),
        *negative_counts(rows, joined, word),
        *disagreeing_counts(rows, joined, word),
        *word_findings.told(rows, joined, made, outcomes, word),
        *_derived(raw, made, word),
    ]
    met = met_words(joined, rows.binding, made.rules or {})
    summed = _summed(rows, made, tuple(findings), solved=SOLVED_KEY in joined.columns)
    return replace(summed, met=met)


def _of_data(rows: Rows, calendar: Calendar, engine: Engine) -> tuple[Rows, Periods]:
    """Return the rows without totals, prose and blank channels, and the periods of the others."""
    rows = count_faults.without_totals(rows, engine)
    periods = read_periods(_moments_of(rows), rows.binding, calendar)
    rows = count_faults.without_prose(rows, engine, periods.unknown)
    rows = count_faults.without_blank_channels(rows, engine)
    return rows, read_periods(_moments_of(rows), rows.binding, calendar)


def _derived(raw: RawTable, made: Measured, word: Words) -> list[Finding]:
    """Return a note where the contacts offered are those handled and abandoned."""
    where, text = Where(raw.name, raw.sheet), word.text("expected.derived")
    return [Finding(Severity.NOTE, Code.DETECTED, where, text)] if made.derived else []


def _summed(
    rows: Rows, made: Measured, findings: tuple[Finding, ...], *, solved: bool
) -> CountTable:
    """Return the sums of a table by day.

    Args:
        rows: Its rows.
        made: What they count.
        findings: What was wrong with them.
        solved: Whether a row counts on the day it was opened and on the day it was solved.
    """
    name = rows.binding.input.name
    total = int(rows.table.count().to_pyarrow().as_py())
    frames = [daily(part, name) for part in made.parts]
    # Each part has every row: measures for themselves, and each column of a channel.
    own = 2 if solved and len(frames) > 1 else 1
    used = int(sum(frame["rows"].sum() for frame in frames[:own]))
    every = pd.concat([frame.drop(columns="rows") for frame in frames], ignore_index=True)
    left = sum(finding.rows for finding in findings if finding.left_out)
    there = {column for part in made.parts for column in part.columns}
    measures = tuple(measure for measure in LEVELS[name][1] if measure in there)
    return CountTable(every, rows, total, used, left, measures, findings, tuple(made.parts))


def _read_people(
    rows: Rows, calendar: Calendar, span: people.Days | None, word: Words
) -> CountTable:
    """Read a list of people: its measures are those of every period of the ledger."""
    findings = row_findings.left_out(rows, word) + row_findings.duplicates(rows)
    total = int(rows.table.count().to_pyarrow().as_py())
    today = datetime.now(UTC).date()
    days = people.whole_periods(calendar, span or (today, today))
    made, used, more = people.people(rows, calendar, days, word)
    findings += more
    left = sum(finding.rows for finding in findings if finding.left_out)
    return CountTable(made, rows, total, used, left, people.MEASURES, tuple(findings))


def _moments_of(rows: Rows) -> dict[str, int]:
    """Return the texts that say when the rows happened, each with its rows."""
    used = rows.table.filter(rows.table[LEFT] == "")
    counted = used.group_by(WHEN).agg(rows=used.count()).order_by(WHEN).to_pyarrow()
    return dict(zip(counted[WHEN].to_pylist(), counted["rows"].to_pylist(), strict=True))


def _dated(rows: Rows, joined: ir.Table, calendar: Calendar, engine: Engine) -> ir.Table:
    """Take the days from a column of their own, where they stand beside periods."""
    days = [name for name in ("date", "timestamp") if name in rows.binding.columns]
    when = rows.binding.when
    if when is None or not days or when == rows.binding.columns[days[0]]:
        return joined
    texts_of_days = joined.select(DAY).distinct().to_pyarrow()[DAY].to_pylist()
    named = read_days(texts_of_days, rows.binding, calendar, engine).expression
    return joined.drop(ISO).left_join(named, DAY).mutate(**{ISO: lambda t: t[ISO].fill_null("")})


def _solved(
    rows: Rows, joined: ir.Table, calendar: Calendar, engine: Engine, word: Words
) -> tuple[ir.Table, list[Finding]]:
    """Add the period and the day on which a ticket was solved, and say what is no day."""
    if SOLVED not in joined.columns:
        return joined, []
    counted = joined.group_by(SOLVED).agg(rows=joined.count()).order_by(SOLVED).to_pyarrow()
    counts = dict(zip(counted[SOLVED].to_pylist(), counted["rows"].to_pylist(), strict=True))
    solved = read_second(counts, rows.binding, calendar, _moments_of(rows))
    columns = (SOLVED, SOLVED_KEY, SOLVED_ISO)
    days = pd.DataFrame(solved.lines(), columns=columns).astype(
        {SOLVED: "string", SOLVED_KEY: "Int64", SOLVED_ISO: "string"}
    )
    added = joined.left_join(engine.table(days), SOLVED)
    return added, list(_not_solved(rows, solved, counts, word))


def _not_solved(
    rows: Rows, solved: Periods, counts: Mapping[str, int], word: Words
) -> Iterator[Finding]:
    """Yield a finding for what stands in the place of the day of a solution and is none."""
    where = Where(rows.raw.name, rows.raw.sheet, None, rows.binding.columns["solved"].heading)
    for code in dict.fromkeys(solved.unknown.values()):
        bad = [text for text, why in solved.unknown.items() if why is code]
        got = bad[0] + (", …" if len(bad) > 1 else "")
        key = "date_order" if code is Code.AMBIGUOUS_DATE else "date"
        count = sum(counts[text] for text in bad)
        yield Finding(Severity.ERROR, code, where, got, word.text(f"expected.{key}"), rows=count)
