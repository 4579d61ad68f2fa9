"""Where every block and every cell of a report stands: the one place that knows A1 addresses."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from openpyxl.utils import get_column_letter

from xlcost.errors import UsageError
from xlcost.report.model.expressions import Ref
from xlcost.report.model.spec import Block, Cell, Chart, DataTable, Grid, Report, Row, Sheet, Text

MAX_ROW = 1_048_576
MAX_TITLE = 31
ROW_CENTIMETRES = 15 / 72 * 2.54  # a row of the default height, 15 points
_ONE_LENGTH = 60  # rows of a folded grid that an upright page holds
_LENGTH = 40  # where it holds more than that, rows under one head
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_PLAIN_TITLE = re.compile(r"[A-Za-z]{4,}")  # shorter ones may look like a cell or a column


@dataclass(frozen=True)
class Position:
    """One cell: the title of its sheet, its row and its column, both counted from 1."""

    sheet: str
    row: int
    column: int

    @cached_property
    def address(self) -> str:
        """The relative address, such as `B7`."""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def absolute(self) -> str:
        """The absolute address, such as `$B$7`."""
        return f"${get_column_letter(self.column)}${self.row}"


@dataclass(frozen=True)
class GridPlace:
    """A grid on its sheet; a row that it does not have is 0."""

    grid: Grid
    title_row: int
    band_row: int
    header_row: int
    first_row: int
    continued: bool = False  # the part of a folded grid that stands below

    @property
    def top_row(self) -> int:
        """The row that it begins on."""
        return self.title_row or self.band_row or self.header_row or self.first_row

    @property
    def last_row(self) -> int:
        """The last row of its figures."""
        return self.first_row + len(self.grid.rows) - 1


@dataclass(frozen=True)
class TextPlace:
    """A line of text on its row."""

    text: Text
    row: int


@dataclass(frozen=True)
class TablePlace:
    """A Data table on its sheet; `rows` is at least 1, since Excel's tables are never empty."""

    table: DataTable
    title_row: int
    header_row: int
    column: int
    rows: int


@dataclass(frozen=True)
class ChartPlace:
    """A chart: the row of its upper edge, and how many centimetres stand to its left."""

    chart: Chart
    row: int
    left: float


Placed = GridPlace | TextPlace | TablePlace | ChartPlace


@dataclass
class SheetPlan:
    """One sheet with the places of its blocks."""

    sheet: Sheet
    title: str
    number: int
    places: list[Placed] = field(default_factory=list)
    last_row: int = 0
    ends: list[int] = field(default_factory=list)  # the last row of each block for everybody
    upright: bool = False  # printed on a page that stands, though its sheet would lie

    @property
    def grids(self) -> Iterator[GridPlace]:
        """Its grids, from top to bottom."""
        return (place for place in self.places if isinstance(place, GridPlace))

    @cached_property
    def everybody(self) -> SheetPlan:
        """The part of it that is on the pages that everybody gets."""
        count = self.sheet.essential
        last = self.ends[count - 1] if 0 < count <= len(self.ends) else self.last_row
        if last >= self.last_row:
            return self
        places = [place for place in self.places if _top(place) <= last]
        return replace(self, places=places, last_row=last)

    def reach(self, row: int) -> int:
        """Return how many columns a text may reach across, so that no page cuts it."""
        part = self.everybody
        return part.columns if row <= part.last_row else self.columns

    @property
    def columns(self) -> int:
        """How many columns its grids and tables reach across."""
        widths = [1]
        for place in self.places:
            if isinstance(place, GridPlace):
                widths.append(len(place.grid.columns))
            elif isinstance(place, TablePlace):
                widths.append(place.column + len(place.table.columns) - 1)
        return max(widths)


def _top(place: Placed) -> int:
    if isinstance(place, GridPlace):
        return place.top_row
    return place.header_row if isinstance(place, TablePlace) else place.row


