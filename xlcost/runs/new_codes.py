"""New codes: what a later month brings is added to the sheets of the settings workbook.

The template's button *Build report* comes here through `build_report`; a caller need not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from xlcost.dataset.schema import LISTS
from xlcost.dataset.setting_cells import Cell
from xlcost.dataset.settings import BOOK_NAME, Settings
from xlcost.errors import EnvironmentFault, LeftBeside
from xlcost.inputs.configuration.setup_cells import SetupCells, SetupSheetCells, setup_cells
from xlcost.inputs.configuration.setup_pages import WORDS
from xlcost.inputs.files.faults import FileFault
from xlcost.inputs.met_codes import MetCodes
from xlcost.locales.words import Words, words
from xlcost.runs.setup_codes import codes_rows
from xlcost.runs.setup_words import words_rows
from xlcost.workbook.added_rows import with_rows
from xlcost.workbook.atomic import replacing

LOCKS = ("~$xlcost.xlsx", ".~lock.xlcost.xlsx#")  # of Excel and of LibreOffice
Row = Mapping[str, Cell]


@dataclass(frozen=True)
class AddedCodes:
    """What became of new codes.

    Attributes:
        path: The workbook that has them: the folder's own, or the one beside it.
        count: How many rows were added.
        in_place: Whether the folder's own workbook has them.
        remark: What a person is told, "" where there was nothing new.
    """

    path: Path
    count: int = 0
    in_place: bool = True
    remark: str = ""


def add_new_codes(folder: Path, codes: MetCodes, settings: Settings, period: str) -> AddedCodes:
    """Add the codes that the sheets of the workbook lack below their last rows.

    No row that is there is changed or moved. A workbook that is open elsewhere stays as it is: the
    new one is written beside it.

    Args:
        folder: Where the workbook is.
        codes: What the files speak of.
        settings: The settings.
        period: The period in which the codes are new.
    """
    path = folder / BOOK_NAME
    word = words(settings.report.language)
    try:
        if not path.exists():
            return AddedCodes(path)
        before = path.read_bytes()
        new = _new(setup_cells(path), codes, settings, word, period)
        count = sum(map(len, new.values()))
        if not count:
            return AddedCodes(path)
        return _written(path, before, with_rows(before, new), count, word)
    except FileFault as fault:
        return AddedCodes(path, remark=fault.finding(path.name).sentence(word.language))
    except (EnvironmentFault, OSError) as fault:
        return AddedCodes(path, remark=str(fault))


def _written(path: Path, before: bytes, after: bytes, count: int, word: Words) -> AddedCodes:
    """Write the workbook in its place, or beside it where it is open."""
    if any((path.parent / lock).exists() for lock in LOCKS):
        return _beside(path, after, count, word)

    def unchanged() -> None:
        if path.read_bytes() != before:
            raise EnvironmentFault(word.text("setup.added_changed", file=path.name))

    spare = _free(path)
    try:
        with replacing(path, spare, confirm=unchanged) as file:
            file.write(after)
    except LeftBeside:
        remark = word.text("setup.added_beside", count=count, file=path.name, other=spare.name)
        return AddedCodes(spare, count, in_place=False, remark=remark)
    return AddedCodes(path, count, remark=word.text("setup.added", count=count, file=path.name))


def _beside(path: Path, after: bytes, count: int, word: Words) -> AddedCodes:
    spare = _free(path)
    with replacing(spare) as file:
        file.write(after)
    remark = word.text("setup.added_beside", count=count, file=path.name, other=spare.name)
    return AddedCodes(spare, count, in_place=False, remark=remark)


def _free(path: Path) -> Path:
    """Return a name beside a file that no file has: people may have written in the last one."""
    names = (f"{path.stem} (new{place}){path.suffix}" for place in ("", *range(2, 1000)))
    paths = (path.with_name(name) for name in names)
    return next(one for one in paths if not one.exists())


def _new(
    cells: SetupCells, codes: MetCodes, settings: Settings, word: Words, period: str
) -> dict[str, list[dict[int, Cell]]]:
    """Return the rows that each sheet lacks."""
    found: dict[str, list[dict[int, Cell]]] = {}
    for name in LISTS:
        if sheet := cells.sheets.get(name):
            rows = codes_rows(name, codes, word).items()
            lacking = (row for code, row in rows if code not in sheet.cells)
            found[sheet.title] = _placed(lacking, sheet, word, period)
    if sheet := cells.sheets.get(WORDS):
        known = {(what, text.casefold()) for what, text in sheet.words}
        lines = words_rows(codes, settings, word).items()
        lacking = (row for (what, text), row in lines if (what, text.casefold()) not in known)
        found[sheet.title] = _placed(lacking, sheet, word, period)
    return {title: rows for title, rows in found.items() if rows}


def _placed(
    rows: Iterable[Row], sheet: SetupSheetCells, word: Words, period: str
) -> list[dict[int, Cell]]:
    """Return rows with their cells under the headings of a sheet, marked as new."""
    found: list[dict[int, Cell]] = []
    for row in rows:
        marked = {**row, "origin": word.text("setup.new", period=period, origin=row["origin"])}
        cells: dict[int, Cell] = {}
        for name, value in marked.items():
            if name in sheet.columns and value is not None:
                cells[sheet.columns[name]] = value
        found.append(cells)
    return found
