"""The own control of a ledger file: vouchers balance, and stated sums are those that were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from xlcost.dataset.facts import HALF_A_CENT
from xlcost.dataset.findings import Code, Finding, Severity, Where, amount_text
from xlcost.dataset.own_balances import Stated
from xlcost.engine import Engine
from xlcost.inputs.files.ledger_file import LedgerFile
from xlcost.inputs.standards.ledger_table import NAMES
from xlcost.inputs.standards.read_ledger import ReadLedger
from xlcost.inputs.standards.source import LedgerSource
from xlcost.locales.words import Words
from xlcost.values.calendar import MONTHS

SHOWN = 20
MANY_DAYS = 8  # of a 13th period; closing entries are of the last day, or of a few
EXACT = "try_cast(amount AS DECIMAL(38, 12))"


def own_control(
    source: LedgerSource, read: ReadLedger, rows: str, engine: Engine, word: Words
) -> tuple[LedgerFile, list[Finding]]:
    """Return what a file says with what it comes to, and what in it contradicts itself.

    Args:
        source: The file.
        read: What its reader found.
        rows: What stands for its postings in a query.
        engine: Where they are.
        word: The words of the report language.
    """
    off = _off(read, rows, engine)
    ledger = _proven(read, len(off), rows, engine)
    return ledger, [
        _understood(source, read, word),
        *_vouchers(source, off),
        *_stated(source, ledger, word),
        *_year(source, read, rows, engine),
        *_weeks(source, rows, engine),
        *_dimensions(source, read, word),
    ]


def _understood(source: LedgerSource, read: ReadLedger, word: Words) -> Finding:
    """Return a note of what the file is, and of whom."""
    ledger = read.ledger
    name = f"{NAMES[ledger.standard]} {ledger.version}".strip()
    who = " ".join(filter(None, (ledger.company, ledger.number))) or "–"
    year = " – ".join(day.isoformat() for day in ledger.year) if ledger.year else "–"
    marks = ", ".join(read.dimensions) or "–"
    text = word.text("expected.standard", name=name, who=who, year=year, dimensions=marks)
    return Finding(Severity.NOTE, Code.DETECTED, Where(source.name), text, rows=0)


def _off(read: ReadLedger, rows: str, engine: Engine) -> list[tuple[Any, ...]]:
    """Return the vouchers of which debit and credit differ, in the order of the file."""
    row = "line" if read.postings.by_line else "number"
    sql = (
        f"SELECT min({row}) AS first, arg_min(document, {row}), count(*), sum({EXACT}) AS off "  # noqa: S608 - our own columns
        f"FROM {rows} GROUP BY voucher HAVING abs(off) > {HALF_A_CENT} ORDER BY first"
    )
    return engine.ask(sql)


def _proven(read: ReadLedger, unbalanced: int, rows: str, engine: Engine) -> LedgerFile:
    """Return what the file says, with what its vouchers come to, for the controls of the pack."""
    vouchers = f"SELECT count(DISTINCT voucher) FROM {rows}"  # noqa: S608 - our own columns
    stated = [
        Stated(side.lower(), read.summed[side], amount)
        for side, amount in read.stated.items()
        if amount is not None and side in read.summed
    ]
    return replace(
        read.ledger,
        vouchers=int(engine.ask(vouchers)[0][0]),
        unbalanced=unbalanced,
        stated=tuple(stated),
    )


def _vouchers(source: LedgerSource, found: Sequence[tuple[Any, ...]]) -> Iterator[Finding]:
    """Yield an error for each voucher of which debit and credit differ."""
    for first, document, count, off in found[:SHOWN]:
        yield Finding(
            Severity.ERROR,
            Code.UNBALANCED_VOUCHER,
            Where(source.name, row=first),
            str(document),
            rows=int(count),
            amount=f"{off.normalize():f}",
        )
    if rest := found[SHOWN:]:
        count = sum(int(one[2]) for one in rest)
        got, off = f"… (+{len(rest):,})", sum(one[3] for one in rest)
        where = Where(source.name)
        yield Finding(
            Severity.ERROR, Code.UNBALANCED_VOUCHER, where, got, rows=count, amount=f"{off:f}"
        )


def _stated(source: LedgerSource, ledger: LedgerFile, word: Words) -> Iterator[Finding]:
    """Yield a warning for a sum of all debits or credits that the lines do not come to."""
    for one in ledger.stated:
        if abs(one.stated - one.summed) > HALF_A_CENT:
            sides = (one.summed, one.stated)
            got, expected = (amount_text(f"{a:.2f}", word.language) for a in sides)
            where = Where(source.name, column=f"Total{one.side.title()}")
            yield Finding(Severity.WARNING, Code.TOTAL_MISMATCH, where, got, expected, rows=0)


def _year(source: LedgerSource, read: ReadLedger, rows: str, engine: Engine) -> Iterator[Finding]:
    """Yield a warning where the year that a file states is not that of its days."""
    if read.ledger.year is None:
        return
    first, last = read.ledger.year
    day = "try_cast(date AS DATE)"
    sql = (
        f"SELECT min({day}), max({day}), count(*) FILTER ({day} NOT BETWEEN ? AND ?) "  # noqa: S608 - our own columns
        f"FROM {rows}"
    )
    begin, end, outside = engine.ask(sql, [first, last])[0]
    if not outside:
        return
    got, expected = _span(begin, end), _span(first, last)
    where = Where(source.name)
    yield Finding(Severity.WARNING, Code.OTHER_YEAR, where, got, expected, rows=int(outside))


def _weeks(source: LedgerSource, rows: str, engine: Engine) -> Iterator[Finding]:
    """Yield an error where a 13th period closes no year: then periods are weeks, and no months."""
    if source.calendar.periods_in_year != MONTHS:
        return
    sql = (
        f"SELECT count(DISTINCT date), min(date), max(date), count(*) FROM {rows} "  # noqa: S608 - our own columns
        f"WHERE month % 100 = {MONTHS + 1}"
    )
    days, begin, end, count = engine.ask(sql)[0]
    if days >= MANY_DAYS:
        got, where = f"{begin} – {end}", Where(source.name)
        yield Finding(Severity.ERROR, Code.THIRTEEN_PERIODS, where, got, rows=int(count))


def _span(first: date, last: date) -> str:
    return f"{first.isoformat()} – {last.isoformat()}"


def _dimensions(source: LedgerSource, read: ReadLedger, word: Words) -> Iterator[Finding]:
    """Yield a warning for dimensions for which there was no room, and for marks of no part."""
    if read.unsplit:
        where = Where(source.name)
        yield Finding(Severity.WARNING, Code.UNSPLIT_LINE, where, rows=read.unsplit)
    if read.unread:
        text = word.text("expected.dimensions", names=", ".join(sorted(read.unread)))
        yield Finding(Severity.WARNING, Code.DETECTED, Where(source.name), text, rows=0)
