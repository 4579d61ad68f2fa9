"""Numbers typed into input cells of a report, and the report as if they had been there before."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from xlcost.report.model.evaluation import Address, cells
from xlcost.report.model.expressions import Literal, Ref
from xlcost.report.model.spec import Grid, Report, Sheet
from xlcost.workbook.layout import Layout

LARGEST = {"share": 1.0, "seconds": 90.0, "count": 40.0, "fte": 3.0, "unit_cost": 12.0}


def typed(report: Report, seed: int) -> dict[Address, float]:
    """Return a number for every input cell, of its unit."""
    chance = random.Random(seed)  # noqa: S311 - drawn numbers are no secret
    found: dict[Address, float] = {}
    for address, cell in cells(report):
        if cell.tone == "input":
            largest = LARGEST.get(cell.format, 60_000.0)
            if address[0] == "plan_channels" or address[1] == "paid_hours":
                largest = 500_000.0
            value = chance.uniform(0, largest)
            found[address] = round(value, 3 if largest < 100 else 0)
    return found


def with_inputs(report: Report, numbers: Mapping[Address, float]) -> Report:
    """Return a report whose input cells hold these numbers."""

    def changed(grid: Grid) -> Grid:
        rows = []
        for row in grid.rows:
            found = {
                column: replace(cell, expression=Literal(numbers[grid.id, row.key, column]))
                if (grid.id, row.key, column) in numbers
                else cell
                for column, cell in row.cells.items()
            }
            rows.append(replace(row, cells=found))
        return replace(grid, rows=tuple(rows))

    sheets: list[Sheet] = []
    for sheet in report.sheets:
        blocks = tuple(changed(one) if isinstance(one, Grid) else one for one in sheet.blocks)
        sheets.append(replace(sheet, blocks=blocks))
    return replace(report, sheets=tuple(sheets))


def places(report: Report, numbers: Mapping[Address, float]) -> dict[str, dict[str, float]]:
    """Return the numbers by the sheet and the address that they are typed into."""
    layout = Layout(report)
    found: dict[str, dict[str, float]] = {}
    for address, number in numbers.items():
        place = layout.place(Ref(*address))
        found.setdefault(place.sheet, {})[place.address] = number
    return found
