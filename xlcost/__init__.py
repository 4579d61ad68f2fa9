"""xlcost: the cost of customer service, as Excel functions and as a monthly report.

The formulas are here by name (`xlcost.cost_per_call(50_000, 12_500)`), with `load`,
`build_report`, `build_batch` and `build_savings_plan`; each is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what a type checker reads in place of __getattr__
    from xlcost.catalogue.metrics.bridge import *
    from xlcost.catalogue.metrics.forecast import *
    from xlcost.catalogue.metrics.investment import *
    from xlcost.catalogue.metrics.opex import *
    from xlcost.catalogue.metrics.savings import *
    from xlcost.catalogue.metrics.service import *
    from xlcost.catalogue.metrics.staffing import *
    from xlcost.catalogue.metrics.unit_cost import *
    from xlcost.catalogue.metrics.variance import *
    from xlcost.catalogue.metrics.workforce import *
    from xlcost.inputs.loading import load as load
    from xlcost.runs.batch import build_batch as build_batch
    from xlcost.runs.pack import build_report as build_report
    from xlcost.runs.planning import build_savings_plan as build_savings_plan

__version__ = "0.1.0"

# Public names that are no formula, and where they live.
_LAZY = {
    "build_batch": "xlcost.runs.batch",
    "build_report": "xlcost.runs.pack",
    "build_savings_plan": "xlcost.runs.planning",
    "load": "xlcost.inputs.loading",
}


def _formulas() -> dict[str, Any]:
    """Return the plain formulas by name, aliases too."""
    listed = import_module("xlcost.catalogue.families").catalogue()
    return {name: one.function for one in listed for name in (one.name, *one.aliases)}


def __getattr__(name: str) -> Any:
    """Return a public name, importing what it needs."""
    if name == "__all__":
        return sorted((*_LAZY, *_formulas(), "__version__"))
    value = None
    if name in _LAZY:
        value = getattr(import_module(_LAZY[name]), name)
    # `from xlcost import cells` asks here first; saying no lets Python import the module.
    elif not name.startswith("_") and find_spec(f"xlcost.{name}") is None:
        value = _formulas().get(name)
    if value is None:
        message = f"module 'xlcost' has no attribute {name!r}"
        raise AttributeError(message)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return list(__getattr__("__all__"))
