"""Shares above one: averages that say more than all, and counts that say so of each other."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.dataset.facts import ACTUAL
from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.dataset.schema import TIMES
from xlcost.inputs.columns.rows import LEFT
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.inputs.files.raw_table import ROW
from xlcost.system.late import pd
from xlcost.values import contact_words
from xlcost.values.shown_numbers import format_decimal

CONTACTS = ("activity", "intervals")
# A part and what it is a part of; more of it than of the whole is a mistake.
PARTS = (
    ("answered_in_threshold", "offered"),
    ("answered_in_threshold", "handled"),
    ("resolved_first_contact", "handled"),
    ("csat_satisfied", "csat_responses"),
    ("abandoned", "offered"),
    ("handled", "offered"),
)
# What was waiting is handled later: letters and cases have more handled than came in.
AT_ONCE = ("phone", "chat")
TOLERATED = 1.01  # contacts that came in before midnight and were answered after it


def _shares(case: TableCase) -> Iterator[Finding]:
    """Yield an error for each column of shares of which one is more than all."""
    table = case.rows.table
    used = table.filter(table[LEFT] == "")
    for place, (bound, average, weight) in enumerate(case.binding.averages):
        column = case.binding.input.column(average.measure)
        if column is None or column.kind in TIMES or not _is_share(average.measure):
            continue
        share = used[f"average_{place}"]
        above = share > 1
        line = used.agg(
            rows=used.count(where=above), first=used[ROW].min(where=above), got=share.max()
        )
        found = line.to_pyarrow().to_pylist()[0]
        if found["rows"]:
            yield Finding(
                Severity.ERROR,
                Code.SHARE_ABOVE_ONE,
                case.where(bound.heading, found["first"]),
                f"{found['got'].normalize():f}",
                weight.heading,
                rows=found["rows"],
            )


def _is_share(measure: str) -> bool:
    return any(measure == part for part, _ in PARTS) or measure in ("transferred", "repeated")


def _parts(case: TableCase) -> Iterator[Finding]:
    """Yield a warning for each channel that has more of a part than of the whole."""
    if case.counts is None:
        return
    said = {average.measure for _, average, _ in case.binding.averages}
    days = _actual(case.sums)
    measures = set(case.counts.measures)
    for part, whole in PARTS:
        if not {part, whole} <= measures or part in said:
            continue
        if part == "handled" and "solved" in case.binding.columns:
            continue  # a ticket is solved later than it came in
        for channel, line in _sums(days, [part, whole]).iterrows():
            if line[whole] <= 0 or line[part] <= line[whole] * TOLERATED:
                continue
            if part == "handled" and _family(str(channel)) not in AT_ONCE:
                continue
            numbers = [format_decimal(n, "#,##0.##", locale=case.word.language) for n in line]
            got = f"{channel}: {part} {numbers[0]}, {whole} {numbers[1]}".strip(": ")
            expected = case.word.text(f"expected.part_{part}")
            severity = Severity.WARNING
            yield Finding(severity, Code.MORE_THAN_ALL, case.where(), got, expected, rows=0)


def _family(channel: str) -> str:
    bare, _ = contact_words.split_channel(channel)
    return contact_words.channel(bare) or contact_words.kin(bare)


def _actual(days: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that are no budget and no outbound work."""
    rows = days[days["version"] == ACTUAL]
    return rows[rows["direction"] != contact_words.OUTBOUND] if "direction" in rows else rows


def _sums(days: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return the sums by channel of the rows in which all of some measures stand."""
    both = days[days[names].notna().all(axis=1)]
    return both.groupby("channel")[names].sum()


SHARES = TableRule(Code.SHARE_ABOVE_ONE, _shares, CONTACTS)
MORE_THAN_ALL = TableRule(Code.MORE_THAN_ALL, _parts, CONTACTS)
