"""A throw-away metric, declared as a module of the metrics room would; refusals vary it."""

from __future__ import annotations

import types
from typing import Any

from xlcost.catalogue.registry import Metric, all_metrics

DOCSTRING = '''"""Cost of one parcel.

    Only parcels count.

    Args:
        total_cost: Total cost, in money.
        calls: Parcels, a count.

    Returns:
        Money per parcel.

    Raises:
        DivisionByZero: `calls` is 0.

    Example:
        >>> 6 / 3
        2.0

    Source:
        A textbook.
    """'''
DECORATOR = 'en="Cost per parcel", nb="Kostnad per pakke", unit=Unit.UNIT_COST, formula={formula!r}'
TWIN = "{total_cost}/{calls}"


def declare(
    *,
    name: str = "cost_per_parcel",
    arguments: str = "total_cost: float, calls: float",
    docstring: str = DOCSTRING,
    formula: Any = TWIN,
    decorator: str = DECORATOR,
    returns: str = "float",
    extra: str = "",
    body: str = "total_cost / calls",
) -> Metric:
    """Declare a throw-away metric as a module of the metrics room would."""
    source = (
        "from __future__ import annotations\n"
        "from collections.abc import Sequence\n"
        "from typing import NamedTuple\n"
        "from xlcost.catalogue.registry import metric\n"
        "from xlcost.catalogue.measures import Unit\n"
        f"{extra}\n"
        f"@metric({decorator.format(formula=formula)})\n"
        f"def {name}({arguments}) -> {returns}:\n    {docstring}\n    return {body}\n"
    )
    module = types.ModuleType("xlcost.catalogue.metrics.temporary")
    exec(compile(source, "temporary.py", "exec"), module.__dict__)  # noqa: S102 - our own text
    return all_metrics()[-1]
