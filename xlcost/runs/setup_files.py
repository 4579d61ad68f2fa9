"""The sheet Files: what each file was found to be, how sure that is, and which column is what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from xlcost.dataset.dataset import Dataset
from xlcost.dataset.facts import Source
from xlcost.dataset.findings import Code
from xlcost.dataset.schema import INPUTS
from xlcost.dataset.setting_cells import Cell
from xlcost.dataset.settings import BOOK_NAME
from xlcost.dataset.understood import understood
from xlcost.inputs.columns.outline import FileLook
from xlcost.inputs.met_codes import MetCodes
from xlcost.inputs.met_files import MetFile
from xlcost.locales.words import Words
from xlcost.workbook.settings_book import SetupColumn, SetupSheet

COLUMNS = {
    "found_as": 15.0, "read_as": 15.0, "file": 34.0, "sheet": 16.0, "period": 18.0, "rows": 10.0,
    "used": 10.0, "left_out": 10.0, "total": 18.0, "budget": 18.0, "sure": 26.0, "columns": 46.0,
    "understood": 40.0,
}  # fmt: skip
Row = dict[str, Cell]


def files_sheet(
    dataset: Dataset, codes: MetCodes, looks: Sequence[FileLook], word: Words
) -> SetupSheet:
    """Return each table that was looked at, as what, of which periods, with its rows and total."""
    columns = files_columns(word)
    rows = [
        [row.get(one) for one in columns]
        for row in files_rows(dataset, codes, looks, word).values()
    ]
    return SetupSheet(word.text("setup.sheets.files"), list(columns.values()), rows)


def files_columns(word: Words) -> dict[str, SetupColumn]:
    """Return the columns of the sheet, by their names."""
    inputs = [word.text(f"report.inputs.{name}") for name in INPUTS]
    choices = (*inputs, word.text("setup.roles.unused"))
    helps = word.section("setup.help")
    return {
        one: SetupColumn(
            word.text(f"setup.columns.{one}"),
            width,
            one == "read_as",
            choices if one == "read_as" else (),
            helps.get(one, "") if one == "read_as" else "",
        )
        for one, width in COLUMNS.items()
    }


def files_rows(
    dataset: Dataset, codes: MetCodes, looks: Sequence[FileLook], word: Words
) -> dict[tuple[str, str], Row]:
    """Return the cells of each table, by its file and sheet."""
    sure = {(look.path.name, look.sheet): look for look in looks}
    met: dict[tuple[str, str], list[MetFile]] = {}
    for one in codes.files:
        met.setdefault((PurePath(one.file).name, one.sheet), []).append(one)
    read: dict[tuple[str, str], list[Source]] = {}
    for source in dataset.facts.sources:
        read.setdefault((PurePath(source.file).name, source.sheet), []).append(source)
    rows: dict[tuple[str, str], Row] = {}
    for place, sources in read.items():
        if place[0] != BOOK_NAME:
            look = sure.get(place) or sure.get((place[0], ""))
            rows[place] = _read_row(place, sources, met.get(place, []), look, word)
    for place, look in sure.items():
        if place not in rows:
            rows[place] = _unread_row(place, look, word)
    for finding in dataset.findings:
        name = PurePath(finding.where.file).name
        place = (name, "")
        unread = finding.code in (Code.NOT_READ, Code.UNREAD_FILE)
        if unread and not any(file == name for file, _ in rows):
            rows[place] = {
                "found_as": word.text("setup.roles.unknown"),
                "file": name,
                "understood": finding.message(word.language),
            }
    return rows


def _unread_row(place: tuple[str, str], look: FileLook, word: Words) -> Row:
    found = f"report.inputs.{look.input}" if look.input else "setup.roles.unknown"
    return {
        "found_as": word.text(found),
        "file": place[0],
        "sheet": place[1] or None,
        "sure": word.text(f"setup.sure.{look.sure}"),
    }


def _read_row(
    place: tuple[str, str],
    sources: Sequence[Source],
    met: Sequence[MetFile],
    look: FileLook | None,
    word: Words,
) -> Row:
    first = sources[0]
    totals = {one.input: float(one.total) for one in sources if one.total is not None}
    columns = dict.fromkeys(pair for one in met for pair in one.columns)
    keys = [key for one in met for key in (one.first, one.last) if key]
    sure = look.sure if look is not None else "name"
    return {
        "found_as": word.text(f"report.inputs.{first.input}"),
        "file": place[0],
        "sheet": place[1] or None,
        "period": _span(min(keys), max(keys)) if keys else None,
        "rows": first.rows_read,
        "used": first.rows_used,
        "left_out": first.rows_left_out,
        "total": totals.get(first.input),
        "budget": totals.get("budget") if first.input != "budget" else None,
        "sure": word.text(f"setup.sure.{sure}"),
        "columns": "; ".join(f"{name}: {heading}" for name, heading in columns) or None,
        "understood": understood(word, first.detected) or None,
    }


def _span(first: int, last: int) -> str:
    """Return the periods of a table: 2026-01 – 2026-10, or a year."""
    texts = [
        f"{key // 100}-{key % 100:02d}" if key % 100 else str(key // 100) for key in (first, last)
    ]
    return " – ".join(dict.fromkeys(texts))
