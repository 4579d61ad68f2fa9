"""Levels: how the days and intervals of a period make its figures, flows added and levels not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xlcost.dataset.facts import (
    ACTIVITY_KEYS,
    ACTIVITY_MEASURES,
    ACTUAL,
    BUDGET,
    ORIGINAL,
    REVISED,
    WORKFORCE_KEYS,
    WORKFORCE_MEASURES,
    empty,
)
from xlcost.engine import frame_of
from xlcost.inputs.columns.clocks import START
from xlcost.inputs.columns.number_columns import MONEY
from xlcost.inputs.columns.periods import ISO
from xlcost.inputs.ledgers.versions import version_name
from xlcost.system.late import pd
from xlcost.values import contact_words

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEVELS = {
    "activity": (ACTIVITY_KEYS, ACTIVITY_MEASURES),
    "workforce": (WORKFORCE_KEYS, WORKFORCE_MEASURES),
    "intervals": (ACTIVITY_KEYS, ACTIVITY_MEASURES),
}
# Levels, not flows: over the moments of a day, and over the days of a period, they are averaged,
# the first or the last one.
MEAN = ("fte", "licences_paid", "licences_used", "customers")
FIRST, LAST = ("headcount_open",), ("headcount_close",)
PRICE, WEIGHT = "licence_price", "licences_paid"
COST, PRICED = "_cost", "_priced"  # licences times their price, and the licences that have one
ROWS = "_rows"  # how many rows of the table a row of a part stands for


def daily(part: ir.Table, name: str) -> pd.DataFrame:
    """Return the sums of a part by its keys and days; levels of several moments are averaged.

    Args:
        part: The rows with their measures.
        name: The input.
    """
    keys, known = LEVELS[name]
    measures = [measure for measure in part.columns if measure in known]
    levels = [m for m in measures if _over_days(m) in ("mean", "first", "last")]
    by = [*keys, ISO]
    if not levels or START not in part.columns:
        found = _summed(part, by, measures)
    else:
        flows = [m for m in measures if m not in levels]
        found = _summed(part, by, flows).merge(_by_moment(part, by, levels), how="left", on=by)
    found["version"] = found["version"].map(version_of_counts)
    if "direction" in found:
        found["direction"] = found["direction"].map(direction_name)
    if "channel" in found:
        found["channel"] = found["channel"].map(str)
    return found


def _summed(part: ir.Table, by: list[str], measures: list[str]) -> pd.DataFrame:
    sums = {name: part[name].cast(_exact(part, name)).sum().cast("float64") for name in measures}
    if PRICE in measures:
        price = part[PRICE].cast("float64")
        paid = part[WEIGHT].cast("float64") if WEIGHT in part.columns else price * 0 + 1
        sums[PRICE] = price.max()
        sums[COST] = (price * paid).sum()
        sums[PRICED] = paid.sum(where=price.notnull())
    sums["rows"] = part[ROWS].sum() if ROWS in part.columns else part.count()
    return frame_of(part.group_by(by).agg(**sums).order_by(by))


def _by_moment(part: ir.Table, by: list[str], levels: list[str]) -> pd.DataFrame:
    """Return the levels of each day: people of one moment add up, moments do not."""
    moments = _summed(part, [*by, START], levels).sort_values([*by, START], kind="stable")
    over: dict[str, Any] = {name: _over_days(name) for name in levels}
    return moments.groupby(by, as_index=False, sort=True, dropna=False).agg(over)


def combined(frames: Sequence[pd.DataFrame], name: str) -> pd.DataFrame:
    """Return the measures of every table of an input, by its keys.

    What several tables say of one day is added up first; then a level is the mean of the days that
    have it, or the first or last of them, whichever file they stand in.
    """
    keys, known = LEVELS[name]
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        return empty(keys + known)
    every = pd.concat(frames, ignore_index=True)
    measures = [*known, COST, PRICED]
    every = every.reindex(columns=[*keys, ISO, *measures])
    every[measures] = every[measures].astype(float)
    by_day = every.groupby([*keys, ISO], as_index=False, sort=True)
    days = by_day[measures].sum(min_count=1)  # nothing where no value is there
    if PRICE in known:
        days[PRICE] = by_day[[PRICE]].max()[PRICE]
    # A month's own figure and the mean of days are two statements: each counts by itself.
    days["_dated"] = days[ISO] != ""
    over: dict[str, Any] = {measure: _over_days(measure) for measure in measures}
    parts = days.groupby([*keys, "_dated"], as_index=False, sort=True).agg(over)
    how: dict[str, Any] = {m: "max" if m == PRICE else "sum" for m in measures}
    result = parts.groupby(list(keys), as_index=False, sort=True).agg(how)
    if PRICE in known:
        priced = result[PRICED]
        mean = result[COST] / priced.where(priced != 0, 1.0)
        result[PRICE] = result[PRICE].where(priced == 0, mean)
    result[list(known)] = result[list(known)].fillna(0.0)
    return result[[*keys, *known]]


def _over_days(measure: str) -> str:
    """Return how the days of a period make its figure."""
    if measure in MEAN:
        return "mean"
    if measure in FIRST:
        return "first"
    if measure in LAST:
        return "last"
    return "max" if measure == PRICE else "sum"


def _exact(part: ir.Table, name: str) -> str:
    return "float64" if part[name].type().is_floating() else MONEY


def version_of_counts(text: str) -> str:
    """Return "actual" or "budget": activity and workforce know no original and revised."""
    name = version_name(text) if text else ACTUAL
    return BUDGET if name in (ORIGINAL, REVISED) else name


def direction_name(text: str) -> str:
    """Return "inbound", "outbound" or what else a text says of a direction."""
    folded = str(text).strip().casefold()
    return contact_words.direction(folded) or folded
