"""From a report and its values to a finished workbook on disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet.worksheet import Worksheet

from xlcost.report.model.expressions import Value
from xlcost.report.model.spec import Report
from xlcost.system import stopping
from xlcost.workbook.atomic import Companion, replacing
from xlcost.workbook.book import Book
from xlcost.workbook.charts.chart_layout import ChartLayout
from xlcost.workbook.charts.charts import Charts
from xlcost.workbook.columns import Columns
from xlcost.workbook.conditions import add_validations, paint_conditions
from xlcost.workbook.layout import ChartPlace, SheetPlan
from xlcost.workbook.logo import Logo, LogoImage
from xlcost.workbook.page import set_page
from xlcost.workbook.painter import Painter
from xlcost.workbook.protection import protect
from xlcost.workbook.saving import save
from xlcost.workbook.texts import cell_text
from xlcost.workbook.theme import DEFAULT, Theme
from xlcost.workbook.unsigned_zeros import show_zeros_unsigned

_LARGEST_LOGO = (5.0, 1.3)  # centimetres
_CURRENT_CALCULATION = 191029  # Excel 365's own: an older one would recalculate when it opens


def write_workbook(
    report: Report,
    values: Mapping[tuple[str, str, str], Value],
    path: Path,
    theme: Theme = DEFAULT,
    *,
    spare: Path | None = None,
    confirm: Callable[[], None] = lambda: None,
    companion: Companion | None = None,
) -> None:
    """Write a report as a workbook, whole or not at all.

    Args:
        report: What is written.
        values: The value of every cell, from `report.evaluation.evaluate`.
        path: The workbook to make or replace.
        theme: Colours, font and logo.
        spare: Where it goes when the workbook to replace is open elsewhere.
        confirm: Called when all is written and nothing is replaced yet; what it raises stops that.
        companion: Says which file belongs beside the workbook, and what is in it.

    Raises:
        EnvironmentFault: It could not be written; an older one is as it was.
    """
    book = Book(report, values, theme)
    book.workbook.remove(book.workbook.worksheets[0])
    paint(book)
    _set_properties(book)
    with replacing(path, spare, confirm=confirm, companion=companion) as file:
        save(book.workbook, file, book.caches, moment(report))


def paint(book: Book) -> None:
    """Paint every sheet of a report into the book's workbook, which may hold others already."""
    charts, theme = Charts(book), book.theme
    for place in _chart_places(book):
        book.label(ChartLayout(book, place.chart).label_formats())
    for plan in book.layout.plans:
        stopping.check()
        sheet = book.workbook.create_sheet(plan.title)
        painter = Painter(book, plan, sheet)
        painter.paint()
        show_zeros_unsigned(book, plan, sheet)
        paint_conditions(book, plan, sheet)
        add_validations(plan, sheet)
        set_page(book, plan, sheet, painter.columns)
        _add_charts(book, plan, sheet, charts, painter.columns)
        if plan.number == 1 and theme.logo:
            _add_logo(book, theme.logo, sheet, painter.columns)
        if plan.sheet.protected:
            protect(sheet)
        if plan.sheet.hidden:
            sheet.sheet_state = "hidden"


def moment(report: Report) -> datetime:
    """Return the report's run time."""
    return datetime.fromisoformat(report.created).astimezone(UTC)


def _chart_places(book: Book) -> list[ChartPlace]:
    places = (place for plan in book.layout.plans for place in plan.places)
    return [place for place in places if isinstance(place, ChartPlace)]


def _add_charts(
    book: Book, plan: SheetPlan, sheet: Worksheet, charts: Charts, columns: Columns
) -> None:
    for place in plan.places:
        if not isinstance(place, ChartPlace):
            continue
        chart = charts.make(place.chart)
        column, rest = columns.offset(place.left)
        size = XDRPositiveSize2D(_units(place.chart.width), _units(place.chart.height))
        corner = AnchorMarker(col=column, colOff=_units(rest), row=place.row - 1, rowOff=0)
        chart.anchor = OneCellAnchor(_from=corner, ext=size)  # type: ignore[assignment]  # the stubs know the anchor as a text
        sheet.add_chart(chart)
        book.caches.alternatives.append(place.chart.alt)


def _add_logo(book: Book, logo: Logo, sheet: Worksheet, columns: Columns) -> None:
    """Put the logo into the upper right corner, beside the title, as large as its rows allow."""
    wide, high = _LARGEST_LOGO
    size = min(wide / logo.width, high / logo.height)
    width, height = logo.width * size, logo.height * size
    page, _ = columns.size(1)
    column, rest = columns.offset(max(page - width, 0.0))
    image = LogoImage(logo)
    corner = AnchorMarker(col=column, colOff=_units(rest), row=0, rowOff=_units(0.1))
    extent = XDRPositiveSize2D(_units(width), _units(height))
    image.anchor = OneCellAnchor(_from=corner, ext=extent)
    sheet.add_image(image)
    book.caches.logo = cell_text(book.report.entity or book.report.title)


def _units(centimetres: float) -> int:
    """Return English Metric Units."""
    return round(centimetres * 360_000)


def _set_properties(book: Book) -> None:
    workbook, report = book.workbook, book.report
    properties = workbook.properties
    properties.creator = properties.lastModifiedBy = f"xlcost {report.version}"
    properties.title = cell_text(f"{report.title} {report.period_label}".strip())
    properties.subject = cell_text(report.entity)
    properties.language = report.language
    properties.created = properties.modified = moment(report).replace(tzinfo=None)
    for name, value in report.properties.items():
        custom = StringProperty(name=name, value=cell_text(str(value)))
        workbook.custom_doc_props.append(custom)  # type: ignore[attr-defined]  # the stubs lack custom properties
    workbook.calculation.fullCalcOnLoad = False
    workbook.calculation.calcId = _CURRENT_CALCULATION
    workbook.active = 0
