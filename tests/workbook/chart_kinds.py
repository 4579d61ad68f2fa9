"""A sheet with a chart of every kind, as the report uses them."""

from __future__ import annotations

from dataclasses import replace

from tests.workbook.example import example
from xlcost.report.model.expressions import Literal, Ref
from xlcost.report.model.spec import Block, Cell, Chart, Column, Grid, Report, Role, Row, Series

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CLOSED = 10
ACTUAL = (8.1, 8.2, 8.0, 8.4, 8.3, 5.5, 5.9, 8.6, 8.5, 8.9, 8.7, 8.8)
LEVELS = (0.81, 0.80, 0.82, 0.81, 0.80, 0.79, 0.80, 0.76, 0.75, 0.74, 0.73, 0.73)
GROUPS = {
    "People": (6_780_555, 7_077_800),
    "Technology": (896_621, 687_100),
    "Premises": (661_870, 674_900),
    "Bought services and other": (584_076, 310_400),
}
LEVERS = {"Deflection": (-310, 420), "Handle time": (-180, 190), "Attrition": (-90, 40)}


def numbers(name: str, labels: tuple[str, ...], **columns: tuple[float, ...]) -> Grid:
    """Return a grid of plain numbers."""
    rows = tuple(
        Row(
            f"r{at}",
            {"label": Cell(Literal(label))}
            | {key: Cell(Literal(found[at]), "money") for key, found in columns.items()},
        )
        for at, label in enumerate(labels)
    )
    heads = (Column("label", ""), *(Column(key, key) for key in columns))
    return Grid(name, heads, rows, title=name)


def refs(grid: Grid, column: str) -> tuple[Ref, ...]:
    """Return a column of a grid."""
    return tuple(Ref(grid.id, row.key, column) for row in grid.rows)


def _months() -> tuple[Grid, Chart, Chart, Chart]:
    budget = tuple(8.3e6 for _ in MONTHS)
    actual = tuple(number * 1e6 for number in ACTUAL)
    grid = numbers(
        "months", MONTHS, actual=actual, budget=budget, level=LEVELS,
        other=tuple(level / 2 for level in LEVELS),
    )  # fmt: skip
    roles: tuple[Role, ...] = tuple("AC" if at < CLOSED else "FC" for at in range(len(MONTHS)))
    columns = Chart(
        "columns",
        "The year closes 2 % over budget",
        refs(grid, "label"),
        (
            Series("Actual and forecast", refs(grid, "actual"), "AC", roles=roles),
            Series("Budget", refs(grid, "budget"), "BU"),
        ),
        "Twelve columns, two of them hatched.",
    )
    line = Chart(
        "line",
        "Service level fell",
        refs(grid, "label"),
        (Series("Service level", refs(grid, "level"), "AC"),),
        "A line.",
        format="share",
        beside=True,
    )
    two = Chart(
        "line",
        "Two lines",
        refs(grid, "label"),
        (
            Series("Occupancy", refs(grid, "level"), "AC"),
            Series("Utilisation", refs(grid, "other"), "second"),
        ),
        "Two lines.",
        format="share",
        beside=True,
        width=9,
    )
    return grid, columns, line, two


def _bars() -> tuple[Grid, Chart, Chart]:
    actual = tuple(float(found[0]) for found in GROUPS.values())
    budget = tuple(float(found[1]) for found in GROUPS.values())
    over = tuple(max(a - b, 0.0) for a, b in zip(actual, budget, strict=True))
    under = tuple(min(a - b, 0.0) for a, b in zip(actual, budget, strict=True))
    grid = numbers("groups", tuple(GROUPS), actual=actual, budget=budget, over=over, under=under)
    bars = Chart(
        "bars",
        "People is most of the cost",
        refs(grid, "label"),
        (
            Series("Actual", refs(grid, "actual"), "AC"),
            Series("Budget", refs(grid, "budget"), "BU"),
        ),
        "Bars.",
        width=16,
        height=6,
    )
    variances = Chart(
        "bars",
        "Variance",
        refs(grid, "label"),
        (
            Series("Under", refs(grid, "under"), "favourable"),
            Series("Over", refs(grid, "over"), "unfavourable", sign="+"),
        ),
        "Variances.",
        width=8,
        height=6,
        beside=True,
        names=False,
    )
    return grid, bars, variances


def _levers() -> tuple[Grid, Chart]:
    low = tuple(float(found[0]) for found in LEVERS.values())
    high = tuple(float(found[1]) for found in LEVERS.values())
    grid = numbers("levers", tuple(LEVERS), low=low, high=high)
    tornado = Chart(
        "tornado",
        "Deflection matters most",
        refs(grid, "label"),
        (Series("Low", refs(grid, "low"), "low"), Series("High", refs(grid, "high"), "high")),
        "A tornado.",
        width=16,
        height=6,
    )
    return grid, tornado


def kinds() -> Report:
    """Return the example with the charts on a sheet of their own."""
    months, columns, line, two = _months()
    groups, bars, variances = _bars()
    levers, tornado = _levers()
    charts: tuple[Block, ...] = (columns, line, two, bars, variances, tornado)
    small = tuple(
        replace(line, scale="levels", beside=at > 0, width=9.0, height=5.0) for at in range(3)
    )
    return example((months, groups, levers, *charts, *small))
