"""A small company made by hand, whose every total can be checked in the head."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from xlcost.dataset import facts as frames
from xlcost.dataset.facts import Facts, Source
from xlcost.dataset.findings import Findings
from xlcost.dataset.scope import COMPANY, Scope
from xlcost.dataset.settings import Settings, parse_settings
from xlcost.planning.levers_file import Levers
from xlcost.report.build import build
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import Value
from xlcost.report.model.spec import Grid, Report, Sheet
from xlcost.values.calendar import Calendar, Period

ACCOUNTS = (
    # account, name, line, category, channel, kind, recurring, driver: see `accounts`
    ("010", "Wages", "Salaries", "People", "", "cost", "yes", "fte"),
    ("5100", "Bonus", "Salaries", "People", "", "cost", "no", "fte"),
    ("5400", "Licences", "Agent licences", "Technology", "", "cost", "yes", "licences"),
    ("6900", "Phone lines", "Telephony", "Technology", "phone", "cost", "yes", ""),
    ("3000", "Fees", "Service fees", "Income", "", "income", "yes", ""),
)
# Cost positive, income negative; one amount a month of 2025 and 2026 up to October.
MONTHLY = {"010": 100_000.0, "5400": 20_000.0, "6900": 30_000.0, "3000": -10_000.0}
OCTOBER = {"010": 130_000.0, "5100": 5_000.0, "5400": 8_000.0, "6900": 30_000.0, "3000": -12_500.0}
PERIOD = 202610


@dataclass
class HandMade:
    """A loaded folder, as `build` needs one."""

    facts: Facts
    findings: Findings = field(default_factory=Findings)
    settings: Settings = field(default_factory=Settings)
    calendar: Calendar = field(default_factory=Calendar)
    period: Period = field(default_factory=lambda: Period(2026, 10))
    scope: Scope = COMPANY
    levers: Levers = field(default_factory=Levers)
    whole_company: bool = False


def frame(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return a frame of facts from rows by name; a column that no row names is blank, or 0."""
    measures = {*frames.ACTIVITY_MEASURES, *frames.WORKFORCE_MEASURES, "amount", "rows"}
    blank = {column: 0.0 if column in measures else "" for column in columns}
    whole = [blank | row for row in rows]
    assert all(row.keys() == blank.keys() for row in whole), "a row names a column of no frame"
    return pd.DataFrame(whole, columns=list(columns))


def centre_of(account: str) -> str:
    """Return the cost centre of an account: the lines pay for themselves."""
    return "20" if account == "6900" else "10"


def periods() -> list[int]:
    """Return the closed periods: 2025 and 2026 up to October."""
    return [2025_00 + n for n in range(1, 13)] + [2026_00 + n for n in range(1, 11)]


def ledger() -> pd.DataFrame:
    """Return the ledger: a flat month, and an October that differs."""
    rows = []
    for period in periods():
        amounts = OCTOBER if period == PERIOD else MONTHLY
        rows += [
            {
                "period": period,
                "account": account,
                "cost_centre": centre_of(account),
                "amount": amount,
                "rows": 1,
            }
            for account, amount in amounts.items()
        ]
    return frame(frames.LEDGER, rows)


def budget() -> pd.DataFrame:
    """Return the original budget: every month of 2026 as the flat month, with no bonus."""
    rows = [
        {
            "version": "original",
            "period": 2026_00 + n,
            "account": account,
            "cost_centre": centre_of(account),
            "amount": amount,
            "rows": 1,
        }
        for n in range(1, 13)
        for account, amount in MONTHLY.items()
    ]
    return frame(frames.BUDGET_COLUMNS, rows)


def accounts() -> pd.DataFrame:
    """Return the account map."""
    rows = [
        {
            "account": account,
            "name": name,
            "line": line,
            "category": category,
            "behaviour": "fixed",
            "driver": driver,
            "channel": channel,
            "kind": kind,
            "recurring": recurring,
        }
        for account, name, line, category, channel, kind, recurring, driver in ACCOUNTS
    ]
    return frame(frames.ACCOUNTS, rows)


def cost_centres() -> pd.DataFrame:
    """Return two cost centres on two sites."""
    rows = [
        {"cost_centre": "10", "name": "Desk", "site": "Bergen"},
        {"cost_centre": "20", "name": "Lines", "site": "Oslo"},
    ]
    return frame(frames.COST_CENTRES, rows)


