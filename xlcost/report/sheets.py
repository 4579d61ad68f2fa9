"""Every sheet of the report, in the order of the workbook: the one list that all else reads."""

from __future__ import annotations

from xlcost.report import about, checks, data, findings_sheet, summary
from xlcost.report.bridges import bridge
from xlcost.report.comments import commentary
from xlcost.report.contacts import efficiency, resources, unit_cost
from xlcost.report.forecasts import forecast
from xlcost.report.model.contract import ClosingContract, SheetContract
from xlcost.report.opex import cost_centres, lines_sheet, postings
from xlcost.report.planning import savings, staffing

SHEETS: tuple[SheetContract, ...] = (
    lines_sheet.SHEET,
    cost_centres.SHEET,
    bridge.SHEET,
    unit_cost.SHEET,
    efficiency.SHEET,
    resources.SHEET,
    staffing.SHEET,
    forecast.SHEET,
    savings.SHEET,
    commentary.SHEET,
    postings.SHEET,
)
# In the order in which they are made, as each speaks of those before it.
CLOSING: tuple[ClosingContract, ...] = (
    checks.SHEET,
    summary.SHEET,
    findings_sheet.SHEET,
    data.SHEET,
    about.SHEET,
)
