"""What earlier packs expected, each beside what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from xlcost.dataset.pack_format import ACTUAL_NO, COST
from xlcost.report.model import cells
from xlcost.report.model.check import HALF_A_CENT
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import (
    Criterion,
    Expression,
    Extreme,
    Literal,
    Lookup,
    Over,
    Plus,
    Ref,
)
from xlcost.report.model.lazy_values import values
from xlcost.report.model.once import once
from xlcost.report.model.spec import Cell, Column, Grid, Row
from xlcost.report.opex import opex_lines

GRID: Final = "forecast_points"
NEXT, YEAR = HORIZONS = ("next", "year")  # how far ahead: one period, and the whole year
ERROR: Final = "error"  # of a point, in parts of what came
TOTAL: Final = opex_lines.TOTAL
_COST: Final = "cost |"


@dataclass(frozen=True)
class DueForecast:
    """One forecast of one line, or of all cost, whose time has come.

    Attributes:
        horizon: "next" or "year".
        row: Row key of the line, or that of the total.
        label: What the line is called.
        pack: Period of the pack that expected it.
        first: Its first period.
        last: Its last period.
        expected: What was expected.
        actual: What came, by the ledger as it is now.
    """

    horizon: str
    row: str
    label: str
    pack: int
    first: int
    last: int
    expected: float
    actual: Expression

    @property
    def key(self) -> str:
        """Its row in the grid."""
        return f"{self.horizon}_{self.row}_{self.pack}"

    def ref(self, column: str) -> Ref:
        """Return one of its cells."""
        return Ref(GRID, self.key, column)


@dataclass(frozen=True)
class DueForecasts:
    """The points of one line at one horizon, which stand below each other.

    Attributes:
        all: Every point, the oldest first, those without cost last.
        measured: Those with cost: of the others there is no percentage.
    """

    all: tuple[DueForecast, ...]
    measured: tuple[DueForecast, ...]

    @property
    def newest(self) -> DueForecast:
        """The point of the latest pack."""
        return max(self.all, key=lambda point: point.pack)


@once
def points(ctx: Context) -> dict[tuple[str, str], DueForecasts]:
    """Return the points by horizon and row; of a horizon without any there are none."""
    if ctx.period.is_year:
        return {}
    found: dict[tuple[str, str], list[DueForecast]] = {}
    for point in (*_next(ctx), *_year(ctx)):
        found.setdefault((point.horizon, point.row), []).append(point)
    return {key: _in_order(ctx, group) for key, group in found.items()}


def _in_order(ctx: Context, group: list[DueForecast]) -> DueForecasts:
    group.sort(key=lambda point: point.pack)
    held = values(ctx)
    with_cost = [p for p in group if abs(held.number(p.actual)) > HALF_A_CENT]
    rest = [p for p in group if p not in with_cost]
    return DueForecasts((*with_cost, *rest), tuple(with_cost))


def _next(ctx: Context) -> Iterator[DueForecast]:
    """Yield what packs expected of the period after theirs, where it is closed now."""
    for pack in ctx.earlier.forecasts:
        period = pack.next_period
        if pack.next and _is_closed(ctx, period) and ctx.has_actual("opex", period, period):
            yield from _of_pack(ctx, NEXT, pack.period, (period, period), pack.next)


def _year(ctx: Context) -> Iterator[DueForecast]:
    """Yield what packs expected of their year, where the year is over and the ledger has it."""
    size = ctx.period.periods_in_year
    for pack in ctx.earlier.forecasts:
        first = pack.period // 100 * 100 + 1
        keys = range(first, first + size)
        whole = all(ctx.has_actual("opex", key, key) for key in keys)
        if pack.year and whole and _is_closed(ctx, keys[-1]) and pack.period < keys[-1]:
            yield from _of_pack(ctx, YEAR, pack.period, (keys[0], keys[-1]), pack.year)


def _is_closed(ctx: Context, period: int) -> bool:
    return 0 < period <= ctx.period.key


def _of_pack(
    ctx: Context, horizon: str, pack: int, span: tuple[int, int], expected: Mapping[str, float]
) -> Iterator[DueForecast]:
    for line in ctx.lines:
        if line.identity in expected:
            row = opex_lines.line_part(line).key
            actual: Expression = _sum(span, (equal("line_no", line.number),))
            actual = Plus(((-1, actual),)) if line.word == "income" else actual
            amount = expected[line.identity]
            yield DueForecast(horizon, row, line.name, pack, *span, amount, actual)
    total = round(sum(amount for name, amount in expected.items() if name.startswith(_COST)), 6)
    actual = _sum(span, (equal("kind_no", COST),))
    yield DueForecast(horizon, TOTAL, ctx.t("rows.total_opex"), pack, *span, total, actual)


def _sum(span: tuple[int, int], criteria: tuple[Criterion, ...]) -> Lookup:
    first, last = span
    when = (
        (equal("period", first),)
        if first == last
        else (Criterion("period", ">=", Literal(first)), Criterion("period", "<=", Literal(last)))
    )
    return Lookup("opex_lines", "amount", (*criteria, equal("version_no", ACTUAL_NO), *when))


def grid(ctx: Context) -> Grid | None:
    """Return the points for the Data sheet, those of a line below each other; None without any."""
    found = points(ctx)
    if not found:
        return None
    t = ctx.t
    columns = (
        Column("label", t("columns.line"), width=34),
        Column("pack", t("accuracy.pack")),
        Column("period", t("accuracy.period")),
        Column("expected", t("columns.forecast")),
        Column("actual", t("columns.actual")),
        Column(ERROR, t("accuracy.error")),
    )
    rows = [_row(ctx, point) for group in found.values() for point in group.all]
    return Grid(GRID, columns, tuple(rows), title=t("accuracy.points"))


def _row(ctx: Context, point: DueForecast) -> Row:
    whole = point.first != point.last
    miss = ((1, point.ref("expected")), (-1, point.ref("actual")))
    period = str(point.first // 100) if whole else ctx.short_name(point.first)
    by_column = {
        "label": cells.words(point.label),
        "pack": cells.words(ctx.short_name(point.pack)),
        "period": cells.words(period),
        "expected": Cell(Literal(point.expected), "money_exact"),
        "actual": Cell(point.actual, "money_exact"),
        ERROR: Cell(Over(_size(miss), _size(((1, point.ref("actual")),))), "share"),
    }
    return Row(point.key, by_column)


def _size(items: tuple[tuple[int, Expression], ...]) -> Expression:
    """Return a sum without its sign."""
    return Extreme("MAX", (Plus(items), Plus(tuple((-sign, item) for sign, item in items))))
