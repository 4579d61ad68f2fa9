"""Times that cannot be: contacts in no time or in hours, more work than presence or heads."""

from __future__ import annotations

from collections.abc import Iterator

from xlcost.dataset.facts import ACTUAL
from xlcost.dataset.findings import Code, Finding, Severity
from xlcost.inputs.evidence.rule import TableCase, TableRule
from xlcost.system.late import pd
from xlcost.values import contact_words, durations
from xlcost.values.shown_numbers import format_decimal

HANDLE = ("talk_seconds", "hold_seconds", "after_call_seconds")
SHORTEST, LONGEST = durations.USUAL
LONGEST_CASE = 8 * 3600.0  # of a letter or a case: more than a working day is none
TALKED = (contact_words.PHONE, "chat")
HOUR = 3600
PEOPLE = ("headcount_open", "headcount_close")
HALF = 0.5  # a rounded headcount may be that much less than the people


def _handle_time(case: TableCase) -> Iterator[Finding]:
    """Yield a finding for each channel whose contacts take next to no time, or hours.

    It is an error where the times cannot be right: then they are counted in another unit.
    """
    if case.counts is None or "handled" not in case.sums:
        return
    names = [name for name in HANDLE if name in case.sums]
    if "talk_seconds" not in names:
        return
    days = case.sums[case.sums["version"] == ACTUAL]
    days = days[days["handled"].notna() & days[names].notna().any(axis=1)]
    sums = days.groupby("channel")[["handled", *names]].sum()
    for channel, line in sums.iterrows():
        seconds, handled = float(line[names].sum()), float(line["handled"])
        if handled <= 0 or SHORTEST <= seconds / handled <= LONGEST:
            continue
        talked = contact_words.channel_and_direction(str(channel))[0] in TALKED
        longest = LONGEST if talked else LONGEST_CASE
        wrong = seconds > 0 and not SHORTEST <= seconds / handled <= longest
        shown = format_decimal(seconds / handled, "#,##0.##", locale=case.word.language)
        yield Finding(
            Severity.ERROR if wrong else Severity.WARNING,
            Code.ODD_HANDLE_TIME,
            case.where(),
            str(channel) or "–",
            f"{shown} s",
            rows=0,
            amount=f"{seconds / HOUR:.2f}",
        )


def _presence(case: TableCase) -> Iterator[Finding]:
    """Yield a warning for each period in which people were busier than they were there."""
    if case.counts is None:
        return
    for period, line in _by_period(case, ["handle_hours", "logged_in_hours"]):
        busy, there = line
        if there > 0 and busy > there * (1 + 1e-9):
            numbers = [format_decimal(n, "#,##0.##", locale=case.word.language) for n in line]
            got = f"{period}: handle_hours {numbers[0]}, logged_in_hours {numbers[1]}"
            yield Finding(Severity.WARNING, Code.MORE_THAN_LOGGED_IN, case.where(), got, rows=0)


def _heads(case: TableCase) -> Iterator[Finding]:
    """Yield a warning for each period with more full-time equivalents than people."""
    if case.counts is None or "fte" not in case.sums:
        return
    known = [name for name in PEOPLE if name in case.sums]
    if not known:
        return
    days = case.sums[case.sums["version"] == ACTUAL]
    days = days[days["fte"].notna() & days[known].notna().any(axis=1)]
    means = days.groupby(["period", "team", "entity"])[["fte", *known]].mean()
    by_period = means.groupby("period")[["fte", *known]].sum(min_count=1)
    for period, line in by_period.iterrows():
        heads = float(line[known].max())
        if heads > 0 and float(line["fte"]) > heads + HALF:
            shown = case.calendar.period(int(str(period)))
            numbers = [
                format_decimal(n, "#,##0.##", locale=case.word.language)
                for n in (float(line["fte"]), heads)
            ]
            got = f"{shown}: FTE {numbers[0]}, {case.word.text('expected.heads')} {numbers[1]}"
            yield Finding(Severity.WARNING, Code.MORE_PEOPLE_THAN_HEADS, case.where(), got, rows=0)


def _by_period(case: TableCase, names: list[str]) -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield the sums of two measures in each period, of the rows in which both stand."""
    if not set(names) <= set(case.sums.columns):
        return
    days = case.sums[(case.sums["version"] == ACTUAL) & case.sums[names].notna().all(axis=1)]
    sums: pd.DataFrame = days.groupby("period")[names].sum()
    for period, line in sums.iterrows():
        yield (
            str(case.calendar.period(int(str(period)))),
            (float(line.iloc[0]), float(line.iloc[1])),
        )


HANDLE_TIME = TableRule(Code.ODD_HANDLE_TIME, _handle_time, ("activity", "intervals"))
PRESENCE = TableRule(Code.MORE_THAN_LOGGED_IN, _presence, ("workforce",))
HEADS = TableRule(Code.MORE_PEOPLE_THAN_HEADS, _heads, ("workforce",))