class Layout:
    """The places of a whole report.

    Args:
        report: What is laid out.

    Raises:
        UsageError: Two grids, tables or sheets share a name, or a sheet is longer than Excel's.
    """

    def __init__(self, report: Report) -> None:
        titles = sheet_titles([sheet.title for sheet in report.sheets])
        self.plans = [
            _plan(sheet, title, number, report.alert)
            for number, (sheet, title) in enumerate(zip(report.sheets, titles, strict=True), 1)
        ]
        # A link to a hidden sheet would lead nowhere.
        shown = (plan for plan in self.plans if not plan.sheet.hidden)
        self.titles = {plan.sheet.key: plan.title for plan in shown}
        self._cells: dict[Ref, Cell] = {}
        self._places: dict[Ref, Position] = {}  # those that were asked for
        self._grids: set[str] = set()
        self._columns: dict[tuple[str, str], tuple[str, int, dict[str, int]]] = {}
        for plan in self.plans:
            for place in plan.grids:
                if place.grid.id in self._grids and not place.continued:
                    raise UsageError(f"Two grids of the report are called {place.grid.id!r}.")
                self._add(plan.title, place)

    def _add(self, title: str, place: GridPlace) -> None:
        grid = place.grid
        self._grids.add(grid.id)
        rows = {row.key: number for number, row in enumerate(grid.rows, place.first_row)}
        for number, column in enumerate(grid.columns, 1):
            known = self._columns.setdefault((grid.id, column.key), (title, number, {}))[2]
            for key, position in rows.items():
                known.setdefault(key, position)  # a first column that stands once more is a copy
        for row in grid.rows:
            for key, cell in row.cells.items():
                self._cells[Ref(grid.id, row.key, key)] = cell

    def place(self, ref: Ref) -> Position:
        """Return where a cell of the report stands, or would stand: it may be left blank."""
        known = self._places.get(ref)
        if known is not None:
            return known
        title, column, rows = self._columns.get((ref.grid, ref.column), ("", 0, {}))
        row = rows.get(ref.row)
        if row is None:
            raise _absent(ref)
        self._places[ref] = place = Position(title, row, column)
        return place

    def shown(self, ref: Ref) -> Position | None:
        """Return where a cell stands, if the report has it on a sheet that is not hidden."""
        title, column, rows = self._columns.get((ref.grid, ref.column), ("", 0, {}))
        row = rows.get(ref.row)
        if row is None or title not in self.titles.values():
            return None
        return Position(title, row, column)

    def cell(self, ref: Ref) -> Cell:
        """Return the cell that a reference means."""
        cell = self._cells.get(ref)
        if cell is None:
            raise _absent(ref)
        return cell


def _absent(ref: Ref) -> UsageError:
    return UsageError(f"A figure refers to {ref}, which is not in the report.")


def _parts(grid: Grid) -> Iterator[Grid]:
    """Yield a grid, or every part of a folded one.

    A part that is longer than a page goes on under heads of its own.
    """
    if len(grid.parts) == 1:
        yield grid
        return
    title = grid.title
    for part in grid.parts:
        for rows in _lengths(grid.rows):
            yield replace(part, rows=rows, title=title)
            title = ""


