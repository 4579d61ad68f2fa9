"""What every part of the workbook shares while it is being written."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from openpyxl import Workbook

from xlcost.locales.words import words
from xlcost.report.model.expressions import NOT_AVAILABLE, ErrorValue, Ref, Value, Verdict
from xlcost.report.model.spec import Cell, Report
from xlcost.workbook.formulas.formulas import Formulas
from xlcost.workbook.layout import Layout
from xlcost.workbook.merges import Merges
from xlcost.workbook.number_formats import NumberFormats
from xlcost.workbook.styles import Styles
from xlcost.workbook.theme import DEFAULT, Theme

Plain = float | int | str | bool | date | None | ErrorValue


@dataclass(frozen=True)
class LabelCells:
    """The labels of a chart's series that come from cells.

    Attributes:
        series: Its number in the chart.
        formula: The range of the cells.
        texts: What they show.
        size: Of the letters, in points.
        ink: Their colour.
        font: Their font.
    """

    series: int
    formula: str
    texts: tuple[str, ...]
    size: float
    ink: str
    font: str


@dataclass
class Caches:
    """Values that openpyxl does not write: of formulas, of the cells charts draw, and alt texts.

    Attributes:
        formulas: By sheet title and address.
        figures: By sheet title, row and column: every cell of every grid.
        alternatives: Alternative text of each chart, in the order of the sheets.
        chart: What a chart is called in the report's language, before its number.
        logo: What the logo shows, for a reader who does not see it.
        labels: By the number of a chart (from 0), the labels that come from cells.
    """

    formulas: dict[str, dict[str, Plain]] = field(default_factory=dict)
    figures: dict[tuple[str, int, int], Plain] = field(default_factory=dict)
    alternatives: list[str] = field(default_factory=list)
    chart: str = "Chart"
    logo: str = ""
    labels: dict[int, list[LabelCells]] = field(default_factory=dict)


class Book:
    """A report on its way to a workbook.

    Args:
        report: What is written.
        values: The value of every cell, by grid, row and column.
        theme: Colours, font and logo.
    """

    def __init__(
        self,
        report: Report,
        values: Mapping[tuple[str, str, str], Value],
        theme: Theme = DEFAULT,
    ) -> None:
        self.report = report
        self.values = values
        self.theme = theme
        self.workbook = Workbook()
        self.layout = Layout(report)
        self.formulas = Formulas(self.layout, report.not_available)
        self.formats = NumberFormats(report.language, report.properties.get("unit", ""))
        self.styles = Styles(theme)
        self.merges = Merges()
        self.caches = Caches(chart=words(report.language).text("workbook.chart"))
        self._label_formats: dict[Ref, NumberFormats] = {}
        self._label_grids: set[str] = set()

    def plain(self, value: Value) -> Plain:
        """Return a value as a cell holds it."""
        if value is NOT_AVAILABLE:
            return self.report.not_available
        if isinstance(value, float):
            if not math.isfinite(value):
                return ErrorValue("#NUM!")
            return value + 0.0  # never minus zero
        return value

    def label(self, formats: Mapping[Ref, NumberFormats]) -> None:
        """Take in the formats of cells that a chart writes."""
        self._label_formats.update(formats)
        self._label_grids.update(ref.grid for ref in formats)

    def formats_of(self, ref: Ref) -> NumberFormats:
        """Return the formats of a cell: shorter ones where a chart has little room for it."""
        return self._label_formats.get(ref, self.formats)

    def formats_in(self, grid: str, row: str, column: str) -> NumberFormats:
        """Return the same of a cell that has no reference yet."""
        if grid not in self._label_grids:
            return self.formats
        return self.formats_of(Ref(grid, row, column))

    def shown(self, ref: Ref, formats: NumberFormats | None = None) -> str:
        """Return about the text that a cell shows."""
        cell = self.layout.cell(ref)
        value = self.values.get((ref.grid, ref.row, ref.column))
        chosen = formats or self.formats_of(ref)
        return chosen.shown(self.plain(value), cell.format, cell.tone, "")

    def verdict(self, cell: Cell) -> Verdict | None:
        """Return the verdict that a cell shows, through a reference to another cell."""
        expression = cell.expression
        for _ in range(8):
            if not isinstance(expression, Ref):
                break
            expression = self.layout.cell(expression).expression
        return expression if isinstance(expression, Verdict) else None
