"""The benchmark: the band in which the cost of a call usually is."""

from __future__ import annotations

from xlcost.catalogue.families import find
from xlcost.report.model.context import Context


def has_band(ctx: Context) -> bool:
    """Whether a band for the cost of a call may be shown: the default one is in US dollars."""
    own = ctx.settings.benchmark_low is not None and ctx.settings.benchmark_high is not None
    return own or ctx.settings.currency.upper() == "USD"


def band(ctx: Context) -> tuple[float, float]:
    """Return the band: the one that is set, else the function's own."""
    low, high = ctx.settings.benchmark_low, ctx.settings.benchmark_high
    if low is not None and high is not None:
        return float(low), float(high)
    defaults = {a.name: a.default for a in find("benchmark_position").arguments}
    return float(defaults["benchmark_low"]), float(defaults["benchmark_high"])
