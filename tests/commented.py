"""What people do to a pack: write comments, sort rows, move columns, rename sheets and files."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from libreoffice import installed
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.dataset.pack_format import COMMENT_COLUMNS, COMMENTS
from xlcost.locales.words import LANGUAGES, words

LEDGER = """period,account,cost_centre,amount
2026-09,5000,10,100000
2026-09,5400,10,20000
2026-09,6900,20,30000
2026-10,5000,10,{wages}
2026-10,5400,10,8000
2026-10,6900,20,{lines}
2026-10,3000,10,-12500
"""
BUDGET = """period,account,cost_centre,amount
2026-10,5000,10,100000
2026-10,5400,10,20000
2026-10,6900,20,30000
2026-10,3000,10,-10000
"""
ACCOUNTS = """account,name,line,category,kind
5000,Wages,Salaries,People,cost
5400,Licences,Agent licences,Technology,cost
6900,Phone lines,Telephony,Technology,cost
3000,Fees,Service fees,Income,income
"""
SETTINGS = """[report]
entity = "Hand AS"
currency = "NOK"
[report.materiality]
amount = 5000
pct = 0.05
always = ["Service fees", "Total OpEx", "Sum OpEx"]
"""


def write_data(folder: Path, wages: int = 130_000, lines: int = 50_000) -> Path:
    """Write a small company's files, the amounts of two lines as given."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ledger.csv").write_text(LEDGER.format(wages=wages, lines=lines), encoding="utf-8")
    (folder / "budget.csv").write_text(BUDGET, encoding="utf-8")
    (folder / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    (folder / "xlcost.toml").write_text(SETTINGS, encoding="utf-8")
    return folder


def place(book: Any) -> tuple[Worksheet, int, int, dict[str, int]]:
    """Return the sheet of the table, its first and last row, and the columns by their keys."""
    known = {
        words(language).text(f"report.commentary.titles.{name}"): name
        for language in LANGUAGES
        for name in COMMENT_COLUMNS
    }
    sheet = next(one for one in book.worksheets if COMMENTS in one.tables)
    corner, end = sheet.tables[COMMENTS].ref.split(":")
    top, bottom = sheet[corner].row, sheet[end].row
    columns = {known[cell.value]: cell.column for cell in sheet[top] if cell.value in known}
    return sheet, top + 1, bottom, columns


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of the table of comments, by column, as values."""
    sheet, first, last, columns = place(openpyxl.load_workbook(path, data_only=True))
    return [
        {name: sheet.cell(row, column).value for name, column in columns.items()}
        for row in range(first, last + 1)
    ]


def words_of(path: Path) -> dict[str, list[str]]:
    """Return the comments of each line."""
    found: dict[str, list[str]] = {}
    for row in rows(path):
        if row["text"]:
            found.setdefault(row["line"], []).append(row["text"])
    return found


def write(path: Path, line: str, **said: Any) -> None:
    """Write in the cells of a line's first row, as a person does."""

    def fill(sheet: Worksheet, first: int, last: int, columns: Mapping[str, int]) -> None:
        row = next(
            number
            for number in range(first, last + 1)
            if sheet.cell(number, columns["line"]).value == line
        )
        for name, value in said.items():
            sheet.cell(row, columns[name]).value = value

    change(path, fill)


def change(path: Path, what: Callable[[Worksheet, int, int, dict[str, int]], None]) -> None:
    """Open a pack, do something to the table of comments, and save it."""
    book = openpyxl.load_workbook(path)
    what(*place(book))
    book.save(path)


def turn_over(sheet: Worksheet, first: int, last: int, columns: Mapping[str, int]) -> None:
    """Sort the rows the other way round."""
    del columns
    taken = [[cell.value for cell in sheet[row]] for row in range(first, last + 1)]
    for number, values in enumerate(reversed(taken)):
        for column, value in enumerate(values, start=1):
            sheet.cell(first + number, column).value = value


def resave(path: Path, folder: Path, *steps: str) -> Path:
    """Save a pack with LibreOffice, by way of other formats, and put it in its own place."""
    program, _ = installed()
    folder.mkdir(exist_ok=True)
    source = path
    for number, step in enumerate(steps):
        target = folder / str(number)
        command = [
            program, "--headless", "--norestore",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to", step, "--outdir", str(target), str(source),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        source = target / f"{path.stem}.{step}"
    path.write_bytes(source.read_bytes())
    return path