def _lengths(rows: tuple[Row, ...]) -> Iterator[tuple[Row, ...]]:
    """Yield rows in lengths of a page, each ending with a subtotal where it can."""
    if len(rows) <= _ONE_LENGTH:
        yield rows
        return
    while len(rows) > _LENGTH:
        ends = [
            number
            for number in range(_LENGTH // 2, _LENGTH + 1)
            if rows[number - 1].style in ("subtotal", "total")
        ]
        end = ends[-1] if ends else _LENGTH
        yield rows[:end]
        rows = rows[end:]
    if rows:
        yield rows


@lru_cache(maxsize=256)
def quoted(title: str) -> str:
    """Return a sheet title as a formula writes it."""
    if _PLAIN_TITLE.fullmatch(title) and title.upper() not in ("TRUE", "FALSE"):
        return title
    return "'" + title.replace("'", "''") + "'"


def sheet_titles(wanted: Sequence[str]) -> list[str]:
    r"""Return titles that Excel accepts: no `[]:*?/\`, at most 31 characters, each only once."""
    titles: list[str] = []
    for title in wanted:
        clean = _FORBIDDEN.sub("-", title).strip("' ")[:MAX_TITLE] or "-"
        number = 1
        unique = clean
        while unique.casefold() in {used.casefold() for used in titles}:
            number += 1
            ending = f" ({number})"
            unique = clean[: MAX_TITLE - len(ending)] + ending
        titles.append(unique)
    return titles


def _plan(sheet: Sheet, title: str, number: int, alert: str) -> SheetPlan:
    """Return a sheet with its blocks stacked from top to bottom."""
    stack = _Stack(SheetPlan(sheet, title, number))
    if sheet.heading:
        stack.text(Text(sheet.heading, "title"))
    if sheet.subheading:
        stack.text(Text(sheet.subheading, "subtitle"))
    if alert:
        stack.text(Text(alert, "alert"))
    for block in sheet.blocks:
        stack.plan.ends.append(stack.block(block))
    stack.plan.last_row = stack.row - 1
    return stack.plan


class _Stack:
    """Puts blocks one below the other, one empty row between them."""

    def __init__(self, plan: SheetPlan) -> None:
        self.plan = plan
        self.row = 1
        self.left = 1  # of the tables, which go on to the right when a sheet is full
        self._chart: ChartPlace | None = None

    def block(self, block: Block) -> int:
        """Put one block below what is there, a chart beside the one before it if it asks.

        Returns:
            The last row of what of it is on the pages that everybody gets.
        """
        if isinstance(block, Chart):
            self.chart(block)
            return self.row - 1
        self._chart = None
        if isinstance(block, Text):
            self.text(block)
        elif isinstance(block, Grid):
            return self.grid(block)
        else:
            self.table(block)
        return self.row - 1

    def text(self, text: Text) -> None:
        """Put a line of text; headings and notes keep a distance from the figures above them."""
        before = self.plan.places[-1] if self.plan.places else None
        if before is not None and not isinstance(before, TextPlace):
            self.row += 1
        self.plan.places.append(TextPlace(text, self.row))
        self.row += 1

    def _gap(self) -> None:
        before = self.plan.places[-1] if self.plan.places else None
        follows_heading = isinstance(before, TextPlace) and before.text.style == "heading"
        if before is not None and not follows_heading:
            self.row += 1

    def grid(self, grid: Grid) -> int:
        """Put a grid: its title, its bands, its header and its rows; then what is folded below."""
        end = 0
        for number, part in enumerate(_parts(grid)):
            self._grid(part, continued=number > 0)
            if not grid.short or part.columns[1:2] == grid.columns[1:2]:
                end = self.row - 1
        return end

    def _grid(self, grid: Grid, *, continued: bool) -> None:
        self._gap()
        title = self._take() if grid.title else 0
        bands = grid.show_header and any(column.band for column in grid.columns)
        band = self._take() if bands else 0
        header = self._take() if grid.show_header else 0
        self.plan.places.append(GridPlace(grid, title, band, header, self.row, continued))
        self.row += max(len(grid.rows), 1)
        self._check(grid.id)

    def table(self, table: DataTable) -> None:
        """Put a table below the others, or to their right where a sheet has no rows left."""
        self._gap()
        rows = max(len(table.rows), 1)
        if self.row + rows + 2 > MAX_ROW:
            self.left = self.plan.columns + 2
            self.row = 1
        title = self._take() if table.title else 0
        header = self._take()
        self.plan.places.append(TablePlace(table, title, header, self.left, rows))
        self.row += rows
        self._check(table.name)

    def chart(self, chart: Chart) -> None:
        """Put a chart on rows of its own, or beside the chart before it."""
        before = self._chart
        if chart.beside and before is not None:
            place = ChartPlace(chart, before.row, before.left + before.chart.width + 0.4)
        else:
            self._gap()
            place = ChartPlace(chart, self.row, 0.0)
        end = place.row + math.ceil(chart.height / ROW_CENTIMETRES)
        self.row = max(self.row, end)
        self._chart = place
        self.plan.places.append(place)

    def _take(self) -> int:
        self.row += 1
        return self.row - 1

    def _check(self, name: str) -> None:
        if self.row > MAX_ROW + 1:
            raise UsageError(f"{name} has more rows than a sheet of Excel can hold.")
