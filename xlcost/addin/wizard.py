"""What Excel's function wizard says about a metric."""

from __future__ import annotations

from xlcost.catalogue.registry import Metric

# Excel refuses longer help (error 1004); the declaration refuses it before that.
LONGEST = 255


def category(metric: Metric) -> str:
    """Return the category under which the wizard lists a metric."""
    return f"xlcost {metric.family.replace('_', ' ')}"


def descriptions(metric: Metric) -> dict[str, str]:
    """Return the wizard's help for each argument."""
    return {argument.name: argument.help for argument in metric.arguments}
