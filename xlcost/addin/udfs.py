"""Every metric of the catalogue as a function that Excel calls through xlwings.

Excel waits for this import, so it loads nothing but the formulas and xlwings. Values pass as they
are (the raw converter): what a cell means is decided in `xlcost.cells`, the same in every host.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable
from inspect import Parameter, Signature
from typing import Any

import xlwings as xw

import xlcost
from xlcost.addin import broadcast
from xlcost.addin.wizard import category
from xlcost.catalogue.families import catalogue
from xlcost.catalogue.registry import OMITTED, Metric

Udf = Callable[..., Any]


def expose(metric: Metric, name: str | None = None) -> Udf:
    """Return a metric as an xlwings function, under its own name or an alias."""

    def udf(*arguments: Any) -> list[list[Any]]:
        answer = broadcast.call(metric, arguments)
        # xlwings' COM server counts the rows of every answer, so one cell is a table too. Lists:
        # COM takes a tuple for several answers, of which only the first would reach the cell.
        return [list(row) for row in answer] if isinstance(answer, tuple) else [[answer]]

    udf.__name__ = udf.__qualname__ = name or metric.name
    udf.__module__ = __name__
    udf.__doc__ = metric.summary
    # xlwings reads the signature; annotations would choose converters of its own.
    udf.__annotations__ = {}
    udf.__signature__ = Signature(  # type: ignore[attr-defined]  # functions may carry a signature of their own
        [
            Parameter(
                argument.name,
                Parameter.POSITIONAL_OR_KEYWORD,
                default=Parameter.empty if argument.required else OMITTED,
            )
            for argument in metric.arguments
        ]
    )
    exposed: Udf = udf
    for argument in metric.arguments:
        exposed = xw.arg(argument.name, "raw", doc=argument.help)(exposed)
    exposed = xw.ret("raw")(exposed)
    # Last: the decorators above would reset the category.
    last: Udf = xw.func(category=category(metric))(exposed)
    return last


def functions(metrics: Iterable[Metric]) -> dict[str, Udf]:
    """Return the functions of metrics by Python name, aliases too."""
    return {
        name: expose(metric, name) for metric in metrics for name in (metric.name, *metric.aliases)
    }


@xw.func(category="xlcost")
@xw.ret("raw")
def xlcost_versions():  # type: ignore[no-untyped-def]  # noqa: ANN201 - xlwings reads annotations
    """Versions of xlcost, xlwings and Python that answer this workbook."""
    versions = f"xlcost {xlcost.__version__}, xlwings {xw.__version__}"
    return [[f"{versions}, Python {platform.python_version()}"]]


globals().update(functions(catalogue()))
