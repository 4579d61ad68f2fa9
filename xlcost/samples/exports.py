"""The sample company's files as its systems export them: titles, totals and names of their own.

A smaller company than the one of `xlcost demo`: postings of a month, account and department are one
voucher, so that the whole folder can be looked at in a mail or a repository.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Font

from xlcost.samples.budget_workbook import save_without_clock
from xlcost.samples.company import ACCOUNTS, COMPANY, COST_CENTRES
from xlcost.samples.ledger import postings
from xlcost.samples.tables import Table, Value, tables

LEDGER: Final = "GL detail Jan 2025 - Oct 2026.csv"
BUDGET: Final = "Budget 2026.xlsx"
LAST: Final = "2026-10"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_NAMES = {account.code: account.name.en for account in ACCOUNTS}
_QUEUES = {
    "period": "Month",
    "channel": "Channel",
    "direction": "Direction",
    "team": "Queue",
    "offered": "Offered",
    "handled": "Handled",
    "abandoned": "Abandoned",
    "answered_in_threshold": "Answered within 20 sec",
    "talk_seconds": "Talk seconds",
    "hold_seconds": "Hold seconds",
    "after_call_seconds": "After call seconds",
    "wait_seconds": "Wait seconds",
    "resolved_first_contact": "Resolved first contact",
    "csat_responses": "CSAT responses",
    "csat_satisfied": "CSAT satisfied",
}
_STAFF = {
    "period": "Month",
    "team": "Team",
    "fte": "FTE",
    "paid_hours": "Paid hours",
    "logged_in_hours": "Logged in hours",
    "handle_hours": "Handle hours",
    "shrinkage_hours": "Shrinkage hours",
    "overtime_hours": "Overtime hours",
    "headcount_open": "Headcount open",
    "headcount_close": "Headcount close",
    "leavers": "Leavers",
}
_CHART = {"account": "Account", "name": "Account name", "line": "Line", "category": "Category",
          "kind": "Kind", "channel": "Channel"}  # fmt: skip


def make_exports(folder: Path) -> Path:
    """Write the files into a folder, and return it.

    Args:
        folder: Where to write; made if it is not there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = tables("en")
    _write(folder / LEDGER, [*_titles(), *_ledger()])
    _budget(folder / BUDGET, known["budget"])
    _write(folder / "Chart of accounts.csv", _chosen(known["accounts"], _CHART))
    departments = ([c.code, c.name.en, c.site, c.manager] for c in COST_CENTRES)
    _write(folder / "Departments.csv", [["Dept", "Name", "Site", "Manager"], *departments])
    _write(folder / "Contact centre by queue.csv", _chosen(known["activity"], _QUEUES))
    _write(folder / "Staffing by team.csv", _chosen(known["workforce"], _STAFF))
    return folder


def _titles() -> list[list[str]]:
    """Return the lines that the ledger's system writes above its table."""
    return [["General ledger, detail"], [COMPANY], ["Period 01.01.2025 - 31.10.2026"], []]


def _ledger() -> Iterable[Sequence[str]]:
    """Yield the headings and a voucher for each month, account and department."""
    sums: dict[tuple[str, str, str], int] = {}
    texts: dict[tuple[str, str, str], tuple[int, str]] = {}
    for row in postings():
        key = (row.date[:7], row.account, row.centre)
        sums[key] = sums.get(key, 0) + row.cents
        texts[key] = max(texts.get(key, (-1, "")), (abs(row.cents), row.text.en))
    yield ("Voucher", "Date", "Account", "Account name", "Dept", "Text", "Debit", "Credit")
    for number, (key, cents) in enumerate(sorted(sums.items()), 1):
        month, account, centre = key
        sides = (_money(cents), "") if cents >= 0 else ("", _money(-cents))
        text = texts[key][1]
        yield (f"{number:05d}", f"{month}-28", account, _NAMES[account], centre, text, *sides)


def _money(cents: int) -> str:
    return f"{cents // 100:,}.{cents % 100:02d}"


def _chosen(table: Table, columns: dict[str, str]) -> Iterable[Sequence[Value]]:
    """Yield some columns of a table under a system's own headings; actual rows only."""
    places = [table.columns.index(name) for name in columns]
    version = table.columns.index("version") if "version" in table.columns else None
    yield list(columns.values())
    for row in table.rows:
        if version is None or row[version] == "actual":
            yield [row[place] for place in places]


def _budget(path: Path, table: Table) -> None:
    """Write the budget as a workbook: a column a month, totals below and at the right."""
    wide: dict[tuple[str, str], list[float]] = {}
    for version, period, account, centre, _entity, amount in table.rows:
        if version == "original":
            months = wide.setdefault((str(account), str(centre)), [0.0] * 12)
            months[int(str(period)[5:]) - 1] += float(amount or 0)
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Budget 2026")
    sheet.append([f"{COMPANY}: budget 2026, NOK"])
    sheet.append([])
    headings = [f"{month} 2026" for month in _MONTHS]
    sheet.append(["Account", "Account name", "Dept", *headings, "Total 2026"])
    for (account, centre), amounts in wide.items():
        sheet.append([account, _NAMES[account], centre, *amounts, sum(amounts)])
    sums = [sum(amounts[month] for amounts in wide.values()) for month in range(12)]
    sheet.append(["Total", None, None, *sums, sum(sums)])
    for row in (1, 3, sheet.max_row):
        for cell in sheet[row]:
            cell.font = Font(bold=True)
    sheet.freeze_panes = "D4"
    save_without_clock(book, path)


def _write(path: Path, rows: Iterable[Sequence[Value]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        for row in rows:
            writer.writerow(["" if value is None else _text(value) for value in row])


def _text(value: Value) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