def activity(versions: tuple[str, ...] = ("actual", "budget")) -> pd.DataFrame:
    """Return 10,000 calls of 300 seconds and 5,000 e-mails of 600 seconds a month."""
    rows = []
    for version in versions:
        for period in [*periods(), *([202611, 202612] if version == "budget" else [])]:
            if version == "budget" and period < 202600:
                continue
            phone = {
                "offered": 11_000.0,
                "handled": 10_000.0,
                "abandoned": 1_000.0,
                "answered_in_threshold": 8_800.0,
                "talk_seconds": 2_400_000.0,
                "hold_seconds": 300_000.0,
                "after_call_seconds": 300_000.0,
                "wait_seconds": 200_000.0,
                "resolved_first_contact": 7_000.0,
                "csat_responses": 1_000.0,
                "csat_satisfied": 800.0,
            }
            mail = {
                "offered": 5_000.0,
                "handled": 5_000.0,
                "talk_seconds": 3_000_000.0,
            }
            for channel, measures in (("phone", phone), ("email", mail)):
                keys = {
                    "version": version,
                    "period": period,
                    "channel": channel,
                    "direction": "inbound",
                }
                rows.append(keys | measures)
    return frame((*frames.ACTIVITY_KEYS, *frames.ACTIVITY_MEASURES), rows)


def workforce() -> pd.DataFrame:
    """Return 20 FTE on the desk and 2 FTE on the lines each month."""
    rows = []
    for period in periods():
        for team, fte in (("Desk", 20.0), ("Lines", 2.0)):
            measures = {
                "fte": fte,
                "paid_hours": fte * 150,
                "logged_in_hours": fte * 100,
                "handle_hours": fte * 80,
                "shrinkage_hours": fte * 45,
                "headcount_open": fte,
                "headcount_close": fte,
                "leavers": 1.0,
                "licences_paid": fte + 5,
                "licences_used": fte,
                "licence_price": 500.0,
            }
            keys = {"version": "actual", "period": period, "team": team}
            rows.append(keys | measures)
    return frame((*frames.WORKFORCE_KEYS, *frames.WORKFORCE_MEASURES), rows)


def postings() -> pd.DataFrame:
    """Return one posting an account in October."""
    rows = [
        {
            "period": PERIOD,
            "account": account,
            "cost_centre": centre_of(account),
            "date": date(2026, 10, 15),
            "document": f"D{account}",
            "vendor": "=cmd()",
            "text": "Kari Nordmann",
            "amount": amount,
            "file": "ledger.csv",
            "row": number,
        }
        for number, (account, amount) in enumerate(OCTOBER.items(), start=2)
    ]
    return frame(frames.POSTINGS, rows)


def total(frame: pd.DataFrame) -> Decimal:
    """Return the exact sum of the amounts."""
    return sum((Decimal(str(amount)) for amount in frame["amount"]), Decimal(0))


def whole_facts(**changes: Any) -> Facts:
    """Return the facts of the company, with some of them changed."""
    parts: dict[str, Any] = {
        "ledger": ledger(),
        "budget": budget(),
        "accounts": accounts(),
        "cost_centres": cost_centres(),
        "activity": activity(),
        "workforce": workforce(),
        "postings": postings(),
    } | changes
    parts.setdefault("ledger_total", total(parts["ledger"]))
    parts.setdefault("budget_total", total(parts["budget"]))
    count = len(parts["ledger"])
    source = Source(
        "ledger", "ledger.csv", size=1234, sha256="ab" * 32, rows_read=count, rows_used=count,
        total=parts["ledger_total"], control_total=parts["ledger_total"],
        detected={"encoding": "utf-8"},
    )  # fmt: skip
    parts.setdefault("sources", (source,))
    return Facts(**parts)


def settings(**report: Any) -> Settings:
    """Return settings of the report."""
    bounds = {"amount": 10_000} | report.pop("materiality", {})
    bounds = {key: bound for key, bound in bounds.items() if bound is not None}
    known = {"entity": "Hand AS", "currency": "NOK", "materiality": bounds}
    return parse_settings({"report": {**known, **report}})


def company(**changes: Any) -> HandMade:
    """Return the company as loaded, with some facts changed."""
    return HandMade(whole_facts(**changes), settings=settings())


def made(dataset: HandMade, **options: Any) -> Report:
    """Build the report of a dataset."""
    return build(dataset, created="2026-11-05T08:00:00Z", version="0.0", **options)


def values(dataset: HandMade, **options: Any) -> dict[tuple[str, str, str], Value]:
    """Build the report of a dataset and return the value of every cell."""
    return evaluate(made(dataset, **options))


def sheet(report: Report, key: str) -> Sheet:
    """Return one sheet."""
    return next(sheet for sheet in report.sheets if sheet.key == key)


def grid(report: Report, name: str) -> Grid:
    """Return one grid."""
    return next(
        block
        for sheet in report.sheets
        for block in sheet.blocks
        if isinstance(block, Grid) and block.id == name
    )
