"""xlcost: the cost of customer service, as Excel functions and as a monthly report.

The formulas are here by name (`xlcost.cost_per_call(50_000, 12_500)`), with `load`,
`build_report`, `build_batch` and `build_savings_plan`; each is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

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
