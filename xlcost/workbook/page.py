"""How a sheet is seen and printed: panes, print titles, one page wide, header and footer."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import Outline, PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.locales.words import words
from xlcost.workbook.book import Book
from xlcost.workbook.columns import Columns
from xlcost.workbook.layout import ChartPlace, GridPlace, SheetPlan, TablePlace
from xlcost.workbook.pages import add_breaks, fits_one_page, may_shrink
from xlcost.workbook.texts import header_text
from xlcost.workbook.theme import Theme

_A4 = 9
_DEEPEST_FREEZE = 12  # rows: below that the frozen part would leave too little of the screen
_HEAD = 8  # columns of the head of a sheet that is not printed
_PART_LENGTH = 80  # a header or footer holds 255 characters in all
_UNFROZEN = ("summary", "about", "data")  # read from the top, or found by their columns
_BACKGROUND = ("checks", "findings", "data", "about", "postings")


def set_page(book: Book, plan: SheetPlan, sheet: Worksheet, columns: Columns) -> None:
    """Set everything about a sheet's view and its printed page."""
    _view(book, plan, sheet)
    _leave_out_tables(plan, sheet)
    short = book.report.pages == "short" and plan.sheet.printed
    if short and plan.everybody is not plan:
        plan = plan.everybody
        _print_part(plan, sheet, columns)
    one_page = fits_one_page(plan, columns) or (short and may_shrink(plan, columns))
    wide = plan.sheet.landscape and not plan.upright
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if one_page else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if plan.sheet.landscape and not one_page:
        add_breaks(plan, sheet, columns)
    if not one_page:
        _repeat(plan, sheet)
    sheet.sheet_properties.outlinePr = Outline(summaryBelow=True)
    sheet.print_options.horizontalCentered = False
    margins = sheet.page_margins
    margins.left = margins.right = 0.45
    margins.top, margins.bottom = 0.75, 0.65
    margins.header = margins.footer = 0.3
    _header(book, sheet)


def _view(book: Book, plan: SheetPlan, sheet: Worksheet) -> None:
    view = sheet.sheet_view
    view.showGridLines = False
    view.zoomScale = view.zoomScaleNormal = 100 if plan.columns <= 14 else 85  # noqa: PLR2004  # columns that fit a screen at 100 %
    view.tabSelected = plan.number == 1
    sheet.sheet_properties.tabColor = _tab(book, plan)
    _freeze(plan, sheet)


def _freeze(plan: SheetPlan, sheet: Worksheet) -> None:
    """Keep the first column in sight, and the heads of the first grid where all have these.

    Under other heads further down the sheet's own title stays.
    """
    grids = list(plan.grids)
    if not grids or plan.sheet.key in _UNFROZEN:
        return
    first = next((one for one in grids if one.grid.id == plan.sheet.freeze), grids[0])
    shared = all(_titles(one)[1:] == _titles(first)[1 : len(_titles(one))] for one in grids)
    if shared and first.header_row and first.first_row <= _DEEPEST_FREEZE + 1:
        sheet.freeze_panes = f"B{first.first_row}"
    else:
        sheet.freeze_panes = "B2" if plan.sheet.heading else "B1"


def _titles(place: GridPlace) -> list[str]:
    return [column.title for column in place.grid.columns]


def _repeat(plan: SheetPlan, sheet: Worksheet) -> None:
    """Print the heads of the last table again on every page that it goes on to.

    Excel has one such range for a sheet, and repeats it on each page that follows it.
    """
    last = plan.places[-1] if plan.places else None
    if isinstance(last, GridPlace) and last.header_row and len(last.grid.rows) > 1:
        sheet.print_title_rows = f"{_head(last)}:{last.header_row}"


def _print_part(part: SheetPlan, sheet: Worksheet, columns: Columns) -> None:
    """Print no more of a sheet than the part that everybody gets."""
    charts = [place for place in part.places if isinstance(place, ChartPlace)]
    edges = [columns.last(one.left + one.chart.width) for one in charts]
    last = get_column_letter(max(part.columns, *edges, 1))
    sheet.print_area = f"A1:{last}{part.last_row}"


def _leave_out_tables(plan: SheetPlan, sheet: Worksheet) -> None:
    """Print no more than the head of a sheet of long tables: those are read on the screen.

    Nor is a last column that only programs read printed.
    """
    tables = [place for place in plan.places if isinstance(place, TablePlace)]
    grids = list(plan.grids)
    if len(grids) == 1 and grids[0].grid.columns[-1].clip:
        right = get_column_letter(len(grids[0].grid.columns) - 1)
        sheet.print_area = f"A1:{right}{plan.last_row}"
    if tables and grids:
        sheet.print_area = f"A1:{get_column_letter(_HEAD)}{max(grids[0].top_row - 1, 1)}"


def _head(place: GridPlace) -> int:
    return place.band_row or place.header_row


def _tab(book: Book, plan: SheetPlan) -> str:
    if plan.number == 1:
        return book.theme.accent
    return book.theme.middle if plan.sheet.key in _BACKGROUND else book.theme.ink


def _header(book: Book, sheet: Worksheet) -> None:
    report, theme = book.report, book.theme
    text = words(report.language)
    head = sheet.oddHeader = HeaderFooterItem()
    foot = sheet.oddFooter = HeaderFooterItem()
    _part(theme, head.left, _fitting(report.entity))
    _part(theme, head.right, _fitting(f"{report.title} {report.period_label}"))
    if report.alert:
        _part(theme, head.center, _fitting(report.alert))
        head.center.font = f"{theme.font},Bold"
        head.center.color = theme.bad
    elif status := report.properties.get("status"):
        _part(theme, head.center, text.text(f"report.about.status_{status}"))
    _part(theme, foot.left, "&A")
    _part(theme, foot.right, text.text("workbook.page", page="&P", pages="&N"))


def _fitting(text: str) -> str:
    """Return a text for a part of a header: its first sentence, or its start, where it is long.

    Cut in the middle, a warning would point nowhere, and an ampersand would begin a code.
    """
    whole = header_text(text)
    if len(whole) <= _PART_LENGTH:
        return whole
    sentence = whole.split(". ")[0] + "."
    if len(sentence) <= _PART_LENGTH:
        return sentence
    while len(header_text(f"{text}…")) > _PART_LENGTH:
        text = text[:-1]
    return header_text(f"{text.rstrip()}…")


def _part(theme: Theme, part: object, text: str) -> None:
    part.text = text  # type: ignore[attr-defined]  # openpyxl's part of a header
    part.size = 8  # type: ignore[attr-defined]  # the stubs lack the parts of a header
    part.color = theme.grey  # type: ignore[attr-defined]  # the stubs lack the parts of a header
