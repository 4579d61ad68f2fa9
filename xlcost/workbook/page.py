"""How a sheet is seen and printed: panes, print titles, one page wide, header and footer."""

from __future__ import annotations

from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import Outline, PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.locales.words import words
from xlcost.report.spec import Report
from xlcost.workbook import theme
from xlcost.workbook.columns import Columns
from xlcost.workbook.layout import ChartPlace, GridPlace, SheetPlan
from xlcost.workbook.texts import header_text

_A4 = 9
_DEEPEST_FREEZE = 12  # rows: below that the frozen part would leave too little of the screen
_PRINTABLE = (27.4, 17.4)  # centimetres of an A4 sheet inside its margins
_NEARLY = 1.4
_PART_LENGTH = 80  # a header or footer holds 255 characters in all
_BACKGROUND = ("checks", "findings", "data", "about", "postings")


def set_page(plan: SheetPlan, sheet: Worksheet, report: Report, columns: Columns) -> None:
    """Set everything about a sheet's view and its printed page."""
    _view(plan, sheet)
    one_page = plan.sheet.one_page or _nearly_one_page(plan, columns)
    sheet.page_setup.orientation = "landscape" if plan.sheet.landscape else "portrait"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if one_page else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_properties.outlinePr = Outline(summaryBelow=True)
    sheet.print_options.horizontalCentered = False
    margins = sheet.page_margins
    margins.left = margins.right = 0.45
    margins.top, margins.bottom = 0.75, 0.65
    margins.header = margins.footer = 0.3
    _header(sheet, report)


def _nearly_one_page(plan: SheetPlan, columns: Columns) -> bool:
    """Tell whether a sheet with charts is so little over a page that it had better be one."""
    charts = [place for place in plan.places if isinstance(place, ChartPlace)]
    if not charts:
        return False
    wide, high = columns.size(plan.last_row)
    wide = max(wide, *(place.left + place.chart.width for place in charts), 0.0)
    room, page = _PRINTABLE if plan.sheet.landscape else _PRINTABLE[::-1]
    return high * min(1.0, room / wide) <= page * _NEARLY


def _view(plan: SheetPlan, sheet: Worksheet) -> None:
    view = sheet.sheet_view
    view.showGridLines = False
    view.zoomScale = view.zoomScaleNormal = 100 if plan.columns <= 14 else 85  # noqa: PLR2004
    view.tabSelected = plan.number == 1
    sheet.sheet_properties.tabColor = _tab(plan)
    place = next((one for one in plan.grids if one.grid.id == plan.sheet.freeze), None)
    if place is None:
        return
    sheet.freeze_panes = f"B{place.first_row}" if place.first_row <= _DEEPEST_FREEZE + 1 else "B1"
    if place.header_row:
        sheet.print_title_rows = f"{_head(place)}:{place.header_row}"


def _head(place: GridPlace) -> int:
    return place.band_row or place.header_row


def _tab(plan: SheetPlan) -> str:
    if plan.number == 1:
        return theme.ACCENT
    return theme.MIDDLE if plan.sheet.key in _BACKGROUND else theme.INK


def _header(sheet: Worksheet, report: Report) -> None:
    text = words(report.language)
    head = sheet.oddHeader = HeaderFooterItem()
    foot = sheet.oddFooter = HeaderFooterItem()
    _part(head.left, header_text(report.entity)[:_PART_LENGTH])
    _part(head.right, header_text(f"{report.title} {report.period_label}")[:_PART_LENGTH])
    if report.alert:
        _part(head.center, header_text(report.alert)[:_PART_LENGTH])
        head.center.font = f"{theme.FONT},Bold"
        head.center.color = theme.BAD
    _part(foot.left, "&A")
    _part(foot.right, text.text("workbook.page", page="&P", pages="&N"))


def _part(part: object, text: str) -> None:
    part.text = text  # type: ignore[attr-defined]  # openpyxl's part of a header
    part.size = 8  # type: ignore[attr-defined]
    part.color = theme.GREY  # type: ignore[attr-defined]
