"""The settings workbook: a key a row, its value in an input cell, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.dataset.schema import INPUTS
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
SPARE_ROWS = 200  # below the last one that have the drop-downs, too
_INDENT = 1.3  # digits that a text stands off from a column of figures
_EDGE = 1.5  # digits of a column that no text stands in
FEW_COLUMNS = 4  # with more, the first two stay in sight
_A4 = 9
_HIGHEST = 409.0  # points that a row may be high
_SMALLEST = 7 / 10  # letters of 10 points are printed in 7, and none in less
_PAGE_WIDTH = 143.0  # characters of a full size that A4 on its side has room for


@dataclass(frozen=True)
class SetupColumn:
    """A column of a sheet of the settings workbook.

    Attributes:
        title: Its heading.
        width: Of the column, in characters.
        is_input: Whether people write in it.
        choices: The words that its cells may be, where only some are allowed.
        help: What is said beside a cell that is being written in.
    """

    title: str
    width: float = 18.0
    is_input: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True)
class SetupSheet:
    """A sheet of the settings workbook: headings in its first row, and a row for each thing.

    Attributes:
        title: The name on its tab.
        columns: Its columns.
        rows: The cells of each row.
        choices: The words of single cells, by row (from 0) and column.
        links: The column (from 0) whose cells are addresses in the workbook, or -1.
    """

    title: str
    columns: Sequence[SetupColumn]
    rows: Sequence[Sequence[Cell]]
    choices: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    links: int = -1


def settings_sheet(
    raw: Mapping[str, Any], word: Words, found: Mapping[str, str] | None = None
) -> SetupSheet:
    """Return the sheet of all that the settings say, and of the usual keys that they do not.

    Args:
        raw: What the settings say.
        word: The words of the language.
        found: Further keys that people may want, each with what is said of it.
    """
    given = {key_text(parts): (parts, value) for parts, value in flat(raw)}
    rows: list[tuple[Cell, ...]] = []
    choices: dict[tuple[int, int], tuple[str, ...]] = {}
    for number, (key, meaning) in enumerate(_rows(given, word, found or {}).items()):
        parts = given[key][0] if key in given else key_parts(key)
        value = cell_of(given[key][1]) if key in given else None
        rows.append((key, value, meaning))
        kind = kind_of(parts)
        if kind.choices and kind.kind == "text":
            choices[number, 1] = kind.choices
    columns = (
        SetupColumn(word.text("setup.columns.key"), 38),
        SetupColumn(word.text("setup.columns.value"), 34, True, help=word.text("setup.help.value")),
        SetupColumn(word.text("setup.columns.meaning"), 80),
    )
    return SetupSheet(word.text("setup.sheets.settings"), columns, rows, choices)


def _rows(given: Mapping[str, Any], word: Words, found: Mapping[str, str]) -> dict[str, str | None]:
    """Return the keys of the rows, those of one table together, with what is said of each."""
    usual = {key.replace("__", "."): text for key, text in word.section("setup.meaning").items()}
    numbered = {key.partition("[")[0] for key in given if "[" in key.partition(".")[0]}
    keys = [key for key in usual if key.partition(".")[0] not in numbered or key in given]
    tables: dict[str, list[str]] = {}
    for key in dict.fromkeys((*keys, *given, *found)):
        tables.setdefault(key.partition(".")[0], []).append(key)
    meanings = word.section("setup.input_meaning")
    return {
        key: found.get(key) or usual.get(key) or meanings.get(_of_input(key))
        for own in tables.values()
        for key in own
    }


def _of_input(key: str) -> str:
    """Return the key of an input's table that a key belongs to: ledger[2].columns.account."""
    name, _, rest = key.partition(".")
    return rest.partition(".")[0] if name.partition("[")[0] in INPUTS else ""


def write_book(path: Path, sheets: Sequence[SetupSheet], *, own: bool = False) -> Path:
    """Write a settings workbook that is not there yet, whole or not at all.

    Args:
        path: Where it is to stand.
        sheets: What is in it.
        own: Whether it replaces the one that this same run has made.

    Raises:
        UsageError: A file is there: what people wrote is never replaced.
        EnvironmentFault: It could not be written.
    """
    if path.exists() and not own:
        raise UsageError(f"{path} is already there, and settings are never replaced; move it away.")
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has one sheet
    for sheet in sheets:
        _paint(book.create_sheet(sheet.title), sheet)
    book.active = max(0, len(sheets) - 1)  # what is open stands on the last one
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        save(book, file, Caches(), datetime.now(UTC))
    return path


def _paint(page: Worksheet, sheet: SetupSheet) -> None:
    figures = [_is_figures(place, sheet) for place in range(len(sheet.columns))]
    _paint_heads(page, sheet, figures)
    _paint_rows(page, sheet, figures)
    for number, row in enumerate(sheet.rows, start=2):
        if sheet.links >= 0 and (target := row[sheet.links]):
            _link(page.cell(number, sheet.links + 1), str(target))
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"
    page.freeze_panes = "C2" if len(sheet.columns) > FEW_COLUMNS else "B2"
    page.sheet_view.showGridLines = False
    _set_print(page, sheet)
    for rule in _validations(sheet):
        page.add_data_validation(rule)


def _paint_heads(page: Worksheet, sheet: SetupSheet, figures: list[bool]) -> None:
    for place, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(place)].width = column.width
        head = page.cell(1, place, column.title)
        head.font = Font(name=DEFAULT.font, size=10, bold=True, color=DEFAULT.ink)
        head.fill = PatternFill("solid", fgColor=DEFAULT.paper)
        side = "right" if figures[place - 1] else "left"
        beside = place > 1 and figures[place - 2] and not figures[place - 1]
        head.alignment = Alignment(side, "center", wrap_text=True, indent=int(beside))


