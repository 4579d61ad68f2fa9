"""Writes the sample company's files, as an English or a Norwegian finance team would have them.

English: plain CSV. Norwegian: headings, words and number marks of Norwegian systems: `;`, decimal
comma, dates as 31.01.2026, the ledger in cp1252, and the budget as a workbook, a column a month.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from xlcost.errors import UsageError
from xlcost.locales.words import LANGUAGES
from xlcost.samples.budget_workbook import write_budget_workbook
from xlcost.samples.company import COMPANY
from xlcost.samples.ledger import postings
from xlcost.samples.levers_text import levers_text
from xlcost.samples.norwegian import FILES, HEADINGS, WORDS
from xlcost.samples.settings_text import settings_text
from xlcost.samples.tables import Table, Value, tables

LAST_PERIOD: Final = "2026-10"


def make_sample(folder: Path, language: str = "en") -> Path:
    """Write the sample company's inputs and its `xlcost.toml` into a folder.

    Args:
        folder: Where to write; made if it is not there.
        language: "en" or "nb": the words, headings and number marks of the files.

    Returns:
        The folder.

    Raises:
        UsageError: There is no sample in this language.
    """
    if language not in LANGUAGES:
        raise UsageError(f"There is no sample in {language!r}; choose {' or '.join(LANGUAGES)}.")
    folder.mkdir(parents=True, exist_ok=True)
    write = _write_norwegian if language == "nb" else _write_english
    for name, table in tables(language).items():
        write(folder, name, table)
    total = sum(posting.cents for posting in postings())
    text = settings_text(language, COMPANY, f"{total // 100}.{total % 100:02d}")
    (folder / "xlcost.toml").write_text(text, encoding="utf-8", newline="\n")
    (folder / "levers.toml").write_text(levers_text(language), encoding="utf-8", newline="\n")
    return folder


def _write_english(folder: Path, name: str, table: Table) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.columns)
        writer.writerows([_plain(value) for value in row] for row in table.rows)


def _plain(value: Value) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _write_norwegian(folder: Path, name: str, table: Table) -> None:
    if name == "budget":
        write_budget_workbook(folder / FILES[name], table)
        return
    encoding = "cp1252" if name == "ledger" else "utf-8-sig"
    with (folder / FILES[name]).open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(
            HEADINGS.get((name, column)) or HEADINGS["", column] for column in table.columns
        )
        for row in table.rows:
            writer.writerow(map(_norwegian, table.columns, row))


def _norwegian(column: str, value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    if value is None:
        return ""
    if column in {"date", "active_from"}:
        return _norwegian_day(str(value))
    if column == "timestamp":
        day, time = str(value).split(" ")
        return f"{_norwegian_day(day)} {time}"
    return WORDS.get(str(value), str(value)) if column in _TRANSLATED else str(value)


def _norwegian_day(text: str) -> str:
    year, month, day = text.split("-")
    return f"{day}.{month}.{year}"


_TRANSLATED = {"version", "direction", "behaviour", "kind", "recurring"}
