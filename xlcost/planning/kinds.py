"""Every lever there is, in the order in which they apply; whoever needs them asks here."""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module

import xlcost.planning.levers
from xlcost.planning.lever import Lever


@lru_cache(maxsize=1)
def kinds() -> dict[str, type[Lever]]:
    """Return each lever by its kind, which is the name of its module."""
    found = []
    for module in pkgutil.iter_modules(xlcost.planning.levers.__path__):
        full = f"{xlcost.planning.levers.__name__}.{module.name}"
        declared = vars(import_module(full)).values()
        own = [one for one in declared if isinstance(one, type) and one.__module__ == full]
        found += [(module.name, one) for one in own if issubclass(one, Lever)]
    return dict(sorted(found, key=lambda one: (one[1].order, one[0])))


def improved_shares() -> tuple[str, ...]:
    """Return the shares of a channel's contacts that levers improve."""
    return tuple(dict.fromkeys(one.improves for one in kinds().values() if one.improves))
