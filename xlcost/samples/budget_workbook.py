"""The Norwegian sample budget: a workbook with a column a month and a row of totals."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.samples.company import ACCOUNTS
from xlcost.samples.norwegian import MONTHS
from xlcost.samples.tables import Table

_FIXED = "2026-06-18T08:00:00Z"
_ZIP_TIME = (2026, 6, 18, 8, 0, 0)
_NAMES = {account.code: account.name.nb for account in ACCOUNTS}


def month_heading(number: int) -> str:
    """Return the heading of a month's column, such as `okt 2026`."""
    return f"{MONTHS[number - 1]} 2026"


def write_budget_workbook(path: Path, table: Table) -> None:
    """Write the budget table (version, period, account, cost centre, entity, amount) wide."""
    wide: dict[tuple[str, ...], list[float]] = {}
    for version, period, account, centre, entity, amount in table.rows:
        key = (str(version), str(account), str(centre), str(entity))
        months = wide.setdefault(key, [0.0] * 12)
        months[int(str(period)[5:]) - 1] += float(amount or 0)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet: Worksheet = workbook.create_sheet("Budsjett 2026")
    sheet.append(["Nordlys Kundeservice AS: budsjett 2026, NOK"])
    sheet.append([])
    headings = [month_heading(number) for number in range(1, 13)]
    sheet.append(["Versjon", "Konto", "Kontonavn", "Ansvar", "Selskap", *headings])
    for (version, account, centre, entity), amounts in wide.items():
        sheet.append([version, account, _NAMES[account], centre, entity, *amounts])
    sums = [sum(amounts[month] for amounts in wide.values()) for month in range(12)]
    sheet.append(["Sum", None, None, None, None, *sums])
    for row in (1, 3, sheet.max_row):
        for cell in sheet[row]:
            cell.font = Font(bold=True)
    sheet.freeze_panes = "F4"
    save_without_clock(workbook, path)


def save_without_clock(workbook: Workbook, path: Path) -> None:
    """Save with fixed times, so that two samples are the same byte for byte."""
    saved = io.BytesIO()
    workbook.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", _FIXED.encode(), content)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
