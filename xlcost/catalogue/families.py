"""Every metric there is; whoever needs one asks here."""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module

import xlcost.catalogue.metrics
from xlcost.catalogue.measures import hint
from xlcost.catalogue.registry import Metric, all_metrics, state
from xlcost.errors import UsageError

# The order in which people read them; a family that is not named here comes last.
FAMILY_ORDER = (
    "unit_cost",
    "opex",
    "variance",
    "bridge",
    "forecast",
    "service",
    "workforce",
    "staffing",
    "savings",
    "investment",
)


@lru_cache(maxsize=1)
def _import_families() -> None:
    """Import every module of `xlcost.catalogue.metrics`, once."""
    for module in pkgutil.iter_modules(xlcost.catalogue.metrics.__path__):
        import_module(f"xlcost.catalogue.metrics.{module.name}")


def catalogue() -> tuple[Metric, ...]:
    """Return every metric: families in reading order, metrics in order of declaration."""
    _import_families()
    return _ordered(state())


@lru_cache(maxsize=1)
def _ordered(_state: int) -> tuple[Metric, ...]:
    return tuple(sorted(all_metrics(), key=lambda one: _place(one.family)))


@lru_cache(maxsize=1)
def _known(_state: int) -> dict[str, Metric]:
    return {known: one for one in all_metrics() for known in (one.name, *one.aliases)}


def _place(family: str) -> int:
    return FAMILY_ORDER.index(family) if family in FAMILY_ORDER else len(FAMILY_ORDER)


def families() -> tuple[str, ...]:
    """Return the families that have metrics, in reading order."""
    return tuple(dict.fromkeys(one.family for one in catalogue()))


def find(name: str) -> Metric:
    """Return the metric of a Python or Excel name, without regard to case.

    Raises:
        UsageError: There is none; the nearest name is in the sentence.
    """
    _import_families()
    wanted = name.casefold()
    known = _known(state())
    if wanted not in known:
        message = f"There is no metric {name!r}.{hint(wanted, known)}"
        raise UsageError(message)
    return known[wanted]
