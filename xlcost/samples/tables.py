"""The inputs of the sample company as plain tables, under the headings of one language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from xlcost.samples.activity import contacts
from xlcost.samples.budget import budget
from xlcost.samples.closing import ADJUSTMENTS, trial_balance
from xlcost.samples.company import ACCOUNTS, COST_CENTRES, ENTITY, Name
from xlcost.samples.intervals import intervals
from xlcost.samples.ledger import postings
from xlcost.samples.story import ACTUAL_MONTHS, BUDGET_MONTHS
from xlcost.samples.workforce import staff

Value = str | int | float | None


class Table(NamedTuple):
    """One input: its canonical columns and its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def tables(language: str) -> dict[str, Table]:
    """Return every input by name."""
    return {
        "ledger": _ledger(language),
        "budget": _budget(),
        "accounts": _accounts(language),
        "cost_centres": _cost_centres(language),
        "activity": _activity(language),
        "workforce": _workforce(language),
        "adjustments": _adjustments(language),
        "trial_balance": _trial_balance(),
        "intervals": _intervals(language),
    }


def _ledger(language: str) -> Table:
    columns = "date document account cost_centre entity vendor text currency amount"
    rows = tuple(
        (
            row.date,
            str(row.document),
            row.account,
            row.centre,
            ENTITY,
            row.vendor,
            row.text.text(language),
            row.currency,
            row.amount,
        )
        for row in postings()
    )
    return Table(tuple(columns.split()), rows)


def _budget() -> Table:
    columns = ("version", "period", "account", "cost_centre", "entity", "amount")
    rows = tuple(
        (row.version, row.month.text, row.account, row.centre, ENTITY, row.amount)
        for row in budget()
    )
    return Table(columns, rows)


def _adjustments(language: str) -> Table:
    columns = ("period", "account", "cost_centre", "entity", "text", "amount")
    rows = tuple(
        (row.period, row.account, row.centre, ENTITY, row.text.text(language), row.amount)
        for row in ADJUSTMENTS
    )
    return Table(columns, rows)


def _trial_balance() -> Table:
    rows = tuple(
        (period, account, ENTITY, cents / 100)
        for (period, account), cents in trial_balance().items()
    )
    return Table(("period", "account", "entity", "amount"), rows)


def _accounts(language: str) -> Table:
    columns = "account name line category behaviour driver channel kind recurring"

    def words(name: Name | None) -> str:
        return name.text(language) if name else ""

    rows = tuple(
        (
            account.code,
            words(account.name),
            words(account.line),
            words(account.category),
            account.behaviour,
            account.driver,
            words(account.channel),
            account.kind,
            "yes" if account.recurring else "no",
        )
        for account in ACCOUNTS
    )
    return Table(tuple(columns.split()), rows)


def _cost_centres(language: str) -> Table:
    columns = "cost_centre name site entity manager active_from active_to"
    rows = tuple(
        (
            centre.code,
            centre.name.text(language),
            centre.site,
            ENTITY,
            centre.manager,
            centre.active_from,
            None,
        )
        for centre in COST_CENTRES
    )
    return Table(tuple(columns.split()), rows)


_COUNTS = (
    "offered handled abandoned abandoned_in_threshold transferred repeated answered_in_threshold "
    "talk_seconds hold_seconds after_call_seconds wait_seconds resolved_first_contact resolved "
    "csat_responses csat_satisfied sales leads"
)


def _activity(language: str) -> Table:
    def rows() -> Iterator[tuple[Value, ...]]:
        for month in (*ACTUAL_MONTHS, *BUDGET_MONTHS):
            for row in contacts(month):
                said = (row.channel.text(language), row.direction, row.team.text(language))
                # Nothing is what a queue does not measure: none of them counts a true zero.
                counts = (getattr(row, name) or None for name in _COUNTS.split())
                yield (month.text, month.version, *said, ENTITY, *counts)

    columns = ("period", "version", "channel", "direction", "team", "entity", *_COUNTS.split())
    return Table(columns, tuple(rows()))


_COUNTED = (
    "offered handled abandoned answered_in_threshold talk_seconds hold_seconds after_call_seconds "
    "wait_seconds"
)


def _intervals(language: str) -> Table:
    def rows() -> Iterator[tuple[Value, ...]]:
        for row in intervals():
            queue = row.queue
            said = (queue.channel.text(language), queue.direction, queue.team.text(language))
            counts = (getattr(row, name) for name in _COUNTED.split())
            yield (row.timestamp, *said, ENTITY, *counts)

    columns = ("timestamp", "channel", "direction", "team", "entity", *_COUNTED.split())
    return Table(columns, tuple(rows()))


_PEOPLE = (
    "fte paid_hours logged_in_hours handle_hours shrinkage_hours overtime_hours headcount_open "
    "headcount_close leavers licences_paid licences_used licence_price"
)


def _workforce(language: str) -> Table:
    def rows() -> Iterator[tuple[Value, ...]]:
        for month in (*ACTUAL_MONTHS, *BUDGET_MONTHS):
            for row in staff(month):
                figures = (getattr(row, name) for name in _PEOPLE.split())
                yield (month.text, month.version, row.centre.name.text(language), ENTITY, *figures)

    return Table(("period", "version", "team", "entity", *_PEOPLE.split()), tuple(rows()))
