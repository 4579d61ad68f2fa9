"""The settings workbook: a key a row, its value in an input cell, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.dataset.setting_cells import Cell, cell_of
from xlcost.dataset.setting_keys import flat, key_parts, key_text, kind_of
from xlcost.errors import UsageError
from xlcost.locales.words import Words
from xlcost.workbook.atomic import replacing
from xlcost.workbook.book import Caches
from xlcost.workbook.saving import save
from xlcost.workbook.text_width import lines
from xlcost.workbook.theme import DEFAULT, LINE_HEIGHT, ROW_HEIGHT

_LONGEST_CHOICES = 255  # characters of a list of choices in a cell, as Excel has it
_DAY = "yyyy-mm-dd"
_MONEY = "#,##0.00"
_EDGE = 1.5  # digits of a column that no text stands in
_HIGHEST = 409.0  # points that a row may be high


@dataclass(frozen=True)
class SetupColumn:
    """A column of a sheet of the settings workbook.

    Attributes:
        title: Its heading.
        width: Of the column, in characters.
        is_input: Whether people write in it.
        choices: The words that its cells may be, where only some are allowed.
    """

    title: str
    width: float = 18.0
    is_input: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class SetupSheet:
    """A sheet of the settings workbook: headings in its first row, and a row for each thing.

    Attributes:
        title: The name on its tab.
        columns: Its columns.
        rows: The cells of each row.
        choices: The words of single cells, by row (from 0) and column.
    """

    title: str
    columns: Sequence[SetupColumn]
    rows: Sequence[Sequence[Cell]]
    choices: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)


def settings_sheet(raw: Mapping[str, Any], word: Words) -> SetupSheet:
    """Return the sheet of all that the settings say, and of the usual keys that they do not."""
    given = {key_text(parts): (parts, value) for parts, value in flat(raw)}
    meanings = word.section("setup.meaning")
    usual = [key.replace("__", ".") for key in meanings]
    keys = [*usual, *(key for key in given if key not in usual)]
    rows: list[tuple[Cell, ...]] = []
    choices: dict[tuple[int, int], tuple[str, ...]] = {}
    for number, key in enumerate(keys):
        parts = given[key][0] if key in given else key_parts(key)
        value = cell_of(given[key][1]) if key in given else None
        rows.append((key, value, meanings.get(key.replace(".", "__"))))
        kind = kind_of(parts)
        if kind.choices and kind.kind == "text":
            choices[number, 1] = kind.choices
    columns = (
        SetupColumn(word.text("setup.columns.key"), 38),
        SetupColumn(word.text("setup.columns.value"), 34, is_input=True),
        SetupColumn(word.text("setup.columns.meaning"), 80),
    )
    return SetupSheet(word.text("setup.sheets.settings"), columns, rows, choices)


def write_book(path: Path, sheets: Sequence[SetupSheet]) -> Path:
    """Write a settings workbook that is not there yet, whole or not at all.

    Raises:
        UsageError: A file is there: what people wrote is never replaced.
        EnvironmentFault: It could not be written.
    """
    if path.exists():
        raise UsageError(f"{path} is already there, and settings are never replaced; move it away.")
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has one sheet
    for sheet in sheets:
        _paint(book.create_sheet(sheet.title), sheet)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        save(book, file, Caches(), datetime.now(UTC))
    return path


def _paint(page: Worksheet, sheet: SetupSheet) -> None:
    line = Side(style="thin", color=DEFAULT.light)
    rule = Border(bottom=line)
    for place, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(place)].width = column.width
        head = page.cell(1, place, column.title)
        head.font = Font(name=DEFAULT.font, size=10, bold=True, color=DEFAULT.ink)
        head.fill = PatternFill("solid", fgColor=DEFAULT.paper)
        head.alignment = Alignment(vertical="center", wrap_text=True)
    inputs = PatternFill("solid", fgColor=DEFAULT.input)
    for number, row in enumerate(sheet.rows, start=2):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True), start=1):
            cell = page.cell(number, place)
            _fill(cell, value, decimals=not column.is_input)
            ink = DEFAULT.input_ink if column.is_input else DEFAULT.ink
            cell.font = Font(name=DEFAULT.font, size=10, color=ink)
            cell.border = rule
            cell.alignment = Alignment(
                vertical="top",
                wrap_text=isinstance(value, str),
                horizontal="left" if isinstance(value, str) else None,
            )
            if column.is_input:
                cell.fill = inputs
        page.row_dimensions[number].height = _height(sheet.columns, row)
    page.freeze_panes = "B2"
    page.sheet_view.showGridLines = False
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"
    for rule_ in _validations(sheet):
        page.add_data_validation(rule_)


def _height(columns: Sequence[SetupColumn], row: Sequence[Cell]) -> float:
    """Return the height in which every text of a row is seen whole."""
    most = max(
        lines(value, column.width - _EDGE) if isinstance(value, str) else 1
        for column, value in zip(columns, row, strict=True)
    )
    return min(max(ROW_HEIGHT, most * LINE_HEIGHT + 2.5), _HIGHEST)


def _fill(cell: Any, value: Cell, *, decimals: bool) -> None:
    """Put a value into a cell; a text stays text whatever it begins with, and however it looks."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
    elif isinstance(value, float):
        cell.number_format = _MONEY if decimals else "General"
    elif value is not None and not isinstance(value, bool | int):
        cell.number_format = _DAY


def _validations(sheet: SetupSheet) -> Iterator[DataValidation]:
    """Yield the drop-downs: of whole columns that people write in, and of single cells."""
    cells: dict[tuple[str, ...], list[str]] = {}
    last = len(sheet.rows) + 1
    for place, column in enumerate(sheet.columns, start=1):
        if column.choices and last > 1:
            letter = get_column_letter(place)
            cells.setdefault(column.choices, []).append(f"{letter}2:{letter}{last}")
    for (row, place), choices in sheet.choices.items():
        cells.setdefault(choices, []).append(f"{get_column_letter(place + 1)}{row + 2}")
    for choices, where in cells.items():
        listed = ",".join(choices)
        if len(listed) > _LONGEST_CHOICES or any("," in choice for choice in choices):
            continue
        # What is not in the list is told by the check, with the nearest word that is.
        rule = DataValidation("list", formula1=f'"{listed}"', showErrorMessage=False)
        for one in where:
            rule.add(one)
        yield rule
