"""A metric that takes a range is a live formula over cells that stand below each other."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.libreoffice import differences
from tests.workbook.example import example
from xlcost.errors import UsageError
from xlcost.report.model.evaluation import evaluate
from xlcost.report.model.expressions import Call, CellRange, Expression, Literal, Ref
from xlcost.report.model.spec import Cell, Column, Grid, Row
from xlcost.workbook.formulas.formulas import Formulas
from xlcost.workbook.layout import Layout
from xlcost.workbook.render import write_workbook

COLUMNS = ("volumes_0", "volumes_1", "ahts_0", "ahts_1")
STEPS = ("start", "volume", "mix", "aht", "occupancy", "shrinkage", "rate", "other", "end")
NOTHING = Call("cost_per_call", {"total_cost": Literal(1), "calls": Literal(0)})
OUTSIDE = Call("cost_per_call", {"total_cost": Literal(1), "calls": Literal(-1)})
CHANNELS: tuple[tuple[Expression, ...], ...] = (
    (Literal(1000), Literal(1100), Literal(360), Literal(396)),
    (Literal(500), Literal(440), Literal(720), Literal(720)),
    (Literal(0), Literal(25), Literal(None), Literal(90)),
)


def drivers(name: str, channels: tuple[tuple[Expression, ...], ...]) -> tuple[Grid, Grid]:
    """Return a table of drivers by channel and its bridge, in one row."""
    rows = tuple(
        Row(f"channel{n}", dict(zip(COLUMNS, map(Cell, cells), strict=True)))
        for n, cells in enumerate(channels)
    )

    def range_(column: str) -> CellRange:
        return CellRange(tuple(Ref(name, row.key, column) for row in rows))

    given: dict[str, Expression] = {
        "budget_volumes": range_("volumes_0"),
        "actual_volumes": range_("volumes_1"),
        "budget_ahts": range_("ahts_0"),
        "actual_ahts": range_("ahts_1"),
        "budget_occupancy": Literal(0.625),
        "actual_occupancy": Literal(0.6875),
        "budget_shrinkage": Literal(0.2),
        "actual_shrinkage": Literal(0.36),
        "budget_rate": Literal(300),
        "actual_rate": Literal(310),
        "actual_labour_cost": Literal(130_000),
    }
    steps = {step: Cell(Call("labour_cost_bridge", given, column=step), "money") for step in STEPS}
    heads = tuple(Column(key, key) for key in COLUMNS)
    bridge = Grid(f"{name}_bridge", tuple(Column(s, s) for s in STEPS), (Row("r", steps),))
    return Grid(name, heads, rows), bridge


def test_range_is_an_address(tmp_path: Path) -> None:
    """Cells below each other are one range in the formula, which LibreOffice calculates alike."""
    missing = (*CHANNELS[:2], (Literal(5), Literal(5), NOTHING, Literal(9)))
    wrong = (*missing, (Literal(5), Literal(5), Literal(9), OUTSIDE))
    empty = tuple((Literal(0), *cells[1:]) for cells in CHANNELS)
    cases = {"plain": CHANNELS, "missing": missing, "wrong": wrong, "empty": empty}
    blocks = tuple(grid for name, rows in cases.items() for grid in drivers(name, rows))
    report = example(blocks)
    found = evaluate(report)
    path = tmp_path / "ranges.xlsx"
    write_workbook(report, found, path)

    assert differences(path) == []
    shown = {name: str(found[f"{name}_bridge", "r", "aht"]) for name in cases}
    assert shown["missing"] == shown["empty"] == str(found["missing_bridge", "r", "volume"])
    assert "#NUM!" in shown["wrong"]
    formulas = [
        str(cell.value)
        for sheet in openpyxl.load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if "SUMPRODUCT" in str(cell.value)
    ]
    assert len(formulas) > len(STEPS)
    assert all(":" in formula for formula in formulas)


def test_cells_apart_are_no_range() -> None:
    """Cells that do not stand below each other are refused, not summed up as something else."""
    grids = drivers("plain", CHANNELS)
    apart = CellRange((Ref("plain", "channel0", "ahts_0"), Ref("plain", "channel2", "ahts_0")))
    call = Call("total_opex", {"amounts": apart})

    with pytest.raises(UsageError, match="stand below each other"):
        Formulas(Layout(example(grids)), "n/a").text(call, "Data")
