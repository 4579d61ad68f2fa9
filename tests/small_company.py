"""A folder of small files with three cost centres, whose codes are as hostile as codes can be."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

# code, name, site, entity, manager
CENTRES = (
    ("../up", "Desk", "Bergen", "A", "Kari Berg"),
    ("CON", "Lines", "Oslo", "A", "Ola Dahl"),
    ("a/b", "Chat", "Oslo", "B", "Kari Berg"),
    ("a:b", "Mail", "", "B", ""),
)
SETTINGS = """\
[report]
entity = "Small AS"
currency = "NOK"
{more}
"""


def write_folder(folder: Path, *, more: str = "", extra: float = 0.0) -> Path:
    """Write ledger, budget, lists, activity and workforce of two months.

    Args:
        folder: Where to; made if it is not there.
        more: More lines of [report].
        extra: Added to one amount, for a file that changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ledger: list[tuple[Any, ...]] = []
    budget: list[tuple[Any, ...]] = []
    for month in ("2026-01", "2026-02"):
        for number, (code, _, _, entity, _) in enumerate(CENTRES, 1):
            for account, amount in (("5000", 10_000.11), ("6000", 999.99), ("3000", -50.5)):
                actual = amount * number + (extra if (code, account) == ("CON", "5000") else 0)
                row = (f"{month}-15", account, code, entity, "=cmd()", "Vendor", f"{actual:.2f}")
                ledger.append(row)
                # Only two centres have a revised budget; the others have the original alone.
                budget.append(("original", month, account, code, entity, f"{amount * 3:.2f}"))
                if number <= 2:
                    budget.append(("revised", month, account, code, entity, f"{amount * 2:.2f}"))
        ledger.append((f"{month}-20", "6000", "", "", "-text", "", "77.77"))
    names = ("date", "account", "cost_centre", "entity", "text", "vendor", "amount")
    _write(folder / "ledger.csv", names, ledger)
    names = ("version", "period", "account", "cost_centre", "entity", "amount")
    _write(folder / "budget.csv", names, budget)
    accounts = [
        ("5000", "Wages", "Salaries", "People", "cost"),
        ("6000", "Phone", "Telephony", "Technology", "cost"),
        ("3000", "Fees", "Fees", "Income", "income"),
    ]
    _write(folder / "accounts.csv", ("account", "name", "line", "category", "kind"), accounts)
    _write(folder / "cost_centres.csv", ("code", "name", "site", "entity", "manager"), CENTRES)
    activity = [
        (month, "phone", team, entity, 100 * (place + 1), 90 * (place + 1), 9_000 * (place + 1))
        for month in ("2026-01", "2026-02")
        for place, (team, entity) in enumerate((("Desk", "A"), ("CON", "A")))
    ]
    names = ("period", "channel", "team", "entity", "offered", "handled", "talk_seconds")
    _write(folder / "activity.csv", names, activity)
    (folder / "xlcost.toml").write_text(SETTINGS.format(more=more), encoding="utf-8")
    return folder


def _write(path: Path, names: tuple[str, ...], rows: Any) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(rows)
