"""The cells of a report as a reader sees them: their texts, and whether they are good or bad."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from xlcost.briefing.number_codes import shown_by
from xlcost.briefing.plain_text import plain_text
from xlcost.report.model.cells import MATERIAL
from xlcost.report.model.evaluation import Address, cells
from xlcost.report.model.expressions import (
    NOT_AVAILABLE,
    ErrorValue,
    Light,
    Ref,
    Value,
    Verdict,
    is_number,
)
from xlcost.report.model.spec import Cell, ColourBound, Format, Report, Tone
from xlcost.workbook.number_formats import NumberFormats

GOOD, BAD, AMBER = "good", "bad", "amber"
_MONEY = ("money", "money_exact")
_LETTERS = {"F": GOOD, "G": GOOD, "U": BAD}


class ShownCells:
    """What every cell of a report shows.

    Args:
        report: The report.
        values: The value of every cell, as the workbook holds it.
    """

    def __init__(self, report: Report, values: Mapping[Address, Value]) -> None:
        self.report = report
        self.values = values
        self.formats = NumberFormats(report.language, report.properties.get("unit", ""))

    @cached_property
    def cells(self) -> Mapping[Address, Cell]:
        """Every cell of the report."""
        return dict(cells(self.report))

    def text(self, ref: Ref, formats: NumberFormats | None = None) -> str:
        """Return what a cell shows, in its own format or in those of a chart."""
        at = ref.grid, ref.row, ref.column
        cell, value = self.cells.get(at), self.values.get(at)
        if cell is None:
            return ""
        if formats and is_number(value):
            return self.in_code(float(value), formats.code(cell.format, cell.tone))
        return self.shown(value, cell.format, cell.tone)

    def number(self, ref: Ref) -> float | None:
        """Return the number of a cell; None where it has none."""
        value = self.values.get((ref.grid, ref.row, ref.column))
        return float(value) if is_number(value) and math.isfinite(value) else None

    def shown(self, value: Value, format_: Format, tone: Tone = "") -> str:
        """Return a value as the workbook shows it."""
        if is_number(value):
            return self.in_code(float(value), self.formats.code(format_, tone))
        if value is None or value is NOT_AVAILABLE:
            return "" if value is None else plain_text(self.report.not_available)
        if isinstance(value, ErrorValue):
            return value.code
        if isinstance(value, date):
            return value.isoformat()[:10]
        return plain_text(str(value)) if isinstance(value, str) else str(value).upper()

    def in_code(self, value: float, code: str) -> str:
        """Return a number under a format code, in the report's language."""
        return shown_by(code, value, self.language) if math.isfinite(value) else "#NUM!"

    @property
    def language(self) -> str:
        """The report's language."""
        return self.report.language

    def judged(self, ref: Ref) -> str:
        """Return "good", "bad" or "amber" where a cell says so, and "" where it does not."""
        at = ref.grid, ref.row, ref.column
        cell, value = self.cells[at], self.values.get(at)
        if cell.judged is not None and not self._material(cell):
            return ""
        if cell.tone == "status":
            return _LETTERS.get(value[:1], "") if isinstance(value, str) else ""
        if cell.tone == "verdict":
            return self._verdict(cell, value)
        if cell.tone == "light" and isinstance(cell.expression, Light):
            lights = dict(zip(cell.expression.words, (GOOD, AMBER, BAD), strict=True))
            return lights.get(value, "") if isinstance(value, str) else ""
        return self._variance(cell, value) if cell.tone == "variance" else ""

    def _material(self, cell: Cell) -> bool:
        """Whether a variance or its letter is marked as material, or large enough by itself."""
        if not isinstance(cell.judged, ColourBound):
            return cell.judged is not None and self.text(cell.judged) == MATERIAL
        size = cell.judged
        change, base = (self.number(one) or 0.0 for one in (size.change, size.base))
        points = self.cells[size.change.grid, size.change.row, size.change.column].format
        return size.reached(change / (100 if points == "points" else 1), base)

    def _variance(self, cell: Cell, value: Value) -> str:
        """Judge a difference; what is shown as 0 is neither good nor bad."""
        if cell.good is None or not is_number(value) or not math.isfinite(value):
            return ""
        shown = self.shown(value, cell.format, cell.tone)
        if not round(value, 2 if cell.format in _MONEY else 6) or not any(
            digit in shown for digit in "123456789"
        ):
            return ""
        return GOOD if (value > 0) == (cell.good == "higher") else BAD

    def _verdict(self, cell: Cell, value: Value) -> str:
        expression = cell.expression
        for _ in range(8):  # through references to other cells
            if not isinstance(expression, Ref):
                break
            at = expression.grid, expression.row, expression.column
            expression = self.cells[at].expression
        if isinstance(expression, Verdict):
            return {expression.passed: GOOD, expression.failed: BAD}.get(str(value), "")
        return (BAD if value else GOOD) if is_number(value) else ""
