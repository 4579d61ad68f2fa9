"""Where a printed sheet begins a new page: no chart is cut, nor a table that fits on one."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.report.model.spec import Pages
from xlcost.workbook.columns import Columns
from xlcost.workbook.layout import (
    ROW_CENTIMETRES,
    ChartPlace,
    GridPlace,
    Placed,
    SheetPlan,
    TextPlace,
)
from xlcost.workbook.text_width import DIGIT

_PRINTABLE = (27.4, 17.2)  # centimetres of an A4 sheet on its side, inside its margins
_UPRIGHT = (18.7, 26.0)
_FACTORS = (1.0, 0.95, 0.9, 0.85, 0.8)
_SMALLEST = 7 / 9  # a note of 9 points is printed in 7, and nothing in less
_SAFE = 0.97  # spreadsheets differ a little in what they get on a page
_NEARLY = 1.28  # as little more than a page as may still be shrunk onto one
_NEARLY_WITH_CHARTS = 1.4
_NOTHING = 0.005
_LONGER = 0.15  # of a chart's width, by which it may be made wider


def fitted(plan: SheetPlan, columns: Columns, last_row: int, *, pages: Pages) -> Columns:
    """Return the columns as wide as the sheet's page has room for, and end charts where one ends.

    A page that ended in the midst of a column would be printed smaller, or without a chart's edge.
    """
    made = _turned(plan, columns, last_row, pages)
    for part in {id(one): one for one in (plan, plan.everybody)}.values():
        part.places = [_ended(part, place, made) for place in part.places]
    return made


def _ended(plan: SheetPlan, place: Placed, columns: Columns) -> Placed:
    """Return a chart that ends where a column does, if it is the last one in its row."""
    if not isinstance(place, ChartPlace):
        return place
    beside = (one for one in plan.places if isinstance(one, ChartPlace) and one.row == place.row)
    if any(one.left > place.left for one in beside):
        return place
    end = place.left + place.chart.width
    more = columns.edge(end) - end
    if (
        end + more > _paper(plan)[0] / _SMALLEST
        or not _NOTHING < more <= _LONGER * place.chart.width
    ):
        return place
    return replace(place, chart=replace(place.chart, width=place.chart.width + more))


def _turned(plan: SheetPlan, columns: Columns, last_row: int, pages: Pages) -> Columns:
    """Return the columns for the page as it lies, or as it stands.

    It stands where that makes one page of what would be two, and where a part of a folded grid is
    longer than a page on its side.
    """
    lying = columns.within(_paper(plan)[0] / _SMALLEST, last_row)
    if not plan.sheet.landscape:
        return lying
    short = pages == "short" and plan.sheet.printed
    part = plan.everybody if short else plan
    if short and (fits_one_page(part, lying) or may_shrink(part, lying)):
        return lying
    standing = columns.within(_UPRIGHT[0] / _SMALLEST, last_row)
    if _width(part, standing) * _SMALLEST > _UPRIGHT[0] + _NOTHING:
        return lying
    turned = replace(part, upright=True)
    if is_long(part, lying) or (short and may_shrink(turned, standing)):
        plan.upright = part.upright = True
        return standing
    return lying


def fits_one_page(plan: SheetPlan, columns: Columns) -> bool:
    """Tell whether a sheet is one page, or so little over it that it had better be one."""
    if plan.sheet.one_page:
        return True
    if any(not isinstance(place, GridPlace | TextPlace | ChartPlace) for place in plan.places):
        return False
    charts = any(isinstance(place, ChartPlace) for place in plan.places)
    high = columns.distance(plan.last_row + 1)
    if high * _SMALLEST > _paper(plan)[1]:
        return False
    return high <= _page(plan, columns) * (_NEARLY_WITH_CHARTS if charts else _NEARLY)


def may_shrink(plan: SheetPlan, columns: Columns) -> bool:
    """Tell whether the part of a sheet that everybody gets can be read on one page."""
    wide, page = _paper(plan)
    high = columns.distance(plan.last_row + 1) / _SAFE
    return min(wide / _width(plan, columns), page / high) >= _SMALLEST - _NOTHING


def is_long(plan: SheetPlan, columns: Columns) -> bool:
    """Tell whether one part of a folded grid is longer than a page on its side."""
    parts = [place for place in plan.grids if _is_folded(plan, place)]
    return any(
        columns.distance(place.last_row + 1) - columns.distance(place.top_row)
        > _page(plan, columns)
        for place in parts
    )


def _is_folded(plan: SheetPlan, place: GridPlace) -> bool:
    return sum(other.grid.id == place.grid.id for other in plan.grids) > 1


def add_breaks(plan: SheetPlan, sheet: Worksheet, columns: Columns) -> None:
    """Begin a page before each block that the page before has no room for, but a new one has.

    A sheet is printed a little smaller where that saves a page.
    """
    paper = _paper(plan)
    scale = min(1.0, paper[0] / _width(plan, columns))
    page = paper[1] / scale * _SAFE
    tried = {factor: _pages(plan, columns, page / factor) for factor in _FACTORS}
    broader = not sheet.print_area or _right(sheet) >= plan.columns
    allowed = [
        factor for factor in _FACTORS if factor == 1 or (broader and factor * scale >= _SMALLEST)
    ]
    chosen = min(allowed, key=lambda factor: (tried[factor][0], -factor))
    for row in tried[chosen][1]:
        sheet.row_breaks.append(Break(id=row))
    if chosen < 1:
        _print_wider(plan, sheet, columns, paper[0] / (scale * chosen))


def _print_wider(plan: SheetPlan, sheet: Worksheet, columns: Columns, wanted: float) -> None:
    """Let what is printed reach across an empty column, so that the page's width shrinks it.

    A percentage would hold for one font alone: without Calibri every column is broader, and the
    last one stood on a page of its own.
    """
    charts = [place for place in plan.places if isinstance(place, ChartPlace)]
    edges = [columns.last(place.left + place.chart.width) for place in charts]
    last = max(plan.columns, *edges, 1)
    rest = wanted - math.fsum(columns.centimetres(column) for column in range(1, last + 1))
    if rest > 0:
        last += 1
        sheet.column_dimensions[get_column_letter(last)].width = round(rest / DIGIT, 2)
    sheet.print_area = f"A1:{get_column_letter(last)}{plan.last_row}"


def _right(sheet: Worksheet) -> int:
    """Return the last column that is printed, of a sheet with a print area."""
    return range_boundaries(str(sheet.print_area).rpartition("!")[2])[2] or 1


def _pages(plan: SheetPlan, columns: Columns, page: float) -> tuple[int, list[int]]:
    """Return how many pages of a height there are, and after which rows they end."""
    start, count, rows = 0.0, 1, []
    for first, last in _blocks(plan):
        top, bottom = columns.distance(first), columns.distance(last + 1)
        if bottom - start <= page:
            continue
        if bottom - top <= page:
            if first > 1:
                rows.append(first - 1)
                count += 1
            start = top
        else:
            more = math.floor((bottom - start) / page)
            start += page * more
            count += more
    return count, rows


def _page(plan: SheetPlan, columns: Columns) -> float:
    """Return the centimetres of a sheet that a page holds from top to bottom at its scale."""
    wide, high = _paper(plan)
    return high / min(1.0, wide / _width(plan, columns))


def _paper(plan: SheetPlan) -> tuple[float, float]:
    return _PRINTABLE if plan.sheet.landscape and not plan.upright else _UPRIGHT


def _width(plan: SheetPlan, columns: Columns) -> float:
    """Return how wide a sheet is, its charts included."""
    wide = math.fsum(columns.centimetres(column) for column in range(1, plan.columns + 1))
    charts = [place for place in plan.places if isinstance(place, ChartPlace)]
    edges = (columns.edge(place.left + place.chart.width) for place in charts)
    return max(wide, *edges, 0.0)


def _blocks(plan: SheetPlan) -> Iterator[tuple[int, int]]:
    """Yield first and last row of what stays together: a text stays with what follows it."""
    first = 0
    for place in plan.places:
        if isinstance(place, TextPlace):
            first = first or place.row
            continue
        if isinstance(place, ChartPlace):
            top, last = place.row, place.row + math.ceil(place.chart.height / ROW_CENTIMETRES)
        elif isinstance(place, GridPlace):
            yield from _sections(place, first or place.top_row)
            first = 0
            continue
        else:
            return
        yield first or top, last
        first = 0


def _sections(place: GridPlace, top: int) -> Iterator[tuple[int, int]]:
    """Yield first and last row of a grid, or of each part of it that has a heading."""
    heads = [
        position
        for position, row in enumerate(place.grid.rows, place.first_row)
        if row.style == "heading" and position > place.first_row
    ]
    for first, after in pairwise((top, *heads, place.last_row + 1)):
        yield first, after - 1