def _paint_rows(page: Worksheet, sheet: SetupSheet, figures: list[bool]) -> None:
    rule = Border(bottom=Side(style="thin", color=DEFAULT.light))
    inputs = PatternFill("solid", fgColor=DEFAULT.input)
    looks: dict[tuple[type, bool, bool], Any] = {}
    for number, row in enumerate(sheet.rows, start=2):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True), start=1):
            cell = page.cell(number, place)
            # A look is made once of each kind: a sheet may have a hundred thousand cells.
            beside = place > 1 and figures[place - 2]  # a text stands off from a figure
            kind = (type(value), column.is_input, beside)
            if kind not in looks:
                _look(cell, value, column, rule, inputs)
                if beside and isinstance(value, str):
                    cell.alignment = Alignment("left", "top", wrap_text=True, indent=1)
                looks[kind] = cell
            else:
                _copy_look(looks[kind], cell)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # whatever it begins with
        page.row_dimensions[number].height = _height(sheet.columns, row, figures)


def _is_figures(place: int, sheet: SetupSheet) -> bool:
    """Tell whether a column holds figures and no text."""
    held = [row[place] for row in sheet.rows if row[place] not in (None, "")]
    return bool(held) and all(
        isinstance(value, int | float) and not isinstance(value, bool) for value in held
    )


def _set_print(page: Worksheet, sheet: SetupSheet) -> None:
    """Print a sheet as those of a report: A4 on its side, one page wide, its title and number.

    Where that were too small to read it goes on to the right; its first columns, up to a
    third of the page, are repeated there.
    """
    fits = sum(column.width for column in sheet.columns) * _SMALLEST <= _PAGE_WIDTH
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=fits)
    page.print_title_rows = "1:1"
    if not fits:
        page.page_setup.scale = round(100 * _SMALLEST)
        edges = accumulate(column.width for column in sheet.columns)
        kept = sum(edge * _SMALLEST <= _PAGE_WIDTH / 3 for edge in edges)
        page.print_title_cols = f"A:{get_column_letter(max(kept, 1))}"
    margins = page.page_margins
    margins.left = margins.right = 0.45
    margins.top, margins.bottom = 0.6, 0.65
    margins.header = margins.footer = 0.3
    foot = page.oddFooter = HeaderFooterItem()
    foot.left.text, foot.right.text = "&A", "&P / &N"


def _copy_look(source: Any, cell: Any) -> None:
    """Give a cell the look of another one: the library has no public way that is as quick."""
    cell._style = copy(source._style)  # noqa: SLF001 - as above


def _look(cell: Any, value: Cell, column: SetupColumn, rule: Border, inputs: PatternFill) -> None:
    """Give a cell the look of its kind."""
    cell.number_format = _code(value, decimals=not column.is_input)
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
        cell.protection = Protection(locked=False)


def _link(cell: Any, target: str) -> None:
    """Let a cell lead to the one that it names."""
    sheet, _, address = target.rpartition("!")
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{address}")
    cell.font = Font(name=DEFAULT.font, size=10, color=DEFAULT.ink, underline="single")


def _height(columns: Sequence[SetupColumn], row: Sequence[Cell], figures: list[bool]) -> float:
    """Return the height in which every text of a row is seen whole."""
    edges = [_EDGE + _INDENT * before for before in (False, *figures[:-1])]
    most = max(
        lines(value, column.width - edge) if isinstance(value, str) else 1
        for column, value, edge in zip(columns, row, edges, strict=True)
    )
    return min(max(ROW_HEIGHT, most * LINE_HEIGHT + 2.5), _HIGHEST)


def _code(value: Cell, *, decimals: bool) -> str:
    """Return the format code of a value's kind; a text stays text however it looks."""
    if isinstance(value, str):
        return "@"
    if isinstance(value, float):
        return _MONEY if decimals else "General"
    return "General" if value is None or isinstance(value, bool | int) else _DAY


def _validations(sheet: SetupSheet) -> Iterator[DataValidation]:
    """Yield the drop-downs: of whole columns that people write in, and of single cells."""
    cells: dict[tuple[tuple[str, ...], str], list[str]] = {}
    last = len(sheet.rows) + 1 + SPARE_ROWS
    alone = {place for _, place in sheet.choices}
    for place, column in enumerate(sheet.columns):
        if column.is_input and place not in alone and (column.choices or column.help):
            letter = get_column_letter(place + 1)
            said = (column.choices, column.help)
            cells.setdefault(said, []).append(f"{letter}2:{letter}{last}")
    for (row, place), choices in sheet.choices.items():
        one = f"{get_column_letter(place + 1)}{row + 2}"
        cells.setdefault((choices, sheet.columns[place].help), []).append(one)
    for (choices, told), where in cells.items():
        yield _validation(choices, told, where)


def _validation(choices: tuple[str, ...], told: str, where: Sequence[str]) -> DataValidation:
    """Return a drop-down of words, and what is said while a person writes."""
    listed = ",".join(choices)
    usable = 0 < len(listed) <= _LONGEST_CHOICES and not any("," in one for one in choices)
    # What is not in the list is told by the check, with the nearest word that is.
    rule = DataValidation(
        "list" if usable else None,
        formula1=f'"{listed}"' if usable else None,
        showErrorMessage=False,
        showInputMessage=bool(told),
        prompt=told or None,
    )
    for one in where:
        rule.add(one)
    return rule
