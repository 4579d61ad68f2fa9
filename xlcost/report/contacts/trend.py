"""The run of periods that trends show: thirteen months, or the years where there are no months."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from itertools import dropwhile

from xlcost.dataset.pack_format import ACTUAL_NO, COST
from xlcost.report.model.context import Context, equal
from xlcost.report.model.expressions import Call, Criterion, Expression, Lookup, Ref
from xlcost.report.model.spec import Column
from xlcost.report.model.sums import TREND, Slot

PERIODS = 13
PERIOD_WIDTH = 10.0  # characters
WIDEST_PERIOD = 15.0
LABEL_WIDTH = 34.0
YEARS = 5


@dataclass(frozen=True)
class Point:
    """One period of the trend; its keys stand in the grid `months`."""

    key: str
    first: int
    last: int

    @property
    def where(self) -> tuple[Criterion, ...]:
        """The criteria that choose it."""
        return (
            Criterion("period", ">=", Ref("months", self.key, "first")),
            Criterion("period", "<=", Ref("months", self.key, "last")),
        )

    def opex(self, version: int) -> Expression:
        """Return the total OpEx of the period."""
        criteria = (equal("kind_no", COST), equal("version_no", version), *self.where)
        return Lookup("opex_lines", "amount", criteria)

    def has_costs(self, ctx: Context) -> bool:
        """Whether the ledger has anything in the period."""
        return ctx.has_actual("opex", self.first, self.last)

    def activity(self, measure: str, version: int) -> Expression:
        """Return the sum of a measure over every channel."""
        return Lookup("activity", measure, (equal("version_no", version), *self.where))

    def unit_cost(self) -> Expression:
        """Return the blended cost per contact of the period."""
        cost, contacts = Ref("months", self.key, "opex"), Ref("months", self.key, "contacts")
        return Call("cost_per_contact", {"total_cost": cost, "contacts": contacts})


def slots(ctx: Context) -> tuple[Slot, ...]:
    """Return the columns of the trend's sums: its periods, then the year to date."""
    actual = equal("version_no", ACTUAL_NO)
    places = [
        Slot(
            TREND,
            point.key,
            ctx.short_name(point.first),
            "",
            (actual, *point.where),
            place,
        )
        for place, point in enumerate(trend(ctx))
    ]
    if not ctx.period.is_year:
        where = (actual, *ctx.spans["ytd"].where)
        places.append(Slot(TREND, "ytd", ctx.t("bands.ytd"), "", where, len(places)))
    return tuple(places)


def trend_columns(ctx: Context, heads: Iterable[str] = ()) -> list[Column]:
    """Return one column of equal width for each period of the trend, and the year to date."""
    wide = period_width(heads)
    return [Column(slot.key, slot.title, width=wide) for slot in slots(ctx)]


def period_width(heads: Iterable[str]) -> float:
    """Return the width of a period's column, where other heads may stand below in the same."""
    words = (len(word) for head in heads for word in head.split())
    return min(max([PERIOD_WIDTH, *(1.04 * count + 1.2 for count in words)]), WIDEST_PERIOD)


def trend(ctx: Context) -> tuple[Point, ...]:
    """Return the periods up to the report's own, from the first that has any data."""
    closed, period = ctx.closed_periods, ctx.period
    if not period.is_year:
        keys = [period.previous(back).key for back in range(PERIODS - 1, -1, -1)]
        return _points(_begun(keys, closed))
    months = [period.key + number for number in range(1, period.periods_in_year + 1)]
    if shown := [month for month in months if month in closed]:
        return _points(shown)
    years = [period.key - 100 * back for back in range(YEARS - 1, -1, -1)]
    return _points(_begun(years, {key // 100 * 100 for key in closed}), last=99)


def _points(keys: Iterable[int], last: int = 0) -> tuple[Point, ...]:
    return tuple(Point(f"p{n}", key, key + last) for n, key in enumerate(keys, start=1))


def _begun(keys: list[int], closed: Container[int]) -> list[int]:
    """Leave out the periods before the first that has data; the last one always stays."""
    return [*dropwhile(lambda key: key not in closed, keys[:-1]), keys[-1]]
